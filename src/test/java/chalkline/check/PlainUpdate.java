package chalkline.check;

import static chalkline.network.Schedule.Name.ANNEALING_DECAY;
import static chalkline.network.Schedule.Name.ANNEALING_LENGTH;
import static chalkline.network.Schedule.Name.CYCLE_LENGTH;
import static chalkline.network.Schedule.Name.DECAY_RATE;
import static chalkline.network.Schedule.Name.GAMMA;
import static chalkline.network.Schedule.Name.INITIAL;
import static chalkline.network.Schedule.Name.MAX;
import static chalkline.network.Schedule.Name.MAX_ITER;
import static chalkline.network.Schedule.Name.POWER;
import static chalkline.network.Schedule.Name.STEP_SIZE;
import static chalkline.network.Schedule.Name.VALUE;
import static chalkline.network.Updater.Parameter.BETA1;
import static chalkline.network.Updater.Parameter.BETA2;
import static chalkline.network.Updater.Parameter.EPSILON;
import static chalkline.network.Updater.Parameter.RHO;
import static chalkline.network.Updater.Parameter.RMS_DECAY;

import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.Schedule.Name;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An update written down without the reference: entry by entry, every operation rounded to the precision. */
final class PlainUpdate {
    private final Precision precision;
    private final Network network;
    private final int n;
    private final Map<StepId, double[][]> values;
    private final int iteration;
    private final int epoch;
    /** Of the parameter at hand. */
    private Updater updater;

    private double rate;
    private double momentum;

    /**
     * @param values the steps so far, gradients as sums over n examples; what is kept before the step is 0 where it is
     * missing
     */
    PlainUpdate(Network network, int n, Map<StepId, double[][]> values) {
        this.precision = network.precision();
        this.network = network;
        this.n = n;
        this.values = values;
        this.iteration = counter(StepId.ITERATION);
        this.epoch = counter(StepId.EPOCH);
    }

    private int counter(StepId name) {
        return values.containsKey(name) ? (int) values.get(name)[0][0] : 0;
    }

    private double r(double x) {
        return precision.cast(x);
    }

    void run() {
        for (int l = 1; l <= network.depth(); l++) {
            int layer = l;
            Map<StepId, double[][]> gradients = new LinkedHashMap<>();
            for (StepId name : network.parameters(l)) {
                gradients.put(name, PlainStep.map(values.get(name.gradient()), v -> r(v / n)));
            }
            PlainPath path = new PlainPath(network.layer(l), precision);
            path.normalise(gradients.values());
            gradients.forEach((name, gradient) -> {
                boolean bias = name.isBias();
                prepare(layer, bias);
                path.penalise(gradient, values.get(name), bias);
                parameter(name, gradient, path, bias);
            });
        }
    }

    private void prepare(int l, boolean bias) {
        updater = network.updater(l, bias);
        rate = 1;
        updater.rate().ifPresent(schedule -> rate = scheduled(network.rate(l, bias), schedule));
        updater.momentum().ifPresent(schedule -> momentum = scheduled(network.momentum(l, bias), schedule));
    }

    private double scheduled(StepId step, Schedule schedule) {
        double value = r(at(schedule));
        if (schedule.changes()) {
            values.put(step, new double[][] {{value}});
        }
        return value;
    }

    private double at(Schedule s) {
        int i = s.by() == Schedule.By.EPOCH ? epoch : iteration;
        return switch (s.kind()) {
            case FIXED -> s.number(VALUE);
            case EXPONENTIAL -> s.number(INITIAL) * Math.pow(s.number(GAMMA), i);
            case INVERSE -> s.number(INITIAL) * Math.pow(1 + s.number(GAMMA) * i, -s.number(POWER));
            case POLY -> {
                double left = 1 - i / s.number(MAX_ITER);
                yield left <= 0 ? 0 : s.number(INITIAL) * Math.pow(left, s.number(POWER));
            }
            case SIGMOID -> s.number(INITIAL) / (1 + Math.exp(-s.number(GAMMA) * (i - s.number(STEP_SIZE))));
            case STEP -> {
                double value = s.number(INITIAL);
                for (double passed = s.number(Name.STEP); passed <= i; passed += s.number(Name.STEP)) {
                    value *= s.number(DECAY_RATE);
                }
                yield value;
            }
            case MAP -> {
                int key = i;
                while (!s.table().containsKey(key)) {
                    key--;
                }
                yield s.table().get(key);
            }
            case CYCLE -> cycle(s, i % (int) s.number(CYCLE_LENGTH));
        };
    }

    private static double cycle(Schedule s, int position) {
        int annealing = (int) s.number(CYCLE_LENGTH) - (int) s.number(ANNEALING_LENGTH);
        int half = annealing / 2;
        if (position >= annealing) {
            return s.number(INITIAL) * Math.pow(s.number(ANNEALING_DECAY), position - annealing);
        }
        if (position >= 2 * half) {
            return s.number(INITIAL);
        }
        double rise = (s.number(MAX) - s.number(INITIAL)) / half;
        return position < half ? s.number(INITIAL) + rise * position : s.number(MAX) - rise * (position - half);
    }

    private void parameter(StepId name, double[][] gradient, PlainPath path, boolean bias) {
        double[][] before = values.get(name);
        List<String> kept = updater.state();
        double[][] updates = new double[before.length][before[0].length];
        double[][][] after = new double[kept.size()][before.length][before[0].length];
        for (String what : kept) {
            values.putIfAbsent(name.state(what), new double[before.length][before[0].length]);
        }
        for (int i = 0; i < before.length; i++) {
            for (int j = 0; j < before[i].length; j++) {
                double[] state = new double[kept.size()];
                for (int k = 0; k < state.length; k++) {
                    state[k] = values.get(name.state(kept.get(k)))[i][j];
                }
                updates[i][j] = update(gradient[i][j], state);
                for (int k = 0; k < state.length; k++) {
                    after[k][i][j] = state[k];
                }
            }
        }
        path.decay(updates, before, bias, rate);
        for (int k = 0; k < kept.size(); k++) {
            values.put(name.state(kept.get(k)).next(), after[k]);
        }
        if (!kept.isEmpty()) {
            values.put(name.update(), updates);
        }
        double[][] next = PlainStep.map(before, v -> v);
        for (int i = 0; i < next.length; i++) {
            for (int j = 0; j < next[i].length; j++) {
                next[i][j] = r(next[i][j] - updates[i][j]);
            }
        }
        if (!network.layer(name.layer()).constraints(bias).isEmpty()) {
            values.put(name.unconstrained(), PlainStep.map(next, v -> v));
            path.constrain(next, bias);
        }
        values.put(name.next(), next);
    }

    /** What is subtracted; what is kept becomes what is kept after the step. */
    private double update(double g, double[] kept) {
        Updater u = updater;
        return switch (u.kind()) {
            case SGD -> r(rate * g);
            case NO_OP -> g;
            case NESTEROVS -> {
                double old = r(momentum * kept[0]);
                kept[0] = r(old - r(rate * g));
                yield r(old - r(r(1 + momentum) * kept[0]));
            }
            case CLASSICAL_MOMENTUM -> {
                kept[0] = r(r(momentum * kept[0]) + r(rate * g));
                yield kept[0];
            }
            case ADA_GRAD -> {
                kept[0] = r(kept[0] + r(g * g));
                yield r(r(rate * g) / r(r(Math.sqrt(kept[0])) + r(u.number(EPSILON))));
            }
            case RMS_PROP -> {
                kept[0] = average(u.number(RMS_DECAY), kept[0], r(g * g));
                yield r(r(rate * g) / r(r(Math.sqrt(kept[0])) + r(u.number(EPSILON))));
            }
            case ADA_DELTA -> {
                double epsilon = r(u.number(EPSILON));
                kept[0] = average(u.number(RHO), kept[0], r(g * g));
                double update = r(g * r(r(Math.sqrt(r(kept[1] + epsilon))) / r(Math.sqrt(r(kept[0] + epsilon)))));
                kept[1] = average(u.number(RHO), kept[1], r(update * update));
                yield update;
            }
            case ADAM, ADA_MAX, NADAM, AMS_GRAD, ADA_BELIEF -> moments(u, g, kept);
        };
    }

    private double moments(Updater u, double g, double[] kept) {
        double beta1 = u.number(BETA1);
        double beta2 = u.number(BETA2);
        kept[0] = average(beta1, kept[0], g);
        return switch (u.kind()) {
            case ADA_MAX -> {
                kept[1] = r(Math.max(r(r(beta2) * kept[1]), Math.abs(g)) + 1e-32);
                yield r(r(r(rate / correction(beta1)) * kept[0]) / kept[1]);
            }
            case ADAM -> {
                kept[1] = average(beta2, kept[1], r(g * g));
                yield adam(beta1, beta2, kept[0], kept[1], u.number(EPSILON));
            }
            case AMS_GRAD -> {
                kept[1] = average(beta2, kept[1], r(g * g));
                kept[2] = Math.max(kept[2], kept[1]);
                yield adam(beta1, beta2, kept[0], kept[2], u.number(EPSILON));
            }
            case ADA_BELIEF -> {
                double surprise = r(g - kept[0]);
                kept[1] = r(average(beta2, kept[1], r(surprise * surprise)) + r(u.number(EPSILON)));
                yield adam(beta1, beta2, kept[0], kept[1], u.number(EPSILON));
            }
            case NADAM -> {
                kept[1] = average(beta2, kept[1], r(g * g));
                double ahead = r(average(beta1, kept[0], g) / correction(beta1));
                double size = r(Math.sqrt(r(kept[1] / correction(beta2))));
                yield r(r(rate * ahead) / r(size + r(u.number(EPSILON))));
            }
            case SGD, NO_OP, NESTEROVS, CLASSICAL_MOMENTUM, ADA_GRAD, RMS_PROP, ADA_DELTA ->
                throw new IllegalArgumentException("no moments: " + u);
        };
    }

    private double adam(double beta1, double beta2, double m, double v, double epsilon) {
        double corrected = r(r(rate * r(Math.sqrt(correction(beta2)))) / correction(beta1));
        return r(r(corrected * m) / r(r(Math.sqrt(v)) + r(epsilon)));
    }

    private double average(double beta, double old, double x) {
        return r(r(r(beta) * old) + r(r(1 - r(beta)) * x));
    }

    private double correction(double beta) {
        double power = 1;
        for (int k = 0; k <= iteration; k++) {
            power = r(power * r(beta));
        }
        return r(1 - power);
    }
}

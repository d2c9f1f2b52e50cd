package chalkline.check;

import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
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
        if (updater instanceof Updater.Nesterovs u) {
            momentum = scheduled(network.momentum(l, bias), u.momentum());
        }
    }

    private double scheduled(StepId step, Schedule schedule) {
        double value = r(at(schedule));
        if (schedule.changes()) {
            values.put(step, new double[][] {{value}});
        }
        return value;
    }

    private double at(Schedule schedule) {
        if (schedule instanceof Schedule.Fixed s) {
            return s.value();
        }
        if (schedule instanceof Schedule.Exponential s) {
            return s.initial() * Math.pow(s.gamma(), i(s.by()));
        }
        if (schedule instanceof Schedule.Inverse s) {
            return s.initial() * Math.pow(1 + s.gamma() * i(s.by()), -s.power());
        }
        if (schedule instanceof Schedule.Poly s) {
            double left = 1 - (double) i(s.by()) / s.maxIter();
            return left <= 0 ? 0 : s.initial() * Math.pow(left, s.power());
        }
        if (schedule instanceof Schedule.Sigmoid s) {
            return s.initial() / (1 + Math.exp(-s.gamma() * (i(s.by()) - s.stepSize())));
        }
        if (schedule instanceof Schedule.Stepwise s) {
            double value = s.initial();
            for (double passed = s.step(); passed <= i(s.by()); passed += s.step()) {
                value *= s.decayRate();
            }
            return value;
        }
        if (schedule instanceof Schedule.Table s) {
            int key = i(s.by());
            while (!s.values().containsKey(key)) {
                key--;
            }
            return s.values().get(key);
        }
        return cycle((Schedule.Cycle) schedule);
    }

    private static double cycle(Schedule.Cycle s, int position) {
        int half = (s.cycleLength() - s.annealingLength()) / 2;
        int annealing = s.cycleLength() - s.annealingLength();
        if (position >= annealing) {
            return s.initial() * Math.pow(s.annealingDecay(), position - annealing);
        }
        if (position >= 2 * half) {
            return s.initial();
        }
        double rise = (s.max() - s.initial()) / half;
        return position < half ? s.initial() + rise * position : s.max() - rise * (position - half);
    }

    private double cycle(Schedule.Cycle s) {
        return cycle(s, i(s.by()) % s.cycleLength());
    }

    private int i(Schedule.By by) {
        return by == Schedule.By.EPOCH ? epoch : iteration;
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
        if (updater instanceof Updater.Sgd) {
            return r(rate * g);
        }
        if (updater instanceof Updater.NoOp) {
            return g;
        }
        if (updater instanceof Updater.Nesterovs) {
            double old = r(momentum * kept[0]);
            kept[0] = r(old - r(rate * g));
            return r(old - r(r(1 + momentum) * kept[0]));
        }
        if (updater instanceof Updater.AdaGrad u) {
            kept[0] = r(kept[0] + r(g * g));
            return r(r(rate * g) / r(r(Math.sqrt(kept[0])) + r(u.epsilon())));
        }
        if (updater instanceof Updater.RmsProp u) {
            kept[0] = average(u.rmsDecay(), kept[0], r(g * g));
            return r(r(rate * g) / r(r(Math.sqrt(kept[0])) + r(u.epsilon())));
        }
        if (updater instanceof Updater.AdaDelta u) {
            kept[0] = average(u.rho(), kept[0], r(g * g));
            double update =
                    r(g * r(r(Math.sqrt(r(kept[1] + r(u.epsilon())))) / r(Math.sqrt(r(kept[0] + r(u.epsilon()))))));
            kept[1] = average(u.rho(), kept[1], r(update * update));
            return update;
        }
        return moments(g, kept);
    }

    private double moments(double g, double[] kept) {
        if (updater instanceof Updater.AdaMax u) {
            kept[0] = average(u.beta1(), kept[0], g);
            kept[1] = r(Math.max(r(r(u.beta2()) * kept[1]), Math.abs(g)) + 1e-32);
            return r(r(r(rate / correction(u.beta1())) * kept[0]) / kept[1]);
        }
        if (updater instanceof Updater.Adam u) {
            kept[0] = average(u.beta1(), kept[0], g);
            kept[1] = average(u.beta2(), kept[1], r(g * g));
            return adam(u.beta1(), u.beta2(), kept[0], kept[1], u.epsilon());
        }
        if (updater instanceof Updater.AmsGrad u) {
            kept[0] = average(u.beta1(), kept[0], g);
            kept[1] = average(u.beta2(), kept[1], r(g * g));
            kept[2] = Math.max(kept[2], kept[1]);
            return adam(u.beta1(), u.beta2(), kept[0], kept[2], u.epsilon());
        }
        if (updater instanceof Updater.AdaBelief u) {
            kept[0] = average(u.beta1(), kept[0], g);
            double surprise = r(g - kept[0]);
            kept[1] = r(average(u.beta2(), kept[1], r(surprise * surprise)) + r(u.epsilon()));
            return adam(u.beta1(), u.beta2(), kept[0], kept[1], u.epsilon());
        }
        Updater.Nadam u = (Updater.Nadam) updater;
        kept[0] = average(u.beta1(), kept[0], g);
        kept[1] = average(u.beta2(), kept[1], r(g * g));
        double ahead = r(average(u.beta1(), kept[0], g) / correction(u.beta1()));
        double size = r(Math.sqrt(r(kept[1] / correction(u.beta2()))));
        return r(r(rate * ahead) / r(size + r(u.epsilon())));
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

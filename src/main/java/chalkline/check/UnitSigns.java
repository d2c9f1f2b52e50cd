package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** What a recorded step shows of the units of each layer. */
public final class UnitSigns {
    /** Slopes of sigmoid and tanh below this let hardly any gradient through. */
    private static final double FLAT = 0.01;

    private static final double NEARLY_ALL = 0.9;
    /** What a softmax or an error of outputs of size 1 does not tell apart. */
    private static final double ALIKE = 1e-3;

    private static final int LEAST_ROWS = 8;

    private final Network network;
    private final Trace trace;

    /** Of that step of the network. */
    public UnitSigns(Network network, Trace trace) {
        this.network = network;
        this.trace = trace;
    }

    private int[] hidden() {
        return IntStream.range(1, network.depth())
                .filter(l -> network.layer(l).kind() != Layer.Kind.DROPOUT)
                .toArray();
    }

    /** Whether nearly all units of a hidden ReLU layer are 0 on every row. */
    public boolean isDead() {
        return IntStream.of(hidden()).anyMatch(l -> dead(l) >= NEARLY_ALL);
    }

    /** Whether nearly all outputs of a hidden sigmoid or tanh layer have a slope next to 0. */
    public boolean isSaturated() {
        return IntStream.of(hidden()).anyMatch(l -> saturated(l) >= NEARLY_ALL);
    }

    /** Whether the last layer's Z hardly differs between rows: the network does not see its input. */
    public boolean isBlind() {
        StepId last = StepId.z(network.depth());
        if (!trace.has(last) || trace.examples() < LEAST_ROWS) {
            return false;
        }
        Matrix z = trace.value(last);
        return IntStream.range(0, z.columns()).allMatch(j -> {
            double[] column =
                    IntStream.range(0, z.rows()).mapToDouble(i -> z.get(i, j)).toArray();
            double mean = Arrays.stream(column).average().orElse(0);
            return rms(Arrays.stream(column).map(x -> x - mean).toArray()) < ALIKE;
        });
    }

    /** Layers of which nearly all units are dead or saturated; in a few rows that may be so by chance. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (trace.examples() < LEAST_ROWS) {
            return findings;
        }
        for (int l : hidden()) {
            StepId a = StepId.a(l);
            if (dead(l) >= NEARLY_ALL) {
                findings.add(new Finding(
                        a,
                        Finding.Code.DEAD_RELU,
                        Math.round(100 * dead(l)) + " % of the ReLU units of layer " + l + " are 0 on all "
                                + trace.examples() + " rows, where they learn nothing"));
            }
            if (saturated(l) >= NEARLY_ALL) {
                findings.add(new Finding(
                        a,
                        Finding.Code.SATURATED,
                        Math.round(100 * saturated(l)) + " % of the outputs of layer " + l + " have a slope below "
                                + FLAT + ": hardly any gradient comes through"));
            }
        }
        return findings;
    }

    /** The share of a ReLU layer's units that are 0 on every row; 0 of other layers. */
    private double dead(int l) {
        if (network.layer(l).activation().kind() != Activation.Kind.RELU || !trace.has(StepId.a(l))) {
            return 0;
        }
        Matrix a = trace.value(StepId.a(l));
        long dead = IntStream.range(0, a.columns())
                .filter(j -> IntStream.range(0, a.rows()).allMatch(i -> a.get(i, j) == 0))
                .count();
        return (double) dead / a.columns();
    }

    /** The share of a sigmoid or tanh layer's outputs whose slope is below 0.01; 0 of other layers. */
    private double saturated(int l) {
        Activation.Kind kind = network.layer(l).activation().kind();
        if (kind != Activation.Kind.SIGMOID && kind != Activation.Kind.TANH || !trace.has(StepId.a(l))) {
            return 0;
        }
        Matrix a = trace.value(StepId.a(l));
        long flat = IntStream.range(0, a.size())
                .filter(k -> slope(kind, a.get(k)) < FLAT)
                .count();
        return (double) flat / a.size();
    }

    private static double slope(Activation.Kind kind, double a) {
        return kind == Activation.Kind.SIGMOID ? a * (1 - a) : 1 - a * a;
    }

    /** √ of the mean square of dW of the first layer over that of the last. */
    public double gradientRatio() {
        List<StepId> weights = weights();
        return weights.size() < 2
                ? 1
                : rms(weights.get(0).gradient())
                        / rms(weights.get(weights.size() - 1).gradient());
    }

    /** By how much of their size the step moves a layer's weights, of the layer where that is most; 0 where all weights are 0. */
    public double updateRatio() {
        return weights().stream()
                .filter(w -> trace.has(w.next()) && rms(w) > 0)
                .mapToDouble(w -> rms(difference(trace.value(w.next()), trace.value(w))) / rms(w))
                .max()
                .orElse(0);
    }

    private List<StepId> weights() {
        return IntStream.rangeClosed(1, network.depth())
                .mapToObj(StepId::w)
                .filter(w -> trace.has(w.gradient()))
                .toList();
    }

    private static double[] difference(Matrix a, Matrix b) {
        return IntStream.range(0, a.size())
                .mapToDouble(k -> a.get(k) - b.get(k))
                .toArray();
    }

    private double rms(StepId step) {
        return rms(trace.value(step).toArray());
    }

    private static double rms(double... values) {
        return Math.sqrt(Arrays.stream(values).map(x -> x * x).average().orElse(0));
    }
}

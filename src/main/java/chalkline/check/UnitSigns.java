package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What a recorded step shows of the units of each layer. */
public final class UnitSigns {
    /** Slopes of sigmoid and tanh below this let hardly any gradient through. */
    private static final double FLAT = 0.01;

    private static final double NEARLY_ALL = 0.9;
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
        int[] layers = IntStream.rangeClosed(1, network.depth())
                .filter(l -> trace.has(StepId.w(l).gradient()))
                .toArray();
        return layers.length < 2 ? 1 : rms(layers[0]) / rms(layers[layers.length - 1]);
    }

    private double rms(int l) {
        Matrix gradient = trace.value(StepId.w(l).gradient());
        double sum = 0;
        for (int k = 0; k < gradient.size(); k++) {
            sum += gradient.get(k) * gradient.get(k);
        }
        return Math.sqrt(sum / gradient.size());
    }
}

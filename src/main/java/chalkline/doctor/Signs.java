package chalkline.doctor;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.stream.IntStream;

/** What a recorded step shows of the units of each layer. */
final class Signs {
    /** Slopes of sigmoid and tanh below this let hardly any gradient through. */
    private static final double FLAT = 0.01;

    private static final double NEARLY_ALL = 0.9;

    private final Network network;
    private final Trace trace;

    Signs(Network network, Trace trace) {
        this.network = network;
        this.trace = trace;
    }

    private int[] hidden() {
        return IntStream.range(1, network.depth())
                .filter(l -> network.layer(l).kind() != Layer.Kind.DROPOUT)
                .toArray();
    }

    /** Whether nearly all units of a hidden ReLU layer are 0 on every row. */
    boolean isDead() {
        return IntStream.of(hidden()).anyMatch(l -> dead(l) >= NEARLY_ALL);
    }

    /** Whether nearly all outputs of a hidden sigmoid or tanh layer have a slope next to 0. */
    boolean isSaturated() {
        return IntStream.of(hidden()).anyMatch(l -> saturated(l) >= NEARLY_ALL);
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
    double gradientRatio() {
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

package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A network of one layer, what it was asked to do, and what it did; for tests that change one step at a time. */
record Subject(Network network, Batch batch, Trace trace) {

    static Matrix filled(int rows, int columns, double value) {
        double[] values = new double[rows * columns];
        Arrays.fill(values, value);
        return Matrix.of(rows, columns, values);
    }

    static Matrix of(double... row) {
        return Matrix.of(1, row.length, row);
    }

    static Entry worst(CheckResult result, String step) {
        return result.step(step).orElseThrow().worst().orElseThrow();
    }

    static Subject subject(Precision precision, Loss loss, Matrix x, Matrix w, Matrix b, Matrix y) {
        return subject(precision, loss, Activation.IDENTITY, x, w, b, y);
    }

    static Subject subject(
            Precision precision, Loss loss, Activation activation, Matrix x, Matrix w, Matrix b, Matrix y) {
        Layer layer =
                Layer.dense(w.rows(), w.columns(), activation, Initialiser.XAVIER, Optional.of(w), Optional.of(b));
        Network network = Network.sequence("n", 1, precision, List.of(layer), loss, Updater.sgd(0.5));
        Batch batch = new Batch(x, y, names("x", x.columns()), names("y", y.columns()));
        return new Subject(
                network, batch, PlainStep.of(network, batch, Map.of(StepId.of("W1"), w, StepId.of("b1"), b)));
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(k -> prefix + k).toList();
    }

    Subject with(String name, double value) {
        return with(name, of(value));
    }

    /** The same, but for the value of one step. */
    Subject with(String name, Matrix value) {
        List<Step> steps = trace.steps().stream()
                .map(step -> step.name().equals(name)
                        ? new Step(StepId.of(name), Step.Source.RECORDED, Optional.of(value))
                        : step)
                .toList();
        return new Subject(network, batch, new Trace(trace.precision(), trace.examples(), steps));
    }

    /** The same, as recorded from an implementation that works on sums over the examples. */
    Subject dividedBy(int examples) {
        List<Step> steps = trace.steps().stream()
                .map(step -> step.id().isGradient()
                        ? new Step(step.id(), step.source(), step.value(), new Step.Scaling(examples, false))
                        : step)
                .toList();
        return new Subject(network, batch, new Trace(trace.precision(), trace.examples(), steps));
    }

    CheckResult check() {
        return Check.of(network, batch, trace, true);
    }

    StepVerdict verdict(String step) {
        return check().step(step).orElseThrow().verdict();
    }
}

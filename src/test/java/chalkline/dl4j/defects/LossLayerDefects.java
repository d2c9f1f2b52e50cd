package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.Optional;

/**
 * LossLayerScoreTest: a loss layer's activation works on its way back in the array that the score is then taken of, so that the
 * score is that of f(dZ).
 */
record LossLayerDefects(Network network, Trace trace) {
    private static final String DEFECT = "a loss layer scores its own gradient";

    Optional<String> explanation(StepResult step) {
        Layer last = network.layer(network.depth());
        if (last.kind() != Layer.Kind.ACTIVATION) {
            return Optional.empty();
        }
        ImitatedLoss loss = new ImitatedLoss(network.loss(), trace.precision(), Optional.empty());
        if (step.name().equals(Step.LOSS)) {
            return KnownDefects.when(loss(loss).is(trace.value(Step.LOSS)), DEFECT);
        }
        // Its gradient needs no outputs: they are computed for the score alone.
        boolean onlyScored = network.loss().kind() == Loss.Kind.WASSERSTEIN;
        if (onlyScored && step.name().equals(Step.a(network.depth()))) {
            return KnownDefects.when(outputs(1).is(trace.value(step.name())), DEFECT);
        }
        return Optional.empty();
    }

    /** What the loss moves by where dZ, or the outputs, move by some roundings is what it may be off. */
    private Foretold loss(ImitatedLoss loss) {
        Matrix y = trace.value(Step.Y);
        double few = 16 * trace.precision().unitRoundoff();
        Matrix a = moved(outputs(1), 1);
        Foretold exact = loss.mean(a, y);
        double error = exact.errors()[0];
        for (double factor : new double[] {1 - few, 1 + few}) {
            error += Math.abs(loss.mean(moved(outputs(factor), 1), y).values()[0] - exact.values()[0]);
            error += Math.abs(loss.mean(moved(outputs(1), factor), y).values()[0] - exact.values()[0]);
        }
        // ND4J's tanh is good to an absolute 3u, which counts where norms are next to nothing.
        double[] off = a.toArray();
        Arrays.setAll(off, k -> off[k] + 3 * trace.precision().unitRoundoff());
        Matrix apart = Matrix.of(a.rows(), a.columns(), off);
        double total = error + Math.abs(loss.mean(apart, y).values()[0] - exact.values()[0]);
        return Foretold.of(1, k -> exact.values()[0], k -> total);
    }

    private Matrix moved(Foretold outputs, double factor) {
        Matrix shape = trace.value(Step.Y);
        double[] values = outputs.values().clone();
        for (int k = 0; k < values.length; k++) {
            values[k] = trace.precision().cast(values[k] * factor);
        }
        return Matrix.of(shape.rows(), shape.columns(), values);
    }

    /** f of the gradient of the sum over the examples, times a factor. */
    private Foretold outputs(double factor) {
        Matrix dZ = trace.value(Step.gradient(Step.z(network.depth())));
        Activation f = network.layer(network.depth()).activation();
        ImitatedActivation imitated = new ImitatedActivation(f, trace.precision());
        double[] values = new double[dZ.size()];
        double[] errors = new double[dZ.size()];
        for (int k = 0; k < values.length; k++) {
            double z = dZ.get(k) * trace.examples() * factor;
            values[k] = imitated.value(z);
            // A power less 1 is off by roundings of 1.
            boolean powerLessOne = z < 0 && (f.kind() == Activation.Kind.ELU || f.kind() == Activation.Kind.SELU);
            double size = imitated.size(z) + Math.abs(values[k]) + (powerLessOne ? 1 : 0);
            errors[k] = 32 * trace.precision().unitRoundoff() * size
                    + trace.precision().smallestNormal();
        }
        if (f.kind() == Activation.Kind.SOFTMAX) {
            softmax(values, errors, dZ.columns());
        }
        return new Foretold(values, errors);
    }

    private void softmax(double[] z, double[] errors, int m) {
        for (int from = 0; from < z.length; from += m) {
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < m; j++) {
                most = Math.max(most, z[from + j]);
            }
            double sum = 0;
            for (int j = 0; j < m; j++) {
                sum += Math.exp(z[from + j] - most);
            }
            for (int j = 0; j < m; j++) {
                double size = Math.abs(z[from + j]) + Math.abs(most) + m + 16;
                z[from + j] = Math.exp(z[from + j] - most) / sum;
                errors[from + j] = 16 * trace.precision().unitRoundoff() * size;
            }
        }
    }
}

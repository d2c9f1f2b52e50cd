package chalkline.dl4j.known;

import chalkline.check.StepResult;
import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Values;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The score of a loss layer: its activation's way back has put dZ, of the sum over the examples, where Z was, and the score
 * is that of f(dZ).
 */
final class LossLayerImitation {
    private final Fit fit;
    private final Activation f;
    private final LossImitation loss;

    LossLayerImitation(Fit fit) {
        this.fit = fit;
        this.f = fit.network().layer(fit.network().depth()).activation();
        this.loss = new LossImitation(fit.network().loss(), fit.precision(), Optional.empty());
    }

    boolean gives(StepResult step) {
        if (step.id().equals(StepId.LOSS)) {
            return loss().is(fit.actual(step));
        }
        // Its gradient needs no outputs: they are computed for the score alone.
        boolean onlyScored = fit.network().loss().kind() == Loss.Kind.WASSERSTEIN;
        return onlyScored
                && step.id().equals(StepId.a(fit.network().depth()))
                && outputs(1).is(fit.actual(step));
    }

    /** It may be off by what it moves by where dZ, or the outputs, move by some roundings. */
    private Foretold loss() {
        Matrix y = fit.value(StepId.Y);
        double few = 16 * fit.unit();
        Foretold exact = loss.mean(a(outputs(1), x -> x), y);
        double value = exact.values()[0];
        double error = exact.errors()[0];
        for (double factor : new double[] {1 - few, 1 + few}) {
            error += Math.abs(loss.mean(a(outputs(factor), x -> x), y).values()[0] - value);
            error += Math.abs(loss.mean(a(outputs(1), x -> x * factor), y).values()[0] - value);
        }
        // ND4J's tanh is good to an absolute 3u, which counts where norms are next to nothing.
        error += Math.abs(loss.mean(a(outputs(1), x -> x + 3 * fit.unit()), y).values()[0] - value);
        double total = error;
        return Foretold.of(1, k -> value, k -> total);
    }

    private Matrix a(Foretold outputs, DoubleUnaryOperator moved) {
        Matrix shape = fit.value(StepId.Y);
        double[] values = Arrays.stream(outputs.values())
                .map(x -> fit.cast(moved.applyAsDouble(x)))
                .toArray();
        return Matrix.of(shape.rows(), shape.columns(), values);
    }

    /** f of the gradient of the sum over the examples, times a factor. */
    private Foretold outputs(double factor) {
        int last = fit.network().depth();
        Matrix dZ = fit.value(StepId.z(last).gradient());
        double[] z = Arrays.stream(dZ.toArray())
                .map(x -> x * fit.network().loss().divisor(fit.trace().examples()) * factor)
                .toArray();
        Optional<EntryFunction> theirs = EntryFunction.ofValue(f);
        if (theirs.isPresent()) {
            return theirs.get().over(z, Arrays.stream(z).map(x -> 1).toArray(), fit.precision());
        }
        Rounded taken = Rounded.exact(
                        Matrix.of(dZ.rows(), dZ.columns(), z),
                        Rounding.of(fit.precision(), fit.trace().accuracy()))
                .roundedAgain();
        Rounded a = new Values(id -> taken)
                .of(StepId.a(last), Expression.step(StepId.z(last)).in(f));
        return Foretold.of(a.size(), a::value, k -> 32 * a.error(k) + fit.least());
    }
}

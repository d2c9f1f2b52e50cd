package chalkline.dl4j.known;

import static chalkline.dl4j.known.CatalogueEntry.convention;
import static chalkline.dl4j.known.CatalogueEntry.defect;

import chalkline.check.StepResult;
import chalkline.dl4j.known.CatalogueEntry.Imitation;
import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Activations, and what is done to a layer's input and output. */
final class ActivationEntries {
    static final List<CatalogueEntry> ALL = List.of(
            convention(
                            "float-constants",
                            "0.2 (hard-sigmoid), 1.702 (gelu), 1.7159 and 1.41645 (rational-tanh)",
                            "0.2f, 1.702f, 1.7159f and 1.41645f, in float64 too",
                            "In float64 value and derivative are those of a function that is off by 1e-8 at most.")
                    .where(
                            network -> isDouble(network)
                                    && uses(
                                            network,
                                            f -> Set.of(Kind.HARD_SIGMOID, Kind.RATIONAL_TANH)
                                                            .contains(f.kind())
                                                    || isGelu(f, false)),
                            (fit, step) -> fit.precision() == Precision.FLOAT64
                                    && entrywise(
                                                    f -> Set.of(Kind.HARD_SIGMOID, Kind.RATIONAL_TANH)
                                                                    .contains(f.kind())
                                                            || isGelu(f, false),
                                                    true)
                                            .gives(fit, step)),
            convention(
                            "float-slope",
                            "f′(z) = α below 0 (leaky-relu, relu with a negative slope)",
                            "f′(z) = (float) α below 0, in float64 too; f itself has the double",
                            "In float64 the gradient is off by 6e-8 of itself where Z is below 0.")
                    .where(
                            network -> isDouble(network)
                                    && uses(network, f -> !inFloat(f).equals(f)),
                            backward(ActivationEntries::inFloat)),
            defect(
                            "elu-alpha",
                            "f′(z) = α·e^z below 0",
                            "f′(z) = e^z below 0: the way back takes α for 1",
                            "Gradients through elu with α ≠ 1 are off by the factor α where Z is below 0.")
                    .reported(8179)
                    .where(
                            uses(f -> f.kind() == Kind.ELU && f.parameter(0) != 1),
                            backward(f -> f.kind() == Kind.ELU ? Activation.elu(1) : f)),
            defect(
                            "rrelu-slopes",
                            "f′(z) is the drawn slope below 0",
                            "f′(z) = 1 everywhere: the way back takes every slope for 1",
                            "Gradients through rrelu are 3 to 8 times too large where Z is below 0.")
                    .where(
                            uses(f -> f.kind() == Kind.RRELU),
                            backward(f -> f.kind() == Kind.RRELU ? Activation.IDENTITY : f)),
            defect(
                            "relu-maximum-zero",
                            "f′(z) = 0 where z is above the maximum 0",
                            "f′(z) = 1 where z is above the maximum 0",
                            "A relu whose maximum is 0 passes gradients that should be 0.")
                    .where(
                            uses(f -> f.kind() == Kind.RELU && f.parameter(0) == 0),
                            backward(f -> f.kind() == Kind.RELU && f.parameter(0) == 0
                                    ? inFloat(Activation.relu(Double.POSITIVE_INFINITY, f.parameter(1), f.parameter(2)))
                                    : f)),
            defect(
                            "gelu-cubes-constant",
                            "½z·(1 + tanh(√(2/π)·(z + 0.044715·z³)))",
                            "½z·(1 + tanh(√(2/π)·(z + (0.044715·z)³))), and six digits of its derivative's constants",
                            "precise gelu is another function: at z = 2 it is 0.4% too small.")
                    .where(uses(f -> isGelu(f, true)), entrywise(f -> isGelu(f, true), false)),
            overflow("softplus-overflow", Kind.SOFTPLUS, "ln(1 + e^z) and e^z / (1 + e^z)", "e^z", "88", "709"),
            overflow("swish-overflow", Kind.SWISH, "f′(z) = e^z(z + e^z + 1) / (e^z + 1)²", "(e^z)²", "44", "354"),
            overflow("gelu-overflow", Kind.GELU, "f′ as swish′ of 1.702z", "(e^1.702z)²", "26", "208"),
            overflow("mish-overflow", Kind.MISH, "f′(z) from e^z, e^2z and e^3z", "(e^z)⁴", "22", "177"),
            defect(
                            "softmax-maximum",
                            "e^(z − m) / Σ e^(z − m) with m the largest z of the row",
                            "in float64, in a batch of several rows, m is 0 where every z is below 0",
                            "Rows of Z far below 0 (−700) lose their digits or become NaN.")
                    .where(
                            network -> isDouble(network) && uses(network, f -> f.kind() == Kind.SOFTMAX),
                            (fit, step) -> fit.precision() == Precision.FLOAT64
                                    && SoftmaxImitation.of(fit, step)
                                            .filter(SoftmaxImitation::isGiven)
                                            .isPresent()),
            defect(
                            "masked-softmax",
                            "Z = A·W + b; a masked output has no share in the loss",
                            "Z of a masked output is 0 before softmax",
                            "Masking single outputs of a softmax changes the others of the row, and their gradients.")
                    .where(
                            network -> network.loss().kind() != Loss.Kind.MCXENT
                                    && network.layer(network.depth())
                                                    .activation()
                                                    .kind()
                                            == Kind.SOFTMAX,
                            ActivationEntries::maskedSoftmax),
            defect(
                            "dropout-ignored",
                            "the input of the layer is masked, each entry 0 or 1/p",
                            "the input of an activation or loss layer is never masked",
                            "Dropout that was asked for in an activation or loss layer does not take place.")
                    .where(
                            network -> Fit.any(network, ActivationEntries::ignoresDropout),
                            (fit, step) -> IntStream.rangeClosed(
                                            1, fit.network().depth())
                                    .filter(l -> step.id().equals(StepId.m(l)))
                                    .anyMatch(l ->
                                            ignoresDropout(fit.network().layer(l)) && Fit.isAll(fit.actual(step), 1))));

    private ActivationEntries() {}

    private static CatalogueEntry overflow(
            String id, Kind kind, String textbook, String overflows, String inFloat32, String inFloat64) {
        return defect(
                        id,
                        textbook + ", a finite number",
                        "the same formula as it stands: " + overflows + " overflows",
                        kind.label() + " has NaN, 0 or an infinity where z exceeds " + inFloat32 + " in float32 and "
                                + inFloat64 + " in float64.")
                .where(
                        uses(f -> f.kind() == kind && !isGelu(f, true)),
                        entrywise(f -> f.kind() == kind && !isGelu(f, true), false));
    }

    private static boolean isDouble(Network network) {
        return network.precision() == Precision.FLOAT64;
    }

    private static boolean isGelu(Activation f, boolean precise) {
        return f.kind() == Kind.GELU && (f.parameter(0) != 0) == precise;
    }

    private static boolean ignoresDropout(Layer layer) {
        return layer.kind() == Layer.Kind.ACTIVATION
                && layer.retainProbability().isPresent();
    }

    private static Predicate<Network> uses(Predicate<Activation> activation) {
        return network -> uses(network, activation);
    }

    private static boolean uses(Network network, Predicate<Activation> activation) {
        return Fit.any(network, layer -> activation.test(layer.activation()));
    }

    private static Activation inFloat(Activation f) {
        boolean slope = EnumSet.of(Kind.LEAKY_RELU, Kind.RELU).contains(f.kind());
        return slope
                ? new Activation(
                        f.kind(),
                        IntStream.range(0, f.parameters().size())
                                .mapToObj(i -> f.kind() == Kind.RELU && (i < 2 || f.parameter(1) != 0)
                                        ? f.parameters().get(i)
                                        : Double.valueOf(f.parameters().get(i).floatValue()))
                                .toList())
                : f;
    }

    /** The textbook's own way back through the activation, with other parameters. */
    private static Imitation backward(UnaryOperator<Activation> instead) {
        return (fit, step) -> step.isGradient()
                && fit.givenBy(fit.network().with(layer -> layer.with(instead.apply(layer.activation()))), step);
    }

    /** CatalogueEntry by entry, the value and the derivative of the layers that have such an activation. */
    private static Imitation entrywise(Predicate<Activation> which, boolean onlyFinite) {
        return (fit, step) -> {
            OptionalInt forward = layer(fit, step.id(), StepId::a);
            OptionalInt l = forward.isPresent()
                    ? forward
                    : layer(fit, step.id(), i -> StepId.z(i).gradient());
            if (l.isEmpty() || !which.test(fit.network().layer(l.getAsInt()).activation())) {
                return false;
            }
            Activation f = fit.network().layer(l.getAsInt()).activation();
            Matrix z = fit.value(StepId.z(l.getAsInt()));
            double[] factors = forward.isPresent()
                    ? IntStream.range(0, z.size()).mapToDouble(k -> 1).toArray()
                    : fit.trace().has(StepId.a(l.getAsInt()).gradient())
                            ? fit.value(StepId.a(l.getAsInt()).gradient()).toArray()
                            : new double[0];
            return factors.length > 0
                    && (forward.isPresent() ? EntryFunction.ofValue(f) : EntryFunction.ofSlope(f))
                            .map(function -> function.over(z.toArray(), factors, fit.precision()))
                            .filter(foretold -> foretold.isFinite(z.toArray()) || !onlyFinite)
                            .filter(foretold -> foretold.is(fit.actual(step)))
                            .isPresent();
        };
    }

    /** The layer of which that is the step, where its Z is known. */
    static OptionalInt layer(Fit fit, StepId step, IntFunction<StepId> id) {
        return IntStream.rangeClosed(1, fit.network().depth())
                .filter(l -> step.equals(id.apply(l)) && fit.trace().has(StepId.z(l)))
                .findFirst();
    }

    private static boolean maskedSoftmax(Fit fit, StepResult step) {
        int last = fit.network().depth();
        if (!step.id().equals(StepId.z(last))
                || fit.network().layer(last).activation().kind() != Kind.SOFTMAX
                || fit.mask().filter(mask -> mask.columns() > 1).isEmpty()) {
            return false;
        }
        Matrix mask = fit.mask().orElseThrow();
        Matrix right = step.reference().orElseThrow();
        Matrix sizes = sizes(fit, last);
        int terms = fit.network().layer(last).inputs() + 2;
        return Foretold.of(
                        right.size(),
                        k -> mask.get(k) == 0 ? 0 : right.get(k),
                        k -> mask.get(k) == 0 ? 0 : 2 * terms * fit.unit() * sizes.get(k) + fit.least())
                .is(fit.actual(step));
    }

    /** |A|·|W| + |b|. */
    private static Matrix sizes(Fit fit, int l) {
        Matrix input = fit.value(fit.network().input(l));
        Matrix w = fit.value(StepId.w(l));
        double[] sizes = new double[input.rows() * w.columns()];
        for (int k = 0; k < sizes.length; k++) {
            int row = k / w.columns();
            int column = k % w.columns();
            sizes[k] = fit.network().layer(l).hasBias()
                    ? Math.abs(fit.value(StepId.b(l)).get(column))
                    : 0;
            for (int i = 0; i < w.rows(); i++) {
                sizes[k] += Math.abs(input.get(row, i) * w.get(i, column));
            }
        }
        return Matrix.of(input.rows(), w.columns(), sizes);
    }
}

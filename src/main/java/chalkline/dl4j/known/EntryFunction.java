package chalkline.dl4j.known;

import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Precision;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A function of one entry as Deeplearning4j computes it where that is not the textbook's: intermediate results are rounded
 * where they may leave the precision, and constants are floats where Deeplearning4j's are.
 *
 * @param value the function
 * @param size how large what is added up or multiplied on the way is; a result is off by sixteen roundings of it
 */
record EntryFunction(Of value, Size size) {
    private static final int ROUNDINGS = 16;

    /** A number of the precision. */
    @FunctionalInterface
    interface Of {
        double at(double z, Precision in);
    }

    @FunctionalInterface
    interface Size {
        double at(double z);
    }

    /** f(z) for every entry of z, times factor; factors are exact. */
    Foretold over(double[] z, double[] factors, Precision in) {
        double least = ROUNDINGS * in.smallestNormal();
        return Foretold.of(
                z.length,
                k -> in.cast(factors[k] * value.at(z[k], in)),
                k -> ROUNDINGS * in.unitRoundoff() * Math.abs(factors[k]) * size.at(z[k]) + least);
    }

    /** The activations that are not the textbook's. */
    private static final Map<Kind, Function<Activation, EntryFunction>> VALUES = Map.of(
            // z·σ(1.702f·z), or ½z·(1 + tanh(√(2/π)·(z + (0.044715z)³)))
            Kind.GELU,
            f -> new EntryFunction(
                    f.parameter(0) == 0
                            ? (z, in) -> z * sigmoid(1.702f * z)
                            : (z, in) -> z / 2 * (1 + Math.tanh(preciseGate(z))),
                    z -> Math.abs(z) * (1 + Math.abs(z))),
            // 0.2f·z + ½, within [0, 1]
            Kind.HARD_SIGMOID,
            f -> new EntryFunction((z, in) -> Math.min(1, Math.max(0, 0.2f * z + 0.5)), z -> 2),
            // 1.7159f·sign(z)·(1 − 1 / (1 + |y| + y² + 1.41645f·y⁴)) with y = ⅔z
            Kind.RATIONAL_TANH,
            f -> new EntryFunction(
                    (z, in) -> 1.7159f * Math.signum(z) * (1 - 1 / rationalBelow(in.cast(in.cast(2.0 / 3) * z), in)),
                    z -> 2),
            // ln(1 + eᶻ), of which eᶻ leaves the precision
            Kind.SOFTPLUS,
            f -> new EntryFunction((z, in) -> Math.log(in.cast(1 + exp(z, in))), z -> 1 + Math.abs(z)));

    /** The derivatives that no parameter makes of the textbook's. */
    private static final Map<Kind, Function<Activation, EntryFunction>> SLOPES = Map.of(
            Kind.GELU,
            f -> f.parameter(0) == 0
                    ? new EntryFunction((z, in) -> swish(in.cast(1.702f * z), in), EntryFunction::squared)
                    : new EntryFunction((z, in) -> preciseGelu(z), EntryFunction::squared),
            Kind.HARD_SIGMOID,
            f -> new EntryFunction((z, in) -> Math.abs(z) > 2.5 ? 0 : 0.2f, EntryFunction::linear),
            Kind.MISH,
            f -> new EntryFunction(EntryFunction::mish, EntryFunction::squared),
            Kind.RATIONAL_TANH,
            f -> new EntryFunction(EntryFunction::rationalTanh, EntryFunction::linear),
            // eᶻ / (1 + eᶻ)
            Kind.SOFTPLUS,
            f -> new EntryFunction((z, in) -> in.cast(exp(z, in) / in.cast(1 + exp(z, in))), EntryFunction::linear),
            Kind.SWISH,
            f -> new EntryFunction(EntryFunction::swish, EntryFunction::squared));

    /** The activation itself, where Deeplearning4j's is not the textbook's. */
    static Optional<EntryFunction> ofValue(Activation f) {
        return Optional.ofNullable(VALUES.get(f.kind())).map(function -> function.apply(f));
    }

    /** The derivative, where no parameter of the textbook's gives Deeplearning4j's. */
    static Optional<EntryFunction> ofSlope(Activation f) {
        return Optional.ofNullable(SLOPES.get(f.kind())).map(function -> function.apply(f));
    }

    private static double linear(double z) {
        return Double.isNaN(z) ? 1 : 1 + Math.abs(z);
    }

    private static double squared(double z) {
        return linear(z) * linear(z);
    }

    private static double exp(double z, Precision in) {
        return in.cast(Math.exp(z));
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    /** √(2/π)·(z + (0.044715z)³). */
    private static double preciseGate(double z) {
        double c = 0.044715 * z;
        return Math.sqrt(2 / Math.PI) * (z + c * c * c);
    }

    /** The derivative of precise GELU as above, with the six digits that Deeplearning4j has of its constants. */
    private static double preciseGelu(double z) {
        double gate = 0.797885 * z + Math.pow(0.0356774 * z, 3);
        double sech = 1 / Math.cosh(gate);
        return 0.5 + (0.398942 * z + Math.pow(0.0535161 * z, 3)) * sech * sech + 0.5 * Math.tanh(gate);
    }

    /** eᶻ(z + eᶻ + 1) / (eᶻ + 1)². */
    private static double swish(double z, Precision in) {
        double e = exp(z, in);
        double below = in.cast(e + 1);
        return in.cast(in.cast(e * in.cast(z + e + 1)) / in.cast(below * below));
    }

    /** eᶻ(4(z + 1) + 4e²ᶻ + e³ᶻ + eᶻ(4z + 6)) / (2eᶻ + e²ᶻ + 2)². */
    private static double mish(double z, Precision in) {
        double e = exp(z, in);
        double below = in.cast(2 * e + exp(2 * z, in) + 2);
        double above = in.cast(4 * (z + 1) + in.cast(4 * exp(2 * z, in)) + exp(3 * z, in) + in.cast(e * (4 * z + 6)));
        return in.cast(in.cast(e * above) / in.cast(below * below));
    }

    private static double rationalBelow(double y, Precision in) {
        return in.cast(1 + Math.abs(y) + in.cast(y * y) + in.cast(1.41645f * in.cast(y * y * y * y)));
    }

    /** 1.7159f·⅔·(1 + sign(y)·(2y + 4·1.41645f·y³)) / (1 + |y| + y² + 1.41645f·y⁴)² with y = ⅔z. */
    private static double rationalTanh(double z, Precision in) {
        double y = in.cast(in.cast(2.0 / 3) * z);
        double below = rationalBelow(y, in);
        double above = in.cast(1 + Math.signum(y) * (2 * y + in.cast(4 * 1.41645f * in.cast(y * y * y))));
        return in.cast(1.7159f * in.cast(2.0 / 3) * in.cast(above / in.cast(below * below)));
    }
}

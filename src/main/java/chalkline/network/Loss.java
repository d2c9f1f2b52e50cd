package chalkline.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A loss function of one example; a batch's loss is the mean over its examples, or their sum. {@code reference} has the
 * formulas.
 *
 * @param kind which
 * @param weights what the outputs' terms are multiplied by, one for each output, 0 or positive; only of kinds that take them
 * @param isSum whether a batch's loss is the sum over its examples, as with Deeplearning4j's miniBatch(false), and not their
 *     mean
 */
public record Loss(Kind kind, Optional<List<Double>> weights, boolean isSum) {
    public static final Loss MSE = new Loss(Kind.MSE);
    public static final Loss L2 = new Loss(Kind.L2);
    public static final Loss HALF_SQUARED_ERROR = new Loss(Kind.HALF_SQUARED_ERROR);
    public static final Loss MCXENT = new Loss(Kind.MCXENT);
    public static final Loss XENT = new Loss(Kind.XENT);

    /** The kinds, m being the number of outputs. */
    public enum Kind {
        /** Mean squared error, Σ(a − y)² / m. */
        MSE("mse", true, "squared-loss"),
        /** Squared error, Σ(a − y)². */
        L2("l2", true),
        /** Half squared error, ½Σ(a − y)²; in Deeplearning4j L2 with weights ½. */
        HALF_SQUARED_ERROR("half-squared-error", false),
        /** Absolute error, Σ|a − y|. */
        L1("l1", true),
        /** Mean absolute error, Σ|a − y| / m. */
        MEAN_ABSOLUTE_ERROR("mean-absolute-error", true, "mae"),
        /** Mean absolute percentage error, 100·Σ|(a − y) / y| / m. */
        MEAN_ABSOLUTE_PERCENTAGE_ERROR("mean-absolute-percentage-error", true, "mape"),
        /** Mean squared logarithmic error, Σ ln²((1 + a) / (1 + y)) / m. */
        MEAN_SQUARED_LOGARITHMIC_ERROR("mean-squared-logarithmic-error", true, "msle"),
        /** Multi-class cross entropy, −Σ y·ln a. */
        MCXENT("mcxent", true, "negativeloglikelihood"),
        /** Binary cross entropy of every output, −Σ(y·ln a + (1 − y)·ln(1 − a)). */
        XENT("xent", true),
        /** Cross entropy of a reconstruction y ∈ [0, 1], −Σ(y·ln a + (1 − y)·ln(1 − a)). */
        RECONSTRUCTION_CROSSENTROPY("reconstruction-crossentropy", false),
        /** Kullback-Leibler divergence, Σ y·ln(y / a). */
        KL_DIVERGENCE("kl-divergence", false),
        /** The cosine of the angle between outputs and labels, −Σ a·y / (‖a‖·‖y‖). */
        COSINE_PROXIMITY("cosine-proximity", false),
        /** Hinge, Σ max(0, 1 − y·a), y = ±1. */
        HINGE("hinge", false),
        /** Squared hinge, Σ max(0, 1 − y·a)², y = ±1. */
        SQUARED_HINGE("squared-hinge", false),
        /** Poisson, Σ(a − y·ln a). */
        POISSON("poisson", false),
        /** Wasserstein, Σ y·a / m, y = ±1. */
        WASSERSTEIN("wasserstein", false);

        private final String label;
        private final boolean takesWeights;
        private final List<String> otherNames;

        Kind(String label, boolean takesWeights, String... otherNames) {
            this.label = label;
            this.takesWeights = takesWeights;
            this.otherNames = List.of(otherNames);
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** Whether it is a squared or absolute error, whose size is that of the labels. */
        public boolean isError() {
            return switch (this) {
                case MSE, L2, HALF_SQUARED_ERROR, L1, MEAN_ABSOLUTE_ERROR -> true;
                case MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                        MEAN_SQUARED_LOGARITHMIC_ERROR,
                        MCXENT,
                        XENT,
                        RECONSTRUCTION_CROSSENTROPY,
                        KL_DIVERGENCE,
                        COSINE_PROXIMITY,
                        HINGE,
                        SQUARED_HINGE,
                        POISSON,
                        WASSERSTEIN -> false;
            };
        }

        /** Whether each output's term can have a weight. */
        public boolean takesWeights() {
            return takesWeights;
        }

        /** Every name that a configuration may use for it, the label first. */
        public List<String> names() {
            return Stream.concat(Stream.of(label), otherNames.stream()).toList();
        }

        /** The kind of that name. */
        public static Optional<Kind> named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.names().contains(name))
                    .findFirst();
        }

        /** Whether the loss of an example is the mean over its outputs of what each contributes, not their sum. */
        public boolean isMeanOverOutputs() {
            return switch (this) {
                case MSE,
                        MEAN_ABSOLUTE_ERROR,
                        MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                        MEAN_SQUARED_LOGARITHMIC_ERROR,
                        WASSERSTEIN -> true;
                case L2,
                        HALF_SQUARED_ERROR,
                        L1,
                        MCXENT,
                        XENT,
                        RECONSTRUCTION_CROSSENTROPY,
                        KL_DIVERGENCE,
                        COSINE_PROXIMITY,
                        HINGE,
                        SQUARED_HINGE,
                        POISSON -> false;
            };
        }
    }

    public Loss {
        weights = weights.map(List::copyOf);
        weights.ifPresent(each -> {
            if (!kind.takesWeights()) {
                throw new IllegalArgumentException(kind.label() + " takes no weights");
            }
            for (double weight : each) {
                if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException(
                            "a weight of the loss is " + weight + " but must be 0 or positive");
                }
            }
        });
    }

    /** The mean over the examples. */
    public Loss(Kind kind, Optional<List<Double>> weights) {
        this(kind, weights, false);
    }

    /** The mean over the examples, without weights. */
    public Loss(Kind kind) {
        this(kind, Optional.empty());
    }

    /** The same loss, summed over the examples. */
    public Loss asSum() {
        return new Loss(kind, weights, true);
    }

    /** The same loss with these weights. */
    public Loss weighted(List<Double> others) {
        return new Loss(kind, Optional.of(others), isSum);
    }

    /** What the sum over that many examples is divided by: their number, or 1. */
    public int divisor(int examples) {
        return isSum ? 1 : examples;
    }

    /** The name in a configuration. */
    public String label() {
        return kind.label();
    }

    /** The weights as a row, 1 × m. */
    public Optional<Matrix> weightRow() {
        return weights.map(each -> Matrix.of(
                        1,
                        each.size(),
                        each.stream().mapToDouble(Double::doubleValue).toArray())
                .asWritten());
    }
}

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
    private static final boolean MEAN = true;
    private static final boolean SUM = false;
    private static final boolean WEIGHTED = true;
    private static final boolean PLAIN = false;

    public static final Loss MSE = new Loss(Kind.MSE);
    public static final Loss L2 = new Loss(Kind.L2);
    public static final Loss HALF_SQUARED_ERROR = new Loss(Kind.HALF_SQUARED_ERROR);
    public static final Loss MCXENT = new Loss(Kind.MCXENT);
    public static final Loss XENT = new Loss(Kind.XENT);

    /** The kinds, m being the number of outputs. */
    public enum Kind {
        /** Mean squared error, Σ(a − y)² / m. */
        MSE("mse", Labels.QUANTITIES, Best.MEAN, MEAN, WEIGHTED, "squared-loss"),
        /** Squared error, Σ(a − y)². */
        L2("l2", Labels.QUANTITIES, Best.MEAN, SUM, WEIGHTED),
        /** Half squared error, ½Σ(a − y)²; in Deeplearning4j L2 with weights ½. */
        HALF_SQUARED_ERROR("half-squared-error", Labels.QUANTITIES, Best.MEAN, SUM, PLAIN),
        /** Absolute error, Σ|a − y|. */
        L1("l1", Labels.QUANTITIES, Best.MEDIAN, SUM, WEIGHTED),
        /** Mean absolute error, Σ|a − y| / m. */
        MEAN_ABSOLUTE_ERROR("mean-absolute-error", Labels.QUANTITIES, Best.MEDIAN, MEAN, WEIGHTED, "mae"),
        /** Mean absolute percentage error, 100·Σ|(a − y) / y| / m. */
        MEAN_ABSOLUTE_PERCENTAGE_ERROR(
                "mean-absolute-percentage-error", Labels.AMOUNTS, Best.UNKNOWN, MEAN, WEIGHTED, "mape"),
        /** Mean squared logarithmic error, Σ ln²((1 + a) / (1 + y)) / m. */
        MEAN_SQUARED_LOGARITHMIC_ERROR(
                "mean-squared-logarithmic-error", Labels.AMOUNTS, Best.UNKNOWN, MEAN, WEIGHTED, "msle"),
        /** Multi-class cross entropy, −Σ y·ln a. */
        MCXENT("mcxent", Labels.SHARES, Best.SHARE, SUM, WEIGHTED, "negativeloglikelihood"),
        /** Binary cross entropy of every output, −Σ(y·ln a + (1 − y)·ln(1 − a)). */
        XENT("xent", Labels.PROBABILITIES, Best.MEAN, SUM, WEIGHTED),
        /** Cross entropy of a reconstruction y ∈ [0, 1], −Σ(y·ln a + (1 − y)·ln(1 − a)). */
        RECONSTRUCTION_CROSSENTROPY("reconstruction-crossentropy", Labels.PROBABILITIES, Best.MEAN, SUM, PLAIN),
        /** Kullback-Leibler divergence, Σ y·ln(y / a). */
        KL_DIVERGENCE("kl-divergence", Labels.PROBABILITIES, Best.UNKNOWN, SUM, PLAIN),
        /** The cosine of the angle between outputs and labels, −Σ a·y / (‖a‖·‖y‖). */
        COSINE_PROXIMITY("cosine-proximity", Labels.DIRECTIONS, Best.UNKNOWN, SUM, PLAIN),
        /** Hinge, Σ max(0, 1 − y·a), y = ±1. */
        HINGE("hinge", Labels.SIGNS, Best.UNKNOWN, SUM, PLAIN),
        /** Squared hinge, Σ max(0, 1 − y·a)², y = ±1. */
        SQUARED_HINGE("squared-hinge", Labels.SIGNS, Best.UNKNOWN, SUM, PLAIN),
        /** Poisson, Σ(a − y·ln a). */
        POISSON("poisson", Labels.AMOUNTS, Best.UNKNOWN, SUM, PLAIN),
        /** Wasserstein, Σ y·a / m, y = ±1. */
        WASSERSTEIN("wasserstein", Labels.DIRECTIONS, Best.UNKNOWN, MEAN, PLAIN);

        private final String label;
        private final Labels labels;
        private final Best best;
        private final boolean isMeanOverOutputs;
        private final boolean takesWeights;
        private final List<String> otherNames;

        Kind(
                String label,
                Labels labels,
                Best best,
                boolean isMeanOverOutputs,
                boolean takesWeights,
                String... otherNames) {
            this.label = label;
            this.labels = labels;
            this.best = best;
            this.isMeanOverOutputs = isMeanOverOutputs;
            this.takesWeights = takesWeights;
            this.otherNames = List.of(otherNames);
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** What its labels are. */
        public Labels labels() {
            return labels;
        }

        /** Whether it is a squared or absolute error, whose size is that of the labels. */
        public boolean isError() {
            return labels == Labels.QUANTITIES;
        }

        /** The best answer that does not look at the input. */
        public Best best() {
            return best;
        }

        /** Whether the loss of an example is the mean over its outputs of what each contributes, not their sum. */
        public boolean isMeanOverOutputs() {
            return isMeanOverOutputs;
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
    }

    /** What the labels of a loss are. */
    public enum Labels {
        /** Numbers of any size, which the outputs should become: the size of the loss is theirs. */
        QUANTITIES,
        /** Numbers that are usually positive, which the outputs should become. */
        AMOUNTS,
        /** Numbers of [0, 1], each for itself, which the outputs should become. */
        PROBABILITIES,
        /** Numbers that sum to 1, as of one class in several, which the outputs should become. */
        SHARES,
        /** −1 or 1, whose side the outputs should be on. */
        SIGNS,
        /** Where to, not how far: outputs should not become them. */
        DIRECTIONS;

        /** Whether they are what the outputs should become, so that they have to be within reach. */
        public boolean areTargets() {
            return this != DIRECTIONS;
        }
    }

    /** The constant outputs that have the least loss. */
    public enum Best {
        /** The labels' means, as of every Bregman divergence (Banerjee, Guo and Wang, 2005). */
        MEAN,
        /** The labels' medians. */
        MEDIAN,
        /** The labels' weighted means as shares of their sum. */
        SHARE,
        /** None is known to be best. */
        UNKNOWN
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

package chalkline.network;

/**
 * What a layer's parameters are brought back to after every update. The names are Deeplearning4j's.
 *
 * @param kind which
 * @param on the parameters that it applies to
 * @param dimension which entries of W (nIn × nOut) a norm is taken of: 0, the incoming weights of each unit, a column of W;
 *     1, the outgoing weights of each input, a row of W. The norm of b is that of all its entries
 * @param least the smallest norm; {@link Kind#MIN_MAX_NORM} alone
 * @param most the largest norm; {@link Kind#MAX_NORM} and {@link Kind#MIN_MAX_NORM} alone
 * @param rate how far towards the allowed norm it goes, 1 being all the way; {@link Kind#MIN_MAX_NORM} alone
 * @param epsilon what Deeplearning4j adds to a norm before it divides by it; no part of the formula
 */
public record Constraint(Kind kind, On on, int dimension, double least, double most, double rate, double epsilon) {
    /** What Deeplearning4j adds where nothing else is said. */
    private static final double USUAL_EPSILON = 1e-6;

    public enum Kind {
        /** Scaled down to the largest norm where the norm is larger. */
        MAX_NORM("max-norm"),
        /** Scaled to (1 − rate)·norm + rate·c, c being the norm moved into [least, most]. */
        MIN_MAX_NORM("min-max-norm"),
        /** Negative entries become 0. */
        NON_NEGATIVE("non-negative"),
        /** Scaled to norm 1; zeros stay. */
        UNIT_NORM("unit-norm");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }

    /** The parameters that a constraint applies to. */
    public enum On {
        WEIGHTS("weights"),
        BIASES("biases"),
        ALL("all");

        private final String label;

        On(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** Whether weights, or biases, are among them. */
        public boolean covers(boolean biases) {
            return this == ALL || (this == BIASES) == biases;
        }
    }

    public Constraint {
        if (dimension != 0 && dimension != 1) {
            throw new IllegalArgumentException("the dimension is " + dimension + " but must be 0 or 1");
        }
        if (dimension == 1 && on != On.WEIGHTS) {
            throw new IllegalArgumentException("the dimension is 1 but biases have only the dimension 0");
        }
        if (!(least >= 0 && most >= least && most < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the norm is to be from " + least + " to " + most + " but must be from 0 or more to no less");
        }
        if (!(rate > 0 && rate <= 1)) {
            throw new IllegalArgumentException("the rate is " + rate + " but must be above 0 and at most 1");
        }
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("the epsilon is " + epsilon + " but must be 0 or positive");
        }
    }

    /** The norm is at most this. */
    public static Constraint maxNorm(On on, int dimension, double most) {
        return new Constraint(Kind.MAX_NORM, on, dimension, 0, most, 1, USUAL_EPSILON);
    }

    /** The norm goes into [least, most]. */
    public static Constraint minMaxNorm(On on, int dimension, double least, double most, double rate) {
        return new Constraint(Kind.MIN_MAX_NORM, on, dimension, least, most, rate, USUAL_EPSILON);
    }

    /** No entry is negative. */
    public static Constraint nonNegative(On on) {
        return new Constraint(Kind.NON_NEGATIVE, on, 0, 0, 1, 1, USUAL_EPSILON);
    }

    /** The norm is 1. */
    public static Constraint unitNorm(On on, int dimension) {
        return new Constraint(Kind.UNIT_NORM, on, dimension, 0, 1, 1, USUAL_EPSILON);
    }

    /** The same with another epsilon. */
    public Constraint withEpsilon(double other) {
        return new Constraint(kind, on, dimension, least, most, rate, other);
    }
}

package chalkline.network;

import java.util.Arrays;
import java.util.List;

/**
 * How weights that are not given are drawn; biases that are not given are 0. The names are Deeplearning4j's.
 *
 * @param kind which
 * @param width of the kinds that have one; else 0
 */
public record Initialiser(Kind kind, double width) {
    public static final Initialiser XAVIER = new Initialiser(Kind.XAVIER, 0);
    public static final Initialiser ZERO = new Initialiser(Kind.ZERO, 0);

    public enum Kind {
        /** Normal with variance 2 / (nIn + nOut) (Glorot and Bengio, 2010). */
        XAVIER("xavier", false),
        /** Uniform on ±√(6 / (nIn + nOut)) (Glorot and Bengio, 2010). */
        XAVIER_UNIFORM("xavier-uniform", false),
        /** Normal with variance 2 / nIn (He et al., 2015). */
        RELU("relu", false),
        /** Uniform on ±√(6 / nIn) (He et al., 2015). */
        RELU_UNIFORM("relu-uniform", false),
        /** Normal with variance 1 / nIn (LeCun et al., 1998). */
        LECUN_NORMAL("lecun-normal", false),
        /** Uniform on ±√(3 / nIn) (LeCun et al., 1998). */
        LECUN_UNIFORM("lecun-uniform", false),
        /** All 0. */
        ZERO("zero", false),
        /** Uniform on ±width. */
        UNIFORM("uniform", true),
        /** Normal with mean 0 and standard deviation width. */
        NORMAL("normal", true),
        /** All of them width, which may be negative. */
        CONSTANT("constant", true);

        private final String label;
        private final boolean hasWidth;

        Kind(String label, boolean hasWidth) {
            this.label = label;
            this.hasWidth = hasWidth;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** Whether it has to be given a width. */
        public boolean hasWidth() {
            return hasWidth;
        }

        /** Whether the width may be that number. */
        public boolean allows(double width) {
            return switch (this) {
                case UNIFORM, NORMAL -> width > 0 && width < Double.POSITIVE_INFINITY;
                case CONSTANT -> Double.isFinite(width);
                case XAVIER, XAVIER_UNIFORM, RELU, RELU_UNIFORM, LECUN_NORMAL, LECUN_UNIFORM, ZERO -> width == 0;
            };
        }
    }

    public Initialiser {
        if (!kind.allows(width)) {
            throw new IllegalArgumentException("the width of " + kind.label + " is " + width + " but must be "
                    + (kind == Kind.CONSTANT ? "finite" : kind.hasWidth ? "positive" : "0"));
        }
    }

    /** One of a kind without a width. */
    public static Initialiser of(Kind kind) {
        return new Initialiser(kind, 0);
    }

    /** All that have no width. */
    public static List<Initialiser> withoutWidth() {
        return Arrays.stream(Kind.values())
                .filter(kind -> !kind.hasWidth)
                .map(Initialiser::of)
                .toList();
    }

    /** As in a configuration: {@code xavier}, {@code { uniform: 0.05 }}. */
    public String label() {
        return kind.hasWidth ? "{ " + kind.label + ": " + Sentences.number(width) + " }" : kind.label;
    }
}

package chalkline.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An activation function A = f(Z); {@code reference} has the formulas.
 *
 * @param kind which
 * @param parameters its parameters, in the order of {@link Kind#parameters()}
 */
public record Activation(Kind kind, List<Double> parameters) {
    public static final Activation IDENTITY = of(Kind.IDENTITY);
    public static final Activation RELU = of(Kind.RELU);
    public static final Activation SIGMOID = of(Kind.SIGMOID);
    public static final Activation SOFTMAX = of(Kind.SOFTMAX);
    public static final Activation TANH = of(Kind.TANH);

    /** The kinds, by the names of Deeplearning4j. */
    public enum Kind {
        /** z³. */
        CUBE("cube", "cube"),
        /** z where z ≥ 0, else α(eᶻ − 1). */
        ELU("elu", "ELU", Parameter.number("alpha", 1)),
        /** z times an approximation of the normal distribution function at z. */
        GELU("gelu", "GELU", Parameter.flag("precise")),
        /** 0.2z + 0.5, kept within [0, 1]. */
        HARD_SIGMOID("hard-sigmoid", "hardSigmoid"),
        /** z, kept within [−1, 1]. */
        HARD_TANH("hard-tanh", "hardTanh"),
        /** z. */
        IDENTITY("identity", "identity"),
        /** z where z ≥ 0, else αz. */
        LEAKY_RELU("leaky-relu", "leakyReLU", Parameter.number("alpha", 0.01)),
        /** z·tanh(ln(1 + eᶻ)). */
        MISH("mish", "mish"),
        /** 1.7159 times a rational approximation of tanh(⅔z). */
        RATIONAL_TANH("rational-tanh", "rationalTanh"),
        /** max(0, tanh z). */
        RECTIFIED_TANH("rectified-tanh", "rectifiedTanh"),
        /** z where z ≥ threshold, else slope·(z − threshold), and never more than the maximum; by default max(0, z). */
        RELU(
                "relu",
                "ReLU",
                Parameter.number("max", Double.POSITIVE_INFINITY),
                Parameter.number("threshold", 0),
                Parameter.number("negative-slope", 0)),
        /** z, kept within [0, 6]. */
        RELU6("relu6", "ReLU6"),
        /** z where z ≥ 0, else αz; a training step draws α for every entry, between lower and upper. */
        RRELU("rrelu", "RReLU", Parameter.number("lower", 1 / 8.0), Parameter.number("upper", 1 / 3.0)),
        /** λz where z > 0, else λα(eᶻ − 1), with the constants that keep mean 0 and variance 1. */
        SELU("selu", "SELU"),
        /** 1 / (1 + e⁻ᶻ). */
        SIGMOID("sigmoid", "sigmoid"),
        /** eᶻ over the sum of an example's eᶻ. */
        SOFTMAX("softmax", "softmax"),
        /** ln(1 + eᶻ). */
        SOFTPLUS("softplus", "softplus"),
        /** z / (1 + |z|). */
        SOFTSIGN("softsign", "softsign"),
        /** z / (1 + e⁻ᶻ). */
        SWISH("swish", "swish"),
        /** The hyperbolic tangent. */
        TANH("tanh", "tanh"),
        /** z where z > θ, else 0. */
        THRESHOLDED_RELU("thresholded-relu", "thresholdedReLU", Parameter.number("theta", 1));

        private final String label;
        private final String function;
        private final List<Parameter> parameters;

        Kind(String label, String function, Parameter... parameters) {
            this.label = label;
            this.function = function;
            this.parameters = List.of(parameters);
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** The name in a formula: ReLU. */
        public String function() {
            return function;
        }

        /** What it can be given. */
        public List<Parameter> parameters() {
            return parameters;
        }
    }

    /**
     * A parameter of a kind.
     *
     * @param name in a configuration
     * @param usual its value where none is given, as in Deeplearning4j; an infinity stands for none
     * @param flag whether it is a yes (1) or a no (0)
     */
    public record Parameter(String name, double usual, boolean flag) {
        private static Parameter number(String name, double usual) {
            return new Parameter(name, usual, false);
        }

        private static Parameter flag(String name) {
            return new Parameter(name, 0, true);
        }
    }

    public Activation {
        parameters = List.copyOf(parameters);
        if (parameters.size() != kind.parameters.size()) {
            throw new IllegalArgumentException(
                    kind.label + " has " + kind.parameters.size() + " parameters, not " + parameters.size());
        }
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = kind.parameters.get(i);
            double value = parameters.get(i);
            if (!Double.isFinite(value) && value != parameter.usual) {
                throw new IllegalArgumentException(parameter.name + " is " + value + " but must be a finite number");
            }
        }
        if (kind == Kind.RELU && parameters.get(0) < parameters.get(1)) {
            throw new IllegalArgumentException(
                    "max is " + parameters.get(0) + " but must be at least the threshold, " + parameters.get(1));
        }
        if (kind == Kind.RRELU && parameters.get(0) > parameters.get(1)) {
            throw new IllegalArgumentException(
                    "lower is " + parameters.get(0) + " but must be at most upper, " + parameters.get(1));
        }
    }

    /** That kind with the parameters it has by default. */
    public static Activation of(Kind kind) {
        return new Activation(
                kind, kind.parameters.stream().map(Parameter::usual).toList());
    }

    /** The kind of that label, with the parameters it has by default. */
    public static Optional<Activation> named(String label) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .map(Activation::of);
    }

    /** All kinds, each with the parameters it has by default. */
    public static List<Activation> all() {
        return Arrays.stream(Kind.values()).map(Activation::of).toList();
    }

    /** z where z ≥ 0, else α(eᶻ − 1). */
    public static Activation elu(double alpha) {
        return new Activation(Kind.ELU, List.of(alpha));
    }

    /** z where z ≥ 0, else αz. */
    public static Activation leakyRelu(double alpha) {
        return new Activation(Kind.LEAKY_RELU, List.of(alpha));
    }

    /** z where z > θ, else 0. */
    public static Activation thresholdedRelu(double theta) {
        return new Activation(Kind.THRESHOLDED_RELU, List.of(theta));
    }

    /** z where z ≥ 0, else αz with an α drawn from [lower, upper]. */
    public static Activation rrelu(double lower, double upper) {
        return new Activation(Kind.RRELU, List.of(lower, upper));
    }

    /** z where threshold ≤ z, else slope·(z − threshold), but at most {@code max}, which may be ∞. */
    public static Activation relu(double max, double threshold, double negativeSlope) {
        return new Activation(Kind.RELU, List.of(max, threshold, negativeSlope));
    }

    /** z·σ(1.702z), or more precisely with a tanh. */
    public static Activation gelu(boolean precise) {
        return new Activation(Kind.GELU, List.of(precise ? 1.0 : 0.0));
    }

    /** The i-th parameter. */
    public double parameter(int i) {
        return parameters.get(i);
    }

    /** Whether the i-th parameter is what it is where none is given. */
    public boolean isUsual(int i) {
        return parameter(i) == kind.parameters.get(i).usual;
    }

    /** The kind's name in a configuration. */
    public String label() {
        return kind.label;
    }

    /** The name, and in parentheses what is not as usual: elu(alpha=0.5). */
    @Override
    public String toString() {
        List<String> set = new ArrayList<>();
        IntStream.range(0, parameters.size())
                .filter(i -> !isUsual(i))
                .forEach(i -> set.add(kind.parameters.get(i).name + "=" + shown(i)));
        return set.isEmpty() ? kind.label : set.stream().collect(Collectors.joining(", ", kind.label + "(", ")"));
    }

    /** The i-th parameter as one writes it. */
    public String shown(int i) {
        double value = parameter(i);
        if (kind.parameters.get(i).flag) {
            return value == 0 ? "false" : "true";
        }
        return Sentences.number(value);
    }
}

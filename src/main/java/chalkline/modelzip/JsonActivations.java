package chalkline.modelzip;

import chalkline.network.Activation.Kind;
import java.util.Arrays;
import java.util.Optional;

/** How a configuration.json names the activations and their parameters. */
public final class JsonActivations {
    static final String PACKAGE = "org.nd4j.linalg.activations.impl.";

    private JsonActivations() {}

    /** The kind that Deeplearning4j has a class of that name for. */
    public static Optional<Kind> kind(String className) {
        return Arrays.stream(Kind.values())
                .filter(kind -> className.equals(PACKAGE + simpleName(kind)))
                .findFirst();
    }

    static String simpleName(Kind kind) {
        return switch (kind) {
            case CUBE -> "ActivationCube";
            case ELU -> "ActivationELU";
            case GELU -> "ActivationGELU";
            case HARD_SIGMOID -> "ActivationHardSigmoid";
            case HARD_TANH -> "ActivationHardTanH";
            case IDENTITY -> "ActivationIdentity";
            case LEAKY_RELU -> "ActivationLReLU";
            case MISH -> "ActivationMish";
            case RATIONAL_TANH -> "ActivationRationalTanh";
            case RECTIFIED_TANH -> "ActivationRectifiedTanh";
            case RELU -> "ActivationReLU";
            case RELU6 -> "ActivationReLU6";
            case RRELU -> "ActivationRReLU";
            case SELU -> "ActivationSELU";
            case SIGMOID -> "ActivationSigmoid";
            case SOFTMAX -> "ActivationSoftmax";
            case SOFTPLUS -> "ActivationSoftPlus";
            case SOFTSIGN -> "ActivationSoftSign";
            case SWISH -> "ActivationSwish";
            case TANH -> "ActivationTanH";
            case THRESHOLDED_RELU -> "ActivationThresholdedReLU";
        };
    }

    /** What the parameter is called. */
    static String key(Kind kind, int parameter) {
        String name = kind.parameters().get(parameter).name();
        return switch (name) {
            case "negative-slope" -> "negativeSlope";
            case "lower" -> "l";
            case "upper" -> "u";
            default -> name;
        };
    }
}

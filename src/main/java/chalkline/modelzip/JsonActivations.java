package chalkline.modelzip;

import chalkline.network.Activation.Kind;
import java.util.Arrays;
import java.util.Optional;

/** How a configuration.json names the activations and their parameters. */
public final class JsonActivations {
    private static final String PACKAGE = "org.nd4j.linalg.activations.impl.";

    private JsonActivations() {}

    /** The kind that Deeplearning4j has a class of that name for: its own label, but for case and hyphens. */
    public static Optional<Kind> kind(String className) {
        return Arrays.stream(Kind.values())
                .filter(kind -> className.equalsIgnoreCase(PACKAGE + "Activation" + simpleName(kind)))
                .findFirst();
    }

    private static String simpleName(Kind kind) {
        return kind == Kind.LEAKY_RELU ? "LReLU" : kind.label().replace("-", "");
    }

    /** The name of the class that Deeplearning4j has for the kind. */
    static String className(Kind kind) {
        return ConfigurationPart.ACTIVATION.classNames().stream()
                .filter(name -> kind(name).equals(Optional.of(kind)))
                .findFirst()
                .orElseThrow();
    }

    /** The parameter's name. */
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

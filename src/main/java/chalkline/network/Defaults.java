package chalkline.network;

import java.util.List;

/**
 * Settings that were given once, for all layers without their own. The layers already have them; this remembers that they
 * were given for all, which a framework may treat differently.
 *
 * @param regularisation of every layer
 * @param gradientNormalisation of every layer
 * @param constraints of every layer
 */
public record Defaults(
        Regularisation regularisation, GradientNormalisation gradientNormalisation, List<Constraint> constraints) {
    /** Nothing. */
    public static final Defaults NONE = new Defaults(Regularisation.NONE, GradientNormalisation.NONE, List.of());

    public Defaults {
        constraints = List.copyOf(constraints);
    }
}

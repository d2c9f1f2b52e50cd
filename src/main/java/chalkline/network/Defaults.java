package chalkline.network;

import java.util.List;

/**
 * What was asked for once, for all layers that do not say otherwise. The layers have it already: this only remembers how it
 * was asked for, because a framework may take the one way otherwise than the other.
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

package chalkline.network;

import java.util.List;
import java.util.Optional;

/**
 * How a layer's parameters are drawn and trained: what all layers with parameters share.
 *
 * @param initialiser draws W where it is not given
 * @param regularisation what pulls W and b towards 0
 * @param gradientNormalisation what is done to the gradients before the updater
 * @param constraints what parameters are brought back to after the update, one after the other
 * @param updater the layer's own updater, where it has one
 * @param biasUpdater the same for b
 */
public record LayerTraining(
        Initialiser initialiser,
        Regularisation regularisation,
        GradientNormalisation gradientNormalisation,
        List<Constraint> constraints,
        Optional<Updater> updater,
        Optional<Updater> biasUpdater) {
    /** Of a layer without parameters. */
    static final LayerTraining NONE = plain(Initialiser.XAVIER);

    public LayerTraining {
        constraints = List.copyOf(constraints);
    }

    /** With no more than an initialiser. */
    static LayerTraining plain(Initialiser initialiser) {
        return new LayerTraining(
                initialiser,
                Regularisation.NONE,
                GradientNormalisation.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}

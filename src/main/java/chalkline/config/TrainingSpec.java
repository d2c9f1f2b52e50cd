package chalkline.config;

import chalkline.network.Defaults;
import chalkline.network.Updater;
import java.util.Optional;

/**
 * The training as configured.
 *
 * @param updater how gradients become updates
 * @param biasUpdater the same for biases, where they have an updater of their own
 * @param defaults what holds for all layers that do not say otherwise
 * @param batchSize examples in a mini-batch, at least 1
 * @param epochs passes over the training examples, at least 1
 * @param onDeviation what happens where the checked step deviates from the derivation or is inconclusive
 */
public record TrainingSpec(
        Updater updater,
        Optional<Updater> biasUpdater,
        Defaults defaults,
        int batchSize,
        int epochs,
        OnDeviation onDeviation) {
    /** Plain gradient descent where no updater is given. */
    public static final Updater DEFAULT_UPDATER = new Updater.Sgd(0.1);
    /** Examples in a mini-batch where no size is given. */
    public static final int DEFAULT_BATCH_SIZE = 32;
    /** Passes over the training examples where no number is given. */
    public static final int DEFAULT_EPOCHS = 1;

    /** One updater, and nothing for all layers. */
    public TrainingSpec(Updater updater, int batchSize, int epochs, OnDeviation onDeviation) {
        this(updater, Optional.empty(), Defaults.NONE, batchSize, epochs, onDeviation);
    }

    /** What happens where the checked step deviates. */
    public enum OnDeviation {
        /** A warning, and training goes on. */
        CONTINUE("continue"),
        /** Training ends. */
        STOP("stop");

        private final String label;

        OnDeviation(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
    }
}

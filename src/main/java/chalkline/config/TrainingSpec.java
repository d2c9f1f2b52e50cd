package chalkline.config;

import chalkline.network.Defaults;
import chalkline.network.Updater;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The training as configured.
 *
 * @param updater how gradients become updates; this, {@code biasUpdater} and {@code defaults} mean nothing where a file has
 *     the network
 * @param biasUpdater the same for biases, where they have an updater of their own
 * @param defaults what holds for all layers that do not say otherwise
 * @param batchSize examples in a mini-batch, at least 1
 * @param epochs passes over the training examples, at least 1
 * @param checks which steps are checked besides the first
 * @param onDeviation what happens where a checked step deviates from the derivation or is inconclusive
 * @param limits what may end training before its last epoch
 * @param earlyStopping when training ends because it no longer helps; empty for never
 * @param checkpoints when the run can be taken up again; empty for only where it is interrupted
 */
public record TrainingSpec(
        Updater updater,
        Optional<Updater> biasUpdater,
        Defaults defaults,
        int batchSize,
        int epochs,
        Checks checks,
        OnDeviation onDeviation,
        Limits limits,
        Optional<EarlyStopping> earlyStopping,
        Optional<Checkpoints> checkpoints) {
    /** Plain gradient descent where no updater is given. */
    public static final Updater DEFAULT_UPDATER = Updater.sgd(0.1);
    /** Examples in a mini-batch where no size is given. */
    public static final int DEFAULT_BATCH_SIZE = 32;
    /** Passes over the training examples where no number is given. */
    public static final int DEFAULT_EPOCHS = 1;

    /** One updater, nothing for all layers, no limit but the epochs, no early stopping, and the usual checkpoints. */
    public TrainingSpec(Updater updater, int batchSize, int epochs, OnDeviation onDeviation) {
        this(
                updater,
                Optional.empty(),
                Defaults.NONE,
                batchSize,
                epochs,
                Checks.FIRST,
                onDeviation,
                Limits.NONE,
                Optional.empty(),
                Optional.of(Checkpoints.DEFAULT));
    }

    /**
     * Which steps are checked besides the first, which always is.
     *
     * @param every each step whose number is a multiple of it, at least 1
     * @param share steps at random, which take at most this share of the processor time of training; between 0 and 1
     */
    public record Checks(OptionalLong every, OptionalDouble share) {
        /** No other. */
        public static final Checks FIRST = new Checks(OptionalLong.empty(), OptionalDouble.empty());
    }

    /** What happens where a checked step deviates. */
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

    /**
     * What may end training before its last epoch, in the middle of an epoch too. The model is then as good as one that was
     * trained to the end: it is evaluated and saved.
     *
     * @param steps most steps, over all epochs and all resumptions, at least 1
     * @param minutes most minutes of training, over all resumptions, greater than 0
     */
    public record Limits(OptionalLong steps, OptionalDouble minutes) {
        /** No limit. */
        public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalDouble.empty());
    }

    /**
     * Ends training where the validation loss has not become better for a while; the saved model is then the best one.
     *
     * @param patience epochs in a row that may pass without a better loss, at least 1
     * @param minDelta by how much a loss must be less than the best so far to be better, at least 0
     */
    public record EarlyStopping(int patience, double minDelta) {}

    /**
     * When a run's state is written down.
     *
     * @param everyEpochs after each so many epochs, at least 1
     * @param everySteps after each so many steps, at least 1
     * @param everyMinutes when so many minutes have passed since the last one, greater than 0
     * @param keep how many of the last ones are kept, at least 1
     */
    public record Checkpoints(OptionalInt everyEpochs, OptionalLong everySteps, OptionalDouble everyMinutes, int keep) {
        /** How many are kept where no number is given. */
        public static final int DEFAULT_KEEP = 3;
        /** Every five minutes: nobody loses more, and it costs nothing that can be measured. */
        public static final Checkpoints DEFAULT =
                new Checkpoints(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.of(5), DEFAULT_KEEP);
    }
}

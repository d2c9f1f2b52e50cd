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
 * @param engine what trains the network
 * @param updater how gradients become updates; like {@code biasUpdater} and {@code defaults} unused where a file has the
 *     network
 * @param biasUpdater the same for biases, where they have an updater of their own
 * @param defaults what holds for all layers without their own
 * @param batchSize examples in a mini-batch, at least 1
 * @param shuffle whether every epoch goes through its examples in a new order, or in the one they stand in
 * @param epochs passes over the training examples, at least 1
 * @param checks which steps are checked besides the first
 * @param onDeviation what happens where a checked step deviates from the derivation or is inconclusive
 * @param limits that may end training before its last epoch
 * @param earlyStopping when training ends because the validation loss no longer falls; empty for never
 * @param checkpoints when checkpoints are written; empty for only when it is interrupted
 * @param keepRuns how many runs of this configuration are kept, at least 1; empty for all
 */
public record TrainingSpec(
        EngineName engine,
        Updater updater,
        Optional<Updater> biasUpdater,
        Defaults defaults,
        int batchSize,
        boolean shuffle,
        int epochs,
        Checks checks,
        OnDeviation onDeviation,
        Limits limits,
        Optional<EarlyStopping> earlyStopping,
        Optional<Checkpoints> checkpoints,
        OptionalLong keepRuns) {
    /** The default updater: plain gradient descent. */
    public static final Updater DEFAULT_UPDATER = Updater.sgd(0.1);
    /** The default batch size. */
    public static final int DEFAULT_BATCH_SIZE = 32;
    /** The default number of epochs. */
    public static final int DEFAULT_EPOCHS = 1;

    /** One updater, in a new order every epoch, no limit but the epochs, no early stopping, and the default checkpoints. */
    public TrainingSpec(Updater updater, int batchSize, int epochs, OnDeviation onDeviation) {
        this(
                EngineName.DL4J,
                updater,
                Optional.empty(),
                Defaults.NONE,
                batchSize,
                true,
                epochs,
                Checks.FIRST,
                onDeviation,
                Limits.NONE,
                Optional.empty(),
                Optional.of(Checkpoints.DEFAULT),
                OptionalLong.empty());
    }

    /** The same in a new order every epoch, or not. */
    TrainingSpec shuffled(boolean anew) {
        return new TrainingSpec(
                engine,
                updater,
                biasUpdater,
                defaults,
                batchSize,
                anew,
                epochs,
                checks,
                onDeviation,
                limits,
                earlyStopping,
                checkpoints,
                keepRuns);
    }

    /** The engines. */
    public enum EngineName {
        /** Deeplearning4j. */
        DL4J("dl4j"),
        /** Chalkline's own. */
        DIRECT("direct");

        private final String label;

        EngineName(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }
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
        /** Warn and go on. */
        CONTINUE("continue"),
        /** End training. */
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
     * Limits that may end training before its last epoch, even within an epoch. The model is then evaluated and saved as
     * usual.
     *
     * @param steps the most steps over all epochs, those before a resume included; at least 1
     * @param minutes the most minutes of training, those before a resume included; greater than 0
     */
    public record Limits(OptionalLong steps, OptionalDouble minutes) {
        /** No limit. */
        public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalDouble.empty());
    }

    /**
     * Ends training when the validation loss has not improved for a while. The saved model is that of the best epoch.
     *
     * @param patience how many epochs in a row may pass without improvement, at least 1
     * @param minDelta the least improvement that counts, at least 0
     */
    public record EarlyStopping(int patience, double minDelta) {}

    /**
     * When checkpoints are written besides that of the first epoch, and how many are kept.
     *
     * @param everyEpochs after every so many epochs, at least 1
     * @param everySteps after every so many steps, at least 1
     * @param everyMinutes once so many minutes have passed since the last one, greater than 0
     * @param keep how many of the newest are kept, at least 1
     */
    public record Checkpoints(OptionalInt everyEpochs, OptionalLong everySteps, OptionalDouble everyMinutes, int keep) {
        /** The default number kept. */
        public static final int DEFAULT_KEEP = 3;
        /** Every five minutes: the most that a kill can lose, at no measurable cost. */
        public static final Checkpoints DEFAULT =
                new Checkpoints(OptionalInt.empty(), OptionalLong.empty(), OptionalDouble.of(5), DEFAULT_KEEP);
    }
}

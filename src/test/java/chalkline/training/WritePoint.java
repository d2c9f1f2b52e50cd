package chalkline.training;

import java.nio.file.Path;

/** The moments of a run at which something stands half done on the disk, or was done just now. */
enum WritePoint {
    /** check.json is written, and nothing is trained yet. */
    CHECK_WRITTEN,
    /** An epoch is over, its record not yet written. */
    METRICS_DUE,
    /** Its record is written, no checkpoint knows of it. */
    METRICS_WRITTEN,
    BEST_DUE,
    BEST_HALF_WRITTEN,
    BEST_WRITTEN,
    BEST_SYNCED,
    /** The best model is there, the checkpoint that it belongs to is not. */
    BEST_RENAMED,
    STEP_DUE,
    STEP_HALF_WRITTEN,
    STEP_WRITTEN,
    STEP_SYNCED,
    /** The checkpoint is there, older ones are not deleted yet. */
    STEP_RENAMED,
    /** evaluation.json is written, the model is not. */
    EVALUATION_WRITTEN,
    MODEL_DUE,
    MODEL_HALF_WRITTEN,
    MODEL_WRITTEN,
    /** The new model is complete on the disk, under a name that nobody reads. */
    MODEL_SYNCED,
    MODEL_RENAMED;

    /** The moment in the writing of that file: DUE, HALF_WRITTEN, WRITTEN, SYNCED or RENAMED. */
    static WritePoint of(Path file, String moment) {
        String name = file.getFileName().toString();
        String kind = name.startsWith("best-") ? "BEST_" : name.startsWith("step-") ? "STEP_" : "MODEL_";
        return valueOf(kind + moment);
    }
}

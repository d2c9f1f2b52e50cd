package chalkline.cli;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import chalkline.training.Job;
import chalkline.training.RunDirectory;
import chalkline.training.RunRetention;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The runs before the one that has ended. It is not worth less where they cannot be deleted.
 *
 * @param err is told where that fails
 * @param notes is told how many were deleted
 */
record OlderRuns(PrintWriter err, PrintWriter notes) {

    /** Deletes those that are no longer to be kept. */
    void delete(Job job, RunDirectory run) {
        try {
            List<Path> deleted = RunRetention.apply(job, run);
            if (!deleted.isEmpty()) {
                notes.println("deleted " + Sentences.counted(deleted.size(), "older run") + " (training.keep-runs: "
                        + job.configuration().training().keepRuns().getAsLong() + ")");
            }
        } catch (InvalidInputException | UncheckedIOException e) {
            err.println("older runs were not deleted: " + e.getMessage());
        }
    }
}

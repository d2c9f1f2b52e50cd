package chalkline.cli;

import chalkline.network.InvalidInputException;
import chalkline.report.RunPage;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Writes the page of a run. A failure here does not fail the run. */
record WrittenReport(PrintWriter err) {

    void of(Path run, Path directory) {
        Path page = run.resolve("report.html");
        try {
            OutputFile.write(page, RunPage.of(run, directory));
        } catch (InvalidInputException | UncheckedIOException e) {
            err.println("the report was not written: " + e.getMessage());
        }
    }
}

package chalkline.cli;

import chalkline.check.Verdict;
import chalkline.network.Notation;
import chalkline.report.CheckText;
import chalkline.training.CheckedStep;
import chalkline.training.TrainingObserver;
import java.io.PrintWriter;

/** Prints the checked step as soon as it is there. */
final class PrintedCheck implements TrainingObserver {
    private final PrintWriter out;
    private final Notation notation;
    private boolean hasDisagreed;

    PrintedCheck(PrintWriter out, Notation notation) {
        this.out = out;
        this.notation = notation;
    }

    @Override
    public void checked(CheckedStep step) {
        out.print(CheckText.of(step, notation));
        out.flush();
    }

    /** Of the steps that are checked later, the first that does not agree. */
    @Override
    public void checkedLater(long iteration, CheckedStep step) {
        if (step.result().verdict() != Verdict.AGREES && !hasDisagreed) {
            hasDisagreed = true;
            out.print("Step " + iteration + " of the training:\n");
            checked(step);
        }
    }
}

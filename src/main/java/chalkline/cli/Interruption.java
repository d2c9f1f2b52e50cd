package chalkline.cli;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM, while something goes on that has to come to a clean end first: Java runs a hook for them, and ends the
 * process with 130 or 143 when the hook returns. It returns once this is closed, or when that takes too long: whoever asked a
 * process to end kills it soon, and a kill loses nothing but the steps since the last checkpoint.
 */
final class Interruption implements AutoCloseable {
    private static final int SECONDS = 15;

    private final PrintWriter err;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForTheEnd, "interruption");
    private volatile boolean requested;
    private volatile OptionalInt code = OptionalInt.empty();

    /** @param err is told where there is no clean end */
    Interruption(PrintWriter err) {
        this.err = err;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is to end. */
    boolean requested() {
        return requested;
    }

    /** What went on came to its own end all the same: this is then the process's exit code. */
    void endedWith(int exitCode) {
        code = OptionalInt.of(exitCode);
    }

    private void waitForTheEnd() {
        requested = true;
        try {
            if (!over.await(SECONDS, TimeUnit.SECONDS)) {
                err.println("interrupted, but no checkpoint was written within " + SECONDS
                        + " s; the run can be resumed from the one before");
                Runtime.getRuntime().halt(ExitCode.FAILED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        code.ifPresent(Runtime.getRuntime()::halt);
    }

    @Override
    public void close() {
        over.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending, which is what the hook was for.
        }
    }
}

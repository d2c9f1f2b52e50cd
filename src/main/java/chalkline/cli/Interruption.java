package chalkline.cli;

import java.io.PrintWriter;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Handles SIGINT and SIGTERM during work that needs a clean end. Java runs a shutdown hook for them and ends the process with
 * 130 or 143 when the hook returns. The hook returns once this is closed, or after a time limit: a supervisor would soon kill
 * the process anyway, and a kill loses only the steps since the last checkpoint.
 */
final class Interruption implements AutoCloseable {
    private static final int SECONDS = 15;

    private final PrintWriter err;
    private final int seconds;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForTheEnd, "interruption");
    private volatile boolean requested;
    private volatile OptionalInt code = OptionalInt.empty();

    /** @param err gets a message if there is no clean end */
    Interruption(PrintWriter err) {
        this(err, SECONDS);
    }

    Interruption(PrintWriter err, int seconds) {
        this.err = err;
        this.seconds = seconds;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process was asked to end. */
    boolean requested() {
        return requested;
    }

    /** Sets the process's exit code: the work ended by itself despite the signal. */
    void endedWith(int exitCode) {
        code = OptionalInt.of(exitCode);
    }

    private void waitForTheEnd() {
        requested = true;
        try {
            if (!over.await(seconds, TimeUnit.SECONDS)) {
                err.println("interrupted, but no checkpoint was written within " + seconds
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
            // The process is ending already.
        }
    }
}

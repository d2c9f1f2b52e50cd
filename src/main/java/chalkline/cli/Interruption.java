package chalkline.cli;

import java.util.concurrent.CountDownLatch;

/**
 * SIGINT and SIGTERM, while something goes on that has to come to a clean end first: Java runs a hook for them, and ends the
 * process with 130 or 143 when the hook returns. It returns once this is closed.
 */
final class Interruption implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::waitForTheEnd, "interruption");
    private volatile boolean requested;

    Interruption() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the process is to end. */
    boolean requested() {
        return requested;
    }

    private void waitForTheEnd() {
        requested = true;
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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

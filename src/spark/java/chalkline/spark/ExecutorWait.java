package chalkline.spark;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;

/** Waits for executors, but not for ever, as Spark does where none comes. */
final class ExecutorWait {
    /** After so many seconds without an executor there will be none. */
    static final String SECONDS = "spark.chalkline.executorWait";

    private static final int USUAL_SECONDS = 60;
    private static final int POLL_MILLISECONDS = 50;

    private ExecutorWait() {}

    /**
     * Until there is one.
     *
     * @throws InvalidInputException where none comes; the connection is then closed
     */
    static void first(JavaSparkContext context) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds(context));
        while (!has(context)) {
            boolean stopped = context.sc().isStopped();
            if (stopped || System.nanoTime() > end) {
                String why = stopped
                        ? "the master refused the application"
                        : "no worker started an executor in " + seconds(context)
                                + " s: none has a free core and the memory of one, "
                                + context.getConf().get("spark.executor.memory", "1g")
                                + "; -Dspark.executor.memory=512m asks for less";
                context.close();
                throw new InvalidInputException("--master " + context.master() + ": " + why);
            }
            pause();
        }
    }

    /**
     * What a job comes to.
     *
     * @throws UncheckedIOException where Spark gave it up, or has had no executor for too long
     */
    static <T> T result(JavaSparkContext context, JavaFutureAction<T> job) {
        long last = System.nanoTime();
        while (true) {
            try {
                return job.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                last = has(context) ? System.nanoTime() : last;
                if (System.nanoTime() - last > TimeUnit.SECONDS.toNanos(seconds(context))) {
                    job.cancel(true);
                    throw failure("there has been no executor for " + seconds(context) + " s", e);
                }
            } catch (InterruptedException | ExecutionException e) {
                Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
                throw failure(
                        String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
            }
        }
    }

    private static UncheckedIOException failure(String why, Throwable cause) {
        return new UncheckedIOException("Spark gave up: " + why, new IOException(cause));
    }

    /** Whether there is one; in one process the driver is. */
    private static boolean has(JavaSparkContext context) {
        return context.isLocal() || context.sc().statusTracker().getExecutorInfos().length > 1;
    }

    private static int seconds(JavaSparkContext context) {
        return context.getConf().getInt(SECONDS, USUAL_SECONDS);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}

package chalkline.files;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Opens what may be a named pipe, which the system itself would have us wait for until somebody opens its other end. */
public final class PipeEnd {
    /** A shell opens both ends at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private PipeEnd() {}

    /**
     * Opens a file, a device or a pipe.
     *
     * @throws IOException where it cannot be read, or is a pipe that nobody opens to write into within a minute
     */
    public static InputStream read(Path file) throws IOException {
        return read(file, PATIENCE);
    }

    static InputStream read(Path file, Duration patience) throws IOException {
        if (Files.isRegularFile(file)) {
            return Files.newInputStream(file);
        }
        // A channel's stream, and that of a file unless it is wrapped, would ask a pipe for its position.
        return new BufferedInputStream(
                open(file, () -> new FileInputStream(file.toFile()), "nobody writes into it", patience));
    }

    /**
     * Opens a device or a pipe.
     *
     * @throws IOException where it cannot be written to, or is a pipe that nobody opens to read from within a minute
     */
    static OutputStream write(Path file, boolean append) throws IOException {
        return write(file, append, PATIENCE);
    }

    static OutputStream write(Path file, boolean append, Duration patience) throws IOException {
        return open(file, () -> new FileOutputStream(file.toFile(), append), "nobody reads from it", patience);
    }

    private static <T extends AutoCloseable> T open(Path file, Callable<T> opening, String why, Duration patience)
            throws IOException {
        CompletableFuture<T> opened = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                T end = opening.call();
                if (!opened.complete(end)) {
                    end.close();
                }
            } catch (Exception e) {
                opened.completeExceptionally(e);
            }
        };
        Thread thread = new Thread(task, "opening " + file);
        thread.setDaemon(true);
        thread.start();
        try {
            return opened.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            IOException late =
                    new IOException("it is a pipe, and " + why + ": waited for " + patience.toSeconds() + " s");
            if (opened.completeExceptionally(late)) {
                throw late;
            }
            return opened.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the other end of a pipe", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        }
    }
}

package chalkline;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Processes that tests start: each ends, if not by itself then at its time limit, so that nobody waits for it for ever. */
public final class ChildProcess {
    private static final long MINUTES = 5;

    private ChildProcess() {}

    /** What a process wrote, and its exit code; 137 where it was killed. */
    public record Ended(int code, String output) {}

    /** Starts a process, which is killed with its children after five minutes. */
    public static Process start(ProcessBuilder builder) throws IOException {
        return start(builder, MINUTES);
    }

    /** Starts a process, which is killed with its children after so many minutes. */
    public static Process start(ProcessBuilder builder, long minutes) throws IOException {
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        process.onExit().orTimeout(minutes, TimeUnit.MINUTES).exceptionally(late -> {
            System.err.println("killed after " + minutes + " minutes: " + String.join(" ", builder.command()));
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            return process.destroyForcibly();
        });
        return process;
    }

    /** Runs a process to its end. */
    public static Ended run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = start(builder);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }
}

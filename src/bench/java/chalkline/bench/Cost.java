package chalkline.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a run takes, in microseconds.
 *
 * @param cpu processor time of the whole process: what other programs do to it is small
 * @param wall time on the clock
 */
record Cost(double cpu, double wall) {
    /** Whether everything is done once and measures nothing: to see that it runs. */
    static final boolean IS_TINY = Boolean.getBoolean("chalkline.bench.tiny");

    /** In seconds. */
    private static final double BLOCK = IS_TINY ? 1e-3 : 0.5;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Of one run, over so many. */
    static Cost of(Runnable run, long runs) {
        long wall = System.nanoTime();
        long cpu = PROCESS.getProcessCpuTime();
        for (long k = 0; k < runs; k++) {
            run.run();
        }
        return new Cost((PROCESS.getProcessCpuTime() - cpu) * 1e-3 / runs, (System.nanoTime() - wall) * 1e-3 / runs);
    }

    /**
     * Of a command, with its children; what it prints is thrown away.
     *
     * @throws IOException where it fails
     */
    static Cost of(List<String> command) throws IOException, InterruptedException {
        List<String> timed = new ArrayList<>(
                List.of("bash", "-c", "TIMEFORMAT='%R %U %S'; time \"$@\" >/dev/null 2>/dev/null", "time"));
        timed.addAll(command);
        Process process = new ProcessBuilder(timed).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
        String[] seconds = output.strip().split(" ");
        return new Cost(
                1e6 * (Double.parseDouble(seconds[1]) + Double.parseDouble(seconds[2])),
                1e6 * Double.parseDouble(seconds[0]));
    }

    /** Each call runs a block, of as many runs as take the time of a block, and gives the cost of one. */
    static Supplier<Cost> block(Runnable run) {
        long[] runs = {1};
        // Loads the classes and libraries.
        run.run();
        return () -> {
            System.gc();
            while (true) {
                Cost cost = of(run, runs[0]);
                if (cost.cpu() * runs[0] > BLOCK * 1e6 / 2) {
                    return cost;
                }
                runs[0] *= 2;
            }
        };
    }
}

package chalkline.report;

import chalkline.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Stream;

/** How long a report of a million parameters and a thousand epochs takes to open: {@code mvn -q -Pcosts test}. */
final class OpeningTime {
    private static final int ROUNDS = Integer.getInteger("chalkline.bench.rounds", 31);

    private OpeningTime() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("chalkline-opening");
        Path run = directory.resolve("run");
        LargeRun.write(run);
        Path page = Files.writeString(directory.resolve("report.html"), RunPage.of(run, directory));
        double[] times = new double[ROUNDS];
        try (Browser browser = Browser.start()) {
            for (int k = 0; k < ROUNDS; k++) {
                browser.open(page, 1200, false);
                times[k] = browser.number("""
                        const [open] = performance.getEntriesByType('navigation');
                        return open.loadEventStart - open.startTime""");
            }
        }
        Arrays.sort(times);
        System.out.printf(
                Locale.ROOT,
                "a report of %,d bytes opens in %.0f ms, of %d times the slowest %.0f%n",
                Files.size(page),
                times[ROUNDS / 2],
                ROUNDS,
                times[ROUNDS - 1]);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

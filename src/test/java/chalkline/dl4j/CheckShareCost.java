package chalkline.dl4j;

import chalkline.GeneratedTables;
import chalkline.config.Configuration;
import chalkline.training.CheckTally;
import chalkline.training.Job;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What {@code training.check: { share: 0.05 }} costs: {@code mvn -q -Pcosts test}. 20 features, 64-32-1, Adam, batches of 128.
 * A pair is the same training without such checks and with them, in an order that alternates; what is compared is the
 * processor time of the process, and each must end with the same model.
 */
final class CheckShareCost {
    private static final int PAIRS = Integer.getInteger("chalkline.bench.pairs", 11);
    private static final int EPOCHS = Integer.getInteger("chalkline.bench.epochs", 60);
    private static final int ROWS = 128 * 200;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private CheckShareCost() {}

    public static void main(String[] arguments) throws IOException {
        Path directory = Files.createTempDirectory("check-share");
        try (Writer out = Files.newBufferedWriter(directory.resolve("table.csv"))) {
            GeneratedTables.rule(ROWS, out);
        }
        Files.writeString(directory.resolve("cost.yaml"), """
                name: cost
                network:
                  layers:
                    - dense: { units: 64, activation: relu }
                    - dense: { units: 32, activation: relu }
                    - output: { units: 2, activation: softmax, loss: mcxent }
                data:
                  train: { file: table.csv, labels: [side] }
                training:
                  updater: { adam: { learning-rate: 0.001 } }
                  batch-size: 128
                  epochs: %d
                  checkpoints: none
                model: cost.zip
                """.formatted(EPOCHS));
        Job plain = job(directory, List.of());
        Job shared = job(directory, List.of("training.check={ share: 0.05 }"));
        double[] ratios = new double[PAIRS];
        CheckTally tally = null;
        // The first pair warms up.
        for (int pair = -1; pair < PAIRS; pair++) {
            Measured[] both = new Measured[2];
            for (int k = 0; k < 2; k++) {
                boolean checked = (k == 0) == (pair % 2 == 0);
                both[checked ? 1 : 0] = measured(checked ? shared : plain, directory.resolve("run-" + pair + "-" + k));
            }
            tally = both[1].tally();
            if (pair >= 0) {
                ratios[pair] = both[1].seconds() / both[0].seconds();
            }
        }
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT,
                "check: { share: 0.05 } / check: first, CPU: median %.3f, %.3f to %.3f of %d pairs of %d steps; the last checked "
                        + "%d steps: %s%n",
                ratios[PAIRS / 2],
                ratios[0],
                ratios[PAIRS - 1],
                PAIRS,
                EPOCHS * ROWS / 128,
                tally.checked(),
                tally.summary());
    }

    private record Measured(double seconds, CheckTally tally) {}

    private static Job job(Path directory, List<String> settings) {
        return Job.prepare(Configuration.read(Path.of("cost.yaml"), directory, settings));
    }

    private static Measured measured(Job job, Path run) {
        System.gc();
        long start = PROCESS.getProcessCpuTime();
        TrainingRun.Result result =
                TrainingRun.of(job, new Dl4j(), RunDirectory.create(run), new TrainingObserver() {});
        return new Measured((PROCESS.getProcessCpuTime() - start) * 1e-9, result.checks());
    }
}

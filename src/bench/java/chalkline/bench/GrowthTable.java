package chalkline.bench;

import chalkline.GeneratedTables;
import chalkline.data.CsvTables;
import chalkline.direct.Direct;
import chalkline.dl4j.Dl4j;
import chalkline.network.Batch;
import chalkline.training.Engine;
import chalkline.training.Model;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the engine direct grows with what it is given, what a file costs, and that a million steps leave no memory behind. */
final class GrowthTable {
    private static final int ROUNDS = Cost.IS_TINY ? 1 : 5;
    private static final int STEPS = Cost.IS_TINY ? 100 : 1_000_000;

    private GrowthTable() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("| Growth of a step, µs | | | |\n|---|---|---|---|");
        growth(
                "rows: 64, 256, 1,024 of 64-64-1",
                List.of(step(64, 64, 64, 1), step(256, 64, 64, 1), step(1024, 64, 64, 1)));
        growth(
                "width: 64, 128, 256 units in two layers, 128 rows",
                List.of(step(128, 64, 64, 64, 1), step(128, 128, 128, 128, 1), step(128, 256, 256, 256, 1)));
        growth(
                "depth: 2, 4, 8 layers of 64, 128 rows",
                List.of(
                        step(128, 64, 64, 64, 1),
                        step(128, 64, 64, 64, 64, 64, 1),
                        step(128, 64, 64, 64, 64, 64, 64, 64, 64, 64, 1)));
        System.out.println(
                "\n| A file of 1.1 million parameters, ms | direct | Deeplearning4j | ÷ direct |\n|---|---|---|---|");
        files();
        Path table = Files.createTempFile("bench", ".csv");
        try (Writer out = Files.newBufferedWriter(table)) {
            GeneratedTables.rule(100_000, out);
        }
        CsvTables.read(table, "table", List.of("side"));
        double seconds = median(() -> CsvTables.read(table, "table", List.of("side"))) * 1e-6;
        Files.delete(table);
        System.out.println("\nA CSV file of 21 columns: " + Pairs.number(1e5 / seconds) + " rows a second.");
        memory();
        System.exit(0);
    }

    private static Workload step(int rows, int... widths) {
        return Workload.table(rows, widths);
    }

    private static void growth(String name, List<Workload> steps) {
        System.out.println("| " + name + " | "
                + steps.stream()
                        .map(workload -> {
                            Batch batch = workload.batch();
                            Model model = new Direct().build(workload.network());
                            return Pairs.number(
                                    Cost.block(() -> model.fit(batch)).get().cpu());
                        })
                        .collect(Collectors.joining(" | "))
                + " |");
    }

    private static void files() throws IOException {
        Workload workload = Workload.table(1, 784, 1024, 256, 10);
        Path zip = Files.createTempFile("bench", ".zip");
        Model ours = new Direct().build(workload.network());
        ours.save(zip, Map.of());
        Model theirs = new Dl4j().load(zip).model();
        Engine[] engines = {new Direct(), new Dl4j()};
        ratio("save", () -> ours.save(zip, Map.of()), () -> theirs.save(zip, Map.of()));
        ratio("load", () -> engines[0].load(zip), () -> engines[1].load(zip));
        Files.delete(zip);
    }

    private static void ratio(String name, Runnable ours, Runnable theirs) {
        Cost[][] rounds = new Cost[ROUNDS][];
        for (int round = -1; round < ROUNDS; round++) {
            Cost[] both = {Cost.of(ours, 3), Cost.of(theirs, 3)};
            if (round >= 0) {
                rounds[round] = both;
            }
        }
        Pairs pairs = new Pairs(rounds);
        System.out.println("| " + name + " | " + Pairs.number(pairs.cpu(0) * 1e-3) + " | "
                + Pairs.number(pairs.cpu(1) * 1e-3) + " | " + pairs.ratios(1) + " |");
    }

    private static double median(Runnable run) {
        Cost[][] rounds = new Cost[ROUNDS][];
        for (int round = 0; round < ROUNDS; round++) {
            rounds[round] = new Cost[] {Cost.of(run, 1)};
        }
        return new Pairs(rounds).cpu(0);
    }

    /** Of the heap after a collection, and of the whole process. */
    private static void memory() throws IOException {
        Workload workload = Workload.table(32, 20, 64, 32, 1);
        Batch batch = workload.batch();
        Model model = new Direct().build(workload.network());
        for (int k = 0; k < STEPS / 10; k++) {
            model.fit(batch);
        }
        long heap = heap();
        Optional<Long> process = resident();
        for (int k = 0; k < STEPS; k++) {
            model.fit(batch);
        }
        System.out.printf("%nOver %,d steps the heap grew by %,d bytes", STEPS, heap() - heap);
        System.out.println(
                process.isPresent()
                        ? ", the process by " + (resident().orElseThrow() - process.orElseThrow()) + " KiB."
                        : ".");
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** In KiB; empty where the system does not tell. */
    private static Optional<Long> resident() throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                        .findFirst()
                : Optional.empty();
    }
}

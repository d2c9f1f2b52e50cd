package chalkline.bench;

import chalkline.GeneratedTables;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What whole jobs cost, each a process of the packaged jar: ours, Deeplearning4j's, and for the irises scikit-learn's. */
final class JobTable {
    private static final int ROUNDS = Cost.IS_TINY ? 1 : 5;
    /** Of a job of a minute; the first round, which is not counted, comes on top. */
    private static final int LONG_ROUNDS = Cost.IS_TINY ? 1 : 2;

    private static final int ROWS = Cost.IS_TINY ? 500 : 200_000;
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final String PYTHON = "/usr/bin/python3";

    static final String HEAD = """
            | A job, as a process | direct s | Deeplearning4j s | ÷ direct | scikit-learn s | ÷ direct |
            |---|---|---|---|---|---|""";

    private JobTable() {}

    static void print(Path scratch) throws IOException, InterruptedException {
        Path models = Files.createDirectories(scratch.resolve("models"));
        row("start: --version", ROUNDS, List.of(java("--version")));
        List<String> iris = List.of(
                PYTHON,
                PROJECT.resolve("src/bench/python/iris.py").toString(),
                PROJECT.resolve("data/iris.csv").toString(),
                models.resolve("iris.pickle").toString());
        List<List<String>> both = engines("configs/iris.yaml", PROJECT, scratch);
        boolean hasPython =
                new ProcessBuilder(PYTHON, "-c", "import sklearn").start().waitFor() == 0;
        row("iris", ROUNDS, hasPython ? List.of(both.get(0), both.get(1), iris) : both);
        List<List<String>> quick = List.of(
                quick(both.get(0), scratch.resolve("direct.jsa")), quick(both.get(1), scratch.resolve("dl4j.jsa")));
        row("iris, in a JVM for short jobs", ROUNDS, hasPython ? List.of(quick.get(0), quick.get(1), iris) : quick);
        row("breast cancer", ROUNDS, engines("configs/breast-cancer-wisconsin.yaml", PROJECT, scratch));
        try (Writer out = Files.newBufferedWriter(scratch.resolve("table.csv"))) {
            GeneratedTables.rule(ROWS, out);
        }
        Files.writeString(scratch.resolve("table.yaml"), """
                name: table
                network:
                  layers:
                    - dense: { units: 64, activation: relu }
                    - dense: { units: 32, activation: relu }
                    - output: { activation: sigmoid, loss: xent }
                data:
                  train: { file: table.csv, labels: [side] }
                training:
                  updater: { adam: { learning-rate: 0.001 } }
                  batch-size: 128
                  epochs: 10
                model: table.zip
                """);
        row("CSV of 200,000 × 21, 10 epochs of (b) at 128 rows", LONG_ROUNDS, engines("table.yaml", scratch, scratch));
    }

    private static List<List<String>> engines(String configuration, Path directory, Path scratch) {
        return List.of(
                train(configuration, directory, scratch, "direct"), train(configuration, directory, scratch, "dl4j"));
    }

    /** The command in a JVM that compiles quickly instead of well, and has its classes from an archive, which is made here. */
    private static List<String> quick(List<String> command, Path archive) throws IOException, InterruptedException {
        Cost.of(with("-XX:ArchiveClassesAtExit=" + archive, command));
        return with(
                "-XX:SharedArchiveFile=" + archive, with("-XX:TieredStopAtLevel=1", with("-XX:+UseSerialGC", command)));
    }

    private static List<String> with(String option, List<String> command) {
        List<String> longer = new ArrayList<>(command);
        longer.add(1, option);
        return longer;
    }

    private static List<String> train(String configuration, Path directory, Path scratch, String engine) {
        return java(
                "train",
                "-C",
                directory.toString(),
                configuration,
                "--engine",
                engine,
                "--set",
                "model=" + scratch.resolve("models/" + engine + ".zip"));
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                PROJECT.resolve("target/chalkline.jar").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void row(String name, int wanted, List<List<String>> commands)
            throws IOException, InterruptedException {
        Cost[][] rounds = new Cost[wanted][commands.size()];
        for (int round = Cost.IS_TINY ? 0 : -1; round < wanted; round++) {
            for (int peer = 0; peer < commands.size(); peer++) {
                Cost cost = Cost.of(commands.get(peer));
                if (round >= 0) {
                    rounds[round][peer] = cost;
                }
            }
        }
        Pairs pairs = new Pairs(rounds);
        StringBuilder row = new StringBuilder("| " + name + " | " + seconds(pairs, 0) + " |");
        for (int peer = 1; peer < 3; peer++) {
            row.append(
                    peer < commands.size()
                            ? " " + seconds(pairs, peer) + " | " + pairs.ratios(peer) + " |"
                            : " – | – |");
        }
        System.out.println(row);
    }

    /** "0.9 (0.6)": of the processor, on the clock. */
    private static String seconds(Pairs pairs, int peer) {
        return Pairs.number(pairs.cpu(peer) * 1e-6) + " (" + Pairs.number(pairs.wall(peer) * 1e-6) + ")";
    }
}

package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import chalkline.dl4j.Dl4j;
import chalkline.files.AtomicFile;
import chalkline.files.Digests;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs with Adam, dropout, early stopping and a model before them are killed by SIGKILL, in virtual machines of their own:
 * at every named point, and at random moments. The last checkpoint always loads, and the resumed run ends with the bits of
 * the one that nobody killed.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "SIGKILL is sent by kill")
class KilledRunTest {
    private static final int SIGKILLED = 128 + 9;
    private static final String JOB = """
            name: killed
            seed: 11
            network:
              layers:
                - dense: { units: 40, activation: tanh, retain-probability: 0.9 }
                - output: { activation: softmax, loss: mcxent, retain-probability: 0.7 }
            data:
              train: { file: iris.csv, labels: [species] }
              split: { validation: 0.2, test: 0.2 }
            training:
              batch-size: 16
              epochs: 40
              early-stopping: { patience: 2, min-delta: 0.01 }
              checkpoints: { every-steps: 7, keep: 2 }
            model: model.zip
            """;

    @TempDir
    private static Path directory;

    private static Ending uninterrupted;
    private static long milliseconds;
    private static final Map<WritePoint, Integer> PASSED = new EnumMap<>(WritePoint.class);

    /** What must not depend on whether somebody killed the run: hashes, and the metrics as they are. */
    private record Ending(String published, String last, String modelZip, String previous, String metrics) {}

    /**
     * When a run is killed.
     *
     * @param point where it waits for that; or none, and it goes on
     * @param passes how many times it passes the point before
     * @param milliseconds how long it goes on from the beginning of training
     */
    private record Kill(Optional<WritePoint> point, int passes, long milliseconds) {}

    /** What a killed run left. */
    private record Death(Kill kill, boolean killed, boolean checkpoint, boolean halfWritten) {}

    /** A run that was killed and resumed, maybe killed again, and came to its end. */
    private record Life(List<Death> deaths, Ending ending) {}

    @BeforeAll
    static void runUninterrupted() throws IOException {
        Path place = place("uninterrupted");
        long before = System.nanoTime();
        TrainingRun.Result result = new Victim(place, point -> PASSED.merge(point, 1, Integer::sum)).run();
        milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        uninterrupted = ending(place);
        assertThat(PASSED).containsOnlyKeys(WritePoint.values());
        // Early stopping has a memory that a resumed run must have too: the model is not that of the last epoch.
        assertThat(result.training().orElseThrow().stop()).isEqualTo(StopReason.NO_LONGER_BETTER);
        assertThat(result.training().orElseThrow().best()).isPresent();
        assertThat(uninterrupted.last()).isNotEqualTo(uninterrupted.published());
        assertThat(uninterrupted.previous()).isEqualTo("the model of last night");
    }

    /** At every second point once; the last run once more, when it was resumed. The long form passes all of them. */
    @Test
    void aFewDeaths() throws Exception {
        Random random = new Random(1);
        List<List<Kill>> lives = new ArrayList<>();
        for (int k = 0; k < WritePoint.values().length; k += 2) {
            lives.add(new ArrayList<>(List.of(at(WritePoint.values()[k], random))));
        }
        lives.get(lives.size() - 1).add(0, someTime(random));
        print(live(lives, 0));
    }

    /**
     * A thousand, or as many as {@code -Dchalkline.kills} says; half of them at random moments, up to three in a run. What came
     * too late, as the run had ended, is made up for.
     */
    @Test
    @Tag("slow")
    void aThousandDeaths() throws Exception {
        Random random = new Random(2);
        int wanted = Integer.getInteger("chalkline.kills", 1000);
        List<Life> lived = new ArrayList<>();
        for (long left = wanted; left > 0; left = wanted - deaths(lived, Death::killed)) {
            lived.addAll(live(lives((int) left, random), lived.size()));
        }
        print(lived);
    }

    private static List<List<Kill>> lives(int kills, Random random) {
        List<List<Kill>> lives = new ArrayList<>();
        int left = kills;
        while (left > 0) {
            List<Kill> life = new ArrayList<>();
            for (int k = Math.min(left, 1 + lives.size() % 3); k > 0; k--) {
                WritePoint point = WritePoint.values()[left / 2 % WritePoint.values().length];
                life.add(left % 2 == 0 ? at(point, random) : someTime(random));
                left--;
            }
            lives.add(life);
        }
        return lives;
    }

    @Test
    void anotherSeedEndsElsewhere() throws IOException {
        Path place = place("another seed");
        Files.writeString(place.resolve("job.yaml"), JOB.replace("seed: 11", "seed: 12"));
        new Victim(place, point -> {}).run();
        assertThat(ending(place).published()).isNotEqualTo(uninterrupted.published());
    }

    private static Kill at(WritePoint point, Random random) {
        return new Kill(Optional.of(point), random.nextInt(PASSED.get(point)), 0);
    }

    private static Kill someTime(Random random) {
        return new Kill(Optional.empty(), 0, random.nextInt((int) milliseconds / 4));
    }

    /**
     * Two at a time; what is compared is resumed here, one after the other.
     *
     * @param before how many were lived already
     */
    private static List<Life> live(List<List<Kill>> kills, int before) throws Exception {
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Future<Life>> running = new ArrayList<>();
            for (List<Kill> each : kills) {
                String name = "run " + (before + running.size());
                running.add(two.submit(() -> life(each, place(name))));
            }
            List<Life> lived = new ArrayList<>();
            for (Future<Life> each : running) {
                Life life = each.get();
                assertThat(life.ending()).as("killed: %s", life.deaths()).isEqualTo(uninterrupted);
                // A first run passes every point, so it is there that it was killed.
                assertThat(life.deaths().get(0))
                        .matches(first -> first.killed() || first.kill().point().isEmpty());
                lived.add(life);
            }
            return lived;
        } finally {
            two.shutdownNow();
        }
    }

    /** Every ending has been compared. */
    private static void print(List<Life> lived) {
        System.out.printf(
                "KilledRunTest: %d kills of %d runs: %d at named points, %d at random moments (%d more came too late); "
                        + "%d left a file half written, %d latest checkpoints loaded, %d had none yet; "
                        + "%d of %d resumed runs ended with the same bits%n",
                deaths(lived, Death::killed),
                lived.size(),
                deaths(lived, death -> death.killed() && death.kill().point().isPresent()),
                deaths(lived, death -> death.killed() && death.kill().point().isEmpty()),
                deaths(lived, death -> !death.killed()),
                deaths(lived, Death::halfWritten),
                deaths(lived, Death::checkpoint),
                deaths(lived, death -> !death.checkpoint()),
                lived.size(),
                lived.size());
    }

    private static long deaths(List<Life> lived, Predicate<Death> which) {
        return lived.stream()
                .flatMap(life -> life.deaths().stream())
                .filter(which)
                .count();
    }

    private static Life life(List<Kill> kills, Path place) throws IOException, InterruptedException {
        List<Death> deaths = new ArrayList<>();
        for (Kill kill : kills) {
            deaths.add(death(kill, place));
        }
        synchronized (KilledRunTest.class) {
            new Victim(place, point -> {}).run();
            Life life = new Life(deaths, ending(place));
            assertThat(hasLeftOver(place.resolve("run/checkpoints"))).isFalse();
            delete(place);
            return life;
        }
    }

    private static Death death(Kill kill, Path place) throws IOException, InterruptedException {
        Process process = start(kill, place);
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            // Nothing comes where a resumed run has passed the point before.
            if (Victim.READY.equals(output.readLine())) {
                Thread.sleep(kill.milliseconds());
                process.destroyForcibly();
            }
        }
        int code = process.waitFor();
        assertThat(code).isIn(0, SIGKILLED);
        Path checkpoints = place.resolve("run/checkpoints");
        boolean halfWritten = hasLeftOver(place) || hasLeftOver(checkpoints);
        boolean checkpoint =
                Files.isDirectory(checkpoints) && names(checkpoints).anyMatch(name -> name.startsWith("step-"));
        if (checkpoint) {
            assertThat(Checkpoint.lastOf(new Dl4j(), place.resolve("run")).iteration())
                    .isPositive();
        }
        return new Death(kill, code == SIGKILLED, checkpoint, halfWritten);
    }

    private static Process start(Kill kill, Path place) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                place.toString(),
                kill.point().map(WritePoint::name).orElse("-"),
                Integer.toString(kill.passes()));
        return ChildProcess.start(builder.redirectError(place.resolve("stderr").toFile()));
    }

    private static Path place(String name) throws IOException {
        Path place = Files.createDirectory(directory.resolve(name));
        Files.copy(Path.of("data/iris.csv"), place.resolve("iris.csv"));
        Files.writeString(place.resolve("job.yaml"), JOB);
        Files.writeString(place.resolve("model.zip"), "the model of last night");
        return place;
    }

    private static Ending ending(Path place) throws IOException {
        Path model = place.resolve("model.zip");
        return new Ending(
                sha256(new Dl4j().load(model).model().state()),
                sha256(Checkpoint.lastOf(new Dl4j(), place.resolve("run")).state()),
                Digests.sha256(Files.readAllBytes(model)),
                Files.readString(place.resolve("model.previous.zip")),
                Files.readString(place.resolve("run/metrics.jsonl")));
    }

    private static String sha256(State state) {
        assertThat(States.kept(state))
                .hasSize(2 * (int) States.parameters(state).count());
        return States.sha256(state);
    }

    private static boolean hasLeftOver(Path directory) throws IOException {
        return Files.isDirectory(directory) && names(directory).anyMatch(name -> AtomicFile.isLeftOver(Path.of(name)));
    }

    private static Stream<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

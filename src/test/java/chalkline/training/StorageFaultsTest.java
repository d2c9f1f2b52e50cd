package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.Seeds;
import chalkline.config.Configuration;
import chalkline.files.SimulatedDisk;
import chalkline.files.SimulatedDisk.Fault;
import chalkline.files.Storage;
import chalkline.network.InvalidInputException;
import chalkline.network.Notation;
import chalkline.report.RunFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Training on a disk that fails: the power at any operation, with what was not forced gone, torn or in another order, kills, a
 * full disk, errors, and disks that lie about what they have forced, several of these in one run. The run is then resumed and
 * ends with the bits of the one that nothing happened to. Where the disk told the truth, nothing that was said to be done is
 * ever lost; where it lied, a file may be refused, by name.
 */
@ExtendWith(Seeds.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the simulated paths are written as on Unix")
class StorageFaultsTest {
    private static final byte[] LAST_NIGHT = "the model of last night".getBytes(StandardCharsets.UTF_8);
    private static final String NAME = "tiny";
    private static final String REFUSED = "refused";
    private static final int COURSES = 60;
    private static final int FAULTS_A_LINE = 20_000;
    private static final int MOST_FURTHER_FAULTS = 3;

    private final SimulatedDisk disk = new SimulatedDisk();
    private final SimulatedDisk.Moment empty = disk.moment();
    private final Path home = disk.getPath("/work");
    private final Path model = home.resolve("models").resolve(NAME + ".zip");
    private final Path previous = home.resolve("models").resolve(NAME + ".previous.zip");
    private final TinyEngine engine = new TinyEngine(this::saved);
    private final Map<Integer, Course> courses = new HashMap<>();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private final Map<String, Integer> ends = new TreeMap<>();

    /** What the program has said to be done. */
    private Said said = Said.NOTHING;

    private int told;

    /**
     * What the program has said to be done.
     *
     * @param step of the last checkpoint
     * @param published whether the model is in its place
     */
    private record Said(long step, boolean published) {
        static final Said NOTHING = new Said(0, false);
    }

    /**
     * A training, and what it comes to where nothing happens.
     *
     * @param before what was published before
     * @param moments the disk before each operation
     * @param said what the program had said at each of these
     * @param end how it ends
     * @param model the trained model's file
     * @param metrics the records of the epochs
     */
    private record Course(
            Job job,
            Optional<byte[]> before,
            List<SimulatedDisk.Moment> moments,
            List<Said> said,
            TrainingRun.End end,
            byte[] model,
            byte[] metrics) {}

    /** A seed that failed once: a file whose name was not forced by the process that wrote it was relied on by the next one. */
    @Test
    void aNameThatAKilledProcessLeftIsForcedBeforeItIsReliedOn() throws IOException {
        live(new Random(161210));
    }

    @Test
    void afterAThousandFaultsRunsEndAlike() throws IOException {
        live(1_000);
    }

    @Test
    @Tag("slow")
    void afterAMillionFaultsRunsEndAlike() throws IOException {
        live(Integer.getInteger("chalkline.faults", 1_000_000));
    }

    private void live(int wanted) throws IOException {
        for (long seed : Seeds.upTo(wanted)) {
            if (count() >= wanted) {
                break;
            }
            live(new Random(seed));
            if (count() / FAULTS_A_LINE > told) {
                told = count() / FAULTS_A_LINE;
                System.out.println(count() + " faults, last seed " + seed);
            }
        }
        System.out.println(count() + " faults " + faults + " in " + courses.size() + " trainings; processes " + ends);
    }

    private int count() {
        return faults.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** A training that the first fault ends, resumed and failing again a few times, and then to its end. */
    private void live(Random random) throws IOException {
        Course course = course(random.nextInt(COURSES));
        int operation = random.nextInt(course.moments().size());
        disk.restore(course.moments().get(operation));
        said = course.said().get(operation);
        Fault first = random.nextInt(4) == 0 ? Fault.KILL : Fault.POWER_FAILURE;
        faults.merge(first, 1, Integer::sum);
        restart(first, random);
        boolean honest = true;
        requireWhole(course, honest);
        for (int left = random.nextInt(MOST_FURTHER_FAULTS + 1); left > 0; left--) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            disk.fail(fault, random.nextInt(course.moments().size()), random);
            process(course, honest, random.nextInt(4) == 0 ? random.nextInt(8) : Integer.MAX_VALUE);
            if (disk.hasFailed()) {
                faults.merge(fault, 1, Integer::sum);
                honest &= fault.isHonest();
            }
            restart(fault, random);
            requireWhole(course, honest);
        }
        String end = process(course, honest, Integer.MAX_VALUE);
        if (!honest && end.equals(REFUSED)) {
            return;
        }
        assertThat(end).isEqualTo(course.end().name());
        requireWhole(course, honest);
        RunDirectory run = RunDirectory.lastUnder(home, NAME).orElseThrow();
        Path file = course.end() == TrainingRun.End.SAVED ? model : run.path().resolve("model.zip");
        assertThat(content(file)).as(file.toString()).hasValue(course.model());
        assertThat(content(run.path().resolve("metrics.jsonl"))).as("metrics").hasValue(course.metrics());
    }

    /** The next process, after the power was gone or only the one before. */
    private void restart(Fault fault, Random random) {
        if (fault == Fault.POWER_FAILURE || fault != Fault.KILL && random.nextBoolean()) {
            disk.losePower(random);
        }
        disk.restart();
    }

    /** What is published is whole, and what it took the place of is there; or it names itself where the disk has lied. */
    private void requireWhole(Course course, boolean honest) throws IOException {
        Optional<byte[]> now = content(model);
        boolean isNew = now.isPresent() && Arrays.equals(now.get(), course.model());
        boolean isOld = now.isPresent() == course.before().isPresent()
                && (now.isEmpty() || Arrays.equals(now.get(), LAST_NIGHT));
        if (!honest) {
            if (!isNew && !isOld && now.isPresent()) {
                assertThatThrownBy(() -> engine.load(model))
                        .isInstanceOf(InvalidInputException.class)
                        .hasMessageStartingWith(model.toString());
            }
            return;
        }
        assertThat(isNew || isOld && !said.published())
                .as("the published model")
                .isTrue();
        if (isNew && course.before().isPresent()) {
            assertThat(content(previous)).as("the model before").hasValue(LAST_NIGHT);
        }
    }

    private Optional<byte[]> content(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /** A process that resumes the last run or, where there is no checkpoint, begins one: how it ended. */
    private String process(Course course, boolean honest, int steps) {
        String end;
        try {
            end = train(course, honest, steps).name();
        } catch (SimulatedDisk.Death e) {
            end = "died";
        } catch (InvalidInputException | UncheckedIOException e) {
            assertThat(e.getMessage()).startsWith(home + "/");
            if (honest && !disk.hasFailed()) {
                throw new AssertionError("nothing has failed, but " + e.getMessage(), e);
            }
            end = e instanceof InvalidInputException ? REFUSED : "failed";
        }
        ends.merge(end, 1, Integer::sum);
        return end;
    }

    private TrainingRun.End train(Course course, boolean honest, int steps) {
        Job job = course.job();
        job.requireModelPlace();
        Publication publication = Publication.prepare(job, engine);
        int[] left = {steps};
        BooleanSupplier interrupted = () -> left[0]-- <= 0;
        Optional<RunDirectory> last = RunDirectory.lastUnder(home, NAME);
        TrainingRun.Result result;
        if (last.isPresent()) {
            Checkpoint checkpoint = Checkpoint.lastOf(engine, last.get().path());
            assertThat(checkpoint.iteration()).isGreaterThanOrEqualTo(honest ? said.step() : 0);
            result = TrainingRun.resume(
                    job,
                    engine,
                    checkpoint,
                    publication,
                    Fitter.here(job),
                    new RunFiles(last.get(), Notation.XW_PLUS_B),
                    interrupted);
        } else {
            assertThat(said.step()).as("the step of the last checkpoint").isEqualTo(honest ? 0 : said.step());
            RunDirectory run = RunDirectory.createUnder(home, NAME);
            result = TrainingRun.of(
                    job,
                    engine,
                    run,
                    publication,
                    Fitter.here(job),
                    new RunFiles(run, Notation.XW_PLUS_B),
                    interrupted);
        }
        return result.end();
    }

    private void saved(Path file) {
        String name = file.getFileName().toString();
        if (name.startsWith("step-")) {
            long step = Long.parseLong(name.substring("step-".length(), name.length() - ".zip".length()));
            said = new Said(Math.max(step, said.step()), said.published());
        } else if (file.equals(model)) {
            said = new Said(said.step(), true);
        }
    }

    private Course course(int number) throws IOException {
        Course known = courses.get(number);
        if (known == null) {
            known = begin(number);
            courses.put(number, known);
        }
        return known;
    }

    private Course begin(int number) throws IOException {
        boolean early = number / 4 % 2 == 1;
        boolean refused = number / 8 % 4 == 3;
        Optional<byte[]> before = number / 32 == 0 ? Optional.empty() : Optional.of(LAST_NIGHT);
        Job job = Job.prepare(Configuration.parse(
                configuration(1 + number % 4, 1 + number % 3, early, refused),
                home.resolve("tiny.yaml"),
                home,
                List.of()));
        disk.restore(empty);
        disk.createDirectories(model.getParent());
        if (before.isPresent()) {
            try (Storage.Output out = disk.create(model)) {
                out.write(LAST_NIGHT);
                out.force();
            }
            disk.forceDirectory(model.getParent());
        }
        disk.restart();
        said = Said.NOTHING;
        List<SimulatedDisk.Moment> moments = new ArrayList<>();
        List<Said> all = new ArrayList<>();
        disk.watch(() -> {
            moments.add(disk.moment());
            all.add(said);
        });
        Course unfinished = new Course(job, before, moments, all, null, null, null);
        TrainingRun.End end = train(unfinished, true, Integer.MAX_VALUE);
        disk.restart();
        assertThat(end).isEqualTo(refused ? TrainingRun.End.NOT_PUBLISHED : TrainingRun.End.SAVED);
        RunDirectory run = RunDirectory.lastUnder(home, NAME).orElseThrow();
        Path file = refused ? run.path().resolve("model.zip") : model;
        return new Course(
                job,
                before,
                moments,
                all,
                end,
                Files.readAllBytes(file),
                Files.readAllBytes(run.path().resolve("metrics.jsonl")));
    }

    private static String configuration(int everySteps, int keep, boolean early, boolean refused) {
        return """
                name: tiny
                network: { layers: [ { output: { units: 1, activation: identity, loss: mse } } ] }
                data:
                  train:
                    x: [[1, 0], [0, 1], [1, 1], [2, 1], [1, 2], [3, 1], [1, 3], [2, 2], [0, 2], [2, 0]]
                    y: [[2], [-1], [1], [3.1], [0], [5], [-1.2], [2], [-2], [4.1]]
                  split: { validation: 0.2, test: 0.2 }
                training:
                  batch-size: 2
                  epochs: 3
                  checkpoints: { every-steps: %d, keep: %d }
                %s
                %s
                """.formatted(
                        everySteps,
                        keep,
                        early ? "  early-stopping: { patience: 1 }" : "",
                        refused ? "publish-if: { rmse: '< 0' }" : "");
    }
}

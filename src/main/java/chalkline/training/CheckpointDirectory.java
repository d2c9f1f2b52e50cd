package chalkline.training;

import chalkline.config.TrainingSpec.Checkpoints;
import chalkline.files.AtomicFile;
import chalkline.files.FileFailure;
import chalkline.files.Storage;
import chalkline.network.Sentences;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code checkpoints} of a run: model zips that also hold the progress of training. {@code step-…} is the model after so
 * many steps, {@code best-…} the one after the epoch with the best validation loss so far. A {@code step} needs the last
 * {@code best} that is not later: that one is written first and deleted last.
 */
final class CheckpointDirectory {
    private static final Pattern STEP = Pattern.compile("step-([0-9]{10,18})\\.zip");
    private static final Pattern BEST = Pattern.compile("best-([0-9]{10,18})\\.zip");

    private final RunDirectory run;
    private final Path path;

    CheckpointDirectory(RunDirectory run) {
        this.run = run;
        this.path = run.path().resolve("checkpoints");
    }

    static String step(long iteration) {
        return String.format(Locale.ROOT, "step-%010d.zip", iteration);
    }

    static String best(long iteration) {
        return String.format(Locale.ROOT, "best-%010d.zip", iteration);
    }

    /** The checkpoint with the most steps, if any. */
    Optional<Path> last() {
        return files(STEP).stream().max(Comparator.comparingLong(file -> iteration(STEP, file)));
    }

    /** The one with the most steps of those with fewer than that one, if any. */
    Optional<Path> before(Path checkpoint) {
        return files(STEP).stream()
                .filter(file -> iteration(STEP, file) < iteration(STEP, checkpoint))
                .max(Comparator.comparingLong(file -> iteration(STEP, file)));
    }

    /**
     * Writes a checkpoint and deletes those beyond the number to keep. An existing checkpoint of this step is the same, and
     * stays.
     *
     * @param best the state after the best epoch, if the progress has one
     * @param sums how the numbers were added up
     */
    void write(Job job, Model model, Progress progress, Optional<State> best, CheckpointEntry.Sums sums) {
        Path file = path.resolve(step(progress.iteration()));
        // The records of what was done are on the disk before what relies on them.
        run.sync("metrics.jsonl");
        run.sync(CheckTally.FILE);
        if (progress.best().isPresent()) {
            writeBest(job, model, progress.best().get(), best.orElseThrow());
        }
        Map<String, byte[]> entries = new HashMap<>(job.preprocessing().toEntries());
        entries.putAll(CheckpointEntry.of(job, progress, sums));
        model.save(file, entries);
        int keep = job.configuration()
                .training()
                .checkpoints()
                .map(Checkpoints::keep)
                .orElse(1);
        prune(progress.iteration(), keep);
    }

    private void writeBest(Job job, Model model, Progress.Best best, State state) {
        Path file = path.resolve(best(best.iteration()));
        if (Files.exists(file)) {
            forceNames();
            return;
        }
        State now = model.state();
        model.restore(state);
        try {
            model.save(file, job.preprocessing().toEntries());
        } finally {
            model.restore(now);
        }
    }

    /** Whoever wrote a file that is there may have been killed before its name would outlast a power failure. */
    private void forceNames() {
        try {
            Storage.of(path).forceDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException(path + ": could not be written: " + Sentences.reason(e), e);
        }
    }

    /** Deletes all but the last checkpoints up to this step and the best ones that they need. */
    private void prune(long iteration, int keep) {
        List<Path> steps = files(STEP).stream()
                .sorted(Comparator.comparingLong((Path file) -> iteration(STEP, file))
                        .reversed())
                .toList();
        List<Path> past = steps.stream()
                .filter(file -> iteration(STEP, file) <= iteration)
                .toList();
        Set<Path> kept = new HashSet<>(steps);
        past.stream().skip(keep).forEach(kept::remove);
        past.stream().skip(keep).forEach(this::delete);
        List<Path> bests = files(BEST);
        Set<Path> needed = new HashSet<>();
        for (Path step : kept) {
            bests.stream()
                    .filter(file -> iteration(BEST, file) <= iteration(STEP, step))
                    .max(Comparator.comparingLong(file -> iteration(BEST, file)))
                    .ifPresent(needed::add);
        }
        bests.stream().filter(Predicate.not(needed::contains)).forEach(this::delete);
    }

    /** Deletes unfinished files of killed processes. */
    void deleteLeftOvers() {
        for (Path place : List.of(path, run.path())) {
            files(place, Pattern.compile(".*")).stream()
                    .filter(AtomicFile::isLeftOver)
                    .forEach(this::delete);
        }
    }

    private List<Path> files(Pattern name) {
        return files(path, name);
    }

    private static List<Path> files(Path path, Pattern name) {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try {
            return Storage.of(path).list(path).stream()
                    .filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .toList();
        } catch (IOException e) {
            throw FileFailure.of(path, "cannot be read", e);
        }
    }

    private void delete(Path file) {
        try {
            Storage.of(file).delete(file);
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be deleted", e);
        }
    }

    private static long iteration(Pattern name, Path file) {
        Matcher matcher = name.matcher(file.getFileName().toString());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(file + " is no checkpoint");
        }
        return Long.parseLong(matcher.group(1));
    }
}

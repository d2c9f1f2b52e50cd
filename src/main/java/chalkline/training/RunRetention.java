package chalkline.training;

import chalkline.config.Configuration;
import chalkline.files.Digests;
import chalkline.files.FileFailure;
import chalkline.files.Storage;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Deletes the runs of a configuration that are no longer to be kept: {@code training.keep-runs}. */
public final class RunRetention {
    /** All that a run leaves. A directory with anything else is somebody's, and is not deleted. */
    private static final Set<String> OF_A_RUN = Set.of(
            "config.yaml",
            "config.resolved.yaml",
            "environment.json",
            "check.json",
            "checks.jsonl",
            "check-step.json",
            "trace.npz",
            "metrics.jsonl",
            "evaluation.json",
            "result.json",
            "run.log",
            "report.html",
            "model.zip",
            "checkpoints/");

    private RunRetention() {}

    /**
     * Deletes all but the last runs in {@code runs/<name>}, and never one that is being trained, one behind the published
     * model or the model before it, or a directory that holds what no run leaves.
     *
     * @param run that has ended; where it is not in {@code runs/<name>}, nothing is deleted
     * @return the directories that were deleted
     */
    public static List<Path> apply(Job job, RunDirectory run) {
        Configuration configuration = job.configuration();
        Path folder = configuration.directory().resolve("runs").resolve(configuration.name());
        if (configuration.training().keepRuns().isEmpty()
                || !folder.equals(run.path().getParent())) {
            return List.of();
        }
        List<RunRecord> runs = new ArrayList<>(readable(folder));
        Collections.reverse(runs);
        Set<Path> published = Set.copyOf(Stream.of(configuration.model(), job.previousModel())
                .flatMap(model -> behind(model, runs).stream())
                .toList());
        List<Path> deleted = new ArrayList<>();
        runs.stream()
                .skip(configuration.training().keepRuns().getAsLong())
                .map(RunRecord::path)
                .filter(path -> !path.equals(run.path()) && !published.contains(path))
                .filter(RunRetention::deleted)
                .forEach(deleted::add);
        return deleted;
    }

    private static List<RunRecord> readable(Path folder) {
        try {
            return Storage.of(folder).list(folder).stream()
                    .filter(RunRecord::isRun)
                    .flatMap(path -> {
                        try {
                            return Stream.of(RunRecord.read(path));
                        } catch (InvalidInputException damaged) {
                            return Stream.empty();
                        }
                    })
                    .sorted(RunRecord.BY_START)
                    .toList();
        } catch (IOException e) {
            throw FileFailure.of(folder, "cannot be read", e);
        }
    }

    /** The last run whose model this is. */
    private static Optional<Path> behind(Path model, List<RunRecord> lastFirst) {
        if (!Files.isRegularFile(model)) {
            return Optional.empty();
        }
        Optional<String> digest = Optional.of(Digests.sha256(model));
        return lastFirst.stream()
                .filter(run ->
                        run.outcome().flatMap(RunRecord.Outcome::modelSha256).equals(digest))
                .map(RunRecord::path)
                .findFirst();
    }

    private static boolean deleted(Path path) {
        RunDirectory run = RunDirectory.open(path);
        if (Files.isSymbolicLink(path) || !OF_A_RUN.containsAll(run.names())) {
            return false;
        }
        try {
            run.lock().close();
        } catch (InvalidInputException beingTrained) {
            return false;
        }
        try {
            Storage.of(path).deleteAll(path);
            return true;
        } catch (IOException e) {
            throw FileFailure.of(path, "cannot be deleted", e);
        }
    }
}

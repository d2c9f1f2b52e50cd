package chalkline.training;

import chalkline.network.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A moment of a run that training can go on from. */
public final class Checkpoint {
    private final Path file;
    private final RunDirectory run;
    private final CheckpointEntry entry;
    private final State state;
    private final Optional<State> best;

    private Checkpoint(Path file, RunDirectory run, CheckpointEntry entry, State state, Optional<State> best) {
        this.file = file;
        this.run = run;
        this.entry = entry;
        this.state = state;
        this.best = best;
    }

    /**
     * The last checkpoint of a run.
     *
     * @throws InvalidInputException where there is no such run, or it has no checkpoint that can be read
     */
    public static Checkpoint lastOf(Engine engine, Path runDirectory) {
        RunDirectory run = RunDirectory.open(runDirectory);
        Path last = new CheckpointDirectory(run)
                .last()
                .orElseThrow(() -> new InvalidInputException(runDirectory
                        + ": has no checkpoint, so there is nothing to resume; train again without --resume"));
        return load(engine, run, last);
    }

    /**
     * That run's last checkpoint, or that very checkpoint.
     *
     * @param path a run directory or a file in its {@code checkpoints}
     * @throws InvalidInputException where it is neither, or cannot be read
     */
    public static Checkpoint at(Engine engine, Path path) {
        if (!Files.isRegularFile(path)) {
            return lastOf(engine, path);
        }
        Path place = path.toAbsolutePath().normalize();
        if (place.getParent().endsWith("checkpoints") && place.getParent().getParent() != null) {
            return load(engine, RunDirectory.open(place.getParent().getParent()), path);
        }
        throw new InvalidInputException(
                path + ": is not in the checkpoints of a run directory, where its run could go on");
    }

    private static Checkpoint load(Engine engine, RunDirectory run, Path file) {
        Engine.Loaded stored = engine.load(file);
        CheckpointEntry entry = CheckpointEntry.read(stored.entries(), file.toString());
        Optional<State> best = entry.progress()
                .best()
                .map(known -> engine.load(file.resolveSibling(CheckpointDirectory.best(known.iteration())))
                        .model()
                        .state());
        return new Checkpoint(file, run, entry, stored.model().state(), best);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** The run that it is of. */
    public RunDirectory run() {
        return run;
    }

    /** How many steps were taken before it. */
    public long iteration() {
        return entry.progress().iteration();
    }

    /** How many epochs were ended before it. */
    public long epoch() {
        return entry.progress().epoch();
    }

    Progress progress() {
        return entry.progress();
    }

    State state() {
        return state;
    }

    Optional<State> best() {
        return best;
    }

    /**
     * Makes sure that the job would have taken the steps that led to this checkpoint.
     *
     * @throws InvalidInputException where its configuration, its data or its network's file would have led elsewhere
     */
    void requireSameTrajectory(Job job) {
        List<String> now = job.configuration().trajectory();
        for (int i = 0; i < Math.max(now.size(), entry.trajectory().size()); i++) {
            String then =
                    i < entry.trajectory().size() ? entry.trajectory().get(i).strip() : "nothing more";
            String here = i < now.size() ? now.get(i).strip() : "nothing more";
            if (!then.equals(here)) {
                throw new InvalidInputException(
                        file + ": cannot be resumed with " + job.configuration().file() + ": it was trained with \""
                                + then + "\", the configuration says \"" + here + "\"");
            }
        }
        if (!entry.data().equals(job.dataSha256())) {
            throw new InvalidInputException(
                    file + ": cannot be resumed: the data is no longer the data that it was trained on");
        }
        if (!entry.network().equals(CheckpointEntry.networkSha256(job))) {
            throw new InvalidInputException(file + ": cannot be resumed: "
                    + job.networkFile().map(ModelRecord.DataFile::file).orElse("the network")
                    + " is no longer the network that its training began with");
        }
    }
}

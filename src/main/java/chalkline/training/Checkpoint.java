package chalkline.training;

import chalkline.config.TrainingSpec;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A saved state of a run, from which training can be resumed. */
public final class Checkpoint {
    private final Path file;
    private final RunDirectory run;
    private final CheckpointEntry entry;
    private final Model stored;
    private final State state;
    private final Optional<State> best;

    private Checkpoint(
            Path file, RunDirectory run, CheckpointEntry entry, Model stored, State state, Optional<State> best) {
        this.file = file;
        this.run = run;
        this.entry = entry;
        this.stored = stored;
        this.state = state;
        this.best = best;
    }

    /**
     * The last checkpoint of a run.
     *
     * @throws InvalidInputException if there is no such run, or no readable checkpoint in it
     */
    public static Checkpoint lastOf(Engine engine, Path runDirectory) {
        RunDirectory run = RunDirectory.open(runDirectory);
        CheckpointDirectory checkpoints = new CheckpointDirectory(run);
        Path last = checkpoints
                .last()
                .orElseThrow(() -> new InvalidInputException(runDirectory
                        + ": has no checkpoint, so there is nothing to resume; train again without --resume"));
        try {
            return load(engine, run, last);
        } catch (InvalidInputException e) {
            // What is wrong with all of them, as with another engine, is not this file's.
            Optional<Path> earlier = checkpoints
                    .before(last)
                    .filter(file -> e.getMessage().startsWith(last.toString()) && isReadable(engine, run, file));
            throw earlier.isEmpty()
                    ? e
                    : new InvalidInputException(
                            e.getMessage() + "; delete it, and --resume goes on from "
                                    + earlier.get().getFileName(),
                            e);
        }
    }

    private static boolean isReadable(Engine engine, RunDirectory run, Path file) {
        try {
            load(engine, run, file);
            return true;
        } catch (InvalidInputException e) {
            return false;
        }
    }

    /**
     * The last checkpoint of a run directory, or the given checkpoint.
     *
     * @param path a run directory or a file in its {@code checkpoints}
     * @throws InvalidInputException if it is neither, or cannot be read
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
        Optional<State> best = entry.progress().best().map(known -> {
            Path ofBest = file.resolveSibling(CheckpointDirectory.best(known.iteration()));
            return state(engine.load(ofBest).model(), ofBest);
        });
        return new Checkpoint(file, run, entry, stored.model(), state(stored.model(), file), best);
    }

    private static State state(Model model, Path file) {
        try {
            return model.state();
        } catch (InvalidInputException e) {
            throw new InvalidInputException(file + ": cannot be resumed: " + e.getMessage(), e);
        }
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Its run. */
    public RunDirectory run() {
        return run;
    }

    /** The number of steps before it. */
    public long iteration() {
        return entry.progress().iteration();
    }

    /** The number of complete epochs before it. */
    public long epoch() {
        return entry.progress().epoch();
    }

    /** Warnings about resuming a job from it with this engine on this machine. */
    public Optional<String> warning(Job job, Engine engine) {
        String kernel = entry.sums().kernel();
        boolean other = !kernel.isEmpty() && !kernel.equals(engine.kernel());
        return other
                ? Optional.of(file + " was written with another CPU kernel (" + kernel + ") than this one ("
                        + engine.kernel() + "): the run goes on, but may end with other last bits" + ofDropout(job))
                : Optional.empty();
    }

    private static String ofDropout(Job job) {
        boolean drops = job.network().layers().stream()
                .anyMatch(layer -> layer.retainProbability().isPresent());
        return drops ? ", and with other numbers if that was another engine, which draws other dropout masks" : "";
    }

    /** In how many partitions of a cluster the rows lay; empty where it was trained on one machine. */
    public OptionalInt partitions() {
        int partitions = entry.sums().partitions();
        return partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions);
    }

    /**
     * Checks that steps are added up as before, without which a resumed run would end with other last bits.
     *
     * @param now as of {@link Fitter#partitions}
     * @throws InvalidInputException where they are not
     */
    void requireSamePartitions(int now) {
        int then = entry.sums().partitions();
        if (then != now) {
            throw new InvalidInputException(file + ": cannot be resumed "
                    + (now == 0 ? "on one machine" : "in " + Sentences.counted(now, "partition")) + ": it was trained "
                    + (then == 0
                            ? "on one machine; leave --master out"
                            : "on a cluster in " + Sentences.counted(then, "partition") + "; give --master URL"
                                    + " and --partitions " + then));
        }
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
     * Checks that the job would have taken the steps that led to this checkpoint.
     *
     * @throws InvalidInputException if its configuration, data or network file differ in a way that changes a step
     */
    void requireSameTrajectory(Job job) {
        List<String> now = job.configuration().trajectory();
        if (!entry.trajectory().equals(now)) {
            throw new InvalidInputException(file + ": cannot be resumed with "
                    + job.configuration().file() + ": it was trained " + difference(entry.trajectory(), now));
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

    /** The first line that differs; where its key is in one of the two only, the two lines there have nothing to do with each other. */
    private static String difference(List<String> then, List<String> now) {
        int i = 0;
        while (i < then.size() && i < now.size() && then.get(i).equals(now.get(i))) {
            i++;
        }
        String was = i < then.size() ? then.get(i) : "";
        String is = i < now.size() ? now.get(i) : "";
        if (key(was).equals(key(is))) {
            return "with \"" + was.strip() + "\", the configuration says \"" + is.strip() + "\"";
        }
        boolean isNew = was.isEmpty() || now.subList(i, now.size()).contains(was);
        return isNew
                ? "without \"" + is.strip() + "\", which the configuration says"
                : "with \"" + was.strip() + "\", of which the configuration says nothing";
    }

    private static String key(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    /**
     * Checks that a job of the {@link #requireSameTrajectory same trajectory} could have reached every number of this
     * checkpoint.
     *
     * @throws InvalidInputException with the number that it cannot have reached
     */
    void requireReachable(Job job) {
        Progress progress = entry.progress();
        TrainingSpec training = job.configuration().training();
        require("epoch", progress.epoch(), 0, training.epochs());
        List<int[]> batches = job.batches(progress.epoch());
        require("batch", progress.batch(), 0, batches.size() - 1);
        long steps = progress.epoch() * batches.size() + progress.batch();
        require("iteration", progress.iteration(), steps, steps);
        require("iteration", steps, 0, training.limits().steps().orElse(Long.MAX_VALUE));
        long examples = batches.stream()
                .limit(progress.batch())
                .mapToLong(rows -> rows.length)
                .sum();
        require("examples", progress.examples(), examples, examples);
        requireFinite("lossSum", progress.lossSum());
        requireFinite("seconds", progress.seconds());
        progress.firstLoss().ifPresent(loss -> requireFinite("firstLoss", loss));
        if (progress.firstLoss().isPresent() != progress.epoch() > 0) {
            throw impossible("firstLoss is there only after an epoch");
        }
        boolean watched = job.split().validation().length > 0 && progress.epoch() > 0;
        if (progress.best().isPresent() != watched) {
            throw impossible("bestEpoch is there only after an epoch with a validation loss");
        }
        requireState("", state(), progress.iteration(), progress.epoch());
        progress.best().ifPresent(known -> {
            require("bestEpoch", known.epoch(), 1, progress.epoch());
            requireFinite("bestLoss", known.loss());
            long then = known.epoch() * batches.size();
            require("bestIteration", known.iteration(), then, then);
            requireState("the best epoch's ", best.orElseThrow(), then, known.epoch());
        });
    }

    private void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw impossible(
                    what + " is " + value + ", but can only be " + (least == most ? least : least + " to " + most));
        }
    }

    private void requireFinite(String what, double value) {
        if (!Double.isFinite(value)) {
            throw impossible(what + " is " + value);
        }
    }

    private void requireState(String whose, State state, long iteration, long epoch) {
        require(whose + "iterationCount", state.iteration(), iteration, iteration);
        require(whose + "epochCount", state.epoch(), epoch, epoch);
        if (!state.isFinite()) {
            throw impossible("a number of " + whose + "parameters or updater state is not finite");
        }
    }

    private InvalidInputException impossible(String why) {
        return new InvalidInputException(
                file + ": cannot be resumed: this training never wrote such a checkpoint: " + why);
    }

    /**
     * Puts the model into the state of this checkpoint.
     *
     * @param model of the job's network
     * @throws InvalidInputException where the checkpoint is of another network
     */
    void restore(Model model) {
        try {
            best.ifPresent(model::restore);
            model.restore(state());
        } catch (IllegalArgumentException e) {
            throw impossible(e.getMessage());
        }
        String name = file.toString();
        if (!stored.network(name).equals(model.network(name))) {
            throw impossible("its layers, updater or learning rate are not those of the configuration");
        }
    }
}

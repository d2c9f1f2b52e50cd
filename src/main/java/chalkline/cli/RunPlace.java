package chalkline.cli;

import chalkline.network.InvalidInputException;
import chalkline.training.Checkpoint;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.RunDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a run leaves its files, and which run is resumed. */
final class RunPlace {
    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run leaves its files; it must not be there yet. Default: runs/<name>/<timestamp>.")
    private Optional<Path> runDirectory;

    @Option(
            names = "--resume",
            paramLabel = "last|PATH",
            arity = "0..1",
            fallbackValue = "last",
            description =
                    "Go on from the last checkpoint of the last run (or of --run-dir), and begin anew where there "
                            + "is none; or from that of a run directory, or from that very file.")
    private Optional<Path> resume;

    /** Whether a run is to be resumed, if there is one. */
    boolean isResumed() {
        return resume.isPresent();
    }

    /** The directory of a run that begins. */
    RunDirectory begin(Job job, WorkingDirectory directory) {
        return runDirectory
                .map(path -> directory.confined(directory.resolve(path)))
                .map(path -> isResumed() ? RunDirectory.beginAnew(path) : RunDirectory.create(path))
                .orElseGet(() -> fresh(job, directory));
    }

    /** A new directory among those of the job's runs. */
    static RunDirectory fresh(Job job, WorkingDirectory directory) {
        String name = job.configuration().name();
        directory.confined(directory.resolve(Path.of("runs", name)));
        return RunDirectory.createUnder(directory.path(), name);
    }

    /**
     * Where to go on; empty where nothing is resumed, or none was named and there is none.
     *
     * @param notes is told that there is none
     */
    Optional<Checkpoint> checkpoint(Job job, Engine engine, WorkingDirectory directory, PrintWriter notes) {
        if (!isResumed()) {
            return Optional.empty();
        }
        if (job.isTrial()) {
            throw new InvalidInputException("--overfit-batches leaves nothing to resume");
        }
        boolean last = resume.orElseThrow().equals(Path.of("last"));
        if (!last && runDirectory.isPresent()) {
            throw new InvalidInputException("--resume " + resume.get() + " names its run already: leave --run-dir out");
        }
        if (!last) {
            return Optional.of(confined(Checkpoint.at(engine, directory.resolve(resume.get())), directory));
        }
        String name = job.configuration().name();
        Optional<RunDirectory> run = runDirectory.isPresent()
                ? RunDirectory.withCheckpoint(directory.resolve(runDirectory.get()))
                : RunDirectory.lastUnder(directory.path(), name);
        if (run.isEmpty()) {
            Path place = directory.resolve(runDirectory.orElse(Path.of("runs", name)));
            notes.println("--resume: there is no checkpoint in " + place + ", so training begins anew");
        }
        return run.map(found -> confined(Checkpoint.lastOf(engine, found.path()), directory));
    }

    /** Its run goes on where it is. */
    private static Checkpoint confined(Checkpoint checkpoint, WorkingDirectory directory) {
        directory.requireConfinedFiles(checkpoint.run().path());
        return checkpoint;
    }
}

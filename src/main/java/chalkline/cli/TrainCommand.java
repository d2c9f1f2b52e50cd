package chalkline.cli;

import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.Notation;
import chalkline.report.CheckText;
import chalkline.report.ProgressBarObserver;
import chalkline.report.ProgressLines;
import chalkline.report.RunFiles;
import chalkline.report.TrainText;
import chalkline.training.CheckedStep;
import chalkline.training.Job;
import chalkline.training.Observers;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train CONFIG}: the batch job. */
@Command(name = "train", description = "Check the first step, train, evaluate, and save a model zip.")
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Parameters(paramLabel = "CONFIG", description = "The YAML configuration.")
    private Path config;

    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            description = "Where the run leaves its files; it must not be there yet. Default: runs/<name>/<timestamp>.")
    private Optional<Path> runDirectory;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = Configuration.read(config, directory.path());
        Job job = Job.prepare(configuration);
        RunDirectory run = runDirectory
                .map(path -> RunDirectory.create(directory.resolve(path)))
                .orElseGet(() -> RunDirectory.createUnder(directory.path(), configuration.name()));
        Logging.alsoTo(run.path().resolve("run.log"));
        Notation notation = configuration.notation().orElse(Notation.XW_PLUS_B);
        TrainingRun.Result result;
        int epochs = configuration.training().epochs();
        try (Watchers watchers = new Watchers(job)) {
            List<TrainingObserver> observers = new ArrayList<>(watchers.list());
            observers.add(new RunFiles(run, notation));
            observers.add(new ProgressLines(epochs, System.err));
            observers.add(new TrainingObserver() {
                @Override
                public void checked(CheckedStep step) {
                    out.print(CheckText.of(step, notation));
                    out.flush();
                }
            });
            result = TrainingRun.of(job, new Dl4j(), run, new Observers(observers));
        }
        out.print(TrainText.of(job, result, run.path()));
        out.flush();
        return switch (result.end()) {
            case SAVED -> ExitCode.DONE;
            case STOPPED_BY_CHECK -> ExitCode.DEVIATES;
            case DIVERGED -> ExitCode.DIVERGED;
        };
    }

    /** A progress bar where there is a terminal to draw it on. */
    private static final class Watchers implements AutoCloseable {
        private final Optional<ProgressBarObserver> bar;

        Watchers(Job job) {
            long steps = (long) job.configuration().training().epochs()
                    * job.batches(0).size();
            bar = System.console() == null ? Optional.empty() : Optional.of(new ProgressBarObserver(steps));
        }

        List<TrainingObserver> list() {
            return bar.<List<TrainingObserver>>map(List::of).orElse(List.of());
        }

        @Override
        public void close() {
            bar.ifPresent(ProgressBarObserver::close);
        }
    }
}

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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code train CONFIG}: the batch job. */
@Command(name = "train", description = "Check the first step, train, evaluate, and save a model zip.")
final class TrainCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(TrainCommand.class);

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
        job.requireModelPlace();
        RunDirectory run = runDirectory
                .map(path -> RunDirectory.create(directory.resolve(path)))
                .orElseGet(() -> RunDirectory.createUnder(directory.path(), configuration.name()));
        Logging.RunLog log = Logging.alsoTo(run.path().resolve("run.log"));
        try {
            TrainingRun.Result result = train(job, run);
            new WrittenReport(spec.commandLine().getErr()).of(run.path(), directory.path());
            String text = TrainText.of(job, result, run.path());
            text.lines().forEach(LOG::info);
            out.print(text);
            out.flush();
            return switch (result.end()) {
                case SAVED -> ExitCode.DONE;
                case STOPPED_BY_CHECK -> ExitCode.DEVIATES;
                case DIVERGED -> ExitCode.DIVERGED;
            };
        } finally {
            log.close();
        }
    }

    /** Trains; a bar where there is a terminal to draw it on, lines elsewhere, and the lines always in the run's log. */
    private TrainingRun.Result train(Job job, RunDirectory run) {
        Configuration configuration = job.configuration();
        boolean terminal = System.console() != null;
        PrintWriter err = spec.commandLine().getErr();
        long steps = (long) configuration.training().epochs() * job.batches(0).size();
        Notation notation = configuration.notation().orElse(Notation.XW_PLUS_B);
        try (ProgressBarObserver bar = new ProgressBarObserver(steps)) {
            List<TrainingObserver> observers = new ArrayList<>();
            observers.add(new RunFiles(run, notation));
            observers.add(new PrintedCheck(spec.commandLine().getOut(), notation));
            observers.add(new ProgressLines(configuration.training(), LOG::info));
            observers.add(terminal ? bar : new ProgressLines(configuration.training(), err::println));
            return TrainingRun.of(job, new Dl4j(), run, new Observers(observers));
        }
    }

    /** Prints the checked step as soon as it is there. */
    private record PrintedCheck(PrintWriter out, Notation notation) implements TrainingObserver {
        @Override
        public void checked(CheckedStep step) {
            out.print(CheckText.of(step, notation));
            out.flush();
        }
    }
}

package chalkline.cli;

import chalkline.config.Configuration;
import chalkline.config.TrainingSpec;
import chalkline.data.YamlText;
import chalkline.doctor.TrainingSigns;
import chalkline.network.InvalidInputException;
import chalkline.network.Notation;
import chalkline.report.CheckText;
import chalkline.report.DoctorText;
import chalkline.report.DryRunText;
import chalkline.report.ProgressBarObserver;
import chalkline.report.ProgressLines;
import chalkline.report.RunFiles;
import chalkline.report.TrainText;
import chalkline.training.CheckedStep;
import chalkline.training.Checkpoint;
import chalkline.training.Engine;
import chalkline.training.Fitter;
import chalkline.training.Job;
import chalkline.training.Observers;
import chalkline.training.Publication;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
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

    @Mixin
    private EngineOption engines;

    @Parameters(
            paramLabel = "CONFIG|TABLE",
            converter = TablePath.class,
            description = "The YAML configuration; or, with --label, a CSV file that one is written for; - is "
                    + "standard input.")
    private Path config;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "The column of the table that is to be predicted, or several with commas between; of a table "
                    + "without names its place. The configuration is written beside, and used again when it is there.")
    private List<String> labels = List.of();

    @Mixin
    private RunPlace place;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a value of the configuration: --set training.epochs=3. May be repeated.")
    private List<String> settings = List.of();

    @Option(names = "--max-steps", paramLabel = "N", description = "End after so many steps in all.")
    private Optional<Integer> maxSteps;

    @Option(
            names = "--overfit-batches",
            paramLabel = "N",
            description =
                    "Train on the first N mini-batches only, to see whether the network learns them by heart; no model "
                            + "is saved.")
    private Optional<Integer> overfitBatches;

    @Option(
            names = "--prove-resume",
            paramLabel = "N",
            description =
                    "Train once as it is, and N times killed at a random moment and resumed, each in a process of "
                            + "its own, and compare the models. Nothing else is left behind.")
    private Optional<Integer> proveResume;

    @Option(
            names = "--quiet",
            description =
                    "Print nothing where all is well; the run directory has it all. What went wrong is on standard "
                            + "error.")
    private boolean quiet;

    @Option(
            names = "--dry-run",
            description = "Read everything and check the first step, but train nothing and write nothing.")
    private boolean dryRun;

    @Mixin
    private final ClusterOptions cluster = new ClusterOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (cluster) {
            return train();
        }
    }

    private int train() {
        requirePositive("--max-steps", maxSteps);
        requirePositive("--overfit-batches", overfitBatches);
        cluster.require();
        requirePositive("--prove-resume", proveResume);
        List<String> all = new ArrayList<>(settings);
        all.addAll(engines.settings());
        maxSteps.ifPresent(steps -> all.add("training.max-steps=" + steps));
        Configuration configuration = configuration(all);
        Job whole =
                Job.prepare(configuration, () -> EngineOption.of(configuration), cluster.tables(configuration.name()));
        Job job = overfitBatches.map(whole::overfitting).orElse(whole);
        if (!job.isTrial()) {
            job.requireModelPlace();
        }
        Engine engine = EngineOption.of(configuration);
        Publication publication = Publication.prepare(job, engine);
        if (dryRun) {
            return dryRun(job, engine);
        }
        if (proveResume.isPresent()) {
            return proof(job).prove(proveResume.get());
        }
        Optional<Checkpoint> checkpoint = place.checkpoint(job, engine, directory, notes());
        Fitter.Maker fitters = cluster.fitters(job, checkpoint, notes()::println);
        return checkpoint.isPresent()
                ? resume(job, engine, publication, fitters, checkpoint.get())
                : begin(job, engine, publication, fitters);
    }

    /** For what a person may want to know, but does not have to. */
    private PrintWriter notes() {
        return quiet ? new PrintWriter(Writer.nullWriter()) : spec.commandLine().getErr();
    }

    /** The same job, but its model goes to a folder of the proof, and whatever it is like. */
    private ResumeProof proof(Job job) {
        if (job.isTrial() || place.isResumed() || cluster.isAsked() || config.equals(Path.of("-"))) {
            throw new InvalidInputException(
                    "--prove-resume goes with none of --resume, --overfit-batches, --master and standard input");
        }
        Path folder = RunPlace.fresh(job, directory).path().toAbsolutePath();
        List<String> arguments = new ArrayList<>(List.of("train"));
        arguments.addAll(directory.arguments());
        arguments.add(config.toString());
        labels.forEach(label -> arguments.addAll(List.of("--label", label)));
        engines.settings().forEach(setting -> arguments.addAll(List.of("--set", setting)));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        maxSteps.ifPresent(steps -> arguments.addAll(List.of("--max-steps", steps.toString())));
        arguments.addAll(List.of(
                "--set",
                "model=" + YamlText.of(folder.resolve("model.zip").toString()),
                "--set",
                "publish-if={ better-than-baseline: false }"));
        return new ResumeProof(arguments, folder, spec.commandLine().getOut());
    }

    private Configuration configuration(List<String> all) {
        if (labels.isEmpty() && (TableConfiguration.isTable(config.toString()) || config.equals(Path.of("-")))) {
            throw new InvalidInputException(
                    config + ": is a table; --label must name the column that is to be predicted");
        }
        if (labels.isEmpty()) {
            return directory.read(config, all);
        }
        Path table = config.equals(Path.of("-")) ? InputFile.of(config, directory) : config;
        return new TableConfiguration(table, labels, directory).read(all, !dryRun, notes());
    }

    private static void requirePositive(String option, Optional<Integer> number) {
        if (number.isPresent() && number.get() < 1) {
            throw new InvalidInputException(option + " must be at least 1, not " + number.get());
        }
    }

    private int dryRun(Job job, Engine engine) {
        PrintWriter out = spec.commandLine().getOut();
        CheckedStep step = CheckedStep.of(
                engine,
                job.network(),
                engine.build(job.network()),
                job.sample(),
                job.configuration().known());
        out.print(CheckText.of(step, notation(job)));
        out.print(DryRunText.of(job));
        out.flush();
        boolean stops = job.configuration().training().onDeviation() == TrainingSpec.OnDeviation.STOP;
        return stops && ExitCode.of(step.result().verdict()) != ExitCode.DONE ? ExitCode.DEVIATES : ExitCode.DONE;
    }

    private int begin(Job job, Engine engine, Publication publication, Fitter.Maker fitters) {
        RunDirectory run = place.begin(job, directory);
        return train(
                job,
                run,
                (observer, interrupted) ->
                        TrainingRun.of(job, engine, run, publication, fitters, observer, interrupted));
    }

    private int resume(Job job, Engine engine, Publication publication, Fitter.Maker fitters, Checkpoint checkpoint) {
        notes().println("resuming " + checkpoint.run().path() + " after step " + checkpoint.iteration());
        directory.confined(checkpoint.file());
        checkpoint
                .warning(job, engine)
                .ifPresent(warning -> spec.commandLine().getErr().println("WARNING  " + warning));
        return train(
                job,
                checkpoint.run(),
                (observer, interrupted) ->
                        TrainingRun.resume(job, engine, checkpoint, publication, fitters, observer, interrupted));
    }

    /** Begins or resumes training. */
    private interface Course {
        TrainingRun.Result run(TrainingObserver observer, BooleanSupplier interrupted);
    }

    private int train(Job job, RunDirectory run, Course course) {
        long start = System.nanoTime();
        try (Interruption interruption = new Interruption(spec.commandLine().getErr())) {
            TrainingRun.End end = logged(job, run, course, interruption);
            int code = switch (end) {
                case SAVED, TRIAL -> ExitCode.DONE;
                case NOT_PUBLISHED, STOPPED_BY_CHECK -> ExitCode.DEVIATES;
                case DIVERGED -> ExitCode.DIVERGED;
                case INTERRUPTED -> ExitCode.INTERRUPTED;
            };
            if (end != TrainingRun.End.INTERRUPTED) {
                interruption.endedWith(code);
            }
            if (!cluster.isAsked()) {
                Engines.advice(job, System.nanoTime() - start).ifPresent(notes()::println);
            }
            return code;
        }
    }

    /** Trains with a log. */
    private TrainingRun.End logged(Job job, RunDirectory run, Course course, Interruption interruption) {
        PrintWriter out = spec.commandLine().getOut();
        Logging.RunLog log = Logging.alsoTo(run.path().resolve("run.log"));
        try {
            TrainingSigns signs = new TrainingSigns(job);
            TrainingRun.Result result = watched(job, run, course, signs, interruption::requested);
            new WrittenReport(spec.commandLine().getErr()).of(run.path(), directory.path());
            String text = TrainText.of(job, result, run)
                    + result.training().map(training -> signs.findings(training.finalLoss())).stream()
                            .flatMap(List::stream)
                            .map(DoctorText::line)
                            .collect(Collectors.joining());
            text.lines().forEach(LOG::info);
            boolean well = result.end() == TrainingRun.End.SAVED || result.end() == TrainingRun.End.TRIAL;
            PrintWriter problems = well ? notes() : spec.commandLine().getErr();
            (quiet ? problems : out).print(text);
            out.flush();
            if (result.end() != TrainingRun.End.INTERRUPTED) {
                new OlderRuns(spec.commandLine().getErr(), notes()).delete(job, run);
            }
            return result.end();
        } catch (InvalidInputException | UncheckedIOException e) {
            if (interruption.requested()) {
                spec.commandLine().getErr().println(e.getMessage());
                interruption.endedWith(ExitCode.FAILED);
            }
            throw e;
        } finally {
            log.close();
        }
    }

    /** Trains, with a progress bar on a terminal, lines elsewhere, and the lines always in the run's log. */
    private TrainingRun.Result watched(
            Job job, RunDirectory run, Course course, TrainingObserver signs, BooleanSupplier interrupted) {
        TrainingSpec training = job.configuration().training();
        boolean terminal = System.console() != null;
        PrintWriter err = spec.commandLine().getErr();
        try (ProgressBarObserver bar = new ProgressBarObserver(job)) {
            List<TrainingObserver> observers = new ArrayList<>();
            observers.add(signs);
            observers.add(new RunFiles(run, notation(job)));
            observers.add(new ProgressLines(training, LOG::info));
            if (quiet) {
                observers.add(new Warning(new ProgressLines(training, err::println)));
            } else {
                observers.add(new PrintedCheck(spec.commandLine().getOut(), notation(job)));
                observers.add(terminal ? bar : new ProgressLines(training, err::println));
            }
            return course.run(new Observers(observers), interrupted);
        }
    }

    private static Notation notation(Job job) {
        return job.configuration().notation().orElse(Notation.XW_PLUS_B);
    }

    /** Of progress only what is wrong with the checked step. */
    private record Warning(ProgressLines lines) implements TrainingObserver {
        @Override
        public void checked(CheckedStep step) {
            lines.checked(step);
        }

        @Override
        public void checkedLater(long iteration, CheckedStep step) {
            lines.checkedLater(iteration, step);
        }
    }
}

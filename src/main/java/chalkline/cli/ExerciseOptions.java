package chalkline.cli;

import chalkline.training.Engine;
import chalkline.training.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Options that choose a step of a configuration to be worked by hand. */
final class ExerciseOptions {
    @Parameters(index = "0", paramLabel = "CONFIG", description = "A YAML configuration.")
    private Path file;

    @Option(names = "--data", paramLabel = "CSV", description = "Take the batch of every step from this file.")
    private Optional<Path> data;

    @Option(names = "--rows", paramLabel = "N", description = "Take only the first N rows, in every step.")
    private Optional<Integer> rows;

    @Option(names = "--step", paramLabel = "N", description = "The N-th step of the training instead of the first.")
    private Optional<Integer> step;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The configuration's exercises. */
    ExerciseBook read(WorkingDirectory directory) {
        requireCount(command, "--rows", rows);
        requireCount(command, "--step", step);
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
            throw new ParameterException(
                    command.commandLine(),
                    command.name() + " is for a configuration; one with this model's network says network: { from: "
                            + file + " }");
        }
        Engine engine = Engines.make();
        Job job = Job.prepare(directory.read(file, List.of()), () -> engine);
        boolean ofTraining = data.isEmpty() && rows.isEmpty();
        return new ExerciseBook(
                job,
                engine,
                ofTraining
                        ? Optional.empty()
                        : Optional.of(data.map(csv ->
                                        job.sampleOf(directory.resolve(csv)).batch())
                                .orElseGet(job::firstBatch)
                                .first(rows.orElse(Integer.MAX_VALUE))));
    }

    /** The step that is asked for, if any. */
    Optional<Integer> step() {
        return step;
    }

    /** Refuses a count below 1. */
    static void requireCount(CommandSpec command, String option, Optional<Integer> count) {
        if (count.filter(given -> given < 1).isPresent()) {
            throw new ParameterException(
                    command.commandLine(), option + " is " + count.get() + " but must be at least 1");
        }
    }
}

package chalkline.cli;

import chalkline.answers.Variant;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.Batch;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import chalkline.training.Engine;
import chalkline.training.Exercises;
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

/** Which step of which configuration a person works by hand. */
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

    /** An exercise, and how the person writes it. */
    record Asked(Exercise exercise, Notation notation) {}

    /** The configuration's own step, or that of one with other numbers. */
    Asked read(WorkingDirectory directory, Optional<Long> variant) {
        requireCount(command, "--rows", rows);
        requireCount(command, "--step", step);
        if (file.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
            throw new ParameterException(
                    command.commandLine(),
                    command.name() + " is for a configuration; one with this model's network says network: { from: "
                            + file + " }");
        }
        Configuration configuration = directory.read(file, List.of());
        Engine engine = new Dl4j();
        Job job = Job.prepare(configuration, () -> engine);
        int number = step.orElse(1);
        Notation notation = configuration.notation().orElse(Notation.XW_PLUS_B);
        if (data.isEmpty() && rows.isEmpty() && variant.isEmpty()) {
            return new Asked(Exercises.of(engine, job.network(), job::miniBatches, number), notation);
        }
        Batch batch = data.map(csv -> job.sampleOf(directory.resolve(csv)).batch())
                .orElseGet(job::firstBatch)
                .first(rows.orElse(Integer.MAX_VALUE));
        Variant asked = variant.map(seed -> Variant.of(job.network(), batch, seed))
                .orElseGet(() -> new Variant(job.network(), batch));
        return new Asked(Exercises.of(engine, asked.network(), epoch -> List.of(asked.batch()), number), notation);
    }

    /** Refuses a count below 1. */
    static void requireCount(CommandSpec command, String option, Optional<Integer> count) {
        if (count.filter(given -> given < 1).isPresent()) {
            throw new ParameterException(
                    command.commandLine(), option + " is " + count.get() + " but must be at least 1");
        }
    }
}

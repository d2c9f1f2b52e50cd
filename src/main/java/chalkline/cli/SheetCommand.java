package chalkline.cli;

import chalkline.answers.Template;
import chalkline.reference.Exercise;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sheet CONFIG}: empty sheets for answers. */
@Command(name = "sheet", description = "Write an empty sheet for the answers to a training step.")
final class SheetCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private ExerciseOptions options;

    @Option(
            names = "--variant",
            paramLabel = "SEED",
            description = "The same network with other, friendly numbers, drawn from this seed.")
    private Optional<Long> variant;

    @Option(
            names = "--variants",
            paramLabel = "N",
            description =
                    "Write N sheets with other numbers each, of the seeds from --variant, or 1, on; --out is a folder.")
    private Optional<Integer> variants;

    @Option(names = "--out", paramLabel = "FILE|DIR", description = "Write it here instead of to standard output.")
    private Optional<Path> out;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        ExerciseOptions.requireCount(spec, "--variants", variants);
        if (variants.isPresent() && out.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "--variants writes several sheets: give --out DIR");
        }
        ExerciseBook book = options.read(directory);
        if (variants.isPresent()) {
            return writeAll(book, variants.get(), directory.resolve(out.get()));
        }
        String sheet = sheet(book, variant);
        if (out.isPresent()) {
            Path file = directory.resolve(out.get());
            OutputFile.write(file, sheet);
            spec.commandLine().getOut().println("Wrote  " + file);
        } else {
            spec.commandLine().getOut().print(sheet);
            spec.commandLine().getOut().flush();
        }
        return ExitCode.DONE;
    }

    private String sheet(ExerciseBook book, Optional<Long> seed) {
        int step = options.step().orElse(1);
        Exercise exercise = book.of(seed, step);
        return Template.of(exercise, book.scheme(exercise), book.notation(), book.conventions(), seed, step);
    }

    private int writeAll(ExerciseBook book, int count, Path folder) {
        long first = variant.orElse(1L);
        int width = Long.toString(first + count - 1).length();
        for (long seed = first; seed < first + count; seed++) {
            String name = String.format(Locale.ROOT, "variant-%0" + width + "d.yaml", seed);
            OutputFile.write(folder.resolve(name), sheet(book, Optional.of(seed)));
        }
        spec.commandLine()
                .getOut()
                .println("Wrote  " + count + " sheets, variants " + first + " to " + (first + count - 1) + ", to "
                        + folder);
        return ExitCode.DONE;
    }
}

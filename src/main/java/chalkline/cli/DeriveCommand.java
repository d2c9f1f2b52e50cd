package chalkline.cli;

import chalkline.reference.Exercise;
import chalkline.report.DerivationDocument;
import chalkline.report.TraceNpz;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code derive CONFIG}: a training step by hand. */
@Command(
        name = "derive",
        description = "Write a training step as by hand: every formula, its numbers put in, and what it comes to.")
final class DeriveCommand implements Callable<Integer> {
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
            names = "--out",
            paramLabel = "FILE.md|.tex|.txt",
            description = "Write it here, as Markdown, LaTeX or text, instead of as text to standard output.")
    private Optional<Path> out;

    @Option(names = "--npz", paramLabel = "FILE", description = "Write every step's right numbers for NumPy.")
    private Optional<Path> npz;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DerivationDocument.Format format = out.map(this::format).orElse(DerivationDocument.Format.TEXT);
        ExerciseBook book = options.read(directory);
        Exercise exercise = book.of(variant, options.step().orElse(1));
        npz.map(directory::resolve).ifPresent(file -> {
            TraceNpz.write(file, exercise, book.notation());
            wrote(file);
        });
        out.map(directory::resolve).ifPresent(file -> {
            OutputFile.write(file, DerivationDocument.of(exercise, book.notation(), format));
            wrote(file);
        });
        if (out.isEmpty() && npz.isEmpty()) {
            PrintWriter screen = spec.commandLine().getOut();
            screen.print(DerivationDocument.of(exercise, book.notation(), format));
            screen.flush();
        }
        return ExitCode.DONE;
    }

    private void wrote(Path file) {
        spec.commandLine().getOut().println("Wrote  " + file);
    }

    private DerivationDocument.Format format(Path file) {
        return DerivationDocument.Format.of(file)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--out is " + file + " but must end in .md (Markdown), .tex (LaTeX) or .txt (text)"));
    }
}

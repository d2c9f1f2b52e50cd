package chalkline.cli;

import chalkline.answers.AnswerSheet;
import chalkline.answers.MarkedSheet;
import chalkline.answers.Marker;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import chalkline.report.AnswersJson;
import chalkline.report.AnswersPage;
import chalkline.report.AnswersText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mark CONFIG SHEET|DIR}: a person's answers, or a class's. */
@Command(
        name = "mark",
        description = {
            "Mark a person's own numbers for a training step, or every sheet of a folder.",
            "Errors are carried forward: an answer that follows from an earlier mistake is not wrong again."
        })
final class MarkCommand implements Callable<Integer> {
    @Mixin
    private WorkingDirectory directory;

    @Mixin
    private ExerciseOptions options;

    @Parameters(index = "1", paramLabel = "SHEET|DIR", description = "A sheet of answers (YAML or NPZ), or a folder.")
    private Path sheets;

    @Option(names = "--variant", paramLabel = "SEED", description = "The sheet is that of the variant of this seed.")
    private Optional<Long> variant;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Of a folder: write the points here instead of to standard output.")
    private Optional<Path> csv;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the marks as JSON; - is standard output.")
    private Optional<String> json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the marks as a page for a browser.")
    private Optional<Path> html;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path given = directory.resolve(sheets);
        boolean folder = Files.isDirectory(given);
        if (csv.isPresent() && !folder) {
            throw new ParameterException(spec.commandLine(), "--csv goes with a folder of sheets");
        }
        ExerciseOptions.Asked asked = options.read(directory, variant);
        return folder
                ? new ClassMarking(asked.exercise(), asked.notation(), spec.commandLine())
                        .mark(given, csv.map(directory::resolve), html.map(directory::resolve))
                : mark(given, asked.exercise(), asked.notation());
    }

    private int mark(Path file, Exercise exercise, Notation notation) {
        MarkedSheet marked = Marker.mark(
                exercise.network(),
                exercise.batch(),
                exercise.start(),
                AnswerSheet.read(file, file.toString(), exercise.solution(), notation));
        html.ifPresent(page -> OutputFile.write(directory.resolve(page), AnswersPage.of(marked, exercise, notation)));
        ResultOutput.write(
                spec.commandLine().getOut(),
                directory,
                json,
                () -> AnswersJson.of(marked, exercise, notation),
                () -> AnswersText.of(marked, exercise, notation));
        return marked.passes() ? ExitCode.DONE : ExitCode.DEVIATES;
    }
}

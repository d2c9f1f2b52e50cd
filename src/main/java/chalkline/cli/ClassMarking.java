package chalkline.cli;

import chalkline.answers.AnswerSheet;
import chalkline.answers.MarkedSheet;
import chalkline.answers.Marker;
import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import chalkline.reference.Rule;
import chalkline.report.ClassReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** {@code mark CONFIG DIR}: marks every sheet of a folder. */
final class ClassMarking {
    private final Exercise exercise;
    private final Notation notation;
    private final CommandLine commandLine;

    ClassMarking(Exercise exercise, Notation notation, CommandLine commandLine) {
        this.exercise = exercise;
        this.notation = notation;
        this.commandLine = commandLine;
    }

    /** Points as CSV to standard output or the file, the summary beside them, and the page where one is asked for. */
    int mark(Path folder, Optional<Path> csv, Optional<Path> html) {
        Map<String, Matrix> steps = exercise.solution();
        Marker marker = new Marker(exercise.network(), exercise.batch(), exercise.start());
        ClassReport report = new ClassReport(notation);
        int code = ExitCode.DONE;
        for (Path file : sheets(folder)) {
            String name = file.getFileName().toString();
            try {
                MarkedSheet marked = marker.mark(AnswerSheet.read(file, name, steps, notation));
                report.add(name, marked);
                code = marked.passes() || code == ExitCode.UNUSABLE ? code : ExitCode.DEVIATES;
            } catch (InvalidInputException unreadable) {
                report.addUnreadable(name, unreadable.problems().get(0));
                unreadable.problems().forEach(commandLine.getErr()::println);
                code = ExitCode.UNUSABLE;
            }
        }
        List<String> columns = exercise.derivation().rules().stream()
                .filter(rule -> rule.section() != Rule.Section.UPDATE)
                .map(Rule::name)
                .toList();
        String points = report.csv(columns);
        html.ifPresent(
                file -> OutputFile.write(file, report.html(exercise.network().name(), columns)));
        if (csv.isPresent()) {
            OutputFile.write(csv.get(), points);
            commandLine.getOut().print(report.summary());
        } else {
            commandLine.getOut().print(points);
            commandLine.getErr().print(report.summary());
        }
        commandLine.getOut().flush();
        commandLine.getErr().flush();
        return code;
    }

    private static List<Path> sheets(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sheets = files.filter(Files::isRegularFile)
                    .filter(file -> AnswerSheet.isSheet(file.getFileName().toString()))
                    .sorted()
                    .toList();
            if (sheets.isEmpty()) {
                throw new InvalidInputException(
                        folder + ": holds no sheet of answers, no .yaml, .yml, .json, .csv, .tsv, .ipynb or .npz file");
            }
            return sheets;
        } catch (IOException e) {
            throw FileFailure.of(folder, "cannot be read", e);
        }
    }
}

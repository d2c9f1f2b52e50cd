package chalkline.cli;

import chalkline.answers.Classroom;
import chalkline.answers.MarkedSheet;
import chalkline.answers.Scheme;
import chalkline.answers.SheetMarking;
import chalkline.answers.Submission;
import chalkline.network.InvalidInputException;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import chalkline.report.AnswersJson;
import chalkline.report.AnswersPage;
import chalkline.report.AnswersText;
import chalkline.report.ClassJson;
import chalkline.report.ClassPage;
import chalkline.report.ClassReport;
import chalkline.report.GradescopeResults;
import chalkline.report.MoodleCsv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mark CONFIG SHEET|DIR}: marks a person's answers, or a class's. */
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

    @Parameters(
            index = "1",
            paramLabel = "SHEET|DIR",
            description = "A sheet of answers (YAML, JSON, CSV, NPZ or a notebook), or a folder of them.")
    private Path sheets;

    @Option(names = "--variant", paramLabel = "SEED", description = "The variant of sheets that do not say theirs.")
    private Optional<Long> variant;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Of a folder: write the points here instead of to standard output.")
    private Optional<Path> csv;

    @Option(names = "--json", paramLabel = "FILE|-", description = "Write the marks as JSON; - is standard output.")
    private Optional<Path> json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the marks as a page for a browser.")
    private Optional<Path> html;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Of a folder: write points.csv, moodle.csv and class.html here, and a page a sheet in feedback.")
    private Optional<Path> out;

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description = "Of one sheet: write its points as Gradescope reads them from an autograder.")
    private Optional<Path> results;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path given = directory.resolve(sheets);
        boolean folder = Files.isDirectory(given) && results.isEmpty();
        requireFolder("--csv", csv, folder);
        requireFolder("--out", out, folder);
        ExerciseBook book = options.read(directory);
        SheetMarking marking = new SheetMarking(book::of, book.notation(), book.conventions(), variant, options.step());
        if (folder) {
            return mark(SheetFolder.of(given, out.map(directory::resolve)), marking, book);
        }
        Path file = Files.isDirectory(given) ? SheetFolder.only(given) : given;
        try {
            return report(marking.mark(file, file.toString()), book);
        } catch (InvalidInputException unreadable) {
            write(results, () -> GradescopeResults.unreadable(unreadable.problems()));
            throw unreadable;
        }
    }

    private void requireFolder(String option, Optional<Path> value, boolean folder) {
        if (value.isPresent() && !folder) {
            throw new ParameterException(spec.commandLine(), option + " goes with a folder of sheets");
        }
    }

    private void write(Optional<Path> file, Supplier<String> text) {
        file.map(directory::resolve).ifPresent(to -> OutputFile.write(to, text.get()));
    }

    private int report(SheetMarking.Marks marks, ExerciseBook book) {
        MarkedSheet sheet = marks.sheet();
        Exercise exercise = marks.exercise();
        Notation notation = book.notation();
        Scheme scheme = book.scheme(exercise);
        write(html, () -> new AnswersPage(scheme, notation).of(marks, Optional.empty()));
        write(
                results,
                () -> GradescopeResults.of(
                        sheet, scheme, notation, exercise.batch().size()));
        ResultOutput.write(
                spec.commandLine().getOut(),
                directory,
                json,
                () -> AnswersJson.of(sheet, scheme, exercise, notation),
                () -> AnswersText.of(sheet, exercise, notation));
        return sheet.passes() ? ExitCode.DONE : ExitCode.DEVIATES;
    }

    private int mark(SheetFolder folder, SheetMarking marking, ExerciseBook book) {
        Exercise usual = marking.usual();
        List<Submission> marked = folder.sheets().stream()
                .map(file -> marking.submission(file, folder.shown(file)))
                .toList();
        marked.stream()
                .flatMap(sheet -> sheet.problems().stream())
                .forEach(spec.commandLine().getErr()::println);
        Map<String, String> others = new LinkedHashMap<>();
        folder.others().forEach(file -> others.put(folder.shown(file), folder.why(file)));
        Classroom room =
                new Classroom(usual.network().name(), usual.batch().size(), book.scheme(usual), marked, others);
        return report(room, book.notation());
    }

    /** Writes the points as CSV to standard output or a file, and the summary beside them. */
    private int report(Classroom room, Notation notation) {
        String points = ClassReport.csv(room, notation);
        write(out.map(place -> place.resolve("points.csv")), () -> points);
        write(out.map(place -> place.resolve("moodle.csv")), () -> MoodleCsv.of(room, notation));
        write(out.map(place -> place.resolve("class.html")), () -> ClassPage.of(room, notation));
        AnswersPage page = new AnswersPage(room.scheme(), notation);
        for (Submission sheet : room.sheets()) {
            sheet.marks()
                    .ifPresent(marks -> write(
                            out.map(place -> place.resolve("feedback").resolve(sheet.file() + ".html")),
                            () -> page.of(marks, Optional.of(sheet.student().name()))));
        }
        write(html, () -> ClassPage.of(room, notation));
        write(csv, () -> points);
        boolean jsonShown = ResultOutput.isStandardOutput(json);
        boolean csvShown = csv.isEmpty() && out.isEmpty() && !jsonShown;
        ResultOutput.write(
                spec.commandLine().getOut(),
                directory,
                json,
                () -> ClassJson.of(room, notation),
                () -> csvShown ? points : ClassReport.summary(room));
        if (csvShown || jsonShown) {
            spec.commandLine().getErr().print(ClassReport.summary(room));
            spec.commandLine().getErr().flush();
        }
        if (room.count(Submission.Outcome.UNREADABLE) > 0) {
            return ExitCode.UNUSABLE;
        }
        return room.marked().stream().allMatch(MarkedSheet::passes) ? ExitCode.DONE : ExitCode.DEVIATES;
    }
}

package chalkline.report;

import chalkline.answers.Alike;
import chalkline.answers.Classroom;
import chalkline.answers.Mark;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.answers.Submission;
import chalkline.network.Notation;
import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A class's sheets: points a step as CSV, and in a few lines how they did. */
public final class ClassReport {
    /** Of more mistakes or pairs the first show what is the matter. */
    private static final int MOST_LISTED = 20;

    /** How its CSV begins. */
    static final String FIRST_COLUMNS = "file,points,of,";

    private ClassReport() {}

    /**
     * A row a sheet: file, points, what they are out of, each step's points, the first mistake and what explains it, whose it is,
     * and its variant.
     */
    public static String csv(Classroom room, Notation notation) {
        List<String> steps = room.scheme().steps();
        List<String> header = new ArrayList<>(List.of("file", "points", "of"));
        header.addAll(steps);
        header.addAll(List.of("first_mistake", "note", "student", "variant"));
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (Submission sheet : room.sheets()) {
            List<String> row = new ArrayList<>();
            row.add(sheet.file());
            row.add(sheet.marked()
                    .map(room.scheme()::points)
                    .map(ClassReport::number)
                    .orElse(""));
            row.add(number(room.scheme().total()));
            for (String name : steps) {
                Optional<MarkedStep> step = sheet.marked().flatMap(marked -> marked.step(name));
                row.add(step.map(room.scheme()::points).map(ClassReport::number).orElse(""));
            }
            row.add(firstMistake(room, sheet, notation));
            row.add(sheet.marked()
                    .flatMap(MarkedSheet::firstWrong)
                    .flatMap(MarkedStep::note)
                    .orElseGet(() -> String.join(" ", sheet.problems())));
            row.add(sheet.student().name());
            row.add(sheet.variant().map(seed -> Long.toString(seed)).orElse(""));
            rows.add(row);
        }
        return CsvRows.of(rows);
    }

    /** How many did well, what a step came to on the average, where the others went wrong first, and who wrote alike. */
    public static String summary(Classroom room) {
        StringBuilder text = new StringBuilder(counts(room)).append('\n');
        if (!room.marked().isEmpty()) {
            text.append("Mean  ")
                    .append(number(room.mean()))
                    .append(" of ")
                    .append(number(room.scheme().total()));
            text.append(" points; ")
                    .append(room.means().entrySet().stream()
                            .map(mean -> mean.getKey() + " " + number(mean.getValue()))
                            .collect(Collectors.joining(", ")))
                    .append('\n');
        }
        if (!room.firstMistakes().isEmpty()) {
            text.append("Commonest first mistakes\n");
            room.firstMistakes().entrySet().stream()
                    .limit(MOST_LISTED)
                    .forEach(mistake -> text.append(String.format(
                            Locale.ROOT, "  %4d  %s%n", mistake.getValue().size(), mistake.getKey())));
            int more = room.firstMistakes().size() - MOST_LISTED;
            text.append(more > 0 ? "        " + more + " others\n" : "");
        }
        conventions(room)
                .forEach(line -> text.append("Convention  ").append(line).append('\n'));
        several(room).forEach(line -> text.append("Several  ").append(line).append('\n'));
        List<Alike> alike = room.alike();
        alike.stream()
                .limit(MOST_LISTED)
                .forEach(pair -> text.append("Alike  ").append(sentence(pair)).append('\n'));
        if (alike.size() > MOST_LISTED) {
            text.append("Alike  ").append(alike.size() - MOST_LISTED).append(" more pairs\n");
        }
        notRead(room).forEach(line -> text.append("Not read  ").append(line).append('\n'));
        return text.toString();
    }

    /** "6 sheets: 2 without mistake, 1 blank". */
    static String counts(Classroom room) {
        int sheets = room.sheets().size();
        List<Submission.Outcome> outcomes = List.of(
                Submission.Outcome.RIGHT,
                Submission.Outcome.INCOMPLETE,
                Submission.Outcome.MISTAKEN,
                Submission.Outcome.NOT_WORKED,
                Submission.Outcome.BLANK,
                Submission.Outcome.UNREADABLE);
        return sheets
                + (sheets == 1 ? " sheet: " : " sheets: ")
                + outcomes.stream()
                        .filter(outcome -> outcome == Submission.Outcome.RIGHT || room.count(outcome) > 0)
                        .map(outcome -> room.count(outcome) + " " + outcome.label())
                        .collect(Collectors.joining(", "));
    }

    /** The files that are no sheets, each with the reason. */
    static List<String> notRead(Classroom room) {
        return room.notRead().entrySet().stream()
                .map(file -> file.getKey() + ": " + file.getValue())
                .toList();
    }

    /** What sheets agree with and nobody has declared, each with the line that declares it. */
    static List<String> conventions(Classroom room) {
        List<String> lines = new ArrayList<>();
        room.detected()
                .forEach((other, sheets) -> lines.add(Sentences.counted(sheets, "sheet")
                        + (sheets == 1 ? " agrees with " : " agree with ") + other.words()
                        + "; if that is the course's, write in " + other.place() + ": " + other.line()));
        return lines;
    }

    /** Who handed in more than one sheet. */
    static List<String> several(Classroom room) {
        return room.several().entrySet().stream()
                .map(own -> own.getKey().name() + " handed in "
                        + own.getValue().stream().map(Submission::file).collect(Collectors.joining(", "))
                        + ": the one with the most points counts in moodle.csv")
                .toList();
    }

    /** "ben.yaml and carl.yaml share 5 wrong numbers that no usual mistake explains". */
    static String sentence(Alike pair) {
        return pair.first() + " and " + pair.second() + " share "
                + (pair.numbers() == 1 ? "a wrong number" : pair.numbers() + " wrong numbers")
                + " that no usual mistake explains"
                + (pair.identical() ? ", and all their answers are written the same" : "");
    }

    /** The place of the first mistake, or why there is none. */
    static String firstMistake(Classroom room, Submission sheet, Notation notation) {
        return switch (sheet.outcome(room.scheme())) {
            case UNREADABLE -> "unreadable";
            case BLANK -> "blank";
            case RIGHT -> "none";
            case INCOMPLETE -> "none as far as answered";
            case NOT_WORKED -> "not worked";
            case MISTAKEN -> {
                MarkedStep step =
                        sheet.marked().flatMap(MarkedSheet::firstWrong).orElseThrow();
                yield AnswersText.place(step, step.first(Mark.WRONG).orElseThrow(), notation);
            }
        };
    }

    /** Points as people write them: 3, 0.667. */
    static String number(double points) {
        return Numbers.text(points, 3);
    }
}

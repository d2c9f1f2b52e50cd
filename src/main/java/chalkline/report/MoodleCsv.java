package chalkline.report;

import chalkline.answers.Classroom;
import chalkline.answers.Submission;
import chalkline.network.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Points and feedback as Moodle takes them, in either of two ways.
 *
 * <p>As an assignment's grading worksheet (Actions, "Upload grading worksheet"; the importer is Moodle's {@code
 * mod/assign/feedback/offline/importgradeslib.php}): it wants the columns {@code Identifier}, which is {@code Participant} and
 * the number that stands in the names of downloaded submissions, {@code Grade}, and {@code Last modified (grade)}; and takes
 * {@code Feedback comments}. The names are those of an English Moodle.
 *
 * <p>As grades of the gradebook (Import, "CSV file"; <a href="https://docs.moodle.org/en/Grade_import">Grade import</a>): there
 * the teacher chooses which column is whose; {@code ID number} is what the sheet says of its student. Feedback and grade have to
 * be imported together.
 */
public final class MoodleCsv {
    private static final List<String> HEADER = List.of(
            "Identifier",
            "Full name",
            "ID number",
            "Grade",
            "Maximum Grade",
            "Last modified (grade)",
            "Feedback comments");

    /** How it begins. */
    static final String FIRST_COLUMNS = "Identifier,Full name,ID number,Grade,";

    private MoodleCsv() {}

    /** A row a student; of several sheets the one with the most points. */
    public static String of(Classroom room, Notation notation) {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        for (Submission sheet : room.counted()) {
            rows.add(List.of(
                    sheet.student()
                            .participant()
                            .map(number -> "Participant " + number)
                            .orElse(""),
                    sheet.student().name(),
                    sheet.student().id(),
                    sheet.marked()
                            .map(room.scheme()::points)
                            .map(ClassReport::number)
                            .orElse(""),
                    ClassReport.number(room.scheme().total()),
                    "-",
                    feedback(room, sheet, notation)));
        }
        return CsvRows.of(rows);
    }

    private static String feedback(Classroom room, Submission sheet, Notation notation) {
        return sheet.marked()
                .map(marked -> AnswersText.headlines(marked, notation, room.examples()).stream()
                        .map(String::strip)
                        .collect(Collectors.joining(". ")))
                .orElseGet(() -> String.join(" ", sheet.problems()));
    }
}

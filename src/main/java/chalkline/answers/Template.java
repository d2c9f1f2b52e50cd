package chalkline.answers;

import chalkline.network.Batch;
import chalkline.network.Conventions;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import chalkline.reference.Rule;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An empty sheet for a network: its numbers as comments, and a blank for every answer. */
public final class Template {
    /** A larger matrix is one blank, to be replaced by a list of rows. */
    private static final int MOST_BLANKS = 64;

    /** Of a larger one that is given only the shape is said. */
    private static final int MOST_GIVEN = 400;

    private Template() {}

    /**
     * The sheet as YAML, which reads back as a sheet without answers.
     *
     * @param scheme the steps that are asked for, being worth something
     * @param conventions how the course writes the formulas
     * @param variant the seed of the numbers, where they are those of a variant
     * @param step of the training, counted from 1
     */
    public static String of(
            Exercise exercise,
            Scheme scheme,
            Notation notation,
            Conventions conventions,
            Optional<Long> variant,
            int step) {
        Batch batch = exercise.batch();
        StringBuilder text = new StringBuilder();
        text.append("# Answers to ").append(exercise.network().name());
        variant.ifPresent(seed -> text.append(", variant ").append(seed));
        text.append(step > 1 ? ", step " + step + " of the training.\n" : ".\n");
        text.append(
                "# Write a number for every ~, rounded or cut off where you like: 1.23 is right where the exact number lies\n");
        text.append(
                "# from 1.225 to below 1.24, and 1 where it lies from 0.5 to below 2. 0.00 stands for what is smaller than 0.01,\n");
        text.append(
                "# a plain 0 for exactly 0, or for a whole matrix of zeros. What you leave blank is not marked.\n#\n");
        given(text, StepId.X, notation.convert(batch.features()));
        given(text, StepId.Y, notation.convert(batch.labels()));
        exercise.start().forEach((id, value) -> given(text, id, notation.convert(value)));
        text.append("student: ~ # your name or number\n");
        // What the numbers above follow from, so that nobody has to say it again where the sheet is marked.
        variant.ifPresent(seed -> text.append("variant: ").append(seed).append('\n'));
        text.append(step > 1 ? "step: " + step + "\n" : "");
        text.append("notation: ").append(notation.label()).append("\nanswers:\n");
        Map<StepId, Matrix> steps = exercise.solution();
        Rule.Phase section = null;
        Derivation course = new CourseFormulas(conventions, exercise.network(), batch.size()).of(exercise.derivation());
        for (Rule rule : course.rules().stream()
                .filter(each -> steps.containsKey(each.id()))
                .filter(each -> !Scheme.isExtra(each) || scheme.worth(each.name()) > 0)
                .toList()) {
            if (rule.phase() != section) {
                section = rule.phase();
                text.append("  # ").append(section.title()).append('\n');
            }
            Matrix numbers = notation.convert(steps.get(rule.id()));
            text.append("  ")
                    .append(rule.name())
                    .append(": ")
                    .append(blanks(numbers))
                    .append(" # ")
                    .append(rule.formula().write(notation, batch.size()))
                    .append('\n');
        }
        return text.toString();
    }

    private static void given(StringBuilder text, StepId id, Matrix matrix) {
        if (matrix.size() > MOST_GIVEN) {
            text.append("# ").append(id).append(" is ").append(matrix.shape()).append('\n');
            return;
        }
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < matrix.rows(); i++) {
            StringBuilder row = new StringBuilder();
            for (int j = 0; j < matrix.columns(); j++) {
                row.append(j == 0 ? "" : ", ").append(Sentences.number(matrix.get(i, j)));
            }
            rows.append(i == 0 ? "" : ", ").append('[').append(row).append(']');
        }
        text.append("# ")
                .append(id)
                .append(" = ")
                .append(matrix.size() == 1 ? Sentences.number(matrix.get(0)) : "[" + rows + "]")
                .append('\n');
    }

    private static String blanks(Matrix step) {
        if (step.size() == 1 || step.size() > MOST_BLANKS) {
            return "~";
        }
        String row = Collections.nCopies(step.columns(), "~").stream().collect(Collectors.joining(", ", "[", "]"));
        if (step.rows() == 1) {
            return row;
        }
        return step.columns() == 1
                ? Collections.nCopies(step.rows(), "~").stream().collect(Collectors.joining(", ", "[", "]"))
                : Collections.nCopies(step.rows(), row).stream().collect(Collectors.joining(", ", "[", "]"));
    }
}

package chalkline.answers;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Rule;
import java.util.Collections;
import java.util.Map;
import java.util.stream.Collectors;

/** An empty sheet for a network: its numbers as comments, and a blank for every answer. */
public final class Template {
    /** A larger matrix is one blank, to be replaced by a list of rows. */
    private static final int MOST_BLANKS = 64;

    private Template() {}

    /**
     * The sheet as YAML, which reads back as a sheet without answers.
     *
     * @param parameters W and b of every layer
     */
    public static String of(Network network, Batch batch, Map<StepId, Matrix> parameters, Notation notation) {
        StringBuilder text = new StringBuilder();
        text.append("# Answers to ").append(network.name()).append(".\n");
        text.append(
                "# Write a number for every ~, with as many digits as you trust: 1 stands for 1 ± 0.5, 1.0 for 1 ± 0.05.\n");
        text.append("# A lone 0 stands for a whole matrix of zeros; what you leave blank is not marked.\n#\n");
        given(text, StepId.X, notation.convert(batch.features()));
        given(text, StepId.Y, notation.convert(batch.labels()));
        parameters.forEach((id, value) -> given(text, id, notation.convert(value)));
        text.append("notation: ").append(notation.label()).append("\nanswers:\n");
        Map<StepId, Matrix> steps = Marker.steps(network, batch, parameters);
        Rule.Section section = null;
        for (Rule rule : Derivation.of(network, parameters).rules()) {
            if (rule.section() != section) {
                section = rule.section();
                text.append("  # ").append(section.title()).append('\n');
            }
            Matrix step = notation.convert(steps.get(rule.id()));
            text.append("  ")
                    .append(rule.name())
                    .append(": ")
                    .append(blanks(step))
                    .append(" # ")
                    .append(rule.formula().write(notation, batch.size()))
                    .append('\n');
        }
        return text.toString();
    }

    private static void given(StringBuilder text, StepId id, Matrix matrix) {
        if (matrix.size() > MOST_BLANKS) {
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

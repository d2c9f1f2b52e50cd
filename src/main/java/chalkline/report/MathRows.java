package chalkline.report;

import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A step as the rows of an aligned LaTeX environment. */
final class MathRows {
    /** Characters of a page's width, roughly. */
    private static final int WIDTH = 76;

    private final MatrixSummary readable;
    private final List<String> rows = new ArrayList<>();

    private MathRows(MatrixSummary readable) {
        this.readable = readable;
    }

    /** A line a row, without the environment around them. */
    static String of(List<Working> workings, MatrixSummary readable) {
        MathRows math = new MathRows(readable);
        Working step = workings.get(workings.size() - 1);
        math.forms(step);
        for (Working definition : workings.subList(0, workings.size() - 1)) {
            math.forms(definition);
            math.numbers(definition, "");
        }
        // After a definition it has to be said again what goes on.
        math.numbers(step, workings.size() > 1 ? left(step) : "");
        return math.rows.stream().collect(Collectors.joining(" \\\\\n")) + "\n";
    }

    private static String left(Working working) {
        return LatexMath.of(working.left(), 1);
    }

    private void forms(Working working) {
        chain(left(working), "=", working.forms());
    }

    private void row(String left, String relation, String right) {
        List<String> broken = Lines.broken(right, WIDTH, MathRows::width);
        rows.add((left.isEmpty() ? "" : left + " ") + "&" + relation + " " + broken.get(0));
        broken.stream().skip(1).forEach(more -> rows.add("&\\quad " + more));
    }

    /** Matrices were seen to fit. */
    private void matrices(String left, String right) {
        rows.add((left.isEmpty() ? "" : left + " ") + "&= " + right);
    }

    /** In one row, or a row for every =. */
    private void chain(String left, String relation, List<Expression> chain) {
        List<String> parts = chain.stream()
                .map(part -> LatexMath.of(part, Arithmetic.DIGITS))
                .toList();
        String whole = String.join(" = ", parts);
        if (width(whole) <= WIDTH) {
            row(left, relation, whole);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            row(i == 0 ? left : "", i == 0 ? relation : "=", parts.get(i));
        }
    }

    /** How many characters it is wide in print, roughly. */
    private static int width(String latex) {
        return latex.replaceAll("\\\\[a-zA-Z]+", "x").replaceAll("[{}^_ ]", "").length();
    }

    private void numbers(Working working, String left) {
        if (working.result().isEmpty()) {
            return;
        }
        Rounded result = working.result().get();
        working.numbers().ifPresent(numbers -> putIn(numbers, working, left));
        if (result.size() == 1) {
            String next = working.numbers().isPresent() ? "" : left;
            for (Working.Entry entry : working.entries()) {
                for (Expression step : entry.steps()) {
                    chain(next, "=", List.of(step));
                    next = "";
                }
            }
            row(next, "=", LatexMath.matrix(result, Arithmetic.DIGITS));
            return;
        }
        for (Working.Entry entry : working.entries()) {
            chain("\\text{" + readable.label(working, entry) + "}", ":\\quad", MatrixSummary.chain(entry));
        }
        if (!readable.large()) {
            matrices(left(working), LatexMath.matrix(result, MatrixSummary.digits(result, WIDTH)));
        }
    }

    private void putIn(Expression numbers, Working working, String left) {
        OptionalInt digits = MatrixSummary.digits(numbers, WIDTH);
        if (digits.isPresent()) {
            matrices(left, LatexMath.of(numbers, digits.getAsInt()));
            return;
        }
        for (StepId id : working.forms().get(0).steps()) {
            Rounded matrix = readable.scope().step(id);
            matrices(LatexMath.name(id), LatexMath.matrix(matrix, MatrixSummary.digits(matrix, WIDTH)));
        }
    }
}

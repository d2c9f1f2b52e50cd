package chalkline.report;

import chalkline.network.StepId;
import chalkline.reference.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A step as the rows of an aligned LaTeX environment. */
final class MathRows extends StepRows<String> {
    /** Characters of a page's width, roughly. */
    private static final int WIDTH = 76;

    private final List<String> rows = new ArrayList<>();

    private MathRows(MatrixSummary summary) {
        super(summary);
    }

    /** A line a row, without the environment around them. */
    static String of(List<Working> workings, MatrixSummary summary) {
        MathRows math = new MathRows(summary);
        math.write(workings);
        return math.rows.stream().collect(Collectors.joining(" \\\\\n")) + "\n";
    }

    @Override
    String left(Expression of, boolean isDefinition) {
        return LatexMath.of(of, 1);
    }

    @Override
    String left(String blank, StepId step) {
        return LatexMath.name(step);
    }

    @Override
    String blank(String left) {
        return "";
    }

    @Override
    int width(String left) {
        return WIDTH;
    }

    @Override
    void equation(String left, List<? extends Expression> chain) {
        chain(left, "=", chain);
    }

    @Override
    void entry(String blank, String label, List<? extends Expression> chain) {
        chain("\\text{" + label + "}", ":\\quad", chain);
    }

    @Override
    void matrices(String left, Expression formula, int digits) {
        rows.add((left.isEmpty() ? "" : left + " ") + "&= " + LatexMath.of(formula, digits));
    }

    private void row(String left, String relation, String right) {
        List<String> broken = Lines.broken(right, WIDTH, MathRows::printed);
        rows.add((left.isEmpty() ? "" : left + " ") + "&" + relation + " " + broken.get(0));
        broken.stream().skip(1).forEach(more -> rows.add("&\\quad " + more));
    }

    private void chain(String left, String relation, List<? extends Expression> chain) {
        List<String> parts = chain.stream()
                .map(part -> LatexMath.of(part, Arithmetic.DIGITS))
                .toList();
        String whole = String.join(" = ", parts);
        if (printed(whole) <= WIDTH) {
            row(left, relation, whole);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            row(i == 0 ? left : "", i == 0 ? relation : "=", parts.get(i));
        }
    }

    /** How many characters it is wide in print, roughly. */
    private static int printed(String latex) {
        return latex.replaceAll("\\\\[a-zA-Z]+", "x").replaceAll("[{}^_ ]", "").length();
    }
}

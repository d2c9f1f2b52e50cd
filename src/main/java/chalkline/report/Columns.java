package chalkline.report;

import chalkline.network.Sentences;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** Rows of cells as aligned columns. */
final class Columns {
    private static final String GAP = "  ";

    /** In characters: what every update of an updater fits into. */
    private static final int WIDEST_FORMULA = 84;

    private Columns() {}

    /**
     * {@link #aligned} of rows with a name and a formula first: formulas that are too wide are broken between their words into
     * further rows, the next ones of the same name first, which are those without one.
     */
    static String alignedFormulas(List<List<String>> rows) {
        List<List<String>> broken = new ArrayList<>();
        Deque<String> left = new ArrayDeque<>();
        for (List<String> row : rows) {
            if (!row.get(0).isEmpty()) {
                flush(left, broken, row.size());
                left.addAll(broken(row.get(1)));
            }
            broken.add(with(row, left));
        }
        flush(left, broken, rows.get(0).size());
        return aligned(broken);
    }

    /** What is left of a formula, in rows of its own. */
    private static void flush(Deque<String> left, List<List<String>> rows, int columns) {
        while (!left.isEmpty()) {
            rows.add(with(Collections.nCopies(columns, ""), left));
        }
    }

    private static List<String> with(List<String> row, Deque<String> formula) {
        List<String> filled = new ArrayList<>(row);
        filled.set(1, formula.isEmpty() ? "" : formula.remove());
        return filled;
    }

    private static List<String> broken(String formula) {
        List<String> lines = new ArrayList<>();
        String rest = formula;
        while (rest.length() > WIDEST_FORMULA) {
            int end = rest.lastIndexOf(' ', WIDEST_FORMULA);
            if (end <= rest.length() - rest.stripLeading().length()) {
                break;
            }
            lines.add(rest.substring(0, end));
            rest = "    " + rest.substring(end + 1);
        }
        lines.add(rest);
        return lines;
    }

    /** A line a row, each column as wide as its widest cell; all rows are equally long. Cells may be foreign text. */
    static String aligned(List<List<String>> foreign) {
        List<List<String>> rows = foreign.stream()
                .map(row -> row.stream().map(Sentences::plain).toList())
                .toList();
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int c = 0; c < widths.length; c++) {
                widths[c] = Math.max(widths[c], row.get(c).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < widths.length; c++) {
                line.append(row.get(c))
                        .append(" ".repeat(widths[c] - row.get(c).length()))
                        .append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }
}

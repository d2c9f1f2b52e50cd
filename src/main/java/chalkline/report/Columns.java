package chalkline.report;

import java.util.List;

/** Rows of cells as aligned columns. */
final class Columns {
    private static final String GAP = "  ";

    private Columns() {}

    /** A line a row, each column as wide as its widest cell; all rows are equally long. */
    static String aligned(List<List<String>> rows) {
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

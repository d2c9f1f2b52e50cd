package chalkline.report;

import chalkline.reference.Rounded;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of text that stand beside others: a matrix is as high as it has rows, and what stands beside it is at its middle.
 *
 * @param lines equally long, at least one
 * @param middle the line that reads on, from 0
 */
record TextBlock(List<String> lines, int middle) {
    TextBlock {
        lines = List.copyOf(lines);
    }

    static TextBlock of(String line) {
        return new TextBlock(List.of(line), 0);
    }

    /** A matrix in brackets, a row a line, columns aligned. */
    static TextBlock of(Rounded matrix, int digits) {
        if (matrix.size() == 1) {
            return of(Numbers.text(matrix, 0, digits));
        }
        int[] widths = new int[matrix.columns()];
        for (int k = 0; k < matrix.size(); k++) {
            int column = k % matrix.columns();
            widths[column] =
                    Math.max(widths[column], Numbers.text(matrix, k, digits).length());
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < matrix.rows(); i++) {
            StringBuilder line = new StringBuilder("[");
            for (int j = 0; j < matrix.columns(); j++) {
                String number = Numbers.text(matrix, i * matrix.columns() + j, digits);
                line.append(j == 0 ? "" : "  ")
                        .append(" ".repeat(widths[j] - number.length()))
                        .append(number);
            }
            lines.add(line.append("]").toString());
        }
        return new TextBlock(lines, (lines.size() - 1) / 2);
    }

    int width() {
        return lines.get(0).length();
    }

    /** This and another, side by side. */
    TextBlock beside(TextBlock other) {
        int above = Math.max(middle, other.middle);
        int below = Math.max(lines.size() - middle, other.lines.size() - other.middle);
        List<String> both = new ArrayList<>();
        for (int i = -above; i < below; i++) {
            both.add(line(i) + other.line(i));
        }
        return new TextBlock(both, above);
    }

    TextBlock beside(String text) {
        return beside(of(text));
    }

    /** In parentheses as high as it is. */
    TextBlock parenthesised() {
        return new TextBlock(lines.stream().map(line -> "(" + line + ")").toList(), middle);
    }

    private String line(int fromMiddle) {
        int i = middle + fromMiddle;
        return i >= 0 && i < lines.size() ? lines.get(i) : " ".repeat(width());
    }
}

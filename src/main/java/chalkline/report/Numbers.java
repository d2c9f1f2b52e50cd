package chalkline.report;

import chalkline.network.Matrix;
import chalkline.reference.Rounded;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Numbers as people read them. */
final class Numbers {
    private static final int LONGEST_ROW = 4;
    private static final int MOST_ROWS = 4;

    private Numbers() {}

    /** The number to that many significant digits, without trailing zeros: 3.9, 289.00000038361, -3.836e-7. */
    static String text(double value, int digits) {
        return Double.isFinite(value) ? text(new BigDecimal(value), digits) : Double.toString(value);
    }

    /** The same of a decimal. */
    static String text(BigDecimal value, int digits) {
        if (value.signum() == 0) {
            return "0";
        }
        BigDecimal rounded = value.round(new MathContext(digits)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < Math.max(digits, 6)) {
            return rounded.toPlainString();
        }
        return rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString() + "e" + exponent;
    }

    /** The k-th entry to that many significant digits, from all of its precision. */
    static String text(Rounded matrix, int k, int digits) {
        return matrix.decimal(k)
                .map(decimal -> text(decimal, digits))
                .orElseGet(() -> Double.toString(matrix.value(k)));
    }

    /** A bound or a loss change: two significant digits. */
    static String brief(double value) {
        return text(value, 2);
    }

    /**
     * A matrix as it is written by hand: a number, a vector in one line, a small matrix a row a line; larger ones as shape
     * and largest entry.
     *
     * @param digits significant digits of a number
     * @param vectorDigits significant digits of each number where there are several
     */
    static List<String> lines(Matrix matrix, int digits, int vectorDigits) {
        if (matrix.size() == 1) {
            return List.of(text(matrix.get(0), digits));
        }
        boolean vector = matrix.rows() == 1 || matrix.columns() == 1;
        if (vector && matrix.size() <= LONGEST_ROW) {
            return List.of(row(matrix.toArray(), vectorDigits));
        }
        if (matrix.rows() <= MOST_ROWS && matrix.columns() <= LONGEST_ROW) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < matrix.rows(); i++) {
                lines.add(row(matrix.rowsAt(i).toArray(), vectorDigits));
            }
            return lines;
        }
        double largest = 0;
        for (int k = 0; k < matrix.size(); k++) {
            largest = Math.max(largest, Math.abs(matrix.get(k)));
        }
        return List.of(matrix.shape() + ", largest " + text(largest, 6));
    }

    private static String row(double[] values, int digits) {
        StringBuilder row = new StringBuilder("[");
        for (int k = 0; k < values.length; k++) {
            row.append(k == 0 ? "" : " ").append(text(values[k], digits));
        }
        return row.append("]").toString();
    }
}

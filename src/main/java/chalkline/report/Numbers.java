package chalkline.report;

import chalkline.network.Matrix;
import chalkline.reference.Rounded;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /** The k-th entry; what no double is near from its decimal. */
    private static String text(Matrix matrix, int k, int digits) {
        double value = matrix.get(k);
        return value == 0 || Double.isInfinite(value)
                ? matrix.decimal(k).map(decimal -> text(decimal, digits)).orElseGet(() -> text(value, digits))
                : text(value, digits);
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
            return List.of(text(matrix, 0, digits));
        }
        boolean vector = matrix.rows() == 1 || matrix.columns() == 1;
        if (vector && matrix.size() <= LONGEST_ROW) {
            return List.of(row(matrix, vectorDigits));
        }
        if (matrix.rows() <= MOST_ROWS && matrix.columns() <= LONGEST_ROW) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < matrix.rows(); i++) {
                lines.add(row(matrix.rowsAt(i), vectorDigits));
            }
            return lines;
        }
        int largest = 0;
        for (int k = 1; k < matrix.size(); k++) {
            largest = isLarger(matrix, k, largest) ? k : largest;
        }
        return List.of(matrix.shape() + ", largest " + text(matrix, largest, 6).replaceFirst("^-", ""));
    }

    private static boolean isLarger(Matrix matrix, int k, int than) {
        double size = Math.abs(matrix.get(k));
        double other = Math.abs(matrix.get(than));
        boolean beyond = Double.isInfinite(size) && Double.isInfinite(other);
        return beyond && matrix.decimal(k).isPresent() && matrix.decimal(than).isPresent()
                ? matrix.decimal(k)
                                .get()
                                .abs()
                                .compareTo(matrix.decimal(than).get().abs())
                        > 0
                : size > other || Double.isNaN(size);
    }

    private static String row(Matrix row, int digits) {
        return IntStream.range(0, row.size())
                .mapToObj(k -> text(row, k, digits))
                .collect(Collectors.joining(" ", "[", "]"));
    }
}

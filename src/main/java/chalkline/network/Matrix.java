package chalkline.network;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * An immutable rows × columns matrix of doubles, row by row.
 *
 * <p>A matrix made from decimals remembers them, so that 0.1 can be taken as one tenth where the exact value matters and as
 * its nearest double everywhere else.
 */
public final class Matrix {
    /** As many doubles as a line of a cache has. */
    private static final int TILE = 8;

    private final int rows;
    private final int columns;
    private final double[] values;
    /** The decimals that the entries were made from; null where there are none, or where they follow from the doubles. */
    private final BigDecimal[] decimals;
    /** Whether each double stands for a short decimal, which is worked out when it is asked for. */
    private final boolean written;

    private Matrix(int rows, int columns, double[] values, BigDecimal[] decimals, boolean written) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "a matrix needs at least one row and one column, not " + rows + "×" + columns);
        }
        if (values.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    values.length + " values do not fill a " + rows + "×" + columns + " matrix");
        }
        this.rows = rows;
        this.columns = columns;
        this.values = values;
        this.decimals = decimals;
        this.written = written;
    }

    /** The matrix with these values row by row; they are copied. */
    public static Matrix of(int rows, int columns, double... values) {
        return new Matrix(rows, columns, values.clone(), null, false);
    }

    /** The matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new double[rows * columns], null, false);
    }

    /** The same without a copy: the array becomes the matrix's own, and nobody may change it any more. */
    public static Matrix owning(int rows, int columns, double[] values) {
        return new Matrix(rows, columns, values, null, false);
    }

    /** The matrix with these rows, which must be equally long. */
    public static Matrix ofRows(double[]... rows) {
        int columns = rows.length == 0 ? 0 : rows[0].length;
        double[] values = new double[rows.length * columns];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException(
                        "row " + (i + 1) + " has " + rows[i].length + " values but row 1 has " + columns);
            }
            System.arraycopy(rows[i], 0, values, i * columns, columns);
        }
        return new Matrix(rows.length, columns, values, null, false);
    }

    /** The matrix of exactly these decimals row by row. */
    public static Matrix ofDecimals(int rows, int columns, BigDecimal... decimals) {
        double[] values = new double[decimals.length];
        Arrays.setAll(values, k -> decimals[k].doubleValue());
        return new Matrix(rows, columns, values, decimals.clone(), false);
    }

    /**
     * The same doubles, each standing for the shortest decimal that reads as it. That is the decimal that was written, if it
     * had at most 15 significant digits.
     */
    public Matrix asWritten() {
        return new Matrix(rows, columns, values, null, true);
    }

    /** The same, with these entries made from decimals, by their index row by row. */
    public Matrix withDecimals(Map<Integer, BigDecimal> exact) {
        if (exact.isEmpty()) {
            return this;
        }
        BigDecimal[] all = decimals == null ? new BigDecimal[values.length] : decimals.clone();
        double[] rounded = values.clone();
        exact.forEach((k, decimal) -> {
            all[k] = decimal;
            rounded[k] = decimal.doubleValue();
        });
        return new Matrix(rows, columns, rounded, all, written);
    }

    /** Rounding to 15 digits finds every decimal of up to 15; Double.toString may miss it before JDK 19. */
    private static BigDecimal shortestDecimal(double value) {
        BigDecimal fifteenDigits = new BigDecimal(value).round(new MathContext(15));
        return fifteenDigits.doubleValue() == value ? fifteenDigits : new BigDecimal(Double.toString(value));
    }

    /** Number of rows, at least 1. */
    public int rows() {
        return rows;
    }

    /** Number of columns, at least 1. */
    public int columns() {
        return columns;
    }

    /** rows × columns. */
    public int size() {
        return values.length;
    }

    /** The entry in row i and column j, both counted from 0. */
    public double get(int i, int j) {
        if (j < 0 || j >= columns) {
            throw new IndexOutOfBoundsException("column " + j + " of a " + shape() + " matrix");
        }
        return values[i * columns + j];
    }

    /** The k-th entry row by row, counted from 0. */
    public double get(int k) {
        return values[k];
    }

    /**
     * The k-th entry's decimal: what it was made from or stands for, else the double itself; empty where that is NaN or
     * infinite.
     */
    public Optional<BigDecimal> decimal(int k) {
        if (decimals != null && decimals[k] != null) {
            return Optional.of(decimals[k]);
        }
        if (!Double.isFinite(values[k])) {
            return Optional.empty();
        }
        return Optional.of(written ? shortestDecimal(values[k]) : new BigDecimal(values[k]));
    }

    /** What the k-th entry's double leaves out of the decimal it was made from; 0 where it was made from a double. */
    public double remainder(int k) {
        return hasRemainders() && Double.isFinite(values[k])
                ? decimal(k).orElseThrow().subtract(new BigDecimal(values[k])).doubleValue()
                : 0;
    }

    /** √Σv², in units of the largest magnitude, whose square could leave the range of doubles. */
    public double norm() {
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        double sum = 0;
        for (double value : values) {
            sum += (value / largest) * (value / largest);
        }
        return largest * Math.sqrt(sum);
    }

    /** A copy of the values row by row. */
    public double[] toArray() {
        return values.clone();
    }

    /** The values row by row, not a copy: nobody may change them. */
    public double[] values() {
        return values;
    }

    /** Whether any entry may have a remainder. */
    public boolean hasRemainders() {
        return written || decimals != null;
    }

    /** The transpose, columns × rows, decimals included. */
    public Matrix transposed() {
        double[] transposed = new double[values.length];
        // A few rows at a time, so that what is written stays near by.
        for (int first = 0; first < rows; first += TILE) {
            int end = Math.min(rows, first + TILE);
            for (int j = 0; j < columns; j++) {
                for (int i = first; i < end; i++) {
                    transposed[j * rows + i] = values[i * columns + j];
                }
            }
        }
        BigDecimal[] exact = decimals == null ? null : decimals.clone();
        if (exact != null) {
            Arrays.setAll(exact, k -> decimals[k % rows * columns + k / rows]);
        }
        return new Matrix(columns, rows, transposed, exact, written);
    }

    /** The first {@code count} rows, decimals included. */
    public Matrix firstRows(int count) {
        int length = count * columns;
        return new Matrix(
                count,
                columns,
                Arrays.copyOf(values, length),
                decimals == null ? null : Arrays.copyOf(decimals, length),
                written);
    }

    /** These rows, counted from 0, in this order, decimals included; at least one, and each may occur repeatedly. */
    public Matrix rowsAt(int... indices) {
        double[] gathered = new double[indices.length * columns];
        BigDecimal[] exact = decimals == null ? null : new BigDecimal[gathered.length];
        for (int i = 0; i < indices.length; i++) {
            System.arraycopy(values, indices[i] * columns, gathered, i * columns, columns);
            if (exact != null) {
                System.arraycopy(decimals, indices[i] * columns, exact, i * columns, columns);
            }
        }
        return new Matrix(indices.length, columns, gathered, exact, written);
    }

    /** "rows×columns". */
    public String shape() {
        return rows + "×" + columns;
    }

    /** Equal shape and equal bits (NaN equals NaN, 0.0 differs from −0.0); decimals are not compared. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Matrix that
                && rows == that.rows
                && columns == that.columns
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * rows + Arrays.hashCode(values);
    }

    /** The rows in brackets, for messages and tests. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            text.append(Arrays.toString(Arrays.copyOfRange(values, i * columns, (i + 1) * columns)));
        }
        return text.toString();
    }
}

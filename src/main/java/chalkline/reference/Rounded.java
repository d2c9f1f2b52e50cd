package chalkline.reference;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.numbers.core.DD;

/**
 * A matrix whose every entry carries a bound on its rounding error, so that a formula over matrices gives both its value
 * and how far a correct implementation may lie from it: running error analysis (Higham, Accuracy and Stability, §3.3).
 *
 * <p>Every operation adds the rounding that its {@link Rounding} allows to what it inherits from its operands. An error
 * is exactly 0 where nothing can be rounded. Operands must have the same rounding; two in one formula is a programming
 * error. As in NumPy, an operand of one row or one column is repeated to fit.
 */
public final class Rounded {
    /** The reference's own evaluation of an elementary function, in double. */
    private static final double OWN_ULPS = 8 * 0x1p-53;

    private final Rounding rounding;
    private final int rows;
    private final int columns;
    private final double[] value;
    /** Under {@link Rounding#TRUTH} the second half of each double-double; null otherwise. */
    private final double[] low;

    private final double[] error;

    Rounded(Rounding rounding, int rows, int columns) {
        this.rounding = rounding;
        this.rows = rows;
        this.columns = columns;
        this.value = new double[rows * columns];
        this.low = rounding.isExtended() ? new double[rows * columns] : null;
        this.error = new double[rows * columns];
    }

    /** The values taken as exact; under {@link Rounding#TRUTH}, the decimals that the matrix was made from. */
    public static Rounded exact(Matrix values, Rounding rounding) {
        Rounded result = new Rounded(rounding, values.rows(), values.columns());
        for (int k = 0; k < values.size(); k++) {
            result.value[k] = values.get(k);
            if (rounding.isExtended() && values.remainder(k) != 0) {
                result.set(k, DD.ofSum(values.get(k), values.remainder(k)), rounding.unit() * Math.abs(values.get(k)));
            }
        }
        return result;
    }

    /**
     * Constants as written, which belong to the formula: 1/2 is exact, 1/10 is rounded to the judged precision first.
     */
    static Rounded constants(Matrix written, Rounding rounding) {
        Rounded result = exact(written, rounding);
        for (int k = 0; k < result.size(); k++) {
            if (!rounding.isExtended() && (float) result.value[k] != result.value[k]) {
                result.error[k] = result.rounded(0, result.value[k], 0);
            }
        }
        return result;
    }

    /** One constant as written. */
    static Rounded constant(double written, Rounding rounding) {
        return constants(Matrix.of(1, 1, written).asWritten(), rounding);
    }

    /** The same values, which the judged side has rounded once more. */
    public Rounded roundedAgain() {
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            result.copy(k, this, k);
            boolean tiny = value[k] != 0 && Math.abs(value[k]) <= 2 * rounding.tiny();
            result.error[k] = rounded(error[k], value[k], tiny ? rounding.tiny() : 0);
        }
        return result;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public int size() {
        return value.length;
    }

    /** The k-th value row by row, to double precision. */
    public double value(int k) {
        return value[k];
    }

    /** The bound on the k-th value's error, ≥ 0; infinite or NaN where there is none. */
    public double error(int k) {
        return error[k];
    }

    /** The values; under {@link Rounding#TRUTH} with their second halves as remainders lost. */
    public Matrix toMatrix() {
        return Matrix.of(rows, columns, value);
    }

    /** The entry in row i and column j, counted from 0, as a matrix of its own. */
    public Rounded entry(int i, int j) {
        Rounded result = new Rounded(rounding, 1, 1);
        result.copy(0, this, i * columns + j);
        return result;
    }

    /** The k-th value in its full precision; empty where it is no finite number. */
    public Optional<BigDecimal> decimal(int k) {
        if (!Double.isFinite(value[k])) {
            return Optional.empty();
        }
        BigDecimal high = new BigDecimal(value[k]);
        return Optional.of(low == null || !Double.isFinite(low[k]) ? high : high.add(new BigDecimal(low[k])));
    }

    /** |x − value| of a double x, in the full precision of the value. */
    public double distance(int k, double x) {
        return low == null ? Math.abs(x - value[k]) : Math.abs((x - value[k]) - low[k]);
    }

    Rounding rounding() {
        return rounding;
    }

    DD extended(int k) {
        return DD.ofSum(value[k], low[k]);
    }

    void set(int k, double newValue, double newError) {
        value[k] = newValue;
        error[k] = newError;
        if (low != null) {
            low[k] = 0;
        }
    }

    void set(int k, DD newValue, double newError) {
        value[k] = newValue.hi();
        low[k] = newValue.lo();
        error[k] = newError;
    }

    /** The transpose. */
    public Rounded transposed() {
        Rounded result = new Rounded(rounding, columns, rows);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result.copy(j * rows + i, this, i * columns + j);
            }
        }
        return result;
    }

    private void copy(int k, Rounded from, int from_k) {
        value[k] = from.value[from_k];
        error[k] = from.error[from_k];
        if (low != null) {
            low[k] = from.low[from_k];
        }
    }

    /** The matrix product this · other. */
    public Rounded times(Rounded other) {
        return Product.of(this, other, null);
    }

    /** this · w + b, b being one row: the sum of a unit's products and its bias, in whichever order. */
    public Rounded affine(Rounded w, Rounded b) {
        return Product.of(this, w, b);
    }

    public Rounded plus(Rounded other) {
        return combine(Operation.PLUS, other);
    }

    public Rounded minus(Rounded other) {
        return combine(Operation.MINUS, other);
    }

    /** Entry by entry product. */
    public Rounded hadamard(Rounded other) {
        return combine(Operation.TIMES, other);
    }

    /** Entry by entry quotient. */
    public Rounded over(Rounded other) {
        return combine(Operation.OVER, other);
    }

    /** Every entry times a constant as written. */
    public Rounded scaled(double constant) {
        return hadamard(constant(constant, rounding));
    }

    /** Every entry times a constant of many digits. */
    Rounded scaled(BigDecimal constant) {
        return hadamard(constants(Matrix.ofDecimals(1, 1, constant), rounding));
    }

    /** Every entry plus a constant as written. */
    Rounded plus(double constant) {
        return plus(constant(constant, rounding));
    }

    /** As many entries, each that constant as written. */
    Rounded filled(double constant) {
        Rounded number = constant(constant, rounding);
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            result.copy(k, number, 0);
        }
        return result;
    }

    /** Which of two formulas an entry that lies just where they meet follows. */
    enum Tie {
        BELOW,
        ABOVE,
        /** Whichever an implementation takes is right. */
        EITHER
    }

    /**
     * One formula below a point and another above it, entry by entry. Where an entry's error, or the rounding of the point,
     * leaves open on which side it is, the error reaches to the other formula's result.
     *
     * @param point where they meet, as written
     * @param below 1 × 1 or as many entries as this has; so has {@code above}
     */
    Rounded split(double point, Tie tie, Rounded below, Rounded above) {
        Rounded meeting = constant(point, rounding);
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            int p = below.size() == 1 ? 0 : k;
            int q = above.size() == 1 ? 0 : k;
            double beyond = value[k] - meeting.value[0] + (low == null ? 0 : low[k] - meeting.low[0]);
            boolean isAbove = beyond > 0 || beyond == 0 && tie != Tie.BELOW;
            double open = error[k] + meeting.error[0];
            result.copy(k, isAbove ? above : below, isAbove ? q : p);
            if (Double.isNaN(beyond)) {
                result.set(k, Double.NaN, 0);
            } else if (Math.abs(beyond) <= open && (open > 0 || tie == Tie.EITHER)) {
                double gap = Math.abs(above.value[q] - below.value[p]);
                result.error[k] = Math.max(result.error[k], gap + (isAbove ? below.error[p] : above.error[q]));
            }
        }
        return result;
    }

    /** Every entry divided by a whole number. */
    public Rounded dividedBy(int divisor) {
        return over(exact(Matrix.of(1, 1, divisor), rounding));
    }

    /** 1 − this. */
    public Rounded oneMinus() {
        return exact(Matrix.of(1, 1, 1), rounding).minus(this);
    }

    /** 1 + this. */
    Rounded onePlus() {
        return plus(exact(Matrix.of(1, 1, 1), rounding));
    }

    /** f of every entry. */
    Rounded map(ScalarFunction f) {
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            double inherited = error[k] == 0 ? 0 : f.slope(value[k], error[k]) * error[k];
            if (rounding.isExtended()) {
                DD y = f.at(extended(k));
                result.set(k, y, inherited + DoubleDouble.EPSILON * Math.abs(y.hi()));
            } else {
                double y = f.at(value[k]);
                double judged = f.evaluationError(value[k], y, rounding.judgedUnit());
                // What is evaluated at all may also be flushed to zero; what is only passed on, as by ReLU, is exact.
                double own = judged == 0 ? 0 : judged + OWN_ULPS * Math.abs(y) + rounding.tiny();
                result.set(k, y, inherited + own);
            }
        }
        return result;
    }

    /** The same, with 0 for what is no larger than its own error, of which no digit is right. */
    public Rounded withoutNoise() {
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            if (Math.abs(value[k]) <= error[k]) {
                result.set(k, 0, error[k]);
            } else {
                result.copy(k, this, k);
            }
        }
        return result;
    }

    /** Every value rounded to that many significant decimal digits, and then taken as exact. */
    Rounded toSignificantDigits(int digits) {
        MathContext context = new MathContext(digits);
        BigDecimal[] rounded = new BigDecimal[value.length];
        for (int k = 0; k < value.length; k++) {
            if (decimal(k).isEmpty()) {
                return this;
            }
            rounded[k] = decimal(k).get().round(context);
        }
        return exact(Matrix.ofDecimals(rows, columns, rounded), rounding);
    }

    /** The sum of all entries in whichever order, 1 × 1. */
    public Rounded sum() {
        Rounded row = new Rounded(rounding, 1, value.length);
        for (int k = 0; k < value.length; k++) {
            row.copy(k, this, k);
        }
        return row.rowSums();
    }

    /** The sums along each row, rows × 1. */
    public Rounded rowSums() {
        return times(ones(columns, 1));
    }

    /** The sums down each column, 1 × columns. */
    public Rounded columnSums() {
        return ones(1, rows).times(this);
    }

    private Rounded ones(int r, int c) {
        double[] ones = new double[r * c];
        Arrays.fill(ones, 1);
        return exact(Matrix.of(r, c, ones), rounding);
    }

    private enum Operation {
        PLUS,
        MINUS,
        TIMES,
        OVER
    }

    private Rounded combine(Operation operation, Rounded other) {
        requireSameRounding(other);
        Rounded result = new Rounded(rounding, broadcast(rows, other.rows), broadcast(columns, other.columns));
        for (int i = 0, k = 0; i < result.rows; i++) {
            for (int j = 0; j < result.columns; j++, k++) {
                int p = (rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j);
                int q = (other.rows == 1 ? 0 : i) * other.columns + (other.columns == 1 ? 0 : j);
                if (rounding.isExtended()) {
                    DD y = apply(operation, extended(p), other.extended(q));
                    result.set(k, y, errorOf(operation, p, other, q, y.hi()));
                } else {
                    double y = apply(operation, value[p], other.value[q]);
                    result.set(k, y, errorOf(operation, p, other, q, y));
                }
            }
        }
        return result;
    }

    private static double apply(Operation operation, double a, double b) {
        return switch (operation) {
            case PLUS -> a + b;
            case MINUS -> a - b;
            case TIMES -> a * b;
            case OVER -> a / b;
        };
    }

    private static DD apply(Operation operation, DD a, DD b) {
        return switch (operation) {
            case PLUS -> a.add(b);
            case MINUS -> a.subtract(b);
            case TIMES -> a.multiply(b);
            case OVER -> b.isZero() ? DD.of(a.hi() / 0.0) : a.divide(b);
        };
    }

    private double errorOf(Operation operation, int p, Rounded other, int q, double y) {
        double a = Math.abs(value[p]);
        double b = Math.abs(other.value[q]);
        double ea = error[p];
        double eb = other.error[q];
        boolean exactZero = (a == 0 && ea == 0) || (operation == Operation.TIMES && b == 0 && eb == 0);
        return switch (operation) {
            case PLUS, MINUS ->
                a == 0 && ea == 0 ? eb : b == 0 && eb == 0 ? ea : rounded(ea + eb, y, y == 0 ? 0 : rounding.tiny());
            case TIMES ->
                exactZero
                        ? 0
                        : a == 1 && ea == 0
                                ? eb
                                : b == 1 && eb == 0 ? ea : rounded(a * eb + b * ea + ea * eb, y, rounding.tiny());
            case OVER ->
                exactZero && b > eb
                        ? 0
                        : b == 1 && eb == 0
                                ? ea
                                : b > eb
                                        ? rounded((ea + Math.abs(y) * eb) / (b - eb), y, rounding.tiny())
                                        : Double.POSITIVE_INFINITY;
        };
    }

    private double rounded(double inherited, double y, double underflow) {
        return inherited + rounding.unit() * (Math.abs(y) + inherited) + underflow;
    }

    private static int broadcast(int ours, int theirs) {
        if (ours != theirs && ours != 1 && theirs != 1) {
            throw new IllegalArgumentException("shapes do not fit: " + ours + " and " + theirs);
        }
        return Math.max(ours, theirs);
    }

    void requireSameRounding(Rounded other) {
        if (rounding != other.rounding) {
            throw new IllegalStateException("two roundings in one formula: " + rounding + " and " + other.rounding);
        }
    }

    /** The arrays behind the values, for the matrix product alone. */
    double[] values() {
        return value;
    }

    double[] lows() {
        return low;
    }

    double[] errors() {
        return error;
    }
}

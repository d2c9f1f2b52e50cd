package chalkline.reference;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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
    private double[] value;
    /** Whether a matrix or a copy has the same values: they are copied before they are changed. */
    private boolean isShared;
    /** The second half of each double-double; null where all are 0, as without {@link Rounding#TRUTH}. */
    private double[] low;
    /** Null where every error is {@link #relative} times its value's size. */
    private double[] error;
    /** The values that no double is near: smaller than the smallest or larger than the largest one. */
    private Map<Integer, BigDecimal> beyond = Map.of();

    private final double relative;

    /** Zeros, to be filled in. */
    Rounded(Rounding rounding, int rows, int columns) {
        this(
                rounding,
                rows,
                columns,
                new double[rows * columns],
                false,
                rounding.isExtended() ? new double[rows * columns] : null,
                new double[rows * columns],
                0);
    }

    private Rounded(
            Rounding rounding,
            int rows,
            int columns,
            double[] value,
            boolean isShared,
            double[] low,
            double[] error,
            double relative) {
        this.rounding = rounding;
        this.rows = rows;
        this.columns = columns;
        this.value = value;
        this.isShared = isShared;
        this.low = low;
        this.error = error;
        this.relative = relative;
    }

    /** The values taken as exact; under {@link Rounding#TRUTH}, the decimals that the matrix was made from. */
    public static Rounded exact(Matrix values, Rounding rounding) {
        Rounded result = new Rounded(rounding, values.rows(), values.columns(), values.values(), true, null, null, 0);
        if (rounding.isExtended() && values.hasRemainders()) {
            for (int k = 0; k < values.size(); k++) {
                double remainder = values.remainder(k);
                if (remainder != 0) {
                    double v = values.get(k);
                    result.set(k, DD.ofSum(v, remainder), rounding.unit() * Math.abs(v));
                }
            }
        }
        return result;
    }

    /** Numbers of which each is known only to lie within its error of the value. */
    public static Rounded near(Matrix values, double[] errors, Rounding rounding) {
        return new Rounded(rounding, values.rows(), values.columns(), values.values(), true, null, errors.clone(), 0);
    }

    /**
     * Constants as written, which belong to the formula: 1/2 is exact, 1/10 is rounded to the judged precision first.
     */
    static Rounded constants(Matrix written, Rounding rounding) {
        Rounded result = exact(written, rounding);
        for (int k = 0; k < result.size(); k++) {
            if (!rounding.isExtended() && (float) result.value[k] != result.value[k]) {
                double size = Math.abs(result.value[k]);
                // What is too small for the precision may be taken for 0.
                double error = size < rounding.tiny() ? size : rounding.unit() * size;
                result.set(k, result.value[k], rounding.within(size, error));
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
        return roundedAgain(rounding.unit(), rounding.tiny());
    }

    /** The same values, of which somebody has what became of sums when they were divided by a whole number in double. */
    public Rounded dividedSince(int divisor) {
        double unit = Integer.bitCount(divisor) == 1 ? 0 : Rounding.FLOAT64.unit();
        // What a float holds is not too small for a double when it is divided.
        double tiny = divisor == 1 || !rounding.isDouble() ? 0 : rounding.tiny();
        return unit == 0 && tiny == 0 ? this : roundedAgain(unit, tiny);
    }

    private Rounded roundedAgain(double unit, double tiny) {
        boolean mayUnderflow = tiny > 0 && hasTiny();
        if (unit == 0 && !mayUnderflow) {
            return this;
        }
        if (error == null && !mayUnderflow) {
            return withErrors(null, relative + unit * (1 + relative));
        }
        double[] again = new double[value.length];
        for (int k = 0; k < again.length; k++) {
            again[k] = error(k) + unit * (Math.abs(value[k]) + error(k)) + (isTiny(value[k]) ? tiny : 0);
        }
        return withErrors(again, 0);
    }

    private boolean hasTiny() {
        for (double v : value) {
            if (isTiny(v)) {
                return true;
            }
        }
        return false;
    }

    /** Whether rounding may cost it more than its relative share. */
    private boolean isTiny(double v) {
        return v != 0 && Math.abs(v) <= 2 * rounding.tiny();
    }

    /** The same values with twice the errors. */
    Rounded erringTwice() {
        return withErrors(sizes(0, 2), 0);
    }

    /** The same with no bound where the other, of the same shape, has none. */
    public Rounded boundedWhere(Rounded other) {
        double[] errors = new double[value.length];
        for (int k = 0; k < errors.length; k++) {
            errors[k] = Double.isFinite(other.error(k)) ? error(k) : Double.POSITIVE_INFINITY;
        }
        return withErrors(errors, 0);
    }

    private Rounded withErrors(double[] errors, double ofEach) {
        isShared = true;
        double[] lows = low == null ? null : low.clone();
        return new Rounded(rounding, rows, columns, value, true, lows, errors, ofEach);
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
        return error != null ? error[k] : relative == 0 ? 0 : relative * Math.abs(value[k]);
    }

    /** The second half of the k-th value; 0 but under {@link Rounding#TRUTH}. */
    double low(int k) {
        return low == null ? 0 : low[k];
    }

    /** The values, their second halves lost; what is beyond all doubles as a decimal. */
    public Matrix toMatrix() {
        isShared = true;
        return Matrix.owning(rows, columns, value).withDecimals(beyond);
    }

    /** The k-th value where it is beyond all doubles. */
    void setBeyond(int k, BigDecimal decimal) {
        set(k, decimal.doubleValue(), 0);
        beyond = new HashMap<>(beyond);
        beyond.put(k, decimal);
    }

    /** The entry in row i and column j, counted from 0, as a matrix of its own. */
    public Rounded entry(int i, int j) {
        Rounded result = new Rounded(rounding, 1, 1);
        result.copy(0, this, i * columns + j);
        return result;
    }

    /** That row alone. */
    Rounded row(int row) {
        Rounded result = new Rounded(rounding, 1, columns);
        for (int j = 0; j < columns; j++) {
            result.copy(j, this, row * columns + j);
        }
        return result;
    }

    /** The k-th value in its full precision; empty where it is no finite number. */
    public Optional<BigDecimal> decimal(int k) {
        if (beyond.containsKey(k)) {
            return Optional.of(beyond.get(k));
        }
        if (!Double.isFinite(value[k])) {
            return Optional.empty();
        }
        BigDecimal high = new BigDecimal(value[k]);
        return Optional.of(low == null || !Double.isFinite(low[k]) ? high : high.add(new BigDecimal(low[k])));
    }

    /** |x − value| of a double x, in the full precision of the value. */
    public double distance(int k, double x) {
        return Math.abs((x - value[k]) - low(k));
    }

    /** Where the entry in row i and column j of what this is repeated to fit stands. */
    int index(int i, int j) {
        return (rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j);
    }

    Rounding rounding() {
        return rounding;
    }

    DD extended(int k) {
        return DD.ofSum(value[k], low(k));
    }

    void set(int k, double newValue, double newError) {
        errors()[k] = newError;
        ownValues()[k] = newValue;
        if (low != null) {
            low[k] = 0;
        }
    }

    void set(int k, DD newValue, double newError) {
        errors()[k] = newError;
        ownValues()[k] = newValue.hi();
        lows()[k] = newValue.lo();
    }

    /** The entry of another matrix, with its error. */
    void copy(int k, Rounded from, int from_k) {
        if (rounding.isExtended()) {
            lows()[k] = from.low == null ? 0 : from.low[from_k];
        }
        errors()[k] = from.error(from_k);
        ownValues()[k] = from.value[from_k];
        if (from.beyond.containsKey(from_k)) {
            setBeyond(k, from.beyond.get(from_k));
        }
    }

    /** The transpose. */
    public Rounded transposed() {
        Rounded transposed = new Rounded(
                rounding,
                columns,
                rows,
                Panels.transposed(value, rows, columns),
                false,
                low == null ? null : Panels.transposed(low, rows, columns),
                error == null ? null : Panels.transposed(error, rows, columns),
                relative);
        beyond.forEach((k, decimal) -> transposed.setBeyond(k % columns * rows + k / columns, decimal));
        return transposed;
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
        return Entrywise.of(Entrywise.Operation.PLUS, this, other);
    }

    public Rounded minus(Rounded other) {
        return Entrywise.of(Entrywise.Operation.MINUS, this, other);
    }

    /** this − a ∘ b. */
    Rounded minusProduct(Rounded a, Rounded b) {
        return Entrywise.minusProduct(this, a, b);
    }

    /** Entry by entry product. */
    public Rounded hadamard(Rounded other) {
        return Entrywise.of(Entrywise.Operation.TIMES, this, other);
    }

    /** Entry by entry quotient. */
    public Rounded over(Rounded other) {
        return Entrywise.of(Entrywise.Operation.OVER, this, other);
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

    /** Every entry divided by a whole number. */
    public Rounded dividedBy(int divisor) {
        return over(exact(Matrix.of(1, 1, divisor), rounding));
    }

    /** 1 − this. */
    public Rounded oneMinus() {
        return exact(Matrix.of(1, 1, 1), rounding).minus(this);
    }

    /**
     * a(1 − a) of every a, whose error e moves both factors against each other: |1 − 2a|·e + e² is inherited.
     */
    Rounded timesOneMinus() {
        Rounded exact = withErrors(null, 0);
        Rounded result = exact.hadamard(exact.oneMinus());
        for (int k = 0; k < value.length; k++) {
            double e = error(k);
            double inherited = Math.abs(1 - 2 * value[k]) * e + e * e;
            result.errors()[k] += inherited * (1 + 8 * rounding.judgedUnit());
        }
        return result;
    }

    /** 1 + this. */
    Rounded onePlus() {
        return plus(exact(Matrix.of(1, 1, 1), rounding));
    }

    /** The same, not rounded to the judged precision. */
    Rounded dividedInDouble(int divisor) {
        if (divisor == 1) {
            return this;
        }
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            result.set(k, value[k] / divisor, error(k) / divisor);
        }
        return result.dividedSince(divisor);
    }

    /** f of every entry. */
    Rounded map(ScalarFunction f) {
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < value.length; k++) {
            double e = error(k);
            // Without a bound of its argument no function has one, however flat it is there.
            double inherited = e == 0 ? 0 : e < Double.POSITIVE_INFINITY ? f.slope(value[k], e) * e : e;
            if (rounding.isExtended()) {
                DD y = f.at(extended(k));
                double own =
                        isExact(f, value[k], y.hi()) ? 0 : DoubleDouble.EPSILON * Math.abs(y.hi()) + rounding.tiny();
                result.set(k, y, inherited + own);
            } else {
                double y = f.at(value[k]);
                double judged = f.evaluationError(value[k], y, rounding.judgedUnit(), rounding.accuracy());
                // What is evaluated at all may also be flushed to zero; what is only passed on, as by ReLU, is exact.
                double own = judged == 0 ? 0 : judged + OWN_ULPS * Math.abs(y) + rounding.tiny();
                result.set(k, y, rounding.within(Math.abs(y), inherited + own));
            }
        }
        return result;
    }

    /** Whether f(z) = y is not rounded; 0 may be exact, as ln 1 is, or what underflowed. */
    private boolean isExact(ScalarFunction f, double z, double y) {
        return f.isExact() || y == 0 && f.evaluationError(z, y, rounding.judgedUnit(), rounding.accuracy()) == 0;
    }

    /** The same, with 0 for what is no larger than its own error, of which no digit is right. */
    public Rounded withoutNoise() {
        Rounded result = this;
        for (int k = 0; k < value.length; k++) {
            double e = error(k);
            boolean isNoise = value[k] != 0 && Math.abs(value[k]) <= e && e < Double.POSITIVE_INFINITY;
            if (isNoise && !beyond.containsKey(k)) {
                if (result == this) {
                    result = withErrors(sizes(0, 1), 0);
                    result.beyond = beyond;
                }
                result.set(k, 0, e);
            }
        }
        return result;
    }

    /** The same, with other rows, each by its number from 0. */
    Rounded withRows(Map<Integer, Rounded> others) {
        if (others.isEmpty()) {
            return this;
        }
        Rounded result = withErrors(sizes(0, 1), 0);
        result.beyond = beyond;
        others.forEach((row, other) -> {
            for (int j = 0; j < columns; j++) {
                result.copy(row * columns + j, other, j);
            }
        });
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

    void requireSameRounding(Rounded other) {
        if (!rounding.equals(other.rounding)) {
            throw new IllegalStateException("two roundings in one formula: " + rounding + " and " + other.rounding);
        }
    }

    private double[] ownValues() {
        if (isShared) {
            value = value.clone();
            isShared = false;
        }
        return value;
    }

    /** The array behind the values, to be read, or to be filled in by who makes the matrix; the following likewise. */
    double[] values() {
        return value;
    }

    /** Whether there are second halves that are not 0. */
    boolean hasLows() {
        return low != null;
    }

    double[] lows() {
        if (low == null) {
            low = new double[value.length];
        }
        return low;
    }

    /** Whether every error is the same multiple of its value's size: of what is exact, 0 times. */
    boolean hasRelativeErrors() {
        return error == null;
    }

    double relativeError() {
        return relative;
    }

    double[] errors() {
        if (error == null) {
            error = new double[value.length];
            for (int k = 0; k < error.length && relative != 0; k++) {
                error[k] = relative * Math.abs(value[k]);
            }
        }
        return error;
    }

    /** p·|value| + q·error of every entry. */
    double[] sizes(double p, double q) {
        double[] sizes = new double[value.length];
        double factor = error == null ? p + q * relative : p;
        // Even 0 times: what is no number has no error that is one.
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = factor * Math.abs(value[k]);
        }
        if (error != null && q != 0) {
            for (int k = 0; k < sizes.length; k++) {
                sizes[k] += q * error[k];
            }
        }
        return sizes;
    }
}

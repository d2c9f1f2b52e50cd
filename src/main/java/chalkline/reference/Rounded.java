package chalkline.reference;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
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
    private final Rounding rounding;
    private final int rows;
    private final int columns;
    private final RoundedEntries entries;

    /** Zeros, to be filled in. */
    Rounded(Rounding rounding, int rows, int columns) {
        this(rounding, rows, columns, RoundedEntries.zeros(rows * columns, rounding.isExtended()));
    }

    private Rounded(Rounding rounding, int rows, int columns, RoundedEntries entries) {
        this.rounding = rounding;
        this.rows = rows;
        this.columns = columns;
        this.entries = entries;
    }

    private Rounded with(RoundedEntries others) {
        return new Rounded(rounding, rows, columns, others);
    }

    /** The values taken as exact; under {@link Rounding#TRUTH}, the decimals that the matrix was made from. */
    public static Rounded exact(Matrix values, Rounding rounding) {
        Rounded result = new Rounded(rounding, values.rows(), values.columns(), RoundedEntries.exact(values.values()));
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
        Rounded exact = new Rounded(rounding, values.rows(), values.columns(), RoundedEntries.exact(values.values()));
        return exact.with(exact.entries.withErrors(errors.clone()));
    }

    /**
     * Constants as written, which belong to the formula: 1/2 is exact, 1/10 is rounded to the judged precision first.
     */
    static Rounded constants(Matrix written, Rounding rounding) {
        Rounded result = exact(written, rounding);
        for (int k = 0; k < result.size(); k++) {
            if (!rounding.isExtended() && (float) result.value(k) != result.value(k)) {
                double size = Math.abs(result.value(k));
                // What is too small for the precision may be taken for 0.
                double error = size < rounding.tiny() ? size : rounding.unit() * size;
                result.set(k, result.value(k), rounding.within(size, error));
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
        return roundedAgain(unit, tiny);
    }

    private Rounded roundedAgain(double unit, double tiny) {
        return unit == 0 && tiny == 0 ? this : with(entries.roundedAgain(unit, tiny, 2 * rounding.tiny()));
    }

    /** The same values taken as exact. */
    Rounded exact() {
        return with(entries.withRelativeErrors(0));
    }

    /** The same values with twice the errors. */
    Rounded erringTwice() {
        return with(entries.withErrors(entries.sizes(0, 2)));
    }

    /** The same with no bound where the other, of the same shape, has none. */
    public Rounded boundedWhere(Rounded other) {
        double[] errors = new double[size()];
        for (int k = 0; k < errors.length; k++) {
            errors[k] = Double.isFinite(other.error(k)) ? error(k) : Double.POSITIVE_INFINITY;
        }
        return with(entries.withErrors(errors));
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    public int size() {
        return entries.size();
    }

    /** The k-th value row by row, to double precision. */
    public double value(int k) {
        return entries.value(k);
    }

    /** The bound on the k-th value's error, ≥ 0; infinite or NaN where there is none. */
    public double error(int k) {
        return entries.error(k);
    }

    /** The second half of the k-th value; 0 but under {@link Rounding#TRUTH}. */
    double low(int k) {
        return entries.low(k);
    }

    /** The values, their second halves lost; what is beyond all doubles as a decimal. */
    public Matrix toMatrix() {
        return entries.matrix(rows, columns);
    }

    /** The k-th value where it is beyond all doubles. */
    void setBeyond(int k, BigDecimal decimal) {
        entries.setBeyond(k, decimal);
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
        return entries.decimal(k);
    }

    /** |x − value| of a double x, in the full precision of the value. */
    public double distance(int k, double x) {
        return Math.abs((x - value(k)) - low(k));
    }

    /** Where the entry in row i and column j of what this is repeated to fit stands. */
    int index(int i, int j) {
        return (rows == 1 ? 0 : i) * columns + (columns == 1 ? 0 : j);
    }

    Rounding rounding() {
        return rounding;
    }

    DD extended(int k) {
        return DD.ofSum(value(k), low(k));
    }

    void set(int k, double newValue, double newError) {
        entries.set(k, newValue, newError);
    }

    void set(int k, DD newValue, double newError) {
        entries.set(k, newValue, newError);
    }

    /** The entry of another matrix, with its error. */
    void copy(int k, Rounded from, int j) {
        entries.copy(k, from.entries, j);
    }

    /** The transpose. */
    public Rounded transposed() {
        return new Rounded(rounding, columns, rows, entries.transposed(rows, columns));
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

    /** As many entries, each that constant as written. */
    Rounded filled(double constant) {
        Rounded number = constant(constant, rounding);
        Rounded result = new Rounded(rounding, rows, columns);
        for (int k = 0; k < size(); k++) {
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

    /** f of every entry. */
    Rounded map(ScalarFunction f) {
        return f.ofAll(this);
    }

    /** The same, with 0 for what is no larger than its own error, of which no digit is right. */
    public Rounded withoutNoise() {
        Rounded result = this;
        for (int k = 0; k < size(); k++) {
            double e = error(k);
            boolean isNoise = value(k) != 0 && Math.abs(value(k)) <= e && e < Double.POSITIVE_INFINITY;
            if (isNoise && !entries.isBeyond(k)) {
                result = result == this ? with(entries.copied()) : result;
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
        Rounded result = with(entries.copied());
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
        BigDecimal[] rounded = new BigDecimal[size()];
        for (int k = 0; k < size(); k++) {
            if (decimal(k).isEmpty()) {
                return this;
            }
            rounded[k] = decimal(k).get().round(context);
        }
        return exact(Matrix.ofDecimals(rows, columns, rounded), rounding);
    }

    /** The sum of all entries in whichever order, 1 × 1. */
    public Rounded sum() {
        return new Rounded(rounding, 1, size(), entries).rowSums();
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

    /** The entries themselves, to be read, or to be filled in by who makes the matrix. */
    RoundedEntries entries() {
        return entries;
    }
}

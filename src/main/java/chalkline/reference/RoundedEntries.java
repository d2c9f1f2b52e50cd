package chalkline.reference;

import chalkline.network.Matrix;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.numbers.core.DD;

/**
 * The entries of a matrix row by row, each with the bound on its error. Second halves are stored where there are any, and
 * errors where they are not all the same share of their values' sizes.
 */
final class RoundedEntries {
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

    private RoundedEntries(double[] value, boolean isShared, double[] low, double[] error, double relative) {
        this.value = value;
        this.isShared = isShared;
        this.low = low;
        this.error = error;
        this.relative = relative;
    }

    /** Exact zeros, to be filled in. */
    static RoundedEntries zeros(int size, boolean isExtended) {
        return new RoundedEntries(new double[size], false, isExtended ? new double[size] : null, new double[size], 0);
    }

    /** These values, which somebody else may have, taken as exact. */
    static RoundedEntries exact(double... values) {
        return new RoundedEntries(values, true, null, null, 0);
    }

    /** The same values with these errors. */
    RoundedEntries withErrors(double... errors) {
        return with(errors, 0);
    }

    /** The same values, whose errors are that share of their sizes. */
    RoundedEntries withRelativeErrors(double share) {
        return with(null, share);
    }

    private RoundedEntries with(double[] errors, double share) {
        isShared = true;
        return new RoundedEntries(value, true, low == null ? null : low.clone(), errors, share);
    }

    /** The same, to be changed. */
    RoundedEntries copied() {
        RoundedEntries copy = withErrors(sizes(0, 1));
        copy.beyond = beyond;
        return copy;
    }

    /**
     * The same values, rounded once more.
     *
     * @param unit how much of its size a value may lose
     * @param tiny how much one may lose that is no larger than {@code largestTiny}, besides
     */
    RoundedEntries roundedAgain(double unit, double tiny, double largestTiny) {
        boolean mayUnderflow = tiny > 0 && Arrays.stream(value).anyMatch(v -> v != 0 && Math.abs(v) <= largestTiny);
        if (error == null && !mayUnderflow) {
            return withRelativeErrors(relative + unit * (1 + relative));
        }
        double[] again = new double[value.length];
        for (int k = 0; k < again.length; k++) {
            double size = Math.abs(value[k]);
            again[k] = error(k) + unit * (size + error(k)) + (size > 0 && size <= largestTiny ? tiny : 0);
        }
        return withErrors(again);
    }

    RoundedEntries transposed(int rows, int columns) {
        RoundedEntries transposed = new RoundedEntries(
                Panels.transposed(value, rows, columns),
                false,
                low == null ? null : Panels.transposed(low, rows, columns),
                error == null ? null : Panels.transposed(error, rows, columns),
                relative);
        beyond.forEach((k, decimal) -> transposed.setBeyond(k % columns * rows + k / columns, decimal));
        return transposed;
    }

    /** The values, their second halves lost; what is beyond all doubles as a decimal. */
    Matrix matrix(int rows, int columns) {
        isShared = true;
        return Matrix.owning(rows, columns, value).withDecimals(beyond);
    }

    int size() {
        return value.length;
    }

    double value(int k) {
        return value[k];
    }

    double low(int k) {
        return low == null ? 0 : low[k];
    }

    double error(int k) {
        return error != null ? error[k] : relative == 0 ? 0 : relative * Math.abs(value[k]);
    }

    boolean isBeyond(int k) {
        return beyond.containsKey(k);
    }

    Optional<BigDecimal> decimal(int k) {
        if (beyond.containsKey(k)) {
            return Optional.of(beyond.get(k));
        }
        if (!Double.isFinite(value[k])) {
            return Optional.empty();
        }
        BigDecimal high = new BigDecimal(value[k]);
        return Optional.of(low == null || !Double.isFinite(low[k]) ? high : high.add(new BigDecimal(low[k])));
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

    void setBeyond(int k, BigDecimal decimal) {
        set(k, decimal.doubleValue(), 0);
        beyond = new HashMap<>(beyond);
        beyond.put(k, decimal);
    }

    /** An entry of others, with its error. */
    void copy(int k, RoundedEntries from, int j) {
        if (low != null || from.low != null) {
            lows()[k] = from.low(j);
        }
        errors()[k] = from.error(j);
        ownValues()[k] = from.value[j];
        if (from.beyond.containsKey(j)) {
            setBeyond(k, from.beyond.get(j));
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

    /** Whether every error is the same share of its value's size: of what is exact, 0. */
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

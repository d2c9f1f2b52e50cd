package chalkline.reference;

import java.util.Arrays;
import org.apache.commons.numbers.core.DD;

/**
 * Sum, difference, product and quotient entry by entry, with their errors. As in NumPy, an operand of one row or one column
 * is repeated to fit.
 *
 * <p>Both operands are worked through in runs that stay in the processor's caches. The loops walk all arrays with one index,
 * so that the JIT compiler makes vector instructions of those that do not branch.
 */
final class Entrywise {
    /** What is done to two entries. */
    enum Operation {
        PLUS,
        MINUS,
        TIMES,
        OVER
    }

    private static final int LONGEST_RUN = 512;

    private final Operation operation;
    private final Rounded result;
    private final double unit;
    private final double tiny;
    private final Operand left;
    private final Operand right;
    private final double[] y;
    private final double[] yLow;
    private final double[] errors;

    private Entrywise(Operation operation, Rounded left, Rounded right) {
        this.operation = operation;
        this.result = new Rounded(
                left.rounding(), broadcast(left.rows(), right.rows()), broadcast(left.columns(), right.columns()));
        this.unit = result.rounding().unit();
        this.tiny = result.rounding().tiny();
        boolean inRows = isRepeated(left) || isRepeated(right);
        int run = inRows ? result.columns() : Math.min(LONGEST_RUN, result.size());
        this.left = new Operand(left, run);
        this.right = new Operand(right, run);
        this.y = new double[run];
        this.yLow = new double[run];
        this.errors = new double[run];
    }

    static Rounded of(Operation operation, Rounded left, Rounded right) {
        left.requireSameRounding(right);
        Entrywise both = new Entrywise(operation, left, right);
        for (int start = 0; start < both.result.size(); start += both.y.length) {
            both.run(start, Math.min(both.y.length, both.result.size() - start));
        }
        return both.result;
    }

    private static int broadcast(int ours, int theirs) {
        if (ours != theirs && ours != 1 && theirs != 1) {
            throw new IllegalArgumentException("shapes do not fit: " + ours + " and " + theirs);
        }
        return Math.max(ours, theirs);
    }

    /** Whether it is one row or one column of several that the result has, not a single number. */
    private boolean isRepeated(Rounded operand) {
        return operand.size() != 1 && operand.size() != result.size();
    }

    /** A run of one operand's entries, repeated as the result needs them. */
    private final class Operand {
        private final Rounded whole;
        private final double[] value;
        private final double[] low;
        private final double[] error;
        private boolean isLoaded;

        Operand(Rounded whole, int run) {
            this.whole = whole;
            this.value = new double[run];
            this.low = new double[run];
            this.error = new double[run];
        }

        void load(int start, int length) {
            if (isLoaded) {
                return;
            }
            // A single number is the same in every run; the last run is the shorter one.
            isLoaded = whole.size() == 1;
            load(whole.values(), value, start, length);
            if (whole.hasLows()) {
                load(whole.lows(), low, start, length);
            }
            if (!whole.hasRelativeErrors()) {
                load(whole.errors(), error, start, length);
            } else if (whole.relativeError() != 0) {
                for (int k = 0; k < length; k++) {
                    error[k] = whole.relativeError() * Math.abs(value[k]);
                }
            }
        }

        private void load(double[] from, double[] to, int start, int length) {
            if (from.length == result.size()) {
                System.arraycopy(from, start, to, 0, length);
            } else if (whole.columns() == 1) {
                Arrays.fill(to, 0, length, from[whole.rows() == 1 ? 0 : start / result.columns()]);
            } else {
                System.arraycopy(from, 0, to, 0, length);
            }
        }
    }

    private void run(int start, int length) {
        left.load(start, length);
        right.load(start, length);
        if (result.rounding().isExtended()) {
            extendedValues(length);
            System.arraycopy(yLow, 0, result.lows(), start, length);
        } else {
            values(length);
        }
        System.arraycopy(y, 0, result.values(), start, length);
        errors(length);
        if (result.rounding() == Rounding.FLOAT32) {
            unbounded(length);
        }
        System.arraycopy(errors, 0, result.errors(), start, length);
    }

    /** What leaves the judged precision, if only on the way to something smaller, has no bound. */
    private void unbounded(int length) {
        double largest = result.rounding().largest();
        for (int k = 0; k < length; k++) {
            if (Math.abs(y[k]) > largest) {
                errors[k] = Double.POSITIVE_INFINITY;
            }
        }
    }

    private void values(int length) {
        double[] a = left.value;
        double[] b = right.value;
        double[] to = y;
        switch (operation) {
            case PLUS -> {
                for (int k = 0; k < length; k++) {
                    to[k] = a[k] + b[k];
                }
            }
            case MINUS -> {
                for (int k = 0; k < length; k++) {
                    to[k] = a[k] - b[k];
                }
            }
            case TIMES -> {
                for (int k = 0; k < length; k++) {
                    to[k] = a[k] * b[k];
                }
            }
            case OVER -> {
                for (int k = 0; k < length; k++) {
                    to[k] = a[k] / b[k];
                }
            }
        }
    }

    private void extendedValues(int length) {
        switch (operation) {
            case PLUS -> sums(left.value, left.low, 1, right.value, right.low, y, yLow, length);
            case MINUS -> sums(left.value, left.low, -1, right.value, right.low, y, yLow, length);
            case TIMES -> products(left.value, left.low, right.value, right.low, y, yLow, length);
            case OVER -> {
                for (int k = 0; k < length; k++) {
                    DD divisor = DD.ofSum(right.value[k], right.low[k]);
                    DD quotient = divisor.isZero()
                            ? DD.of(left.value[k] / 0.0)
                            : DD.ofSum(left.value[k], left.low[k]).divide(divisor);
                    y[k] = quotient.hi();
                    yLow[k] = quotient.lo();
                }
            }
        }
    }

    /**
     * a + sign·b in double-double, good to 3·2⁻¹⁰⁶ (Joldes, Muller and Popescu, Tight and rigorous error bounds for basic
     * building blocks of double-word arithmetic, 2017, algorithm 6).
     */
    private static void sums(
            double[] a, double[] aLow, double sign, double[] b, double[] bLow, double[] y, double[] yLow, int length) {
        for (int k = 0; k < length; k++) {
            double high = a[k] + sign * b[k];
            double highShift = high - a[k];
            double highError = (a[k] - (high - highShift)) + (sign * b[k] - highShift);
            double low = aLow[k] + sign * bLow[k];
            double lowShift = low - aLow[k];
            double lowError = (aLow[k] - (low - lowShift)) + (sign * bLow[k] - lowShift);
            double rest = highError + low;
            double sum = high + rest;
            double remainder = lowError + (rest - (sum - high));
            y[k] = sum + remainder;
            yLow[k] = remainder - (y[k] - sum);
        }
    }

    /** Products of double-doubles, good to 6·2⁻¹⁰⁶ (after the same, algorithm 12, without the product of the second halves). */
    private static void products(
            double[] a, double[] aLow, double[] b, double[] bLow, double[] y, double[] yLow, int length) {
        for (int k = 0; k < length; k++) {
            double product = a[k] * b[k];
            double rest = Math.fma(aLow[k], b[k], Math.fma(a[k], bLow[k], Math.fma(a[k], b[k], -product)));
            double sum = product + rest;
            y[k] = sum;
            yLow[k] = rest - (sum - product);
        }
    }

    private void errors(int length) {
        double[] a = left.value;
        double[] b = right.value;
        double[] ea = left.error;
        double[] eb = right.error;
        double[] to = errors;
        switch (operation) {
            case PLUS, MINUS -> ofSums(a, ea, b, eb, y, to, length);
            case TIMES -> ofProducts(a, ea, b, eb, y, to, length);
            case OVER -> {
                for (int k = 0; k < length; k++) {
                    to[k] = ofQuotient(a[k], ea[k], Math.abs(b[k]), eb[k], y[k]);
                }
            }
        }
    }

    /** First as if no entry were special, without a branch; then those that are. */
    private void ofSums(double[] a, double[] ea, double[] b, double[] eb, double[] sum, double[] to, int length) {
        for (int k = 0; k < length; k++) {
            double inherited = ea[k] + eb[k];
            to[k] = inherited + unit * (Math.abs(sum[k]) + inherited) + tiny;
        }
        for (int k = 0; k < length; k++) {
            if (a[k] == 0 || b[k] == 0 || sum[k] == 0) {
                to[k] = ofSum(a[k], ea[k], b[k], eb[k], sum[k]);
            }
        }
    }

    private void ofProducts(
            double[] a, double[] ea, double[] b, double[] eb, double[] product, double[] to, int length) {
        for (int k = 0; k < length; k++) {
            double inherited = Math.abs(a[k]) * eb[k] + Math.abs(b[k]) * ea[k] + ea[k] * eb[k];
            to[k] = inherited + unit * (Math.abs(product[k]) + inherited) + tiny;
        }
        for (int k = 0; k < length; k++) {
            double sizeA = Math.abs(a[k]);
            double sizeB = Math.abs(b[k]);
            if (sizeA == 0 || sizeB == 0 || sizeA == 1 || sizeB == 1) {
                to[k] = ofProduct(sizeA, ea[k], sizeB, eb[k], product[k]);
            }
        }
    }

    private double ofSum(double a, double ea, double b, double eb, double sum) {
        if (a == 0 && ea == 0) {
            return eb;
        }
        if (b == 0 && eb == 0) {
            return ea;
        }
        return rounded(ea + eb, sum, sum == 0 ? 0 : tiny);
    }

    private double ofProduct(double a, double ea, double b, double eb, double product) {
        if ((a == 0 && ea == 0) || (b == 0 && eb == 0)) {
            return 0;
        }
        if (a == 1 && ea == 0) {
            return eb;
        }
        if (b == 1 && eb == 0) {
            return ea;
        }
        return rounded(a * eb + b * ea + ea * eb, product, tiny);
    }

    private double ofQuotient(double a, double ea, double b, double eb, double quotient) {
        if (!(b > eb)) {
            return Double.POSITIVE_INFINITY;
        }
        if (a == 0 && ea == 0) {
            return 0;
        }
        return b == 1 && eb == 0 ? ea : rounded((ea + Math.abs(quotient) * eb) / (b - eb), quotient, tiny);
    }

    private double rounded(double inherited, double value, double underflow) {
        return inherited + unit * (Math.abs(value) + inherited) + underflow;
    }
}

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

    private final Rounding rounding;
    private final int rows;
    private final int columns;
    /** How many entries are worked on at once. */
    private final int longest;

    private Entrywise(Rounded... operands) {
        this.rounding = operands[0].rounding();
        int r = 1;
        int c = 1;
        for (Rounded operand : operands) {
            operands[0].requireSameRounding(operand);
            r = broadcast(r, operand.rows());
            c = broadcast(c, operand.columns());
        }
        this.rows = r;
        this.columns = c;
        this.longest = Arrays.stream(operands).anyMatch(this::isRepeated) ? c : Math.min(LONGEST_RUN, r * c);
    }

    static Rounded of(Operation operation, Rounded left, Rounded right) {
        Entrywise both = new Entrywise(left, right);
        return both.result(both.new Result(operation, both.new Operand(left), both.new Operand(right)));
    }

    /** a − b·c, whose products need not be kept. */
    static Rounded minusProduct(Rounded a, Rounded b, Rounded c) {
        Entrywise all = new Entrywise(a, b, c);
        Run product = all.new Result(Operation.TIMES, all.new Operand(b), all.new Operand(c));
        return all.result(all.new Result(Operation.MINUS, all.new Operand(a), product));
    }

    private static int broadcast(int ours, int theirs) {
        if (ours != theirs && ours != 1 && theirs != 1) {
            throw new IllegalArgumentException("shapes do not fit: " + ours + " and " + theirs);
        }
        return Math.max(ours, theirs);
    }

    /** Whether it is one row or one column of several that the result has, not a single number. */
    private boolean isRepeated(Rounded operand) {
        return operand.size() != 1 && operand.size() != rows * columns;
    }

    private Rounded result(Run entries) {
        Rounded result = new Rounded(rounding, rows, columns);
        for (int start = 0; start < result.size(); start += longest) {
            int length = Math.min(longest, result.size() - start);
            entries.load(start, length);
            System.arraycopy(entries.value, 0, result.entries().values(), start, length);
            System.arraycopy(entries.error, 0, result.entries().errors(), start, length);
            if (rounding.isExtended()) {
                System.arraycopy(entries.low, 0, result.entries().lows(), start, length);
            }
        }
        return result;
    }

    /** As many entries as are worked on at once. */
    private abstract class Run {
        final double[] value = new double[longest];
        final double[] low = new double[longest];
        final double[] error = new double[longest];

        abstract void load(int start, int length);
    }

    /** One operand's entries, repeated as the result needs them. */
    private final class Operand extends Run {
        private final Rounded whole;
        private boolean isLoaded;

        Operand(Rounded whole) {
            this.whole = whole;
        }

        @Override
        void load(int start, int length) {
            if (isLoaded) {
                return;
            }
            // A single number is the same in every run; the last run is the shorter one.
            isLoaded = whole.size() == 1;
            load(whole.entries().values(), value, start, length);
            if (whole.entries().hasLows()) {
                load(whole.entries().lows(), low, start, length);
            }
            if (!whole.entries().hasRelativeErrors()) {
                load(whole.entries().errors(), error, start, length);
            } else if (whole.entries().relativeError() != 0) {
                for (int k = 0; k < length; k++) {
                    error[k] = whole.entries().relativeError() * Math.abs(value[k]);
                }
            }
        }

        private void load(double[] from, double[] to, int start, int length) {
            if (from.length == rows * columns) {
                System.arraycopy(from, start, to, 0, length);
            } else if (whole.columns() == 1) {
                Arrays.fill(to, 0, length, from[whole.rows() == 1 ? 0 : start / columns]);
            } else {
                System.arraycopy(from, 0, to, 0, length);
            }
        }
    }

    /** What an operation makes of two runs. */
    private final class Result extends Run {
        private final Operation operation;
        private final Run left;
        private final Run right;
        private final double unit = rounding.unit();
        private final double tiny = rounding.tiny();
        private final double largest = rounding.largest();
        private final double[] lowSum = new double[longest];
        private final double[] lowError = new double[longest];

        Result(Operation operation, Run left, Run right) {
            this.operation = operation;
            this.left = left;
            this.right = right;
        }

        @Override
        void load(int start, int length) {
            left.load(start, length);
            right.load(start, length);
            if (rounding.isExtended()) {
                extendedValues(length);
            } else {
                values(length);
            }
            errors(length);
        }

        private void values(int length) {
            double[] a = left.value;
            double[] b = right.value;
            double[] to = value;
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
                case PLUS -> extendedSums(1, length);
                case MINUS -> extendedSums(-1, length);
                case TIMES -> products(left.value, left.low, right.value, right.low, value, low, length);
                case OVER -> {
                    for (int k = 0; k < length; k++) {
                        double plain = left.value[k] / right.value[k];
                        // A double-double that is not finite would be NaN.
                        DD quotient = Double.isFinite(plain)
                                ? DD.ofSum(left.value[k], left.low[k]).divide(DD.ofSum(right.value[k], right.low[k]))
                                : DD.of(plain);
                        value[k] = quotient.hi();
                        low[k] = quotient.lo();
                    }
                }
            }
        }

        /**
         * a + sign·b in double-double, good to 3·2⁻¹⁰⁶ (Joldes, Muller and Popescu, Tight and rigorous error bounds for basic
         * building blocks of double-word arithmetic, 2017, algorithm 6), in loops so short that the JIT compiler makes vector
         * instructions of them.
         */
        private void extendedSums(int sign, int length) {
            sums(left.value, sign, right.value, value, low, length);
            sums(left.low, sign, right.low, lowSum, lowError, length);
            fold(lowSum, value, low, length);
            fold(lowError, value, low, length);
            for (int k = 0; k < length; k++) {
                if (Double.isNaN(value[k])) {
                    // Of an infinity there is no second half.
                    value[k] = left.value[k] + sign * right.value[k];
                    low[k] = 0;
                }
            }
        }

        private void errors(int length) {
            double[] a = left.value;
            double[] b = right.value;
            double[] ea = left.error;
            double[] eb = right.error;
            double[] to = error;
            switch (operation) {
                case PLUS, MINUS -> ofSums(a, ea, b, eb, value, to, length);
                case TIMES -> ofProducts(a, ea, b, eb, value, to, length);
                case OVER -> {
                    for (int k = 0; k < length; k++) {
                        double ofIt = ofQuotient(a[k], ea[k], Math.abs(b[k]), eb[k], value[k]);
                        to[k] = rounding.within(Math.abs(value[k]), ofIt);
                    }
                }
            }
        }

        /** First without a branch, as if no entry were special; then the special ones again. */
        private void ofSums(double[] a, double[] ea, double[] b, double[] eb, double[] sum, double[] to, int length) {
            for (int k = 0; k < length; k++) {
                double inherited = ea[k] + eb[k];
                to[k] = inherited + unit * (Math.abs(sum[k]) + inherited) + tiny;
            }
            for (int k = 0; k < length; k++) {
                double size = Math.abs(sum[k]);
                // One test for three, whether any is 0; and whether it may leave the precision.
                if (!(Math.abs(a[k] * b[k] * sum[k]) > 0 && size + to[k] <= largest)) {
                    to[k] = rounding.within(size, ofSum(a[k], ea[k], b[k], eb[k], sum[k]));
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
                double size = Math.abs(product[k]);
                // One test for four, whether any is 0 or 1; and whether it may leave the precision.
                if (!(Math.abs(sizeA * sizeB * (sizeA - 1) * (sizeB - 1)) > 0 && size + to[k] <= largest)) {
                    to[k] = rounding.within(size, ofProduct(sizeA, ea[k], sizeB, eb[k], product[k]));
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
                // 0 times an infinity is NaN.
                return ea + eb < Double.POSITIVE_INFINITY ? 0 : Double.POSITIVE_INFINITY;
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

    /** sum + error = a + sign·b. */
    private static void sums(double[] a, int sign, double[] b, double[] sum, double[] error, int length) {
        for (int k = 0; k < length; k++) {
            double s = a[k] + sign * b[k];
            double shift = s - a[k];
            error[k] = (a[k] - (s - shift)) + (sign * b[k] - shift);
            sum[k] = s;
        }
    }

    /** Adds to the second halves, and carries over into the first ones. */
    private static void fold(double[] addend, double[] high, double[] low, int length) {
        for (int k = 0; k < length; k++) {
            double rest = low[k] + addend[k];
            double sum = high[k] + rest;
            low[k] = rest - (sum - high[k]);
            high[k] = sum;
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
}

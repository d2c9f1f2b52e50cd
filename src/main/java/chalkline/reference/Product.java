package chalkline.reference;

import java.util.function.BooleanSupplier;
import org.apache.commons.numbers.core.DD;

/**
 * The matrix product with its error.
 *
 * <p>For C = A·B (+ b) with n terms an entry, in any order of summation, fused or not (Higham, Accuracy and Stability,
 * §3.5), with E the errors of the operands:
 *
 * <p>|Ĉ − C| ≤ γₙ·|A||B| + (1 + γₙ)(|A|·E_B + E_A·(|B| + E_B)) + 2nλ, and 0 where every term is exactly 0. There is no bound
 * where some order of summation leaves the judged precision on its way.
 *
 * <p>Where E_B is a multiple of |B|, as it is of what is exact and of what was rounded once, the first two terms are one
 * product of a matrix by |B|; where only E_A is, one of |A| by a matrix; else they are two products.
 *
 * <p>Under {@link Rounding#TRUTH} sums begin at an offset of 4S, S ≥ |A||B|, which leaves an error of κ·S, κ = (n + 4)²·2⁻¹⁰³
 * (see {@link Panels}). With 8κ in place of γₙ the bound above, H, contains 8κ·|A||B|; so S = H / 8κ will do, and the error is
 * H + κ·S = 9/8·H.
 */
final class Product {
    /** γ over κ. */
    private static final double ROOM = 8;
    /** Sums that begin at it stay finite. */
    private static final double LARGEST_OFFSET = Double.MAX_VALUE / 2;

    private final Rounded a;
    private final Rounded b;
    /** One row, or null. */
    private final Rounded bias;

    private final Rounded result;
    private final double gamma;

    private Product(Rounded a, Rounded b, Rounded bias) {
        this.a = a;
        this.b = b;
        this.bias = bias;
        this.result = new Rounded(a.rounding(), a.rows(), b.columns());
        this.gamma = gamma();
    }

    static Rounded of(Rounded a, Rounded b, Rounded bias) {
        a.requireSameRounding(b);
        if (a.columns() != b.rows()) {
            throw new IllegalArgumentException(
                    "cannot multiply " + a.rows() + "×" + a.columns() + " by " + b.rows() + "×" + b.columns());
        }
        if (bias != null) {
            a.requireSameRounding(bias);
            if (bias.rows() != 1 || bias.columns() != b.columns()) {
                throw new IllegalArgumentException(
                        "the bias is " + bias.rows() + "×" + bias.columns() + " but must be 1×" + b.columns());
            }
        }
        Product product = new Product(a, b, bias);
        product.errors();
        product.values();
        if (product.gamma != 0 && !a.rounding().isExtended()) {
            product.partialSums();
        }
        return product.result;
    }

    /** Looks only where the error is so large that γ times the sum of all sizes may be in it. */
    private void partialSums() {
        double[] errors = result.entries().errors();
        double notable = gamma * a.rounding().largest();
        for (int k = 0; k < errors.length; k++) {
            if (!(errors[k] < notable)) {
                errors[k] = a.rounding().within(largestPartialSum(k), errors[k]);
            }
        }
    }

    /** The larger one of what the positive terms and what the negative ones add up to. */
    private double largestPartialSum(int k) {
        int i = k / b.columns();
        int j = k % b.columns();
        double sizes = bias == null ? 0 : size(bias, j);
        for (int inner = 0; inner < a.columns(); inner++) {
            sizes += size(a, i * a.columns() + inner) * size(b, inner * b.columns() + j);
        }
        return (sizes + Math.abs(result.value(k))) / 2;
    }

    private static double size(Rounded x, int k) {
        return Math.abs(x.value(k)) + x.error(k);
    }

    private double gamma() {
        int terms = terms();
        return a.rounding().isExtended()
                ? ROOM * (terms + 4.0) * (terms + 4.0) * 0x1p-103
                : a.rounding().gamma(onlyAdds() ? terms - 1 : terms);
    }

    private int terms() {
        return a.columns() + (bias == null ? 0 : 1);
    }

    private void values() {
        if (result.rounding().isExtended()) {
            extendedValues();
            return;
        }
        double[] c = result.entries().values();
        if (bias != null) {
            repeat(bias.entries().values(), c);
        }
        Panels.accumulate(a.entries().values(), b.entries().values(), c, a.rows(), b.columns());
    }

    private void extendedValues() {
        double[] c = result.entries().values();
        double[] low = result.entries().lows();
        offsets(c);
        Panels.accumulateExtended(
                a.entries().values(),
                a.entries().hasLows() ? a.entries().lows() : null,
                b.entries().values(),
                b.entries().hasLows() ? b.entries().lows() : null,
                c,
                low,
                a.rows(),
                b.columns());
        for (int k = 0; bias != null && k < c.length; k++) {
            DD sum = DD.ofSum(c[k], low[k]).add(bias.extended(k % b.columns()));
            c[k] = sum.hi();
            low[k] = sum.lo();
        }
    }

    /** Four times the S that is in every error; what is too large for that has no bound. */
    private void offsets(double[] c) {
        double[] errors = result.entries().errors();
        for (int k = 0; k < c.length; k++) {
            double offset = 4 / gamma * errors[k];
            boolean fits = offset <= LARGEST_OFFSET;
            c[k] = fits ? offset : 0;
            errors[k] = fits ? (1 + 1 / ROOM) * errors[k] : Double.POSITIVE_INFINITY;
        }
    }

    private static void repeat(double[] row, double[] rows) {
        for (int k = 0; k < rows.length; k += row.length) {
            System.arraycopy(row, 0, rows, k, row.length);
        }
    }

    /**
     * Sums of sizes first, and then times γ or what it has become: γ times a size may underflow before a large factor makes
     * up for it.
     */
    private void errors() {
        double[] c = result.entries().errors();
        int rows = a.rows();
        int columns = b.columns();
        if (b.entries().hasRelativeErrors()) {
            // |A| + (1 + γ)(1 + r_B)/f·E_A, times |B|, times f = γ + (1 + γ)·r_B.
            double r = b.entries().relativeError();
            double factor = gamma + (1 + gamma) * r;
            double[] left = sizes(a, (1 + gamma) * (1 + r), factor);
            Panels.accumulateSizes(left, b.entries().values(), c, rows, columns);
            finish(factor == 0 ? 1 : factor, () -> mayVanish(left, b.entries().values()));
        } else if (a.entries().hasRelativeErrors()) {
            // |A|, times |B| + (1 + γ)(1 + r_A)/f·E_B, times f = γ + (1 + γ)·r_A.
            double r = a.entries().relativeError();
            double factor = gamma + (1 + gamma) * r;
            double[] right = sizes(b, (1 + gamma) * (1 + r), factor);
            Panels.accumulate(a.entries().sizes(1, 0), right, c, rows, columns);
            finish(factor == 0 ? 1 : factor, () -> mayVanish(a.entries().values(), right));
        } else {
            // |A| + (1 + γ)/γ·E_A, times |B|, times γ; and |A| + E_A, times E_B, times 1 + γ.
            double[] left = sizes(a, 1 + gamma, gamma);
            double[] reach = a.entries().sizes(1, 1);
            Panels.accumulateSizes(left, b.entries().values(), c, rows, columns);
            scale(c, gamma == 0 ? 1 : gamma / (1 + gamma));
            Panels.accumulate(reach, b.entries().errors(), c, rows, columns);
            finish(
                    1 + gamma,
                    () -> mayVanish(left, b.entries().values())
                            || mayVanish(reach, b.entries().errors()));
        }
    }

    /** |value| + inherited / factor · error; where the factor is 0 and nothing is rounded, inherited · error alone. */
    private static double[] sizes(Rounded operand, double inherited, double factor) {
        return factor == 0
                ? operand.entries().sizes(0, inherited)
                : operand.entries().sizes(1, inherited / factor);
    }

    private static void scale(double[] sums, double factor) {
        for (int k = 0; k < sums.length; k++) {
            sums[k] *= factor;
        }
    }

    /**
     * Scales the sums, and adds what the bias adds and what underflow may take away where anything is added at all.
     *
     * @param mayVanish whether a sum of errors may be 0 though a term is not; asked only where one is
     */
    private void finish(double factor, BooleanSupplier mayVanish) {
        double[] sums = result.entries().errors();
        double underflow = gamma == 0 ? 0 : 2 * terms() * result.rounding().tiny();
        boolean zeroIsZero = hasZero(sums) && !mayVanish.getAsBoolean();
        if (bias == null) {
            double ofZero = zeroIsZero ? 0 : underflow;
            for (int k = 0; k < sums.length; k++) {
                sums[k] = sums[k] == 0 ? ofZero : factor * sums[k] + underflow;
            }
            return;
        }
        for (int k = 0, j = 0; k < sums.length; k++, j = j + 1 == b.columns() ? 0 : j + 1) {
            double biasSize = Math.abs(bias.value(j));
            double biasError = bias.error(j);
            sums[k] = sums[k] == 0 && zeroIsZero
                    ? biasError
                    : factor * sums[k] + gamma * biasSize + (1 + gamma) * biasError + underflow;
        }
    }

    private static boolean hasZero(double[] sums) {
        for (double sum : sums) {
            if (sum == 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether two numbers that are not 0 may have a product that is. */
    private static boolean mayVanish(double[] left, double[] right) {
        return smallestPositive(left) * smallestPositive(right) < Double.MIN_NORMAL;
    }

    /** A sum is a product with ones: its multiplications round nothing, and n − 1 additions remain. */
    private boolean onlyAdds() {
        return allOne(a.entries().values()) || allOne(b.entries().values());
    }

    private static boolean allOne(double[] values) {
        for (double v : values) {
            if (v != 1) {
                return false;
            }
        }
        return true;
    }

    private static double smallestPositive(double[] values) {
        double smallest = 1;
        for (double v : values) {
            double size = Math.abs(v);
            if (size > 0 && size < smallest) {
                smallest = size;
            }
        }
        return smallest;
    }
}

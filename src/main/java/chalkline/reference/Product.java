package chalkline.reference;

import org.apache.commons.numbers.core.DD;

/**
 * The matrix product with its error.
 *
 * <p>For C = A·B (+ b) with n terms an entry, in any order of summation, fused or not (Higham, Accuracy and Stability,
 * §3.5), with E the errors of the operands:
 *
 * <p>|Ĉ − C| ≤ γₙ·|A||B| + (1 + γₙ)(|A|·E_B + E_A·(|B| + E_B)) + 2nλ, and 0 where every term is exactly 0.
 *
 * <p>Under {@link Rounding#TRUTH} the sum is compensated: every product and every addition keeps its remainder (Ogita,
 * Rump and Oishi, Accurate sum and dot product, 2005), which leaves (n + 4)²·2⁻¹⁰⁴·|A||B|.
 */
final class Product {
    private Product() {}

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
        Rounded result = new Rounded(a.rounding(), a.rows(), b.columns());
        if (a.rounding().isExtended()) {
            extendedValues(a, b, bias, result);
        } else {
            plainValues(a, b, bias, result);
        }
        errors(a, b, bias, result);
        return result;
    }

    private static void plainValues(Rounded a, Rounded b, Rounded bias, Rounded result) {
        double[] c = result.values();
        accumulate(a.values(), b.values(), c, a.rows(), a.columns(), b.columns());
        if (bias != null) {
            for (int k = 0; k < c.length; k++) {
                c[k] += bias.value(k % b.columns());
            }
        }
    }

    /** c += a·b, row by row, so that the inner loop runs along rows of b and c. */
    private static void accumulate(double[] a, double[] b, double[] c, int rows, int inner, int columns) {
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < inner; k++) {
                double x = a[i * inner + k];
                for (int j = 0, bk = k * columns, ci = i * columns; j < columns; j++) {
                    c[ci + j] += x * b[bk + j];
                }
            }
        }
    }

    private static void extendedValues(Rounded a, Rounded b, Rounded bias, Rounded result) {
        int inner = a.columns();
        int columns = b.columns();
        double[] bHigh = b.values();
        double[] bLow = b.lows();
        double[] high = new double[columns];
        double[] low = new double[columns];
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                high[j] = bias == null ? 0 : bias.values()[j];
                low[j] = bias == null ? 0 : bias.lows()[j];
            }
            for (int k = 0; k < inner; k++) {
                double x = a.values()[i * inner + k];
                double xLow = a.lows()[i * inner + k];
                for (int j = 0, bk = k * columns; j < columns; j++) {
                    double product = x * bHigh[bk + j];
                    double productError = Math.fma(x, bHigh[bk + j], -product);
                    double sum = high[j] + product;
                    double shifted = sum - high[j];
                    double sumError = (high[j] - (sum - shifted)) + (product - shifted);
                    high[j] = sum;
                    low[j] += sumError + productError + x * bLow[bk + j] + xLow * bHigh[bk + j];
                }
            }
            for (int j = 0; j < columns; j++) {
                result.set(i * columns + j, DD.ofSum(high[j], low[j]), 0);
            }
        }
    }

    private static void errors(Rounded a, Rounded b, Rounded bias, Rounded result) {
        Rounding rounding = result.rounding();
        int terms = a.columns() + (bias == null ? 0 : 1);
        double gamma = rounding.isExtended()
                ? (terms + 4.0) * (terms + 4.0) * 0x1p-104
                : rounding.gamma(onlyAdds(a, b) ? terms - 1 : terms);
        double[] sizeA = magnitudes(a.values());
        double[] sizeB = magnitudes(b.values());
        double[] size = new double[result.size()];
        accumulate(sizeA, sizeB, size, a.rows(), a.columns(), b.columns());
        double[] inherited = new double[result.size()];
        if (anyPositive(b.errors())) {
            accumulate(sizeA, b.errors(), inherited, a.rows(), a.columns(), b.columns());
        }
        if (anyPositive(a.errors())) {
            double[] reach = sizeB;
            for (int k = 0; k < reach.length; k++) {
                reach[k] += b.error(k);
            }
            accumulate(a.errors(), reach, inherited, a.rows(), a.columns(), b.columns());
        }
        boolean mayUnderflow = smallestPositive(a.values()) * smallestPositive(b.values()) < Double.MIN_NORMAL;
        for (int k = 0; k < size.length; k++) {
            double biasSize = bias == null ? 0 : Math.abs(bias.value(k % b.columns()));
            double biasError = bias == null ? 0 : bias.error(k % b.columns());
            boolean nothingToAdd = size[k] == 0 && inherited[k] == 0 && !mayUnderflow;
            double error = nothingToAdd
                    ? biasError
                    : gamma * (size[k] + biasSize)
                            + (1 + gamma) * (inherited[k] + biasError)
                            + (gamma == 0 ? 0 : 2 * terms * rounding.tiny());
            result.errors()[k] = error;
        }
    }

    /** A sum is a product with ones: its multiplications round nothing, and n − 1 additions remain. */
    private static boolean onlyAdds(Rounded a, Rounded b) {
        return allOne(a.values()) || allOne(b.values());
    }

    private static boolean allOne(double[] values) {
        for (double v : values) {
            if (v != 1) {
                return false;
            }
        }
        return true;
    }

    private static double[] magnitudes(double[] values) {
        double[] result = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            result[k] = Math.abs(values[k]);
        }
        return result;
    }

    private static boolean anyPositive(double[] errors) {
        for (double e : errors) {
            if (!(e == 0)) {
                return true;
            }
        }
        return false;
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

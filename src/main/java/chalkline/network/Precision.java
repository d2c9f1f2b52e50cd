package chalkline.network;

import java.util.Arrays;
import java.util.Optional;

/** The floating-point format a network computes in (IEEE 754 binary32 or binary64). */
public enum Precision {
    /** binary32: unit roundoff 2⁻²⁴, smallest normal number 2⁻¹²⁶. */
    FLOAT32("float32", 0x1p-24, Float.MIN_NORMAL, Float.MAX_VALUE),
    /** binary64: unit roundoff 2⁻⁵³, smallest normal number 2⁻¹⁰²². */
    FLOAT64("float64", 0x1p-53, Double.MIN_NORMAL, Double.MAX_VALUE);

    private final String label;
    private final double unitRoundoff;
    private final double smallestNormal;
    private final double largest;

    Precision(String label, double unitRoundoff, double smallestNormal, double largest) {
        this.label = label;
        this.unitRoundoff = unitRoundoff;
        this.smallestNormal = smallestNormal;
        this.largest = largest;
    }

    /** "float32" or "float64", as in a configuration. */
    public String label() {
        return label;
    }

    /** The precision of that label. */
    public static Optional<Precision> named(String label) {
        return Arrays.stream(values())
                .filter(precision -> precision.label.equals(label))
                .findFirst();
    }

    /** u, half the distance from 1 to the next larger number: one operation's relative error is at most u. */
    public double unitRoundoff() {
        return unitRoundoff;
    }

    /** λ: results below it may lose digits or be flushed to zero, an absolute error of at most λ. */
    public double smallestNormal() {
        return smallestNormal;
    }

    /** The largest finite number: what lies beyond it becomes an infinity. */
    public double largest() {
        return largest;
    }

    /** The number as this format holds it. */
    public double cast(double value) {
        return this == FLOAT32 ? (float) value : value;
    }

    /** Every entry rounded to this format; the remainders are dropped. */
    public Matrix cast(Matrix matrix) {
        double[] values = matrix.toArray();
        for (int k = 0; k < values.length; k++) {
            values[k] = cast(values[k]);
        }
        return Matrix.of(matrix.rows(), matrix.columns(), values);
    }

    /** A model's outputs, with NaN for every row whose features have a number that this format cannot hold. */
    public Matrix answers(Matrix features, Matrix outputs) {
        double[] values = null;
        for (int k = 0; k < features.size(); k++) {
            if (!(Math.abs(features.get(k)) <= largest)) {
                values = values == null ? outputs.toArray() : values;
                int from = k / features.columns() * outputs.columns();
                Arrays.fill(values, from, from + outputs.columns(), Double.NaN);
            }
        }
        return values == null ? outputs : Matrix.of(outputs.rows(), outputs.columns(), values);
    }

    /** Whether a division by that whole number gives these quotients exactly, without any rounding in this precision. */
    public boolean dividesExactly(Matrix quotients, int divisor) {
        if (divisor == 1 || Integer.bitCount(divisor) != 1) {
            return divisor == 1;
        }
        for (double quotient : quotients.values()) {
            double size = Math.abs(quotient);
            if (size < smallestNormal && size > 0) {
                return false;
            }
        }
        return true;
    }
}

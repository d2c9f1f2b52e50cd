package chalkline.reference;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A number that is known to lie within a radius of a decimal (mid-rad arithmetic; van der Hoeven, Ball arithmetic, 2009).
 *
 * <p>An operation works in so many digits and adds what it rounds to the radius, so that the number stays within. Decimals
 * have exponents beyond any double's: e⁻¹⁰⁰⁰⁰⁰⁰ is a ball like any other.
 *
 * @param mid its middle
 * @param radius ≥ 0
 */
record Ball(BigDecimal mid, BigDecimal radius) {
    static final Ball ONE = exact(BigDecimal.ONE);

    /** Radii need few digits, and are rounded up. */
    private static final MathContext UP = new MathContext(4, RoundingMode.UP);

    private static final MathContext DOWN = new MathContext(4, RoundingMode.DOWN);

    /** big-math's functions are good to a unit in the last place; two digits more than that are asked of them. */
    private static final int GUARD = 2;

    /** Below it ln(1 + x) is worked as a series. */
    private static final BigDecimal SMALL = new BigDecimal("1e-10");

    static Ball exact(BigDecimal decimal) {
        return new Ball(decimal, BigDecimal.ZERO);
    }

    /** The result of a BigDecimal operation that rounds to so many digits; a shorter result was not rounded. */
    static Ball rounded(BigDecimal decimal, int digits) {
        return new Ball(decimal, decimal.precision() < digits ? BigDecimal.ZERO : error(decimal, digits));
    }

    private static BigDecimal error(BigDecimal rounded, int digits) {
        return rounded.abs().scaleByPowerOfTen(1 - digits).round(UP);
    }

    private static Ball of(BigDecimal mid, BigDecimal radius, int digits) {
        return new Ball(mid, radius.add(error(mid, digits), UP));
    }

    private Ball widened(BigDecimal by) {
        return new Ball(mid, radius.add(by, UP));
    }

    Ball plus(Ball other, int digits) {
        return rounded(mid.add(other.mid, new MathContext(digits)), digits).widened(radius.add(other.radius, UP));
    }

    Ball times(Ball other, int digits) {
        BigDecimal inherited = mid.abs()
                .multiply(other.radius, UP)
                .add(other.mid.abs().add(other.radius, UP).multiply(radius, UP), UP);
        return rounded(mid.multiply(other.mid, new MathContext(digits)), digits).widened(inherited);
    }

    /**
     * 1 / this.
     *
     * @throws ArithmeticException where this may be 0
     */
    Ball inverse(int digits) {
        BigDecimal inherited = radius.divide(mid.abs().multiply(least(), DOWN), UP);
        return rounded(BigDecimal.ONE.divide(mid, new MathContext(digits)), digits)
                .widened(inherited);
    }

    /** A lower bound of the number's size, > 0. */
    private BigDecimal least() {
        BigDecimal least = mid.abs().subtract(radius);
        if (least.signum() <= 0) {
            throw new ArithmeticException("it may be 0");
        }
        return least;
    }

    /** √ of this, which is positive. */
    Ball root(int digits) {
        MathContext context = new MathContext(digits);
        BigDecimal least = least().sqrt(DOWN);
        return of(mid.sqrt(context), radius.divide(least, UP), digits);
    }

    /** e to the power of this. */
    Ball exp(int digits) {
        BigDecimal power = BigDecimalMath.exp(mid, new MathContext(digits + GUARD));
        // e^r − 1 ≤ 2r for r ≤ 1.
        BigDecimal relative = radius.compareTo(BigDecimal.ONE) <= 0
                ? radius.multiply(BigDecimal.valueOf(2))
                : BigDecimalMath.exp(radius, UP).multiply(BigDecimal.valueOf(2));
        return of(power, power.multiply(relative, UP), digits);
    }

    /** ln of this, which is positive. */
    Ball ln(int digits) {
        BigDecimal inherited = radius.divide(least(), UP);
        MathContext context = new MathContext(digits + GUARD);
        int exponent = mid.precision() - mid.scale() - 1;
        // The library is slow far from 1.
        BigDecimal ln = BigDecimalMath.log(mid.scaleByPowerOfTen(-exponent), context)
                .add(BigDecimalMath.log(BigDecimal.TEN, context).multiply(BigDecimal.valueOf(exponent)));
        BigDecimal own = error(BigDecimal.valueOf(3L * Math.abs(exponent) + 3), digits + GUARD);
        return of(ln.round(context), inherited.add(own, UP), digits);
    }

    /** Whether ln(1 + this) is worked as a series. */
    boolean isSmall() {
        return mid.abs().add(radius, UP).compareTo(SMALL) < 0;
    }

    /** ln(1 + this) = x − x²/2 + x³/3 − … of a small x. */
    Ball lnOnePlus(int digits) {
        Ball sum = this;
        Ball power = this;
        // Every term is at least ten digits smaller than the one before.
        for (int n = 2; n <= digits / 10 + 2; n++) {
            power = power.times(this, digits);
            BigDecimal sign = BigDecimal.valueOf(n % 2 == 0 ? -1 : 1);
            Ball share = rounded(sign.divide(BigDecimal.valueOf(n), new MathContext(digits)), digits);
            sum = sum.plus(power.times(share, digits), digits);
        }
        return of(sum.mid, sum.radius, digits);
    }

    /** The smallest ball around both. */
    Ball hull(Ball other) {
        BigDecimal middle = mid.add(other.mid).divide(BigDecimal.valueOf(2));
        BigDecimal apart = mid.subtract(other.mid).abs().divide(BigDecimal.valueOf(2));
        return new Ball(middle, apart.add(radius.max(other.radius), UP));
    }

    /** The sign of the number; 0 where that is open. */
    int sign() {
        return mid.abs().compareTo(radius) > 0 ? mid.signum() : 0;
    }

    /** Whether the number is known to so many significant digits. */
    boolean isKnown(int digits) {
        return radius.compareTo(mid.abs().scaleByPowerOfTen(-digits)) <= 0;
    }
}

package chalkline.reference;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * A number without any rounding: a sum of products of {@linkplain Atom atoms}, each with a rational coefficient. Equal terms
 * cancel, whatever they are worth; what is left is worked to as many digits as anybody asks for.
 *
 * <p>Where mathematics has no number, as for ln(−1), there is NaN, and ±∞ for what has no limit, as in IEEE 754.
 */
final class Exact {
    static final Exact ZERO = new Exact(Map.of(), 0);
    static final Exact ONE = of(BigFraction.ONE);
    static final Exact NAN = new Exact(Map.of(), Double.NaN);

    /** Digits of the first attempt. */
    static final int FIRST_DIGITS = 50;
    /** Digits after which a sign stays open. */
    private static final int MOST_DIGITS_OF_SIGN = 200;
    /** Digits after which terms that cancel count as 0. */
    private static final int MOST_DIGITS = 140;
    /** How many more digits than asked for are worked at first. */
    private static final int GUARD = 10;

    private final Map<Monomial, BigFraction> terms;
    /** NaN or an infinity, without terms; else 0. */
    private final double special;

    private Exact(Map<Monomial, BigFraction> terms, double special) {
        this.terms = terms;
        this.special = special;
    }

    static Exact of(BigFraction rational) {
        return rational.isZero() ? ZERO : new Exact(Map.of(Monomial.ONE, rational), 0);
    }

    static Exact of(BigDecimal decimal) {
        return of(
                decimal.scale() <= 0
                        ? BigFraction.of(decimal.toBigIntegerExact())
                        : BigFraction.of(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale())));
    }

    /** A double as it is, NaN and infinities included. */
    static Exact of(double value) {
        return Double.isFinite(value) ? of(new BigDecimal(value)) : new Exact(Map.of(), value);
    }

    static Exact of(Atom atom) {
        return of(BigFraction.ONE, Monomial.of(atom, 1));
    }

    static Exact of(BigFraction coefficient, Monomial monomial) {
        return new Exact(Map.of(monomial, coefficient), 0);
    }

    static Exact of(Map<Monomial, BigFraction> sum) {
        sum.values().removeIf(BigFraction::isZero);
        return sum.isEmpty() ? ZERO : new Exact(sum, 0);
    }

    Map<Monomial, BigFraction> terms() {
        return terms;
    }

    int size() {
        return terms.size();
    }

    boolean isZero() {
        return terms.isEmpty() && special == 0;
    }

    boolean isFinite() {
        return special == 0;
    }

    /** The term without atoms. */
    BigFraction constant() {
        return terms.getOrDefault(Monomial.ONE, BigFraction.ZERO);
    }

    /** This number where it is rational. */
    Optional<BigFraction> rational() {
        boolean rational = isFinite()
                && (terms.isEmpty() || terms.size() == 1 && !constant().isZero());
        return rational ? Optional.of(constant()) : Optional.empty();
    }

    Exact plus(Exact other) {
        if (!isFinite() || !other.isFinite()) {
            return of(toDouble() + other.toDouble());
        }
        if (terms.isEmpty() || other.terms.isEmpty()) {
            return terms.isEmpty() ? other : this;
        }
        Map<Monomial, BigFraction> sum = new TreeMap<>(terms);
        other.terms.forEach((monomial, coefficient) -> sum.merge(monomial, coefficient, BigFraction::add));
        return of(sum);
    }

    Exact minus(Exact other) {
        return plus(other.negated());
    }

    Exact negated() {
        return isFinite() ? scaled(BigFraction.ONE.negate(), Monomial.ONE) : of(-special);
    }

    /** Every term times a factor, which is not 0. */
    Exact scaled(BigFraction factor, Monomial monomial) {
        Map<Monomial, BigFraction> scaled = new TreeMap<>();
        terms.forEach((own, coefficient) -> scaled.put(own.times(monomial), coefficient.multiply(factor)));
        return of(scaled);
    }

    /** The product, multiplied out. */
    Exact times(Exact other) {
        if (!isFinite() || !other.isFinite()) {
            return of(toDouble() * other.toDouble());
        }
        Map<Monomial, BigFraction> product = new TreeMap<>();
        terms.forEach((monomial, coefficient) -> other.terms.forEach(
                (with, factor) -> product.merge(monomial.times(with), coefficient.multiply(factor), BigFraction::add)));
        return of(product);
    }

    /** The term of the largest size. */
    Map.Entry<Monomial, BigFraction> largest() {
        return terms.entrySet().stream()
                .max(Comparator.comparing((Map.Entry<Monomial, BigFraction> term) ->
                        ball(term.getKey(), term.getValue(), FIRST_DIGITS).mid().abs()))
                .orElseThrow();
    }

    private static Ball ball(Monomial monomial, BigFraction coefficient, int digits) {
        BigDecimal decimal = new BigDecimal(coefficient.getNumerator())
                .divide(new BigDecimal(coefficient.getDenominator()), new MathContext(digits));
        return monomial.ball(digits).times(Ball.rounded(decimal, digits), digits);
    }

    /** This number, each term of it in so many digits. */
    Ball ball(int digits) {
        Ball sum = Ball.exact(BigDecimal.ZERO);
        for (Map.Entry<Monomial, BigFraction> term : terms.entrySet()) {
            sum = sum.plus(ball(term.getKey(), term.getValue(), digits), digits);
        }
        return sum;
    }

    /**
     * This number to so many significant digits: where terms cancel, in as many more as that takes, up to a limit.
     *
     * @throws ArithmeticException where what it is made of has no number, or one beyond all exponents
     */
    Ball known(int significant) {
        Ball ball = ball(significant + GUARD);
        for (int digits = 2 * significant; !ball.isKnown(significant) && digits <= MOST_DIGITS; digits *= 2) {
            ball = ball(digits);
        }
        return ball;
    }

    /** How many digits it has before the point. */
    int digitsBeforePoint() {
        BigDecimal mid = ball(FIRST_DIGITS).mid();
        return Math.max(0, mid.precision() - mid.scale());
    }

    /** Its sign; empty where at most 200 digits leave it open, or there is none. */
    OptionalInt sign() {
        if (!isFinite()) {
            return Double.isNaN(special) ? OptionalInt.empty() : OptionalInt.of((int) Math.signum(special));
        }
        if (rational().isPresent()) {
            return OptionalInt.of(constant().signum());
        }
        try {
            for (int digits = FIRST_DIGITS; digits <= MOST_DIGITS_OF_SIGN; digits *= 2) {
                int sign = ball(digits).sign();
                if (sign != 0) {
                    return OptionalInt.of(sign);
                }
            }
        } catch (ArithmeticException none) {
            return OptionalInt.empty();
        }
        return OptionalInt.empty();
    }

    /** The nearest double; NaN where it is beyond all exponents. */
    double toDouble() {
        try {
            return isFinite() ? known(20).mid().doubleValue() : special;
        } catch (ArithmeticException beyond) {
            return Double.NaN;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Exact that && terms.equals(that.terms) && Double.compare(special, that.special) == 0;
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }
}

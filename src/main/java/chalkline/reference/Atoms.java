package chalkline.reference;

import chalkline.reference.Atom.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * The functions of {@linkplain Exact exact numbers}. Equal arguments give the same atom, so that tanh z − tanh z cancels.
 *
 * <p>A saturated number keeps its distance from the limit: a sum is written as its largest term times 1 + r, and where r
 * is very small 1/(1 + r) is 1 − r/(1 + r). So σ(1000) is 1 − e⁻¹⁰⁰⁰ and so on, σ(1000)(1 − σ(1000)) is right to every
 * digit, and ln(e²⁰⁰⁰ + 1) is 2000 + ln(1 + e⁻²⁰⁰⁰).
 */
final class Atoms {
    /** Longer products and sums are not multiplied out. */
    private static final int MOST_TERMS = 64;
    /** The result of a step has no more, so that the next ones can multiply it. */
    private static final int MOST_TERMS_OF_RESULT = 7;
    /** Of numerator and denominator: what four layers make of doubles. */
    private static final int MOST_BITS = 1024;
    /** A number that first differs from 1 after so many digits is written as 1 plus the rest. */
    private static final int SATURATED_DIGITS = 20;
    /** A higher power is worked by its logarithm. */
    private static final int MOST_POWER = 64;

    private static final BigFraction TWO = BigFraction.of(2);

    /** What an atom is made of. */
    private record Made(Kind kind, Exact argument, Exact other) {}

    private final Map<Made, Atom> atoms = new HashMap<>();

    private Exact atom(Kind kind, Exact argument) {
        return atom(kind, argument, Exact.ZERO);
    }

    private Exact atom(Kind kind, Exact argument, Exact other) {
        return Exact.of(atoms.computeIfAbsent(
                new Made(kind, argument, other), made -> new Atom(atoms.size(), kind, argument, other)));
    }

    /** The product; of long sums one of atoms that stand for them. */
    Exact times(Exact a, Exact b) {
        if (a.size() <= 1 || b.size() <= 1 || a.size() * b.size() <= MOST_TERMS) {
            return a.times(b);
        }
        return shortened(a).times(shortened(b));
    }

    /** The same number in few terms: a long sum is its constant and an atom. */
    Exact shortOf(Exact a) {
        return a.size() > MOST_TERMS ? shortened(a) : a;
    }

    /** The same as the result of a step: in few terms, and fractions without end as atoms. */
    Exact result(Exact a) {
        Exact few = a.size() > MOST_TERMS_OF_RESULT ? shortened(a) : a;
        if (few.terms().values().stream().allMatch(Atoms::isReadable)) {
            return few;
        }
        Exact result = Exact.ZERO;
        for (Map.Entry<Monomial, BigFraction> term : few.terms().entrySet()) {
            BigFraction factor = term.getValue();
            result = result.plus(
                    isReadable(factor)
                            ? Exact.of(factor, term.getKey())
                            : atom(Kind.VALUE, Exact.of(factor)).scaled(BigFraction.ONE, term.getKey()));
        }
        return result;
    }

    private static boolean isReadable(BigFraction fraction) {
        return fraction.getNumerator().bitLength() + fraction.getDenominator().bitLength() <= MOST_BITS;
    }

    private Exact shortened(Exact a) {
        Exact constant = Exact.of(a.constant());
        Exact rest = a.minus(constant);
        if (rest.size() <= 1) {
            return a;
        }
        // So that multiples of a sum are multiples of its atom.
        BigFraction unit = rest.terms().values().iterator().next();
        Exact normal = rest.scaled(unit.reciprocal(), Monomial.ONE);
        return atom(Kind.VALUE, normal).scaled(unit, Monomial.ONE).plus(constant);
    }

    /** a / b. */
    Exact over(Exact a, Exact b) {
        if (!a.isFinite() || !b.isFinite() || b.isZero()) {
            return Exact.of(a.toDouble() / b.toDouble());
        }
        return a.isZero() ? Exact.ZERO : times(a, inverse(b));
    }

    private Exact inverse(Exact a) {
        if (a.sign().isEmpty()) {
            return Exact.NAN;
        }
        Map.Entry<Monomial, BigFraction> largest = a.largest();
        BigFraction coefficient = largest.getValue().reciprocal();
        Monomial monomial = largest.getKey().inverse();
        if (a.size() == 1) {
            return Exact.of(coefficient, monomial);
        }
        Exact quotient = a.scaled(coefficient, monomial);
        Exact inverse = atom(Kind.INVERSE, quotient);
        Exact rest = quotient.minus(Exact.ONE);
        if (isSmall(rest)) {
            inverse = Exact.ONE.minus(times(rest, inverse));
        }
        return result(inverse.scaled(coefficient, monomial));
    }

    private static boolean isSmall(Exact a) {
        Ball size = a.ball(Exact.FIRST_DIGITS);
        return Ball.ONE.plus(size, SATURATED_DIGITS).mid().compareTo(Ball.ONE.mid()) == 0;
    }

    /** eᵃ, as a power of e⁻|ᵃ|. */
    Exact exp(Exact a) {
        if (!a.isFinite()) {
            return Exact.of(Math.exp(a.toDouble()));
        }
        if (a.isZero()) {
            return Exact.ONE;
        }
        boolean isNegative = a.sign().orElse(-1) < 0;
        Exact power = atom(Kind.EXP, isNegative ? a : a.negated());
        return isNegative ? power : inverse(power);
    }

    /** ln a. */
    Exact ln(Exact a) {
        if (!a.isFinite() || a.isZero() || a.sign().orElse(-1) < 0) {
            return a.isFinite() && a.sign().isEmpty() ? Exact.NAN : Exact.of(Math.log(a.toDouble()));
        }
        Map.Entry<Monomial, BigFraction> largest = a.largest();
        Exact single = Exact.of(largest.getValue(), largest.getKey());
        if (single.sign().orElse(-1) < 0) {
            return atom(Kind.LN, a);
        }
        Exact quotient =
                a.scaled(largest.getValue().reciprocal(), largest.getKey().inverse());
        return lnOfTerm(largest.getKey(), largest.getValue())
                .plus(quotient.equals(Exact.ONE) ? Exact.ZERO : atom(Kind.LN, quotient));
    }

    /** The logarithm of one term: that of eᵘ is u, that of 1/u is −ln u. */
    private Exact lnOfTerm(Monomial monomial, BigFraction coefficient) {
        Exact sum = Exact.ZERO;
        Exact rest = Exact.of(coefficient);
        for (Monomial.Factor factor : monomial.factors()) {
            Exact argument = factor.atom().argument();
            BigFraction power = BigFraction.of(factor.power());
            if (factor.atom().kind() == Kind.EXP) {
                sum = sum.plus(argument.scaled(power, Monomial.ONE));
            } else if (factor.atom().kind() == Kind.INVERSE && argument.sign().orElse(-1) > 0) {
                sum = sum.minus(ln(argument).scaled(power, Monomial.ONE));
            } else {
                rest = rest.scaled(BigFraction.ONE, new Monomial(List.of(factor)));
            }
        }
        return rest.equals(Exact.ONE) ? sum : sum.plus(atom(Kind.LN, rest));
    }

    /** √a. */
    Exact root(Exact a) {
        if (!a.isFinite() || a.isZero() || a.sign().orElse(-1) < 0) {
            return a.isFinite() && a.sign().isEmpty() ? Exact.NAN : Exact.of(Math.sqrt(a.toDouble()));
        }
        Map.Entry<Monomial, BigFraction> term = a.terms().entrySet().iterator().next();
        boolean squares = term.getKey().factors().stream().allMatch(factor -> factor.power() % 2 == 0);
        if (a.size() > 1 || !squares) {
            return atom(Kind.SQRT, a);
        }
        Exact root = root(term.getValue());
        for (Monomial.Factor factor : term.getKey().factors()) {
            boolean isNegative =
                    factor.power() % 4 != 0 && Exact.of(factor.atom()).sign().orElse(1) < 0;
            root = root.scaled(
                    isNegative ? BigFraction.ONE.negate() : BigFraction.ONE,
                    Monomial.of(factor.atom(), factor.power() / 2));
        }
        return root;
    }

    private Exact root(BigFraction a) {
        Optional<BigInteger> numerator = root(a.getNumerator());
        Optional<BigInteger> denominator = root(a.getDenominator());
        return numerator.isPresent() && denominator.isPresent()
                ? Exact.of(BigFraction.of(numerator.get(), denominator.get()))
                : atom(Kind.SQRT, Exact.of(a));
    }

    private static Optional<BigInteger> root(BigInteger square) {
        BigInteger[] root = square.sqrtAndRemainder();
        return root[1].signum() == 0 ? Optional.of(root[0]) : Optional.empty();
    }

    /** |a|. */
    Exact size(Exact a) {
        return a.sign().orElse(1) < 0 ? a.negated() : a;
    }

    /** aᵇ of a ≥ 0. */
    Exact power(Exact a, Exact b) {
        Optional<BigFraction> exponent = b.rational();
        boolean whole = exponent.isPresent()
                && exponent.get().getDenominator().equals(BigInteger.ONE)
                && exponent.get().abs().compareTo(BigFraction.of(MOST_POWER)) <= 0;
        if (!whole) {
            return a.isZero() && b.sign().orElse(0) > 0 ? Exact.ZERO : exp(times(b, ln(a)));
        }
        Exact power = Exact.ONE;
        for (int n = 0; n < Math.abs(exponent.get().intValue()); n++) {
            power = times(power, a);
        }
        return exponent.get().signum() < 0 ? over(Exact.ONE, power) : power;
    }

    /** tanh a = 1 − 2t / (1 + t) with t = e⁻²ᵃ, a ≥ 0; and odd. */
    Exact tanh(Exact a) {
        if (!a.isFinite() || a.isZero()) {
            return Exact.of(Math.tanh(a.toDouble()));
        }
        if (a.sign().orElse(1) < 0) {
            return tanh(a.negated()).negated();
        }
        Exact t = exp(a.scaled(TWO.negate(), Monomial.ONE));
        return Exact.ONE.minus(over(t.scaled(TWO, Monomial.ONE), Exact.ONE.plus(t)));
    }

    /** eᵃ over the sum of all; the largest is 1 minus the others. */
    List<Exact> softmax(List<Exact> row) {
        int largest = 0;
        for (int j = 1; j < row.size(); j++) {
            largest = row.get(j).minus(row.get(largest)).sign().orElse(0) > 0 ? j : largest;
        }
        Exact most = row.get(largest);
        List<Exact> powers = row.stream().map(z -> exp(z.minus(most))).toList();
        Exact share = over(Exact.ONE, powers.stream().reduce(Exact.ZERO, Exact::plus));
        List<Exact> shares = new ArrayList<>(
                powers.stream().map(power -> times(power, share)).toList());
        shares.set(largest, Exact.ZERO);
        shares.set(largest, Exact.ONE.minus(shares.stream().reduce(Exact.ZERO, Exact::plus)));
        return shares;
    }

    /** One of two numbers; which is not known. */
    Exact either(Exact one, Exact other) {
        return one.equals(other) ? one : !one.isFinite() || !other.isFinite() ? Exact.NAN : atom(Kind.OPEN, one, other);
    }

    /** The sum of products of a row's and a column's entries. */
    Exact inner(List<Exact> row, List<Exact> column) {
        Map<Monomial, BigFraction> sum = new TreeMap<>();
        for (int k = 0; k < row.size(); k++) {
            Exact product = times(row.get(k), column.get(k));
            if (!product.isFinite()) {
                return Exact.NAN;
            }
            product.terms().forEach((monomial, coefficient) -> sum.merge(monomial, coefficient, BigFraction::add));
        }
        return shortOf(Exact.of(sum));
    }
}

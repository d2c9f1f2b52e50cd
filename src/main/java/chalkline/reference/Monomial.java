package chalkline.reference;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A product of powers of atoms; without any it is 1. */
record Monomial(List<Factor> factors) implements Comparable<Monomial> {
    static final Monomial ONE = new Monomial(List.of());

    private static final Comparator<Factor> ORDER =
            Comparator.comparingInt((Factor factor) -> factor.atom().number()).thenComparingInt(Factor::power);

    /**
     * @param power not 0
     */
    record Factor(Atom atom, int power) {}

    static Monomial of(Atom atom, int power) {
        return new Monomial(List.of(new Factor(atom, power)));
    }

    private static Monomial of(Map<Atom, Integer> powers) {
        return new Monomial(powers.entrySet().stream()
                .filter(entry -> entry.getValue() != 0)
                .map(entry -> new Factor(entry.getKey(), entry.getValue()))
                .toList());
    }

    Monomial times(Monomial other) {
        if (factors.isEmpty() || other.factors.isEmpty()) {
            return factors.isEmpty() ? other : this;
        }
        Map<Atom, Integer> powers = new TreeMap<>(Comparator.comparingInt(Atom::number));
        factors.forEach(factor -> powers.put(factor.atom(), factor.power()));
        other.factors.forEach(factor -> powers.merge(factor.atom(), factor.power(), Integer::sum));
        return of(powers);
    }

    Monomial inverse() {
        return new Monomial(factors.stream()
                .map(factor -> new Factor(factor.atom(), -factor.power()))
                .toList());
    }

    Ball ball(int digits) {
        Ball product = Ball.ONE;
        for (Factor factor : factors) {
            Ball one = factor.atom().ball(digits);
            Ball power = factor.power() < 0 ? one.inverse(digits) : one;
            for (int n = 0; n < Math.abs(factor.power()); n++) {
                product = product.times(power, digits);
            }
        }
        return product;
    }

    @Override
    public int compareTo(Monomial other) {
        Iterator<Factor> others = other.factors.iterator();
        for (Factor factor : factors) {
            int order = others.hasNext() ? ORDER.compare(factor, others.next()) : 1;
            if (order != 0) {
                return order;
            }
        }
        return others.hasNext() ? -1 : 0;
    }
}

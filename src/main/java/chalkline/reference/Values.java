package chalkline.reference;

import chalkline.network.Step;
import java.math.BigInteger;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The steps that a formula is put over, by the names that they have on paper. */
public final class Values {
    private final Function<String, Rounded> lookup;
    private final ToIntFunction<String> inDouble;

    /** Values found by name. */
    public Values(Function<String, Rounded> lookup) {
        this(lookup, name -> 1);
    }

    /**
     * Values found by name, of somebody who has a sum where the formula has a mean.
     *
     * @param inDouble by what that sum was divided in double, by the name of the mean; 1 where it was not
     */
    public Values(Function<String, Rounded> lookup, ToIntFunction<String> inDouble) {
        this.lookup = lookup;
        this.inDouble = inDouble;
    }

    /** The step of that name. */
    public Rounded get(String name) {
        return lookup.apply(name);
    }

    /**
     * A sum divided by whole numbers one after the other, which is the step of that name. Each division is rounded to the
     * judged precision, but for what was divided in double.
     */
    Rounded mean(String name, Rounded sum, int... divisors) {
        Rounded mean = sum;
        int left = inDouble.applyAsInt(name);
        for (int divisor : divisors) {
            int common =
                    BigInteger.valueOf(divisor).gcd(BigInteger.valueOf(left)).intValue();
            left /= common;
            mean = mean.dividedInDouble(common);
            mean = divisor == common ? mean : mean.dividedBy(divisor / common);
        }
        return mean;
    }

    /** The rounding of all steps. */
    Rounding rounding() {
        return get(Step.X).rounding();
    }

    Rounded y() {
        return get(Step.Y);
    }

    Rounded w(int l) {
        return get(Step.w(l));
    }

    Rounded b(int l) {
        return get(Step.b(l));
    }

    Rounded g(int l) {
        return get(Step.g(l));
    }

    Rounded u(int l) {
        return get(Step.u(l));
    }

    Rounded m(int l) {
        return get(Step.m(l));
    }

    Rounded s(int l) {
        return get(Step.s(l));
    }

    Rounded z(int l) {
        return get(Step.z(l));
    }

    Rounded a(int l) {
        return get(Step.a(l));
    }

    Rounded dA(int l) {
        return get(Step.gradient(Step.a(l)));
    }

    Rounded dZ(int l) {
        return get(Step.gradient(Step.z(l)));
    }
}

package chalkline.reference;

import chalkline.network.Step;
import java.util.function.Function;

/** The steps that a formula is put over, by the names that they have on paper. */
public final class Values {
    private final Function<String, Rounded> lookup;

    /** Values found by name. */
    public Values(Function<String, Rounded> lookup) {
        this.lookup = lookup;
    }

    /** The step of that name. */
    public Rounded get(String name) {
        return lookup.apply(name);
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

package chalkline.reference;

import chalkline.network.Step;
import java.util.function.Function;

/** The steps that a formula is worked on, by the names that they have on paper; examples are rows. */
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

    /** N. */
    int examples() {
        return get(Step.X).rows();
    }

    /** What the formula comes to. */
    Rounded of(Expression formula) {
        return formula.accept(new Evaluator<>(new RoundedAlgebra(get(Step.X).rounding()), true, lookup));
    }
}

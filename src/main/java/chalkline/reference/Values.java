package chalkline.reference;

import chalkline.network.Step;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The steps that a formula is worked on, by the names that they have on paper; examples are rows. */
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

    /** N. */
    int examples() {
        return get(Step.X).rows();
    }

    /** What the formula of the step of that name comes to. */
    public Rounded of(String name, Expression formula) {
        RoundedAlgebra algebra = new RoundedAlgebra(get(Step.X).rounding(), false, inDouble.applyAsInt(name));
        return formula.accept(new Evaluator<>(algebra, true, lookup));
    }
}

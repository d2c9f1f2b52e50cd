package chalkline.reference;

import chalkline.network.StepId;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** The steps that a formula is worked on, examples are rows. */
public final class Values {
    private final Function<StepId, Rounded> lookup;
    private final ToIntFunction<StepId> inDouble;

    /** Values of steps. */
    public Values(Function<StepId, Rounded> lookup) {
        this(lookup, id -> 1);
    }

    /**
     * Values of an implementation that has a sum where the formula has a mean.
     *
     * @param inDouble by what the sum that a mean was made of was divided in double; 1 where it was not
     */
    public Values(Function<StepId, Rounded> lookup, ToIntFunction<StepId> inDouble) {
        this.lookup = lookup;
        this.inDouble = inDouble;
    }

    /** The value of that step. */
    public Rounded get(StepId id) {
        return lookup.apply(id);
    }

    /** N. */
    int examples() {
        return get(StepId.X).rows();
    }

    /** What the formula of that step comes to. */
    public Rounded of(StepId id, Expression formula) {
        RoundedAlgebra algebra = new RoundedAlgebra(get(StepId.X).rounding(), false, inDouble.applyAsInt(id));
        return formula.accept(new Evaluator<>(algebra, true, lookup));
    }
}

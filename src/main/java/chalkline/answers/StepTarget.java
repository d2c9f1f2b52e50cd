package chalkline.answers;

import chalkline.network.StepId;
import java.util.Optional;

/**
 * What a name in a sheet means.
 *
 * @param step which step
 * @param entry one of its entries, where not the whole step is meant
 */
record StepTarget(StepId step, Optional<Entry> entry) {
    /**
     * An entry, counted from 1 as the person has it.
     *
     * @param row 0 where the name has only one number, that of the unit
     */
    record Entry(int row, int column) {}

    static StepTarget whole(StepId step) {
        return new StepTarget(step, Optional.empty());
    }
}

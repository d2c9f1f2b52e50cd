package chalkline.answers;

import java.util.Optional;

/**
 * What a name in a sheet means.
 *
 * @param step the step's name
 * @param entry one of its entries, where not the whole step is meant
 */
record StepTarget(String step, Optional<Entry> entry) {
    /**
     * An entry, counted from 1 as the person has it.
     *
     * @param row 0 where the name has only one number, that of the unit
     */
    record Entry(int row, int column) {}

    static StepTarget whole(String step) {
        return new StepTarget(step, Optional.empty());
    }
}

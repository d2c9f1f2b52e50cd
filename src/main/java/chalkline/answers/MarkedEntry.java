package chalkline.answers;

import java.util.Optional;

/**
 * One number, marked.
 *
 * @param row from 0, inside's notation
 * @param column from 0, inside's notation
 * @param given what the person wrote; empty where blank
 * @param truth what is right
 * @param following what the formula gives on the person's own earlier answers, as written, blanks being filled with the truth
 * @param mark what it is worth
 * @param truncated whether it is right with its digits cut off instead of rounded
 */
public record MarkedEntry(
        int row,
        int column,
        Optional<AnswerNumber> given,
        double truth,
        double following,
        Mark mark,
        boolean truncated) {
    MarkedEntry emptied() {
        return new MarkedEntry(row, column, given, truth, following, Mark.EMPTY, false);
    }
}

package chalkline.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A person's answer to one step, in inside's notation.
 *
 * @param rows of the step
 * @param columns of the step
 * @param entries row by row; empty where left blank
 * @param transposed whether it was given the other way round than its notation says, and was turned
 */
public record AnswerMatrix(int rows, int columns, List<Optional<AnswerNumber>> entries, boolean transposed) {
    public AnswerMatrix {
        entries = List.copyOf(entries);
        if (entries.size() != rows * columns) {
            throw new IllegalArgumentException(entries.size() + " entries do not fill " + rows + "×" + columns);
        }
    }

    /** The k-th entry row by row. */
    public Optional<AnswerNumber> get(int k) {
        return entries.get(k);
    }

    /** Whether nothing is given. */
    public boolean isBlank() {
        return entries.stream().allMatch(Optional::isEmpty);
    }

    /** The same with another k-th entry. */
    AnswerMatrix with(int k, Optional<AnswerNumber> entry) {
        List<Optional<AnswerNumber>> changed = new ArrayList<>(entries);
        changed.set(k, entry);
        return new AnswerMatrix(rows, columns, changed, transposed);
    }

    /** The same numbers with the other sign. */
    AnswerMatrix negated() {
        return new AnswerMatrix(
                rows,
                columns,
                entries.stream().map(entry -> entry.map(AnswerNumber::negated)).toList(),
                transposed);
    }

    /** The transpose of the same numbers. */
    AnswerMatrix turned() {
        List<Optional<AnswerNumber>> turned = new ArrayList<>();
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                turned.add(entries.get(i * columns + j));
            }
        }
        return new AnswerMatrix(columns, rows, turned, !transposed);
    }
}

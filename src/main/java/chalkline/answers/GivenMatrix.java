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
public record GivenMatrix(int rows, int columns, List<Optional<Given>> entries, boolean transposed) {
    public GivenMatrix {
        entries = List.copyOf(entries);
        if (entries.size() != rows * columns) {
            throw new IllegalArgumentException(entries.size() + " entries do not fill " + rows + "×" + columns);
        }
    }

    /** The k-th entry row by row. */
    public Optional<Given> get(int k) {
        return entries.get(k);
    }

    /** Whether nothing is given. */
    public boolean isBlank() {
        return entries.stream().allMatch(Optional::isEmpty);
    }

    /** The transpose of the same numbers. */
    GivenMatrix turned() {
        List<Optional<Given>> turned = new ArrayList<>();
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < rows; i++) {
                turned.add(entries.get(i * columns + j));
            }
        }
        return new GivenMatrix(columns, rows, turned, !transposed);
    }
}

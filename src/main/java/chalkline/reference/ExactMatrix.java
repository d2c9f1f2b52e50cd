package chalkline.reference;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A matrix of {@linkplain Exact exact numbers}.
 *
 * @param entries row by row
 */
record ExactMatrix(int rows, int columns, List<Exact> entries) {
    ExactMatrix {
        entries = List.copyOf(entries);
    }

    static ExactMatrix of(int rows, int columns, IntFunction<Exact> entry) {
        return new ExactMatrix(
                rows,
                columns,
                IntStream.range(0, rows * columns).mapToObj(entry).toList());
    }

    static ExactMatrix of(Exact number) {
        return new ExactMatrix(1, 1, List.of(number));
    }

    Exact get(int i, int j) {
        return entries.get(i * columns + j);
    }

    /** The entry in row i and column j of this matrix repeated to fit. */
    private Exact repeated(int i, int j) {
        return get(rows == 1 ? 0 : i, columns == 1 ? 0 : j);
    }

    List<Exact> row(int i) {
        return entries.subList(i * columns, (i + 1) * columns);
    }

    ExactMatrix map(UnaryOperator<Exact> f) {
        return new ExactMatrix(rows, columns, entries.stream().map(f).toList());
    }

    ExactMatrix with(ExactMatrix other, BinaryOperator<Exact> f) {
        int wide = Math.max(columns, other.columns);
        return of(
                Math.max(rows, other.rows),
                wide,
                k -> f.apply(repeated(k / wide, k % wide), other.repeated(k / wide, k % wide)));
    }

    ExactMatrix transposed() {
        return of(columns, rows, k -> get(k % rows, k / rows));
    }
}

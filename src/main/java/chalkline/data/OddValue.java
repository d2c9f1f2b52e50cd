package chalkline.data;

import chalkline.network.Sentences;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A number that recurs in a column and lies outside all its others by more than these differ, as -200 among 0.3 to 12, or 9999
 * among ages: many programs write such a number where they have no value.
 *
 * @param value the number
 * @param count how many rows have it
 * @param written how it is written, as far as that is known
 */
record OddValue(double value, long count, List<String> written) {
    private static final int OFTEN = 3;
    private static final int FEWEST_DIFFERENT = 10;

    /** That of a column that is read so; empty where it has none, too few different numbers to tell, or its cells are gone. */
    static Optional<OddValue> in(ColumnProfile column, ColumnType type) {
        if (!column.cells().areKept()
                || column.texts().size() + column.numberTexts().size() < FEWEST_DIFFERENT) {
            return Optional.empty();
        }
        Ends ends = new Ends();
        double[] ofTexts = column.names().stream().mapToDouble(type::parse).toArray();
        ColumnCells.Meaning meaning = new ColumnCells.Meaning(ColumnCells.Meaning.AS_THEY_ARE, ofTexts, Double.NaN);
        double[] values = new double[ColumnCells.CHUNK];
        for (long row = 0; row < column.rows(); row += ColumnCells.CHUNK) {
            int count = (int) Math.min(ColumnCells.CHUNK, column.rows() - row);
            column.cells().fill((int) (row / ColumnCells.CHUNK), count, meaning, values);
            for (int i = 0; i < count; i++) {
                ends.add(values[i]);
            }
        }
        return ends.odd().map(odd -> odd.writtenIn(column, type));
    }

    private OddValue writtenIn(ColumnProfile column, ColumnType type) {
        Set<String> texts = Stream.concat(column.numberTexts().stream(), column.texts().stream())
                .filter(text -> type.parse(text) == value)
                .collect(Collectors.toCollection(TreeSet::new));
        if (texts.isEmpty()) {
            texts.add(Sentences.number(value));
        }
        return new OddValue(value, count, List.copyOf(texts));
    }

    /** What a person should know of it. */
    String note() {
        return "has " + Sentences.number(value) + " in " + Sentences.counted(count, "row")
                + ", far from all other values; if that stands for a missing value, write data.missing-values: "
                + YamlText.list(written);
    }

    /** The least and the greatest two different numbers. */
    private static final class Ends {
        private double least = Double.POSITIVE_INFINITY;
        private double second = Double.POSITIVE_INFINITY;
        private long ofLeast;
        private double greatest = Double.NEGATIVE_INFINITY;
        private double lastButOne = Double.NEGATIVE_INFINITY;
        private long ofGreatest;

        void add(double value) {
            if (value > second && value < lastButOne) {
                return;
            }
            if (value == least) {
                ofLeast++;
            } else if (value < least) {
                second = least;
                least = value;
                ofLeast = 1;
            } else if (value < second) {
                second = value;
            }
            if (value == greatest) {
                ofGreatest++;
            } else if (value > greatest) {
                lastButOne = greatest;
                greatest = value;
                ofGreatest = 1;
            } else if (value > lastButOne) {
                lastButOne = value;
            }
        }

        Optional<OddValue> odd() {
            if (ofLeast >= OFTEN && second - least > greatest - second) {
                return Optional.of(new OddValue(least, ofLeast, List.of()));
            }
            return ofGreatest >= OFTEN && greatest - lastButOne > lastButOne - least
                    ? Optional.of(new OddValue(greatest, ofGreatest, List.of()))
                    : Optional.empty();
        }
    }
}

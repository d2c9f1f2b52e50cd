package chalkline.data;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows of a table as they were read and not yet prepared: plain arrays, to be kept and sent elsewhere. */
public final class TablePart implements Serializable {
    private static final long serialVersionUID = 1;

    private final int rows;
    /** Row by row, as {@link DistantRows} has them. */
    private final double[] features;
    /** Row by row: numbers, or the index of a class. */
    private final double[] labels;

    private TablePart(int rows, double[] features, double... labels) {
        this.rows = rows;
        this.features = features;
        this.labels = labels;
    }

    /**
     * Reads a file, which may have no rows.
     *
     * @param dropUnlabelled whether rows without a label are left out
     * @throws chalkline.network.InvalidInputException where it cannot be used
     */
    public static TablePart read(
            Path file, Schema schema, CsvFormat format, InferenceOptions.Gaps gaps, boolean dropUnlabelled) {
        ReadOptions options = new ReadOptions(true, gaps, dropUnlabelled, false, true, List.of());
        return CsvTables.read(file, file.toString(), schema, format, options).part();
    }

    /** These rows of cells. */
    static TablePart of(RowCells features, Cells labels) {
        int[] all = IntStream.range(0, features.rows()).toArray();
        TablePart part = new TablePart(
                all.length,
                new double[Math.multiplyExact(all.length, features.columns())],
                new double[Math.multiplyExact(all.length, labels.columns())]);
        features.copyRows(part.features, all);
        labels.copyRows(part.labels, all);
        return part;
    }

    /** One after the other. */
    public static TablePart together(List<TablePart> parts) {
        return new TablePart(
                parts.stream().mapToInt(TablePart::rows).sum(),
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.features))
                        .toArray(),
                parts.stream()
                        .flatMapToDouble(part -> Arrays.stream(part.labels))
                        .toArray());
    }

    /**
     * The table of these rows, whose features are elsewhere.
     *
     * @param labels of all rows, part by part
     */
    public static Table distant(InferredSchema inferred, DistantRows rows, List<double[]> labels) {
        Schema schema = inferred.schema();
        Set<String> used = new HashSet<>(schema.features());
        used.addAll(schema.labels());
        List<String> ignored = inferred.columns().stream()
                .map(ColumnSummary::name)
                .filter(name -> !name.isEmpty() && !used.contains(name))
                .toList();
        List<String> said = TableReader.said(inferred.notes(), inferred.rows() - rows.count());
        return Table.part(
                schema,
                DistantCells.of(rows),
                cells(schema.labels().size(), labels),
                new RowNotes.Builder().build(ignored, said, List.of()),
                0);
    }

    private static Cells cells(int columns, List<double[]> parts) {
        Cells.Builder cells = new Cells.Builder(columns);
        for (double[] part : parts) {
            for (int k = 0; k < part.length; k++) {
                cells.add(part[k]);
                if ((k + 1) % columns == 0) {
                    cells.endRow();
                }
            }
        }
        return cells.build();
    }

    /** These rows as a table that has them all. */
    public Table table(Schema schema) {
        return Table.part(
                schema,
                cells(schema.features().size(), List.of(features)),
                cells(schema.labels().size(), List.of(labels)),
                RowNotes.NONE,
                0);
    }

    /** How many rows it has. */
    public int rows() {
        return rows;
    }

    /** The labels, row by row. */
    public double[] labels() {
        return labels.clone();
    }

    /** Some of its rows, counted from 0, in this order. */
    public TablePart of(int... some) {
        return new TablePart(some.length, features(some), picked(labels, some));
    }

    /** The features of some rows, one row after the other. */
    public double[] features(int... some) {
        return picked(features, some);
    }

    private double[] picked(double[] from, int... some) {
        int width = rows == 0 ? 0 : from.length / rows;
        double[] picked = new double[Math.multiplyExact(some.length, width)];
        for (int i = 0; i < some.length; i++) {
            System.arraycopy(from, some[i] * width, picked, i * width, width);
        }
        return picked;
    }

    /** A feature of all rows. */
    public double[] column(int column) {
        int width = rows == 0 ? 0 : features.length / rows;
        double[] values = new double[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = features[i * width + column];
        }
        return values;
    }
}

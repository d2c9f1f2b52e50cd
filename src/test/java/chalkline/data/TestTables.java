package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Reads tables in the ways that tests need. */
public final class TestTables {
    private TestTables() {}

    static Table read(
            Path file, String name, List<String> labels, CsvFormat format, Map<String, ColumnType> types, Gaps gaps) {
        InferredSchema inferred = infer(file, name, labels, format, types, gaps);
        return CsvTables.read(file, name, inferred.schema(), inferred.format(), ReadOptions.labelled(gaps));
    }

    static InferredSchema infer(
            Path file, String name, List<String> labels, CsvFormat format, Map<String, ColumnType> types, Gaps gaps) {
        return CsvTables.infer(
                file, name, format, InferenceOptions.of(labels).with(types).with(gaps));
    }

    /** A file of a model whose values may not be missing. */
    public static Table read(Path file, String name, Schema schema, boolean labels) {
        return CsvTables.read(
                file,
                name,
                schema,
                CsvFormat.DEFAULT,
                labels ? ReadOptions.labelled(Gaps.REFUSED) : ReadOptions.unlabelled(Gaps.REFUSED));
    }

    /** The file of the table once more, now that its schema is known. */
    public static Table again(InferredTable once, Path file, String name, InferenceOptions options) {
        return CsvTables.read(
                file,
                name,
                once.inferred().schema(),
                once.inferred().format(),
                ReadOptions.labelled(options.gaps()).dropping(options.dropUnlabelled()));
    }

    /** Every feature and the first label, row by row. */
    public static double[] cells(Table table) {
        int features = table.schema().features().size();
        Table filled = table.with(new Imputer(Imputer.Policy.CONSTANT, Collections.nCopies(features, 1e9)));
        return IntStream.range(0, table.rows())
                .boxed()
                .flatMapToDouble(i -> DoubleStream.concat(
                        IntStream.range(0, features)
                                .mapToDouble(j -> filled.feature(j).applyAsDouble(i)),
                        DoubleStream.of(table.label(i, 0))))
                .toArray();
    }
}

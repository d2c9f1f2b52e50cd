package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
}

package chalkline.report;

import chalkline.data.ColumnSummary;
import chalkline.data.InferredSchema;
import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.data.YamlText;
import chalkline.network.Sentences;
import chalkline.training.Job;
import java.util.LinkedHashSet;
import java.util.Set;

/** What became of a table's columns, for a terminal. */
final class ColumnsText {
    private ColumnsText() {}

    /** The schema of the job's file as a configuration's {@code columns}, to be pasted; empty where there is no file. */
    static String schema(Job job) {
        StringBuilder text = new StringBuilder();
        job.inferred().ifPresent(inferred -> {
            text.append("data:\n  columns: # as ")
                    .append(Sentences.plain(
                            job.configuration().data().file().orElseThrow().toString()))
                    .append(" shows them\n");
            for (ColumnSummary column : inferred.columns()) {
                text.append(column.name().isEmpty() ? "    # a column without a name is " : "    ")
                        .append(column.name().isEmpty() ? column.becomes() : column.toYaml())
                        .append('\n');
            }
        });
        return text.toString();
    }

    /** What a person has said nothing about, and might not expect; empty where there is nothing of the kind. */
    static String notes(Job job) {
        StringBuilder text = new StringBuilder();
        Set<String> said = new LinkedHashSet<>();
        job.inferred().ifPresent(inferred -> {
            said.addAll(inferred.notes());
            notes(inferred, text);
            labels(job, inferred, text);
        });
        said.addAll(job.table().notes());
        said.forEach(note -> text.append("Data  ").append(Sentences.plain(note)).append('\n'));
        return text.toString();
    }

    private static void notes(InferredSchema inferred, StringBuilder text) {
        for (ColumnSummary column : inferred.columns()) {
            column.note()
                    .ifPresent(note -> text.append("Column  ")
                            .append(column.name().isEmpty() ? "(no name)" : YamlText.of(column.name()))
                            .append(' ')
                            .append(Sentences.plain(note))
                            .append('\n'));
        }
    }

    private static void labels(Job job, InferredSchema inferred, StringBuilder text) {
        Schema schema = inferred.schema();
        Normalizer normalizer = job.preprocessing().labelNormalizer();
        boolean said = job.configuration().data().labelNormalization().isPresent();
        for (int j = 0; j < schema.labels().size() && normalizer.kind() != Normalizer.Kind.NONE && !said; j++) {
            text.append("Label  ")
                    .append(YamlText.of(schema.labels().get(j)))
                    .append(" is standardised: y = (")
                    .append(Sentences.plain(schema.labels().get(j)))
                    .append(" - ")
                    .append(Numbers.text(normalizer.offsets().get(j), 6))
                    .append(") / ")
                    .append(Numbers.text(normalizer.scales().get(j), 6))
                    .append(" in the loss and in the checked step; predictions are ")
                    .append(schema.type(schema.labels().get(j)).prediction().orElse("in its own unit"))
                    .append(" (data.normalize-labels: none leaves it as it is)\n");
        }
    }
}

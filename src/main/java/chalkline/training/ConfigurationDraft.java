package chalkline.training;

import chalkline.data.ColumnSummary;
import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.data.InferredSchema;
import chalkline.data.Schema;
import chalkline.data.YamlText;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a configuration for a table of which nothing is known but its label. Its defaults are
 * the usual ones; {@code FirstTryTest} trains tables with them.
 */
public final class ConfigurationDraft {
    /** Fewer rows than these are all trained on: what could be held out would tell nothing. */
    private static final int FEW_ROWS = 30;

    private static final int MANY_ROWS = 20_000;
    private static final int VERY_MANY_ROWS = 200_000;

    private ConfigurationDraft() {}

    /**
     * The configuration as YAML, with every column's type as the table shows it now, so that tomorrow's rows are read alike.
     *
     * @param csv the table, as the person wrote its path
     * @param file the table's place
     * @param labels at least one
     * @throws chalkline.network.InvalidInputException where the table shows no schema, or more than one
     */
    public static String of(Path csv, Path file, List<String> labels) {
        InferredSchema inferred = CsvTables.infer(
                file,
                csv.toString(),
                CsvFormat.DEFAULT,
                InferenceOptions.of(labels).with(WholeLabels.CLASSES_IF_FEW));
        return "# Written by: train " + csv + " --label " + String.join(",", labels) + "\n" + "name: " + name(csv)
                + "\n" + network(inferred.schema()) + data(csv, labels, inferred) + training(inferred.rows());
    }

    /** What names the table's configuration, run and model: the file's name without its endings. */
    public static String name(Path csv) {
        String name = csv.toAbsolutePath()
                .normalize()
                .getFileName()
                .toString()
                .replaceFirst("(?i)\\.(csv|tsv|txt)?(\\.gz)?$", "");
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceFirst("^[.-]+", "");
        return plain.isEmpty() ? "table" : plain.substring(0, Math.min(60, plain.length()));
    }

    private static String network(Schema schema) {
        String output =
                schema.classes().isEmpty() ? "activation: identity, loss: mse" : "activation: softmax, loss: mcxent";
        return """
                network:
                  layers:
                    - dense: { units: 64, activation: relu, weight-init: relu }
                    - dense: { units: 32, activation: relu, weight-init: relu }
                    - output: { %s }
                """.formatted(output);
    }

    private static String data(Path csv, List<String> labels, InferredSchema inferred) {
        StringBuilder yaml = new StringBuilder("data:\n  train: { file: " + YamlText.of(csv.toString()) + ", labels: "
                + YamlText.list(labels) + " }\n");
        inferred.format()
                .separator()
                .ifPresent(c -> yaml.append("  separator: ")
                        .append(YamlText.of(c.toString()))
                        .append('\n'));
        yaml.append("  columns:\n");
        for (ColumnSummary column : inferred.columns()) {
            if (!column.name().isEmpty()) {
                yaml.append("    ").append(column.toYaml()).append('\n');
            }
        }
        if (inferred.rows() >= FEW_ROWS) {
            yaml.append("  split: { validation: 0.15, test: 0.15 }\n");
        }
        return yaml.toString();
    }

    private static String training(long rows) {
        int batch = rows < MANY_ROWS ? 32 : 256;
        int epochs = rows < VERY_MANY_ROWS ? 200 : 20;
        String early = rows < FEW_ROWS ? "" : "  early-stopping: { patience: 20 }\n";
        return "training:\n  updater: { adam: { learning-rate: 0.001 } }\n  l2: 0.0001\n  batch-size: " + batch
                + "\n  epochs: " + epochs + "\n" + early;
    }
}

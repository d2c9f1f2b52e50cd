package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.ColumnSummary;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.data.InferredSchema;
import chalkline.data.Schema;
import chalkline.data.YamlText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a configuration for a table of which nothing is known but its label. Its defaults were measured:
 * {@code src/site/markdown/tables.md}.
 *
 * @param text the configuration
 * @param notes what a person should know of how the table was read, and might not expect
 */
public record ConfigurationDraft(String text, List<String> notes) {
    /** Fewer rows than these are all trained on: what could be held out would tell nothing. */
    private static final int FEW_ROWS = 30;

    private static final int MANY_ROWS = 20_000;
    private static final int VERY_MANY_ROWS = 200_000;

    public ConfigurationDraft {
        notes = List.copyOf(notes);
    }

    /**
     * The configuration as YAML, with every column's type as the table shows it now, so that tomorrow's rows are read alike.
     * Rows without a label are left out where there are some, which the configuration then says.
     *
     * @param csv the table, as the person wrote its path
     * @param directory what the path is taken from
     * @param labels at least one, as {@link #labels} gives them
     * @param settings of the command line, of which those of the data count
     * @throws chalkline.network.InvalidInputException where the table shows no schema, or more than one
     */
    public static ConfigurationDraft of(Path csv, Path directory, List<String> labels, List<String> settings) {
        Configuration known = known(csv, directory, labels, settings);
        DataSpec.Csv data = (DataSpec.Csv) known.data().train();
        InferredSchema inferred = CsvTables.infer(
                data.file(),
                csv.toString(),
                data.format(),
                known.data().inferenceOptions(WholeLabels.CLASSES_IF_FEW).orElseThrow());
        String text = "# Written by: train " + csv + " --label " + String.join(" --label ", labels) + "\n" + "name: "
                + name(csv) + "\n" + network(inferred.schema()) + data(csv, data, inferred) + training(inferred.rows());
        Stream<String> ofColumns = inferred.columns().stream()
                .flatMap(column -> column.note().map(note -> YamlText.of(column.name()) + " " + note).stream());
        return new ConfigurationDraft(
                text, Stream.concat(inferred.notes().stream(), ofColumns).toList());
    }

    /**
     * The names of the columns that a person means: those themselves, several in one text with commas between, and the
     * place of a column that has no name.
     *
     * @throws chalkline.network.InvalidInputException where the table cannot be read
     */
    public static List<String> labels(Path csv, Path directory, List<String> asked, List<String> settings) {
        DataSpec.Csv data =
                (DataSpec.Csv) known(csv, directory, asked, settings).data().train();
        List<String> columns = CsvTables.columns(data.file(), csv.toString(), data.format());
        return CsvTables.meant(asked, columns).stream()
                .map(text -> {
                    String place = "column_" + text;
                    return !columns.contains(text) && columns.contains(place) ? place : text;
                })
                .toList();
    }

    /** All that is known before the table was looked at, as a configuration. */
    private static Configuration known(Path csv, Path directory, List<String> labels, List<String> settings) {
        String text = "name: table\nnetwork: { layers: [{ output: { activation: identity, loss: mse } }] }\n"
                + "data:\n  train: { file: " + YamlText.of(csv.toString()) + ", labels: " + YamlText.list(labels)
                + " }\n  missing-labels: drop-rows\n";
        return Configuration.parse(
                text,
                Path.of(name(csv) + ".yaml"),
                directory,
                settings.stream().filter(each -> each.startsWith("data.")).toList());
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
                    - dense: { units: 100, activation: relu, weight-init: relu }
                    - output: { %s }
                """.formatted(output);
    }

    private static String data(Path csv, DataSpec.Csv known, InferredSchema inferred) {
        StringBuilder yaml = new StringBuilder("data:\n  train: { file: " + YamlText.of(csv.toString()) + ", labels: "
                + YamlText.list(known.labels()) + " }\n");
        inferred.format().separator().ifPresent(c -> line(yaml, "separator: " + YamlText.of(c.toString())));
        known.format().encoding().ifPresent(name -> line(yaml, "encoding: " + YamlText.of(name)));
        inferred.format().header().ifPresent(has -> line(yaml, "header: " + has));
        if (!known.format().names().isEmpty()) {
            line(yaml, "names: " + YamlText.list(known.format().names()));
        }
        if (!known.format().missingValues().isEmpty()) {
            line(yaml, "missing-values: " + YamlText.list(known.format().missingValues()));
        }
        long unlabelled = inferred.columns().stream()
                .filter(column -> known.labels().contains(column.name()))
                .mapToLong(ColumnSummary::missing)
                .max()
                .orElse(0);
        if (unlabelled > 0 && known.dropUnlabelled()) {
            line(yaml, "missing-labels: drop-rows # " + unlabelled + " have none");
        }
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

    private static void line(StringBuilder yaml, String text) {
        yaml.append("  ").append(text).append('\n');
    }

    private static String training(long rows) {
        int batch = rows < MANY_ROWS ? 32 : 256;
        int epochs = rows < VERY_MANY_ROWS ? 200 : 20;
        String early = rows < FEW_ROWS ? "" : "  early-stopping: { patience: 20 }\n";
        return "training:\n  updater: { adam: { learning-rate: 0.003 } }\n  l2: 0.0001\n  batch-size: " + batch
                + "\n  epochs: " + epochs + "\n" + early;
    }
}

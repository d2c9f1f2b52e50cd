package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.ColumnSummary;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions.Advice;
import chalkline.data.InferenceOptions.WholeLabels;
import chalkline.data.InferredSchema;
import chalkline.data.Schema;
import chalkline.data.YamlText;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes a configuration for a table with nothing given but the label column. Its defaults were measured:
 * {@code src/site/markdown/tables.md}.
 *
 * @param text the configuration
 * @param notes on how the table was read, where that may be unexpected
 */
public record ConfigurationDraft(String text, List<String> notes) {
    /** With fewer rows all are trained on: a held-out part would be too small to tell anything. */
    private static final int FEW_ROWS = 30;

    private static final int MANY_ROWS = 20_000;
    private static final int VERY_MANY_ROWS = 200_000;

    public ConfigurationDraft {
        notes = List.copyOf(notes);
    }

    /**
     * The configuration as YAML, with the inferred type of every column, so that later files are read in the same way. If there
     * are rows without a label, the configuration says that they are left out.
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
                known.data()
                        .inferenceOptions(WholeLabels.CLASSES_IF_FEW)
                        .orElseThrow()
                        .with(Advice.COMMAND_LINE));
        String text = "# Written by: train " + csv + " --label " + String.join(" --label ", labels) + "\n" + "name: "
                + name(csv) + "\n" + network(inferred.schema()) + data(csv, data, inferred) + training(inferred.rows());
        Stream<String> ofColumns = inferred.columns().stream()
                .flatMap(column -> column
                        .note()
                        .map(note -> (column.name().isEmpty() ? "(no name)" : YamlText.of(column.name())) + " " + note)
                        .stream());
        return new ConfigurationDraft(
                text, Stream.concat(inferred.notes().stream(), ofColumns).toList());
    }

    /**
     * Resolves column names from the command line: a name, several names with commas between, or the number of a column
     * without a name.
     *
     * @throws chalkline.network.InvalidInputException where the table cannot be read
     */
    public static List<String> labels(Path csv, Path directory, List<String> asked, List<String> settings) {
        DataSpec.Csv data =
                (DataSpec.Csv) known(csv, directory, asked, settings).data().train();
        List<String> columns = CsvTables.columns(data.file(), csv.toString(), data.format(), Advice.COMMAND_LINE);
        return CsvTables.meant(asked, columns).stream()
                .map(text -> {
                    String place = "column_" + text;
                    return !columns.contains(text) && columns.contains(place) ? place : text;
                })
                .toList();
    }

    /** The configuration before the table has been read. */
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

    /** The name for the table's configuration, run and model: the file's name without its extensions. */
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

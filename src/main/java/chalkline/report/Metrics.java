package chalkline.report;

import chalkline.files.FileFailure;
import chalkline.files.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a run wrote of its epochs, of very many a selection: every record that is the least or the greatest of its time for
 * some line, so that no peak is lost.
 */
final class Metrics {
    static final String LOSS = "loss";
    static final String VALIDATION_LOSS = "validationLoss";
    /** Norms by parameter: of its gradient, of what was subtracted from it, of itself. */
    static final List<String> NORMS = List.of("gradientNorms", "updateNorms", "parameterNorms");

    /** A chart has no room for more. */
    private static final int MOST = 240;

    private final List<double[]> records = new ArrayList<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private int epochs;

    private Metrics() {
        columns.put("epoch", 0);
    }

    /**
     * The records of that file; none where there is no file.
     *
     * @throws chalkline.network.InvalidInputException where a line is no such record, naming it
     */
    static Metrics read(Path file) {
        Metrics metrics = new Metrics();
        if (!Files.exists(file)) {
            return metrics;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                metrics.add(JsonValue.parse(file + ":" + number++, line));
            }
        } catch (IOException e) {
            throw FileFailure.of(file, "cannot be read", e);
        }
        metrics.epochs = metrics.records.size();
        metrics.select();
        return metrics;
    }

    private void add(JsonValue json) {
        double[] values = new double[columns.size()];
        Arrays.fill(values, Double.NaN);
        values[0] = json.get("epoch").number();
        values = with(values, LOSS, json.get(LOSS).number());
        Optional<JsonValue> validation = json.find(VALIDATION_LOSS);
        if (validation.isPresent()) {
            values = with(values, VALIDATION_LOSS, validation.get().number());
        }
        for (String kind : NORMS) {
            Optional<JsonValue> norms = json.find(kind);
            if (norms.isPresent()) {
                for (Map.Entry<String, JsonValue> norm : norms.get().entries().entrySet()) {
                    values = with(
                            values, kind + "." + norm.getKey(), norm.getValue().number());
                }
            }
        }
        records.add(values);
    }

    private double[] with(double[] values, String column, double value) {
        int index = columns.computeIfAbsent(column, name -> columns.size());
        double[] wide = values;
        if (index >= wide.length) {
            wide = Arrays.copyOf(values, columns.size());
            Arrays.fill(wide, values.length, wide.length, Double.NaN);
        }
        wide[index] = value;
        return wide;
    }

    private void select() {
        if (records.size() <= MOST) {
            return;
        }
        TreeSet<Integer> chosen = new TreeSet<>(List.of(0, records.size() - 1));
        List<String> lines = columns.keySet().stream()
                .filter(name -> name.equals(LOSS) || name.equals(VALIDATION_LOSS))
                .toList();
        int buckets = MOST / (2 * lines.size()) - 1;
        for (int b = 0; b < buckets; b++) {
            int from = (int) ((long) records.size() * b / buckets);
            int to = (int) ((long) records.size() * (b + 1) / buckets);
            for (String line : lines) {
                int least = from;
                int greatest = from;
                for (int k = from; k < to; k++) {
                    least = at(line, k) < at(line, least) ? k : least;
                    // A value that is not finite is a peak too.
                    greatest = at(line, k) <= at(line, greatest) ? greatest : k;
                }
                chosen.add(least);
                chosen.add(greatest);
            }
        }
        List<double[]> selection = chosen.stream().map(records::get).toList();
        records.clear();
        records.addAll(selection);
    }

    private double at(String column, int record) {
        int index = columns.get(column);
        double[] values = records.get(record);
        return index < values.length ? values[index] : Double.NaN;
    }

    /** How many epochs were recorded. */
    int epochs() {
        return epochs;
    }

    /** Whether some epochs are left out here. */
    boolean isSelection() {
        return epochs > records.size();
    }

    /** Whether there is such a column. */
    boolean has(String column) {
        return columns.containsKey(column);
    }

    /** The names behind a dot: the parameters that have such norms. */
    List<String> parameters(String kind) {
        return columns.keySet().stream()
                .filter(name -> name.startsWith(kind + "."))
                .map(name -> name.substring(kind.length() + 1))
                .toList();
    }

    /** A column; NaN where a record has no value. */
    double[] column(String name) {
        double[] column = new double[records.size()];
        for (int k = 0; k < column.length; k++) {
            column[k] = at(name, k);
        }
        return column;
    }
}

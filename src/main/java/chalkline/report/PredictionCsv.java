package chalkline.report;

import chalkline.data.Schema;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions as CSV, a row for every row that was read, in its order: the predicted class and each class's probability, or
 * each label's value. Numbers have the digits that are needed to read them back as they are.
 */
public final class PredictionCsv {
    private final Schema schema;
    private final Precision precision;
    private final CsvWriter csv;

    /**
     * Writes the header.
     *
     * @param precision what the model computes in
     */
    public PredictionCsv(Writer out, Schema schema, Precision precision) {
        this.schema = schema;
        this.precision = precision;
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
        List<String> header = new ArrayList<>(schema.labels());
        schema.classes().forEach(name -> header.add("p_" + name));
        csv.writeRecord(header);
    }

    /** Adds a row for every row of predictions, N × outputs. */
    public void write(Matrix predictions) {
        for (int i = 0; i < predictions.rows(); i++) {
            List<String> cells = new ArrayList<>();
            if (!schema.classes().isEmpty()) {
                cells.add(schema.classes().get(largest(predictions, i)));
            }
            for (int j = 0; j < predictions.columns(); j++) {
                cells.add(number(predictions.get(i, j)));
            }
            csv.writeRecord(cells);
        }
    }

    /** Hands on what was written. */
    public void flush() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int largest(Matrix predictions, int row) {
        int best = 0;
        for (int j = 1; j < predictions.columns(); j++) {
            if (predictions.get(row, j) > predictions.get(row, best)) {
                best = j;
            }
        }
        return best;
    }

    private String number(double value) {
        return precision == Precision.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
    }
}

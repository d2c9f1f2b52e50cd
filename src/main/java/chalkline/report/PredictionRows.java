package chalkline.report;

import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.data.Unseen;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.training.SavedModel;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Predictions, one for every row that was read, in its order: as CSV with a header, or as JSON, an object a line. A row has
 * the cells that were kept as they are; the predicted class and each class's probability, or each label's value; where
 * there are categories, the columns whose category nobody knows; and, where asked for, why it could not be predicted.
 * Numbers have the digits that are needed to read them back as they are.
 */
public final class PredictionRows {
    private final Writer out;
    private final Schema schema;
    private final Precision precision;
    private final boolean errors;
    private final List<String> kept;
    private final List<String> header = new ArrayList<>();
    /** Null where the rows are JSON. */
    private final CsvOutput csv;

    /**
     * Rows that are still to come.
     *
     * @param precision what the model computes in
     * @param kept names of the columns whose cells are kept
     * @param json whether the rows are JSON
     * @param errors whether rows that could not be predicted are among them
     */
    public PredictionRows(
            Writer out, Schema schema, Precision precision, List<String> kept, boolean json, boolean errors) {
        this.out = out;
        this.schema = schema;
        this.precision = precision;
        this.errors = errors;
        this.csv = json ? null : new CsvOutput(out);
        this.kept = List.copyOf(kept);
        header.addAll(kept);
        for (String label : schema.labels()) {
            header.add(kept.contains(label) ? "predicted_" + label : label);
        }
        schema.classes().forEach(name -> header.add("p_" + name));
        if (hasUnseen()) {
            header.add("unseen");
        }
        if (errors) {
            header.add("error");
        }
    }

    /** Writes the names of the columns, where the rows are CSV. */
    public void writeHeader() {
        if (csv != null) {
            csv.row(header);
        }
    }

    private boolean hasUnseen() {
        return !schema.categories().isEmpty() && schema.unseen() != Unseen.REFUSE;
    }

    /**
     * Adds a row for every row of the table.
     *
     * @param predictions N × outputs; what it says of rows that could not be read means nothing
     * @return how many rows have no prediction
     */
    public int write(Table table, Matrix predictions) {
        // Not every file of a table has every column that tells its rows apart.
        int[] places = kept.stream().mapToInt(table.keptColumns()::indexOf).toArray();
        int without = 0;
        for (int i = 0; i < table.rows(); i++) {
            List<String> own = table.kept(i);
            List<Object> cells = new ArrayList<>();
            for (int place : places) {
                cells.add(place < 0 ? "" : own.get(place));
            }
            Optional<String> whyNone = SavedModel.whyNone(table, predictions, i);
            boolean usable = whyNone.isEmpty();
            without += usable ? 0 : 1;
            if (!schema.classes().isEmpty()) {
                cells.add(usable ? schema.classes().get(largest(predictions, i)) : "");
            }
            for (int j = 0; j < predictions.columns(); j++) {
                cells.add(usable ? number(predictions.get(i, j)) : "");
            }
            if (hasUnseen()) {
                cells.add(String.join(", ", table.unseen(i)));
            }
            if (errors) {
                cells.add(whyNone.orElse(""));
            }
            write(cells);
        }
        return without;
    }

    private void write(List<Object> cells) {
        if (csv != null) {
            csv.row(cells);
            return;
        }
        JsonObject row = new JsonObject();
        for (int k = 0; k < cells.size(); k++) {
            Object cell = cells.get(k);
            if (cell instanceof Number number && Double.isFinite(number.doubleValue())) {
                row.addProperty(header.get(k), number);
            } else if (!cell.equals("")) {
                row.add(header.get(k), new JsonPrimitive(cell.toString()));
            }
        }
        try {
            out.write(Json.line(row) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands on what was written. */
    public void flush() {
        try {
            if (csv != null) {
                csv.flush();
            } else {
                out.flush();
            }
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

    private Number number(double value) {
        return precision == Precision.FLOAT32 ? (Number) (float) value : (Number) value;
    }
}

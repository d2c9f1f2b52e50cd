package chalkline.training;

import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.network.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How good a model's predictions are on labelled rows, beside a baseline without a model. */
public sealed interface ModelEvaluation permits ClassEvaluation, RegressionEvaluation {

    /** The names of {@link #metrics}. */
    List<String> METRICS = List.of(
            "accuracy", "f1", "weightedF1", "auc", "logLoss", "baselineAccuracy", "rmse", "mae", "r2", "baselineRmse");

    /** Number of rows, at least 1. */
    int rows();

    /** Number of rows with a prediction that is NaN or infinite. */
    int nonFinite();

    /** The metrics by name, in reading order; those that are undefined on these rows are absent. */
    Map<String, Double> metrics();

    /**
     * The evaluation of these predictions: a {@link ClassEvaluation} where the schema has classes, else a
     * {@link RegressionEvaluation}. Predictions that are not finite are counted, not refused; the metrics they enter
     * are NaN or infinite.
     *
     * @param schema the model's
     * @param predictions the model's outputs, N × outputs, labels in their own unit: row i belongs to the table's row {@code
     *     rows[i]}
     * @param table rows with labels, which must mean what the schema says
     * @param rows N rows of the table
     * @throws IllegalArgumentException where the shapes or the labels do not fit together
     */
    static ModelEvaluation of(Schema schema, Matrix predictions, Table table, int... rows) {
        if (predictions.rows() != rows.length) {
            throw new IllegalArgumentException(
                    "predictions for " + predictions.rows() + " rows, but " + rows.length + " rows to evaluate");
        }
        if (predictions.columns() != schema.outputs()) {
            throw new IllegalArgumentException("predictions with " + predictions.columns()
                    + " columns, but the schema has " + schema.outputs() + " outputs");
        }
        if (!table.schema().labels().equals(schema.labels())
                || !table.schema().classes().equals(schema.classes())) {
            throw new IllegalArgumentException(
                    "the table's labels are " + table.schema().labels() + " with classes "
                            + table.schema().classes() + ", but the schema's are " + schema.labels() + " with classes "
                            + schema.classes());
        }
        if (!table.hasLabels()) {
            throw new IllegalArgumentException("the table has no labels");
        }
        return schema.classes().isEmpty()
                ? RegressionEvaluation.of(schema.labels(), predictions, table.labels(rows))
                : ClassEvaluation.of(
                        schema.classes(),
                        predictions,
                        Arrays.stream(rows).map(table::classOf).toArray());
    }

    /** Whether every value of the row is finite. */
    static boolean isFinite(Matrix predictions, int row) {
        for (int j = 0; j < predictions.columns(); j++) {
            if (!Double.isFinite(predictions.get(row, j))) {
                return false;
            }
        }
        return true;
    }
}

package chalkline.training;

import chalkline.data.Table;
import chalkline.network.Matrix;
import java.util.List;
import java.util.Optional;

/**
 * All that is said of a model on rows with labels.
 *
 * @param evaluation of the network
 * @param on which rows they were: "test", "training" or "all rows"
 * @param linear the linear model beside it, and its evaluation on the same rows; empty where the model file has none
 * @param calibration of its probabilities, where it has any
 * @param importance of the features, the greatest first; none where it was not asked for
 * @param crossValidation of further networks of the same configuration, where that was asked for
 */
public record Judgement(
        ModelEvaluation evaluation,
        String on,
        Optional<Linear> linear,
        Optional<Calibration> calibration,
        List<Importance> importance,
        Optional<CrossValidation> crossValidation) {

    /** A linear model of that kind, and how good it is. */
    public record Linear(LinearModel.Kind kind, ModelEvaluation evaluation) {}

    public Judgement {
        importance = List.copyOf(importance);
    }

    /** How good the network is, and the linear model, if there is one, on these rows of a table with labels. */
    static Judgement of(
            Preprocessing preprocessing,
            Model model,
            Optional<LinearModel> linear,
            Table table,
            String on,
            int... rows) {
        Matrix outputs = preprocessing.predict(model, table, rows);
        ModelEvaluation evaluation = ModelEvaluation.of(preprocessing.schema(), outputs, table, rows);
        boolean zeroOne = evaluation instanceof RegressionEvaluation numbers
                && numbers.zeroOne().isPresent()
                && numbers.nonFinite() == 0
                && isProbability(outputs);
        return new Judgement(
                evaluation,
                on,
                linear.map(fitted -> new Linear(
                        fitted.kind(),
                        ModelEvaluation.of(
                                preprocessing.schema(),
                                preprocessing.outputs(fitted::predict, table, rows),
                                table,
                                rows))),
                Calibration.of(table, outputs, zeroOne, rows),
                List.of(),
                Optional.empty());
    }

    private static boolean isProbability(Matrix outputs) {
        for (int i = 0; i < outputs.rows(); i++) {
            if (!(outputs.get(i, 0) >= 0 && outputs.get(i, 0) <= 1)) {
                return false;
            }
        }
        return true;
    }

    Judgement with(List<Importance> ofFeatures, Optional<CrossValidation> folds) {
        return new Judgement(evaluation, on, linear, calibration, ofFeatures, folds);
    }

    /** Whether the linear model does as well as the network by log loss or RMSE: the table then needs no network. */
    public boolean needsNoNetwork() {
        return linear.filter(beside -> evaluation instanceof ClassEvaluation own
                        ? ((ClassEvaluation) beside.evaluation()).logLoss() <= own.logLoss()
                        : ((RegressionEvaluation) beside.evaluation()).rmse()
                                <= ((RegressionEvaluation) evaluation).rmse())
                .isPresent();
    }
}

package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.training.ClassEvaluation;
import chalkline.training.ClassEvaluation.OneClass;
import chalkline.training.RegressionEvaluation;
import chalkline.training.RegressionEvaluation.Output;
import chalkline.training.RegressionEvaluation.Residuals;
import chalkline.training.RegressionEvaluation.ZeroOne;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationReportTest {
    private static final ClassEvaluation FLOWERS = new ClassEvaluation(
            45,
            0,
            44 / 45.0,
            0.97775,
            OptionalDouble.of(0.99849),
            0.081,
            "setosa",
            1 / 3.0,
            List.of(
                    new OneClass("setosa", 1, 1, 1, 15),
                    new OneClass("versicolor", 1, 0.9375, 0.96774, 16),
                    new OneClass("virginica", 0.93333, 1, 0.96552, 14)),
            List.of(List.of(15, 0, 0), List.of(0, 15, 1), List.of(0, 0, 14)));

    private static ClassEvaluation lost(int classes, double accuracy) {
        return new ClassEvaluation(
                1,
                1,
                accuracy,
                0.00001,
                OptionalDouble.empty(),
                Double.NaN,
                "<a>",
                1,
                List.of(new OneClass("<a>", 0, 0, 0, 1), new OneClass("b".repeat(30), 0, 0, 0, 0)),
                IntStream.range(0, classes).mapToObj(k -> List.of(0, 0)).toList());
    }

    private static RegressionEvaluation numbers(Optional<ZeroOne> zeroOne, Output... outputs) {
        return new RegressionEvaluation(
                150, 0, 12345.678, 0.0000123456, OptionalDouble.of(-3.5), 2.5, List.of(outputs), zeroOne);
    }

    @Test
    void textOfClasses() {
        assertThat(EvaluationText.of(FLOWERS, "test")).isEqualTo("""
                        Evaluation on 45 test rows
                          accuracy  0.9778   always "setosa": 0.3333
                          F1 macro  0.9778   weighted 0.9778   ROC-AUC 0.9985   log loss 0.081
                          actual \\ predicted  setosa  versicolor  virginica
                          setosa                  15           0          0
                          versicolor               0          15          1
                          virginica                0           0         14
                        """);
    }

    @Test
    void textOfAModelThatFailed() {
        assertThat(EvaluationText.of(lost(2, 0.99999), "all rows")).isEqualTo("""
                        Evaluation on 1 row
                          accuracy  >0.9999   always "<a>": 1.0000
                          F1 macro  <0.0001   weighted 0.0000   ROC-AUC undefined   log loss NaN
                          rows with a prediction that is not finite: 1 of 1; they count as wrong
                          actual \\ predicted        <a>  bbbbbbbbbbbbbbbbbbbbbbb…
                          <a>                         0                         0
                          bbbbbbbbbbbbbbbbbbbbbbb…    0                         0
                        """);
    }

    @Test
    void textWithoutAConfusionMatrix() {
        assertThat(EvaluationText.of(lost(0, 0), "training"))
                .startsWith("Evaluation on 1 training row\n  accuracy  0.0000   always")
                .endsWith("\n  confusion matrix of 2 classes not shown\n");
    }

    @Test
    void textOfNumbers() {
        Output first = new Output("speed", 12345.678, 17, OptionalDouble.of(0.5), 1);
        Output second = new Output("Δt", 0.5, 1234567, OptionalDouble.empty(), 1e7);
        assertThat(EvaluationText.of(numbers(Optional.empty(), first, second), "all rows"))
                .isEqualTo("""
                        Evaluation on all 150 rows
                          RMSE  12346   always the mean: 2.5
                          MAE   1.235e-05   R² -3.5000
                          output   RMSE  always the mean      MAE         R²
                          speed   12346                1       17     0.5000
                          Δt        0.5        1.000e+07  1234567  undefined
                        """);
    }

    @Test
    void textOfZeroAndOne() {
        Optional<ZeroOne> zeroOne = Optional.of(new ZeroOne(0.875, OptionalDouble.of(1), 0.5));
        assertThat(EvaluationText.of(numbers(zeroOne, new Output("y", 1, 1, OptionalDouble.empty(), 0)), "test"))
                .isEqualTo("""
                        Evaluation on 150 test rows
                          RMSE  12346   always the mean: 2.5
                          MAE   1.235e-05   R² -3.5000
                          0 or 1: accuracy 0.8750   always the more frequent: 0.5000   ROC-AUC 1.0000
                        """);
    }

    @Test
    void manyOutputsAreCutOff() {
        Output[] outputs = IntStream.range(0, 23)
                .mapToObj(k -> new Output("y" + k, 1, 1, OptionalDouble.empty(), 0))
                .toArray(Output[]::new);
        assertThat(EvaluationText.of(numbers(Optional.empty(), outputs), "test"))
                .contains("\n  y19 ")
                .doesNotContain("y20")
                .endsWith("\n  and 3 more outputs\n");
    }

    @Test
    void jsonOfClasses() {
        String json = EvaluationJson.of(FLOWERS, "test");
        assertThat(json).startsWith("{\n  \"on\": \"test\",\n  \"rows\": 45,\n");
        assertThat(JsonParser.parseString(json)).isEqualTo(JsonParser.parseString("""
                                {"on": "test", "rows": 45, "nonFinite": 0, "accuracy": 0.9777777777777777,
                                 "f1": 0.97775, "weightedF1": 0.9778026666666667, "auc": 0.99849, "logLoss": 0.081,
                                 "baselineAccuracy": 0.3333333333333333, "baselineClass": "setosa",
                                 "confusion": {"classes": ["setosa", "versicolor", "virginica"],
                                               "counts": [[15, 0, 0], [0, 15, 1], [0, 0, 14]]},
                                 "perClass": [
                                   {"class": "setosa", "precision": 1.0, "recall": 1.0, "f1": 1.0, "support": 15},
                                   {"class": "versicolor", "precision": 1.0, "recall": 0.9375, "f1": 0.96774,
                                    "support": 16},
                                   {"class": "virginica", "precision": 0.93333, "recall": 1.0, "f1": 0.96552,
                                    "support": 14}]}
                                """));
    }

    @Test
    void jsonLeavesOutWhatIsUndefinedAndQuotesWhatIsNotFinite() {
        String json = EvaluationJson.of(lost(0, 0), "all rows");
        assertThat(json)
                .contains("\"logLoss\": \"NaN\"", "\"baselineClass\": \"<a>\"", "\"nonFinite\": 1")
                .doesNotContain("auc", "confusion");
    }

    @Test
    void jsonOfNumbers() {
        Output output = new Output(
                "y",
                Double.POSITIVE_INFINITY,
                1,
                OptionalDouble.of(Double.NEGATIVE_INFINITY),
                2,
                Optional.of(new Residuals(-1, 2.5, List.of(3, 0, 1))));
        Optional<ZeroOne> zeroOne = Optional.of(new ZeroOne(0.875, OptionalDouble.empty(), 0.5));
        assertThat(JsonParser.parseString(EvaluationJson.of(numbers(zeroOne, output), "training")))
                .isEqualTo(JsonParser.parseString("""
                                {"on": "training", "rows": 150, "nonFinite": 0, "rmse": 12345.678,
                                 "mae": 1.23456E-5, "r2": -3.5, "baselineRmse": 2.5,
                                 "accuracy": 0.875, "baselineAccuracy": 0.5,
                                 "outputs": [{"name": "y", "rmse": "Infinity", "mae": 1.0, "r2": "-Infinity",
                                              "baselineRmse": 2.0,
                                              "residuals": {"low": -1.0, "high": 2.5, "counts": [3, 0, 1]}}]}
                                """));
    }
}

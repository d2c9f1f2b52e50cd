package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chalkline.data.CsvTables;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.data.TestTables;
import chalkline.network.Matrix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "scikit-learn" names the functions whose documentation has the example and its result, rounded as quoted. */
class ModelEvaluationTest {
    private static final Offset<Double> EXACT = within(1e-14);

    @TempDir
    Path folder;

    /** A table whose only content that matters is each row's class. */
    private Table classes(String... names) throws IOException {
        StringBuilder csv = new StringBuilder("x,y\n");
        for (String name : names) {
            csv.append("0,").append(name).append('\n');
        }
        Path file = Files.write(folder.resolve("t.csv"), csv.toString().getBytes(StandardCharsets.UTF_8));
        return CsvTables.read(file, "t.csv", List.of("y"));
    }

    private static ClassEvaluation evaluate(Table table, Matrix predictions, int... rows) {
        return (ClassEvaluation) ModelEvaluation.of(table.schema(), predictions, table, rows);
    }

    private static ClassEvaluation evaluateAll(Table table, Matrix predictions) {
        return evaluate(table, predictions, IntStream.range(0, table.rows()).toArray());
    }

    private static RegressionEvaluation regression(Matrix predictions, Matrix labels) {
        Table table = Table.inline(Matrix.of(labels.rows(), 1, new double[labels.rows()]), labels);
        return (RegressionEvaluation) ModelEvaluation.of(
                table.schema(),
                predictions,
                table,
                IntStream.range(0, table.rows()).toArray());
    }

    private static Matrix column(double... values) {
        return Matrix.of(values.length, 1, values);
    }

    /** Rows that say these classes with certainty. */
    private static Matrix saying(int classes, int... said) {
        double[] ones = new double[said.length * classes];
        for (int i = 0; i < said.length; i++) {
            ones[i * classes + said[i]] = 1;
        }
        return Matrix.of(said.length, classes, ones);
    }

    /** scikit-learn: f1_score, average='macro': 0.26…; precision_score: 0.22…; recall_score: 0.33…. */
    @Test
    void perClassFiguresOfThreeClasses() throws IOException {
        Table table = classes("a", "b", "c", "a", "b", "c");
        ClassEvaluation evaluation = evaluateAll(table, saying(3, 0, 2, 1, 0, 0, 1));
        assertThat(evaluation.confusion()).containsExactly(List.of(2, 0, 0), List.of(1, 0, 1), List.of(0, 2, 0));
        assertThat(evaluation.perClass())
                .containsExactly(
                        // a is said 3 times, 2 of them right: F1 = 2·2 / (3 + 2)
                        new ClassEvaluation.OneClass("a", 2 / 3.0, 1, 4 / 5.0, 2),
                        new ClassEvaluation.OneClass("b", 0, 0, 0, 2),
                        new ClassEvaluation.OneClass("c", 0, 0, 0, 2));
        assertThat(evaluation.macroF1()).isEqualTo(0.8 / 3, EXACT);
        assertThat(evaluation.accuracy()).isEqualTo(2 / 6.0);
        assertThat(evaluation.majorityClass()).isEqualTo("a");
        assertThat(evaluation.baselineAccuracy()).isEqualTo(2 / 6.0);
    }

    /** scikit-learn: log_loss(["spam", "ham", "ham", "spam"], [[.1, .9], [.9, .1], [.8, .2], [.35, .65]]): 0.21616…. */
    @Test
    void logLossIsTheMeanOfTheLogarithms() throws IOException {
        Matrix predictions = Matrix.of(4, 2, .1, .9, .9, .1, .8, .2, .35, .65);
        // −(ln .9 + ln .9 + ln .8 + ln .65) / 4 = −ln(.9 · .9 · .8 · .65) / 4 = −ln(.4212) / 4
        assertThat(evaluateAll(classes("spam", "ham", "ham", "spam"), predictions)
                        .logLoss())
                .isEqualTo(-Math.log(.4212) / 4, EXACT)
                .isEqualTo(0.21616, within(5e-6));
    }

    @Test
    void logLossOfCertainMistakesAndOfOutputsThatAreNoDistribution() throws IOException {
        Table table = classes("a", "b");
        // −ln 1e−15 = 15 ln 10 for the first row, −ln(1 − 1e−15) ≈ 1e−15 for the second
        assertThat(evaluateAll(table, saying(2, 1, 1)).logLoss()).isEqualTo(15 * Math.log(10) / 2, within(1e-12));
        // Two sigmoids: (.5, .5) and (.2, .6) mean 1/2 for a and .6 / .8 = 3/4 for b
        assertThat(evaluateAll(table, Matrix.of(2, 2, .5, .5, .2, .6)).logLoss())
                .isEqualTo((Math.log(2) + Math.log(4 / 3.0)) / 2, EXACT);
        // Beyond [0, 1] is clipped before it is divided: (1, 1) and (0, 1)
        assertThat(evaluateAll(table, Matrix.of(2, 2, 5, 3, -7, 1)).logLoss())
                .isEqualTo(Math.log(2) / 2, within(1e-14));
    }

    /** scikit-learn: roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]): 0.75. */
    @Test
    void aucOfTwoClassesIsThatOfTheSecondOutput() throws IOException {
        Table table = classes("no", "no", "yes", "yes");
        // Of the pairs .35 > .1, .35 < .4, .8 > .1, .8 > .4 three are in order. The first output is ignored.
        Matrix predictions = Matrix.of(4, 2, 9, .1, 8, .4, 7, .35, 9, .8);
        assertThat(evaluateAll(table, predictions).auc()).hasValue(0.75);
        // Ties: pairs (.4, .1) in order, (.4, .4) half, (.1, .1) half, (.1, .4) not: 2 of 4
        assertThat(evaluateAll(table, Matrix.of(4, 2, 0, .1, 0, .4, 0, .4, 0, .1))
                        .auc())
                .hasValue(0.5);
        // −0 and 0 are the same score
        assertThat(evaluateAll(table, Matrix.of(4, 2, 0, 0, 0, -0.0, 0, -0.0, 0, 0))
                        .auc())
                .hasValue(0.5);
        assertThat(evaluateAll(table, saying(2, 1, 1, 0, 0)).auc()).hasValue(0);
    }

    @Test
    void aucOfMoreClassesIsTheMeanOfEachAgainstTheRest() throws IOException {
        Table table = classes("a", "b", "b", "c");
        Matrix predictions = Matrix.of(4, 3, .6, .3, .1, .5, .4, .1, .7, .2, .1, .2, .2, .6);
        // a: .6 against .5 .7 .2: 2 of 3. b: .4 and .2 against .3 .2: 2 of 2 and ½ of 2. c: .6 against .1 .1 .1: 3 of
        // 3.
        assertThat(evaluateAll(table, predictions).auc().orElseThrow()).isEqualTo((2 / 3.0 + 2.5 / 4 + 1) / 3, EXACT);
        // Without c's row: a: .6 against .5 .7: 1 of 2. b: .4 and .2 against .3: 1 of 2.
        Matrix firstThree = Matrix.of(3, 3, .6, .3, .1, .5, .4, .1, .7, .2, .1);
        ClassEvaluation withoutC = evaluate(table, firstThree, 0, 1, 2);
        assertThat(withoutC.auc()).hasValue(0.5);
        assertThat(withoutC.perClass().get(2)).isEqualTo(new ClassEvaluation.OneClass("c", 0, 0, 0, 0));
        // All three say a: F1 of a = 2·1 / (3 + 1), of b = 0; c neither occurs nor is said, so it is left out of the
        // mean
        assertThat(withoutC.macroF1()).isEqualTo(0.25);
        assertThat(evaluate(table, Matrix.of(2, 3, 1, 0, 0, 0, 1, 0), 1, 2).auc())
                .isEmpty();
    }

    @Test
    void rowsAreTakenAsNamedAndTheFirstWinsATie() throws IOException {
        Table table = classes("a", "b", "b", "a");
        ClassEvaluation evaluation = evaluate(table, Matrix.of(3, 2, .5, .5, .5, .5, .1, .9), 3, 1, 2);
        assertThat(evaluation.rows()).isEqualTo(3);
        assertThat(evaluation.confusion()).containsExactly(List.of(1, 0), List.of(1, 1));
        assertThat(evaluation.majorityClass()).isEqualTo("b");
        assertThat(evaluation.baselineAccuracy()).isEqualTo(2 / 3.0);
    }

    @Test
    void rowsThatAreNotFiniteAreWrong() throws IOException {
        Table table = classes("a", "a", "a", "b");
        Matrix predictions = Matrix.of(4, 2, .9, Double.NaN, Double.POSITIVE_INFINITY, 0, .9, .1, .1, .9);
        ClassEvaluation evaluation = evaluateAll(table, predictions);
        assertThat(evaluation.nonFinite()).isEqualTo(2);
        assertThat(evaluation.accuracy()).isEqualTo(0.5);
        assertThat(evaluation.confusion()).containsExactly(List.of(1, 0), List.of(0, 1));
        assertThat(evaluation.perClass().get(0)).isEqualTo(new ClassEvaluation.OneClass("a", 1, 1 / 3.0, 0.5, 3));
        assertThat(evaluation.auc()).hasValue(Double.NaN);
        assertThat(evaluation.logLoss()).isNaN();
    }

    @Test
    void manyClassesHaveNoConfusionMatrix() throws IOException {
        Table table =
                classes(IntStream.range(0, 402).mapToObj(k -> "c" + k % 201).toArray(String[]::new));
        int[] actual = IntStream.range(0, 402).map(table::classOf).toArray();
        ClassEvaluation evaluation = evaluateAll(table, saying(201, actual));
        assertThat(evaluation.confusion()).isEmpty();
        assertThat(evaluation.perClass()).hasSize(201);
        assertThat(evaluation.macroF1()).isEqualTo(1);
        assertThat(evaluation.auc()).hasValue(1);
    }

    /**
     * scikit-learn: labels [3, −0.5, 2, 7], predictions [2.5, 0, 2, 8]: mean_squared_error 0.375, mean_absolute_error 0.5,
     * r2_score 0.948….
     */
    @Test
    void oneNumber() {
        RegressionEvaluation evaluation = regression(column(2.5, 0, 2, 8), column(3, -0.5, 2, 7));
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(0.375), EXACT);
        assertThat(evaluation.mae()).isEqualTo(0.5, EXACT);
        // Σe² = 1.5; Σy = 11.5, Σy² = 62.25, so Σ(y − mean)² = 62.25 − 11.5² / 4 = 29.1875
        assertThat(evaluation.r2().orElseThrow()).isEqualTo(1 - 1.5 / 29.1875, EXACT);
        assertThat(evaluation.baselineRmse()).isEqualTo(Math.sqrt(29.1875 / 4), EXACT);
        assertThat(evaluation.outputs())
                .containsExactly(new RegressionEvaluation.Output(
                        "y",
                        evaluation.rmse(),
                        evaluation.mae(),
                        evaluation.r2(),
                        evaluation.baselineRmse(),
                        // The errors are −½, ½, 0 and 1; each of 20 parts is 0.075 wide.
                        Optional.of(new RegressionEvaluation.Residuals(
                                -0.5, 1, List.of(1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1)))));
        assertThat(evaluation.nonFinite()).isZero();
        assertThat(evaluation.zeroOne()).isEmpty();
    }

    /**
     * scikit-learn: labels [[0.5, 1], [−1, 1], [7, −6]], predictions [[0, 2], [−1, 2], [8, −5]]: mean_squared_error
     * 0.708…, mean_absolute_error 0.75.
     */
    @Test
    void severalNumbers() {
        RegressionEvaluation evaluation =
                regression(Matrix.of(3, 2, 0, 2, -1, 2, 8, -5), Matrix.of(3, 2, 0.5, 1, -1, 1, 7, -6));
        // Σe² = .25 + 0 + 1 and 1 + 1 + 1; Σ|e| = 1.5 and 3
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(4.25 / 6), EXACT);
        assertThat(evaluation.mae()).isEqualTo(0.75, EXACT);
        // Σ(y − mean)² = 50.25 − 6.5² / 3 and 38 − 4² / 3
        double first = 1 - 1.25 / (50.25 - 42.25 / 3);
        double second = 1 - 3 / (38 - 16 / 3.0);
        assertThat(evaluation.outputs().get(0).name()).isEqualTo("y1");
        assertThat(evaluation.outputs().get(0).r2().orElseThrow()).isEqualTo(first, EXACT);
        assertThat(evaluation.outputs().get(1).r2().orElseThrow()).isEqualTo(second, EXACT);
        assertThat(evaluation.outputs().get(1).rmse()).isEqualTo(1, EXACT);
        assertThat(evaluation.r2().orElseThrow()).isEqualTo((first + second) / 2, EXACT);
        assertThat(evaluation.baselineRmse()).isEqualTo(Math.sqrt((88.25 - 42.25 / 3 - 16 / 3.0) / 6), EXACT);
    }

    @Test
    void labelsThatAreAllTheSameHaveNoR2() {
        RegressionEvaluation evaluation = regression(column(0, 0.2, 0.1), column(0.1, 0.1, 0.1));
        assertThat(evaluation.r2()).isEmpty();
        assertThat(evaluation.baselineRmse()).isZero();
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(0.02 / 3), EXACT);
        RegressionEvaluation oneOfTwo = regression(Matrix.of(2, 2, 1, 0, 2, 0), Matrix.of(2, 2, 1, 5, 2, 5));
        assertThat(oneOfTwo.outputs().get(1).r2()).isEmpty();
        assertThat(oneOfTwo.r2()).hasValue(1);
    }

    @Test
    void hugeErrorsDoNotOverflow() {
        RegressionEvaluation evaluation = regression(column(3e200, 4e200), column(0, 1));
        assertThat(evaluation.rmse()).isEqualTo(Math.sqrt(12.5) * 1e200, within(1e187));
        assertThat(regression(column(1e-200, 0), column(0, 0)).rmse())
                .isEqualTo(Math.sqrt(0.5) * 1e-200, within(1e-214));
    }

    @Test
    void predictionsThatAreNotFiniteSpoilTheirOutput() {
        RegressionEvaluation evaluation = regression(Matrix.of(2, 2, Double.NaN, 1, 2, 2), Matrix.of(2, 2, 1, 1, 2, 3));
        assertThat(evaluation.nonFinite()).isEqualTo(1);
        assertThat(evaluation.rmse()).isNaN();
        assertThat(evaluation.mae()).isNaN();
        assertThat(evaluation.r2()).hasValue(Double.NaN);
        assertThat(evaluation.outputs().get(0).rmse()).isNaN();
        assertThat(evaluation.outputs().get(1).rmse()).isEqualTo(Math.sqrt(0.5), EXACT);
        RegressionEvaluation infinite = regression(column(Double.NEGATIVE_INFINITY, 2), column(1, 2));
        assertThat(infinite.rmse()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(infinite.r2()).hasValue(Double.NEGATIVE_INFINITY);
    }

    @Test
    void labelsZeroAndOneAreAlsoTwoClasses() {
        // .5 is not above .5; of the pairs (.8 .5), (.8 .7), (.6 .5), (.6 .7), (.9 …) all but one are in order
        assertThat(regression(column(.5, .7, .8, .6, .9), column(0, 0, 1, 1, 1)).zeroOne())
                .hasValue(new RegressionEvaluation.ZeroOne(4 / 5.0, OptionalDouble.of(5 / 6.0), 3 / 5.0));
        assertThat(regression(column(Double.NaN, .2), column(0, 0)).zeroOne())
                .hasValue(new RegressionEvaluation.ZeroOne(0.5, OptionalDouble.empty(), 1));
        assertThat(regression(column(Double.NaN, .8), column(0, 1)).zeroOne())
                .hasValue(new RegressionEvaluation.ZeroOne(0.5, OptionalDouble.of(Double.NaN), 0.5));
        assertThat(regression(Matrix.of(1, 2, 0, 1), Matrix.of(1, 2, 0, 1)).zeroOne())
                .isEmpty();
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() throws IOException {
        Table table = classes("a", "b");
        assertThatThrownBy(() -> evaluate(table, Matrix.of(1, 2, 1, 0), 0, 1))
                .hasMessage("predictions for 1 rows, but 2 rows to evaluate");
        assertThatThrownBy(() -> evaluate(table, Matrix.of(1, 3, 1, 0, 0), 0))
                .hasMessage("predictions with 3 columns, but the schema has 2 outputs");
        Schema other = new Schema(List.of("x"), List.of("y"), List.of("a", "c"));
        assertThatThrownBy(() -> ModelEvaluation.of(other, Matrix.of(1, 2, 1, 0), table, 0))
                .hasMessage(
                        "the table's labels are [y] with classes [a, b], but the schema's are [y] with classes [a, c]");
        Table unlabelled = TestTables.read(folder.resolve("t.csv"), "t.csv", table.schema(), false);
        assertThatThrownBy(() -> evaluate(unlabelled, Matrix.of(1, 2, 1, 0), 0)).hasMessage("the table has no labels");
    }
}

package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.network.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The linear models against scikit-learn 1.2.1 on data/iris.csv, standardised: {@code LogisticRegression(C=1, tol=1e-12)} for the
 * species, {@code Ridge(alpha=1)} for the fourth column from the other three. Rows 0, 70 and 133.
 */
class LinearFitTest {
    private static final int[] ROWS = {0, 70, 133};

    private static double[][] irises() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("data/iris.csv"));
        return lines.stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(","))
                        .limit(4)
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void logisticRegressionIsScikitLearns() throws IOException {
        Matrix features = Matrix.ofRows(irises());
        double[] classes = new double[150 * 3];
        for (int i = 0; i < 150; i++) {
            classes[i * 3 + i / 50] = 1;
        }
        LinearModel model = new LinearFit(features, Matrix.of(150, 3, classes)).logistic();
        double[] expected = {
            0.9846947466018541, 0.015305191373586918, 6.202455901346511e-08,
            0.01200931541444689, 0.4403240637567895, 0.5476666208287635,
            0.0019803137605589618, 0.5840094795071905, 0.4140102067322506
        };
        assertThat(model.predict(features.rowsAt(ROWS)).values()).containsExactly(expected, within(1e-5));
        assertThat(model.kind()).isEqualTo(LinearModel.Kind.LOGISTIC);
    }

    @Test
    void ridgeRegressionIsScikitLearns() throws IOException {
        double[][] rows = irises();
        Matrix features = Matrix.ofRows(
                Arrays.stream(rows).map(row -> Arrays.copyOf(row, 3)).toArray(double[][]::new));
        Matrix widths =
                Matrix.of(150, 1, Arrays.stream(rows).mapToDouble(row -> row[3]).toArray());
        LinearModel model = new LinearFit(features, widths).ridge();
        assertThat(model.predict(features.rowsAt(ROWS)).values())
                .containsExactly(
                        new double[] {0.2279015927112935, 1.7328114663811003, 1.7459930569414208}, within(1e-9));
    }

    @Test
    void aConstantColumnAndEqualColumnsHaveAModelToo() {
        Matrix features = Matrix.of(4, 3, 1, 5, 1, 2, 5, 2, 3, 5, 3, 4, 5, 4);
        LinearModel model = new LinearFit(features, Matrix.of(4, 1, 1, 2, 3, 4)).ridge();
        double[] said = model.predict(features).values();
        assertThat(said).isSorted();
        assertThat(model.weights().get(1)).isZero();
        assertThat(model.weights().get(0)).isEqualTo(model.weights().get(2), within(1e-12));
    }
}

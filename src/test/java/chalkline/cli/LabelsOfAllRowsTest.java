package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of labels is said of all rows, also of those that the checked mini-batch does not have. */
class LabelsOfAllRowsTest {
    private static final String SUM =
            "WARNING  the labels of row 3 sum to 2, not 1 (and those of 2 more rows not to 1 either):";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void writeFiles() throws IOException {
        here = Workplace.in(directory);
        here.write("classes.csv", """
                a,b,c0,c1,c2
                1,2,1,0,0
                0.5,-1,0,1,0

                -1,0.3,1,0,1
                2,1,0,0,0
                1,1,0,0.5,0.5
                3,1,1,1,1
                """);
        here.write("classes.yaml", """
                name: classes
                network: { layers: [ { dense: { units: 3, activation: tanh } }, { output: { activation: softmax, loss: mcxent } } ] }
                data: { train: { file: classes.csv, labels: [c0, c1, c2] }, normalize: none }
                training: { updater: { sgd: { learning-rate: 0.1 } }, batch-size: 1, epochs: 1 }
                model: models/classes.zip
                """);
        here.write("prices.csv", "x,price\n1,0.5\n2,0\n3,1\n4,0.25\n5,3\n6,-1\n");
        here.write("prices.yaml", """
                name: prices
                network: { layers: [ { output: { activation: sigmoid, loss: mse } } ] }
                data: { train: { file: prices.csv, labels: [price] }, split: { test: 0.2 } }
                training: { updater: { sgd: { learning-rate: 0.1 } }, batch-size: 1, epochs: 1 }
                model: models/prices.zip
                """);
    }

    @Test
    void sumsThatAreNotOne() {
        assertThat(here.run("check", "classes.yaml").out()).contains(SUM);
        assertThat(here.run("check", "classes.yaml", "--steps", "1").out()).contains(SUM);
        assertThat(here.run("check", "classes.yaml", "--data", "classes.csv").out())
                .contains(SUM);
        assertThat(here.run("train", "classes.yaml").out()).contains(SUM);
        Outcome zip = here.run("check", "models/classes.zip", "--data", "classes.csv", "--rows", "1");
        assertThat(zip.out()).contains(SUM);
        // Of the row that is checked the labels do sum to 1.
        assertThat(zip.code()).isZero();
    }

    /** (2² + 1²) / 6. */
    @Test
    void labelsThatNoOutputReaches() {
        String sentence = "WARNING  price of row 5 = 3 (and 1 more label) is outside the sigmoid's (0, 1):"
                + " the loss of all 6 rows cannot fall below 0.8333333333333334";
        assertThat(here.run("check", "prices.yaml").out()).contains(sentence);
        assertThat(here.run("train", "prices.yaml").out()).contains(sentence);
        assertThat(here.run("check", "models/prices.zip", "--data", "prices.csv", "--rows", "2")
                        .out())
                .contains(sentence);
    }

    @Test
    void theFormulaOfLabelsThatDoNotSumToOneIsTheOneWorked() throws IOException {
        here.write("sum.yaml", """
                name: sum
                notation: Wx+b
                network:
                  layers:
                    - output: { units: 3, activation: softmax, loss: mcxent, weights: [[1, 0], [0, 1], [0, 0]], biases: [0, 0, 0] }
                data: { train: { x: [[1, 2]], y: [[0.5, 0.5, 0.5]] }, normalize: none }
                training: { updater: { sgd: { learning-rate: 0.1 } }, batch-size: 4, epochs: 1 }
                """);
        Outcome check = here.run("check", "sum.yaml");
        here.run("derive", "sum.yaml", "--out", "sum.txt");
        assertThat(check.out())
                .contains("  dZ1      A1(sum of y over units) - y ")
                .contains("WARNING  the labels sum to 1.5, not 1: ");
        // 1.5·0.665241 − 0.5.
        assertThat(here.read("sum.txt")).contains("0.497861");
        here.edited("sum.yaml", "one.yaml", "[[0.5, 0.5, 0.5]]", "[[0.1, 0.2, 0.7]]");
        Outcome one = here.run("check", "one.yaml");
        assertThat(one.code()).isZero();
        assertThat(one.out()).contains("  dZ1      A1 - y ").doesNotContain("WARNING");
    }
}

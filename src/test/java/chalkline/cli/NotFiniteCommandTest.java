package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real steps that leave the finite numbers, or of which nothing can be said: never 0, and the reason is the true one. */
class NotFiniteCommandTest {
    private static final String LARGEST = ", is beyond float32's largest number, 3.4028235e38";
    private static final String SGD = "updater: { sgd: { learning-rate: 0.1 } }";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    private static Arguments of(String precision, String layer, String x, String y, String training, String says) {
        return Arguments.of(precision, layer, x, y, training, says);
    }

    static Stream<Arguments> notFinite() {
        String two = "units: 2, weights: [[1, 0], [0, 1]], biases: [0, 0]";
        String one = "units: 1, weights: [[1], [1]], biases: [0]";
        return Stream.of(
                of(
                        "float64",
                        "activation: identity, loss: msle, " + two,
                        "[[1, -3], [0.5, 2]]",
                        "[[1, 1], [1, 1]]",
                        SGD,
                        "loss is NaN: ln((1 + A1) / (1 + y)) is the logarithm of a negative number, -1,"
                                + " where A1 = -3 and y = 1 (row 1, unit 2)"),
                of(
                        "float64",
                        "activation: identity, loss: msle, " + two,
                        "[[1, 2], [0.5, -1]]",
                        "[[1, 1], [1, 1]]",
                        SGD,
                        "loss is Infinity: ln((1 + A1) / (1 + y)) is the logarithm of 0, where A1 = -1 and y = 1 (row 2, unit 2)"),
                of(
                        "float64",
                        "activation: identity, loss: poisson, " + one,
                        "[[1, -3]]",
                        "[[1]]",
                        SGD,
                        "loss is NaN: ln A1 is the logarithm of a negative number, -2, where A1 = -2"),
                of(
                        "float32",
                        "activation: identity, loss: mse, units: 2, weights: [[1, 0], [0, 1e25]], biases: [0, 0]",
                        "[[1, 1e5], [0.5, 2]]",
                        "[[1, 1], [1, 1]]",
                        SGD,
                        "loss is Infinity: (9.9999994e29)^2, where A1 = 9.9999994e29 and y = 1 (row 1, unit 2)"
                                + LARGEST),
                of(
                        "float32",
                        "activation: identity, loss: l2, " + one,
                        "[[2e38, 2e38]]",
                        "[[0]]",
                        SGD,
                        "Z1 is Infinity: the sum 1.9999999e38 + 1.9999999e38 is beyond float32's largest number, 3.4028235e38"),
                of(
                        "float32",
                        "activation: identity, loss: l2, units: 1, weights: [[1e20], [0]], biases: [0]",
                        "[[1, 1], [1e20, 1]]",
                        "[[0], [0]]",
                        SGD,
                        "Z1, row 2, is Infinity: 1e20·1e20 is beyond float32's largest number, 3.4028235e38"),
                of("float64", "activation: cube, loss: l2, " + one, "[[1e150, 1]]", "[[0]]", SGD, "A1 is Infinity: "),
                of(
                        "float32",
                        "activation: identity, loss: mape, " + one,
                        "[[1, 1]]",
                        "[[0]]",
                        SGD,
                        "loss is Infinity: 2 / 0 is a division by 0, where A1 = 2 and y = 0"),
                of(
                        "float32",
                        "activation: identity, loss: l2, " + one,
                        "[[1e20, 0]]",
                        "[[3e19]]",
                        SGD,
                        "loss is Infinity: (7.0000001e19)^2, where A1 = 1e20 and y = 3.0000001e19" + LARGEST),
                of(
                        "float32",
                        "activation: identity, loss: l1, " + one,
                        "[[1e19, 1]]",
                        "[[0]]",
                        "updater: { adam: { learning-rate: 0.1 } }, l2: 1e20",
                        "W1.v.next, input 1, is Infinity: (1.1e20)^2, where dW1 = 1e19 and W1 = 1 (input 1)" + LARGEST),
                of(
                        "float32",
                        "activation: identity, loss: l1, " + one,
                        "[[1e20, 1]]",
                        "[[0]]",
                        "updater: { adam: { learning-rate: 0.1 } }",
                        "W1.v.next, input 1, is Infinity: (1e20)^2, where dW1 = 1e20 (input 1)" + LARGEST),
                of(
                        "float32",
                        "activation: identity, loss: l1, " + one,
                        "[[1e30, 1]]",
                        "[[0]]",
                        "updater: { sgd: { learning-rate: 1e10 } }",
                        "W1.next, input 1, is -Infinity: 1e10·1e30 is beyond float32's largest number, 3.4028235e38"));
    }

    @ParameterizedTest
    @MethodSource
    void notFinite(String precision, String layer, String x, String y, String training, String says)
            throws IOException {
        Outcome check = check(precision, layer, x, y, training);
        assertThat(check.code()).as(check.out()).isIn(ExitCode.INCONCLUSIVE, ExitCode.DEVIATES);
        assertThat(check.out()).contains("WARNING  " + says);
        JsonObject json = here.run("check", "case.yaml", "--json", "-").json();
        JsonObject first = json.getAsJsonArray("findings").get(0).getAsJsonObject();
        assertThat(first.get("code").getAsString()).isEqualTo("not-finite");
        assertThat(first.get("message").getAsString()).startsWith(says);
        assertThat(says).startsWith(first.get("step").getAsString());
    }

    /** The numbers of a step are finite, and wrong; but a correct implementation could have left float32 all the same. */
    @Test
    void aNormThatOverflowsIsUndecided() throws IOException {
        Outcome check = check(
                "float32",
                "activation: identity, loss: l2, units: 1, weights: [[1], [0]], biases: [0]",
                "[[1e10, 1e10]]",
                "[[-8e8]]",
                SGD + ", gradient-normalization: clip-l2-per-layer, gradient-normalization-threshold: 1");
        assertThat(check.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(check.out())
                .contains("INCONCLUSIVE  W1.next b1.next have no bound in float32; ")
                .doesNotContain("WARNING");
    }

    @Test
    void stepsWithoutACorrectDigitAreInconclusiveForwardToo() throws IOException {
        here.write("case.yaml", """
                name: case
                precision: float32
                notation: Wx+b
                network:
                  inputs: 2
                  layers:
                    - dense: { units: 2, activation: tanh, weights: [[1, 0.5], [0.25, -1]], biases: [0, 0] }
                    - output: { units: 1, activation: identity, loss: mse, weights: [[1, 1]], biases: [0] }
                data: { train: { x: [[1e-8, 2e-8]], y: [[1]] }, normalize: none }
                training: { updater: { sgd: { learning-rate: 0.1 } } }
                """);
        Outcome check = here.run("check", "case.yaml");
        assertThat(check.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(check.out()).contains("INCONCLUSIVE  3 of 13 steps carry no correct digit in float32: A1 Z2 A2; ");
    }

    private Outcome check(String precision, String layer, String x, String y, String training) throws IOException {
        here.write("case.yaml", """
                name: case
                precision: %s
                notation: xW+b
                network: { inputs: 2, layers: [ { output: { %s } } ] }
                data: { train: { x: %s, y: %s }, normalize: none }
                training: { %s, batch-size: 4 }
                """.formatted(precision, layer, x, y, training));
        return here.run("check", "case.yaml");
    }
}

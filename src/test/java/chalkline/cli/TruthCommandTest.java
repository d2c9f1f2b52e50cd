package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code check} says of steps at the edges of numbers: on kinks, far out, beyond a precision, near 0, and of labels that
 * are no probabilities. What is right is mathematics and the exit codes of the contract.
 */
class TruthCommandTest {
    private static final String SGD = "updater: { sgd: { learning-rate: 0.1 } }";

    @TempDir
    private Path directory;

    /** The cases of the folder. */
    static Stream<Arguments> folder() {
        return Stream.of(
                arguments(
                        "kink-in-decimals",
                        0,
                        List.of(
                                "AGREES  13 of 13 steps",
                                "  dZ1      dA1 ReLU'(Z1)      [0 -0.264]          same                17  agrees",
                                "WARNING  dZ1 of example 1, unit 1 lies exactly on a kink of relu: taken as 0, from below it is 0,"
                                        + " from above -0.924")),
                arguments(
                        "big-logits",
                        0,
                        List.of(
                                "[1 5.07596e-435 2.57654e-869]",
                                " 1000 ",
                                "[1 -1 2.57654e-869]",
                                "convention mcxent-clip")),
                arguments("salary", 0, List.of("AGREES  11 of 12 steps", "8817.66002", "convention mcxent-clip")),
                arguments(
                        "nan-loss",
                        3,
                        List.of("INCONCLUSIVE  loss is not finite", "is the logarithm of a negative number, -1,")),
                arguments(
                        "infinite-loss",
                        3,
                        List.of("INCONCLUSIVE  loss is not finite", "2.5e59", "is beyond float32's largest number")),
                arguments(
                        "label-sum",
                        1,
                        List.of(
                                "dZ1[1,0] is 0.16524095577482178, but A1(sum of y over units) - y",
                                "WARNING  the labels sum to 1.5, not 1: ",
                                "DEFECT  mcxent-label-sum (dZ1)")),
                arguments(
                        "multihot",
                        1,
                        List.of(
                                "WARNING  the labels of row 1 sum to 2, not 1 (and those of 2 more rows not to 1 either)")),
                arguments("no-digit-left", 3, List.of("3 of 13 steps carry no correct digit in float32: A1 Z2 A2; ")),
                arguments("clip-overflows", 3, List.of("INCONCLUSIVE  W1.next b1.next have no bound in float32; ")));
    }

    @ParameterizedTest
    @MethodSource
    void folder(String name, int code, List<String> says) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/truth"))) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        said(new Workplace(directory).run("check", name + ".yaml"), code, says);
    }

    private static void said(Outcome check, int code, List<String> says) {
        assertThat(check.err()).isEmpty();
        assertThat(check.code()).as(check.out()).isEqualTo(code);
        assertThat(check.out()).contains(says);
        // Nothing that is finite in mathematics is NaN by hand.
        assertThat(check.out().lines().filter(line -> line.startsWith("WARNING") && line.contains("by hand NaN")))
                .isEmpty();
    }

    private static String hidden(String activation, String weights, String bias) {
        return "dense: { units: 1, activation: " + activation + ", weights: [" + weights + "], biases: [" + bias
                + "] }";
    }

    private static String output(int units, String activation, String loss, String weights, String biases) {
        return "output: { units: " + units + ", activation: " + activation + ", loss: " + loss + ", weights: " + weights
                + ", biases: " + biases + " }";
    }

    private static final String LAST = output(1, "identity", "mse", "[[0.7]]", "[0.1]");

    private static String kink(String step, String function, String taken, String below, String above) {
        return "WARNING  " + step + " lies exactly on a kink of " + function + ": taken as " + taken
                + ", from below it is " + below + ", from above " + above;
    }

    private static final String DZ1 = "dZ1 of example 1, unit 1";
    private static final String DA1 = "dA1 of example 1, unit 1";

    private static Arguments oneUnit(String activation, String weights, String bias, int code, String... says) {
        return arguments(List.of(hidden(activation, weights, bias), LAST), "[[1]]", SGD, code, List.of(says));
    }

    private static Arguments last(String loss, String weights, String y, int code, String... says) {
        return arguments(List.of(output(1, "identity", loss, weights, "[0]")), y, SGD, code, List.of(says));
    }

    private static Arguments update(String y, String training, int code, String... says) {
        return arguments(
                List.of(output(1, "identity", "l2", "[[0, 0.5]]", "[0]")),
                y,
                SGD + ", " + training,
                code,
                List.of(says));
    }

    /** On x = [1, 2]. */
    static Stream<Arguments> kinks() {
        return Stream.of(
                oneUnit("relu6", "[5.8, 0.2]", "-0.2", 0, kink(DZ1, "relu6", "0", "4.62", "0")),
                oneUnit("relu6", "[0.3, -0.2]", "0.1", 3, kink(DZ1, "relu6", "0", "0", "-1.26")),
                oneUnit("hard-tanh", "[0.7, 0.1]", "0.1", 0, kink(DZ1, "hard-tanh", "-0.28", "-0.28", "0")),
                oneUnit("hard-tanh", "[1, 0]", "0", 0, kink(DZ1, "hard-tanh", "-0.28", "-0.28", "0")),
                oneUnit("hard-tanh", "[-0.7, -0.1]", "-0.1", 0, kink(DZ1, "hard-tanh", "-2.24", "0", "-2.24")),
                oneUnit("hard-sigmoid", "[0.7, 0.8]", "0.2", 0, kink(DZ1, "hard-sigmoid", "-0.056", "-0.056", "0")),
                oneUnit("hard-sigmoid", "[-0.7, -0.8]", "-0.2", 3, kink(DZ1, "hard-sigmoid", "-0.252", "0", "-0.252")),
                oneUnit("leaky-relu", "[0.3, -0.2]", "0.1", 3, kink(DZ1, "leaky-relu", "-1.26", "-0.0126", "-1.26")),
                oneUnit(
                        "thresholded-relu",
                        "[0.7, 0.1]",
                        "0.1",
                        0,
                        kink("A1 of example 1, unit 1", "thresholded-relu", "0", "0", "1 (and 1 more entry)")),
                oneUnit(
                        "selu",
                        "[0, 0]",
                        "0",
                        0,
                        kink(DZ1, "selu", "-2.2152051694676946", "-2.2152051694676946", "-1.3238832440679054")),
                oneUnit(
                        "{ relu: { max: 0.5, negative-slope: 0.1 } }",
                        "[0.3, 0.05]",
                        "0.1",
                        0,
                        kink(DZ1, "relu", "0", "-0.77", "0")),
                // The slope of ELU is 1 from both sides.
                oneUnit("elu", "[0, 0]", "0", 0, "AGREES  13 of 13 steps"),
                last("l1", "[[0.1, 0.1]]", "[[0.3]]", 3, kink(DA1, "l1", "0", "-1", "1")),
                last("l1", "[[0.5, 0.5]]", "[[1.5]]", 0, kink(DA1, "l1", "0", "-1", "1")),
                last("mae", "[[0.5, 0.5]]", "[[1.5]]", 0, kink(DA1, "mean-absolute-error", "0", "-1", "1")),
                last(
                        "mape",
                        "[[0.5, 0.25]]",
                        "[[1]]",
                        0,
                        kink(DA1, "mean-absolute-percentage-error", "0", "-100", "100")),
                last("hinge", "[[0.7, 0.15]]", "[[1]]", 0, kink(DA1, "hinge", "0", "0", "-1")),
                arguments(
                        List.of(output(1, "identity", "hinge", "[[0.7, 0.1]]", "[0.1]")),
                        "[[1]]",
                        SGD,
                        3,
                        List.of(kink(DA1, "hinge", "0", "0", "-1"), "carry no correct digit in float64: loss dA1 ")),
                last("hinge", "[[-0.5, -0.25]]", "[[-1]]", 0, kink(DA1, "hinge", "0", "0", "1")),
                last("squared-hinge", "[[0.5, 0.25]]", "[[1]]", 0, "AGREES  7 of 7 steps"),
                // Through two layers: 0.3·0.6 − 0.6·0.3.
                arguments(
                        List.of(
                                "dense: { units: 2, activation: relu, weights: [[0.1, 0.2], [0.3, -0.1]], biases: [0.1, 0.2] }",
                                hidden("relu", "[0.3, -0.6]", "0"),
                                LAST),
                        "[[1]]",
                        SGD,
                        3,
                        List.of(kink("dZ2 of example 1, unit 1", "relu", "0", "0", "-1.26"))),
                // Tied units, whatever tanh gives.
                arguments(
                        List.of(
                                "dense: { units: 2, activation: tanh, weights: [[0.3, -0.2], [0.3, -0.2]], biases: [0.2, 0.2] }",
                                hidden("relu", "[0.7, -0.7]", "0"),
                                LAST),
                        "[[1]]",
                        SGD,
                        3,
                        List.of(kink("dZ2 of example 1, unit 1", "relu", "0", "0", "-1.26"))),
                update(
                        "[[0]]",
                        "l1: 0.01",
                        0,
                        kink("W1.next of input 1, unit 1", "|p|, whose slope is 0 at 0", "-0.2", "-0.199", "-0.201")),
                // Exactly at the limit a gradient is as it is, whatever it is divided by: √5·√(2²) is not a decimal.
                update(
                        "[[0.5]]",
                        "gradient-normalization: clip-l2-per-param-type, gradient-normalization-threshold: 1",
                        0,
                        "AGREES  7 of 7 steps, and 2 of 2 updated parameters"),
                update(
                        "[[0.5]]",
                        "gradient-normalization: clip-element-wise-absolute-value, gradient-normalization-threshold: 1",
                        0,
                        "W1.next  W1 - 0.1 max(-1, min(1, dW1))  [-0.1 0.4]      same                16  agrees"),
                arguments(
                        List.of(
                                "output: { units: 1, activation: identity, loss: mse, weights: [[0.6, 0.8]], biases: [0],"
                                        + " constraints: [ { max-norm: { max: 1 } } ] }"),
                        "[[2.2]]",
                        SGD,
                        0,
                        List.of(" [0.6 0.8] ", "convention norm-epsilon")));
    }

    @ParameterizedTest
    @MethodSource
    void kinks(List<String> layers, String y, String training, int code, List<String> says) throws IOException {
        said(check("float64", 2, layers, "[[1, 2]]", y, training), code, says);
    }

    private static Arguments far(String precision, String activation, String z, int code, String... says) {
        return arguments(
                precision, List.of(hidden(activation, "[" + z + "]", "0"), LAST), "[[1]]", code, List.of(says));
    }

    private static Arguments farOut(
            String precision, String activation, String loss, String weights, String y, int code, String... says) {
        int units = weights.split("\\],").length;
        String biases = "[" + "0, ".repeat(units - 1) + "0]";
        return arguments(precision, List.of(output(units, activation, loss, weights, biases)), y, code, List.of(says));
    }

    /** On x = [1]. */
    static Stream<Arguments> farOut() {
        String three = "[[1000], [0], [-1000]]";
        return Stream.of(
                farOut(
                        "float32",
                        "softmax",
                        "mcxent",
                        three,
                        "[[0, 1, 0]]",
                        0,
                        "[1 5.07596e-435 2.57654e-869]",
                        " 1000 "),
                farOut("float64", "softmax", "mcxent", three, "[[0, 0, 1]]", 0, " 2000 ", "[1 5.07596e-435 -1]"),
                farOut(
                        "float64",
                        "softmax",
                        "mcxent",
                        "[[900], [0]]",
                        "[[1, 0]]",
                        3,
                        "1.3644772123657e-391",
                        "1 of 6 steps carries nothing larger than rounding: dZ1"),
                farOut("float64", "softmax", "mse", "[[900], [0]]", "[[0, 1]]", 3, "[2.72895e-391 -2.72895e-391]"),
                farOut(
                        "float64",
                        "softmax",
                        "kl-divergence",
                        "[[900], [0]]",
                        "[[0.5, 0.5]]",
                        3,
                        "449.30685281944",
                        "[0.5 -0.5]",
                        "WARNING  dZ1, unit 1, is NaN: -0.5 / 0 is a division by 0, where y = 0.5 and A1 = 0"),
                farOut(
                        "float64",
                        "sigmoid",
                        "xent",
                        "[[800]]",
                        "[[0]]",
                        3,
                        " 800 ",
                        "3 of 7 steps carry no correct digit in float64: dZ1 dW1 db1"),
                farOut(
                        "float64",
                        "sigmoid",
                        "xent",
                        "[[-800]]",
                        "[[1]]",
                        3,
                        "3.6678745841777e-348",
                        "2.7263745721126e347"),
                farOut(
                        "float64",
                        "sigmoid",
                        "xent",
                        "[[-40]]",
                        "[[0]]",
                        1,
                        "4.2483542552916e-18",
                        "DEFECT  xent-clip (loss dA1)"),
                far("float64", "softplus", "800", 1, "DEFECT  softplus-overflow (A1)", " 560.1 "),
                far("float64", "swish", "-800", 3, "2 of 13 steps carry nothing larger than rounding: A1 dZ1"),
                far("float64", "mish", "-800", 3, "INCONCLUSIVE  2 of 13 steps carry no", " A1 dZ1; "),
                far("float64", "tanh", "400", 3, "1 of 13 steps carries nothing larger than rounding: dZ1"),
                far("float32", "elu", "-800", 3, "1 of 13 steps carries nothing larger than rounding: dZ1"),
                far("float64", "gelu", "-60", 0, "-2.6791606655288e-43", "convention float-constants"));
    }

    @ParameterizedTest
    @MethodSource
    void farOut(String precision, List<String> layers, String y, int code, List<String> says) throws IOException {
        said(check(precision, 1, layers, "[[1]]", y, SGD), code, says);
    }

    private static Arguments beyond(String weights, String x, String y, String training, int code, String... says) {
        return arguments(
                List.of(output(1, "identity", "l2", "[" + weights + "]", "[0]")), x, y, training, code, List.of(says));
    }

    private static Arguments constrained(String constraint, int code, String... says) {
        return arguments(
                List.of("output: { units: 1, activation: identity, loss: l2, weights: [[1e20, 1e20]], biases: [0],"
                        + " constraints: [ { " + constraint + " } ] }"),
                "[[1e-10, 1e-10]]",
                "[[1e10]]",
                SGD,
                code,
                List.of(says));
    }

    /** Of float32. */
    static Stream<Arguments> beyond() {
        String eight = IntStream.range(0, 8).mapToObj(k -> "[2e19, 0]").toList().toString();
        String ones = IntStream.range(0, 8).mapToObj(k -> "[1e19]").toList().toString();
        String adam = "updater: { adam: { learning-rate: 0.1 } }";
        return Stream.of(
                beyond("[1, 0]", eight, ones, SGD, 3, "the sum 1e38 + 1e38 + 1e38 + ..., of 8 terms, is beyond"),
                beyond(
                        "[1, 0]",
                        "[[1e10, 1e10]]",
                        "[[-8e8]]",
                        SGD + ", gradient-normalization: renormalize-l2-per-layer",
                        3,
                        "INCONCLUSIVE  W1.next b1.next have no bound in float32; "),
                beyond(
                        "[1, 0]",
                        "[[1e10, 1e10]]",
                        "[[-8e8]]",
                        SGD + ", gradient-normalization: clip-l2-per-param-type, gradient-normalization-threshold: 1",
                        3,
                        "INCONCLUSIVE  W1.next has no bound in float32; "),
                constrained("max-norm: { max: 1 }", 3, "INCONCLUSIVE  W1.next has no bound in float32; "),
                constrained("unit-norm: { }", 3, "W1.next has no bound in float32; ", "[0.70710678 0.70710678]"),
                constrained("min-max-norm: { min: 0, max: 1 }", 3, "W1.next has no bound in float32; "),
                beyond(
                        "[1, 1]",
                        "[[3e38, -3e38]]",
                        "[[1]]",
                        SGD,
                        3,
                        "WARNING  dW1, input 1, is -Infinity: 3e38·-2 is beyond float32's largest number"),
                beyond(
                        "[1e20, 0]",
                        "[[1e-20, 1]]",
                        "[[3]]",
                        SGD + ", l2: 0.1",
                        3,
                        "WARNING  score is Infinity: (1e20)^2, where W1 = 1e20 (input 1), is beyond"),
                beyond("[1, 0]", "[[1, 1]]", "[[3]]", "updater: { sgd: { learning-rate: 1e-50 } }", 0, "[1 4e-50]"),
                beyond("[1, 0]", "[[1, 1]]", "[[3]]", SGD + ", l2: 1e-50", 0, "AGREES  8 of 8 steps"),
                beyond("[1e-30, 1]", "[[1e-30, 1]]", "[[3]]", SGD, 0, "AGREES  7 of 7 steps"),
                beyond("[1, 0]", "[[1e-30, 1]]", "[[3]]", adam, 0, "[3.6e-62 0.036]"),
                beyond(
                        "[1, 0]",
                        "[[1e-30, 1]]",
                        "[[3]]",
                        "updater: { adam: { learning-rate: 0.1, epsilon: 1e-60 } }",
                        3,
                        "1e-60 is a division by 0, which float32 makes of 1e-60"),
                beyond(
                        "[1, 0]",
                        "[[1e20, 1]]",
                        "[[3]]",
                        "updater: { rms-prop: { learning-rate: 0.1 } }",
                        3,
                        "W1.cache.next"));
    }

    @ParameterizedTest
    @MethodSource
    void beyond(List<String> layers, String x, String y, String training, int code, List<String> says)
            throws IOException {
        said(check("float32", 2, layers, x, y, training), code, says);
    }

    private static Arguments small(String precision, String x, String y, int code, String... says) {
        return arguments(
                precision, List.of(output(1, "identity", "mse", "[[0.1, 0.1]]", "[0]")), x, y, code, List.of(says));
    }

    static Stream<Arguments> nearZero() {
        String sure = output(2, "softmax", "mcxent", "[[20, 0], [0, 0]]", "[0, 0]");
        return Stream.of(
                // A loss near 0 is no reason, gradients without a digit are.
                arguments(
                        "float32",
                        List.of(sure),
                        "[[1, 2]]",
                        "[[1, 0]]",
                        0,
                        List.of("2.06115362e-9", "AGREES  5 of 6")),
                small("float64", "[[1, 2]]", "[[0.3]]", 3, "no correct digit in float64: loss dA1 dZ1 dW1 db1; "),
                small(
                        "float32",
                        "[[1, 2]]",
                        "[[0.30000001]]",
                        3,
                        "no correct digit in float32: loss dA1 dZ1 dW1 db1; "),
                small("float64", "[[0, 0]]", "[[0]]", 0, "AGREES  7 of 7 steps"),
                // One lost db, beside a dW that is not.
                small("float64", "[[1, 2], [2, 1]]", "[[1.3], [-0.7]]", 0, "AGREES  6 of 7 steps"),
                small(
                        "float32",
                        "[[1, 2], [2, 1]]",
                        "[[1.3], [-0.7]]",
                        0,
                        "AGREES  6 of 7 steps",
                        "db1: on paper 0 | float32 5.960464478e-8"),
                // Both lost.
                small("float32", "[[1, 2], [1, 2]]", "[[1.3], [-0.7]]", 3, "no correct digit in float32: dW1 db1; "),
                // A saturated unit beside one that is not.
                arguments(
                        "float32",
                        List.of(
                                "dense: { units: 2, activation: sigmoid, weights: [[20, 0], [0.1, 0.2]], biases: [0, 0] }",
                                output(1, "identity", "mse", "[[1, 1]]", "[0]")),
                        "[[1, 2]]",
                        "[[3]]",
                        0,
                        List.of("[-5.67865e-9 -0.647454]")),
                // Dead units are exact zeros.
                arguments(
                        "float64",
                        List.of(
                                "dense: { units: 2, activation: relu, weights: [[-1, -1], [-1, -2]], biases: [0, 0] }",
                                output(1, "identity", "mse", "[[1, 1]]", "[0]")),
                        "[[1, 2]]",
                        "[[3]]",
                        0,
                        List.of("AGREES  13 of 13 steps")),
                // All units saturated.
                arguments(
                        "float32",
                        List.of(hidden("sigmoid", "[40, 0]", "0"), LAST),
                        "[[1, 2]]",
                        "[[3]]",
                        3,
                        List.of("no correct digit in float32: dZ1 dW1 db1; ")));
    }

    @ParameterizedTest
    @MethodSource
    void nearZero(String precision, List<String> layers, String x, String y, int code, List<String> says)
            throws IOException {
        said(check(precision, 2, layers, x, y, SGD), code, says);
    }

    private static Arguments labels(String precision, String loss, String y, int code, String... says) {
        return arguments(precision, "softmax", loss, y, code, List.of(says));
    }

    static Stream<Arguments> labelSums() {
        String defect = "DEFECT  mcxent-label-sum (dZ1)";
        return Stream.of(
                labels("float64", "mcxent", "[[0, 0, 0]]", 1, defect, "WARNING  the labels sum to 0, not 1: "),
                labels("float32", "mcxent", "[[0.5, 0.5, 0.5]]", 1, defect, "WARNING  the labels sum to 1.5, not 1: "),
                labels("float64", "mcxent", "[[0.1, 0.2, 0.7]]", 0, "AGREES  6 of 6 steps"),
                labels("float32", "mcxent", "[[0.1, 0.2, 0.7]]", 0, "AGREES  6 of 6 steps"),
                labels("float64", "mcxent", "[[0.333, 0.333, 0.334]]", 0, "AGREES  6 of 6 steps"),
                labels(
                        "float64",
                        "mcxent",
                        "[[0.333, 0.333, 0.333]]",
                        1,
                        defect,
                        "WARNING  the labels sum to 0.999, not 1"),
                labels("float64", "mcxent", "[[-1, 1, 1]]", 0, "WARNING  y1 = -1 is outside the softmax's (0, 1)"),
                labels("float64", "mse", "[[1, 1, 0]]", 0, "AGREES  6 of 6 steps"),
                labels("float64", "kl-divergence", "[[1, 1, 0]]", 0, "(-y / A1) softmax'(Z1)"),
                // With weights Deeplearning4j has the sum.
                labels(
                        "float64",
                        "{ mcxent: { weights: [1, 2, 1] } }",
                        "[[1, 1, 0]]",
                        0,
                        "WARNING  the labels sum to 2, not 1: with softmax and mcxent dZ1 is A1·sum(w·y) - w·y, and A1"),
                arguments("float64", "sigmoid", "xent", "[[1, 1, 0]]", 0, List.of("AGREES  7 of 7 steps")));
    }

    @ParameterizedTest
    @MethodSource
    void labelSums(String precision, String activation, String loss, String y, int code, List<String> says)
            throws IOException {
        List<String> layers = List.of(output(3, activation, loss, "[[1, 0], [0, 1], [0, 0]]", "[0, 0, 0]"));
        said(check(precision, 2, layers, "[[1, 2]]", y, SGD), code, says);
    }

    private Outcome check(String precision, int inputs, List<String> layers, String x, String y, String training)
            throws IOException {
        Workplace here = new Workplace(directory);
        here.write("case.yaml", """
                name: case
                precision: %s
                notation: Wx+b
                network: { inputs: %d, layers: [ %s ] }
                data: { train: { x: %s, y: %s }, normalize: none }
                training: { %s, batch-size: 8 }
                """.formatted(
                        precision, inputs, "{ " + String.join(" }, { ", layers) + " }", x, y, training));
        return here.run("check", "case.yaml");
    }
}

package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.Worksheet;
import chalkline.data.Npz;
import chalkline.network.Conventions;
import chalkline.network.Conventions.Gradient;
import chalkline.network.Conventions.LossFactor;
import chalkline.network.Conventions.Penalty;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers, names and files as people have them, on the worksheet's network. */
class SheetFormatsTest {
    private static final Map<StepId, Matrix> PARAMETERS = Map.of(
            StepId.w(1), Worksheet.W1, StepId.b(1), Worksheet.B1, StepId.w(2), Worksheet.W2, StepId.b(2), Worksheet.B2);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "18.3 | 18.3",
                "−18.3 | -18.3",
                "1/3 | 0.3333333333333333",
                "-2/8 | -0.25",
                "½ | 0.5",
                "0,25 | 0.25",
                "-3,836e-7 | -3.836e-7",
                "-3.836·10⁻⁷ | -3.836e-7",
                "-3.836 * 10^-7 | -3.836e-7",
                "−3.836×10^{-7} | -3.836e-7",
                "10^-3 | 0.001",
                "np.float32(0.25) | 0.25",
                "tensor(-0.25, grad_fn=<MseLossBackward0>) | -0.25",
                "+.5 | 0.5",
                "2. | 2",
                "1E-3 | 0.001"
            })
    void numbersAsPeopleWriteThem(String written, double value) {
        Optional<AnswerNumber> number = WrittenNumber.parse(written, problem -> {
            throw new AssertionError(problem);
        });
        assertThat(number.orElseThrow().value()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234 | 1,234 can be 1.234 or 1234: write it with a point, or without a comma",
                "1/0 | 1/0 is no number: it divides by 0",
                "abc | must be a number, not abc",
                "nan | must be a number, not nan",
                "1e99999 | 1e99999 is out of range: its exponent is beyond ±2000",
                "1e999 | 1e999 is too large for float64"
            })
    void whatIsNoNumberSaysWhy(String written, String problem) {
        List<String> problems = new java.util.ArrayList<>();
        assertThat(WrittenNumber.parse(written, problems::add)).isEmpty();
        assertThat(problems).containsExactly(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "dL/dW1,dW1",
        "∂L/∂W1,dW1",
        "dE_dw1,dW1",
        "W1_grad,dW1",
        "W1.grad,dW1",
        "'grads[\"dW1\"]',dW1",
        "dW^[1],dW1",
        "z_1,Z1",
        "Z₂,Z2",
        "net2,Z2",
        "out_1,A1",
        "delta2,dZ2",
        "δ_2,dZ2",
        "delta_out,dZ2",
        "delta_hidden,dZ1",
        "y_hat,A2",
        "ŷ,A2",
        "y_pred,A2",
        "dy_hat,dA2",
        "E_total,loss",
        "cost,loss",
        "W1_new,W1.next",
        "new_b2,b2.next",
        "W2+,W2.next",
        "Δw1,W1.update",
        "delta_W2,W2.update",
        "net_o1,Z2",
        "out_o1,A2",
        "dloss_db2,db2"
    })
    void namesAsCoursesWriteThem(String written, String step) {
        assertThat(new StepNames(AnswerSheet.withChanges(steps()).keySet(), Map.of()).target(written))
                .map(target -> target.step().toString())
                .contains(step);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in0",
                "z_0",
                "net0",
                "delta0",
                "error_term_0",
                "dW0",
                "W0_new",
                "Δb0",
                "net_l_0",
                "z999999",
                "in0[1]"
            })
    void aLayerThatIsNotThereHasNoSteps(String written) {
        assertThat(new StepNames(AnswerSheet.withChanges(steps()).keySet(), Map.of()).target(written))
                .isEmpty();
    }

    @Test
    void unitsAndEntriesHaveNamesToo() throws IOException {
        MarkedSheet marked =
                mark("mine.yaml", "answers: { net_h1: 3.9, net_h2: 12.1, net_h3: 20, 'dW2[1,3]': -7.787e-6 }");
        assertThat(marked.step("Z1").orElseThrow().mark()).isEqualTo(Mark.RIGHT);
        assertThat(marked.step("dW2").orElseThrow().count(Mark.RIGHT)).isEqualTo(1);
        assertThat(marked.step("dW2").orElseThrow().count(Mark.BLANK)).isEqualTo(2);
    }

    @Test
    void aliasesExplainTheRest() throws IOException {
        assertThat(mark("mine.yaml", "aliases: { s: Z2, w: 'dW2[1,1]' }\nanswers: { s: 18.3, w: -1.496e-6 }")
                        .passes())
                .isTrue();
        assertThatThrownBy(() -> mark("mine.yaml", "aliases: { s: Z9 }\nanswers: { s: 18.3 }"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("mine.yaml:1:15")
                .hasMessageContaining("unknown step Z9, did you mean Z1?");
    }

    @Test
    void gradientsMayHaveTheOtherSignAndChangesBeHandedIn() throws IOException {
        String yaml =
                "answers: { delta2: 3.836e-7, dW2: [1.496e-6, 4.642e-6, 7.787e-6], Δw2: [1.496e-7, 4.642e-7, 7.787e-7],"
                        + " W2.next: [0.200000149, 0.400000464, 0.600000778] }";
        assertThat(mark("mine.yaml", "sign: negative\n" + yaml).passes()).isTrue();
        MarkedSheet undeclared = mark("mine.yaml", yaml);
        assertThat(undeclared.passes()).isFalse();
        assertThat(undeclared.detected().orElseThrow().line()).isEqualTo("sign: negative");
    }

    @Test
    void whatOnlyFloat32CanBeRightInIsSaid() throws IOException {
        String yaml = "answers: { Z1: [3.9000000953674316, 12.100000381469727, 20.299999237060547],"
                + " Z2: 18.299999237060547 }";
        assertThat(mark("mine.yaml", "precision: float32\n" + yaml).passes()).isTrue();
        MarkedSheet undeclared = mark("mine.yaml", yaml);
        assertThat(undeclared.passes()).isFalse();
        assertThat(undeclared.detected().orElseThrow().line()).isEqualTo("precision: float32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first-input", "last-input"})
    void aBiasMayBeAColumnOfW(String place) throws IOException {
        boolean first = place.equals("first-input");
        String yaml = "bias: " + place + "\nanswers: { dW2: [["
                + (first ? "-3.836e-7, -1.496e-6, -4.642e-6, -7.787e-6" : "-1.496e-6, -4.642e-6, -7.787e-6, -3.836e-7")
                + "]] }";
        MarkedSheet marked = mark("mine.yaml", yaml);
        assertThat(marked.step("dW2").orElseThrow().mark()).isEqualTo(Mark.RIGHT);
        assertThat(marked.step("db2").orElseThrow().mark()).isEqualTo(Mark.RIGHT);
        assertThatThrownBy(() -> mark("mine.yaml", yaml.replace("bias: " + place, "")))
                .hasMessageContaining("if the bias is among the weights, say bias: first-input or bias: last-input");
    }

    @Test
    void float32NumbersTypedFromAProgramAreRight() throws IOException {
        // sigmoid(0.3f) in float32, as .item() shows it: right to 8 digits of 17.
        String yaml = "answers: { A2: 1.0, loss: 289.0, Z2: 18.299999237060547 }";
        assertThat(mark("mine.yaml", "precision: float32\n" + yaml)
                        .step("Z2")
                        .orElseThrow()
                        .mark())
                .isEqualTo(Mark.RIGHT);
        assertThat(mark("mine.yaml", yaml).step("Z2").orElseThrow().mark()).isEqualTo(Mark.WRONG);
    }

    @Test
    void jsonIsReadWithAndWithoutAHeader() throws IOException {
        assertThat(mark("mine.json", "{\"Z2\": 18.3, \"dW2\": [[-1.496e-6, -4.642e-6, -7.787e-6]]}")
                        .passes())
                .isTrue();
        assertThat(mark("mine.json", "{\"sign\": \"negative\", \"answers\": {\"Z2\": 18.3, \"db2\": 3.836e-7}}")
                        .passes())
                .isTrue();
    }

    @Test
    void stepsMayStandBesideWhatASheetSaysOfItself() throws IOException {
        assertThat(mark("mine.yaml", "student: Ann\nsign: negative\nZ2: 18.3\ndb2: 3.836e-7\n")
                        .passes())
                .isTrue();
        assertThat(mark("mine.json", "{\"student\": \"Ann\", \"notation\": \"Wx+b\", \"Z2\": 18.3}")
                        .passes())
                .isTrue();
        assertThatThrownBy(() -> mark("mine.yaml", "Z2: 18.3\nZ9: 1\n"))
                .hasMessageContaining("mine.yaml:2:1: unknown step Z9");
    }

    /** W1 is square; Z1 shows that examples are columns, as the notation says, or rows. */
    @Test
    void aSingleTransposedMatrixOfAnArrayFileIsAMistakeAndAllOfThemAreALayout() throws IOException {
        Matrix dW1 = steps().get(StepId.w(1).gradient());
        Matrix next = steps().get(StepId.w(1).next());
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        arrays.put("dW2", steps().get(StepId.w(2).gradient()));
        arrays.put("dW1", dW1);
        assertThat(markArrays(arrays).step("dW1").orElseThrow().note())
                .hasValueSatisfying(note -> assertThat(note).contains("read as its transpose"));
        assertThat(markArrays(arrays).passes()).isTrue();
        // dW1 as it was left by a transpose too many, and the rest worked from it.
        arrays.put("W1.next", transposed(next));
        arrays.put("dW1", dW1);
        arrays.put("W1.update", transposed(minus(Worksheet.W1, next)));
        MarkedSheet marked = markArrays(arrays);
        assertThat(marked.firstWrong().orElseThrow().name()).isEqualTo("dW1");
        assertThat(marked.firstWrong().orElseThrow().note()).contains("the transpose of the right matrix");
        arrays.put("W1.next", next);
        arrays.put("W1.update", minus(Worksheet.W1, next));
        assertThat(markArrays(arrays).passes()).isTrue();
    }

    private MarkedSheet markArrays(Map<String, Matrix> arrays) throws IOException {
        Path file = directory.resolve("mine.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            Npz.write(out, arrays);
        }
        return mark(file, Conventions.NONE);
    }

    private static Matrix transposed(Matrix m) {
        return Notation.WX_PLUS_B.convert(m);
    }

    private static Matrix minus(Matrix a, Matrix b) {
        double[] values = new double[a.size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = a.get(k) - b.get(k);
        }
        return Matrix.of(a.rows(), a.columns(), values);
    }

    @Test
    void infinitiesAndNaNOfAnArrayFileAreWrong() throws IOException {
        MarkedSheet marked =
                markArrays(Map.of("Z2", Matrix.of(1, 1, Double.POSITIVE_INFINITY), "A2", Matrix.of(1, 1, Double.NaN)));
        assertThat(marked.step("Z2").orElseThrow().mark()).isEqualTo(Mark.WRONG);
        assertThat(marked.step("A2").orElseThrow().mark()).isEqualTo(Mark.WRONG);
    }

    @Test
    void csvHasALineARow() throws IOException {
        assertThat(mark(
                                "mine.csv",
                                "step,values\nZ1,3.9,12.1,20.3\nZ2,18.3\nA2,,\n"
                                        + "dW1,-1.534e-6,-2.302e-7,-3.069e-7\ndW1,-3.069e-6,-4.603e-7,-6.138e-7\n"
                                        + "dW1,-4.603e-6,-6.905e-7,-9.207e-7\n")
                        .passes())
                .isTrue();
        assertThat(mark("mine.csv", "precision;float64\nZ1;3,9;12,1;20,3\n").passes())
                .isTrue();
        assertThatThrownBy(() -> mark("mine.csv", "net_20132655783,1\n\"Z1[99999999999]\",1\nnet_o99999999999,1\n"))
                .hasMessageContaining("mine.csv:1 net_20132655783: is no step's name")
                .hasMessageContaining("mine.csv:2 Z1[99999999999]: is no step's name")
                .hasMessageContaining("mine.csv:3 net_o99999999999: is no step's name");
        assertThatThrownBy(() -> mark("mine.csv", "Z1,3.9,12.1,20.3\nQ7,1\nZ2,x\n"))
                .hasMessageContaining("mine.csv:2 Q7: is no step's name")
                .hasMessageContaining("mine.csv:3 Z2: must be a number");
    }

    @Test
    void aNotebookHasTaggedCellsAndPrintedVariables() throws IOException {
        String notebook = """
                {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
                 {"cell_type": "raw", "metadata": {"tags": ["answers"]}, "source": ["sign: negative\\n", "answers: { db2: 3.836e-7 }"]},
                 {"cell_type": "markdown", "metadata": {"tags": ["loss"]}, "source": "loss = 289.0"},
                 {"cell_type": "code", "metadata": {"tags": ["dZ2"]}, "execution_count": 1, "source": ["d"],
                  "outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 1,
                   "data": {"text/plain": ["np.float64(-3.8361e-07)"]}}]},
                 {"cell_type": "code", "metadata": {}, "execution_count": 2, "source": ["print('Z1 =', Z1)\\n", "dW1"],
                  "outputs": [
                   {"output_type": "stream", "name": "stdout", "text": ["Z1 = [ 3.9 12.1 20.3]\\n", "done: yes\\n"]},
                   {"output_type": "execute_result", "metadata": {}, "execution_count": 2, "data": {"text/plain": [
                    "array([[-1.534e-06, -2.302e-07, -3.069e-07],\\n", "       [-3.069e-06, -4.603e-07, -6.138e-07],\\n",
                    "       [-4.603e-06, -6.905e-07, -9.207e-07]])"]}}]}]}
                """;
        MarkedSheet marked = mark("mine.ipynb", notebook);
        assertThat(marked.steps().stream()
                        .filter(step -> step.mark() != Mark.BLANK)
                        .map(MarkedStep::name))
                .containsExactly("Z1", "loss", "dZ2", "db2", "dW1");
        assertThat(marked.passes()).isTrue();
    }

    @Test
    void conventionsAreDeclaredAndElseNamed() throws IOException {
        String yaml = "answers: { loss: 144.5, dA2: -17.0, dZ2: -1.91805e-7, db2: -1.91805e-7 }";
        assertThat(mark("mine.yaml", "conventions: { loss: half }\n" + yaml).passes())
                .isTrue();
        MarkedSheet undeclared = mark("mine.yaml", yaml);
        assertThat(undeclared.firstWrong().orElseThrow().name()).isEqualTo("loss");
        assertThat(undeclared.detected().orElseThrow().line()).isEqualTo("conventions: { loss: half }");
    }

    @Test
    void whatACourseDeclaresHoldsForSheetsThatDoNotSayTheirs() throws IOException {
        Conventions half = new Conventions(Gradient.MEAN, LossFactor.HALF, Penalty.OUTSIDE);
        Path csv = Files.writeString(directory.resolve("mine.csv"), "loss,144.5\ndA2,-17.0\ndZ2,-1.91805e-7\n");
        assertThat(mark(csv, half).passes()).isTrue();
        Path own = Files.writeString(
                directory.resolve("mine.yaml"),
                "conventions: { loss: as-configured }\nanswers: { loss: 144.5, dA2: -17.0, dZ2: -1.91805e-7 }");
        MarkedSheet marked = mark(own, half);
        assertThat(marked.firstWrong().orElseThrow().name()).isEqualTo("loss");
        Path usual = Files.writeString(
                directory.resolve("other.yaml"),
                "answers: { loss: 289.0, dA2: -34.0, dZ2: -3.8361e-7, db2: -3.8361e-7 }");
        assertThat(mark(usual, half).detected().orElseThrow())
                .isEqualTo(new MarkedSheet.Detected(
                        "the loss as it is configured",
                        "conventions: { loss: as-configured }",
                        "the sheet or the configuration"));
    }

    private MarkedSheet mark(String name, String text) throws IOException {
        Path file = Files.writeString(directory.resolve(name), text);
        return mark(file, Conventions.NONE);
    }

    private static MarkedSheet mark(Path file, Conventions conventions) {
        AnswerSheet sheet =
                AnswerSheet.read(file, file.getFileName().toString(), steps(), Notation.WX_PLUS_B, conventions);
        return Marker.mark(Worksheet.network(Precision.FLOAT64), Worksheet.batch(), PARAMETERS, sheet);
    }

    private static Map<StepId, Matrix> steps() {
        return Marker.steps(Worksheet.network(Precision.FLOAT64), Worksheet.batch(), PARAMETERS);
    }
}

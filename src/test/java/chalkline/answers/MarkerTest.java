package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Worksheet;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Conventions;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkerTest {
    private static final Map<StepId, Matrix> PARAMETERS = Map.of(
            StepId.of("W1"),
            Worksheet.W1,
            StepId.of("b1"),
            Worksheet.B1,
            StepId.of("W2"),
            Worksheet.W2,
            StepId.of("b2"),
            Worksheet.B2);

    @TempDir
    private Path directory;

    @Test
    void theWorksheetFollowsAndA2IsTheRoundingThatDecided() {
        MarkedSheet marked = mark(Path.of("configs/assignment-01.answers.yaml"));
        for (String name : List.of("Z1", "A1", "Z2", "A2", "loss", "dA2")) {
            assertThat(marked.step(name).orElseThrow().mark()).as(name).isEqualTo(Mark.RIGHT);
        }
        List<String> zeros = List.of("dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1");
        for (String name : zeros) {
            assertThat(marked.step(name).orElseThrow().mark()).as(name).isEqualTo(Mark.ROUNDED_TO_ZERO);
        }
        assertThat(marked.passes()).isTrue();
        assertThat(marked.rounding().orElseThrow().step().name()).isEqualTo("A2");
        assertThat(marked.rounding().orElseThrow().decided()).isEqualTo(zeros);
    }

    @Test
    void aBlankSheetDoesNotPass() throws IOException {
        MarkedSheet marked = mark("answers: { Z1: [~, ~, ~], A2: , loss: ~ }");
        assertThat(marked.isBlank()).isTrue();
        assertThat(marked.passes()).isFalse();
    }

    @Test
    void writtenPlacesCount() throws IOException {
        assertThat(mark("answers: { Z2: 18 }").step("Z2").orElseThrow().mark()).isEqualTo(Mark.RIGHT);
        assertThat(mark("answers: { Z2: 18.0 }").step("Z2").orElseThrow().mark())
                .isEqualTo(Mark.WRONG);
        assertThat(mark("answers: { Z2: 2e1 }").step("Z2").orElseThrow().mark()).isEqualTo(Mark.RIGHT);
        assertThat(mark("answers: { Z2: 19 }").step("Z2").orElseThrow().mark()).isEqualTo(Mark.WRONG);
        assertThat(mark("answers: { A2: 0.999 }")
                        .step("A2")
                        .orElseThrow()
                        .entries()
                        .get(0))
                .satisfies(entry -> {
                    assertThat(entry.mark()).isEqualTo(Mark.RIGHT);
                    assertThat(entry.truncated()).isTrue();
                });
        assertThat(mark("answers: { A2: 0.998 }").step("A2").orElseThrow().mark())
                .isEqualTo(Mark.WRONG);
    }

    @Test
    void aZeroIsNotRightForWhatIsNotZero() throws IOException {
        // dZ2 is -3.8e-7, which rounds to 0.00, but a bare 0 has to come from the person's own A2.
        assertThat(mark("answers: { dZ2: 0.00 }").step("dZ2").orElseThrow().mark())
                .isEqualTo(Mark.ROUNDED_TO_ZERO);
        assertThat(mark("answers: { dZ2: 0 }").step("dZ2").orElseThrow().mark()).isEqualTo(Mark.WRONG);
        assertThat(mark("answers: { A2: 1, dZ2: 0 }").step("dZ2").orElseThrow().mark())
                .isEqualTo(Mark.ROUNDED_TO_ZERO);
    }

    @Test
    void anEarlyMistakeIsCarriedForward() throws IOException {
        // Z1's first entry is a slip; everything after it is worked with all digits and written rounded.
        MarkedSheet marked =
                mark("answers: { Z1: [4.9, 12.1, 20.3], A1: [4.9, 12.1, 20.3], Z2: 18.50, A2: 0.99999999076,"
                        + " loss: 289.00000031, dA2: -34.00000002, dZ2: -3.1407e-7 }");
        assertThat(marked.firstWrong().orElseThrow().name()).isEqualTo("Z1");
        assertThat(marked.step("Z1").orElseThrow().count(Mark.RIGHT)).isEqualTo(2);
        assertThat(marked.step("Z2").orElseThrow().mark()).isEqualTo(Mark.FOLLOWS);
        assertThat(marked.step("dZ2").orElseThrow().mark()).isEqualTo(Mark.FOLLOWS);
    }

    @Test
    void aMistakeCarriedOnWithAllDigitsAndWrittenRoundedFollows() throws IOException {
        // x = 1 and all weights ½: Z1 is 1, and 0.7 a slip. tanh 0.7 = 0.604368, Z2 = 0.802184, σ = 0.690443; from the
        // rounded 0.60, Z2 would be 0.8000, and from whatever is written 0.60 at most 0.805.
        MarkedSheet marked = mark(ordinary(), "answers: { Z1: 0.7, A1: 0.60, Z2: 0.8022, A2: 0.690, loss: 0.09583 }");
        assertThat(marked.steps())
                .extracting(MarkedStep::mark)
                .startsWith(Mark.WRONG, Mark.FOLLOWS, Mark.FOLLOWS, Mark.FOLLOWS, Mark.FOLLOWS);
        assertThat(mark(ordinary(), "answers: { Z1: 0.7, A1: 0.60, Z2: 0.8062 }")
                        .step("Z2")
                        .orElseThrow()
                        .mark())
                .isEqualTo(Mark.WRONG);
    }

    @Test
    void conventionsAreNamed() throws IOException {
        assertThat(mark("answers: { loss: 144.5 }").step("loss").orElseThrow().note())
                .contains("half of the right value: a loss with a ½, or a derivative's 2 forgotten");
        assertThat(mark("answers: { dA2: -17.00 }").step("dA2").orElseThrow().note())
                .isPresent();
        assertThat(mark("answers: { dA2: 34.0 }").step("dA2").orElseThrow().note())
                .contains("the right value with the other sign");
        assertThat(mark("answers: { dW1: [[-1.534e-6, -3.069e-6, -4.603e-6], [-2.302e-7, -4.603e-7, -6.905e-7],"
                                + " [-3.069e-7, -6.138e-7, -9.207e-7]] }")
                        .step("dW1")
                        .orElseThrow()
                        .note())
                .contains("the transpose of the right matrix");
    }

    @Test
    void namesAndNotationsOfOthers() throws IOException {
        assertThat(
                        mark("answers: { dL_dZ2: -3.836e-7, grad_W2: [-1.496e-6, -4.642e-6, -7.787e-6], z1: [[3.9, 12.1, 20.3]] }")
                                .passes())
                .isTrue();
        assertThat(mark("notation: xW+b\nanswers: { dW1: [[-1.534e-6, -3.069e-6, -4.603e-6], [-2.302e-7, -4.603e-7,"
                                + " -6.905e-7], [-3.069e-7, -6.138e-7, -9.207e-7]] }")
                        .passes())
                .isTrue();
    }

    private MarkedSheet mark(Path file) {
        return mark(Worksheet.network(Precision.FLOAT64), Worksheet.batch(), PARAMETERS, file);
    }

    private MarkedSheet mark(String yaml) throws IOException {
        return mark(Files.writeString(directory.resolve("answers.yaml"), yaml));
    }

    private MarkedSheet mark(Network network, String yaml) throws IOException {
        Path file = Files.writeString(directory.resolve("answers.yaml"), yaml);
        Matrix one = Matrix.of(1, 1, 1);
        return mark(
                network,
                new Batch(one, one, List.of("x"), List.of("y")),
                Map.of(
                        StepId.of("W1"), network.layer(1).weights().orElseThrow(),
                        StepId.of("b1"), network.layer(1).biases().orElseThrow(),
                        StepId.of("W2"), network.layer(2).weights().orElseThrow(),
                        StepId.of("b2"), network.layer(2).biases().orElseThrow()),
                file);
    }

    private static MarkedSheet mark(Network network, Batch batch, Map<StepId, Matrix> parameters, Path file) {
        Map<StepId, Matrix> steps = Marker.steps(network, batch, parameters);
        return Marker.mark(
                network,
                batch,
                parameters,
                AnswerSheet.read(file, file.toString(), steps, Notation.WX_PLUS_B, Conventions.NONE));
    }

    private static Network ordinary() {
        Matrix half = Matrix.of(1, 1, 0.5);
        return Network.sequence(
                "ordinary",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(1, 1, Activation.TANH, Initialiser.XAVIER, Optional.of(half), Optional.of(half)),
                        Layer.dense(
                                1, 1, Activation.SIGMOID, Initialiser.XAVIER, Optional.of(half), Optional.of(half))),
                Loss.MSE,
                Updater.sgd(0.1));
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} on trainings with one fault each, and on the same ones without it. */
@Timeout(120)
class DoctorCommandTest {
    private static final int ROWS = 60;

    @TempDir
    private Path directory;

    /** A hidden layer of tanh on two inputs; arguments: inputs' scale is that of the table. */
    private static String configuration(String hidden, String output, String data, String training) {
        return """
                name: case
                network:
                  layers:
                    - dense: { units: 8, %s }
                    - output: { %s }
                data:
                  train: { file: data.csv, labels: [y] }
                %s
                training:
                %s
                """.formatted(hidden, output, data.indent(2), training.indent(2));
    }

    private Outcome doctor(String configuration, double scale, ToDoubleFunction<double[]> label) throws IOException {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("a,b,y\n");
        for (int i = 0; i < ROWS; i++) {
            double[] x = {random.nextGaussian(), random.nextGaussian()};
            csv.append(scale * x[0]).append(',').append(scale * x[1]).append(',');
            double y = label.applyAsDouble(x);
            csv.append(y == Math.rint(y) ? Long.toString((long) y) : Double.toString(y))
                    .append('\n');
        }
        Files.writeString(directory.resolve("data.csv"), csv);
        Files.writeString(directory.resolve("case.yaml"), configuration);
        return new Workplace(directory).run("doctor", "case.yaml", "--json", "-");
    }

    private static List<String> codes(Outcome outcome) {
        assertThat(outcome.err()).isEmpty();
        List<String> codes = StreamSupport.stream(
                        outcome.json().getAsJsonArray("findings").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(finding -> finding.get("code").getAsString())
                .toList();
        assertThat(outcome.code()).isEqualTo(codes.isEmpty() ? 0 : 1);
        return codes;
    }

    private static double side(double... x) {
        return x[0] + x[1] > 0 ? 1 : 0;
    }

    private static double bowl(double... x) {
        return x[0] * x[0] + x[1] * x[1];
    }

    private static final String TANH = "activation: tanh";
    private static final String YES_NO = "activation: sigmoid, loss: xent";
    private static final String ADAM = "updater: { adam: { learning-rate: 0.01 } }\nepochs: 40";

    @Test
    void findsNothingInAHealthyTraining() throws IOException {
        assertThat(codes(doctor(configuration(TANH, YES_NO, "", ADAM), 1, DoctorCommandTest::side)))
                .isEmpty();
    }

    @Test
    void namesWhatAConfigurationIsRefusedFor() throws IOException {
        Outcome softmax =
                doctor(configuration(TANH, "activation: softmax, loss: mse", "", ADAM), 1, DoctorCommandTest::side);
        assertThat(codes(softmax)).startsWith("one-unit-softmax");
        JsonObject first = softmax.json().getAsJsonArray("findings").get(0).getAsJsonObject();
        assertThat(first.get("where").getAsString()).isEqualTo("network.layers[1].output.activation");
        assertThat(first.get("remedy").getAsString()).isEqualTo("network.layers[1].output.activation: sigmoid");
        Outcome relu =
                doctor(configuration(TANH, "activation: relu, loss: xent", "", ADAM), 1, DoctorCommandTest::side);
        assertThat(codes(relu)).containsExactly("wrong-output-activation");
    }

    @Test
    void namesLabelsThatNoOutputBecomes() throws IOException {
        String yesNo = configuration(TANH, YES_NO, "", ADAM);
        assertThat(codes(doctor(yesNo, 1, x -> 1 + side(x)))).containsExactly("label-range");
        assertThat(codes(doctor(yesNo, 1, x -> Math.min(4, Math.floor(bowl(x))))))
                .containsExactly("labels-not-one-hot");
        String squares = configuration(TANH, "activation: sigmoid, loss: mse", "", ADAM);
        assertThat(codes(doctor(squares, 1, x -> 100 + 30 * x[0]))).startsWith("wrong-output-activation");
    }

    @Test
    void namesALearningRateThatIsTooHighOrTooLow() throws IOException {
        String line =
                configuration(TANH, "activation: identity, loss: mse", "", "updater: { sgd: { learning-rate: 20 } }");
        assertThat(codes(doctor(line, 1, x -> x[0]))).startsWith("learning-rate-too-high");
        String slow = configuration(TANH, YES_NO, "", "updater: { adam: { learning-rate: 0.00001 } }\nepochs: 40");
        assertThat(codes(doctor(slow, 1, DoctorCommandTest::side))).startsWith("learning-rate-too-low");
    }

    @Test
    void namesUnscaledInputs() throws IOException {
        String raw = configuration("activation: tanh", YES_NO, "normalize: none", ADAM);
        assertThat(codes(doctor(raw, 1e-4, DoctorCommandTest::side))).startsWith("unscaled-input");
        assertThat(codes(doctor(raw, 1, DoctorCommandTest::side))).isEmpty();
    }

    @Test
    void namesALinearNetworkOnlyWhereThatIsNotEnough() throws IOException {
        String linear = configuration("activation: identity", "activation: identity, loss: mse", "", ADAM);
        assertThat(codes(doctor(linear, 1, DoctorCommandTest::bowl))).startsWith("no-activation");
        assertThat(codes(doctor(linear, 1, x -> x[0] - x[1]))).isEmpty();
    }

    @Test
    void namesWeightsThatAreAllZero() throws IOException {
        String zero = configuration(
                "activation: tanh, weight-init: zero",
                "weight-init: zero, " + YES_NO,
                "",
                "updater: { adam: { learning-rate: 0.05 } }\nepochs: 60");
        assertThat(codes(doctor(zero, 1, x -> x[0] * x[1] > 0 ? 1 : 0))).contains("bad-initialisation");
    }

    @Test
    void trainSaysThatNothingWasLearnt() throws IOException {
        String slow = configuration(TANH, YES_NO, "", "updater: { sgd: { learning-rate: 0.00001 } }");
        doctor(slow, 1, DoctorCommandTest::side);
        Outcome still = new Workplace(directory).run("train", "case.yaml");
        assertThat(still.out())
                .contains("WARNING  nothing was learnt: the training loss is ", "doctor case.yaml tries");
        doctor(configuration(TANH, YES_NO, "", ADAM), 1, DoctorCommandTest::side);
        assertThat(new Workplace(directory).run("train", "case.yaml").out()).doesNotContain("nothing was learnt");
    }

    @Test
    void saysWhatIsUnusable() throws IOException {
        Outcome outcome = doctor("name: case\nnetwork: {}\n", 1, DoctorCommandTest::side);
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("case.yaml:2:10: network: layers is missing");
        assertThat(outcome.out()).isEmpty();
    }
}

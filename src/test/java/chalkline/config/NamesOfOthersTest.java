package chalkline.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Keras, PyTorch and scikit-learn call a thing is named with the name to write. */
class NamesOfOthersTest {
    @TempDir
    private Path directory;

    private void refused(String output, String training, String problem) throws IOException {
        Files.writeString(directory.resolve("x.yaml"), """
                name: x
                network: { layers: [{ output: { %s } }] }
                data: { train: { x: [[1]], y: [[2]] } }
                training: { %s }
                """.formatted(output, training));
        assertThatThrownBy(() -> Configuration.read(Path.of("x.yaml"), directory))
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "mean_squared_error, mse",
        "MSELoss, mse",
        "binary_crossentropy, xent",
        "bce, xent",
        "categorical_crossentropy, mcxent",
        "mean_absolute_error, mean-absolute-error"
    })
    void losses(String name, String own) throws IOException {
        refused(
                "activation: identity, loss: " + name,
                "epochs: 1",
                "loss: unknown loss " + name + ", which is " + own + " here (known: ");
    }

    @ParameterizedTest
    @CsvSource({"linear, identity", "logistic, sigmoid", "silu, swish"})
    void activations(String name, String own) throws IOException {
        refused(
                "loss: mse, activation: " + name,
                "epochs: 1",
                "activation: unknown activation " + name + ", which is " + own + " here (known: ");
    }

    @Test
    void keysAndUpdaters() throws IOException {
        refused(
                "activation: identity, loss: mse",
                "optimizer: sgd",
                "training.optimizer: unknown key, which is updater here");
        refused(
                "activation: identity, loss: mse",
                "max_iter: 5",
                "training.max_iter: unknown key, which is epochs here");
        refused(
                "activation: identity, loss: mse",
                "updater: { sgd: { lr: 0.1 } }",
                "training.updater.sgd.lr: unknown key, which is learning-rate here");
        refused(
                "activation: identity, loss: mse",
                "updater: RMSprop",
                "unknown updater RMSprop, which is rms-prop here (known: ");
    }
}

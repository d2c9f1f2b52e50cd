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

    /** What is nearly the same is said to differ, and what is not here has no nearest name. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            loss: nn.BCEWithLogitsLoss  | loss nn.BCEWithLogitsLoss, which is xent here on activation: sigmoid (known
            loss: CategoricalCrossentropy | loss CategoricalCrossentropy, which is mcxent here (known
            loss: squared_error         | squared_error, which is mse here; scikit-learn's networks halve it, as half-squared-error does (
            loss: rmse                  | unknown loss rmse (known
            loss: huber                 | loss huber, which Chalkline does not have (known
            loss: categorical_hinge     | loss categorical_hinge, which Chalkline does not have (known
            activation: celu            | activation celu, which is elu here where its alpha is 1 (known
            activation: glu             | activation glu, which Chalkline does not have (known
            activation: prelu           | activation prelu, which Chalkline does not have (known
            activation: softmin         | activation softmin, which Chalkline does not have (known
            activation: hard_sigmoid    | , which is hard-sigmoid here, 0.2z + 0.5; PyTorch's and Keras 3's is z / 6 + 0.5 (known
            updater: RAdam              | updater RAdam, which Chalkline does not have (known
            updater: AdamW              | updater AdamW, which is adam here with training: { weight-decay: 0.01 } (known
            updater: lbfgs              | updater lbfgs, which Chalkline does not have (known
            updater: { sgd: { momentum: 0.9 } } | momentum: unknown key, which the updaters nesterovs and momentum take
            weight-init: xavier_normal_ | weight-init xavier_normal_, which is xavier here (known
            weight-init: HeNormal       | , which is relu here, without Keras's cut at two standard deviations (known
            weight_decay: 0.01          | unknown key, which is weight-decay here, as in AdamW; what PyTorch's SGD and Adam call so is l2
            kernel_regularizer: 0.01    | unknown key, which is l2 here; Keras's l2(λ) is l2: 2λ
            rate: 0.2                   | unknown key, which is retain-probability here, the probability to keep: 1 - rate
            """)
    void whatDiffersIsSaid(String given, String said) throws IOException {
        boolean training = given.startsWith("updater") || given.startsWith("weight_decay");
        String output = given.startsWith("activation") ? given + ", loss: mse" : "activation: identity, loss: mse";
        boolean layer = !training && !given.startsWith("activation") && !given.startsWith("loss");
        refused(
                given.startsWith("loss") ? "activation: identity, " + given : output + (layer ? ", " + given : ""),
                training ? given : "epochs: 1",
                said);
    }

    @ParameterizedTest
    @CsvSource({"roc_auc_score, auc", "accuracy_score, accuracy", "root_mean_squared_error, rmse", "r2_score, r2"})
    void metrics(String name, String own) throws IOException {
        refused(
                "activation: identity, loss: mse",
                "epochs: 1 }\npublish-if: { " + name + ": '>= 0.5'",
                "publish-if." + name + ": unknown key, which is " + own + " here");
    }
}

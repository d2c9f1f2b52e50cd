package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.files.Digests;
import chalkline.network.Matrix;
import chalkline.training.Job;
import chalkline.training.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Training, checking and resuming with {@code network: { from: FILE }}. */
class NetworkFromFileTest {
    private static final String MORE = "more.yaml";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
        here.write(MORE, """
                name: more
                network: { from: models/iris.zip }
                data: { train: { file: data/iris.csv, labels: [species] } }
                training: { batch-size: 16, epochs: 2 }
                """);
    }

    @Test
    void goesOnWithAModelThatTrainSaved() throws IOException {
        Outcome first = here.run("train", "configs/iris.yaml", "--set", "training.epochs=3", "--set", "seed=5");
        assertThat(first.code()).as(first.err()).isZero();
        Outcome train = here.run("train", MORE, "--run-dir", "run");
        assertThat(train.err()).doesNotContain("warning");
        assertThat(train.code()).as(train.err()).isZero();
        assertThat(train.out()).contains("Trained  2 epochs, 20 steps: ");
        assertThat(trainedByHand(here.path("models/iris.zip"))).isEqualTo(parameters(here.path("models/more.zip")));

        assertThat(here.read("run/config.resolved.yaml"))
                .startsWith("name: more\nseed: 5\nprecision: float32\nnetwork:\n  from: models/iris.zip\ndata:\n")
                .doesNotContain("updater");
        String sha = Digests.sha256(here.path("models/iris.zip"));
        assertThat(here.read("run/environment.json")).contains("\"networkSha256\": \"" + sha + "\"");
        assertThat(here.run("inspect", "models/more.zip").out())
                .contains("Trained on  models/iris.zip  SHA-256 " + sha + "\n");

        // The resolved configuration is the same run.
        byte[] model = Files.readAllBytes(here.path("models/more.zip"));
        Files.copy(here.path("run/config.resolved.yaml"), here.path("resolved.yaml"));
        assertThat(here.run("train", "resolved.yaml", "--set", "model=models/again.zip")
                        .code())
                .isZero();
        assertThat(parameters(here.path("models/again.zip"))).isEqualTo(parameters(here.path("models/more.zip")));
        assertThat(Files.readAllBytes(here.path("models/more.zip"))).isEqualTo(model);
    }

    /** The same steps by plain Deeplearning4j, whose plain gradient descent keeps nothing from one to the next. */
    private double[] trainedByHand(Path zip) throws IOException {
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true);
        Job job = Job.prepare(Configuration.read(Path.of(MORE), directory), Dl4j::new);
        assertThat(job.configuration().seed()).isEqualTo(5);
        for (int epoch = 0; epoch < 2; epoch++) {
            for (int[] rows : job.batches(epoch)) {
                network.fit(
                        array(job.table().batch(rows).features()),
                        array(job.table().batch(rows).labels()));
            }
        }
        return network.params().castTo(DataType.DOUBLE).toDoubleVector();
    }

    private static INDArray array(Matrix matrix) {
        return Nd4j.createFromArray(matrix.toArray())
                .reshape(matrix.rows(), matrix.columns())
                .castTo(DataType.FLOAT);
    }

    private static double[] parameters(Path zip) {
        return States.parameters(new Dl4j().load(zip).model().state()).toArray();
    }

    @Test
    void takesWhatPlainDeeplearning4jWrote() throws IOException {
        MultiLayerNetwork theirs = theirs(4, 3);
        Files.createDirectories(here.path("models"));
        ModelSerializer.writeModel(theirs, here.path("models/theirs.zip").toFile(), true);
        here.write("theirs.json", theirs.getLayerWiseConfigurations().toJson());
        for (String from :
                Map.of("zip", "models/theirs.zip", "json", "theirs.json").values()) {
            here.edited(MORE, "from.yaml", "models/iris.zip", from);
            Outcome check = here.run("check", "from.yaml");
            assertThat(check.err()).isEmpty();
            assertThat(check.code()).isZero();
            assertThat(check.out())
                    .contains("more: one Deeplearning4j fit on 16 examples, float64, checked step by step\nAGREES ");

            Outcome dry = here.run("train", "from.yaml", "--dry-run");
            assertThat(dry.code()).isZero();
            assertThat(dry.out()).contains("Network  4 -> 5 -> 3: 43 parameters, float64\n");
            assertThat(here.names("runs")).isEmpty();

            Outcome other = here.run("train", "from.yaml", "--dry-run", "--set", "precision=float32");
            assertThat(other.out()).contains("Network  4 -> 5 -> 3: 43 parameters, float32\n");

            assertThat(here.run("train", "from.yaml", "--run-dir", "run-" + from.replace('/', '-'))
                            .code())
                    .isZero();
        }
    }

    @Test
    void resumesOnlyWithTheSameNetwork() throws IOException {
        here.write("theirs.json", theirs(4, 3).getLayerWiseConfigurations().toJson());
        here.edited(MORE, "from.yaml", "models/iris.zip", "theirs.json");
        here.run("train", "from.yaml", "--run-dir", "whole");
        byte[] whole = Files.readAllBytes(here.path("models/more.zip"));

        here.run("train", "from.yaml", "--run-dir", "run", "--max-steps", "7");
        assertThat(Files.readAllBytes(here.path("models/more.zip"))).isNotEqualTo(whole);
        assertThat(here.run("train", "from.yaml", "--resume", "run").code()).isZero();
        assertThat(Files.readAllBytes(here.path("models/more.zip"))).isEqualTo(whole);

        here.edited("theirs.json", "theirs.json", "\"learningRate\" : 0.1", "\"learningRate\" : 0.2");
        Outcome changed = here.run("train", "from.yaml", "--resume", "run");
        assertThat(changed.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(changed.err().lines())
                .last()
                .isEqualTo(here.path("run/checkpoints/step-0000000020.zip")
                        + ": cannot be resumed: theirs.json is no longer the network that its training began with");
    }

    @Test
    void refusesAFileThatDoesNotFit() throws IOException {
        here.write("theirs.json", theirs(3, 2).getLayerWiseConfigurations().toJson());
        for (String command : new String[] {"train", "check"}) {
            here.edited(MORE, "from.yaml", "models/iris.zip", "theirs.json");
            assertRefused(
                    here.run(command, "from.yaml"),
                    "from.yaml:2:18: network.from: the network has 3 inputs but the data has 4 features\n"
                            + "from.yaml:2:18: network.from: the network has 2 outputs but the data needs 3 outputs\n");
            here.edited(MORE, "from.yaml", "models/iris.zip", "data/iris.csv");
            assertRefused(
                    here.run(command, "from.yaml"),
                    "from.yaml:2:18: network.from: " + here.path("data/iris.csv")
                            + ": is neither a model zip nor the JSON of a Deeplearning4j configuration\n");
        }
        assertThat(here.names("runs")).isEmpty();
    }

    private static void assertRefused(Outcome outcome, String sentences) {
        assertThat(outcome.err()).isEqualTo(sentences);
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).isEmpty();
    }

    private static MultiLayerNetwork theirs(int inputs, int outputs) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(9)
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(inputs)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .dropOut(0.8)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(outputs)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }
}

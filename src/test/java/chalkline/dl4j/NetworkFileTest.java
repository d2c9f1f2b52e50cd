package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.training.Model;
import chalkline.training.States;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks to begin training with, from files that plain Deeplearning4j wrote. */
class NetworkFileTest {
    @TempDir
    private Path directory;

    private final Dl4j engine = new Dl4j();

    @BeforeEach
    void oneThread() {
        SavedNetworks.oneThread();
    }

    @Test
    void beginsWithTheParametersOfAZip() throws IOException {
        MultiLayerNetwork saved = SavedNetworks.trained(DataType.DOUBLE, new Adam(0.03), 5);
        Path zip = directory.resolve("theirs.zip");
        ModelSerializer.writeModel(saved, zip.toFile(), true);

        Network network = asInTheFile(zip);
        assertThat(network.seed()).isEqualTo(42);
        assertThat(network.precision()).isEqualTo(Precision.FLOAT64);
        assertThat(network.updater()).isEqualTo(Updater.of(Updater.Kind.ADAM, Schedule.fixed(0.03), 0.9, 0.999, 1e-8));
        Dl4jModel model = engine.build(network);
        assertThat(parameters(model)).isEqualTo(NdArrays.values(saved.params()));
        // Training begins: what the zip's updater has kept, and its counts, stay behind.
        assertThat(model.state().iteration()).isZero();
        assertThat(States.kept(model.state()).toArray()).isNotEmpty().containsOnly(0);

        Network other = engine.network(zip, OptionalLong.of(7), Optional.of(Precision.FLOAT32));
        assertThat(other.seed()).isEqualTo(7);
        assertThat(parameters(engine.build(other)))
                .isEqualTo(Arrays.stream(NdArrays.values(saved.params()))
                        .map(value -> (float) value)
                        .toArray());
    }

    @Test
    void drawsTheParametersOfAConfigurationAsDeeplearning4jDoes() throws IOException {
        MultiLayerConfiguration configuration = unusual(42, DataType.DOUBLE);
        Path json = Files.writeString(directory.resolve("net.json"), configuration.toJson());
        for (Precision precision : Precision.values()) {
            for (long seed : List.of(42L, 7L)) {
                MultiLayerNetwork theirs = new MultiLayerNetwork(unusual(seed, Vocabulary.dataType(precision)));
                theirs.init();
                Network network = engine.network(json, OptionalLong.of(seed), Optional.of(precision));
                assertThat(parameters(engine.build(network)))
                        .as("%s, seed %d", precision, seed)
                        .isEqualTo(NdArrays.values(theirs.params()));
            }
        }
        assertThat(asInTheFile(json))
                .isEqualTo(engine.network(json, OptionalLong.of(42), Optional.of(Precision.FLOAT64)));
    }

    @Test
    void trainsAsTheNetworkOfTheFileWould() throws IOException {
        MultiLayerNetwork theirs = new MultiLayerNetwork(unusual(42, DataType.FLOAT));
        theirs.init();
        Path json = Files.writeString(
                directory.resolve("net.json"),
                theirs.getLayerWiseConfigurations().toJson());
        Dl4jModel model = Dl4jModel.of(Dl4j.network(asInTheFile(json)));
        MultiLayerNetwork ours = Dl4j.network(asInTheFile(json));
        SavedNetworks.fit(theirs, 0, 5);
        SavedNetworks.fit(ours, 0, 5);
        assertThat(NdArrays.values(theirs.params())).isNotEqualTo(parameters(model));
        assertThat(SavedNetworks.parameters(ours)).isEqualTo(SavedNetworks.parameters(theirs));
        assertThat(SavedNetworks.updaterState(ours)).isEqualTo(SavedNetworks.updaterState(theirs));
    }

    @Test
    void refusesWhatIsNoNetworkOrNoneThatCanBeTrained() throws IOException {
        String json = unusual(42, DataType.FLOAT).toJson();
        assertRefused("", ": is neither a model zip nor the JSON of a Deeplearning4j configuration");
        assertRefused("name: net\n", ": is neither a model zip nor the JSON of a Deeplearning4j configuration");
        assertRefused("PK", ": is not a zip file");
        assertRefused("{ \"a\": 1 }", ": confs is not a list of layers");
        assertRefused("{ \"vertices\": {} }", " describes a ComputationGraph; only a MultiLayerNetwork can be loaded");
        assertRefused(
                json.replace("org.nd4j.linalg.activations.impl.ActivationTanH", "java.io.File"),
                ": layer 1 (DenseLayer): activationFn names the class \"java.io.File\", which is not a known activation");
        assertRefused(
                json.replaceAll("\"seed\" : 42", "\"seed\" : 0"),
                ": has the seed 0, which means a random one in Deeplearning4j: give a seed in the configuration");
        assertRefused(
                new NeuralNetConfiguration.Builder()
                        .seed(42)
                        .updater(new Sgd(0.1))
                        .list()
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(2)
                                .nOut(1)
                                .activation(Activation.SIGMOID)
                                .regularization(List.of(new L2Regularization(0.5), new L2Regularization(0.5)))
                                .build())
                        .build()
                        .toJson(),
                ": cannot be trained as Deeplearning4j would train it: layer 1: W1 has L2 0.5 twice; once is asked for");
        assertRefused(
                new NeuralNetConfiguration.Builder()
                        .seed(42)
                        .list()
                        .layer(new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(Integer.MAX_VALUE)
                                .nOut(9)
                                .activation(Activation.SIGMOID)
                                .build())
                        .build()
                        .toJson(),
                " describes a network of 19327352832 parameters; from 1 to 100000000 can be loaded");
    }

    private void assertRefused(String content, String sentence) throws IOException {
        Path file = Files.writeString(directory.resolve("net"), content);
        assertThat(catchThrowableOfType(InvalidInputException.class, () -> asInTheFile(file)))
                .hasMessage(file + sentence);
    }

    private Network asInTheFile(Path file) {
        return engine.network(file, OptionalLong.empty(), Optional.empty());
    }

    private static double[] parameters(Model model) {
        return States.parameters(model.state()).toArray();
    }

    /** Weights and biases that no key of a configuration of ours asks for. */
    private static MultiLayerConfiguration unusual(long seed, DataType type) {
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .dataType(type)
                .updater(new Adam(0.03))
                .l2(0.01)
                .weightInit(new NormalDistribution(0.1, 0.3))
                .biasInit(0.25)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(SavedNetworks.INPUTS)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(SavedNetworks.OUTPUTS)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }
}

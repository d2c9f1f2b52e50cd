package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.files.AtomicFile;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.RampSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class ModelZipTest {
    @TempDir
    private Path directory;

    @BeforeAll
    static void oneThread() {
        SavedNetworks.oneThread();
    }

    static Stream<Arguments> networks() {
        return Stream.of(DataType.FLOAT, DataType.DOUBLE)
                .flatMap(type -> Stream.<IUpdater>of(new Sgd(0.1), new Adam(0.01), new AMSGrad(0.01))
                        .map(updater -> Arguments.of(type, updater)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatIsLoadedIsWhatWasSaved(DataType type, IUpdater updater) throws IOException {
        MultiLayerNetwork network = SavedNetworks.trained(type, updater, 5);
        network.setEpochCount(3);
        Path zip = directory.resolve("model.zip");
        ModelZip.save(zip, network, Map.of("chalkline/schema.json", bytes("{}")));

        ModelZip.LoadedModel loaded = ModelZip.load(zip, "model.zip");
        assertThat(loaded.entries()).containsOnlyKeys("chalkline/schema.json");
        assertThat(loaded.entries().get("chalkline/schema.json")).isEqualTo(bytes("{}"));
        for (MultiLayerNetwork back :
                List.of(loaded.network(), ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true))) {
            assertThat(SavedNetworks.parameters(back)).isEqualTo(SavedNetworks.parameters(network));
            assertThat(SavedNetworks.updaterState(back)).isEqualTo(SavedNetworks.updaterState(network));
            assertThat(SavedNetworks.predictions(back)).isEqualTo(SavedNetworks.predictions(network));
            assertThat(back.getIterationCount()).isEqualTo(5);
            assertThat(back.getEpochCount()).isEqualTo(3);
            assertThat(back.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
        }
    }

    @ParameterizedTest
    @MethodSource("networks")
    void trainingGoesOnAsIfNothingHadHappened(DataType type, IUpdater updater) {
        MultiLayerNetwork uninterrupted = SavedNetworks.trained(type, updater, 12);
        Path zip = directory.resolve("model.zip");
        ModelZip.save(zip, SavedNetworks.trained(type, updater, 7), Map.of());

        MultiLayerNetwork resumed = ModelZip.load(zip, "model.zip").network();
        SavedNetworks.fit(resumed, 7, 12);

        assertThat(SavedNetworks.parameters(resumed)).isEqualTo(SavedNetworks.parameters(uninterrupted));
        assertThat(SavedNetworks.updaterState(resumed)).isEqualTo(SavedNetworks.updaterState(uninterrupted));
        assertThat(resumed.getIterationCount()).isEqualTo(12);
    }

    @Test
    void savingChangesNothingInTheNetwork() {
        MultiLayerNetwork saved = SavedNetworks.trained(DataType.DOUBLE, new Adam(0.01), 3);
        ModelZip.save(directory.resolve("model.zip"), saved, Map.of());
        SavedNetworks.fit(saved, 3, 6);
        assertThat(SavedNetworks.parameters(saved))
                .isEqualTo(SavedNetworks.parameters(SavedNetworks.trained(DataType.DOUBLE, new Adam(0.01), 6)));
    }

    @Test
    void frameworkEntriesAreTheFrameworksOwn() throws IOException {
        MultiLayerNetwork network = SavedNetworks.trained(DataType.FLOAT, new Adam(0.01), 2);
        Path ours = directory.resolve("ours.zip");
        Path theirs = directory.resolve("theirs.zip");
        ModelZip.save(ours, network, Map.of());
        ModelSerializer.writeModel(network, theirs.toFile(), true);

        Map<String, byte[]> expected = SavedNetworks.entries(theirs);
        Map<String, byte[]> actual = SavedNetworks.entries(ours);
        assertThat(expected).hasSize(3);
        expected.forEach(
                (name, content) -> assertThat(actual.get(name)).as(name).isEqualTo(content));
    }

    @Test
    void sameModelSameBytes() throws IOException {
        Path first = directory.resolve("first.zip");
        Path second = directory.resolve("second.zip");
        Map<String, byte[]> entries = Map.of("chalkline/b", bytes("b"), "chalkline/a", bytes("a"));
        ModelZip.save(first, SavedNetworks.trained(DataType.FLOAT, new Adam(0.01), 2), entries);
        ModelZip.save(second, SavedNetworks.trained(DataType.FLOAT, new Adam(0.01), 2), new TreeMap<>(entries));
        assertThat(first).hasSameBinaryContentAs(second);
    }

    @Test
    void notANumberIsSavedLikeAnyOther() {
        MultiLayerNetwork network = SavedNetworks.untrained(DataType.DOUBLE, new Sgd(0.1));
        network.params().putScalar(0, Double.NaN);
        Path zip = directory.resolve("model.zip");
        ModelZip.save(zip, network, Map.of());
        assertThat(ModelZip.load(zip, "model.zip").network().params().getDouble(0))
                .isNaN();
    }

    @Test
    void everyPartOfADenseConfigurationComesBack() {
        MultiLayerNetwork network =
                new MultiLayerNetwork(kitchenSink(new ExponentialSchedule(ScheduleType.EPOCH, .1, .5)));
        network.init();
        Path zip = directory.resolve("model.zip");
        ModelZip.save(zip, network, Map.of());
        MultiLayerNetwork back = ModelZip.load(zip, "model.zip").network();
        assertThat(back.getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
        assertThat(SavedNetworks.parameters(back)).isEqualTo(SavedNetworks.parameters(network));
    }

    @Test
    void whatWouldNotComeBackIsNotSaved() {
        MultiLayerNetwork network = new MultiLayerNetwork(
                kitchenSink(new RampSchedule(new ExponentialSchedule(ScheduleType.EPOCH, .1, .5), 10)));
        network.init();
        Path zip = directory.resolve("model.zip");
        assertThatThrownBy(() -> ModelZip.save(zip, network, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(zip
                        + ": cannot be saved: configuration.json: layer 1 (DenseLayer): biasUpdater.learningRateSchedule"
                        + " names the class \"org.nd4j.linalg.schedule.RampSchedule\", which is not a known schedule");
        assertThat(directory).isEmptyDirectory();
    }

    private static MultiLayerConfiguration kitchenSink(ISchedule biasRate) {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(new MapSchedule(ScheduleType.ITERATION, new HashMap<>(Map.of(0, .1, 5, .01)))))
                .biasUpdater(new Nesterovs(biasRate, .9))
                .l1(.1)
                .l2(.1)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("Größe ≥ 3")
                        .nIn(3)
                        .nOut(3)
                        .activation(new ActivationELU(.5))
                        .weightInit(new NormalDistribution(0, 1))
                        .dropOut(new Dropout(.5))
                        .constrainWeights(new MaxNormConstraint(1, 0))
                        .hasLayerNorm(true)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(3)
                        .activation(new ActivationRReLU())
                        .dropOut(new GaussianNoise(new StepSchedule(ScheduleType.EPOCH, .1, .5, 10)))
                        .weightNoise(new WeightNoise(new NormalDistribution(0, 1)))
                        .build())
                .layer(new BatchNormalization.Builder().nIn(3).nOut(3).build())
                .layer(new ActivationLayer.Builder().activation(Activation.RELU).build())
                .layer(new DropoutLayer.Builder(new AlphaDropout(.5)).build())
                .layer(new OutputLayer.Builder(new LossMSE(Nd4j.createFromArray(new double[][] {{.5, 1}})))
                        .nIn(3)
                        .nOut(2)
                        .weightNoise(new DropConnect(.5))
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    @Test
    void frameworksOwnZipsLoad() throws IOException {
        MultiLayerNetwork network = SavedNetworks.trained(DataType.DOUBLE, new Adam(0.01), 4);
        Path zip = directory.resolve("theirs.zip");
        ModelSerializer.writeModel(network, zip.toFile(), true);
        NormalizerStandardize normalizer = new NormalizerStandardize();
        normalizer.fit(SavedNetworks.batch(DataType.FLOAT, 1));
        ModelSerializer.addNormalizerToModel(zip.toFile(), normalizer);
        assertThat(SavedNetworks.entries(zip)).containsKey("normalizer.bin");

        ModelZip.LoadedModel loaded = ModelZip.load(zip, "theirs.zip");
        assertThat(loaded.entries()).isEmpty();
        assertThat(SavedNetworks.parameters(loaded.network())).isEqualTo(SavedNetworks.parameters(network));
        assertThat(SavedNetworks.updaterState(loaded.network())).isEqualTo(SavedNetworks.updaterState(network));
    }

    @Test
    void frameworksZipWithoutUpdaterLoadsWithAFreshOne() throws IOException {
        MultiLayerNetwork network = SavedNetworks.trained(DataType.FLOAT, new Adam(0.01), 4);
        Path zip = directory.resolve("theirs.zip");
        ModelSerializer.writeModel(network, zip.toFile(), false);
        MultiLayerNetwork back = ModelZip.load(zip, "theirs.zip").network();
        assertThat(SavedNetworks.parameters(back)).isEqualTo(SavedNetworks.parameters(network));
        assertThat(back.getUpdater().getStateViewArray().maxNumber().doubleValue())
                .isZero();
    }

    @Test
    void savingReplacesAndMakesDirectoriesAndLeavesNothingElse() throws IOException {
        Path zip = directory.resolve("a/b/model.zip");
        ModelZip.save(zip, SavedNetworks.untrained(DataType.FLOAT, new Sgd(0.1)), Map.of());
        MultiLayerNetwork second = SavedNetworks.trained(DataType.FLOAT, new Sgd(0.1), 3);
        ModelZip.save(zip, second, Map.of());
        assertThat(SavedNetworks.parameters(ModelZip.load(zip, "model.zip").network()))
                .isEqualTo(SavedNetworks.parameters(second));
        assertThat(zip.getParent().toFile().list()).containsExactly("model.zip");
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "making a link needs a privilege there")
    void linkStaysALink() throws IOException {
        Path real = directory.resolve("real.zip");
        Files.writeString(real, "old");
        Path link = Files.createSymbolicLink(directory.resolve("link.zip"), real);
        ModelZip.save(link, SavedNetworks.untrained(DataType.FLOAT, new Sgd(0.1)), Map.of());
        assertThat(link).isSymbolicLink();
        assertThat(ModelZip.load(real, "real.zip").network().getIterationCount())
                .isZero();
    }

    @Test
    void failedWriteLeavesWhatWasThere() throws IOException {
        Path zip = directory.resolve("model.zip");
        Files.writeString(zip, "old");
        assertThatThrownBy(() -> AtomicFile.write(zip, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(zip + ": could not be written: No space left on device");
        assertThatThrownBy(() -> AtomicFile.write(zip, out -> {
                    throw new OutOfMemoryError("heap");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(zip).hasContent("old");
        assertThat(directory.toFile().list()).containsExactly("model.zip");
    }

    @Test
    void unwritablePlacesAreNamed() throws IOException {
        MultiLayerNetwork network = SavedNetworks.untrained(DataType.FLOAT, new Sgd(0.1));
        assertThatThrownBy(() -> ModelZip.save(directory, network, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(directory + ": cannot be written: it is a directory");
        Path file = Files.writeString(directory.resolve("file"), "");
        Path below = file.resolve("model.zip");
        assertThatThrownBy(() -> ModelZip.save(below, network, Map.of()))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(below + ": cannot be written: " + file + " is not a directory");
    }

    @Test
    void entriesOutsideOurPrefixAreABug() {
        MultiLayerNetwork network = SavedNetworks.untrained(DataType.FLOAT, new Sgd(0.1));
        for (String name : List.of("configuration.json", "chalkline/../x", "chalkline/", "chalkline/manifest.json")) {
            assertThatThrownBy(() -> ModelZip.save(directory.resolve("m.zip"), network, Map.of(name, new byte[1])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the entry \"" + name + "\" is not one under chalkline/");
        }
        assertThat(directory).isEmptyDirectory();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

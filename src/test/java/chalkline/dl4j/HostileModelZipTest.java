package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Zips made to harm who loads them; {@link ForeignCodeTest} proves that no code of theirs runs. */
class HostileModelZipTest {
    private static final String WEIGHT_NOISE = "org.deeplearning4j.nn.conf.weightnoise.WeightNoise";
    private static final String DROPOUT = "org.deeplearning4j.nn.conf.dropout.Dropout";
    private static final String CONFIGURATION = "configuration.json";

    @TempDir
    private Path directory;

    private Path zip;
    private Map<String, byte[]> entries;

    @BeforeAll
    static void oneThread() {
        SavedNetworks.oneThread();
    }

    @BeforeEach
    void frameworksOwnZip() throws IOException {
        zip = directory.resolve("model.zip");
        ModelSerializer.writeModel(SavedNetworks.trained(DataType.DOUBLE, new Adam(0.01), 1), zip.toFile(), true);
        entries = SavedNetworks.entries(zip);
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                Arguments.of(
                        "\"@class\" : \"org.nd4j.linalg.activations.impl.ActivationTanH\"",
                        "\"@class\" : \"evil.Act\"",
                        "layer 1 (DenseLayer): activationFn names the class \"evil.Act\", which is not a known activation"),
                Arguments.of(
                        "\"@class\" : \"org.deeplearning4j.nn.conf.layers.DenseLayer\"",
                        "\"@class\" : \"evil.Lay\"",
                        "layer 1 (Lay): names the class \"evil.Lay\", which is not a layer of a dense network"),
                Arguments.of(
                        "\"@class\" : \"org.nd4j.linalg.learning.config.Adam\"",
                        "\"@class\" : \"evil.Upd\"",
                        "layer 1 (DenseLayer): iupdater names the class \"evil.Upd\", which is not a known updater"),
                Arguments.of(
                        "\"@class\" : \"org.deeplearning4j.nn.weights.WeightInitXavier\"",
                        "\"@class\" : \"evil.Ini\"",
                        "layer 1 (DenseLayer): weightInitFn names the class \"evil.Ini\", which is not a known weight initialisation"),
                Arguments.of(
                        "\"biasUpdater\" : null",
                        "\"biasUpdater\" : {\"@class\":\"evil.Upd\"}",
                        "layer 1 (DenseLayer): biasUpdater names the class \"evil.Upd\", which is not a known updater"),
                Arguments.of(
                        "\"constraints\" : null",
                        "\"constraints\" : [{\"@class\":\"evil.Con\"}]",
                        "layer 1 (DenseLayer): constraints[0] names the class \"evil.Con\", which is not a known constraint"),
                Arguments.of(
                        "\"regularization\" : [ ]",
                        "\"regularization\" : [{\"@class\":\"evil.Reg\"}]",
                        "layer 1 (DenseLayer): regularization[0] names the class \"evil.Reg\", which is not a known regularisation"),
                Arguments.of(
                        "\"regularization\" : [ ]",
                        "\"regularization\" : [[\"evil.Reg\",{}]]",
                        "layer 1 (DenseLayer): regularization[0] does not name its class in @class"),
                Arguments.of(
                        "\"idropout\" : null",
                        "\"idropout\" : [\"evil.Drop\",{}]",
                        "layer 1 (DenseLayer): idropout does not name its class in @class"),
                Arguments.of(
                        "\"idropout\" : null",
                        "\"idropout\" : {\"dropout\":{\"p\":0.5}}",
                        "layer 1 (DenseLayer): idropout does not name its class in @class"),
                Arguments.of(
                        "\"idropout\" : null",
                        "\"idropout\" : {\"@class\":\"" + DROPOUT
                                + "\",\"p\":0.5,\"pschedule\":{\"@class\":\"evil.Sch\"}}",
                        "layer 1 (DenseLayer): idropout.pschedule names the class \"evil.Sch\", which is not a known schedule"),
                Arguments.of(
                        "\"idropout\" : null",
                        "\"idropout\" : {\"@class\":\"java.util.ArrayList<evil.Drop>\"}",
                        "layer 1 (DenseLayer): idropout names the class \"java.util.ArrayList<evil.Drop>\", which is not a known dropout"),
                Arguments.of(
                        "\"idropout\" : null",
                        "\"idropout\" : {\"@class\":\"org.nd4j.linalg.learning.config.Sgd\"}",
                        "layer 1 (DenseLayer): idropout names the class \"org.nd4j.linalg.learning.config.Sgd\", which is not a known dropout"),
                Arguments.of(
                        "\"weightNoise\" : null",
                        "\"weightNoise\" : {\"@class\":\"" + WEIGHT_NOISE
                                + "\",\"distribution\":{\"type\":\"evil.Dis\"}}",
                        "layer 1 (DenseLayer): weightNoise.distribution names the class \"evil.Dis\", which is not a known distribution"),
                Arguments.of(
                        "\"weightNoise\" : null",
                        "\"weightNoise\" : {\"@class\":\"" + WEIGHT_NOISE + "\",\"distribution\":[\"evil.Dis\",{}]}",
                        "layer 1 (DenseLayer): weightNoise.distribution does not name its class in type"),
                Arguments.of(
                        "\"weightNoise\" : null",
                        "\"weightNoise\" : null, \"dist\" : {\"type\":\"evil.Dis\"}",
                        "layer 1 (DenseLayer): dist.type names a class, \"evil.Dis\", where none is chosen"),
                Arguments.of(
                        "\"weightNoise\" : null",
                        "\"weightNoise\" : null, \"dist\" : [\"evil.Dis\"]",
                        "layer 1 (DenseLayer): dist[0] is not a number"),
                Arguments.of(
                        "\"hasBias\" : true",
                        "\"hasBias\" : {\"@class\":\"evil.Bool\"}",
                        "layer 1 (DenseLayer): hasBias.@class names a class, \"evil.Bool\", where none is chosen"),
                Arguments.of(
                        "\"stepFunction\" : null",
                        "\"stepFunction\" : {\"evil\":{}}",
                        "layer 1 (DenseLayer): stepFunction is not one of Deeplearning4j's step functions"),
                Arguments.of(
                        "\"nin\" : 4",
                        "\"nin\" : 4000000000",
                        "layer 1 (DenseLayer): nin is 4000000000, not a whole number from 0 to 2147483647"),
                Arguments.of(
                        "\"nin\" : 4",
                        "\"nin\" : \"4\"",
                        "layer 1 (DenseLayer): nin is \"4\", not a whole number from 0 to 2147483647"),
                Arguments.of(
                        "\"nin\" : 4",
                        "\"nin\" : -4",
                        "layer 1 (DenseLayer): nin is -4, not a whole number from 0 to 2147483647"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void configurationsBeyondADenseNetworkAreRefused(String old, String replacement, String expected)
            throws IOException {
        replaceInConfiguration(old, replacement);
        assertRefused("model.zip: configuration.json: " + expected);
    }

    @Test
    void preProcessorsAndOtherTypesAndGraphsAreRefused() throws IOException {
        String json = configuration();
        replaceInConfiguration(
                "\"inputPreProcessors\" : { }", "\"inputPreProcessors\" : {\"0\":{\"@class\":\"evil.Pre\"}}");
        assertRefused(
                "model.zip: configuration.json: layer 1 (DenseLayer): inputPreProcessors has \"Pre\", which gives the"
                        + " layer's input another shape; only networks without can be loaded");

        entries.put(CONFIGURATION, utf8(json.replace("\"DOUBLE\"", "\"HALF\"")));
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: configuration.json: dataType is \"HALF\", not FLOAT or DOUBLE");

        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("x")
                .addLayer("y", new OutputLayer.Builder().nIn(2).nOut(2).build(), "x")
                .setOutputs("y")
                .build());
        graph.init();
        ModelSerializer.writeModel(graph, zip.toFile(), true);
        assertRefused(
                "model.zip: configuration.json describes a ComputationGraph; only a MultiLayerNetwork can be loaded");
    }

    @Test
    void textThatTwoParsersCouldReadDifferentlyIsRefused() throws IOException {
        String json = configuration();
        refuseConfiguration(
                json.replaceFirst("\"dataType\"", "\"dataType\" : \"FLOAT\", \"dataType\""),
                "key \"dataType\" occurs twice");
        refuseConfiguration("[".repeat(100_000), "nested deeper than 32 levels");
        refuseConfiguration("{\"a\":".repeat(100_000), "nested deeper than 32 levels");
        refuseConfiguration("[" + "0,".repeat(600_000) + "0]", "more than 500000 values");
        refuseConfiguration("{\"seed\":1" + "0".repeat(500) + "}", "a number of 501 digits");
        refuseConfiguration("{\"seed\":1" + "0".repeat(100_000) + "}", "not JSON at line 1 column 9");
        refuseConfiguration("[]", "not a JSON object");
        refuseConfiguration(json + "{}", "not JSON at line 104 column 3");
        entries.put(CONFIGURATION, new byte[] {'{', (byte) 0xff, '}'});
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: configuration.json: not UTF-8 text");
    }

    private void refuseConfiguration(String json, String expected) throws IOException {
        entries.put(CONFIGURATION, utf8(json));
        SavedNetworks.write(zip, entries);
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("model.zip: configuration.json: " + expected);
    }

    @Test
    void lossWeightsHaveTheShapeOfTheirData() throws IOException {
        replaceInConfiguration(
                "\"@class\" : \"org.nd4j.linalg.lossfunctions.impl.LossMSE\"",
                "\"@class\" : \"org.nd4j.linalg.lossfunctions.impl.LossMSE\","
                        + "\"weights\":{\"dataType\":\"DOUBLE\",\"shape\":[1,1000000000],\"data\":[1.0]}");
        assertRefused("model.zip: configuration.json: layer 2 (OutputLayer): lossFn.weights"
                + " is not an array of FLOAT or DOUBLE numbers with its shape");
    }

    @Test
    void whatTheFrameworkCannotRestoreIsOneSentence() throws IOException {
        replaceInConfiguration(
                "\"optimizationAlgo\" : \"STOCHASTIC_GRADIENT_DESCENT\"", "\"optimizationAlgo\" : \"NONE\"");
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("model.zip: Deeplearning4j cannot use the network: Cannot deserialize value")
                .hasMessageNotContaining("\n");
    }

    @Test
    void entriesThatHoldObjectsAreRefused() throws IOException {
        for (String name : new String[] {"preprocessor.bin", "objects/key"}) {
            Map<String, byte[]> more = new LinkedHashMap<>(entries);
            more.put(name, new byte[] {1});
            SavedNetworks.write(zip, more);
            assertRefused("model.zip: the entry \"" + name
                    + "\" is refused: it holds a serialized Java object, and reading one can run any code");
        }
        for (String name :
                new String[] {"../evil", "chalkline/../../evil", "/etc/passwd", "Configuration.json", "a\nb"}) {
            Map<String, byte[]> more = new LinkedHashMap<>(entries);
            more.put(name, new byte[] {1});
            SavedNetworks.write(zip, more);
            assertRefused("model.zip: the entry \"" + name.replace('\n', '�') + "\" does not belong into a model zip");
        }
    }

    @Test
    void normalizersThatNameAClassAreRefused() throws IOException {
        entries.put("normalizer.bin", normalizer("CUSTOM", "evil.Strategy"));
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: normalizer.bin is refused: it names a class to run, \"evil.Strategy\"");
        entries.put("normalizer.bin", normalizer("OTHER", ""));
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: normalizer.bin is of the unknown type \"OTHER\"");
        entries.put("normalizer.bin", new byte[] {(byte) 0xac, (byte) 0xed, 0, 5});
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: normalizer.bin is not a normalizer");
    }

    static byte[] normalizer(String type, String className) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("NORMALIZER");
            out.writeInt(1);
            out.writeUTF(type);
            out.writeUTF(className);
        }
        return bytes.toByteArray();
    }

    @Test
    void arraysFitTheNetwork() throws IOException {
        // 4·5 + 5 + 5·2 + 2 parameters
        ByteBuffer bytes = ByteBuffer.wrap(entries.get("coefficients.bin"));
        int dataLength = 18 + 8 + 6 + 48 + 18;
        bytes.putLong(dataLength, 1L << 60);
        refuseArrays("coefficients.bin holds 1152921504606846976 numbers but its shape says 37");
        bytes.putLong(dataLength, 36);
        refuseArrays("coefficients.bin holds 36 numbers but its shape says 37");
        bytes.putLong(dataLength, 37);
        bytes.putLong(18, 1L << 60);
        refuseArrays("coefficients.bin does not hold a vector");
        entries.put("coefficients.bin", new byte[10]);
        refuseArrays("coefficients.bin has the layout \"\", which Deeplearning4j 1.0.0-M2.1 does not write");
        entries.put("coefficients.bin", new byte[1]);
        refuseArrays("coefficients.bin ends too early");
        entries.put("coefficients.bin", new byte[2000]);
        refuseArrays("the entry \"coefficients.bin\" has 2000 bytes, but at most 552 can be needed");
    }

    @Test
    void typesOfArraysFitTheNetwork() throws IOException {
        entries.put(CONFIGURATION, utf8(configuration().replace("\"DOUBLE\"", "\"FLOAT\"")));
        refuseArrays("coefficients.bin holds numbers of type DOUBLE where the network needs FLOAT");
    }

    private void refuseArrays(String expected) throws IOException {
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: " + expected);
    }

    @Test
    void networksTooLargeForTheirZipAreRefused() throws IOException {
        String small = configuration();
        replaceInConfiguration("\"nin\" : 4", "\"nin\" : 2147483647");
        assertRefused("model.zip: configuration.json describes a network of 10737418252 parameters;"
                + " from 1 to 268434431 can be loaded");
        entries.put(CONFIGURATION, utf8(small));
        replaceInConfiguration("\"nin\" : 4", "\"nin\" : 20000000");
        assertRefused("model.zip: coefficients.bin holds 37 numbers where the network needs 100000017");
    }

    @Test
    void bombsAreRefused() throws IOException {
        Map<String, byte[]> bomb = new LinkedHashMap<>(entries);
        bomb.put("chalkline/zeros", new byte[100 << 20]);
        SavedNetworks.write(zip, bomb);
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching(
                        "model\\.zip: would inflate from \\d{6} to \\d{9} bytes, which is too much for a model zip");

        bomb.clear();
        for (int i = 0; i < 65; i++) {
            bomb.put("chalkline/" + i, new byte[0]);
        }
        SavedNetworks.write(zip, bomb);
        assertRefused("model.zip: has 65 entries; a model zip has at most 64");
    }

    /** The declared size is made smaller than the real one, in both places where it stands. */
    @Test
    void entryThatInflatesToMoreThanItSaysIsRefused() throws IOException {
        entries = new LinkedHashMap<>(Map.of(CONFIGURATION, new byte[1000], "coefficients.bin", new byte[0]));
        SavedNetworks.write(zip, entries);
        byte[] bytes = Files.readAllBytes(zip);
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int changed = 0;
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (file.getInt(i) == 1000) {
                file.putInt(i, 10);
                changed++;
            }
        }
        assertThat(changed).isEqualTo(2);
        Files.write(zip, bytes);
        assertRefused("model.zip: is damaged: the entry \"configuration.json\""
                + " does not inflate to the size that was stored with it");
    }

    @Test
    void ambiguousZipsAreRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        // A name that is one thing in the directory and another in front of the entry.
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int local = text.indexOf("coefficients.bin");
        byte[] renamed = bytes.clone();
        renamed[local] = 'k';
        Files.write(zip, renamed);
        assertRefused(
                "model.zip: is damaged: the zip's directory and the entry \"coefficients.bin\" itself do not agree");

        byte[] doubled = text.replace("updaterState.bin", "coefficients.bin").getBytes(StandardCharsets.ISO_8859_1);
        Files.write(zip, doubled);
        assertRefused("model.zip: has the entry \"coefficients.bin\" twice");

        byte[] encrypted = bytes.clone();
        encrypted[6] |= 1;
        encrypted[text.indexOf("PK\1\2") + 8] |= 1;
        Files.write(zip, encrypted);
        assertRefused(
                "model.zip: the entry \"configuration.json\" is encrypted or packed in a way that a model zip is not");

        Files.write(zip, (text + "more").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("model.zip: is damaged or cut off: the zip's last record is not at its end");
        Files.write(zip, ("PK\3\4" + text).getBytes(StandardCharsets.ISO_8859_1));
        assertRefused("model.zip: is damaged: the zip's last record does not fit the file");
    }

    private String configuration() {
        return new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
    }

    private void replaceInConfiguration(String old, String replacement) throws IOException {
        String json = configuration();
        assertThat(json).contains(old);
        int at = json.indexOf(old);
        entries.put(CONFIGURATION, utf8(json.substring(0, at) + replacement + json.substring(at + old.length())));
        SavedNetworks.write(zip, entries);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ModelZip.LoadedModel load() {
        return ModelZip.load(zip, "model.zip");
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(this::load).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
    }
}

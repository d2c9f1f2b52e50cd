package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.ChildProcess;
import chalkline.EditedZip;
import chalkline.cli.Workplace.Outcome;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.training.Predictor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody made to harm whoever loads them, or that were damaged unluckily: a sentence each, and exit 2. */
class HostileCasesTest {
    private static final Path CASES = Path.of("src/test/resources/hostile");
    private static final String NOT_FINITE = ": the model's outputs are not finite, and so no prediction; ";
    private static final String CONFIGURATION = "chalkline/config.resolved.yaml";
    private static final String RECORD = "chalkline/record.json";
    private static final String CHECKPOINT = "run/checkpoints/step-0000000017.zip";

    /** Trained once: nobody changes it. */
    @TempDir
    private static Path trained;

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeAll
    static void train() throws IOException {
        Workplace place = Workplace.in(trained);
        assertThat(place.run("train", "configs/iris.yaml", "--max-steps", "17", "--run-dir", "run")
                        .code())
                .isZero();
    }

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
        copy(trained.resolve("models/iris.zip"), "iris.zip");
        try (Stream<Path> cases = Files.list(CASES)) {
            for (Path each : cases.toList()) {
                copy(each, each.getFileName().toString());
            }
        }
    }

    private void copy(Path from, String name) throws IOException {
        Files.createDirectories(here.path(name).getParent());
        Files.copy(from, here.path(name));
    }

    @Test
    void givesNoPredictionWhereOutputsAreNotFinite() {
        String csv = here.path("overflow-row.csv").toString();
        Outcome refused = here.run("predict", "iris.zip", "overflow-row.csv");
        refused(
                refused,
                csv + ":2" + NOT_FINITE + "its largest input is 1.2227037448715784E39, from \"sepal_length_cm\"",
                csv + ":5" + NOT_FINITE + "its largest input is -1.2227037448715785E300, from \"sepal_length_cm\"");

        Outcome going = here.run("predict", "iris.zip", "overflow-row.csv", "--keep-going");
        assertThat(going.code()).isZero();
        List<String> lines = going.out().lines().toList();
        assertThat(lines).hasSize(5);
        assertThat(lines.get(1)).startsWith(",,,,\"the model's outputs are not finite");
        assertThat(lines.get(2)).startsWith("setosa,0.");
        assertThat(lines.get(4)).startsWith(",,,,\"the model's outputs are not finite");
        assertThat(going.err()).isEqualTo(csv + ": 2 of 4 rows cannot be predicted; the column error says why\n");

        Outcome json = here.run("predict", "iris.zip", "overflow-row.csv", "--keep-going", "--json");
        assertThat(json.out().lines().toList().get(0)).startsWith("{\"error\":\"the model's outputs are not finite");

        Predictor predictor = Predictor.load(new Dl4j(), here.path("iris.zip"));
        Map<String, Double> row =
                Map.of("sepal_length_cm", 1e39, "sepal_width_cm", 3.0, "petal_length_cm", 4.0, "petal_width_cm", 1.0);
        assertThatThrownBy(() -> predictor.predict(row))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("row 1" + NOT_FINITE);
    }

    @Test
    void anEvaluationWithRowsThatGotNoPredictionFails() throws IOException {
        String header = "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm,species\n";
        here.write("judged.csv", header + "5,3.4,1.5,0.2,setosa\n1e300,3.4,1.5,0.2,setosa\n");
        Outcome judged = here.run("evaluate", "iris.zip", "judged.csv");
        assertThat(judged.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(judged.out()).isNotEmpty();
        assertThat(judged.err())
                .isEqualTo(here.path("judged.csv") + ": 1 row of 2 got no prediction, for the model's outputs are not "
                        + "finite, and count as wrong; predict --keep-going says which\n");
        here.write("sound.csv", header + "5,3.4,1.5,0.2,setosa\n");
        assertThat(here.run("evaluate", "iris.zip", "sound.csv").code()).isZero();
    }

    /** ReLU makes 0 of -∞, and a finite output of that. */
    @Test
    void givesNoPredictionForANumberThatThePrecisionCannotHold() throws IOException {
        here.write("far.csv", "sepal_length_cm,sepal_width_cm,petal_length_cm,petal_width_cm\n\n5,-1e300,-1e300,1\n");
        Outcome far = here.run("predict", "iris.zip", "far.csv");
        assertThat(far.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(far.out()).isEmpty();
        assertThat(far.err()).startsWith(here.path("far.csv") + ":3" + NOT_FINITE);
    }

    @ParameterizedTest
    @CsvSource({"schema-4-classes.zip, 4 outputs, 3", "schema-1-feature.zip, 1 input, 4"})
    void refusesASchemaOfAnotherNetwork(String zip, String schema, String network) {
        String says = here.path(zip) + ": its parts are not of one model: its schema has " + schema
                + ", but the network " + network;
        refused(here.run("predict", zip, "data/iris.csv"), says);
        refused(here.run("evaluate", zip, "data/iris.csv"), says);
        refused(here.run("inspect", zip), says);
        refused(here.run("check", zip, "--data", "data/iris.csv"), says);
    }

    @Test
    void refusesPartsOfAnotherModel() throws IOException {
        EditedZip.of(here.path("iris.zip"), here.path("a.zip"), "chalkline/record.json", "\"accuracy\"", "\"rmse\"");
        refused(
                here.run("inspect", "a.zip"),
                here.path("a.zip") + ": its parts are not of one model: chalkline/record.json is not the record of "
                        + "training one that predicts classes");
        EditedZip.of(
                here.path("iris.zip"),
                here.path("b.zip"),
                "chalkline/normalizer.json",
                "\"offsets\":[",
                "\"offsets\":[1");
        refused(
                here.run("inspect", "b.zip"),
                here.path("b.zip") + ": its parts are not of one model: normalizer.bin scales data otherwise than "
                        + "chalkline/normalizer.json");
    }

    static Stream<Arguments> recordsOfOtherModels() {
        return Stream.of(
                Arguments.of(
                        CONFIGURATION, "units: 10", "units: 12", "record's layer 1 units is 12, but the network's 10"),
                Arguments.of(
                        CONFIGURATION,
                        "activation: relu",
                        "activation: tanh",
                        "record's layer 1 activation is tanh, but the network's relu"),
                Arguments.of(
                        CONFIGURATION,
                        "learning-rate: 0.1",
                        "learning-rate: 0.2",
                        "record's layer 1 updater is Sgd(η = 0.2), but the network's Sgd(η = 0.1)"),
                Arguments.of(
                        CONFIGURATION, "loss: mcxent", "loss: mse", "record's loss is MSE, but the network's MCXENT"),
                Arguments.of(
                        CONFIGURATION,
                        "precision: float32",
                        "precision: float64",
                        "record's precision is float64, but the network's float32"),
                Arguments.of(CONFIGURATION, "seed: 42", "seed: 43", "record's seed is 43, but the network's 42"),
                Arguments.of(
                        CONFIGURATION,
                        "epochs: 100",
                        "epochs: 1",
                        "the network was trained for 2, but its record's epochs is 1"),
                Arguments.of(
                        CONFIGURATION,
                        "max-steps: 17",
                        "max-steps: 16",
                        "the network was trained for 17, but its record's max-steps is 16"),
                Arguments.of(
                        "configuration.json",
                        "\"iterationCount\" : 17",
                        "\"iterationCount\" : 18",
                        "record's number of steps is 17, but the network's 18"),
                Arguments.of(
                        RECORD,
                        "\"epochs\": 2",
                        "\"epochs\": 1",
                        "record's number of epochs is 1, but the network's 2"),
                Arguments.of(
                        "configuration.json",
                        "\"miniBatch\" : true",
                        "\"miniBatch\" : false",
                        "record's sum of losses is false, but the network's true"),
                Arguments.of(
                        CONFIGURATION,
                        "normalize: standardize",
                        "normalize: min-max",
                        "record's normalize is min-max, but the network's standardize"),
                Arguments.of(
                        CONFIGURATION, "[species]", "[kind]", "record's labels is [kind], but the network's [species]"),
                Arguments.of(
                        RECORD,
                        "\"accuracy\": 0.",
                        "\"accuracy\": 7.",
                        "chalkline/record.json is not the record of training one that predicts classes"),
                Arguments.of(
                        RECORD,
                        "\"logLoss\": ",
                        "\"logLoss\": -",
                        "chalkline/record.json is not the record of training one that predicts classes"),
                Arguments.of(
                        RECORD,
                        "\"agrees\"",
                        "\"perfect\"",
                        "chalkline/record.json is not the record of training one that predicts classes"),
                Arguments.of(
                        RECORD,
                        "\"precision\": \"float32\"",
                        "\"precision\": \"float64\"",
                        "record's check's precision is float64, but the network's float32"),
                Arguments.of(
                        "chalkline/linear.json", "logistic", "ridge", "chalkline/linear.json is not fitted to classes"),
                Arguments.of(
                        "configuration.json",
                        "ActivationSoftmax",
                        "ActivationSigmoid",
                        "record's layer 2 activation is softmax, but the network's sigmoid"));
    }

    @ParameterizedTest
    @MethodSource("recordsOfOtherModels")
    void refusesTheRecordOfAnotherModel(String entry, String old, String replacement, String says) throws IOException {
        EditedZip.of(here.path("iris.zip"), here.path("a.zip"), entry, old, replacement);
        Outcome outcome = here.run("predict", "a.zip", "data/iris.csv");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err())
                .startsWith(here.path("a.zip") + ": its parts are not of one model: ")
                .endsWith(says + "\n")
                .hasLineCount(1);
    }

    static Stream<Arguments> numbersOfACheckpoint() {
        return Stream.of(
                Arguments.of("\"batch\":3", "\"batch\":7", "batch is 7, but can only be 0 to 6"),
                Arguments.of("\"batch\":3", "\"batch\":-1", "batch is -1, but can only be 0 to 6"),
                Arguments.of("\"batch\":3", "\"batch\":2", "iteration is 17, but can only be 16"),
                Arguments.of("\"iteration\":17", "\"iteration\":18", "iteration is 18, but can only be 17"),
                Arguments.of("\"epoch\":2", "\"epoch\":1000", "epoch is 1000, but can only be 0 to 100"),
                Arguments.of("\"epoch\":2", "\"epoch\":-2", "epoch is -2, but can only be 0 to 100"),
                Arguments.of("\"examples\":48", "\"examples\":0", "examples is 0, but can only be 48"),
                Arguments.of("\"firstLoss\":", "\"other\":", "firstLoss is there only after an epoch"),
                Arguments.of("\"lossSum\":", "\"lossSum\":\"NaN\",\"x\":", "lossSum is NaN"),
                Arguments.of("\"seconds\":", "\"seconds\":1e999,\"x\":", "seconds is Infinity"));
    }

    /** A batch 7 of 7 was an endless loop. */
    @ParameterizedTest
    @MethodSource("numbersOfACheckpoint")
    void refusesACheckpointThatTheJobNeverWrote(String old, String replacement, String says) throws IOException {
        checkpoint("chalkline/progress.json", old, replacement);
        Outcome outcome = here.run("train", "configs/iris.yaml", "--resume", "run");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err().lines().skip(1))
                .containsExactly(here.path(CHECKPOINT)
                        + ": cannot be resumed: this training never wrote such a checkpoint: " + says);
    }

    @Test
    void refusesACheckpointOfAnotherNetwork() throws IOException {
        checkpoint("configuration.json", "\"learningRate\" : 0.1", "\"learningRate\" : 0.2");
        Outcome rate = here.run("train", "configs/iris.yaml", "--resume", "run");
        assertThat(rate.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(rate.err()).endsWith("its layers, updater or learning rate are not those of the configuration\n");
        checkpoint("configuration.json", "\"iterationCount\" : 17", "\"iterationCount\" : 16");
        Outcome count = here.run("train", "configs/iris.yaml", "--resume", "run");
        assertThat(count.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(count.err()).endsWith("iterationCount is 16, but can only be 17\n");
    }

    @Test
    void saysThatAnotherKernelWroteTheCheckpoint() throws IOException {
        checkpoint("chalkline/progress.json", "\"kernel\":\"", "\"kernel\":\"z80, ");
        Outcome outcome = here.run("train", "configs/iris.yaml", "--max-steps", "18", "--resume", "run");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.err())
                .contains("WARNING  " + here.path(CHECKPOINT) + " was written with another CPU kernel (z80, ")
                .contains("): the run goes on, but may end with other last bits\n");
    }

    private void checkpoint(String entry, String old, String replacement) throws IOException {
        Files.createDirectories(here.path("run/checkpoints"));
        Files.copy(
                trained.resolve("run/metrics.jsonl"),
                here.path("run/metrics.jsonl"),
                StandardCopyOption.REPLACE_EXISTING);
        EditedZip.of(trained.resolve(CHECKPOINT), here.path(CHECKPOINT), entry, old, replacement);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "train"})
    void takesNoOptionsFromFiles(String command) throws IOException {
        here.write("argfile.yaml", "--html owned.html\n");
        refused(here.run(command, "@argfile.yaml"), "@argfile.yaml: there is no such file in " + directory);
        assertThat(here.path("owned.html")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "elu-alpha-inf.zip, activationFn.alpha is Infinity; not a finite number",
        "constraint-params-null.zip, constraints[0].params is not a list"
    })
    void refusesAConfigurationThatNothingCanBeDoneWith(String zip, String says) {
        String sentence = here.path(zip) + ": configuration.json: layer 1 (DenseLayer): " + says.replace(';', ',');
        refused(here.run("inspect", zip), sentence);
        refused(here.run("predict", zip, "data/iris.csv", "--labels", "species"), sentence);
        refused(here.run("check", zip, "--data", "data/iris.csv", "--labels", "species"), sentence);
    }

    static Stream<Arguments> configurations() {
        return Stream.of(
                Arguments.of("\"activationFn\": {", "\"activationFn\": null, \"x\": {", "activationFn is missing"),
                Arguments.of("\"iupdater\": {", "\"iupdater\": null, \"x\": {", "iupdater is missing"),
                Arguments.of(
                        "\"momentum\": 0.9", "\"momentum\": \"NaN\"", "iupdater.momentum is NaN, not a finite number"),
                Arguments.of(
                        "\"learningRate\": 0.05",
                        "\"learningRate\": 1e999",
                        "iupdater.learningRate is 1e999, not a finite number"),
                Arguments.of(
                        "\"biasInit\": 0.0",
                        "\"biasInit\": \"-Infinity\"",
                        "biasInit is -Infinity, not a finite number"));
    }

    @ParameterizedTest
    @MethodSource("configurations")
    void refusesEveryNumberThatIsNotFiniteAndEveryFunctionThatIsMissing(String old, String replacement, String says)
            throws IOException {
        EditedZip.of(here.path("layername-esc.zip"), here.path("a.zip"), "configuration.json", old, replacement);
        Outcome outcome = here.run("inspect", "a.zip");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err()).startsWith(here.path("a.zip") + ": configuration.json: layer 1 (DenseLayer): ");
        assertThat(outcome.err().lines()).hasSize(1);
        if (!says.endsWith("missing")) {
            assertThat(outcome.err()).contains(says);
        }
    }

    @Test
    void refusesAZipThatCanBeReadInTwoWays() {
        refused(
                here.run("inspect", "unicode-path.zip"),
                here.path("unicode-path.zip") + ": can be read in two ways: the entry \"configuration.json\" has the "
                        + "extra field 0x7075, which only some programs follow");
    }

    @Test
    void refusesMoreLayersThanCanBeLoaded() throws IOException {
        String layer = "{\"layer\":{\"@class\":\"org.deeplearning4j.nn.conf.layers.ActivationLayer\"}},";
        Map<String, byte[]> entries = EditedZip.entries(here.path("elu-alpha-inf.zip"));
        String many = "{\"confs\":[" + layer.repeat(20_000) + "{}]}";
        entries.put("configuration.json", many.getBytes(StandardCharsets.UTF_8));
        EditedZip.write(here.path("many.zip"), entries);
        refused(
                here.run("inspect", "many.zip"),
                here.path("many.zip") + ": configuration.json: confs has 20001 layers; at most 1000 can be loaded");
    }

    @Test
    void refusesAConfigurationWithMoreLayersThanCanBeTrained() throws IOException {
        String layer = "{ dense: { units: 1, activation: relu } }, ";
        here.write(
                "many.yaml",
                "name: many\nnetwork: { layers: [" + layer.repeat(20_000)
                        + "{ output: { activation: sigmoid, loss: mse } }] }\ndata: { train: { x: [[1]], y: [[1]] } }\n");
        for (String command : List.of("check", "train", "derive", "doctor", "sheet")) {
            refused(
                    here.run(command, "many.yaml"),
                    "many.yaml:2:20: network.layers: has 20001 layers; at most 1000 can be trained");
        }
        String wide = "{ dense: { units: 46000, activation: relu } }, ";
        here.write("wide.yaml", here.read("many.yaml").replace(layer.repeat(20_000), wide.repeat(2)));
        refused(
                here.run("check", "wide.yaml"),
                "wide.yaml:2:20: network.layers: has 2116092000 weights; at most 100000000 can be trained");
    }

    /** The name of its array goes on in a line that says NO MISTAKE. */
    @Test
    void namesOfArraysForgeNoLine() {
        Outcome outcome = here.run("mark", "configs/assignment-01.yaml", "npz-name-esc.npz");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith(
                        here.path("npz-name-esc.npz") + ": none of its arrays is a step: \ufffd[31mZ9\ufffdNO MISTAKE")
                .hasLineCount(1);
    }

    /** Java knows no other characters there than ASCII. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void saysThatTheLocaleHasNotTheCharactersOfAPath() throws IOException, InterruptedException {
        here.edited("configs/iris.yaml", "iris.yaml", "data/iris.csv", "data/Größe.csv");
        ProcessBuilder builder = new ProcessBuilder(
                        here.javaCommand(List.of(), System.getProperty("java.class.path"), "check", "iris.yaml"))
                .redirectOutput(here.path("stdout").toFile())
                .redirectError(here.path("stderr").toFile());
        builder.environment().put("LC_ALL", "C");
        assertThat(ChildProcess.start(builder).waitFor()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(here.read("stderr"))
                .contains(
                        "data.train.file: data/Größe.csv is not a path in this locale, which has not all of its characters: "
                                + "start Java with LC_ALL=C.UTF-8\n")
                .hasLineCount(1);
    }

    /** 130 KB that inflate to 128 MB: that sheet alone is unreadable. */
    @Test
    void aBombAmongTheSheetsOfAClassIsOneSheet() throws IOException, InterruptedException {
        copy(CASES.resolve("class-bomb.npz"), "class/bomb.npz");
        here.write("class/anna.yaml", "answers: { loss: 289 }");
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(part -> Path.of(part).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Outcome outcome = here.process(
                here.javaCommand(List.of("-Xmx96m"), classPath, "mark", "configs/assignment-01.yaml", "class"));
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).contains("\nanna.yaml,1,").contains("\nbomb.npz,,");
        assertThat(outcome.err()).contains("the entry \"Z1.npy\" has 134217856 bytes, but at most ");
    }

    private static void refused(Outcome outcome, String... sentences) {
        assertThat(outcome.err().lines()).containsExactly(sentences);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
    }
}

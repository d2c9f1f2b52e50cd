package chalkline.cli;

import static chalkline.cli.ForeignNetworks.dense;
import static chalkline.cli.ForeignNetworks.output;
import static chalkline.cli.ForeignNetworks.plain;
import static chalkline.cli.ForeignNetworks.trained;
import static chalkline.cli.ForeignNetworks.twoLayers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.stepfunctions.DefaultStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.GradientStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeDefaultStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeGradientStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.StepFunction;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.MultiNormalizerHybrid;
import org.nd4j.linalg.dataset.api.preprocessor.MultiNormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.MultiNormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/** What is said of model zips that Deeplearning4j's own serializer wrote: all that they are. */
class SavedZipsTest {
    private static final String ZIP = "model.zip";
    private static final Path ZIPS = Path.of("src/test/resources/zips");

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void writeRows() throws IOException {
        here = Workplace.in(directory);
        here.write("rows.csv", ForeignNetworks.csv());
        Files.copy(ZIPS.resolve("three-classes.csv"), here.path("three-classes.csv"));
    }

    private void save(MultiLayerNetwork network) throws IOException {
        ModelSerializer.writeModel(network, here.path(ZIP).toFile(), true);
    }

    private void save(MultiLayerConfiguration configuration) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        save(network);
    }

    private String inspect() {
        Outcome inspect = here.run("inspect", ZIP);
        assertThat(inspect.err()).isEmpty();
        assertThat(inspect.code()).isEqualTo(ExitCode.DONE);
        return inspect.out();
    }

    private Outcome check(String... more) {
        return run(
                "check",
                Stream.concat(Stream.of("--data", "rows.csv"), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private Outcome run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(ZIP));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--labels", "no,yes"));
        return here.run(command, arguments.toArray(String[]::new));
    }

    private void checkIsRefused(String sentence) {
        Outcome check = check();
        assertThat(check.err()).isEqualTo(here.path(ZIP) + ": " + sentence + System.lineSeparator());
        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
    }

    private static List<String> findings(Outcome check) {
        List<String> codes = new ArrayList<>();
        for (JsonElement finding : check.json().getAsJsonArray("findings")) {
            codes.add(finding.getAsJsonObject().get("code").getAsString());
        }
        return codes;
    }

    private Outcome ofCase(String command, String name, String... more) throws IOException {
        Files.copy(ZIPS.resolve(name + ".zip"), here.path(name + ".zip"));
        List<String> arguments = new ArrayList<>(List.of(name + ".zip"));
        arguments.addAll(List.of(more));
        return here.run(command, arguments.toArray(String[]::new));
    }

    private Outcome checkOfCase(String name) throws IOException {
        return ofCase("check", name, "--data", "three-classes.csv", "--labels", "c0,c1,c2", "--json", "-");
    }

    @Test
    void aSumOverTheExamplesIsChecked() throws IOException {
        Outcome check = checkOfCase("minibatch-false");

        assertThat(check.code()).isEqualTo(ExitCode.DONE);
        assertThat(check.json().get("verdict").getAsString()).isEqualTo("agrees");
        assertThat(findings(check)).isEmpty();
        assertThat(here.run("check", "minibatch-false.zip", "--data", "three-classes.csv", "--labels", "c0,c1,c2")
                        .out())
                .contains("-sum y ln A2 ", "A2 - y ")
                .doesNotContain("/ 8");
    }

    @Test
    void theEpsilonOfMaxNormIsAConvention() throws IOException {
        Outcome check = checkOfCase("maxnorm");

        assertThat(check.code()).isEqualTo(ExitCode.DONE);
        assertThat(check.json().get("verdict").getAsString()).isEqualTo("agrees");
        assertThat(check.out()).contains("norm-epsilon");
    }

    @Test
    void aStateThatWasNotSavedIsFound() throws IOException {
        Outcome check = checkOfCase("no-updater-state");

        assertThat(check.code()).isEqualTo(ExitCode.DONE);
        assertThat(findings(check)).containsExactly("updater-state-missing");
        assertThat(here.run("inspect", "no-updater-state.zip").out())
                .contains(
                        "\nFinding  the model was trained for 5 steps, but what its updater had kept by then was not saved:"
                                + " the next step is not the one that training would have taken\n");
    }

    @Test
    void aNormaliserIsShownAndApplied() throws IOException {
        Outcome check = checkOfCase("normalizer-standardize");

        assertThat(check.code()).isEqualTo(ExitCode.DONE);
        assertThat(findings(check)).containsExactly("normalizer");
        assertThat(here.run("inspect", "normalizer-standardize.zip").out())
                .contains("\nNormaliser  normalizer.bin: standardize of 4 features; rows are scaled by it\n");
        String first = here.run("predict", "normalizer-standardize.zip", "three-classes.csv", "--labels", "c0,c1,c2")
                .out()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow();
        MultiLayerNetwork network = ModelSerializer.restoreMultiLayerNetwork(
                here.path("normalizer-standardize.zip").toFile());
        INDArray row = Nd4j.create(
                new double[][] {{-0.973454937174232, -0.26660259372272616, -0.24619569826861426, -1.1081876911824422}});
        INDArray scaled = row.castTo(DataType.FLOAT);
        DataNormalization normalizer = ModelSerializer.restoreNormalizerFromFile(
                here.path("normalizer-standardize.zip").toFile());
        normalizer.transform(scaled);
        double[] expected = network.output(scaled).toDoubleVector();
        assertThat(numbers(first)).containsExactly(expected, within(1e-6));
    }

    private static double[] numbers(String line) {
        return Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    @Test
    void anotherAlgorithmAndAnotherDirectionAreSaid() throws IOException {
        assertThat(ofCase("inspect", "lbfgs").out()).contains("\n  optimizationAlgo is LBFGS: ");
        assertThat(here.run("check", "lbfgs.zip", "--data", "three-classes.csv", "--labels", "c0,c1,c2")
                        .err())
                .contains("layer 1 (DenseLayer): optimizationAlgo is LBFGS, whose steps follow a line search");
        assertThat(ofCase("inspect", "minimize-false").out()).contains("\n  minimize is false, ");
        assertThat(here.run("check", "minimize-false.zip", "--data", "three-classes.csv", "--labels", "c0,c1,c2")
                        .err())
                .contains("layer 1 (DenseLayer): minimize is false, ");
    }

    /** And what the sentence advises works. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "050-mlp-1",
                "050-mlp-2",
                "060-mlp-1",
                "060-mlp-2",
                "071-mlp-1",
                "071-mlp-2",
                "080-mlp-1",
                "080-mlp-2",
                "moon"
            })
    void filesOfOldReleasesAreToldApart(String name) throws IOException {
        String zip = "before-beta4-" + name;
        Outcome inspect = ofCase("inspect", zip);

        assertThat(inspect.err())
                .isEqualTo(here.path(zip + ".zip")
                        + ": configuration.json was saved before Deeplearning4j 1.0.0-beta4, in another layout; if you"
                        + " trust where it comes from, load it with Deeplearning4j 1.0.0-M2.1 and save it again"
                        + System.lineSeparator());
        assertThat(inspect.code()).isEqualTo(ExitCode.UNUSABLE);
        save(ModelSerializer.restoreMultiLayerNetwork(here.path(zip + ".zip").toFile(), true));
        assertThat(inspect()).contains("DenseLayer");
    }

    @SuppressWarnings("deprecation")
    private static MultiLayerConfiguration stepping(StepFunction function) {
        return twoLayers(plain(DataType.DOUBLE).stepFunction(function));
    }

    static Stream<Arguments> unusualSteps() {
        return Stream.of(
                Arguments.of(
                        twoLayers(plain(DataType.DOUBLE).optimizationAlgo(OptimizationAlgorithm.CONJUGATE_GRADIENT)),
                        "optimizationAlgo is CONJUGATE_GRADIENT: ",
                        "layer 1 (DenseLayer): optimizationAlgo is CONJUGATE_GRADIENT, "),
                Arguments.of(
                        twoLayers(plain(DataType.FLOAT)
                                .optimizationAlgo(OptimizationAlgorithm.LINE_GRADIENT_DESCENT)
                                .maxNumLineSearchIterations(7)),
                        "of at most 7 iterations",
                        "layer 1 (DenseLayer): optimizationAlgo is LINE_GRADIENT_DESCENT, "),
                Arguments.of(
                        stepping(new GradientStepFunction()),
                        "stepFunction is GradientStepFunction: the update is added",
                        "layer 1 (DenseLayer): stepFunction is gradient, "),
                Arguments.of(
                        stepping(new DefaultStepFunction()),
                        "stepFunction is DefaultStepFunction: the update is added",
                        "layer 1 (DenseLayer): stepFunction is default, "),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(output().build())
                                .backpropType(BackpropType.TruncatedBPTT)
                                .tBPTTForwardLength(5)
                                .tBPTTBackwardLength(3)
                                .build(),
                        "in segments of 5 time steps forward and 3 back",
                        "backpropType is TruncatedBPTT, "),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(output().build())
                                .backpropType(BackpropType.TruncatedBPTT)
                                .build(),
                        "in segments of 20 time steps forward and 20 back",
                        "backpropType is TruncatedBPTT, "),
                Arguments.of(
                        twoLayers(plain(DataType.DOUBLE).weightNoise(new DropConnect(0.5))),
                        "Layer 2 has weight noise: DropConnect(weightRetainProb=0.5",
                        "layer 1 (DenseLayer): weightNoise is DropConnect: "),
                Arguments.of(
                        twoLayers(plain(DataType.DOUBLE)
                                .weightNoise(new DropConnect(new StepSchedule(ScheduleType.EPOCH, 0.9, 0.5, 3)))),
                        "StepSchedule(",
                        "layer 1 (DenseLayer): weightNoise is DropConnect: "),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(output().weightNoise(new WeightNoise(new NormalDistribution(0, 0.1), true))
                                        .build())
                                .build(),
                        "Layer 2 has weight noise: WeightNoise(",
                        "layer 2 (OutputLayer): weightNoise is WeightNoise: "),
                Arguments.of(
                        twoLayers(plain(DataType.DOUBLE)
                                .weightNoise(new WeightNoise(new UniformDistribution(0.5, 1.5), true, false))),
                        "additive=false",
                        "layer 1 (DenseLayer): weightNoise is WeightNoise: "));
    }

    @ParameterizedTest
    @MethodSource("unusualSteps")
    void howAStepIsTakenIsSaid(MultiLayerConfiguration configuration, String said, String refused) throws IOException {
        save(configuration);

        assertThat(inspect()).contains(said);
        Outcome check = check();
        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(check.err()).startsWith(here.path(ZIP) + ": " + refused).hasLineCount(1);
        assertThat(run("predict", "rows.csv").code()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void stepFunctionsThatSubtractAreChecked() throws IOException {
        save(trained(stepping(new NegativeGradientStepFunction()), 2));
        assertThat(inspect()).contains("stepFunction is NegativeGradientStepFunction: the update is subtracted");
        assertThat(check().code()).isEqualTo(ExitCode.DONE);
        save(trained(stepping(new NegativeDefaultStepFunction()), 2));
        assertThat(check().code()).isEqualTo(ExitCode.DONE);
    }

    static Stream<Arguments> normalisers() {
        NormalizerStandardize standardize = new NormalizerStandardize();
        NormalizerStandardize both = new NormalizerStandardize();
        both.fitLabel(true);
        NormalizerMinMaxScaler both01 = new NormalizerMinMaxScaler();
        both01.fitLabel(true);
        NormalizerMinMaxScaler labelsToo = new NormalizerMinMaxScaler(-2, 3);
        labelsToo.fitLabel(true);
        return Stream.of(
                        standardize,
                        both,
                        new NormalizerMinMaxScaler(),
                        new NormalizerMinMaxScaler(-1, 1),
                        both01,
                        labelsToo,
                        new ImagePreProcessingScaler(),
                        new ImagePreProcessingScaler(-1, 1),
                        new ImagePreProcessingScaler(0, 1, 4),
                        new ImagePreProcessingScaler(0.5, 1))
                .flatMap(each -> Stream.of(Arguments.of(each, DataType.DOUBLE), Arguments.of(each, DataType.FLOAT)));
    }

    private static MultiLayerConfiguration regression(DataType type) {
        return plain(type)
                .list()
                .layer(dense().build())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build();
    }

    /** Held against Deeplearning4j's own transform and output. */
    @ParameterizedTest
    @MethodSource("normalisers")
    void whatANormaliserScalesIsWhatTheFrameworkScales(DataNormalization normalizer, DataType type) throws IOException {
        double[][] rows = ForeignNetworks.rows();
        INDArray all = Nd4j.createFromArray(rows).castTo(type);
        DataSet data = new DataSet(
                all.getColumns(0, 1, 2).dup(), all.getColumns(3, 4).mul(3).addi(1));
        normalizer.fit(data);
        MultiLayerNetwork network = trained(regression(type), 2);
        save(network);
        ModelSerializer.addNormalizerToModel(here.path(ZIP).toFile(), normalizer);
        normalizer.transform(data);
        INDArray outputs = network.output(data.getFeatures());
        if (normalizer.isFitLabel()) {
            normalizer.revertLabels(outputs);
        }

        Outcome predict = run("predict", "rows.csv");
        assertThat(predict.err()).isEmpty();
        List<String> lines = predict.out().lines().skip(1).toList();
        assertThat(lines).hasSize(rows.length);
        double error = type == DataType.FLOAT ? 2e-5 : 1e-11;
        for (int i = 0; i < rows.length; i++) {
            assertThat(numbers(lines.get(i))).containsExactly(outputs.getRow(i).toDoubleVector(), within(error));
        }
        Outcome check = check("--json", "-");
        assertThat(check.code()).isEqualTo(ExitCode.DONE);
        assertThat(findings(check)).contains("normalizer");
        assertThat(run("evaluate", "rows.csv").code()).isEqualTo(ExitCode.DONE);
        assertThat(inspect()).contains("\nNormaliser  normalizer.bin: ");
    }

    static Stream<Normalizer<?>> normalisersOfOtherData() {
        return Stream.of(
                new MultiNormalizerStandardize(),
                new MultiNormalizerMinMaxScaler(),
                new MultiNormalizerHybrid().standardizeAllInputs());
    }

    @ParameterizedTest
    @MethodSource("normalisersOfOtherData")
    void aNormaliserOfOtherDataIsFoundAndNotApplied(Normalizer<?> normalizer) throws IOException {
        save(trained(regression(DataType.DOUBLE), 2));
        if (normalizer instanceof org.nd4j.linalg.dataset.api.preprocessor.MultiDataNormalization several) {
            several.fit(new org.nd4j.linalg.dataset.MultiDataSet(
                    Nd4j.createFromArray(ForeignNetworks.rows()), Nd4j.createFromArray(ForeignNetworks.rows())));
        }
        ModelSerializer.addNormalizerToModel(here.path(ZIP).toFile(), normalizer);

        assertThat(inspect()).contains("which is not for rows of numbers: it is not applied");
        Outcome check = check("--json", "-");
        assertThat(check.code()).isEqualTo(ExitCode.DONE);
        assertThat(findings(check)).contains("normalizer");
        Outcome predict = run("predict", "rows.csv");
        assertThat(predict.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(predict.err())
                .contains("which is not for rows of numbers: it is not applied")
                .hasLineCount(1);
    }

    @Test
    void aNormaliserOfAnotherWidthIsRefusedWhereItWouldScale() throws IOException {
        save(trained(regression(DataType.DOUBLE), 2));
        ModelSerializer.addNormalizerToModel(
                here.path(ZIP).toFile(),
                new NormalizerStandardize(Nd4j.createFromArray(1.0, 2), Nd4j.createFromArray(4.0, 5)));

        checkIsRefused("normalizer.bin scales 2 columns, but the network has 3 inputs");
    }

    @Test
    void labelsAreNamedForZipsWithoutASchemaAlone() throws IOException {
        save(trained(regression(DataType.DOUBLE), 2));

        assertThat(here.run("predict", ZIP, "rows.csv").err())
                .contains("carries no column schema", "--labels NAME,… names the label columns");
        assertThat(here.run("predict", ZIP, "rows.csv", "--labels", "no").err())
                .isEqualTo(here.path("rows.csv") + ": has 4 feature columns (a class counting as one), but "
                        + here.path(ZIP) + " needs 3" + System.lineSeparator());
        here.write("features.csv", "a;b;c\n1;2;3\n");
        Outcome predict = run("predict", "features.csv", "--separator", ";");
        assertThat(predict.out()).startsWith("no,yes\n").hasLineCount(2);
        assertThat(predict.err()).isEmpty();
        assertThat(here.run("train", "configs/assignment-01.yaml").code()).isEqualTo(ExitCode.DONE);
        assertThat(here.run("evaluate", "models/assignment-01.zip", "data/assignment-01.csv", "--labels", "Z")
                        .err())
                .contains("its labels are ", ", not Z");
    }

    static Stream<IUpdater> updatersThatKeep() {
        return Stream.of(new Adam(0.01), new Nesterovs(0.1, 0.9), new AdaGrad(0.1), new RmsProp(0.1), new AdaDelta());
    }

    @ParameterizedTest
    @MethodSource("updatersThatKeep")
    void whatAnUpdaterKeptAndWasNotSavedIsFound(IUpdater updater) throws IOException {
        MultiLayerNetwork network = trained(twoLayers(plain(DataType.DOUBLE).updater(updater)), 3);
        save(network);
        assertThat(inspect()).doesNotContain("Finding");
        ModelSerializer.writeModel(network, here.path(ZIP).toFile(), false);
        assertThat(inspect()).contains("\nFinding  the model was trained for 3 steps, but what its updater had kept");

        network.getUpdater().getStateViewArray().assign(0);
        save(network);
        assertThat(inspect())
                .contains("\nFinding  the model was trained for 3 steps, but all that its updater keeps is 0");
        assertThat(findings(check("--json", "-"))).contains("updater-state-missing");
    }

    @Test
    void whereNothingIsKeptOrNothingWasTrainedNothingIsMissing() throws IOException {
        ModelSerializer.writeModel(
                trained(twoLayers(plain(DataType.DOUBLE).updater(new Sgd(0.1))), 3),
                here.path(ZIP).toFile(),
                false);
        assertThat(inspect()).doesNotContain("Finding");
        ModelSerializer.writeModel(
                trained(twoLayers(plain(DataType.DOUBLE).updater(new Adam(0.1))), 0),
                here.path(ZIP).toFile(),
                false);
        assertThat(inspect()).doesNotContain("Finding");
    }

    @Test
    void parametersThatAreNotFiniteAreNamed() throws IOException {
        MultiLayerNetwork network = trained(twoLayers(plain(DataType.FLOAT)), 1);
        network.getParam("0_W").putScalar(2, 1, Double.NaN);
        network.getParam("1_b").putScalar(0, Double.POSITIVE_INFINITY).putScalar(1, Double.NEGATIVE_INFINITY);
        save(network);

        assertThat(inspect())
                .contains(
                        "\nFinding  layer 1 (DenseLayer): 1 of the 12 numbers of W1 is not finite: NaN\n",
                        "\nFinding  layer 2 (OutputLayer): 2 of the 2 numbers of b2 are not finite, the first is Infinity\n");
        Outcome check = check("--json", "-");
        assertThat(check.code()).isNotEqualTo(ExitCode.DONE);
        assertThat(findings(check)).contains("parameters-not-finite");
    }

    /** Its builder refuses it; a file may have it all the same. */
    private static MultiLayerConfiguration withReshapedInputOf2() {
        MultiLayerConfiguration configuration = twoLayers(plain(DataType.DOUBLE));
        configuration.setInputPreProcessors(Map.of(1, new RnnToFeedForwardPreProcessor()));
        return configuration;
    }

    static Stream<Arguments> beyondTheCheck() {
        return Stream.of(
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(new DenseLayer.Builder().nIn(4).nOut(2).build())
                                .build(),
                        "layer 2 (DenseLayer): is the last layer but has no loss, and without one there is no fit to check"),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(new DenseLayer.Builder().nIn(4).nOut(2).build())
                                .layer(new ActivationLayer(Activation.SOFTMAX))
                                .build(),
                        "layer 3 (ActivationLayer): is the last layer but has no loss, and without one there is no fit to"
                                + " check"),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(new BatchNormalization.Builder()
                                        .nIn(4)
                                        .nOut(4)
                                        .build())
                                .layer(output().build())
                                .build(),
                        "layer 2 (BatchNormalization): is of a kind that the check does not cover; it covers dense,"
                                + " activation, dropout, output and loss layers"),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().dropOut(new GaussianNoise(0.1)).build())
                                .layer(output().build())
                                .build(),
                        "layer 1 (DenseLayer): idropout is GaussianNoise: the check does not cover it yet"),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(dense().build())
                                .layer(output().build())
                                .inputPreProcessor(0, new CnnToFeedForwardPreProcessor(1, 3, 1))
                                .build(),
                        "configuration.json: layer 1 (DenseLayer): inputPreProcessors has"
                                + " \"CnnToFeedForwardPreProcessor\", which gives the layer's input another shape; only"
                                + " networks without can be loaded"),
                Arguments.of(
                        withReshapedInputOf2(),
                        "configuration.json: layer 2 (OutputLayer): inputPreProcessors has"
                                + " \"RnnToFeedForwardPreProcessor\", which gives the layer's input another shape; only"
                                + " networks without can be loaded"),
                Arguments.of(
                        plain(DataType.DOUBLE)
                                .list()
                                .layer(new DenseLayer.Builder().nOut(4).build())
                                .layer(output().build())
                                .setInputType(InputType.convolutional(1, 3, 1))
                                .build(),
                        "configuration.json: layer 1 (DenseLayer): inputPreProcessors has"
                                + " \"CnnToFeedForwardPreProcessor\", which gives the layer's input another shape; only"
                                + " networks without can be loaded"));
    }

    @ParameterizedTest
    @MethodSource("beyondTheCheck")
    void aRefusalNamesTheLayerAndTheThing(MultiLayerConfiguration configuration, String sentence) throws IOException {
        save(configuration);

        checkIsRefused(sentence);
    }
}

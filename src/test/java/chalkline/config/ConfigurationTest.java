package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import chalkline.config.DataSpec.Csv;
import chalkline.config.DataSpec.Inline;
import chalkline.config.DataSpec.Split;
import chalkline.config.TrainingSpec.OnDeviation;
import chalkline.data.ColumnType;
import chalkline.data.CsvFormat;
import chalkline.data.DateForm;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.NumberForm;
import chalkline.data.Unseen;
import chalkline.network.Activation;
import chalkline.network.Constraint;
import chalkline.network.Constraint.On;
import chalkline.network.GradientNormalisation;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Layer.Kind;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
    private static final Path HERE = Path.of("");
    private static final String SMALLEST = """
            name: smallest
            network: { layers: [{ output: { activation: sigmoid, loss: mse } }] }
            data: { train: { file: data.csv, labels: [y] } }
            """;

    @TempDir
    private Path directory;

    static Stream<Path> committed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            // The million rows are generated, not committed; GeneratedTablesTest reads their configuration.
            return files
                    .filter(file -> !file.toString().endsWith(".answers.yaml"))
                    .filter(file -> !file.endsWith("million-rows.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void readsTheWorksheet() {
        Configuration worksheet = Configuration.read(Path.of("configs/assignment-01.yaml"), HERE);

        assertThat(worksheet.name()).isEqualTo("assignment-01");
        assertThat(worksheet.seed()).isEqualTo(42);
        assertThat(worksheet.precision()).isEqualTo(Precision.FLOAT64);
        assertThat(worksheet.notation()).contains(Notation.WX_PLUS_B);
        assertThat(worksheet.data().normalization()).isEqualTo(Normalizer.Kind.NONE);
        assertThat(worksheet.data().split()).isEqualTo(Split.NONE);
        assertThat(worksheet.data().train()).isEqualTo(new Inline(Matrix.of(1, 3, 20, 3, 4), Matrix.of(1, 1, 18)));
        assertThat(worksheet.training())
                .isEqualTo(new TrainingSpec(Updater.sgd(0.1), 1, 1, OnDeviation.CONTINUE).shuffled(false));
        assertThat(worksheet.model()).isEqualTo(Path.of("models/assignment-01.zip"));

        Network network = worksheet.toNetwork(3, 1);
        assertThat(network.loss()).isEqualTo(Loss.MSE);
        assertThat(network.layer(1).activation()).isEqualTo(Activation.RELU);
        assertThat(network.layer(1).weights()).contains(Matrix.of(3, 3, .1, .4, .7, .2, .5, .8, .3, .6, .9));
        assertThat(network.layer(1).biases()).contains(Matrix.of(1, 3, .1, .2, .3));
        assertThat(network.layer(2).activation()).isEqualTo(Activation.SIGMOID);
        assertThat(network.layer(2).weights()).contains(Matrix.of(3, 1, .2, .4, .6));
        assertThat(network.layer(2).biases()).contains(Matrix.of(1, 1, .5));
    }

    @ParameterizedTest
    @EnumSource
    void readsEveryLossByEachOfItsNames(Loss.Kind kind) throws IOException {
        String activation = kind == Loss.Kind.MCXENT ? "softmax" : "sigmoid";
        String text = """
                name: losses
                network: { layers: [{ output: { units: 2, activation: %s, loss: %s } }] }
                data: { train: { x: [[1]], y: [[1, 0]] } }
                """;
        for (String name : kind.names()) {
            Configuration plain = read(text.formatted(activation, name));
            assertThat(plain.toNetwork(1, 2).loss()).isEqualTo(new Loss(kind));
            assertThat(read(plain.resolved()).toNetwork(1, 2).loss()).isEqualTo(new Loss(kind));
            if (kind.takesWeights()) {
                Loss weighted = new Loss(kind, Optional.of(List.of(0.5, 0.1)));
                Configuration read = read(text.formatted(activation, "{ " + name + ": { weights: [0.5, 0.1] } }"));
                assertThat(read.toNetwork(1, 2).loss()).isEqualTo(weighted);
                assertThat(read(read.resolved()).toNetwork(1, 2).loss()).isEqualTo(weighted);
            }
        }
    }

    @Test
    void keepsDecimalsAsTheyAreWritten() {
        Matrix weights = Configuration.read(Path.of("configs/assignment-01.yaml"), HERE)
                .toNetwork(3, 1)
                .layer(1)
                .weights()
                .orElseThrow();

        // One tenth less the double 0.1, from the double's exact expansion 0.1000000000000000055511151231257827….
        assertThat(weights.remainder(0)).isEqualTo(-5.551115123125783e-18);
    }

    @Test
    void fillsInWhatIsLeftOut() throws IOException {
        Files.writeString(directory.resolve("data.csv"), "a,b,y\n1,2,3\n");
        Configuration smallest = read(SMALLEST);

        assertThat(smallest.seed()).isEqualTo(42);
        assertThat(smallest.precision()).isEqualTo(Precision.FLOAT32);
        assertThat(smallest.notation()).isEmpty();
        assertThat(smallest.data())
                .isEqualTo(new DataSpec(
                        new Csv(directory.resolve("data.csv"), List.of("y")),
                        DataSpec.Missing.USUAL,
                        Normalizer.Kind.STANDARDIZE,
                        Optional.empty(),
                        Split.NONE,
                        Optional.empty()));
        assertThat(smallest.training()).isEqualTo(new TrainingSpec(Updater.sgd(0.1), 32, 1, OnDeviation.CONTINUE));
        assertThat(smallest.model()).isEqualTo(directory.resolve("models/smallest.zip"));

        Network network = smallest.toNetwork(2, 1);
        assertThat(network.inputs()).isEqualTo(2);
        assertThat(network.outputs()).isEqualTo(1);
        assertThat(network.layer(1).initialiser()).isEqualTo(Initialiser.XAVIER);
    }

    @Test
    void followsTheDataWhereWidthsAreLeftOut() {
        Network network = Configuration.read(Path.of("configs/iris.yaml"), HERE).toNetwork(4, 3);

        assertThat(network.inputs()).isEqualTo(4);
        assertThat(network.outputs()).isEqualTo(3);
    }

    @Test
    void readsEveryKindOfLayerAndWritesItBack() throws IOException {
        Configuration read = read("""
                name: kinds
                network:
                  layers:
                    - dropout: { retain-probability: 0.9 }
                    - dense: { units: 3, activation: identity, has-bias: false, layer-norm: true }
                    - activation: { activation: relu }
                    - dense: { units: 2, activation: tanh, retain-probability: 0.5 }
                    - loss: { activation: softmax, loss: mcxent }
                data: { train: { x: [[1, 2]], y: [[1, 0]] } }
                """);

        Network network = read.toNetwork(2, 2);
        assertThat(network.layers())
                .extracting(
                        Layer::kind,
                        Layer::inputs,
                        Layer::units,
                        Layer::activation,
                        Layer::hasBias,
                        Layer::retainProbability)
                .containsExactly(
                        tuple(Kind.DROPOUT, 2, 2, Activation.IDENTITY, false, OptionalDouble.of(0.9)),
                        tuple(Kind.DENSE, 2, 3, Activation.IDENTITY, false, OptionalDouble.empty()),
                        tuple(Kind.ACTIVATION, 3, 3, Activation.RELU, false, OptionalDouble.empty()),
                        tuple(Kind.DENSE, 3, 2, Activation.TANH, true, OptionalDouble.of(0.5)),
                        tuple(Kind.ACTIVATION, 2, 2, Activation.SOFTMAX, false, OptionalDouble.empty()));
        assertThat(network.layers())
                .extracting(Layer::gains)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(Matrix.of(1, 3, 1, 1, 1)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(read(read.resolved()).toNetwork(2, 2)).isEqualTo(network);
    }

    @Test
    void readsAMaskAndWritesItBack() throws IOException {
        Configuration read = read("""
                name: masked
                network: { layers: [{ output: { units: 2, activation: identity, loss: mse } }] }
                data: { train: { x: [[1], [2]], y: [[1, 0], [3, 0]], mask: [[1, 1], [1, 0]] } }
                """);

        DataSpec.Inline inline = (DataSpec.Inline) read.data().train();
        assertThat(inline.mask()).contains(Matrix.of(2, 2, 1, 1, 1, 0));
        assertThat(((DataSpec.Inline) read(read.resolved()).data().train()).mask())
                .isEqualTo(inline.mask());
    }

    @Test
    void takesWeightsOfTheOtherNotationAsTheyAre() throws IOException {
        Configuration configuration = read("""
                name: other
                notation: xW+b
                network: { layers: [{ output: { activation: identity, loss: mse, weights: [[1, 2], [3, 4], [5, 6]] } }] }
                data: { train: { x: [[1, 2, 3]], y: [[1, 2]] } }
                """);

        assertThat(configuration.toNetwork(3, 2).layer(1).weights()).contains(Matrix.of(3, 2, 1, 2, 3, 4, 5, 6));
    }

    @Test
    void letsAnAnchorStandForOneValueInSeveralPlaces() throws IOException {
        Configuration configuration = read("""
                name: other
                network:
                  layers:
                    - dense: &hidden { units: 4, activation: tanh }
                    - dense: *hidden
                    - output: { activation: identity, loss: mse }
                data: { train: { x: [[1]], y: [[1]] } }
                """);

        assertThat(configuration.toNetwork(1, 1).layer(2).units()).isEqualTo(4);
    }

    @Test
    void comparesWidthsWithTheDataOnceItIsKnown() throws IOException {
        Files.writeString(directory.resolve("data.csv"), "a,b,y\n1,2,3\n");
        Configuration configuration = read("""
                name: late
                seed: 42
                notation: Wx+b
                network:
                  inputs: 3
                  layers:
                    - dense: { units: 2, activation: relu }
                    - output: { activation: softmax, loss: mcxent, weights: [[1, 2], [3, 4]], biases: [1, 2] }
                data: { train: { file: data.csv, labels: [y] } }
                """);

        InvalidInputException refused =
                catchThrowableOfType(InvalidInputException.class, () -> configuration.toNetwork(2, 3));

        assertThat(refused.problems())
                .containsExactly(
                        "late.yaml:5:11: network.inputs: the network has 3 inputs but the data has 2 features",
                        "late.yaml:8:61: network.layers[1].output.weights: layer 2: W is 2×2 in Wx+b notation but must "
                                + "be 3×2: the data needs 3 outputs",
                        "late.yaml:8:87: network.layers[1].output.biases: layer 2: b has 2 numbers but must have 3: "
                                + "the data needs 3 outputs");
    }

    @Test
    void comparesUnitsWithTheDataOnceItIsKnown() {
        Configuration worksheet = Configuration.read(Path.of("configs/assignment-01.yaml"), HERE);

        InvalidInputException refused =
                catchThrowableOfType(InvalidInputException.class, () -> worksheet.toNetwork(3, 2));

        assertThat(refused)
                .hasMessage("configs/assignment-01.yaml:20:16: network.layers[1].output.units: "
                        + "layer 2 has 1 unit but the data needs 2 outputs");
    }

    @ParameterizedTest
    @MethodSource("committed")
    void everyCommittedConfigurationReadsBackFromItsResolvedForm(Path file) throws IOException {
        Configuration given = Configuration.read(file, HERE);
        Path resolved = directory.resolve("config.resolved.yaml");
        Files.writeString(resolved, given.resolved());

        assertSame(Configuration.read(resolved, HERE), given);
    }

    @Test
    void theResolvedFormKeepsEveryDigitAndEveryName() throws IOException {
        Files.createDirectory(directory.resolve("a b"));
        Files.writeString(directory.resolve("a b/null.csv"), "a,b,y\n1,2,3\n");
        String layers = """
                name: "1e3"
                seed: -7
                notation: Wx+b
                network:
                  layers:
                    - dense: { units: 2, activation: tanh, weight-init: lecun-uniform, biases: [-0.5, 1e-320] }
                    - output: { activation: identity, loss: half-squared-error, weights: [[%s, 1.25e+300]] }
                precision: float64
                """.formatted("0.1234567890123456789012345678901");
        Configuration csv = read(layers + """
                data:
                  train: { file: a b/null.csv, labels: ["null", "say \\"y\\"\\n", größe, "2"] }
                  split: { validation: 0.1, test: 0.2 }
                training: { on-deviation: stop, updater: { sgd: { learning-rate: 1e-7 } } }
                model: out/m.zip
                """);

        Configuration again = read(csv.resolved());

        assertSame(again, csv);
        assertThat(csv.resolved())
                .contains(
                        "name: \"1e3\"\n",
                        "weights:\n          - [0.1234567890123456789012345678901, 1.25E+300]\n",
                        "file: \"a b/null.csv\"\n",
                        "model: out/m.zip\n",
                        "learning-rate: 1E-7 ");
    }

    @Test
    void takesInitialisersWithAWidthAndASplitInFileOrder() throws IOException {
        Configuration given = read("""
                name: drawn
                network:
                  layers:
                    - dense: { units: 2, activation: tanh, weight-init: { uniform: 0.05 } }
                    - dense: { units: 2, activation: tanh, weight-init: { normal: 0.25 } }
                    - output: { activation: identity, loss: mse, weight-init: { constant: -1 } }
                data: { train: { x: [[1]], y: [[2]] }, split: { order: file } }
                """);

        assertThat(given.network().layers())
                .extracting(NetworkSpec.LayerSpec::initialiser)
                .containsExactly(
                        new Initialiser(Initialiser.Kind.UNIFORM, 0.05),
                        new Initialiser(Initialiser.Kind.NORMAL, 0.25),
                        new Initialiser(Initialiser.Kind.CONSTANT, -1));
        assertThat(given.data().split().inFileOrder()).isTrue();
        assertSame(read(given.resolved()), given);
    }

    @Test
    void takesUpdatersOfAllLayersAndOfOne() throws IOException {
        Configuration given = read("""
                name: updaters
                network:
                  layers:
                    - dense: { units: 4, activation: tanh, updater: adam, bias-updater: { sgd: { learning-rate: 0.2 } } }
                    - output: { activation: identity, loss: mse, updater: { sgd: { learning-rate: 0.3 } } }
                data: { train: { x: [[1]], y: [[1]] } }
                training: { updater: { sgd: { learning-rate: 0.1 } } }
                """);
        Network network = given.toNetwork(1, 1);

        assertThat(network.layer(1).updater())
                .hasValueSatisfying(updater -> assertThat(updater.kind()).isEqualTo(Updater.Kind.ADAM));
        assertThat(network.layer(1).biasUpdater()).contains(Updater.sgd(0.2));
        assertThat(network.layer(2).updater()).contains(Updater.sgd(0.3));
        assertThat(network.layer(2).biasUpdater()).isEmpty();
        assertThat(network.updater()).isEqualTo(Updater.sgd(0.1));
        assertSame(read(given.resolved()), given);
    }

    @Test
    void takesRegularisationOfAllLayersAndOfOne() throws IOException {
        Configuration given = read("""
                name: regularised
                network:
                  layers:
                    - dense: { units: 4, activation: tanh, l2: 0.5, weight-decay: { coefficient: 0 } }
                    - output:
                        activation: identity
                        loss: mse
                        gradient-normalization: clip-l2-per-layer
                        constraints:
                          - max-norm: { max: 2, dimension: 1 }
                          - min-max-norm: { min: 0.5, max: 2, rate: 0.25, on: all }
                data: { train: { x: [[1]], y: [[1]] } }
                training:
                  updater: { sgd: { learning-rate: 0.1 } }
                  bias-updater: { sgd: { learning-rate: 0.2 } }
                  l1: 0.25
                  weight-decay: 0.125
                  l2-bias: 0.75
                  weight-decay-bias: { coefficient: 0.5, apply-learning-rate: false }
                  gradient-normalization: clip-element-wise-absolute-value
                  gradient-normalization-threshold: 3
                  constraints: [{ non-negative: {} }, { unit-norm: { on: biases } }]
                """);
        Network network = given.toNetwork(1, 1);

        Terms biases = new Terms(0, 0.75, 0.5, false);
        assertThat(network.biasUpdater()).contains(Updater.sgd(0.2));
        assertThat(network.layer(1).regularisation())
                .isEqualTo(new Regularisation(new Terms(0.25, 0.5, 0, true), biases));
        assertThat(network.layer(2).regularisation())
                .isEqualTo(new Regularisation(new Terms(0.25, 0, 0.125, true), biases));
        assertThat(network.layer(1).gradientNormalisation())
                .isEqualTo(new GradientNormalisation(GradientNormalisation.Kind.CLIP_ELEMENT_WISE_ABSOLUTE_VALUE, 3));
        assertThat(network.layer(2).gradientNormalisation())
                .isEqualTo(new GradientNormalisation(GradientNormalisation.Kind.CLIP_L2_PER_LAYER, 3));
        assertThat(network.layer(1).constraints())
                .containsExactly(Constraint.nonNegative(On.WEIGHTS), Constraint.unitNorm(On.BIASES, 0));
        assertThat(network.layer(2).constraints())
                .containsExactly(Constraint.minMaxNorm(On.ALL, 0, 0.5, 2, 0.25), Constraint.maxNorm(On.WEIGHTS, 1, 2));
        assertThat(network.defaults().regularisation())
                .isEqualTo(network.layer(2).regularisation());
        assertSame(read(given.resolved()), given);
        assertThat(given.resolved())
                .contains(
                        "        l2: 0.5\n        weight-decay: { coefficient: 0, apply-learning-rate: true }\n",
                        "  l1: 0.25\n",
                        "  constraints:\n    - { non-negative: { on: weights } }\n");
    }

    @Test
    void readsEveryKeyOfTheDataAndWritesItBack() throws IOException {
        for (String file : List.of("data.csv", "watched.csv", "held out.csv")) {
            Files.writeString(directory.resolve(file), "");
        }
        Configuration given = read("""
                name: keys
                network: { layers: [{ output: { activation: softmax, loss: mcxent } }] }
                data:
                  train: { file: data.csv, labels: [y] }
                  validation: { file: watched.csv }
                  test: { file: held out.csv }
                  separator: tab
                  encoding: UTF-16
                  names: [x, y, "id:", zip code, sold, price, size, ok]
                  columns:
                    zip code: categorical
                    "id:": ignore
                    x: numeric
                    y: categorical
                    sold: { date: { format: dd.MM.yyyy, parts: [days, weekday] } }
                    price: { number: { decimal: ",", thousands: ".", unit: € } }
                    size: { number: { unit: { MB: 1, GB: 1000 } } }
                    ok: boolean
                  unseen: missing
                  missing-labels: drop-rows
                  missing-values: ["-999", unknown]
                  missing: { constant: -0.5 }
                  normalize: min-max
                  split: { stratify: false }
                  class-weights: { "no": 1, "yes, please": 2.5 }
                """);

        assertThat(given.data())
                .isEqualTo(new DataSpec(
                        new Csv(
                                directory.resolve("data.csv"),
                                List.of("y"),
                                new CsvFormat(
                                        Optional.of('\t'),
                                        Optional.of("UTF-16"),
                                        List.of("x", "y", "id:", "zip code", "sold", "price", "size", "ok"),
                                        List.of("-999", "unknown")),
                                Map.of(
                                        "zip code", ColumnType.CATEGORICAL,
                                        "id:", ColumnType.IGNORE,
                                        "x", ColumnType.NUMERIC,
                                        "y", ColumnType.CATEGORICAL,
                                        "sold",
                                                new DateForm(
                                                        "dd.MM.yyyy",
                                                        List.of(DateForm.Part.DAYS, DateForm.Part.WEEKDAY)),
                                        "price", new NumberForm(',', ".", Map.of("€", 1.0)),
                                        "size", new NumberForm('.', "", Map.of("MB", 1.0, "GB", 1000.0)),
                                        "ok", ColumnType.BOOLEAN),
                                Unseen.MISSING,
                                true,
                                Optional.of(directory.resolve("watched.csv")),
                                Optional.of(directory.resolve("held out.csv"))),
                        new DataSpec.Missing(Imputer.Policy.CONSTANT, -0.5),
                        Normalizer.Kind.MIN_MAX,
                        Optional.empty(),
                        new Split(0, 0, false, false),
                        Optional.of(new DataSpec.ByClass(Map.of("no", 1.0, "yes, please", 2.5)))));
        assertSame(read(given.resolved()), given);
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "mean", "median", "most-frequent"})
    void readsEveryPolicyForMissingValuesAndWritesItBack(String policy) throws IOException {
        Files.writeString(directory.resolve("data.csv"), "");
        Configuration given = read("""
                name: keys
                network: { layers: [{ output: { activation: softmax, loss: mcxent } }] }
                data: {
                  train: { file: data.csv, labels: [y] }, separator: ";", missing-values: [], missing: %s,
                  normalize-labels: standardize, class-weights: balanced }
                """.formatted(policy));

        assertThat(given.data().missing().policy().label()).isEqualTo(policy);
        assertThat(given.data().labelNormalization()).contains(Normalizer.Kind.STANDARDIZE);
        assertThat(given.data().classWeights()).contains(new DataSpec.Balanced());
        assertThat(given.resolved()).contains("separator: \";\"\n", "missing-values: []\n");
        assertSame(read(given.resolved()), given);
    }

    private static void assertSame(Configuration again, Configuration given) {
        assertThat(again)
                .usingRecursiveComparison()
                .ignoringFields("file", "text")
                .isEqualTo(given);
        assertThat(again.network()).isEqualTo(given.network());
        for (int l = 0; l < given.network().layers().size(); l++) {
            var matrix = given.network().layers().get(l).weights();
            var read = again.network().layers().get(l).weights();
            matrix.ifPresent(w -> {
                for (int k = 0; k < w.size(); k++) {
                    assertThat(read.orElseThrow().remainder(k)).isEqualTo(w.remainder(k));
                }
            });
        }
    }

    private Configuration read(String yaml) throws IOException {
        Files.writeString(directory.resolve("late.yaml"), yaml);
        return Configuration.read(Path.of("late.yaml"), directory);
    }
}

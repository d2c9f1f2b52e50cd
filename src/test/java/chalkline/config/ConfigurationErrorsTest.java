package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import chalkline.files.Addresses;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every mistake of a person gets one sentence with its place. */
class ConfigurationErrorsTest {
    @TempDir
    private Path directory;

    @Test
    void namesEveryMistakeInTheOrderOfTheFile() throws IOException {
        assertThat(problems("""
                nmae: many mistakes
                seed: 0
                seed: 7
                precision: float23
                network:
                  layers:
                    - dense:
                        units: "3"
                        activation: rellu
                        weights: [[1, 2], [3, four], [5]]
                    - output: { units: 1, activation: softmax, loss: xent, biases: [1, 2], dropout: 0.5 }
                    - dense: { units: 2.5, activation: { elu: { alpha: half, beta: 1 } } }
                data:
                  train: { file: nowhere.csv, labels: [] }
                  normalize: yes
                  split: { validation: 0.5, test: 0.5 }
                training:
                  updater: { sgd: { learning-rate: -0.1 } }
                  batch-size: 0
                  epochs: many
                  on-deviation:
                model: model.bin
                """))
                .containsExactly(
                        "x.yaml:1:1: nmae: unknown key, did you mean name?",
                        "x.yaml:2:7: seed: 0 means a random seed in Deeplearning4j: choose any other whole number",
                        "x.yaml:3:1: seed: given twice, first on line 2",
                        "x.yaml:4:12: precision: unknown precision float23, did you mean float32? (known: float32, float64)",
                        "x.yaml:8:16: network.layers[0].dense.units: must be a whole number, not the text \"3\"",
                        "x.yaml:9:21: network.layers[0].dense.activation: unknown activation rellu, did you mean relu? "
                                + "(known: cube, elu, gelu, hard-sigmoid, hard-tanh, identity, leaky-relu, mish, "
                                + "rational-tanh, rectified-tanh, relu, relu6, rrelu, selu, sigmoid, softmax, softplus, softsign, "
                                + "swish, tanh, thresholded-relu)",
                        "x.yaml:10:18: network.layers[0].dense.weights: weights need a notation at the top of the file: "
                                + "notation: Wx+b where W is nOut × nIn, notation: xW+b where it is nIn × nOut",
                        "x.yaml:10:31: network.layers[0].dense.weights[1][1]: must be a number, not four",
                        "x.yaml:10:38: network.layers[0].dense.weights[2]: the row has 1 number but the first has 2",
                        "x.yaml:11:7: network.layers[1]: only the last layer can be output",
                        "x.yaml:11:54: network.layers[1].output.loss: xent, a yes or no for each output, needs the activation "
                                + "sigmoid, not softmax; softmax goes with mcxent",
                        "x.yaml:11:68: network.layers[1].output.biases: layer 2: b has 2 numbers but must have 1: "
                                + "this layer has 1 unit",
                        "x.yaml:11:76: network.layers[1].output.dropout: unknown key, which is retain-probability here, the "
                                + "probability to keep: 1 - rate",
                        "x.yaml:12:7: network.layers[2]: the last layer must be output or loss, not dense",
                        "x.yaml:12:23: network.layers[2].dense.units: must be a whole number, not 2.5",
                        "x.yaml:12:56: network.layers[2].dense.activation.elu.alpha: must be a number, not half",
                        "x.yaml:12:62: network.layers[2].dense.activation.elu.beta: unknown key; the keys here are alpha",
                        "x.yaml:14:18: data.train.file: there is no file nowhere.csv in " + directory,
                        "x.yaml:14:39: data.train.labels: must be a list of column names, such as [y], not an empty list",
                        "x.yaml:15:14: data.normalize: unknown normalization yes (known: none, standardize, min-max)",
                        "x.yaml:16:10: data.split: validation and test leave nothing to train on: "
                                + "together they must be less than 1",
                        "x.yaml:18:36: training.updater.sgd.learning-rate: must be 0 or positive, not -0.1",
                        "x.yaml:19:15: training.batch-size: must be at least 1, not 0",
                        "x.yaml:20:11: training.epochs: must be a whole number, not many",
                        "x.yaml:21:16: training.on-deviation: has no value; it must be one of continue, stop",
                        "x.yaml:22:8: model: must end in .zip, not model.bin");
    }

    @Test
    void namesWhatIsWrongWithRegularisationAndConstraints() throws IOException {
        assertThat(problems("""
                name: regularised
                network:
                  layers:
                    - dense: { units: 2, activation: relu, l2: -1, weight-decay: { apply-learning-rate: maybe } }
                    - output:
                        activation: identity
                        loss: mse
                        gradient-normalization: clip-l2
                        gradient-normalization-threshold: 0
                        constraints:
                          - max-nrom: { max: 2 }
                          - min-max-norm: { min: 2, max: 1 }
                          - min-max-norm: { min: 1, max: 2, rate: 2 }
                          - unit-norm: { on: biases, dimension: 1 }
                data: { train: { x: [[1, 2]], y: [[1]] } }
                training: { l1: lots, bias-updater: { adm: {} }, weight-dekay: 1 }
                """))
                .containsExactly(
                        "x.yaml:4:48: network.layers[0].dense.l2: must be 0 or greater, not -1",
                        "x.yaml:4:66: network.layers[0].dense.weight-decay: coefficient is missing; write, for example, "
                                + "coefficient: 0.01",
                        "x.yaml:4:89: network.layers[0].dense.weight-decay.apply-learning-rate: unknown answer maybe "
                                + "(known: true, false)",
                        "x.yaml:8:33: network.layers[1].output.gradient-normalization: unknown gradient normalization "
                                + "clip-l2 (known: none, renormalize-l2-per-layer, "
                                + "renormalize-l2-per-param-type, clip-element-wise-absolute-value, clip-l2-per-layer, "
                                + "clip-l2-per-param-type)",
                        "x.yaml:9:43: network.layers[1].output.gradient-normalization-threshold: must be greater than 0, "
                                + "not 0",
                        "x.yaml:11:13: network.layers[1].output.constraints[0]: unknown constraint max-nrom, did you mean "
                                + "max-norm? (known: max-norm, min-max-norm, non-negative, unit-norm)",
                        "x.yaml:12:42: network.layers[1].output.constraints[1].min-max-norm.max: must be at least min, "
                                + "2, not 1",
                        "x.yaml:13:51: network.layers[1].output.constraints[2].min-max-norm.rate: must be greater than 0 "
                                + "and at most 1, not 2",
                        "x.yaml:14:49: network.layers[1].output.constraints[3].unit-norm.dimension: must be 0 where it is "
                                + "on biases: biases have only one dimension",
                        "x.yaml:16:17: training.l1: must be a number, not lots",
                        "x.yaml:16:39: training.bias-updater: unknown updater adm, did you mean adam? (known: sgd, adam,"
                                + " ada-max, nadam, ams-grad, ada-belief, ada-delta, ada-grad, rms-prop, nesterovs, momentum, no-op)",
                        "x.yaml:16:50: training.weight-dekay: unknown key, did you mean weight-decay?");
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertThat(problems("seed: 1\nnetwork: { layers: [{ output: {} }, {}] }\ndata: { split: {} }\n"))
                .containsExactly(
                        "x.yaml:1:1: name is missing; write, for example, name: my-network",
                        "x.yaml:2:21: network.layers[0]: only the last layer can be output",
                        "x.yaml:2:31: network.layers[0].output: activation is missing; write, for example, "
                                + "activation: sigmoid",
                        "x.yaml:2:31: network.layers[0].output: loss is missing; write, for example, loss: mse",
                        "x.yaml:2:37: network.layers[1]: must be a map with one key, dense, output, activation, "
                                + "dropout or loss, not with 0",
                        "x.yaml:3:7: data: train is missing; write, for example, train: "
                                + "{ file: data.csv, labels: [y] }");
    }

    @Test
    void anAddressIsNoPath() throws IOException {
        assumeThat(ServiceLoader.load(Addresses.AddressedFiles.class))
                .as("a build with Spark reads addresses")
                .isEmpty();
        assertThat(problems("""
                name: far
                network: { layers: [ { output: { activation: identity, loss: mse } } ] }
                data: { train: { file: "hdfs://node:9000/rows/*.csv", labels: [y] } }
                """))
                .containsExactly("x.yaml:3:24: data.train.file: must be a path, not the address "
                        + "hdfs://node:9000/rows/*.csv: give the path under which that file system is mounted here");
    }

    @Test
    void comparesGivenMatricesWithTheirLayersInTheirNotation() throws IOException {
        assertThat(problems("""
                name: shapes
                notation: Wx+b
                network:
                  inputs: 2
                  layers:
                    - dense: { units: 3, activation: relu, weights: [[1, 2, 3], [4, 5, 6]] }
                    - output: { activation: sigmoid, loss: mse, weights: [[1, 2]] }
                data: { train: { x: [[1, 2, 3]], y: [[1]] } }
                """))
                .containsExactly(
                        "x.yaml:4:11: network.inputs: the network has 2 inputs but the data has 3 features",
                        "x.yaml:6:53: network.layers[0].dense.weights: layer 1: W is 2×3 in Wx+b notation but must be 3×2: "
                                + "the network has 2 inputs and this layer has 3 units; its shape is that of xW+b notation",
                        "x.yaml:7:58: network.layers[1].output.weights: layer 2: W is 1×2 in Wx+b notation but must be 1×3: "
                                + "the previous layer has 3 outputs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "[[1], [0], [1]]; 3:60: data.train.mask: one row an example, of one number or of one for each label: mask is"
                        + " 3×1 but y is 2×2",
                "[[1, 2], [0, 1]]; 3:60: data.train.mask: must be 1 where a label counts and 0 where it does not, not 2.0 in"
                        + " row 1",
                "[[1, 0], [0, 1]]; 3:60: data.train.mask: must leave at least one example whole, by which the model can be"
                        + " judged"
            })
    void namesWhatIsWrongWithAMask(String mask, String problem) throws IOException {
        assertThat(problems("""
                name: masked
                network: { layers: [{ output: { units: 2, activation: identity, loss: mse } }] }
                data: { train: { x: [[1], [2]], y: [[1, 0], [3, 0]], mask: %s } }
                """.formatted(mask))).containsExactly("x.yaml:" + problem);
    }

    @Test
    void aMaskGoesWithoutASplitAndWithAnOutputLayer() throws IOException {
        assertThat(problems("""
                name: masked
                network: { layers: [{ loss: { activation: identity, loss: mse } }] }
                data: { train: { x: [[1], [2]], y: [[1], [3]], mask: [[1], [0]] }, split: { test: 0.5 } }
                """))
                .containsExactly(
                        "x.yaml:3:54: data.train.mask: goes with an output layer, not with a loss layer",
                        "x.yaml:3:75: data.split: goes without a mask: leave one of them out");
    }

    @Test
    void namesWhatIsWrongWithLayersWithoutParametersAndDropout() throws IOException {
        assertThat(problems("""
                name: kinds
                network:
                  layers:
                    - dropout: { retain-probability: 0, units: 3 }
                    - dense: { units: 3, activation: relu, has-bias: no, retain-probability: 1.5 }
                    - activation: { activation: tahn, weights: [[1]] }
                    - dense: { units: 2, activation: relu, has-bias: false, biases: [1, 2] }
                    - dense: { units: 2, activation: relu, layer-norm: true, constraints: [{ unit-norm: { on: weights } }] }
                    - loss: { activation: softmax, loss: mcxent }
                    - dropout: {}
                data: { train: { x: [[1, 2]], y: [[1, 0]] } }
                """))
                .containsExactly(
                        "x.yaml:4:38: network.layers[0].dropout.retain-probability: is the probability to keep an entry, so "
                                + "it must be greater than 0 and at most 1, not 0",
                        "x.yaml:4:41: network.layers[0].dropout.units: unknown key; the keys here are retain-probability",
                        "x.yaml:5:54: network.layers[1].dense.has-bias: must be true or false, not no",
                        "x.yaml:5:78: network.layers[1].dense.retain-probability: is the probability to keep an entry, so "
                                + "it must be greater than 0 and at most 1, not 1.5",
                        "x.yaml:6:33: network.layers[2].activation.activation: unknown activation tahn, did you mean tanh? "
                                + "(known: cube, elu, gelu, hard-sigmoid, hard-tanh, identity, leaky-relu, mish, "
                                + "rational-tanh, rectified-tanh, relu, relu6, rrelu, selu, sigmoid, softmax, softplus, softsign, "
                                + "swish, tanh, thresholded-relu)",
                        "x.yaml:6:39: network.layers[2].activation.weights: unknown key; the keys here are activation",
                        "x.yaml:7:69: network.layers[3].dense.biases: are given where has-bias is false: leave one out",
                        "x.yaml:8:56: network.layers[4].dense.layer-norm: goes without constraints: leave one of them out",
                        "x.yaml:9:7: network.layers[5]: only the last layer can be loss",
                        "x.yaml:10:7: network.layers[6]: the last layer must be output or loss, not dropout",
                        "x.yaml:10:16: network.layers[6].dropout: retain-probability is missing; write, for example, "
                                + "retain-probability: 0.5");
    }

    @Test
    void aLossLayerIsAsWideAsTheLayerBefore() throws IOException {
        assertThat(problems("""
                name: widths
                network:
                  layers:
                    - dense: { units: 3, activation: identity }
                    - dropout: { retain-probability: 0.5 }
                    - loss: { activation: softmax, loss: mcxent }
                data: { train: { x: [[1, 2]], y: [[1, 0]] } }
                """))
                .containsExactly(
                        "x.yaml:6:13: network.layers[2].loss: layer 3 has 3 outputs, as many as inputs, but the "
                                + "data needs 2 outputs");
    }

    @Test
    void comparesTheSideOfAMatrixThatIsKnown() throws IOException {
        Files.writeString(directory.resolve("data.csv"), "a,b,y\n1,2,3\n");
        assertThat(problems("""
                name: shapes
                notation: xW+b
                network:
                  layers:
                    - dense: { units: 3, activation: relu, weights: [[1, 2], [4, 5]] }
                    - output: { activation: sigmoid, loss: mse, weights: [[1, 2]] }
                data: { train: { file: data.csv, labels: [y] } }
                """))
                .containsExactly(
                        "x.yaml:5:53: network.layers[0].dense.weights: layer 1: W is 2×2 in xW+b notation but must have "
                                + "3 columns: this layer has 3 units",
                        "x.yaml:6:58: network.layers[1].output.weights: layer 2: W is 1×2 in xW+b notation but must have "
                                + "3 rows: the previous layer has 3 outputs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            softmax  | mcxent | 1 | 2:55: network.layers[0].output.activation: softmax of one output is 1 whatever the input: use sigmoid for one output, or two outputs
            sigmoid  | mcxent | 2 | 2:70: network.layers[0].output.loss: mcxent, one class of several, needs the activation softmax, not sigmoid; sigmoid goes with xent, a yes or no for each output
            relu     | mcxent | 2 | 2:67: network.layers[0].output.loss: mcxent, one class of several, needs the activation softmax, not relu, because relu leaves the range 0 to 1 of a probability
            identity | xent   | 2 | 2:71: network.layers[0].output.loss: xent, a yes or no for each output, needs the activation sigmoid, not identity, because identity leaves the range 0 to 1 of a probability
            """)
    void refusesTheLossesThatDoNotFitTheirActivation(String activation, String loss, int units, String problem)
            throws IOException {
        assertThat(problems("""
                name: pairs
                network: { layers: [{ output: { units: %d, activation: %s, loss: %s } }] }
                data: { train: { x: [[1]], y: [%s] } }
                """.formatted(units, activation, loss, units == 1 ? "[1]" : "[1, 0]")))
                .containsExactly("x.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sparse-mcxent                  | .loss: sparse-mcxent takes class indices as labels, which are not covered: use mcxent, whose labels are one-hot, as those of a text column are
            { hinge: { weights: [1] } }    | .loss.hinge: hinge takes no weights; write loss: hinge
            { l2: { weights: [1] } }       | .loss: the loss has 1 weight but must have 2: this layer has 2 units
            { mae: { weights: [1, -0.5] } }| .loss.mae.weights: every weight must be 0 or positive, not -0.5
            { l1: { weight: [1, 2] } }     | .loss.l1.weight: unknown key, did you mean weights?
            { l1: {} }                     | .loss.l1: weights is missing; write, for example, weights: [0.5, 0.5]
            """)
    void refusesLossesAndWeightsThatDoNotFit(String loss, String problem) throws IOException {
        assertThat(problems("""
                name: weights
                network: { layers: [{ output: { units: 2, activation: tanh, loss: %s } }] }
                data: { train: { x: [[1]], y: [[1, 0]] } }
                """.formatted(loss)))
                .singleElement()
                .asString()
                .endsWith(": network.layers[0].output" + problem);
    }

    @Test
    void suggestsTheLossThatIsMeant() throws IOException {
        assertThat(problems("""
                name: weights
                network: { layers: [{ output: { activation: tanh, loss: wassersteen } }] }
                data: { train: { x: [[1]], y: [[1]] } }
                """))
                .containsExactly("x.yaml:2:57: network.layers[0].output.loss: unknown loss wassersteen, did you mean "
                        + "wasserstein? (known: mse, squared-loss, l2, half-squared-error, l1, mean-absolute-error, mae, "
                        + "mean-absolute-percentage-error, mape, mean-squared-logarithmic-error, msle, mcxent, "
                        + "negativeloglikelihood, xent, reconstruction-crossentropy, kl-divergence, cosine-proximity, "
                        + "hinge, squared-hinge, poisson, wasserstein)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            .inf          | must be a finite number, not .inf
            .NaN          | must be a finite number, not .NaN
            1_000         | must be a number, not 1_000
            0x10          | must be a number, not 0x10
            "3"           | must be a number, not the text "3"
            ~             | has no value; it must be a number
            1e999999999   | 1e999999999 is out of range: its exponent is beyond ±2000
            1e-999999999  | 1e-999999999 is out of range: its exponent is beyond ±2000
            1e400         | 1e400 is too large for float64, which ends at 1.7976931348623157E308
            1e-400        | 1e-400 is too small for float64, in which it would be 0
            -1e39         | -1e39 is too large for float32, which ends at 3.4028235E38
            !!int "3"     | ` the tag tag:yaml.org,2002:int is not used here: leave it out`
            """)
    void refusesWhatIsNotAnOrdinaryNumber(String number, String problem) throws IOException {
        String place = problem.startsWith(" ") ? "x.yaml:3:23:" : "x.yaml:3:23: data.train.x[0][0]: ";
        assertThat(problems("""
                name: numbers
                network: { layers: [{ output: { activation: sigmoid, loss: mse } }] }
                data: { train: { x: [[%s, 1, 2.5, -.5, 1., +1E2]], y: [[1]] } }
                """.formatted(number))).containsExactly(place + problem);
    }

    @Test
    void refusesInlineDataThatDoesNotFitTogether() throws IOException {
        assertThat(problems("""
                name: rows
                network: { layers: [{ output: { activation: sigmoid, loss: mse, biases: [[1]] } }] }
                data: { train: { x: [[1], [2]], y: [[1]] } }
                """))
                .containsExactly(
                        "x.yaml:2:73: network.layers[0].output.biases: must be a list of numbers, such as [1, 2], "
                                + "not a list of lists",
                        "x.yaml:3:36: data.train.y: one row an example: y is 1×1 but x is 2×1");
        assertThat(problems("""
                name: widths
                network:
                  layers:
                    - dense: { units: 1, activation: relu, weight-init: uniform }
                    - dense: { units: 1, activation: relu, weight-init: { normal: 0 } }
                    - output: { activation: identity, loss: mse, weight-init: { xavier: 1 } }
                data: { train: { x: [[1]], y: [[1]] }, split: { stratify: true, order: file } }
                """))
                .containsExactly(
                        "x.yaml:4:57: network.layers[0].dense.weight-init: uniform needs its width: { uniform: 0.05 }",
                        "x.yaml:5:67: network.layers[1].dense.weight-init.normal: must be greater than 0, not 0",
                        "x.yaml:6:63: network.layers[2].output.weight-init: xavier has no width: write xavier",
                        "x.yaml:7:59: data.split.stratify: draws rows of every class, but order: file draws none: leave one out");
        assertThat(problems("""
                name: both
                network: { layers: [{ output: { activation: sigmoid, loss: mse, weight-init: zero, weights: [1] } }] }
                data: { train: { x: [[1]], labels: [y] } }
                notation: Wx+b
                """))
                .containsExactly(
                        "x.yaml:2:78: network.layers[0].output.weight-init: draws nothing where weights are given: "
                                + "leave one of them out",
                        "x.yaml:2:93: network.layers[0].output.weights: must be a list of rows, such as [[1, 2], [3, 4]], "
                                + "not a list of numbers",
                        "x.yaml:3:16: data.train: must be either a file with labels, { file: data.csv, labels: [y] }, "
                                + "or x and y, { x: [[1, 2]], y: [[3]] }");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ../elsewhere | ../elsewhere
            .hidden      | .hidden
            a/b          | a/b
            "a\\tb"      | a�b
            """)
    void refusesNamesThatAreNoFileNames(String name, String shown) throws IOException {
        assertThat(problems("""
                name: %s
                network: { layers: [{ output: { activation: sigmoid, loss: mse } }] }
                data: { train: { x: [[1]], y: [[1]] } }
                """.formatted(name)))
                .containsExactly(
                        "x.yaml:1:7: name: names files, so it must be letters, digits and . _ - after a first letter, digit "
                                + "or _, at most 100, not " + shown);
    }

    private List<String> problems(String yaml) throws IOException {
        Files.writeString(directory.resolve("x.yaml"), yaml);
        InvalidInputException refused = catchThrowableOfType(
                InvalidInputException.class, () -> Configuration.read(Path.of("x.yaml"), directory));
        assertThat(refused).as("what %s was refused with", yaml).isNotNull();
        return refused.problems();
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.KnownDifferences;
import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.training.Engine;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import chalkline.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** predict, evaluate, inspect and check of one saved model of the irises, which is only read. */
class ModelCommandsTest {
    private static final String MODEL = "models/iris.zip";
    private static final String IRIS = "data/iris.csv";

    @TempDir
    private static Path directory;

    private static Workplace here;

    /** What the model predicted before it was saved: 150 × 3. */
    private static Matrix predictions;

    @BeforeAll
    static void train() throws IOException {
        here = Workplace.in(directory);
        Job job = Job.prepare(Configuration.read(Path.of("configs/iris.yaml"), directory));
        Remembering engine = new Remembering();
        TrainingRun.of(job, engine, RunDirectory.create(here.path("run")), new TrainingObserver() {});
        predictions = engine.built.predict(
                job.table().features(IntStream.range(0, 150).toArray()));
    }

    /** Deeplearning4j, remembering what it built. */
    private static final class Remembering implements Engine {
        private final Dl4j engine = new Dl4j();
        private Model built;

        @Override
        public String name() {
            return engine.name();
        }

        @Override
        public KnownDifferences knownDifferences() {
            return engine.knownDifferences();
        }

        @Override
        public String version() {
            return engine.version();
        }

        @Override
        public Model build(Network network) {
            built = engine.build(network);
            return built;
        }

        @Override
        public Network network(Path file, OptionalLong seed, Optional<Precision> precision) {
            return engine.network(file, seed, precision);
        }

        @Override
        public Loaded load(Path file) {
            return engine.load(file);
        }
    }

    @Test
    void predictsEveryRowInItsOrderWithTheBitsOfBeforeSaving() {
        Outcome predict = here.run("predict", MODEL, IRIS);
        assertThat(predict.code()).isZero();
        assertThat(predict.err()).isEmpty();
        List<String> lines = predict.out().lines().toList();
        assertThat(lines).hasSize(151);
        assertThat(lines.get(0)).isEqualTo("species,p_setosa,p_versicolor,p_virginica");
        for (int i = 0; i < 150; i++) {
            String[] cells = lines.get(i + 1).split(",");
            List<Double> probabilities = Arrays.stream(cells)
                    .skip(1)
                    .map(cell -> (double) Float.parseFloat(cell))
                    .toList();
            assertThat(probabilities)
                    .containsExactly(predictions.get(i, 0), predictions.get(i, 1), predictions.get(i, 2));
            int largest = IntStream.range(0, 3)
                    .reduce((a, b) -> probabilities.get(b) > probabilities.get(a) ? b : a)
                    .orElseThrow();
            assertThat(cells[0])
                    .isEqualTo(List.of("setosa", "versicolor", "virginica").get(largest));
        }
    }

    @Test
    void findsColumnsByNameWhateverTheirOrderAndWhateverElseThereIs() throws IOException {
        String expected = here.run("predict", MODEL, IRIS).out();
        List<String> rows = new ArrayList<>();
        for (String line : here.read(IRIS).lines().toList()) {
            String[] c = line.split(",");
            rows.add(String.join(",", rows.isEmpty() ? "note" : "?", c[3], c[1], c[0], c[2]));
        }
        Path csv = here.write("turned.csv", String.join("\n", rows));
        Outcome predict = here.run("predict", MODEL, "turned.csv");
        assertThat(predict.code()).isZero();
        assertThat(predict.err().lines()).containsExactly(csv + ": the model does not use the column note");
        assertThat(predict.out()).isEqualTo(expected);
    }

    @Test
    void namesTheColumnThatIsMissing() throws IOException {
        String rows = here.read(IRIS)
                .lines()
                .map(line -> line.substring(line.indexOf(',') + 1))
                .collect(Collectors.joining("\n"));
        Path csv = here.write("missing.csv", rows);
        for (String command : List.of("predict", "evaluate")) {
            Outcome outcome = here.run(command, MODEL, "missing.csv");
            assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err().lines())
                    .containsExactly(csv + ": no column \"sepal_length_cm\"; the columns are \"sepal_width_cm\", "
                            + "\"petal_length_cm\", \"petal_width_cm\", \"species\"");
        }
    }

    @Test
    void evaluatesAllRows() {
        Outcome evaluate = here.run("evaluate", MODEL, IRIS);
        assertThat(evaluate.code()).isZero();
        assertThat(evaluate.err()).isEmpty();
        assertThat(evaluate.out().lines())
                .startsWith("Evaluation on all 150 rows", "  accuracy  0.9800   always \"setosa\": 0.3333")
                .contains("  setosa                  50           0          0");
    }

    @Test
    void refusesAClassThatTheModelDoesNotKnow() throws IOException {
        Path csv = here.edited(IRIS, "unknown.csv", "5.1,3.5,1.4,0.2,setosa", "5.1,3.5,1.4,0.2,rosa");
        Outcome evaluate = here.run("evaluate", MODEL, "unknown.csv");
        assertThat(evaluate.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(evaluate.out()).isEmpty();
        assertThat(evaluate.err().lines())
                .containsExactly(csv + ":2: column \"species\": \"rosa\" is not one of the classes \"setosa\", "
                        + "\"versicolor\", \"virginica\"");
        assertThat(here.run("predict", MODEL, "unknown.csv").code()).isZero();
    }

    @Test
    void inspects() {
        Outcome inspect = here.run("inspect", MODEL);
        assertThat(inspect.code()).isZero();
        assertThat(inspect.err()).isEmpty();
        assertThat(inspect.out())
                .startsWith(here.path(MODEL) + ": float32, 83 parameters, trained 700 steps in 100 epochs\n")
                .contains("layer0  DenseLayer   4       10     relu", "W 4×10, b 10", "Updater  Sgd(learningRate=0.1")
                .contains("species (classes setosa, versicolor, virginica)")
                .contains("Features normalised  standardize\n", "  No regularisation is configured.\n");
    }

    @Test
    void checksASavedModelWithTheColumnsItCarries() {
        Outcome check = here.run("check", MODEL, "--data", IRIS);
        assertThat(check.err()).isEmpty();
        assertThat(check.code()).isZero();
        assertThat(check.out().lines())
                .startsWith(
                        here.path(MODEL) + ": one Deeplearning4j fit on 32 examples, float32, checked step by step",
                        "AGREES  12 of 12 steps, and 4 of 4 updated parameters; "
                                + "these are the gradients fit() used, bit for bit");
        assertThat(here.run("check", MODEL, "--data", IRIS, "--labels", "species")
                        .out())
                .isEqualTo(check.out());
        Outcome inFloat64 = here.run("check", MODEL, "--data", IRIS, "--precision", "float64", "--rows", "5");
        assertThat(inFloat64.code()).isZero();
        assertThat(inFloat64.out()).contains("fit on 5 examples, float64");
    }

    @Test
    void refusesLabelsThatAreNotTheModels() {
        Outcome check = here.run("check", MODEL, "--data", IRIS, "--labels", "petal_width_cm");
        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(check.err().lines())
                .containsExactly(here.path(MODEL) + ": its labels are species, not petal_width_cm");
    }

    @Test
    void checksAZipOfDeeplearning4jsOwn() throws IOException {
        save("plain.zip", new Sgd(0.1), 3);
        Outcome check = here.run("check", "plain.zip", "--data", IRIS, "--labels", "species");
        assertThat(check.err()).isEmpty();
        assertThat(check.code()).isZero();
        assertThat(check.out()).contains("\nAGREES  12 of 12 steps, and 4 of 4 updated parameters; ");

        Outcome unlabelled = here.run("check", "plain.zip", "--data", IRIS);
        assertThat(unlabelled.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(unlabelled.err().lines())
                .containsExactly(here.path("plain.zip") + ": carries no column schema, so --labels must name the label "
                        + "columns of " + here.path(IRIS));
        Outcome predict = here.run("predict", "plain.zip", IRIS);
        assertThat(predict.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(predict.err().lines())
                .containsExactly(here.path("plain.zip") + ": carries no column schema, so nobody knows which column of "
                        + here.path(IRIS) + " is which input: --labels NAME,… names the label columns, and every other"
                        + " column is then a feature");
        assertThat(here.run("inspect", "plain.zip").out())
                .contains("Columns  unknown: the file carries no column schema\n");
    }

    @Test
    void refusesToCheckWhatDoesNotFit() throws IOException {
        save("narrow.zip", new Sgd(0.1), 2);
        Outcome narrow = here.run("check", "narrow.zip", "--data", IRIS, "--labels", "species");
        assertThat(narrow.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(narrow.err().lines())
                .containsExactly(here.path(IRIS) + ": has 3 label columns (a class counting as one), but "
                        + here.path("narrow.zip") + " needs 2");
    }

    @Test
    void checksAModelWithAnUpdaterThatKeepsSomething() throws IOException {
        save("adam.zip", new Adam(0.1), 3);
        Outcome adam = here.run("check", "adam.zip", "--data", IRIS, "--labels", "species");
        assertThat(adam.code()).isEqualTo(ExitCode.DONE);
        assertThat(adam.out()).contains("W1.v.next").contains(" 16 of 16 steps of the update; ");
        Outcome float32 =
                here.run("check", "adam.zip", "--data", IRIS, "--labels", "species", "--precision", "float32");
        assertThat(float32.code()).isEqualTo(ExitCode.DONE);

        save("rms-prop.zip", new RmsProp(0.1), 3);
        Outcome rmsProp = here.run("check", "rms-prop.zip", "--data", IRIS, "--labels", "species");
        assertThat(rmsProp.code()).isEqualTo(ExitCode.DONE);
        assertThat(rmsProp.out()).contains("\nCONVENTION  rms-prop-start (W1.cache b1.cache W2.cache b2.cache): ");
    }

    private static void save(String file, IUpdater updater, int outputs) throws IOException {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(outputs)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        ModelSerializer.writeModel(network, here.path(file).toFile(), true);
    }
}

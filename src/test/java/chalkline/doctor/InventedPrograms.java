package chalkline.doctor;

import static chalkline.doctor.InventedData.clouds;
import static chalkline.doctor.InventedData.counts;
import static chalkline.doctor.InventedData.curve;
import static chalkline.doctor.InventedData.friedman;
import static chalkline.doctor.InventedData.houses;
import static chalkline.doctor.InventedData.labelled;
import static chalkline.doctor.InventedData.labels;
import static chalkline.doctor.InventedData.linear;
import static chalkline.doctor.InventedData.pictures;
import static chalkline.doctor.InventedData.rare;
import static chalkline.doctor.InventedData.rings;
import static chalkline.doctor.InventedData.scaled;
import static chalkline.doctor.InventedData.slipped;
import static chalkline.doctor.InventedData.with;
import static chalkline.doctor.InventedData.xor;

import chalkline.doctor.InventedData.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Training programs of our own, healthy ones and faulty ones, beside the published ones. */
final class InventedPrograms {
    private static final String CLASSES = "columns: { y: categorical }";
    private static final String RAW = "normalize: none";
    private static final String RAW_CLASSES = "columns: { y: categorical }\n  normalize: none";
    private static final String RAW_LABELS = "normalize-labels: none";
    private static final String RAW_ALL = "normalize: none\n  normalize-labels: none";
    private static final String ADAM = "updater: { adam: { learning-rate: 0.01 } }";
    private static final String SLOW_ADAM = "updater: { adam: { learning-rate: 0.001 } }";
    private static final String SOFTMAX = "output: { activation: softmax, loss: mcxent }";
    private static final String SIGMOID = "output: { activation: sigmoid, loss: xent }";
    private static final String LINE = "output: { activation: identity, loss: mse }";

    private InventedPrograms() {}

    /**
     * A program.
     *
     * @param causes what is wrong with it; none of a healthy one
     */
    record Program(
            String name, List<String> causes, Rows rows, int count, List<String> layers, String data, String training) {

        /** Writes its table and its configuration into the directory, and gives the latter's name. */
        Path write(Path directory) throws IOException {
            Files.writeString(directory.resolve(name + ".csv"), rows.csv(count, name.hashCode()));
            Path file = Path.of(name + ".yaml");
            String labels = rows.labels() == 1
                    ? "y"
                    : java.util.stream.IntStream.rangeClosed(1, rows.labels())
                            .mapToObj(j -> "y" + j)
                            .collect(Collectors.joining(", "));
            Files.writeString(
                    directory.resolve(file),
                    "name: " + name + "\nseed: 7\nnotation: xW+b\nnetwork:\n  layers:\n"
                            + layers.stream()
                                    .map(layer -> "    - " + layer + "\n")
                                    .collect(Collectors.joining())
                            + "data:\n  train: { file: " + name + ".csv, labels: [" + labels + "] }\n"
                            + (data.isEmpty() ? "" : "  " + data + "\n") + "training:\n  "
                            + training.replace("; ", "\n  ") + "\n");
            return file;
        }
    }

    private static Program healthy(
            String name, Rows rows, int count, List<String> layers, String data, String training) {
        return new Program(name, List.of(), rows, count, layers, data, training);
    }

    private static Program faulty(
            String name, String causes, Rows rows, int count, List<String> layers, String data, String training) {
        return new Program(name, Arrays.asList(causes.split(" ")), rows, count, layers, data, training);
    }

    private static String dense(int units, String rest) {
        return "dense: { units: " + units + ", activation: " + rest + " }";
    }

    private static List<String> layers(String... layers) {
        return List.of(layers);
    }

    private static String[] deep(int count, String layer, String output) {
        String[] layers = new String[count + 1];
        Arrays.fill(layers, layer);
        layers[count] = output;
        return layers;
    }

    private static Object text(Object label) {
        return List.of("red", "green", "blue", "brown", "grey").get((int) label);
    }

    /** The program of that name. */
    static Program named(String name) {
        return Stream.concat(healthy().stream(), faulty().stream())
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static List<Program> healthy() {
        return List.of(
                healthy(
                        "three-clouds",
                        labelled(clouds(3, 2, 0.6), InventedPrograms::text),
                        300,
                        layers(dense(8, "relu"), SOFTMAX),
                        "",
                        "batch-size: 16; epochs: 30"),
                healthy(
                        "overlapping-clouds",
                        clouds(4, 3, 2.0),
                        800,
                        layers(dense(16, "tanh"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                healthy(
                        "two-clouds-sigmoid",
                        clouds(2, 4, 1.0),
                        400,
                        layers(dense(6, "sigmoid"), SIGMOID),
                        "",
                        "updater: { nesterovs: { learning-rate: 0.1, momentum: 0.9 } }; epochs: 20"),
                healthy("logistic-regression", clouds(2, 6, 1.5), 500, layers(SIGMOID), "", "epochs: 20"),
                healthy("softmax-regression", clouds(5, 6, 1.5), 500, layers(SOFTMAX), CLASSES, "epochs: 20"),
                healthy(
                        "linear-regression",
                        linear(5, 0.9),
                        500,
                        layers(LINE),
                        "",
                        "updater: { sgd: { learning-rate: 0.01 } }; epochs: 20"),
                healthy("rings-relu", rings(), 600, layers(dense(16, "relu"), SIGMOID), "", ADAM + "; epochs: 40"),
                healthy(
                        "rings-mse",
                        rings(),
                        600,
                        layers(dense(12, "tanh"), "output: { activation: sigmoid, loss: mse }"),
                        "",
                        ADAM + "; epochs: 60"),
                healthy(
                        "sine-tanh",
                        curve(-3, 3, 0.05, Math::sin),
                        400,
                        layers(dense(20, "tanh"), LINE),
                        RAW_ALL,
                        ADAM + "; epochs: 60"),
                healthy(
                        "parabola-raw",
                        curve(-1, 1, 0.02, x -> x * x),
                        300,
                        layers(dense(16, "relu"), dense(16, "relu"), LINE),
                        RAW_ALL,
                        ADAM + "; epochs: 60"),
                healthy("houses", houses(), 600, layers(dense(32, "relu"), LINE), "", SLOW_ADAM + "; epochs: 60"),
                healthy(
                        "houses-huber-like",
                        houses(),
                        600,
                        layers(dense(32, "elu"), "output: { activation: identity, loss: mean-absolute-error }"),
                        "",
                        SLOW_ADAM + "; epochs: 60"),
                healthy(
                        "houses-min-max",
                        houses(),
                        600,
                        layers(dense(16, "tanh"), "output: { activation: sigmoid, loss: mse }"),
                        "normalize: min-max\n  normalize-labels: min-max",
                        ADAM + "; epochs: 60"),
                healthy(
                        "friedman",
                        friedman(10, 1),
                        1000,
                        layers(dense(64, "relu"), dense(32, "relu"), LINE),
                        "",
                        SLOW_ADAM + "; epochs: 40"),
                healthy(
                        "friedman-raw-inputs",
                        friedman(5, 0.5),
                        800,
                        layers(dense(32, "relu"), LINE),
                        RAW,
                        ADAM + "; epochs: 40"),
                healthy(
                        "friedman-raw-all",
                        friedman(5, 0.5),
                        800,
                        layers(dense(32, "relu"), LINE),
                        RAW_ALL,
                        ADAM + "; epochs: 60"),
                healthy(
                        "weak-signal",
                        linear(8, 0.2),
                        2000,
                        layers(dense(8, "tanh"), LINE),
                        "",
                        SLOW_ADAM + "; batch-size: 64; epochs: 30"),
                healthy(
                        "weak-classes",
                        clouds(2, 3, 5.0),
                        3000,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        SLOW_ADAM + "; epochs: 20"),
                healthy(
                        "rare-class",
                        rare(0.04, 1.5),
                        2000,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                healthy(
                        "rare-class-softmax",
                        rare(0.07, 1.2),
                        1500,
                        layers(dense(8, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                healthy(
                        "rare-class-weighted",
                        rare(0.05, 1.2),
                        1500,
                        layers(dense(8, "relu"), SOFTMAX),
                        CLASSES + "\n  class-weights: balanced",
                        ADAM + "; epochs: 20"),
                healthy(
                        "pictures-standardised",
                        pictures(16),
                        700,
                        layers(dense(32, "relu"), SOFTMAX),
                        CLASSES,
                        SLOW_ADAM + "; epochs: 20"),
                healthy(
                        "pictures-to-1",
                        pictures(1),
                        700,
                        layers(dense(64, "relu"), dense(32, "relu"), SOFTMAX),
                        RAW_CLASSES,
                        SLOW_ADAM + "; epochs: 20"),
                healthy(
                        "pictures-raw-16",
                        pictures(16),
                        700,
                        layers(dense(32, "relu"), SOFTMAX),
                        RAW_CLASSES,
                        SLOW_ADAM + "; epochs: 20"),
                healthy(
                        "counts-poisson",
                        counts(),
                        800,
                        layers(dense(8, "tanh"), "output: { activation: softplus, loss: poisson }"),
                        "",
                        ADAM + "; epochs: 30"),
                healthy(
                        "counts-squares",
                        counts(),
                        800,
                        layers(dense(8, "tanh"), "output: { activation: identity, loss: mse }"),
                        "",
                        ADAM + "; epochs: 30"),
                healthy(
                        "xor-four-rows",
                        xor(),
                        4,
                        layers(dense(8, "tanh"), SIGMOID),
                        RAW,
                        "updater: { adam: { learning-rate: 0.1 } }; batch-size: 4; epochs: 200"),
                healthy("ten-rows", linear(2, 1), 10, layers(dense(4, "tanh"), LINE), "", "batch-size: 2; epochs: 100"),
                healthy(
                        "hinge",
                        labelled(clouds(2, 3, 1.0), c -> (int) c == 0 ? -1 : 1),
                        400,
                        layers(dense(8, "tanh"), "output: { activation: identity, loss: hinge }"),
                        "",
                        ADAM + "; epochs: 20"),
                healthy(
                        "two-quantities",
                        labels(2, linear(4, 0.9), cells -> {
                            Object[] more = Arrays.copyOf(cells, 6);
                            more[5] = 3 * (double) cells[0] + 100;
                            return more;
                        }),
                        400,
                        layers(dense(16, "relu"), LINE),
                        "",
                        ADAM + "; epochs: 40"),
                healthy(
                        "three-yes-or-no",
                        labels(3, clouds(2, 4, 0.8), cells -> {
                            Object[] more = Arrays.copyOf(cells, 7);
                            more[5] = (double) cells[0] > 0 ? 1 : 0;
                            more[6] = (double) cells[1] + (double) cells[2] > 0 ? 1 : 0;
                            return more;
                        }),
                        500,
                        layers(dense(16, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                healthy(
                        "five-relu-layers",
                        clouds(3, 8, 1.5),
                        800,
                        layers(deep(5, dense(32, "relu, weight-init: relu"), SOFTMAX)),
                        CLASSES,
                        SLOW_ADAM + "; epochs: 30"),
                healthy(
                        "six-tanh-layers",
                        rings(),
                        800,
                        layers(deep(6, dense(16, "tanh"), SIGMOID)),
                        "",
                        SLOW_ADAM + "; epochs: 60"),
                healthy(
                        "three-sigmoid-layers",
                        clouds(3, 4, 0.7),
                        600,
                        layers(deep(3, dense(16, "sigmoid"), SOFTMAX)),
                        CLASSES,
                        ADAM + "; epochs: 60"),
                healthy(
                        "selu-lecun",
                        friedman(6, 1),
                        800,
                        layers(deep(3, dense(24, "selu, weight-init: lecun-normal"), LINE)),
                        "",
                        SLOW_ADAM + "; epochs: 40"),
                healthy(
                        "dropout",
                        clouds(4, 10, 2.0),
                        1000,
                        layers(dense(64, "relu"), "dropout: { retain-probability: 0.5 }", SOFTMAX),
                        CLASSES,
                        SLOW_ADAM + "; epochs: 30"),
                healthy(
                        "regularised",
                        clouds(4, 10, 2.0),
                        1000,
                        layers(dense(32, "relu"), SOFTMAX),
                        CLASSES,
                        SLOW_ADAM + "; l2: 0.001; epochs: 30"),
                healthy(
                        "big-batches",
                        clouds(3, 5, 1.0),
                        4000,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; batch-size: 512; epochs: 20"),
                healthy(
                        "one-row-a-step",
                        clouds(3, 4, 1.0),
                        200,
                        layers(dense(8, "tanh"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.02 } }; batch-size: 1; epochs: 10"),
                healthy(
                        "full-batch",
                        clouds(3, 4, 1.0),
                        150,
                        layers(dense(8, "tanh"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.5 } }; batch-size: 150; epochs: 200"),
                healthy(
                        "rms-prop",
                        clouds(3, 4, 1.0),
                        400,
                        layers(dense(16, "swish"), SOFTMAX),
                        CLASSES,
                        "updater: { rms-prop: { learning-rate: 0.005 } }; epochs: 20"),
                healthy(
                        "ada-grad",
                        friedman(5, 1),
                        600,
                        layers(dense(32, "softplus"), LINE),
                        "",
                        "updater: { ada-grad: { learning-rate: 0.1 } }; epochs: 30"),
                healthy(
                        "ada-delta",
                        clouds(3, 4, 1.0),
                        600,
                        layers(dense(16, "leaky-relu"), SOFTMAX),
                        CLASSES,
                        "updater: { ada-delta: { rho: 0.95, epsilon: 1.0e-6 } }; epochs: 40"),
                healthy(
                        "nadam-gelu",
                        rings(),
                        600,
                        layers(dense(16, "gelu"), SIGMOID),
                        "",
                        "updater: { nadam: { learning-rate: 0.01 } }; epochs: 40"),
                healthy(
                        "schedule",
                        clouds(3, 4, 1.0),
                        600,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: { step: { initial: 0.2, decay-rate: 0.5, step: 100, by: iteration } } } }; epochs: 30"),
                healthy(
                        "small-normal-weights",
                        clouds(3, 4, 1.0),
                        600,
                        layers(dense(16, "relu, weight-init: { normal: 0.05 }"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                healthy(
                        "uniform-weights",
                        rings(),
                        600,
                        layers(dense(16, "tanh, weight-init: { uniform: 0.5 }"), SIGMOID),
                        "",
                        ADAM + "; epochs: 40"),
                healthy(
                        "labels-with-a-long-tail",
                        labelled(linear(6, 1), y -> Math.exp(1.6 * (double) y)),
                        1500,
                        layers(dense(32, "relu"), dense(16, "relu"), LINE),
                        "",
                        "updater: { adam: { learning-rate: 0.003 } }; epochs: 30"),
                healthy(
                        "rare-class-slowly",
                        rare(0.025, 1.5),
                        3000,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        SLOW_ADAM + "; epochs: 10"),
                healthy(
                        "weak-yes-or-no",
                        rare(0.3, 0.35),
                        400,
                        layers(dense(10, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 30"),
                healthy("narrow", clouds(2, 6, 1.0), 400, layers(dense(2, "tanh"), SIGMOID), "", ADAM + "; epochs: 30"),
                healthy(
                        "one-epoch",
                        clouds(3, 5, 1.0),
                        6000,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 1"),
                healthy("two-epochs-sgd", linear(10, 0.8), 3000, layers(dense(16, "relu"), LINE), "", "epochs: 2"),
                healthy(
                        "binary-softmax",
                        clouds(2, 4, 1.0),
                        500,
                        layers(dense(8, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                healthy(
                        "probabilities",
                        labelled(linear(4, 1), y -> 1 / (1 + Math.exp(-2 * (double) y))),
                        600,
                        layers(dense(8, "tanh"), SIGMOID),
                        "",
                        ADAM + "; epochs: 60"),
                healthy(
                        "logarithms",
                        labelled(linear(4, 0.9), y -> Math.exp(2 + (double) y)),
                        600,
                        layers(
                                dense(16, "relu"),
                                "output: { activation: softplus, loss: mean-squared-logarithmic-error }"),
                        "",
                        ADAM + "; epochs: 40"),
                healthy(
                        "percentages",
                        labelled(friedman(5, 0.5), y -> 20 + (double) y),
                        600,
                        layers(
                                dense(16, "relu"),
                                "output: { activation: identity, loss: mean-absolute-percentage-error }"),
                        RAW_LABELS,
                        ADAM + "; epochs: 80"),
                healthy(
                        "layer-norm",
                        clouds(4, 6, 1.5),
                        600,
                        layers(dense(16, "relu, layer-norm: true"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                healthy(
                        "clipped",
                        friedman(5, 1),
                        600,
                        layers(dense(32, "relu"), LINE),
                        "",
                        ADAM
                                + "; gradient-normalization: clip-l2-per-layer; gradient-normalization-threshold: 1.0; epochs: 30"),
                healthy(
                        "three-levels",
                        labelled(clouds(3, 3, 0.7), c -> 10.0 * (int) c),
                        400,
                        layers(dense(16, "relu"), LINE),
                        "",
                        ADAM + "; epochs: 40"),
                healthy("wide", linear(3, 0.9), 300, layers(dense(256, "relu"), LINE), "", SLOW_ADAM + "; epochs: 30"),
                healthy(
                        "relu-output",
                        labelled(friedman(5, 0.5), y -> Math.max(0, (double) y)),
                        600,
                        layers(dense(32, "relu"), "output: { activation: relu, loss: mse }"),
                        "",
                        ADAM + "; epochs: 40"),
                healthy(
                        "classes-as-one-number",
                        clouds(3, 4, 0.8),
                        400,
                        layers(dense(8, "relu"), "output: { units: 3, activation: softmax, loss: mcxent }"),
                        "",
                        ADAM + "; epochs: 20"),
                healthy(
                        "two-units-for-0-and-1",
                        clouds(2, 4, 0.8),
                        400,
                        layers(dense(8, "relu"), "output: { units: 2, activation: softmax, loss: mcxent }"),
                        "",
                        ADAM + "; epochs: 20"),
                healthy(
                        "tanh-output",
                        curve(-3, 3, 0.02, x -> 0.8 * Math.sin(x)),
                        400,
                        layers(dense(20, "tanh"), "output: { activation: tanh, loss: mse }"),
                        "",
                        ADAM + "; epochs: 60"));
    }

    static List<Program> faulty() {
        return List.of(
                faulty(
                        "softmax-of-one",
                        "one-unit-softmax",
                        clouds(2, 4, 1.0),
                        300,
                        layers(dense(8, "relu"), "output: { units: 1, activation: softmax, loss: mcxent }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "softmax-of-one-squares",
                        "one-unit-softmax",
                        houses(),
                        300,
                        layers(dense(8, "relu"), "output: { units: 1, activation: softmax, loss: mse }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "softmax-of-one-xent",
                        "one-unit-softmax wrong-output-activation",
                        rings(),
                        300,
                        layers(dense(16, "tanh"), "output: { activation: softmax, loss: xent }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "logits-without-softmax",
                        "wrong-output-activation",
                        clouds(3, 4, 1.0),
                        300,
                        layers(dense(8, "relu"), "output: { activation: identity, loss: mcxent }"),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                faulty(
                        "sigmoid-of-classes",
                        "wrong-output-activation",
                        clouds(4, 4, 1.0),
                        400,
                        layers(dense(8, "relu"), "output: { activation: sigmoid, loss: mcxent }"),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                faulty(
                        "tanh-yes-or-no",
                        "wrong-output-activation",
                        rings(),
                        400,
                        layers(dense(16, "relu"), "output: { activation: tanh, loss: xent }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "relu-of-negatives",
                        "wrong-output-activation label-range",
                        labelled(linear(4, 0.9), y -> (double) y - 4),
                        400,
                        layers(dense(16, "relu"), "output: { activation: relu, loss: mse }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "prices-through-tanh",
                        "wrong-output-activation label-range unscaled-label",
                        houses(),
                        400,
                        layers(dense(16, "relu"), "output: { activation: tanh, loss: mse }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "quantity-as-yes-or-no",
                        "wrong-loss wrong-output-activation label-range",
                        linear(4, 0.9),
                        400,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "quantity-as-class-loss",
                        "wrong-loss one-unit-softmax wrong-output-activation",
                        friedman(5, 0.5),
                        400,
                        layers(dense(8, "relu"), "output: { activation: identity, loss: mcxent }"),
                        RAW_LABELS,
                        ADAM + "; epochs: 20"),
                faulty(
                        "squares-of-softmax",
                        "wrong-loss",
                        pictures(16),
                        600,
                        layers(dense(32, "sigmoid"), "output: { activation: softmax, loss: mse }"),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.01 } }; batch-size: 64; epochs: 10"),
                faulty(
                        "hinge-of-0-and-1",
                        "label-range wrong-loss labels-not-one-hot",
                        clouds(2, 4, 1.0),
                        300,
                        layers(dense(8, "tanh"), "output: { activation: tanh, loss: hinge }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "labels-1-and-2",
                        "label-range labels-not-one-hot",
                        labelled(clouds(2, 4, 1.0), c -> 1 + (int) c),
                        300,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "minus-1-and-1",
                        "label-range wrong-loss",
                        labelled(clouds(2, 4, 1.0), c -> 2 * (int) c - 1),
                        300,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "stars-1-to-5",
                        "label-range wrong-output-activation labels-not-one-hot",
                        labelled(clouds(5, 4, 1.0), c -> 1 + (int) c),
                        400,
                        layers(dense(8, "relu"), "output: { activation: sigmoid, loss: mse }"),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "houses-raw-inputs",
                        "unscaled-input",
                        houses(),
                        600,
                        layers(dense(16, "sigmoid"), LINE),
                        RAW,
                        "updater: { sgd: { learning-rate: 0.01 } }; epochs: 20"),
                faulty(
                        "pictures-255-sigmoid",
                        "learning-rate-too-low unscaled-input saturated",
                        pictures(255),
                        600,
                        layers(dense(32, "sigmoid"), dense(32, "sigmoid"), SOFTMAX),
                        RAW_CLASSES,
                        "updater: { sgd: { learning-rate: 0.01 } }; epochs: 10"),
                faulty(
                        "far-from-0",
                        "unscaled-input",
                        scaled(rings(), 1, 1000),
                        600,
                        layers(dense(16, "tanh"), SIGMOID),
                        RAW,
                        ADAM + "; epochs: 30"),
                faulty(
                        "tiny-inputs",
                        "unscaled-input",
                        scaled(clouds(3, 4, 1.0), 1e-4, 0),
                        600,
                        layers(dense(16, "relu"), SOFTMAX),
                        RAW_CLASSES,
                        "updater: { sgd: { learning-rate: 0.1 } }; epochs: 20"),
                faulty(
                        "one-input-in-dollars",
                        "unscaled-input",
                        with(rings(), cells ->
                                new Object[] {cells[0], cells[1], 50_000 + 1000 * (double) cells[0], cells[2]}),
                        600,
                        layers(dense(16, "relu"), SIGMOID),
                        RAW,
                        ADAM + "; epochs: 30"),
                faulty(
                        "houses-raw-labels",
                        "unscaled-label",
                        houses(),
                        600,
                        layers(dense(16, "relu"), LINE),
                        RAW_LABELS,
                        SLOW_ADAM + "; epochs: 30"),
                faulty(
                        "years-as-labels",
                        "unscaled-label",
                        labelled(linear(4, 0.9), y -> 1980 + 15 * (double) y),
                        600,
                        layers(dense(16, "tanh"), LINE),
                        RAW_LABELS,
                        SLOW_ADAM + "; epochs: 30"),
                faulty(
                        "raw-everything",
                        "unscaled-label unscaled-input learning-rate-too-high",
                        houses(),
                        600,
                        layers(dense(16, "relu"), LINE),
                        RAW_ALL,
                        "updater: { sgd: { learning-rate: 0.01 } }; epochs: 10"),
                faulty(
                        "sgd-10",
                        "learning-rate-too-high",
                        clouds(3, 4, 1.0),
                        400,
                        layers(dense(16, "relu"), dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 30 } }; epochs: 20"),
                faulty(
                        "adam-1",
                        "learning-rate-too-high",
                        pictures(16),
                        600,
                        layers(dense(32, "relu"), dense(32, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { adam: { learning-rate: 1 } }; epochs: 20"),
                faulty(
                        "nesterovs-steep",
                        "learning-rate-too-high",
                        friedman(5, 0.5),
                        500,
                        layers(dense(32, "relu"), LINE),
                        "",
                        "updater: { nesterovs: { learning-rate: 1, momentum: 0.9 } }; epochs: 20"),
                faulty(
                        "rms-prop-steep",
                        "learning-rate-too-high",
                        friedman(5, 0.5),
                        500,
                        layers(dense(32, "tanh"), LINE),
                        "",
                        "updater: { rms-prop: { learning-rate: 1 } }; epochs: 20"),
                faulty(
                        "sgd-2-regression",
                        "learning-rate-too-high",
                        linear(12, 0.9),
                        500,
                        layers(LINE),
                        "",
                        "updater: { sgd: { learning-rate: 2 } }; epochs: 20"),
                faulty(
                        "sgd-millionth",
                        "learning-rate-too-low",
                        clouds(3, 4, 1.0),
                        400,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 1.0e-6 } }; epochs: 20"),
                faulty(
                        "adam-tiny",
                        "learning-rate-too-low",
                        friedman(5, 0.5),
                        500,
                        layers(dense(32, "relu"), LINE),
                        "",
                        "updater: { adam: { learning-rate: 1.0e-6 } }; epochs: 20"),
                faulty(
                        "ada-grad-tiny",
                        "learning-rate-too-low",
                        rings(),
                        500,
                        layers(dense(16, "tanh"), SIGMOID),
                        "",
                        "updater: { ada-grad: { learning-rate: 1.0e-4 } }; epochs: 20"),
                faulty(
                        "schedule-dies",
                        "learning-rate-too-low",
                        rings(),
                        500,
                        layers(dense(16, "tanh"), SIGMOID),
                        "",
                        "updater: { sgd: { learning-rate: { exponential: { initial: 0.1, gamma: 0.5, by: iteration } } } }; epochs: 40"),
                faulty(
                        "one-epoch-of-60-rows",
                        "too-few-epochs learning-rate-too-low batch-size",
                        clouds(3, 4, 1.0),
                        60,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.01 } }; epochs: 1"),
                faulty(
                        "three-epochs-adam",
                        "too-few-epochs learning-rate-too-low",
                        rings(),
                        100,
                        layers(dense(16, "tanh"), SIGMOID),
                        "",
                        SLOW_ADAM + "; epochs: 3"),
                faulty(
                        "all-rows-a-step",
                        "batch-size too-few-epochs learning-rate-too-low",
                        clouds(3, 4, 1.0),
                        2000,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.05 } }; batch-size: 2000; epochs: 5"),
                faulty(
                        "dead-by-bias",
                        "dead-relu bad-initialisation",
                        rings(),
                        400,
                        layers(
                                "dense: { units: 4, activation: relu, weights: [[0.5, -0.5, 0.3, 0.2], [0.1, 0.4, -0.6, 0.5]], biases: [-20, -20, -20, -20] }",
                                SIGMOID),
                        "",
                        ADAM + "; epochs: 30"),
                faulty(
                        "dead-by-inputs",
                        "unscaled-input dead-relu",
                        scaled(rings(), 1, -300),
                        400,
                        layers(dense(8, "relu, weight-init: { uniform: 0.05 }"), dense(8, "relu"), SIGMOID),
                        RAW,
                        "updater: { sgd: { learning-rate: 0.1 } }; epochs: 30"),
                faulty(
                        "dies-on-the-way",
                        "learning-rate-too-high dead-relu",
                        houses(),
                        400,
                        layers(dense(16, "relu"), dense(16, "relu"), LINE),
                        "",
                        "updater: { adam: { learning-rate: 3 } }; epochs: 20"),
                faulty(
                        "saturated-by-weights",
                        "saturated bad-initialisation",
                        clouds(3, 8, 2.0),
                        400,
                        layers(
                                dense(16, "tanh, weight-init: { normal: 20 }"),
                                dense(16, "tanh, weight-init: { normal: 20 }"),
                                SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.05 } }; epochs: 10"),
                faulty(
                        "saturated-by-inputs",
                        "saturated unscaled-input",
                        scaled(rings(), 500, 2000),
                        400,
                        layers(dense(16, "sigmoid"), SIGMOID),
                        RAW,
                        ADAM + "; epochs: 30"),
                faulty(
                        "rings-linear",
                        "no-activation",
                        rings(),
                        600,
                        layers(dense(16, "identity"), dense(16, "identity"), SIGMOID),
                        "",
                        ADAM + "; epochs: 30"),
                faulty(
                        "sine-linear",
                        "no-activation",
                        curve(-6, 6, 0.02, Math::sin),
                        600,
                        layers(dense(32, "identity"), LINE),
                        "",
                        ADAM + "; epochs: 30"),
                faulty(
                        "rings-no-hidden-layer",
                        "no-activation too-small-network",
                        rings(),
                        600,
                        layers(SIGMOID),
                        "",
                        ADAM + "; epochs: 30"),
                faulty(
                        "xor-linear",
                        "no-activation",
                        xor(),
                        200,
                        layers(dense(8, "identity"), SIGMOID),
                        RAW,
                        ADAM + "; epochs: 30"),
                faulty(
                        "one-unit-rings",
                        "too-small-network",
                        rings(),
                        600,
                        layers(dense(1, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 40"),
                faulty(
                        "two-units-sine",
                        "too-small-network",
                        curve(-6, 6, 0.02, x -> Math.sin(2 * x)),
                        600,
                        layers(dense(2, "tanh"), LINE),
                        "",
                        ADAM + "; epochs: 60"),
                faulty(
                        "bottleneck",
                        "too-small-network",
                        clouds(10, 8, 0.8),
                        800,
                        layers(dense(32, "relu"), dense(1, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                faulty(
                        "ten-sigmoid-layers",
                        "too-deep saturated",
                        rings(),
                        600,
                        layers(deep(10, dense(8, "sigmoid"), SIGMOID)),
                        "",
                        ADAM + "; epochs: 30"),
                faulty(
                        "twelve-sigmoid-layers-classes",
                        "too-deep saturated",
                        clouds(3, 4, 0.7),
                        600,
                        layers(deep(12, dense(16, "sigmoid"), SOFTMAX)),
                        CLASSES,
                        "epochs: 20"),
                faulty(
                        "all-zero",
                        "bad-initialisation",
                        rings(),
                        600,
                        layers(
                                dense(16, "tanh, weight-init: zero"),
                                "output: { activation: sigmoid, loss: xent, weight-init: zero }"),
                        "",
                        ADAM + "; epochs: 30"),
                faulty(
                        "all-a-half",
                        "bad-initialisation",
                        clouds(4, 4, 0.8),
                        600,
                        layers(
                                dense(16, "tanh, weight-init: { constant: 0.5 }"),
                                "output: { activation: softmax, loss: mcxent, weight-init: { constant: 0.5 } }"),
                        CLASSES,
                        ADAM + "; epochs: 10"),
                faulty(
                        "weights-of-50",
                        "bad-initialisation",
                        clouds(3, 6, 1.0),
                        600,
                        layers(
                                dense(16, "relu, weight-init: { normal: 50 }"),
                                dense(16, "relu, weight-init: { normal: 50 }"),
                                SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.01 } }; epochs: 10"),
                faulty(
                        "weights-of-next-to-nothing",
                        "bad-initialisation",
                        clouds(3, 6, 1.0),
                        600,
                        layers(deep(
                                3,
                                dense(16, "relu, weight-init: { normal: 0.0001 }"),
                                "output: { activation: softmax, loss: mcxent, weight-init: { normal: 0.0001 } }")),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.1 } }; epochs: 20"),
                faulty(
                        "one-in-a-hundred",
                        "class-imbalance learning-rate-too-low",
                        rare(0.01, 0.7),
                        3000,
                        layers(dense(8, "relu"), SOFTMAX),
                        CLASSES,
                        "updater: { sgd: { learning-rate: 0.05 } }; epochs: 3"),
                faulty(
                        "grades-under-one-sigmoid",
                        "labels-not-one-hot label-range wrong-output-activation",
                        clouds(4, 4, 0.8),
                        400,
                        layers(dense(8, "relu"), SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "several-yes-under-softmax",
                        "labels-not-one-hot wrong-output-activation",
                        labels(3, clouds(2, 4, 0.8), cells -> {
                            Object[] more = Arrays.copyOf(cells, 7);
                            more[5] = (double) cells[0] > 0 ? 1 : 0;
                            more[6] = (double) cells[1] > 0 ? 1 : 0;
                            return more;
                        }),
                        400,
                        layers(dense(16, "relu"), SOFTMAX),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "same-inputs",
                        "constant-input",
                        with(rings(), cells -> new Object[] {1.0, 2.0, cells[2]}),
                        300,
                        layers(dense(8, "relu"), SIGMOID),
                        RAW,
                        ADAM + "; epochs: 20"),
                faulty(
                        "slipped-by-one",
                        "shuffled-or-misaligned-labels",
                        slipped(friedman(5, 0.1), 1),
                        800,
                        layers(dense(32, "relu"), LINE),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "slipped-classes",
                        "shuffled-or-misaligned-labels",
                        slipped(clouds(3, 4, 0.5), 2),
                        800,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; epochs: 20"),
                faulty(
                        "labels-drawn",
                        "shuffled-or-misaligned-labels",
                        slipped(rings(), 17),
                        800,
                        layers(dense(16, "relu"), SIGMOID),
                        "",
                        SLOW_ADAM + "; epochs: 10"),
                faulty(
                        "l2-of-10",
                        "other",
                        clouds(3, 4, 1.0),
                        400,
                        layers(dense(16, "relu"), SOFTMAX),
                        CLASSES,
                        ADAM + "; l2: 10; epochs: 20"),
                faulty(
                        "dropout-of-nearly-all",
                        "other",
                        rings(),
                        600,
                        layers(dense(16, "relu"), "dropout: { retain-probability: 0.02 }", SIGMOID),
                        "",
                        ADAM + "; epochs: 20"),
                faulty(
                        "sgd-200",
                        "learning-rate-too-high",
                        clouds(2, 4, 1.2),
                        800,
                        layers(dense(16, "sigmoid"), SIGMOID),
                        "",
                        "updater: { sgd: { learning-rate: 200 } }; epochs: 10"),
                faulty(
                        "sine-through-sigmoid",
                        "wrong-output-activation label-range",
                        curve(0.2, 6.2, 0.02, Math::sin),
                        600,
                        layers(dense(20, "tanh"), "output: { activation: sigmoid, loss: mse }"),
                        RAW_ALL,
                        ADAM + "; epochs: 60"),
                faulty(
                        "wave-as-a-line",
                        "no-activation",
                        curve(0, 6.3, 0.02, Math::sin),
                        600,
                        layers(dense(20, "identity"), dense(10, "identity"), LINE),
                        "",
                        ADAM + "; epochs: 40"),
                faulty(
                        "rate-for-raw-numbers",
                        "unscaled-input unscaled-label learning-rate-too-low",
                        houses(),
                        600,
                        layers(dense(32, "relu"), LINE),
                        RAW_ALL,
                        "updater: { sgd: { learning-rate: 1.0e-12 } }; epochs: 30"),
                faulty(
                        "labels-of-others-by-heart",
                        "shuffled-or-misaligned-labels",
                        slipped(linear(12, 0.9), 23),
                        300,
                        layers(dense(64, "relu"), LINE),
                        "",
                        SLOW_ADAM + "; epochs: 20"),
                faulty(
                        "accuracy-of-the-majority",
                        "wrong-metric",
                        rare(0.05, 1.5),
                        1000,
                        layers(dense(8, "relu"), SOFTMAX),
                        CLASSES + "\n  split: { test: 0.2 }",
                        ADAM + "; epochs: 20\npublish-if: { accuracy: \">= 0.9\" }"));
    }
}

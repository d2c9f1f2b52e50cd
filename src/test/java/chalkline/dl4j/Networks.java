package chalkline.dl4j;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Networks and batches for tests. */
final class Networks {
    private Networks() {}

    /** The two-layer network that is computed by hand. */
    static Network worksheet(Precision precision) {
        Matrix w1 = Matrix.ofRows(new double[][] {{.1, .2, .3}, {.4, .5, .6}, {.7, .8, .9}});
        return Network.sequence(
                "worksheet",
                42,
                precision,
                List.of(
                        Layer.dense(
                                3,
                                3,
                                Activation.RELU,
                                Initialiser.XAVIER,
                                Optional.of(w1.transposed()),
                                Optional.of(Matrix.of(1, 3, .1, .2, .3))),
                        Layer.dense(
                                3,
                                1,
                                Activation.SIGMOID,
                                Initialiser.XAVIER,
                                Optional.of(Matrix.of(3, 1, .2, .4, .6)),
                                Optional.of(Matrix.of(1, 1, .5)))),
                Loss.MSE,
                Updater.sgd(0.1));
    }

    static Batch worksheetBatch() {
        return new Batch(Matrix.of(1, 3, 20, 3, 4), Matrix.of(1, 1, 18), List.of("x1", "x2", "x3"), List.of("y"));
    }

    /** Drawn weights; the widths are those of the input and of every layer. */
    static Network network(Precision precision, Loss loss, Activation hidden, Activation output, int... widths) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            layers.add(Layer.dense(
                    widths[l - 1],
                    widths[l],
                    l < widths.length - 1 ? hidden : output,
                    Initialiser.XAVIER,
                    Optional.empty(),
                    Optional.empty()));
        }
        return Network.sequence("drawn", 7, precision, layers, loss, Updater.sgd(0.1));
    }

    /** Normal features, labels uniform in (0, 1). */
    static Batch batch(Random random, int examples, int inputs, int outputs) {
        Matrix features = Matrix.of(
                examples,
                inputs,
                random.doubles(examples * inputs)
                        .map(u -> random.nextGaussian())
                        .toArray());
        Matrix labels =
                Matrix.of(examples, outputs, random.doubles(examples * outputs).toArray());
        return new Batch(features, labels, names("x", inputs), names("y", outputs));
    }

    private static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int j = 1; j <= count; j++) {
            names.add(prefix + j);
        }
        return names;
    }
}

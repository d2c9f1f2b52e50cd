package chalkline;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Updater;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The worksheet's network and batch, for tests. */
public final class Worksheet {
    private Worksheet() {}

    public static final Matrix W1 = decimals(3, 3, ".1 .2 .3 .4 .5 .6 .7 .8 .9").transposed();
    public static final Matrix B1 = decimals(1, 3, ".1 .2 .3");
    public static final Matrix W2 = decimals(3, 1, ".2 .4 .6");
    public static final Matrix B2 = decimals(1, 1, ".5");

    public static Network network(Precision precision) {
        return Network.sequence(
                "assignment-01",
                42,
                precision,
                List.of(
                        Layer.dense(3, 3, Activation.RELU, Initialiser.XAVIER, Optional.of(W1), Optional.of(B1)),
                        Layer.dense(3, 1, Activation.SIGMOID, Initialiser.XAVIER, Optional.of(W2), Optional.of(B2))),
                Loss.MSE,
                Updater.sgd(0.1));
    }

    public static Batch batch() {
        return new Batch(decimals(1, 3, "20 3 4"), decimals(1, 1, "18"), List.of("x1", "x2", "x3"), List.of("y"));
    }

    /** A matrix of the decimals in the text. */
    public static Matrix decimals(int rows, int columns, String text) {
        return Matrix.ofDecimals(
                rows,
                columns,
                Stream.of(text.trim().split("\\s+")).map(BigDecimal::new).toArray(BigDecimal[]::new));
    }
}

package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Seeds;
import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The truth of small networks of short decimals, which often lie on a kink, against loops over decimals of 120 digits. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@ExtendWith(Seeds.class)
class TruthPropertyTest {
    private static final int NETWORKS = 2000;
    private static final double RATE = 0.1;

    private static final List<Activation> PIECEWISE = List.of(
            Activation.RELU,
            Activation.of(Kind.RELU6),
            Activation.leakyRelu(0.1),
            Activation.thresholdedRelu(0.5),
            Activation.of(Kind.HARD_TANH),
            Activation.of(Kind.HARD_SIGMOID),
            Activation.elu(0.5),
            Activation.IDENTITY);

    private static final List<Activation> OTHERS = List.of(
            Activation.SIGMOID,
            Activation.TANH,
            Activation.of(Kind.SOFTPLUS),
            Activation.of(Kind.SOFTSIGN),
            Activation.of(Kind.CUBE),
            Activation.of(Kind.SWISH));

    private int kinks;
    private int zeros;

    @Test
    void isWhatDecimalsGive() {
        for (long seed : Seeds.upTo(NETWORKS)) {
            check(seed);
        }
        assertThat(kinks).as("entries on a kink").isGreaterThan(NETWORKS / 20);
        assertThat(zeros).as("entries that are 0").isGreaterThan(NETWORKS);
    }

    private void check(long seed) {
        Random random = new Random(seed);
        double l1 = random.nextInt(4) == 0 ? 0.05 : 0;
        Network network = network(random, l1);
        Batch batch = batch(random, network);
        Map<StepId, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= network.depth(); l++) {
            parameters.put(StepId.w(l), network.layer(l).weights().orElseThrow());
            parameters.put(StepId.b(l), network.layer(l).biases().orElseThrow());
        }
        Truth truth = Truth.of(Derivation.of(network, parameters), batch, parameters);
        kinks += truth.kinks().size();
        PlainDecimals.steps(network, batch, RATE, l1).forEach((name, plain) -> {
            Rounded step = truth.steps().get(StepId.of(name));
            for (int k = 0; k < step.size(); k++) {
                same(
                        "seed " + seed + ": " + name + "[" + k + "]",
                        step,
                        k,
                        plain[k / step.columns()][k % step.columns()]);
            }
        });
    }

    /** To twenty digits, and 0 only for what is 0; where the terms of a 0 were not cancelled, it is known to 100 digits. */
    private void same(String where, Rounded step, int k, BigDecimal plain) {
        BigDecimal value = step.decimal(k).orElseThrow(() -> new AssertionError(where + " is " + step.value(k)));
        double size = Math.abs(plain.doubleValue());
        assertThat(value.subtract(plain).abs().doubleValue()).as(where).isLessThanOrEqualTo(1e-20 * size);
        assertThat(step.error(k)).as(where + ", its own error").isLessThanOrEqualTo(1e-20 * size + 1e-100);
        zeros += size == 0 ? 1 : 0;
    }

    private static Network network(Random random, double l1) {
        List<Layer> layers = new ArrayList<>();
        int inputs = 1 + random.nextInt(3);
        int depth = 1 + random.nextInt(3);
        for (int l = 1; l < depth; l++) {
            int units = 1 + random.nextInt(3);
            layers.add(layer(random, inputs, units, activation(random), l1));
            inputs = units;
        }
        Loss loss = new Loss(List.of(
                        Loss.Kind.MSE,
                        Loss.Kind.L1,
                        Loss.Kind.MEAN_ABSOLUTE_ERROR,
                        Loss.Kind.HINGE,
                        Loss.Kind.SQUARED_HINGE,
                        Loss.Kind.MCXENT,
                        Loss.Kind.XENT)
                .get(random.nextInt(7)));
        Activation last = switch (loss.kind()) {
            case MCXENT -> Activation.SOFTMAX;
            case XENT -> Activation.SIGMOID;
            default -> activation(random);
        };
        layers.add(layer(random, inputs, 1 + random.nextInt(3), last, l1));
        return Network.sequence("random", 1, Precision.FLOAT64, layers, loss, Updater.sgd(RATE));
    }

    private static Activation activation(Random random) {
        List<Activation> from = random.nextInt(4) == 0 ? OTHERS : PIECEWISE;
        return from.get(random.nextInt(from.size()));
    }

    /** Every third layer's units are tied: they have the same weights, and what is added up of them cancels. */
    private static Layer layer(Random random, int inputs, int units, Activation activation, double l1) {
        boolean tied = random.nextInt(3) == 0;
        BigDecimal[] w = new BigDecimal[inputs * units];
        for (int i = 0; i < inputs; i++) {
            BigDecimal same = decimal(random);
            for (int j = 0; j < units; j++) {
                w[i * units + j] = tied ? same : decimal(random);
            }
        }
        BigDecimal[] b = new BigDecimal[units];
        BigDecimal same = decimal(random);
        for (int j = 0; j < units; j++) {
            b[j] = tied ? same : decimal(random);
        }
        return Layer.dense(
                        inputs,
                        units,
                        activation,
                        Initialiser.XAVIER,
                        Optional.of(Matrix.ofDecimals(inputs, units, w)),
                        Optional.of(Matrix.ofDecimals(1, units, b)))
                .with(new Regularisation(new Regularisation.Terms(l1, 0, 0, true), Regularisation.Terms.NONE));
    }

    /** Of one digit, some of two: −1.0 to 1.0. */
    private static BigDecimal decimal(Random random) {
        return random.nextInt(8) == 0
                ? BigDecimal.valueOf(random.nextInt(201) - 100L, 2)
                : BigDecimal.valueOf(random.nextInt(11) - 5L, 1).multiply(BigDecimal.valueOf(1 + random.nextInt(2)));
    }

    private static Batch batch(Random random, Network network) {
        int examples = 1 + random.nextInt(3);
        int inputs = network.layer(1).inputs();
        int outputs = network.outputs();
        BigDecimal[] x = new BigDecimal[examples * inputs];
        java.util.Arrays.setAll(x, k -> decimal(random));
        BigDecimal[] y = new BigDecimal[examples * outputs];
        for (int i = 0; i < examples; i++) {
            int hot = random.nextInt(outputs);
            for (int j = 0; j < outputs; j++) {
                y[i * outputs + j] = switch (network.loss().kind()) {
                    case MCXENT -> j == hot ? BigDecimal.ONE : BigDecimal.ZERO;
                    case XENT -> BigDecimal.valueOf(random.nextInt(2));
                    case HINGE, SQUARED_HINGE -> BigDecimal.valueOf(random.nextInt(2) * 2 - 1L);
                    default -> decimal(random);
                };
            }
        }
        return new Batch(
                Matrix.ofDecimals(examples, inputs, x),
                Matrix.ofDecimals(examples, outputs, y),
                names(inputs, "x"),
                names(outputs, "y"));
    }

    private static List<String> names(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(k -> prefix + k).toList();
    }
}

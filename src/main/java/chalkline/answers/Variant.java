package chalkline.answers;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Range;
import chalkline.reference.Rounded;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * The same network with other numbers, for another student: weights, biases, inputs and labels of one decimal, drawn from a
 * seed until no gradient vanishes, no unit saturates and the labels are within reach.
 *
 * @param network with all parameters given
 * @param batch with the same number of examples
 */
public record Variant(Network network, Batch batch) {
    private static final int MOST_TRIES = 1000;
    /** The smallest largest entry of a gradient that is worth working out by hand. */
    private static final double SMALLEST_GRADIENT = 1e-3;

    /** In tenths, for outputs that reach so far. */
    private static final int LARGEST_LABEL = 20;

    /** The variant of that seed; the same seed gives the same numbers. */
    public static Variant of(Network network, Batch batch, long seed) {
        Random random = new Random(seed);
        Variant variant = draw(network, batch, random);
        for (int tries = 1; tries < MOST_TRIES && !variant.isFriendly(); tries++) {
            variant = draw(network, batch, random);
        }
        return variant;
    }

    private static Variant draw(Network network, Batch batch, Random random) {
        Network drawn = network.with(layer -> layer.kind() == Layer.Kind.DENSE ? drawn(layer, random) : layer);
        Matrix x = tenths(batch.size(), network.inputs(), random, -20, 30);
        Matrix y = labels(drawn, batch.size(), random);
        return new Variant(drawn, new Batch(x, y, batch.featureNames(), batch.labelNames(), batch.mask()));
    }

    private static Layer drawn(Layer layer, Random random) {
        Matrix w = tenths(layer.inputs(), layer.units(), random, -9, 9);
        Matrix b = tenths(1, layer.units(), random, -5, 5);
        return layer.with(Optional.of(w), layer.hasBias() ? Optional.of(b) : Optional.empty());
    }

    private static Matrix labels(Network network, int examples, Random random) {
        int width = network.outputs();
        Activation output = network.layer(network.depth()).activation();
        Range range = Range.of(output);
        if (network.loss().kind() == Loss.Kind.XENT) {
            return whole(examples, width, random, 0, 1);
        }
        if (output.kind() == Activation.Kind.SOFTMAX) {
            return oneHot(examples, width, random);
        }
        int from = (int) Math.max(Math.floor(10 * range.low()) + 1, -LARGEST_LABEL);
        int to = (int) Math.min(Math.ceil(10 * range.high()) - 1, LARGEST_LABEL);
        return tenths(examples, width, random, from, Math.max(to, from + 1));
    }

    private static Matrix oneHot(int examples, int width, Random random) {
        double[] ones = new double[examples * width];
        for (int i = 0; i < examples; i++) {
            ones[i * width + random.nextInt(width)] = 1;
        }
        return Matrix.of(examples, width, ones);
    }

    private static Matrix whole(int rows, int columns, Random random, int from, int to) {
        double[] values = new double[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = from + random.nextInt(to - from + 1);
        }
        return Matrix.of(rows, columns, values);
    }

    /** Tenths between these numbers of them; never 0, which would make a sum too easy. */
    private static Matrix tenths(int rows, int columns, Random random, int from, int to) {
        BigDecimal[] values = new BigDecimal[rows * columns];
        for (int k = 0; k < values.length; k++) {
            int tenths = from + random.nextInt(to - from);
            values[k] = BigDecimal.valueOf(tenths < 0 || from > 0 ? tenths : tenths + 1, 1);
        }
        return Matrix.ofDecimals(rows, columns, values);
    }

    /**
     * W, b and g of every layer, masks that keep everything, and mean slopes: which ones a step will draw is not
     * known yet.
     */
    public Map<StepId, Matrix> parameters() {
        Map<StepId, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= network.depth(); l++) {
            StepId weights = StepId.w(l);
            network.layer(l).weights().ifPresent(w -> parameters.put(weights, w));
            StepId biases = StepId.b(l);
            network.layer(l).biases().ifPresent(b -> parameters.put(biases, b));
            StepId gains = StepId.g(l);
            network.layer(l).gains().ifPresent(g -> parameters.put(gains, g));
            if (network.layer(l).retainProbability().isPresent()) {
                double[] kept = new double[batch.size() * network.layer(l).inputs()];
                Arrays.fill(kept, 1);
                Matrix all = Matrix.of(batch.size(), network.layer(l).inputs(), kept);
                parameters.put(StepId.m(l), network.layer(l).mask(all));
            }
            if (network.layer(l).drawsSlopes()) {
                Activation f = network.layer(l).activation();
                double[] means = new double[batch.size() * network.layer(l).units()];
                Arrays.fill(means, f.parameter(0) / 2 + f.parameter(1) / 2);
                parameters.put(
                        StepId.s(l), Matrix.of(batch.size(), network.layer(l).units(), means));
            }
        }
        batch.mask().ifPresent(mask -> parameters.put(StepId.MASK, mask));
        return parameters;
    }

    private boolean isFriendly() {
        Map<StepId, Rounded> truth = Derivation.of(network, parameters()).truth(batch, parameters());
        for (int l = 1; l <= network.depth(); l++) {
            if (network.layer(l).kind() == Layer.Kind.DENSE
                    && (!(largest(truth.get(StepId.z(l).gradient())) >= SMALLEST_GRADIENT)
                            || !(largest(truth.get(StepId.z(l))) <= 6))) {
                return false;
            }
        }
        return true;
    }

    private static double largest(Rounded matrix) {
        double largest = 0;
        for (int k = 0; k < matrix.size(); k++) {
            largest = Math.max(largest, Math.abs(matrix.value(k)));
        }
        return largest;
    }
}

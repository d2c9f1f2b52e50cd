package chalkline.direct;

import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A step of a dense network, on N examples: forward from X to AL and the loss, backward from dAL to the gradients of every
 * parameter, and the update. Everything that a step needs is made before it. Until the update, gradients are sums over the examples.
 */
final class DenseStep {
    /** So many rows at a time are predicted. */
    private static final int ROWS = 512;

    private final Network network;
    private final DenseLayer[] layers;
    private final DenseLayer last;
    private final OutputLoss loss;
    private final Map<StepId, LayerParameter> parameters = new LinkedHashMap<>();
    /** X with a column of ones. */
    private Block x;

    private int room;

    DenseStep(Network network) {
        this(
                network,
                IntStream.rangeClosed(1, network.depth())
                        .mapToObj(l -> new DenseLayer(network, l))
                        .toArray(DenseLayer[]::new));
    }

    private DenseStep(Network network, DenseLayer... layers) {
        this.network = network;
        this.layers = layers;
        for (DenseLayer layer : layers) {
            for (LayerParameter parameter : layer.parameters) {
                parameters.put(parameter.id, parameter);
            }
        }
        this.last = layers[layers.length - 1];
        this.loss = new OutputLoss(network);
    }

    /**
     * The gradients of a step of training, as sums over the examples.
     *
     * @param iteration how many steps were taken before
     * @param witness is shown every quantity of the step; null where nobody looks
     * @return the loss, summed over the examples
     */
    double gradients(Batch batch, long iteration, Witness witness) {
        int examples = batch.size();
        load(batch.features(), 0, examples);
        if (witness != null) {
            showStart(batch, witness);
        }
        Block source = x;
        for (DenseLayer layer : layers) {
            layer.sum(layer.dropped(source, batch.numbers().orElse(null), examples, iteration), examples);
            if (layer == last && batch.mask().isPresent()) {
                mask(batch.mask().get(), examples);
            }
            layer.activate(examples);
            source = layer.a;
            if (witness != null) {
                showForward(layer, examples, witness);
            }
        }
        double sum = 0;
        for (int i = 0; i < examples; i++) {
            sum += loss(batch, i, i);
            for (int j = 0; j < last.units; j++) {
                last.d.set(i * last.stride + j, loss.d[j] / loss.divisor());
            }
        }
        last.d.change();
        if (witness != null) {
            Matrix data = number(sum / network.loss().divisor(examples));
            witness.saw(StepId.LOSS, data);
            witness.saw(StepId.SCORE, number(data.get(0) + penalty()));
        }
        backward(examples, witness);
        return sum;
    }

    /**
     * The update, by the gradients of so many examples.
     *
     * @param epoch how many epochs were ended before
     */
    void update(int examples, long iteration, long epoch, Witness witness) {
        for (DenseLayer layer : layers) {
            layer.update(network.loss().divisor(examples), iteration, epoch, witness);
        }
        if (witness != null) {
            showEnd(witness);
        }
    }

    /** The loss, summed over the examples; nothing is changed. */
    double loss(Batch batch) {
        double sum = 0;
        for (int first = 0; first < batch.size(); first += ROWS) {
            int examples = Math.min(ROWS, batch.size() - first);
            forward(batch.features(), first, examples);
            for (int i = 0; i < examples; i++) {
                sum += loss(batch, first + i, i);
            }
        }
        return sum;
    }

    /** The same parameters, and other arrays for what is worked with them: for {@link #outputs} in another thread. */
    DenseStep withArraysOfItsOwn() {
        return new DenseStep(
                network,
                Arrays.stream(layers).map(DenseLayer::withArraysOfItsOwn).toArray(DenseLayer[]::new));
    }

    /** The network's outputs; nothing is changed. */
    Matrix outputs(Matrix features) {
        int columns = last.units;
        double[] outputs = new double[features.rows() * columns];
        for (int first = 0; first < features.rows(); first += ROWS) {
            int examples = Math.min(ROWS, features.rows() - first);
            forward(features, first, examples);
            Matrix part = last.a.matrix(0, examples, columns);
            System.arraycopy(part.values(), 0, outputs, first * columns, part.size());
        }
        return Matrix.owning(features.rows(), columns, outputs);
    }

    private void load(Matrix features, int first, int examples) {
        if (examples > room) {
            x = Block.of(network.precision(), examples, network.inputs() + 1);
            for (DenseLayer layer : layers) {
                layer.reserve(examples);
            }
            room = examples;
        }
        x.load(features, first, examples);
        DenseLayer.ones(x, examples, network.inputs());
    }

    /** Without what belongs to training alone. */
    private void forward(Matrix features, int first, int examples) {
        load(features, first, examples);
        Block source = x;
        for (DenseLayer layer : layers) {
            layer.sum(source, examples);
            layer.activate(examples);
            source = layer.a;
        }
    }

    /** Z of a label that is masked is taken as 0, by convention, where nothing else depends on it. */
    private void mask(Matrix mask, int examples) {
        boolean whole = mask.columns() == 1;
        for (int k = 0; k < examples * last.units && (whole || !loss.joinsOutputs()); k++) {
            if (mask.get(whole ? k / last.units : k) == 0) {
                last.z.set(k / last.units * last.stride + k % last.units, 0);
            }
        }
    }

    /** The loss of an example, which stands in a row of the batch and in one of the arrays; and what comes of it. */
    private double loss(Batch batch, int row, int example) {
        boolean masked = batch.mask().isPresent();
        for (int j = 0; j < last.units; j++) {
            int k = example * last.stride + j;
            loss.z[j] = last.z.get(k);
            loss.a[j] = last.a.get(k);
            loss.y[j] = network.precision().cast(batch.labels().values()[row * last.units + j]);
            loss.counts[j] = masked ? counts(batch.mask().get(), row, j) : 1;
        }
        return loss.go() / loss.divisor();
    }

    private static double counts(Matrix mask, int row, int j) {
        return mask.get(mask.columns() == 1 ? row : row * mask.columns() + j);
    }

    private void backward(int examples, Witness witness) {
        for (int l = layers.length; l >= 1; l--) {
            DenseLayer layer = layers[l - 1];
            boolean isFused = layer == last && loss.isFused();
            if (!isFused) {
                if (witness != null) {
                    witness.saw(StepId.a(l).gradient(), byExample(layer.d, examples, layer.units));
                }
                layer.throughActivation(examples);
            }
            layer.gradients(examples);
            if (witness != null) {
                showBackward(layer, examples, witness);
            }
            if (l > 1) {
                Block dInput = layers[l - 2].d;
                layer.backward(dInput, examples);
                if (witness != null && layer.layer.masksItsInput()) {
                    witness.saw(StepId.d(l).gradient(), byExample(dInput, examples, layer.inputs));
                }
                if (layer.dropout != null) {
                    dInput.times(layer.dropout.mask, examples * (layer.inputs + 1));
                }
            }
        }
    }

    private static Matrix byExample(Block block, int examples, int columns) {
        return block.matrix(0, examples, columns);
    }

    private void showStart(Batch batch, Witness witness) {
        witness.saw(StepId.X, byExample(x, batch.size(), network.inputs()));
        witness.saw(StepId.Y, network.precision().cast(batch.labels()));
        batch.mask().ifPresent(mask -> witness.saw(StepId.MASK, mask));
        showParameters(false, witness);
    }

    private static void showForward(DenseLayer layer, int examples, Witness witness) {
        int l = layer.l;
        if (layer.dropout != null) {
            witness.saw(StepId.m(l), byExample(layer.dropout.mask, examples, layer.inputs));
        }
        if (layer.layer.masksItsInput()) {
            witness.saw(StepId.d(l), byExample(layer.dropout.masked, examples, layer.inputs));
        }
        if (layer.norm != null) {
            witness.saw(StepId.u(l), byExample(layer.norm.u, examples, layer.units));
        }
        if (layer.layer.kind() != Layer.Kind.DROPOUT) {
            witness.saw(StepId.z(l), byExample(layer.z, examples, layer.units));
        }
        witness.saw(StepId.a(l), byExample(layer.a, examples, layer.units));
    }

    private static void showBackward(DenseLayer layer, int examples, Witness witness) {
        if (layer.layer.kind() != Layer.Kind.DROPOUT) {
            witness.saw(StepId.z(layer.l).gradient(), byExample(layer.d, examples, layer.units));
        }
        if (layer.norm != null) {
            witness.saw(StepId.u(layer.l).gradient(), byExample(layer.norm.dU, examples, layer.units));
        }
        for (LayerParameter parameter : layer.parameters) {
            witness.saw(parameter.id.gradient(), parameter.gradient());
        }
    }

    private void showEnd(Witness witness) {
        showParameters(true, witness);
        for (LayerParameter parameter : parameters.values()) {
            int l = parameter.id.layer();
            boolean bias = parameter.id.isBias();
            witness.saw(network.rate(l, bias), number(parameter.numbers.rate));
            witness.saw(network.momentum(l, bias), number(parameter.numbers.momentum));
        }
    }

    private void showParameters(boolean after, Witness witness) {
        parameters.forEach((id, parameter) -> {
            witness.saw(after ? id.next() : id, parameter.value());
            for (String name : parameter.updater.state()) {
                StepId kept = id.state(name);
                witness.saw(after ? kept.next() : kept, get(kept));
            }
        });
    }

    private Matrix number(double value) {
        return network.precision().cast(Matrix.of(1, 1, value));
    }

    /** What regularisation adds to the loss. */
    private double penalty() {
        return parameters.values().stream().mapToDouble(LayerParameter::penalty).sum();
    }

    /** A parameter, the gradient of one, or what is kept of one. */
    Matrix get(StepId id) {
        LayerParameter parameter = parameters.get(id.parameter());
        if (id.isGradient()) {
            return parameter.gradient();
        }
        return id.suffixes().isEmpty() ? parameter.value() : parameter.kept(index(parameter, id));
    }

    /** Replaces it. */
    void set(StepId id, Matrix value) {
        LayerParameter parameter = parameters.get(id.parameter());
        if (id.isGradient()) {
            parameter.setGradient(value);
        } else if (id.suffixes().isEmpty()) {
            parameter.set(value);
        } else {
            parameter.setKept(index(parameter, id), value);
        }
        layers[id.layer() - 1].change();
    }

    private static int index(LayerParameter parameter, StepId id) {
        return parameter.updater.state().indexOf(id.suffixes().get(0));
    }
}

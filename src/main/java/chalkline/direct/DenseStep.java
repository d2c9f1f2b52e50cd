package chalkline.direct;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of a dense network, on N examples: forward from X to AL and the loss, backward from dAL to the gradients of every W and
 * b, and the update. Everything that a step needs is made before it.
 */
final class DenseStep {
    /** So many rows at a time are predicted. */
    private static final int ROWS = 512;

    private final Network network;
    private final DenseLayer[] layers;
    private final DenseLayer last;
    private final OutputLoss loss;
    /** X with a column of ones. */
    private Block x;

    private int room;

    DenseStep(Network network) {
        this.network = network;
        this.layers = new DenseLayer[network.depth()];
        for (int l = 1; l <= layers.length; l++) {
            layers[l - 1] = new DenseLayer(network, l);
        }
        this.last = layers[layers.length - 1];
        this.loss = new OutputLoss(network);
    }

    /**
     * One step of training.
     *
     * @param iteration how many steps were taken before
     * @param epoch how many epochs were ended before
     * @param witness is shown every quantity of the step; null where nobody looks
     * @return the loss, summed over the examples
     */
    double step(Batch batch, long iteration, long epoch, Witness witness) {
        int examples = batch.size();
        load(batch.features(), 0, examples);
        if (witness != null) {
            showStart(batch, witness);
        }
        forward(examples, witness);
        double sum = loss(batch.labels(), examples, witness);
        backward(examples, witness);
        for (DenseLayer layer : layers) {
            layer.update(iteration, epoch, witness);
        }
        if (witness != null) {
            showEnd(witness);
        }
        return sum;
    }

    /** The loss, summed over the examples; nothing is changed. */
    double loss(Batch batch) {
        double sum = 0;
        for (int first = 0; first < batch.size(); first += ROWS) {
            int examples = Math.min(ROWS, batch.size() - first);
            load(batch.features(), first, examples);
            forward(examples, null);
            for (int i = 0; i < examples; i++) {
                take(batch.labels(), first + i, i);
                sum += loss.go();
            }
        }
        return sum / loss.divisor(1);
    }

    /** The network's outputs; nothing is changed. */
    Matrix outputs(Matrix features) {
        int columns = last.units;
        double[] outputs = new double[features.rows() * columns];
        for (int first = 0; first < features.rows(); first += ROWS) {
            int examples = Math.min(ROWS, features.rows() - first);
            load(features, first, examples);
            forward(examples, null);
            Matrix part = last.a.matrix(0, examples, columns);
            System.arraycopy(part.values(), 0, outputs, first * columns, part.size());
        }
        return Matrix.owning(features.rows(), columns, outputs);
    }

    private void load(Matrix features, int first, int examples) {
        if (examples > room) {
            x = Block.of(network.precision(), examples, network.inputs() + 1);
            for (DenseLayer layer : layers) {
                layer.reserve(network.precision(), examples);
            }
            room = examples;
        }
        x.load(features, first, examples);
        DenseLayer.ones(x, examples, network.inputs());
    }

    private Block input(DenseLayer layer) {
        return layer.l == 1 ? x : layers[layer.l - 2].a;
    }

    private void forward(int examples, Witness witness) {
        for (DenseLayer layer : layers) {
            layer.forward(input(layer), examples);
            if (witness != null) {
                witness.saw(StepId.z(layer.l), byExample(layer.z, layer, examples));
                witness.saw(StepId.a(layer.l), byExample(layer.a, layer, examples));
            }
        }
    }

    /** The examples' losses, summed; dAL, or dZL where nothing computes dAL. */
    private double loss(Matrix labels, int examples, Witness witness) {
        double divisor = loss.divisor(network.loss().divisor(examples));
        double sum = 0;
        for (int i = 0; i < examples; i++) {
            take(labels, i, i);
            sum += loss.go();
            for (int j = 0; j < last.units; j++) {
                last.d.set(i * last.stride + j, loss.d[j] / divisor);
            }
        }
        last.d.change();
        if (witness != null) {
            Matrix mean = number(sum / divisor);
            witness.saw(StepId.LOSS, mean);
            witness.saw(StepId.SCORE, number(mean.get(0) + penalty()));
        }
        return sum / loss.divisor(1);
    }

    private void take(Matrix labels, int row, int example) {
        for (int j = 0; j < last.units; j++) {
            int k = example * last.stride + j;
            loss.z[j] = last.z.get(k);
            loss.a[j] = last.a.get(k);
            loss.y[j] = network.precision().cast(labels.values()[row * last.units + j]);
        }
    }

    private void backward(int examples, Witness witness) {
        for (int l = layers.length; l >= 1; l--) {
            DenseLayer layer = layers[l - 1];
            boolean isFused = layer == last && loss.isFused();
            if (!isFused) {
                if (witness != null) {
                    witness.saw(StepId.a(l).gradient(), byExample(layer.d, layer, examples));
                }
                layer.throughActivation(examples);
            }
            layer.gradients(input(layer), examples);
            if (witness != null) {
                witness.saw(StepId.z(l).gradient(), byExample(layer.d, layer, examples));
                layer.parameters.forEach(parameter -> witness.saw(parameter.id.gradient(), parameter.gradient()));
            }
            if (l > 1) {
                layer.backward(layers[l - 2].d, examples);
            }
        }
    }

    private static Matrix byExample(Block block, DenseLayer layer, int examples) {
        return block.matrix(0, examples, layer.units);
    }

    private void showStart(Batch batch, Witness witness) {
        witness.saw(StepId.X, x.matrix(0, batch.size(), network.inputs()));
        witness.saw(StepId.Y, network.precision().cast(batch.labels()));
        showParameters(false, witness);
    }

    private void showEnd(Witness witness) {
        showParameters(true, witness);
        for (LayerParameter parameter : parameters()) {
            UpdaterNumbers numbers = parameter.numbers();
            int l = parameter.id.layer();
            boolean bias = parameter.id.isBias();
            witness.saw(network.rate(l, bias), number(numbers.rate()));
            witness.saw(network.momentum(l, bias), number(numbers.momentum()));
        }
    }

    private void showParameters(boolean after, Witness witness) {
        for (LayerParameter parameter : parameters()) {
            witness.saw(after ? parameter.id.next() : parameter.id, parameter.value());
            for (int i = 0; i < parameter.updater.state().size(); i++) {
                StepId kept = parameter.id.state(parameter.updater.state().get(i));
                witness.saw(after ? kept.next() : kept, parameter.kept(i));
            }
        }
    }

    private Matrix number(double value) {
        return network.precision().cast(Matrix.of(1, 1, value));
    }

    /** What regularisation adds to the loss. */
    private double penalty() {
        return parameters().stream().mapToDouble(LayerParameter::penalty).sum();
    }

    private List<LayerParameter> parameters() {
        List<LayerParameter> all = new ArrayList<>();
        for (DenseLayer layer : layers) {
            all.addAll(layer.parameters);
        }
        return all;
    }

    private LayerParameter parameter(StepId id) {
        return parameters().stream()
                .filter(parameter -> parameter.id.equals(id.parameter()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no " + id));
    }

    /** A parameter, or what is kept of one. */
    Matrix get(StepId id) {
        LayerParameter parameter = parameter(id);
        return id.suffixes().isEmpty() ? parameter.value() : parameter.kept(index(parameter, id));
    }

    /** Replaces it. */
    void set(StepId id, Matrix value) {
        LayerParameter parameter = parameter(id);
        if (id.suffixes().isEmpty()) {
            parameter.set(value);
        } else {
            parameter.setKept(index(parameter, id), value);
        }
        layers[id.layer() - 1].w.change();
    }

    private static int index(LayerParameter parameter, StepId id) {
        return parameter.updater.state().indexOf(id.suffixes().get(0));
    }
}

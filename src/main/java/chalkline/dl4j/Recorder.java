package chalkline.dl4j;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Step.Source;
import chalkline.network.Trace;
import chalkline.training.Recording;
import chalkline.training.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * Records one real {@code fit} from inside: on a copy of the network, activation and loss functions are replaced by ones
 * that record what passes through them, and a second, untouched copy proves that this changed nothing.
 */
final class Recorder {
    private final MultiLayerNetwork network;
    private final Tape tape;
    private final int depth;
    private final List<IActivation> activations = new ArrayList<>();
    private final ILossFunction loss;

    private Recorder(MultiLayerNetwork network, BiConsumer<String, INDArray> witness) {
        this.network = network;
        this.tape = new Tape(witness);
        this.depth = network.getnLayers();
        for (int l = 1; l <= depth; l++) {
            activations.add(dense(l).getActivationFn());
        }
        this.loss = ((BaseOutputLayer) layer(network, depth)).getLossFn();
    }

    /**
     * @param network stays as it is
     * @param witness is shown every live array while the recorded fit runs
     */
    static Recording record(MultiLayerNetwork network, Batch batch, BiConsumer<String, INDArray> witness) {
        return new Recorder(network, witness).record(batch);
    }

    private Recording record(Batch batch) {
        DataSet data = Dl4jModel.dataSet(network, batch);
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            Fit plain = fit(network.clone(), data.copy());
            random.setStates(root, node);
            MultiLayerNetwork copy = network.clone();
            install(copy);
            Fit recorded = fit(copy, data.copy());
            return new Recording(trace(data, recorded), tape.consistent() && recorded.equals(plain));
        } finally {
            random.setStates(root, node);
        }
    }

    /** What a fit left: the raw gradients, summed over the examples, what was subtracted from the parameters, and all of the network's state. */
    private record Fit(
            Map<String, Matrix> gradients, Map<String, Matrix> updates, Map<String, Matrix> parameters, State state) {}

    private static Fit fit(MultiLayerNetwork copy, DataSet data) {
        Gradients gradients = new Gradients();
        copy.setListeners(gradients);
        copy.fit(data);
        // Only now: constraints change the parameters after the last listener was called.
        return new Fit(
                gradients.values,
                gradients.updates,
                matrices(copy.paramTable()),
                Dl4jModel.of(copy).state());
    }

    /** Copies the gradients before the updater divides them by the number of examples, and what it makes of them in place. */
    private static final class Gradients extends BaseTrainingListener {
        private final Map<String, Matrix> values = new HashMap<>();
        private final Map<String, Matrix> updates = new HashMap<>();

        @Override
        public void onGradientCalculation(Model model) {
            values.putAll(matrices(model.gradient().gradientForVariable()));
        }

        @Override
        public void iterationDone(Model model, int iteration, int epoch) {
            updates.putAll(matrices(model.gradient().gradientForVariable()));
        }
    }

    /** By Deeplearning4j's own names: its maps come in orders of their own. */
    private static Map<String, Matrix> matrices(Map<String, INDArray> arrays) {
        Map<String, Matrix> matrices = new HashMap<>();
        arrays.forEach((name, array) -> matrices.put(name, NdArrays.matrix(array)));
        return matrices;
    }

    /** Into the copy's live layers; the functions themselves are shared with the network and stay as they are. */
    private void install(MultiLayerNetwork copy) {
        for (int l = 1; l <= depth; l++) {
            BaseLayer layer = (BaseLayer) layer(copy, l);
            if (l < depth || !fused()) {
                layer.setActivationFn(new RecordingActivation(activations.get(l - 1), l, l < depth, tape));
            }
        }
        ((BaseOutputLayer) layer(copy, depth)).setLossFn(new RecordingLoss(loss, depth, tape));
    }

    /** Losses ask whether the output's activation is softmax itself, and then go from the labels to dZ directly. */
    private boolean fused() {
        return activations.get(depth - 1) instanceof ActivationSoftmax;
    }

    private Trace trace(DataSet data, Fit recorded) {
        int examples = data.numExamples();
        List<Step> steps = new ArrayList<>();
        Map<String, Matrix> before = matrices(network.paramTable());
        steps.add(recorded(Step.X, NdArrays.matrix(data.getFeatures())));
        steps.add(recorded(Step.Y, NdArrays.matrix(data.getLabels())));
        for (int l = 1; l <= depth; l++) {
            steps.add(recorded(Step.w(l), before.get(key(l, "W"))));
            steps.add(recorded(Step.b(l), before.get(key(l, "b"))));
        }
        RecordedUpdate.addStart(network, steps);
        for (int l = 1; l <= depth; l++) {
            steps.add(recorded(Step.z(l), tape.value(Step.z(l))));
            steps.add(a(l));
        }
        steps.add(recorded(Step.LOSS, tape.value(Step.LOSS), examples));
        for (int l = depth; l >= 1; l--) {
            String dZ = Step.gradient(Step.z(l));
            steps.add(dA(l, examples));
            steps.add(recorded(dZ, tape.value(dZ), examples));
            steps.add(recorded(Step.gradient(Step.w(l)), recorded.gradients().get(key(l, "W")), examples));
            steps.add(recorded(Step.gradient(Step.b(l)), recorded.gradients().get(key(l, "b")), examples));
        }
        new RecordedUpdate(network, recorded.updates(), recorded.parameters(), recorded.state()).addTo(steps);
        return new Trace(precision(), examples, steps);
    }

    private Step a(int l) {
        if (l < depth || !fused()) {
            return recorded(Step.a(l), tape.value(Step.a(l)));
        }
        INDArray z = NdArrays.of(tape.value(Step.z(l)), Dl4jModel.dataType(network));
        Matrix a = NdArrays.matrix(activations.get(l - 1).getActivation(z, true));
        return new Step(Step.a(l), Source.EVALUATED, Optional.of(a));
    }

    private Step dA(int l, int examples) {
        String name = Step.gradient(Step.a(l));
        if (l == depth && fused()) {
            return new Step(name, Source.NOT_EXPOSED, Optional.empty());
        }
        // LossMSE hands its activation the gradient of the sum over the outputs, and divides by their number
        // afterwards.
        boolean ofSum = l == depth && loss instanceof LossMSE;
        Matrix value = tape.value(name);
        return recorded(name, value, ofSum ? (double) examples * value.columns() : examples);
    }

    static Step recorded(String name, Matrix value) {
        return new Step(name, Source.RECORDED, Optional.of(value));
    }

    /** A recorded sum as a mean. */
    private static Step recorded(String name, Matrix sum, double divisor) {
        double[] values = sum.toArray();
        for (int k = 0; k < values.length; k++) {
            values[k] /= divisor;
        }
        return recorded(name, Matrix.of(sum.rows(), sum.columns(), values));
    }

    private Precision precision() {
        return precision(network);
    }

    static Precision precision(MultiLayerNetwork network) {
        return Dl4jModel.dataType(network) == DataType.FLOAT ? Precision.FLOAT32 : Precision.FLOAT64;
    }

    static String key(int l, String parameter) {
        return (l - 1) + "_" + parameter;
    }

    private static Layer layer(MultiLayerNetwork network, int l) {
        return network.getLayer(l - 1).conf().getLayer();
    }

    private BaseLayer dense(int l) {
        Layer layer = layer(network, l);
        boolean inItsPlace = l == depth ? layer instanceof OutputLayer : layer instanceof DenseLayer;
        if (!inItsPlace || !network.paramTable().containsKey(key(l, "b"))) {
            throw new InvalidInputException(
                    "layer " + l + " (" + layer.getClass().getSimpleName()
                            + "): only dense layers with biases, the last one an output layer, can be recorded");
        }
        return (BaseLayer) layer;
    }
}

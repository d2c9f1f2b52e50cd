package chalkline.dl4j;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Step.Source;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.training.GradientSum;
import chalkline.training.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/**
 * Records one real {@code fit} from inside: on a copy of the network, activation and loss functions are replaced by ones
 * that record what passes through them, and a second, untouched copy proves that this changed nothing.
 */
final class Recorder {
    private final MultiLayerNetwork network;
    private final RecordedValues seen;
    private final int depth;
    private final List<IActivation> activations = new ArrayList<>();
    private final ILossFunction loss;

    private Recorder(MultiLayerNetwork network, BiConsumer<StepId, INDArray> witness) {
        this.network = network;
        this.seen = new RecordedValues(witness);
        this.depth = network.getnLayers();
        for (int l = 1; l <= depth; l++) {
            requireCovered(l);
            activations.add(activation(layer(network, l)));
        }
        this.loss = layer(network, depth) instanceof LossLayer lossLayer
                ? lossLayer.getLossFn()
                : ((OutputLayer) layer(network, depth)).getLossFn();
        for (int l = 1; l <= depth; l++) {
            requireDrawnSlopesFit(l);
        }
    }

    private void requireDrawnSlopesFit(int l) {
        if (activations.get(l - 1) instanceof ActivationRReLU) {
            Activations.whyRandomisedFails(precision(), l == depth && loss instanceof LossWasserstein)
                    .ifPresent(why -> {
                        throw notRecorded(l, why);
                    });
        }
    }

    /** The layer's activation function; identity, which is never asked, where it has none. */
    private static IActivation activation(Layer layer) {
        if (layer instanceof ActivationLayer alone) {
            return alone.getActivationFn();
        }
        return layer instanceof DropoutLayer ? new ActivationIdentity() : ((BaseLayer) layer).getActivationFn();
    }

    /**
     * @param network stays as it is
     * @param gradient what the step is updated by in the place of its own gradient, where it is
     * @param witness is shown every live array while the recorded fit runs
     */
    static Recording record(
            MultiLayerNetwork network,
            Batch batch,
            Optional<GradientSum> gradient,
            BiConsumer<StepId, INDArray> witness) {
        return new Recorder(network, witness).record(batch, gradient);
    }

    private Recording record(Batch batch, Optional<GradientSum> gradient) {
        DataSet data = DataSets.of(network, batch);
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        try {
            MultiLayerNetwork copy = network.clone();
            install(copy);
            RecordedFit recorded = RecordedFit.of(copy, data.copy(), gradient);
            random.setStates(root, node);
            boolean matchesFit = recorded.isThatOf(network.clone(), data.copy());
            return new Recording(trace(data, recorded), matchesFit);
        } finally {
            random.setStates(root, node);
        }
    }

    /** Into the copy's live layers; the functions themselves are shared with the network and stay as they are. */
    private void install(MultiLayerNetwork copy) {
        for (int l = 1; l <= depth; l++) {
            Layer layer = layer(copy, l);
            if (layer.getIDropout() instanceof Dropout dropout) {
                layer.setIDropout(new RecordingDropout(dropout, l, layer instanceof DropoutLayer, seen));
            }
            if (l < depth || !fused()) {
                RecordingActivation recording = new RecordingActivation(activations.get(l - 1), l, l < depth, seen);
                install(layer, recording);
                if (layer instanceof DenseLayer dense && dense.hasLayerNorm()) {
                    copy.getLayers()[l - 1] = new RecordingDenseLayer(copy.getLayer(l - 1), l, recording, seen);
                }
            }
        }
        RecordingLoss recording = new RecordingLoss(loss, depth, seen);
        if (layer(copy, depth) instanceof LossLayer layer) {
            layer.setLossFn(recording);
        } else {
            ((OutputLayer) layer(copy, depth)).setLossFn(recording);
        }
    }

    private static void install(Layer layer, RecordingActivation recording) {
        if (layer instanceof ActivationLayer alone) {
            alone.setActivationFn(recording);
        } else if (!(layer instanceof DropoutLayer)) {
            ((BaseLayer) layer).setActivationFn(recording);
        }
    }

    /** Losses ask whether the output's activation is softmax itself, and then go from the labels to dZ directly. */
    private boolean fused() {
        return activations.get(depth - 1) instanceof ActivationSoftmax;
    }

    private Trace trace(DataSet data, RecordedFit recorded) {
        // What a sum over them is divided by: 1 where the loss is that sum.
        int examples = network.conf().isMiniBatch() ? data.numExamples() : 1;
        List<Step> steps = new ArrayList<>();
        Map<String, ArraySnapshot> before = RecordedFit.stored(network.paramTable());
        steps.add(recorded(StepId.X, NdArrays.matrix(data.getFeatures())));
        steps.add(recorded(StepId.Y, NdArrays.matrix(data.getLabels())));
        Optional<Matrix> mask = Optional.ofNullable(data.getLabelsMaskArray()).map(NdArrays::matrix);
        mask.ifPresent(m -> steps.add(recorded(StepId.MASK, m)));
        for (int l = 1; l <= depth; l++) {
            parameters(l, before).forEach((id, value) -> steps.add(recorded(id, value.matrix())));
        }
        RecordedUpdate.addStart(network, steps);
        for (int l = 1; l <= depth; l++) {
            forward(l, steps);
        }
        Matrix sum = seen.value(StepId.LOSS);
        steps.add(scaled(StepId.LOSS, mean(sum, examples), divisor(examples, seen.value(StepId.z(depth))), false));
        steps.add(recorded(StepId.SCORE, Matrix.of(1, 1, recorded.score())));
        for (int l = depth; l >= 1; l--) {
            steps.add(dA(l, examples, mask));
            for (StepId id : List.of(
                    StepId.z(l).gradient(), StepId.u(l).gradient(), StepId.d(l).gradient())) {
                if (seen.has(id)) {
                    steps.add(scaled(id, mean(seen.value(id), examples), examples, false));
                }
            }
            parameters(l, recorded.gradients()).forEach((id, value) -> steps.add(gradient(id, value, examples)));
        }
        new RecordedUpdate(network, recorded).addTo(steps);
        return new Trace(precision(), data.numExamples(), Dl4j.ACCURACY, steps);
    }

    /** What there is of W, b and g. */
    private static Map<StepId, ArraySnapshot> parameters(int l, Map<String, ArraySnapshot> values) {
        Map<StepId, ArraySnapshot> parameters = new LinkedHashMap<>();
        for (StepId parameter : List.of(StepId.w(l), StepId.b(l), StepId.g(l))) {
            String key = key(parameter);
            if (values.containsKey(key)) {
                parameters.put(parameter, values.get(key));
            }
        }
        return parameters;
    }

    /** The updater divides the sum once more: in float64 that is the division here. */
    private Step gradient(StepId parameter, ArraySnapshot sum, int examples) {
        Matrix mean = sum.dividedBy(examples);
        boolean later = precision() == Precision.FLOAT32 && !precision().dividesExactly(mean, examples);
        return scaled(parameter.gradient(), mean, examples, later);
    }

    private void forward(int l, List<Step> steps) {
        if (layer(network, l).getIDropout() != null) {
            if (seen.has(StepId.m(l))) {
                steps.add(recorded(StepId.m(l), seen.value(StepId.m(l))));
            } else {
                steps.add(recorded(StepId.m(l), ones(seen.value(StepId.z(l)))));
                seen.take(StepId.d(l), seen.value(StepId.z(l)));
                seen.take(StepId.d(l).gradient(), seen.value(StepId.z(l).gradient()));
            }
            if (seen.has(StepId.d(l))) {
                steps.add(recorded(StepId.d(l), seen.value(StepId.d(l))));
            }
        }
        if (seen.has(StepId.u(l))) {
            steps.add(recorded(StepId.u(l), seen.value(StepId.u(l))));
        }
        if (seen.has(StepId.z(l))) {
            steps.add(recorded(StepId.z(l), seen.value(StepId.z(l))));
        }
        if (seen.has(StepId.s(l))) {
            steps.add(recorded(StepId.s(l), seen.value(StepId.s(l))));
        }
        steps.add(a(l));
    }

    /** The mask of a layer that has dropout but takes its input as it is. */
    private static Matrix ones(Matrix input) {
        double[] ones = new double[input.size()];
        Arrays.fill(ones, 1);
        return Matrix.of(input.rows(), input.columns(), ones);
    }

    private Step a(int l) {
        if (seen.has(StepId.a(l)) && (l < depth || !fused())) {
            return recorded(StepId.a(l), seen.value(StepId.a(l)));
        }
        INDArray z = NdArrays.of(seen.value(StepId.z(l)), Dl4jModel.dataType(network));
        Matrix a = NdArrays.matrix(activations.get(l - 1).getActivation(z, true));
        return new Step(StepId.a(l), Source.EVALUATED, Optional.of(a));
    }

    private Step dA(int l, int examples, Optional<Matrix> mask) {
        StepId id = StepId.a(l).gradient();
        if (l == depth && (fused() || OwnParts.isOwn(loss))) {
            return new Step(id, Source.NOT_EXPOSED, Optional.empty());
        }
        Matrix value = seen.value(id);
        if (l < depth) {
            return scaled(id, mean(value, examples), examples, false);
        }
        // These multiply by the weights only after f′.
        boolean unweighted = loss instanceof LossBinaryXENT || loss instanceof LossMCXENT;
        Matrix weighted = unweighted ? weighted(value) : value;
        int divisor = divisor(examples, value);
        // As all do with masks.
        Matrix mean = mean(mask.map(m -> masked(weighted, m)).orElse(weighted), divisor);
        return scaled(id, mean, divisor, weighted != value || !precision().dividesExactly(mean, divisor / examples));
    }

    /** By what the loss and dA of the output are divided in double: N, or N·m where dZ is divided by m only after f′. */
    private int divisor(int examples, Matrix output) {
        return loss instanceof LossMSE || loss instanceof LossMAE ? examples * output.columns() : examples;
    }

    private Matrix weighted(Matrix gradient) {
        Optional<INDArray> weights = Vocabulary.weights(loss);
        if (weights.isEmpty()) {
            return gradient;
        }
        double[] row = weights.get().castTo(Dl4jModel.dataType(network)).toDoubleVector();
        double[] values = gradient.toArray();
        for (int k = 0; k < values.length; k++) {
            values[k] *= row[k % row.length];
        }
        return Matrix.of(gradient.rows(), gradient.columns(), values);
    }

    private static Matrix masked(Matrix gradient, Matrix mask) {
        double[] values = gradient.toArray();
        for (int k = 0; k < values.length; k++) {
            int i = k / gradient.columns();
            if (mask.get(i, mask.columns() == 1 ? 0 : k % gradient.columns()) == 0) {
                values[k] = 0;
            }
        }
        return Matrix.of(gradient.rows(), gradient.columns(), values);
    }

    static Step recorded(StepId id, Matrix value) {
        return new Step(id, Source.RECORDED, Optional.of(value));
    }

    private static Step scaled(StepId id, Matrix value, int divisor, boolean later) {
        return new Step(id, Source.RECORDED, Optional.of(value), new Step.Scaling(divisor, later));
    }

    private static Matrix mean(Matrix sum, int divisor) {
        double[] values = sum.toArray();
        for (int k = 0; k < values.length; k++) {
            values[k] = ArraySnapshot.mean(values[k], divisor);
        }
        return Matrix.owning(sum.rows(), sum.columns(), values);
    }

    private Precision precision() {
        return precision(network);
    }

    static Precision precision(MultiLayerNetwork network) {
        return Vocabulary.precision(Dl4jModel.dataType(network));
    }

    /** Deeplearning4j's own name of a parameter. */
    static String key(StepId parameter) {
        return (parameter.layer() - 1) + "_" + parameter.role().text();
    }

    private static Layer layer(MultiLayerNetwork network, int l) {
        return network.getLayer(l - 1).conf().getLayer();
    }

    private void requireCovered(int l) {
        Layer layer = layer(network, l);
        boolean inItsPlace = l == depth
                ? layer instanceof OutputLayer || layer instanceof LossLayer
                : layer instanceof DenseLayer || layer instanceof ActivationLayer || layer instanceof DropoutLayer;
        if (!inItsPlace) {
            throw notRecorded(
                    l,
                    "only dense, activation and dropout layers, the last one an output or a loss layer, can be recorded");
        }
        if (layer.getIDropout() != null && !(layer.getIDropout() instanceof Dropout)) {
            throw notRecorded(
                    l, layer.getIDropout().getClass().getSimpleName() + " cannot be recorded, only plain dropout");
        }
        if (layer instanceof DropoutLayer && layer.getIDropout() == null) {
            throw notRecorded(l, "a dropout layer without dropout cannot be recorded");
        }
    }

    private InvalidInputException notRecorded(int l, String why) {
        return new InvalidInputException(
                "layer " + l + " (" + layer(network, l).getClass().getSimpleName() + "): " + why);
    }
}

package chalkline.dl4j;

import chalkline.check.OwnFunction;
import chalkline.modelzip.JsonNetworkReader;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.training.Model;
import chalkline.training.Recording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The activations, the layers and the loss of a network that are not Deeplearning4j's own but somebody else's. */
public final class OwnParts {
    private static final String ACTIVATIONS = ActivationIdentity.class.getPackageName();
    private static final String LOSSES = LossMSE.class.getPackageName();

    private final MultiLayerNetwork whole;
    private final MultiLayerNetwork network;
    private final List<OwnLayer> layers = new ArrayList<>();
    private final List<OwnFunction> functions = new ArrayList<>();

    /**
     * Those of an initialised network.
     *
     * @param examples that its loss is taken of
     * @throws chalkline.network.InvalidInputException where it has a layer of somebody's own that cannot be checked
     */
    public OwnParts(MultiLayerNetwork whole, DataSet examples) {
        this.whole = whole;
        Set<Integer> numbers = OwnLayer.numbers(whole);
        this.network = numbers.isEmpty() ? whole : OwnLayer.opened(whole, numbers);
        int depth = network.getnLayers();
        for (int l = 1; l <= depth; l++) {
            Layer layer = network.getLayer(l - 1).conf().getLayer();
            IActivation activation = activation(layer);
            if (activation instanceof OwnLayer own) {
                layers.add(own);
                functions.add(own.function());
            } else if (activation != null && isOwn(activation)) {
                functions.add(new OwnFunction(
                        activation.getClass().getSimpleName(),
                        StepId.z(l),
                        StepId.a(l),
                        z -> NdArrays.matrix(activation.getActivation(inDouble(z), true))));
            }
            ILossFunction loss = loss(layer);
            if (loss != null && isOwn(loss)) {
                INDArray labels = examples.getLabels().castTo(DataType.DOUBLE);
                INDArray mask = examples.getLabelsMaskArray();
                functions.add(new OwnFunction(
                        loss.getClass().getSimpleName(),
                        StepId.z(l),
                        StepId.LOSS,
                        z -> column(loss.computeScoreArray(
                                labels.dup(),
                                inDouble(z),
                                activation,
                                mask == null ? null : mask.castTo(DataType.DOUBLE)))));
            }
        }
    }

    /** Whether a loss is somebody else's: what it hands to the activation need not be dA. */
    static boolean isOwn(ILossFunction loss) {
        return !loss.getClass().getPackageName().equals(LOSSES);
    }

    private static boolean isOwn(IActivation activation) {
        return !activation.getClass().getPackageName().equals(ACTIVATIONS);
    }

    private static INDArray inDouble(Matrix matrix) {
        return NdArrays.of(matrix, DataType.DOUBLE);
    }

    private static Matrix column(INDArray scores) {
        double[] values = NdArrays.values(scores);
        return Matrix.of(values.length, 1, values);
    }

    private static IActivation activation(Layer layer) {
        if (layer instanceof ActivationLayer alone) {
            return alone.getActivationFn();
        }
        return layer instanceof BaseLayer base ? base.getActivationFn() : null;
    }

    private static ILossFunction loss(Layer layer) {
        if (layer instanceof LossLayer alone) {
            return alone.getLossFn();
        }
        return layer instanceof BaseOutputLayer output ? output.getLossFn() : null;
    }

    /** Each of them. */
    public List<OwnFunction> functions() {
        return List.copyOf(functions);
    }

    /**
     * One step of it, which its layers are seen to take.
     *
     * @throws chalkline.network.InvalidInputException where something else in it cannot be recorded
     */
    public Recording record(Batch batch) {
        Recording recording = Dl4jModel.of(network).record(batch);
        if (layers.isEmpty()) {
            return recording;
        }
        int examples = network.conf().isMiniBatch() ? batch.size() : 1;
        List<Step> steps = new ArrayList<>(recording.trace().steps());
        for (OwnLayer layer : layers) {
            StepId z = StepId.z(layer.number());
            steps.removeIf(step -> step.id().equals(z) || step.id().equals(z.gradient()));
            steps.addAll(layer.parameters());
            steps.addAll(layer.gradients(examples));
        }
        Trace trace = new Trace(
                recording.trace().precision(),
                recording.trace().examples(),
                recording.trace().accuracy(),
                steps);
        return new Recording(trace, recording.matchesFit() && isStepOfTheWhole(batch));
    }

    /** Whether the network as it is makes the same of the parameters that both train, bit for bit. */
    private boolean isStepOfTheWhole(Batch batch) {
        Model other = Dl4jModel.of(whole).copy();
        Model opened = Dl4jModel.of(network).copy();
        other.fit(batch);
        opened.fit(batch);
        Map<StepId, Matrix> all = other.state().parameters();
        return opened.state().parameters().entrySet().stream()
                .allMatch(each -> each.getValue().equals(all.get(each.getKey())));
    }

    /**
     * The network with a stand-in for each of them: identity for an activation, a linear layer of zeros for a layer, squared
     * error for the loss.
     *
     * @param trace that tells how wide the layers are
     * @throws chalkline.network.InvalidInputException where something else in it is not covered
     */
    public Network withStandIns(Trace trace) {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        List<double[]> parameters = new ArrayList<>();
        for (int l = 1; l <= network.getnLayers(); l++) {
            NeuralNetConfiguration conf = configuration.getConf(l - 1);
            if (activation(conf.getLayer()) instanceof OwnLayer) {
                int inputs = trace.value(l == 1 ? StepId.X : StepId.a(l - 1)).columns();
                int outputs = trace.value(StepId.a(l)).columns();
                conf.setLayer(standIn(inputs, outputs));
                parameters.add(new double[inputs * outputs]);
            } else {
                standIn(conf.getLayer());
                INDArray own = network.getLayer(l - 1).params();
                parameters.add(own == null ? new double[0] : NdArrays.values(own));
            }
        }
        double[] all = parameters.stream().flatMapToDouble(Arrays::stream).toArray();
        return JsonNetworkReader.read("network", configuration.toJson(), all);
    }

    private static DenseLayer standIn(int inputs, int outputs) {
        DenseLayer standIn = new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(new ActivationIdentity())
                .weightInit(WeightInit.ZERO)
                .hasBias(false)
                .build();
        standIn.setIUpdater(new NoOp());
        return standIn;
    }

    private static void standIn(Layer layer) {
        IActivation activation = activation(layer);
        if (activation != null && isOwn(activation)) {
            if (layer instanceof ActivationLayer alone) {
                alone.setActivationFn(new ActivationIdentity());
            } else {
                ((BaseLayer) layer).setActivationFn(new ActivationIdentity());
            }
        }
        ILossFunction loss = loss(layer);
        if (loss != null && isOwn(loss)) {
            if (layer instanceof LossLayer alone) {
                alone.setLossFn(new LossMSE());
            } else {
                ((BaseOutputLayer) layer).setLossFn(new LossMSE());
            }
        }
    }
}

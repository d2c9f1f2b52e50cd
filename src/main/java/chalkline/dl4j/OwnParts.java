package chalkline.dl4j;

import chalkline.check.OwnFunction;
import chalkline.modelzip.JsonNetworkReader;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The activations and the loss of a network that are not Deeplearning4j's own but somebody else's. */
public final class OwnParts {
    private static final String ACTIVATIONS = ActivationIdentity.class.getPackageName();
    private static final String LOSSES = LossMSE.class.getPackageName();

    private final MultiLayerNetwork network;
    private final List<OwnFunction> functions = new ArrayList<>();

    /**
     * Those of an initialised network.
     *
     * @param examples that its loss is taken of
     */
    public OwnParts(MultiLayerNetwork network, DataSet examples) {
        this.network = network;
        int depth = network.getnLayers();
        for (int l = 1; l <= depth; l++) {
            Layer layer = network.getLayer(l - 1).conf().getLayer();
            IActivation activation = activation(layer);
            if (activation != null && isOwn(activation)) {
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
     * The network with a stand-in for each of them: identity for an activation, squared error for the loss.
     *
     * @throws chalkline.network.InvalidInputException where something else in it is not covered
     */
    public Network withStandIns() {
        MultiLayerConfiguration configuration =
                network.getLayerWiseConfigurations().clone();
        configuration.getConfs().forEach(each -> standIn(each.getLayer()));
        return JsonNetworkReader.read("network", configuration.toJson(), NdArrays.values(network.params()));
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

package chalkline.dl4j;

import chalkline.network.StepId;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer with layer normalisation that records what no activation function sees: U, which is normalised, and dU, which
 * the layer makes of dZ in the array that its activation function gave it. It works on the parameters of the layer that it
 * stands in for.
 */
final class RecordingDenseLayer extends DenseLayer {
    private static final long serialVersionUID = 1L;

    private final int layer;
    private final RecordingActivation activation;
    private final transient RecordedValues seen;

    /** @param activation what records the layer's activation function */
    RecordingDenseLayer(Layer original, int layer, RecordingActivation activation, RecordedValues seen) {
        super(original.conf(), original.params().dataType());
        this.layer = layer;
        this.activation = activation;
        this.seen = seen;
        setIndex(original.getIndex());
        setListeners(original.getListeners());
        setParamsViewArray(original.params());
        setParamTable(original.paramTable());
        if (original.getGradientsViewArray() != null) {
            setBackpropGradientsViewArray(original.getGradientsViewArray());
        }
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
            boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
        Pair<INDArray, INDArray> both = super.preOutputWithPreNorm(training, forBackprop, workspaceMgr);
        if (forBackprop) {
            // Only on the way back the layer keeps it beside Z.
            seen.take(StepId.u(layer), both.getSecond());
        }
        return both;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
        Pair<Gradient, INDArray> both = super.backpropGradient(epsilon, workspaceMgr);
        seen.take(StepId.u(layer).gradient(), activation.lastGradient());
        return both;
    }
}

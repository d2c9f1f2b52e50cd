package chalkline.dl4j;

import chalkline.network.StepId;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's dropout that records what passes through it: the mask and the masked input going forward, the gradient of the
 * masked input going back.
 */
final class RecordingDropout implements IDropout {
    private static final long serialVersionUID = 1L;

    private final Dropout dropout;
    private final int layer;
    private final boolean alone;
    private final transient RecordedValues seen;

    /** @param alone whether it is a layer of its own, whose output is the masked input */
    RecordingDropout(Dropout dropout, int layer, boolean alone, RecordedValues seen) {
        this.dropout = dropout;
        this.layer = layer;
        this.alone = alone;
        this.seen = seen;
    }

    @Override
    public INDArray applyDropout(
            INDArray inputActivations, INDArray resultArray, int iteration, int epoch, LayerWorkspaceMgr workspaceMgr) {
        INDArray masked = dropout.applyDropout(inputActivations, resultArray, iteration, epoch, workspaceMgr);
        // Between here and the way back the framework keeps its mask, and forgets it then.
        seen.take(StepId.m(layer), dropout.getMask());
        seen.take(masked(), masked);
        return masked;
    }

    @Override
    public INDArray backprop(INDArray gradAtOutput, INDArray gradAtInput, int iteration, int epoch) {
        // Before delegating: the gradient is masked in place.
        seen.take(masked().gradient(), gradAtOutput);
        return dropout.backprop(gradAtOutput, gradAtInput, iteration, epoch);
    }

    private StepId masked() {
        return alone ? StepId.a(layer) : StepId.d(layer);
    }

    @Override
    public void clear() {
        dropout.clear();
    }

    /** Copies of a network record on the same seen. */
    @Override
    public RecordingDropout clone() {
        return new RecordingDropout(dropout.clone(), layer, alone, seen);
    }
}

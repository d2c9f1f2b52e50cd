package chalkline.dl4j;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The output layer's loss function, recording what passes through it: Z, dZ and the loss. */
final class RecordingLoss implements ILossFunction {
    private static final long serialVersionUID = 1L;

    private final ILossFunction function;
    private final int layer;
    private final transient RecordedValues seen;

    RecordingLoss(ILossFunction function, int layer, RecordedValues seen) {
        this.function = function;
        this.layer = layer;
        this.seen = seen;
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        takeZ(preOutput);
        double score = function.computeScore(labels, preOutput, activationFn, mask, average);
        takeLoss(score, labels, average);
        return score;
    }

    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        takeZ(preOutput);
        return function.computeScoreArray(labels, preOutput, activationFn, mask);
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask) {
        takeZ(preOutput);
        INDArray gradient = function.computeGradient(labels, preOutput, activationFn, mask);
        takeDz(gradient);
        return gradient;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray preOutput, IActivation activationFn, INDArray mask, boolean average) {
        takeZ(preOutput);
        Pair<Double, INDArray> both = function.computeGradientAndScore(labels, preOutput, activationFn, mask, average);
        takeLoss(both.getFirst(), labels, average);
        takeDz(both.getSecond());
        return both;
    }

    @Override
    public String name() {
        return function.name();
    }

    @Override
    public String toString() {
        return function.toString();
    }

    /** Before delegating: softmax's backprop overwrites it. */
    private void takeZ(INDArray preOutput) {
        seen.take(StepId.z(layer), preOutput);
    }

    private void takeDz(INDArray gradient) {
        seen.take(StepId.z(layer).gradient(), gradient);
    }

    private void takeLoss(double score, INDArray labels, boolean average) {
        seen.take(StepId.LOSS, Matrix.of(1, 1, average ? score * labels.size(0) : score));
    }
}

package chalkline.dl4j;

import chalkline.network.StepId;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer's activation function that records what passes through it: Z and A going forward, with the slopes that were drawn
 * between them, Z, dA and dZ back.
 */
final class RecordingActivation implements IActivation {
    private static final long serialVersionUID = 1L;

    private final IActivation function;
    private final int layer;
    private final boolean recordsDz;
    private final transient RecordedValues seen;
    private transient INDArray lastGradient;

    /**
     * @param recordsDz false in the output layer, where what {@link #backprop} returns need not be dZ yet: LossMSE then
     *     divides it by the width
     */
    RecordingActivation(IActivation function, int layer, boolean recordsDz, RecordedValues seen) {
        this.function = function;
        this.layer = layer;
        this.recordsDz = recordsDz;
        this.seen = seen;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        seen.take(StepId.z(layer), in);
        INDArray out = function.getActivation(in, training);
        if (training && function instanceof ActivationRReLU randomised) {
            // Drawn anew in every call, and kept until the next.
            seen.take(StepId.s(layer), randomised.getAlpha());
        }
        seen.take(StepId.a(layer), out);
        return out;
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        seen.take(StepId.z(layer), in);
        seen.take(StepId.a(layer).gradient(), epsilon);
        Pair<INDArray, INDArray> gradients = function.backprop(in, epsilon);
        lastGradient = gradients.getFirst();
        if (recordsDz) {
            seen.take(StepId.z(layer).gradient(), gradients.getFirst());
        }
        return gradients;
    }

    /** The live array that {@link #backprop} returned last, which its layer may have changed since. */
    INDArray lastGradient() {
        return lastGradient;
    }

    @Override
    public int numParams(int inputSize) {
        return function.numParams(inputSize);
    }

    @Override
    public String toString() {
        return function.toString();
    }
}

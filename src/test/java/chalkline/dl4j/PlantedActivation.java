package chalkline.dl4j;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a stranger may name in a configuration: a class whose initialiser runs code. */
public final class PlantedActivation extends BaseActivationFunction {
    private static final long serialVersionUID = 1L;

    static {
        System.setProperty(PlantedPreProcessor.RAN, "static initialiser");
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
        return in;
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
        return new Pair<>(epsilon, null);
    }
}

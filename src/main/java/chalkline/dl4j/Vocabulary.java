package chalkline.dl4j;

import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.Loss;
import chalkline.network.Precision;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The vocabulary's words in Deeplearning4j's. */
final class Vocabulary {
    private Vocabulary() {}

    static DataType dataType(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
        };
    }

    static IActivation activation(Activation activation) {
        return switch (activation) {
            case IDENTITY -> new ActivationIdentity();
            case RELU -> new ActivationReLU();
            case SIGMOID -> new ActivationSigmoid();
            case SOFTMAX -> new ActivationSoftmax();
            case TANH -> new ActivationTanH();
        };
    }

    static ILossFunction loss(Loss loss, int outputs, DataType type) {
        return switch (loss) {
            case MSE -> new LossMSE();
            case L2 -> new LossL2();
            case HALF_SQUARED_ERROR -> new LossL2(halves(outputs, type));
            case MCXENT -> new LossMCXENT();
            case XENT -> new LossBinaryXENT();
        };
    }

    private static INDArray halves(int outputs, DataType type) {
        double[] halves = new double[outputs];
        Arrays.fill(halves, 0.5);
        return NdArrays.vector(halves, type).reshape('c', 1, outputs);
    }

    static WeightInit initialiser(Initialiser initialiser) {
        return switch (initialiser) {
            case XAVIER -> WeightInit.XAVIER;
            case XAVIER_UNIFORM -> WeightInit.XAVIER_UNIFORM;
            case RELU -> WeightInit.RELU;
            case RELU_UNIFORM -> WeightInit.RELU_UNIFORM;
            case LECUN_NORMAL -> WeightInit.LECUN_NORMAL;
            case LECUN_UNIFORM -> WeightInit.LECUN_UNIFORM;
            case ZERO -> WeightInit.ZERO;
        };
    }

    /** The activation that does just what the function does. */
    static Optional<Activation> activation(IActivation function) {
        return Arrays.stream(Activation.values())
                .filter(activation -> activation(activation).equals(function))
                .findFirst();
    }

    /** The loss that does just what the function does. */
    static Optional<Loss> loss(ILossFunction function) {
        INDArray weights = function instanceof LossL2 l2 ? l2.getWeights() : null;
        int outputs = weights == null ? 1 : Math.toIntExact(weights.length());
        DataType type = weights == null ? DataType.DOUBLE : weights.dataType();
        return Arrays.stream(Loss.values())
                .filter(loss -> loss(loss, outputs, type).equals(function))
                .findFirst();
    }

    /** The initialiser that draws just as the function does. */
    static Optional<Initialiser> initialiser(IWeightInit function) {
        return Arrays.stream(Initialiser.values())
                .filter(initialiser ->
                        initialiser(initialiser).getWeightInitFunction().equals(function))
                .findFirst();
    }
}

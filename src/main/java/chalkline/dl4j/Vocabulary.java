package chalkline.dl4j;

import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.Loss;
import chalkline.network.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.distribution.ConstantDistribution;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** The vocabulary's words in Deeplearning4j's. */
final class Vocabulary {
    private Vocabulary() {}

    static DataType dataType(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> DataType.FLOAT;
            case FLOAT64 -> DataType.DOUBLE;
        };
    }

    static Precision precision(DataType type) {
        return type == DataType.FLOAT ? Precision.FLOAT32 : Precision.FLOAT64;
    }

    static IActivation activation(Activation activation) {
        return Activations.of(activation);
    }

    static ILossFunction loss(Loss loss, int outputs, DataType type) {
        INDArray weights = loss.weightRow()
                .map(row -> NdArrays.vector(row.toArray(), type).reshape('c', 1, row.columns()))
                .orElse(null);
        return switch (loss.kind()) {
            case MSE -> new LossMSE(weights);
            case L2 -> new LossL2(weights);
            case HALF_SQUARED_ERROR -> new LossL2(halves(outputs, type));
            case L1 -> new LossL1(weights);
            case MEAN_ABSOLUTE_ERROR -> new LossMAE(weights);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR -> new LossMAPE(weights);
            case MEAN_SQUARED_LOGARITHMIC_ERROR -> new LossMSLE(weights);
            case MCXENT -> new LossMCXENT(weights);
            case XENT -> new LossBinaryXENT(weights);
            case RECONSTRUCTION_CROSSENTROPY -> LossFunction.RECONSTRUCTION_CROSSENTROPY.getILossFunction();
            case KL_DIVERGENCE -> new LossKLD();
            case COSINE_PROXIMITY -> new LossCosineProximity();
            case HINGE -> new LossHinge();
            case SQUARED_HINGE -> new LossSquaredHinge();
            case POISSON -> new LossPoisson();
            case WASSERSTEIN -> new LossWasserstein();
        };
    }

    private static INDArray halves(int outputs, DataType type) {
        double[] halves = new double[outputs];
        Arrays.fill(halves, 0.5);
        return NdArrays.vector(halves, type).reshape('c', 1, outputs);
    }

    /** The weights of the outputs that a loss function has; absent where it has none, or takes none. */
    static Optional<INDArray> weights(ILossFunction function) {
        if (function instanceof LossL2 l2) {
            return Optional.ofNullable(l2.getWeights());
        }
        if (function instanceof LossL1 l1) {
            return Optional.ofNullable(l1.getWeights());
        }
        if (function instanceof LossMAPE mape) {
            return Optional.ofNullable(mape.getWeights());
        }
        if (function instanceof LossMSLE msle) {
            return Optional.ofNullable(msle.getWeights());
        }
        if (function instanceof LossMCXENT mcxent) {
            return Optional.ofNullable(mcxent.getWeights());
        }
        return function instanceof LossBinaryXENT xent ? Optional.ofNullable(xent.getWeights()) : Optional.empty();
    }

    static IWeightInit initialiser(Initialiser initialiser) {
        double width = initialiser.width();
        return switch (initialiser.kind()) {
            case XAVIER -> WeightInit.XAVIER.getWeightInitFunction();
            case XAVIER_UNIFORM -> WeightInit.XAVIER_UNIFORM.getWeightInitFunction();
            case RELU -> WeightInit.RELU.getWeightInitFunction();
            case RELU_UNIFORM -> WeightInit.RELU_UNIFORM.getWeightInitFunction();
            case LECUN_NORMAL -> WeightInit.LECUN_NORMAL.getWeightInitFunction();
            case LECUN_UNIFORM -> WeightInit.LECUN_UNIFORM.getWeightInitFunction();
            case ZERO -> WeightInit.ZERO.getWeightInitFunction();
            case UNIFORM -> new WeightInitDistribution(new UniformDistribution(-width, width));
            case NORMAL -> new WeightInitDistribution(new NormalDistribution(0, width));
            case CONSTANT -> new WeightInitDistribution(new ConstantDistribution(width));
        };
    }

    /** The activation that does just what the function does. */
    static Optional<Activation> activation(IActivation function) {
        return Activations.named(function).filter(named -> activation(named).equals(function));
    }

    /** The loss that does just what the function does; the first of several. */
    static Optional<Loss> loss(ILossFunction function) {
        Optional<INDArray> weights = weights(function);
        DataType type = weights.map(INDArray::dataType).orElse(DataType.DOUBLE);
        int outputs = weights.map(w -> Math.toIntExact(w.length())).orElse(1);
        Optional<List<Double>> numbers =
                weights.map(w -> Arrays.stream(w.toDoubleVector()).boxed().toList());
        if (numbers.isPresent() && numbers.get().stream().anyMatch(w -> !(w >= 0) || w.isInfinite())) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(Loss.Kind.HALF_SQUARED_ERROR), Arrays.stream(Loss.Kind.values()))
                // Deeplearning4j has one class for both.
                .filter(kind -> kind != Loss.Kind.RECONSTRUCTION_CROSSENTROPY)
                .map(kind -> new Loss(kind, kind.takesWeights() ? numbers : Optional.empty()))
                .filter(loss -> loss(loss, outputs, type).equals(function))
                .findFirst();
    }

    /** The initialiser that draws just as the function does; the widths of a distribution cannot be asked for. */
    static Optional<Initialiser> initialiser(IWeightInit function) {
        return Initialiser.withoutWidth().stream()
                .filter(initialiser -> initialiser(initialiser).equals(function))
                .findFirst();
    }
}

package chalkline.dl4j;

import chalkline.modelzip.JsonActivations;
import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Precision;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** The activations in Deeplearning4j's words. */
final class Activations {
    private Activations() {}

    static IActivation of(Activation activation) {
        return switch (activation.kind()) {
            case CUBE -> new ActivationCube();
            case ELU -> new ActivationELU(activation.parameter(0));
            case GELU -> new ActivationGELU(activation.parameter(0) != 0);
            case HARD_SIGMOID -> new ActivationHardSigmoid();
            case HARD_TANH -> new ActivationHardTanH();
            case IDENTITY -> new ActivationIdentity();
            case LEAKY_RELU -> new ActivationLReLU(activation.parameter(0));
            case MISH -> new ActivationMish();
            case RATIONAL_TANH -> new ActivationRationalTanh();
            case RECTIFIED_TANH -> new ActivationRectifiedTanh();
            case RELU -> new ActivationReLU(given(activation, 0), given(activation, 1), given(activation, 2));
            case RELU6 -> new ActivationReLU6();
            case RRELU -> new ActivationRReLU(activation.parameter(0), activation.parameter(1));
            case SELU -> new ActivationSELU();
            case SIGMOID -> new ActivationSigmoid();
            case SOFTMAX -> new ActivationSoftmax();
            case SOFTPLUS -> new ActivationSoftPlus();
            case SOFTSIGN -> new ActivationSoftSign();
            case SWISH -> new ActivationSwish();
            case TANH -> new ActivationTanH();
            case THRESHOLDED_RELU -> new ActivationThresholdedReLU(activation.parameter(0));
        };
    }

    private static Double given(Activation activation, int i) {
        return activation.isUsual(i) ? null : Double.valueOf(activation.parameter(i));
    }

    /**
     * Why Deeplearning4j cannot train ActivationRReLU there: its derivative is an array of floats, and is made of slopes
     * that it expects to have drawn before.
     *
     * @param beforeItsValue whether the loss asks for the derivative first
     */
    static Optional<String> whyRandomisedFails(Precision precision, boolean beforeItsValue) {
        if (precision == Precision.FLOAT64) {
            return Optional.of("Deeplearning4j fails to train rrelu in float64, its derivative is in float32;"
                    + " it can in float32");
        }
        return beforeItsValue
                ? Optional.of("Deeplearning4j fails to train rrelu with the loss wasserstein, which asks for the"
                        + " derivative before any slope is drawn")
                : Optional.empty();
    }

    /** The activation that the function is meant to be. */
    static Optional<Activation> named(IActivation function) {
        return JsonActivations.kind(function.getClass().getName()).map(kind -> switch (kind) {
            case ELU -> Activation.elu(((ActivationELU) function).getAlpha());
            case GELU -> Activation.gelu(((ActivationGELU) function).isPrecise());
            case LEAKY_RELU -> Activation.leakyRelu(((ActivationLReLU) function).getAlpha());
            case RELU -> {
                ActivationReLU relu = (ActivationReLU) function;
                yield new Activation(
                        kind,
                        List.of(
                                orUsual(kind, 0, relu.getMax()),
                                orUsual(kind, 1, relu.getThreshold()),
                                orUsual(kind, 2, relu.getNegativeSlope())));
            }
            case RRELU -> Activation.rrelu(((ActivationRReLU) function).getL(), ((ActivationRReLU) function).getU());
            case THRESHOLDED_RELU -> Activation.thresholdedRelu(((ActivationThresholdedReLU) function).getTheta());
            case CUBE,
                    HARD_SIGMOID,
                    HARD_TANH,
                    IDENTITY,
                    MISH,
                    RATIONAL_TANH,
                    RECTIFIED_TANH,
                    RELU6,
                    SELU,
                    SIGMOID,
                    SOFTMAX,
                    SOFTPLUS,
                    SOFTSIGN,
                    SWISH,
                    TANH -> Activation.of(kind);
        });
    }

    private static double orUsual(Kind kind, int parameter, Double value) {
        return value == null ? kind.parameters().get(parameter).usual() : value;
    }
}

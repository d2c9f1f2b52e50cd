package chalkline.dl4j;

import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.Loss;
import chalkline.training.Inspection;
import chalkline.training.Inspection.LayerSummary;
import chalkline.training.Inspection.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Describes a network, of whatever layers; a layer that is not dense is given by its class. */
final class Inspector {
    private Inspector() {}

    static Inspection inspect(MultiLayerNetwork network) {
        List<LayerSummary> layers = new ArrayList<>();
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            layers.add(summary(layer));
        }
        return new Inspection(
                dataType(Dl4jModel.dataType(network)),
                String.join("; ", updaters(network)),
                layers,
                network.numParams(),
                network.getIterationCount(),
                network.getEpochCount(),
                NetworkConventions.of(network));
    }

    private static String dataType(DataType type) {
        return switch (type) {
            case FLOAT -> "float32";
            case DOUBLE -> "float64";
            default -> type.name();
        };
    }

    /** The different updaters that the layers have, nearly always one. */
    private static List<String> updaters(MultiLayerNetwork network) {
        return NetworkConventions.updaters(network).stream()
                .map(IUpdater::toString)
                .toList();
    }

    private static LayerSummary summary(org.deeplearning4j.nn.api.Layer layer) {
        org.deeplearning4j.nn.conf.layers.Layer conf = layer.conf().getLayer();
        List<Parameter> parameters = new ArrayList<>();
        layer.paramTable().forEach((name, array) -> parameters.add(new Parameter(name, shape(array))));
        Optional<FeedForwardLayer> wide = cast(FeedForwardLayer.class, conf);
        Optional<BaseLayer> base = cast(BaseLayer.class, conf);
        return new LayerSummary(
                // Releases before 1.0.0 gave none.
                Optional.ofNullable(conf.getLayerName()).orElse(""),
                conf.getClass().getSimpleName(),
                wide.map(FeedForwardLayer::getNIn).orElse(0L),
                wide.map(FeedForwardLayer::getNOut).orElse(0L),
                activationOf(conf).map(Inspector::activation),
                lossOf(conf).map(Inspector::loss),
                parameters.isEmpty()
                        ? Optional.empty()
                        : base.map(BaseLayer::getWeightInitFn).map(Inspector::initialiser),
                parameters.stream().anyMatch(parameter -> parameter.name().equals("b")),
                parameters);
    }

    /** A dropout layer carries one that it never uses. */
    private static Optional<IActivation> activationOf(org.deeplearning4j.nn.conf.layers.Layer conf) {
        if (conf instanceof DropoutLayer) {
            return Optional.empty();
        }
        return cast(ActivationLayer.class, conf)
                .map(ActivationLayer::getActivationFn)
                .or(() -> cast(BaseLayer.class, conf).map(BaseLayer::getActivationFn));
    }

    static Optional<ILossFunction> lossOf(org.deeplearning4j.nn.conf.layers.Layer conf) {
        return cast(BaseOutputLayer.class, conf)
                .map(BaseOutputLayer::getLossFn)
                .or(() -> cast(LossLayer.class, conf).map(LossLayer::getLossFn));
    }

    private static <T> Optional<T> cast(Class<T> type, Object value) {
        return type.isInstance(value) ? Optional.of(type.cast(value)) : Optional.empty();
    }

    private static List<Long> shape(INDArray array) {
        return Arrays.stream(array.shape()).boxed().toList();
    }

    private static String activation(IActivation function) {
        return Vocabulary.activation(function).map(Activation::toString).orElseGet(function::toString);
    }

    private static String loss(ILossFunction function) {
        return Vocabulary.loss(function).map(Loss::label).orElseGet(function::toString);
    }

    private static String initialiser(IWeightInit function) {
        return Vocabulary.initialiser(function)
                .map(Initialiser::label)
                .orElseGet(() -> function.getClass().getSimpleName());
    }
}

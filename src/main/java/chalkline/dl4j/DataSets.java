package chalkline.dl4j;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.util.Optional;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Batches as Deeplearning4j takes them. */
final class DataSets {
    private final MultiLayerNetwork network;
    /** The arrays of the last batch without a mask, for the next one to overwrite; null before the first. */
    private DataSet fitted;

    DataSets(MultiLayerNetwork network) {
        this.network = network;
    }

    /** The batch in the last one's arrays, where these fit: to make arrays and free them takes ten times as long as to fill them. */
    DataSet next(Batch batch) {
        if (batch.mask().isPresent()) {
            return of(network, batch);
        }
        if (fitted != null
                && hasShape(fitted.getFeatures(), batch.features())
                && hasShape(fitted.getLabels(), batch.labels())) {
            NdArrays.overwrite(fitted.getFeatures(), batch.features());
            NdArrays.overwrite(fitted.getLabels(), batch.labels());
        } else {
            fitted = of(network, batch);
        }
        return fitted;
    }

    private static boolean hasShape(INDArray array, Matrix matrix) {
        return array.size(0) == matrix.rows() && array.size(1) == matrix.columns();
    }

    /**
     * The batch in the network's data type.
     *
     * @throws IllegalArgumentException where the batch is not as wide as the network
     */
    static DataSet of(MultiLayerNetwork network, Batch batch) {
        requireColumns("features", batch.features(), inputs(network));
        requireColumns("labels", batch.labels(), outputs(network));
        DataType type = Dl4jModel.dataType(network);
        batch.mask().ifPresent(mask -> requireMaskable(network, mask));
        return new DataSet(
                NdArrays.of(batch.features(), type),
                NdArrays.of(batch.labels(), type),
                null,
                batch.mask().map(mask -> NdArrays.of(mask, type)).orElse(null));
    }

    private static void requireMaskable(MultiLayerNetwork network, Matrix mask) {
        if (!(network.getOutputLayer().conf().getLayer() instanceof OutputLayer output)) {
            throw new InvalidInputException(
                    "a mask of the labels goes with an output layer; a loss layer without weights is" + " not covered");
        }
        Optional<String> whole = masksWholeExamples(output);
        if (whole.isPresent() && mask.size() == 1) {
            throw new InvalidInputException(
                    "Deeplearning4j takes the mask of a batch of one example for one of single labels,"
                            + " which it refuses with " + whole.get() + ": give it larger batches");
        }
        if (whole.isPresent() && mask.columns() > 1) {
            throw new InvalidInputException(
                    "Deeplearning4j refuses a mask of single labels with " + whole.get() + ": mask whole examples");
        }
    }

    /** The loss that no single label can be masked of. */
    private static Optional<String> masksWholeExamples(OutputLayer output) {
        if (output.getLossFn() instanceof LossCosineProximity) {
            return Optional.of("cosine-proximity");
        }
        return output.getLossFn() instanceof LossMCXENT && output.getActivationFn() instanceof ActivationSoftmax
                ? Optional.of("mcxent and softmax")
                : Optional.empty();
    }

    static void requireColumns(String what, Matrix matrix, long needed) {
        if (matrix.columns() != needed) {
            throw new IllegalArgumentException(
                    matrix.columns() + " columns of " + what + " but the network takes " + needed);
        }
    }

    /** As wide as the first weights are; layers without any keep the width, but for one of somebody's own. */
    static long inputs(MultiLayerNetwork network) {
        for (Layer layer : network.getLayers()) {
            OptionalLong own = OwnLayer.inputs(layer);
            if (own.isPresent()) {
                return own.getAsLong();
            }
            if (layer.paramTable().containsKey("W")) {
                return layer.getParam("W").size(0);
            }
        }
        return network.layerInputSize(0);
    }

    /** As wide as the last weights are. */
    private static long outputs(MultiLayerNetwork network) {
        for (int l = network.getnLayers() - 1; l >= 0; l--) {
            if (network.getLayer(l).paramTable().containsKey("W")) {
                return network.getLayer(l).getParam("W").size(1);
            }
        }
        return network.layerSize(network.getnLayers() - 1);
    }
}

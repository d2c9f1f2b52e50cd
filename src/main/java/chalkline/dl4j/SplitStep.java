package chalkline.dl4j;

import chalkline.training.GradientSum;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A step of {@code MultiLayerNetwork.fit} in its two halves, which are Deeplearning4j's own: what its {@code BaseOptimizer} and
 * {@code StochasticGradientDescent} call one after the other.
 */
final class SplitStep {
    private final MultiLayerNetwork network;

    SplitStep(MultiLayerNetwork network) {
        this.network = network;
    }

    /** The gradient, as Deeplearning4j has it before it is divided by the number of examples. */
    GradientSum gradient(DataSet data) {
        double regularisation = network.calcRegularizationScore(true);
        network.setInput(data.getFeatures());
        network.setLabels(data.getLabels());
        network.setLayerMaskArrays(null, data.getLabelsMaskArray());
        network.computeGradientAndScore();
        network.clearLayerMaskArrays();
        network.clearLayersStates();
        double loss = network.score() - regularisation;
        int examples = data.numExamples();
        return new GradientSum(
                ArrayLayout.of(network).parameters(NdArrays.values(network.getFlattenedGradients())),
                network.conf().isMiniBatch() ? loss * examples : loss,
                examples);
    }

    /**
     * Divides the sum, regularises, clips, updates and constrains.
     *
     * @return what was subtracted from each parameter, before its constraints, by Deeplearning4j's names
     * @throws IllegalArgumentException where its arrays are not the network's parameters
     */
    Map<String, INDArray> update(GradientSum sum) {
        Gradient gradient = gradient(overwrite(sum));
        int iteration = network.getIterationCount();
        network.getUpdater()
                .update(
                        network,
                        gradient,
                        iteration,
                        network.getEpochCount(),
                        sum.examples(),
                        LayerWorkspaceMgr.noWorkspaces());
        INDArray update = gradient.gradient();
        network.params().subi(update.reshape(network.params().shape()));
        network.setIterationCount(iteration + 1);
        network.applyConstraints(iteration + 1, network.getEpochCount());
        return gradient.gradientForVariable();
    }

    /**
     * Puts the sum in the place of the network's own gradient, of which layers and updater hold views.
     *
     * @return that array
     * @throws IllegalArgumentException where its arrays are not the network's parameters
     */
    INDArray overwrite(GradientSum sum) {
        ArrayLayout layout = ArrayLayout.of(network);
        layout.requireOfParameters(sum.arrays());
        if (network.getFlattenedGradients() == null) {
            network.initGradientsView();
        }
        INDArray all = network.getFlattenedGradients();
        double[] values = layout.allParameters(sum.arrays());
        return all.assign(NdArrays.vector(values, all.dataType()).reshape(all.shape()));
    }

    private Gradient gradient(INDArray all) {
        Gradient gradient = new DefaultGradient(all);
        for (Layer layer : network.getLayers()) {
            if (layer.numParams() > 0) {
                layer.conf()
                        .getLayer()
                        .initializer()
                        .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
                        .forEach((name, view) -> gradient.setGradientFor(layer.getIndex() + "_" + name, view));
            }
        }
        return gradient;
    }
}

package chalkline.dl4j;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What an updater keeps, by parameter. Deeplearning4j keeps it in one array: parameters that follow each other and have
 * the same updater are a block, and a block holds first what is kept of one kind for all of its parameters, then what is
 * kept of the next; a W column by column.
 */
final class UpdaterState {
    private UpdaterState() {}

    /**
     * Every array that is kept, as W1.m.
     *
     * @param network what it is kept for
     * @param state all of it, in Deeplearning4j's order
     */
    static Map<StepId, Matrix> of(MultiLayerNetwork network, double[] state) {
        Map<StepId, Matrix> kept = new HashMap<>();
        if (state.length == 0) {
            return kept;
        }
        BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            List<String> names = Updaters.state(block.getGradientUpdater().getConfig());
            int parameters = block.getParamOffsetEnd() - block.getParamOffsetStart();
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                Layer layer = (Layer) parameter.getLayer();
                int l = layer.getIndex() + 1;
                INDArray shape = layer.getParam(parameter.getParamName());
                int from = parameter.getParamOffsetStart() - block.getParamOffsetStart();
                for (int i = 0; i < names.size(); i++) {
                    kept.put(
                            StepId.of(parameter.getParamName() + l).state(names.get(i)),
                            matrix(state, block.getUpdaterViewOffsetStart() + i * parameters + from, shape));
                }
            }
        }
        return kept;
    }

    private static Matrix matrix(double[] state, int from, INDArray shape) {
        int rows = shape.rank() == 1 ? 1 : Math.toIntExact(shape.size(0));
        int columns = Math.toIntExact(shape.size(shape.rank() - 1));
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = state[from + j * rows + i];
            }
        }
        return Matrix.of(rows, columns, values);
    }
}

package chalkline.dl4j;

import chalkline.check.Finding;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is worth knowing about the numbers that a model zip holds. */
final class SavedFindings {
    private SavedFindings() {}

    static List<Finding> of(ModelZip.LoadedModel loaded) {
        List<Finding> findings = new ArrayList<>(notFinite(loaded.network()));
        int steps = loaded.network().getIterationCount();
        if (steps == 0) {
            return findings;
        }
        String trained = "the model was trained for " + steps + (steps == 1 ? " step" : " steps");
        if (!loaded.isStateSaved()) {
            findings.add(new Finding(
                    StepId.ITERATION,
                    Finding.Code.UPDATER_STATE_MISSING,
                    trained + ", but what its updater had kept by then was not saved: the next step is not the one that"
                            + " training would have taken"));
        } else if (isZero(loaded.network().getUpdater().getStateViewArray())) {
            findings.add(new Finding(
                    StepId.ITERATION,
                    Finding.Code.UPDATER_STATE_MISSING,
                    trained
                            + ", but all that its updater keeps is 0, as before the first one: unless every gradient was"
                            + " 0, the next step is not the one that training would have taken"));
        }
        return findings;
    }

    private static boolean isZero(INDArray state) {
        return state != null && state.length() > 0 && state.amaxNumber().doubleValue() == 0;
    }

    private static List<Finding> notFinite(MultiLayerNetwork network) {
        List<Finding> findings = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            int l = layer.getIndex() + 1;
            for (Map.Entry<String, INDArray> parameter : new TreeMap<>(layer.paramTable()).entrySet()) {
                double[] values = NdArrays.values(parameter.getValue());
                long count = 0;
                double first = 0;
                for (double value : values) {
                    if (!Double.isFinite(value)) {
                        first = count++ == 0 ? value : first;
                    }
                }
                if (count > 0) {
                    StepId id = StepId.of(parameter.getKey() + l);
                    findings.add(new Finding(
                            id,
                            Finding.Code.PARAMETERS_NOT_FINITE,
                            "layer " + l + " ("
                                    + layer.conf().getLayer().getClass().getSimpleName() + "): " + count
                                    + " of the " + values.length + " numbers of " + id
                                    + (count == 1 ? " is not finite: " : " are not finite, the first is ") + first));
                }
            }
        }
        return findings;
    }
}

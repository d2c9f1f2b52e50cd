package chalkline.dl4j;

import chalkline.training.GradientSum;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Copies of all that a fit leaves, by Deeplearning4j's own names. Another fit is held against them as it runs, without copies
 * of its arrays.
 */
final class RecordedFit {
    private final MultiLayerNetwork network;
    private final Optional<GradientSum> gradient;
    private final Map<Part, Map<String, ArraySnapshot>> arrays = new EnumMap<>(Part.class);

    private RecordedFit(MultiLayerNetwork network, Optional<GradientSum> gradient) {
        this.network = network;
        this.gradient = gradient;
    }

    /**
     * Fits the network, and keeps what that leaves.
     *
     * @param gradient what the step is updated by in the place of its own gradient, where it is
     */
    static RecordedFit of(MultiLayerNetwork network, DataSet data, Optional<GradientSum> gradient) {
        RecordedFit recorded = new RecordedFit(network, gradient);
        recorded.fit(network, data, (part, shown) -> recorded.arrays.put(part, stored(shown)));
        return recorded;
    }

    /** The arrays that a fit leaves. */
    private enum Part {
        /** Raw, summed over the examples: before the updater divides them by their number. */
        GRADIENTS,
        /** Those in their place, where there are any. */
        GIVEN_GRADIENTS,
        /**
         * What was subtracted from the parameters, which the updater makes of the gradients in place; where it keeps
         * anything.
         */
        UPDATES,
        /** The parameters before their constraints, where there are any. */
        UNCONSTRAINED,
        PARAMETERS,
        UPDATER_STATE
    }

    /** Fits, and shows every array that this leaves, by Deeplearning4j's own names, as soon as it is there. */
    private void fit(MultiLayerNetwork copy, DataSet data, BiConsumer<Part, Map<String, INDArray>> shown) {
        boolean keepsState = copy.getUpdater().getStateViewArray() != null;
        boolean isConstrained = Arrays.stream(copy.getLayers())
                .map(layer -> layer.conf().getLayer().getConstraints())
                .anyMatch(constraints -> constraints != null && !constraints.isEmpty());
        copy.setListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(Model model) {
                shown.accept(Part.GRADIENTS, model.gradient().gradientForVariable());
                gradient.ifPresent(sum -> {
                    new SplitStep(copy).overwrite(sum);
                    shown.accept(Part.GIVEN_GRADIENTS, model.gradient().gradientForVariable());
                });
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                if (keepsState) {
                    shown.accept(Part.UPDATES, model.gradient().gradientForVariable());
                }
                if (isConstrained) {
                    shown.accept(Part.UNCONSTRAINED, model.paramTable());
                }
            }
        });
        copy.fit(data);
        // Only now: constraints change the parameters after the last listener was called.
        shown.accept(Part.PARAMETERS, copy.paramTable());
        if (keepsState) {
            shown.accept(
                    Part.UPDATER_STATE,
                    Map.of(Part.UPDATER_STATE.name(), copy.getUpdater().getStateViewArray()));
        }
    }

    /** Raw, summed over the examples. */
    Map<String, ArraySnapshot> gradients() {
        return get(gradient.isPresent() ? Part.GIVEN_GRADIENTS : Part.GRADIENTS);
    }

    /** What was subtracted from the parameters; empty where the updater keeps nothing. */
    Map<String, ArraySnapshot> updates() {
        return get(Part.UPDATES);
    }

    Map<String, ArraySnapshot> parameters() {
        return get(Part.PARAMETERS);
    }

    private Map<String, ArraySnapshot> get(Part part) {
        return arrays.getOrDefault(part, Map.of());
    }

    /** The parameters before their constraints. */
    Map<String, ArraySnapshot> unconstrained() {
        return get(arrays.containsKey(Part.UNCONSTRAINED) ? Part.UNCONSTRAINED : Part.PARAMETERS);
    }

    /** All of it in one array; empty where the updater keeps nothing. */
    Optional<ArraySnapshot> updaterState() {
        return Optional.ofNullable(get(Part.UPDATER_STATE).get(Part.UPDATER_STATE.name()));
    }

    double score() {
        return network.score();
    }

    /** Whether another fit leaves the same, bit for bit. */
    boolean isThatOf(MultiLayerNetwork other, DataSet data) {
        Map<Part, Boolean> same = new EnumMap<>(Part.class);
        fit(other, data, (part, shown) -> same.merge(part, holds(get(part), shown), Boolean::logicalAnd));
        return same.keySet().equals(arrays.keySet())
                && !same.containsValue(false)
                && Double.compare(other.score(), network.score()) == 0
                && other.getIterationCount() == network.getIterationCount()
                && other.getEpochCount() == network.getEpochCount();
    }

    private static boolean holds(Map<String, ArraySnapshot> stored, Map<String, INDArray> shown) {
        return stored.keySet().equals(shown.keySet())
                && stored.keySet().stream().allMatch(name -> stored.get(name).holds(shown.get(name)));
    }

    /** Copies, by name: Deeplearning4j's maps come in orders of their own. */
    static Map<String, ArraySnapshot> stored(Map<String, INDArray> arrays) {
        Map<String, ArraySnapshot> stored = new HashMap<>();
        arrays.forEach((name, array) -> stored.put(name, ArraySnapshot.of(array)));
        return stored;
    }
}

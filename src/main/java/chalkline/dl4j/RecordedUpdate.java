package chalkline.dl4j;

import chalkline.network.Matrix;
import chalkline.network.Step;
import chalkline.network.Step.Source;
import chalkline.network.StepId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * The steps of an update: what the updater kept before and keeps after, what it subtracted, and the parameters after.
 *
 * @param network before the step
 * @param fit the step
 */
record RecordedUpdate(MultiLayerNetwork network, RecordedFit fit) {

    /** What the update starts from besides the parameters; nothing where only the gradient and a fixed rate count. */
    static void addStart(MultiLayerNetwork network, List<Step> steps) {
        Optional<ArraySnapshot> before =
                Optional.ofNullable(network.getUpdater().getStateViewArray()).map(ArraySnapshot::of);
        Map<StepId, Matrix> kept = kept(network, before);
        for (int l = 1; l <= network.getnLayers(); l++) {
            for (StepId parameter : List.of(StepId.w(l), StepId.b(l), StepId.g(l))) {
                add(kept, parameter, UnaryOperator.identity(), steps);
            }
        }
        if (!kept.isEmpty() || trained(network).anyMatch(RecordedUpdate::isScheduled)) {
            steps.add(Recorder.recorded(StepId.ITERATION, Matrix.of(1, 1, network.getIterationCount())));
            steps.add(Recorder.recorded(StepId.EPOCH, Matrix.of(1, 1, network.getEpochCount())));
        }
    }

    void addTo(List<Step> steps) {
        addHyperParameters(trained(network).findFirst().orElseThrow(), StepId.RATE, StepId.MOMENTUM, steps);
        for (int l = 1; l <= network.getnLayers(); l++) {
            if (network.getLayer(l - 1).conf().getLayer() instanceof BaseLayer layer) {
                addHyperParameters(layer, StepId.rate(l), StepId.momentum(l), steps);
            }
        }
        Map<StepId, Matrix> kept = kept(network, fit.updaterState());
        for (int l = 1; l <= network.getnLayers(); l++) {
            for (StepId parameter : List.of(StepId.w(l), StepId.b(l), StepId.g(l))) {
                String key = Recorder.key(parameter);
                if (!fit.parameters().containsKey(key)) {
                    continue;
                }
                add(kept, parameter, StepId::next, steps);
                if (!kept.isEmpty()) {
                    steps.add(Recorder.recorded(
                            parameter.update(), fit.updates().get(key).matrix()));
                }
                ArraySnapshot changed = fit.unconstrained().get(key);
                Matrix next = fit.parameters().get(key).matrix();
                Matrix before = changed == fit.parameters().get(key) ? next : changed.matrix();
                steps.add(Recorder.recorded(parameter.unconstrained(), before));
                steps.add(Recorder.recorded(parameter.next(), next));
            }
        }
    }

    private static Map<StepId, Matrix> kept(MultiLayerNetwork network, Optional<ArraySnapshot> state) {
        return ArrayLayout.of(network).kept(state.map(ArraySnapshot::rowByRow).orElse(new double[0]));
    }

    /** Those that all layers share, and each layer's: which of them count is for who asked for the network to know. */
    private void addHyperParameters(BaseLayer layer, StepId rate, StepId momentum, List<Step> steps) {
        addHyperParameters(layer.getIUpdater(), rate, momentum, steps);
        if (layer.getBiasUpdater() != null) {
            addHyperParameters(layer.getBiasUpdater(), rate.ofBiases(), momentum.ofBiases(), steps);
        }
    }

    private void addHyperParameters(IUpdater updater, StepId rate, StepId momentum, List<Step> steps) {
        int iteration = network.getIterationCount();
        int epoch = network.getEpochCount();
        if (isScheduled(updater)) {
            steps.add(evaluated(rate, updater.getLearningRate(iteration, epoch)));
        }
        if (updater instanceof Nesterovs nesterovs && nesterovs.getMomentumISchedule() != null) {
            steps.add(evaluated(momentum, nesterovs.currentMomentum(iteration, epoch)));
        }
    }

    private static boolean isScheduled(BaseLayer layer) {
        return isScheduled(layer.getIUpdater())
                || layer.getBiasUpdater() != null && isScheduled(layer.getBiasUpdater());
    }

    /** Deeplearning4j has NaN for the number where there is a schedule, also where it has lost the schedule. */
    private static boolean isScheduled(IUpdater updater) {
        return updater.hasLearningRate()
                && (Updaters.hasSchedule(updater) || Double.isNaN(updater.getLearningRate(0, 0)));
    }

    private static void add(Map<StepId, Matrix> kept, StepId parameter, UnaryOperator<StepId> as, List<Step> steps) {
        kept.keySet().stream()
                .filter(id -> id.parameter().equals(parameter))
                .sorted(Comparator.comparing(StepId::toString))
                .forEach(id -> steps.add(Recorder.recorded(as.apply(id), kept.get(id))));
    }

    /** What a schedule gives, as the network takes it: Deeplearning4j works it in float64. */
    private Step evaluated(StepId id, double value) {
        Matrix cast = Recorder.precision(network).cast(Matrix.of(1, 1, value));
        return new Step(id, Source.EVALUATED, Optional.of(cast));
    }

    /** The layers that have parameters, and so an updater. */
    private static Stream<BaseLayer> trained(MultiLayerNetwork network) {
        return Arrays.stream(network.getLayers())
                .map(layer -> layer.conf().getLayer())
                .filter(BaseLayer.class::isInstance)
                .map(BaseLayer.class::cast);
    }
}

package chalkline.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeDefaultStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.NegativeGradientStepFunction;
import org.deeplearning4j.nn.conf.stepfunctions.StepFunction;

/** How a network takes a step where that is not the usual way, as Deeplearning4j 1.0.0-M2.1 was measured to take it. */
final class StepConventions {
    private StepConventions() {}

    static List<String> of(MultiLayerConfiguration configuration) {
        List<String> sentences = new ArrayList<>();
        NeuralNetConfiguration first = configuration.getConf(0);
        OptimizationAlgorithm algorithm = first.getOptimizationAlgo();
        if (algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            sentences.add(
                    "optimizationAlgo is " + algorithm + ": what the updater makes of the gradient is no more than"
                            + " the start of a line search, of at most " + first.getMaxNumLineSearchIterations()
                            + " iterations, which decides the step.");
        }
        if (!first.isMinimize()) {
            sentences.add("minimize is false, but no step of Deeplearning4j looks at it: it goes down, as with true.");
        }
        if (first.getStepFunction() != null) {
            sentences.add("stepFunction is " + stepFunction(first.getStepFunction()) + ".");
        }
        if (configuration.getBackpropType() == BackpropType.TruncatedBPTT) {
            sentences.add("backpropType is TruncatedBPTT, in segments of " + configuration.getTbpttFwdLength()
                    + " time steps forward and " + configuration.getTbpttBackLength()
                    + " back: on rows, which are no sequences, a fit changes nothing.");
        }
        for (int i = 0; i < configuration.getConfs().size(); i++) {
            if (configuration.getConf(i).getLayer() instanceof BaseLayer layer && layer.getWeightNoise() != null) {
                sentences.add("Layer " + (i + 1) + " has weight noise: " + layer.getWeightNoise()
                        + " changes its parameters for every pass of training, not for predictions.");
            }
        }
        return sentences;
    }

    private static String stepFunction(StepFunction function) {
        if (function instanceof NegativeDefaultStepFunction || function instanceof NegativeGradientStepFunction) {
            return function.getClass().getSimpleName() + ": the update is subtracted, as without one";
        }
        return function.getClass().getSimpleName() + ": the update is added instead of subtracted, so a step goes up";
    }
}

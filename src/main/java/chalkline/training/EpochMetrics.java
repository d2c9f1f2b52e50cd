package chalkline.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The metrics of an epoch.
 *
 * @param epoch counted from 1
 * @param iteration steps taken so far
 * @param loss mean over the training examples of their loss when their mini-batch was trained on
 * @param validationLoss mean loss of the validation rows after the epoch, where there are any
 * @param gradientNorms √Σg² for each parameter by name, of the gradient in the epoch's last step; empty if training ended
 *     within the epoch
 * @param updateNorms √Σu² for each parameter by name, of that step's update; empty as above
 * @param parameterNorms √Σw² for each parameter by name, after the epoch
 */
public record EpochMetrics(
        long epoch,
        long iteration,
        double loss,
        OptionalDouble validationLoss,
        Map<String, Double> gradientNorms,
        Map<String, Double> updateNorms,
        Map<String, Double> parameterNorms) {
    public EpochMetrics {
        gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
        updateNorms = Collections.unmodifiableMap(new LinkedHashMap<>(updateNorms));
        parameterNorms = Collections.unmodifiableMap(new LinkedHashMap<>(parameterNorms));
    }
}

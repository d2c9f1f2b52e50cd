package chalkline.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's prediction for one row.
 *
 * @param label the class with the largest output, the first of them in a tie; empty where labels are numbers
 * @param outputs of each class its probability, or of each label column the number, in its own unit; in the schema's order
 * @param unseen the feature columns with a category that no training row had
 */
public record Prediction(Optional<String> label, Map<String, Double> outputs, List<String> unseen) {
    public Prediction {
        unseen = List.copyOf(unseen);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /**
     * The output of that class or label column.
     *
     * @throws IllegalArgumentException where the model has none of that name
     */
    public double output(String name) {
        Double value = outputs.get(name);
        if (value == null) {
            throw new IllegalArgumentException("there is no output \"" + name + "\"; there are " + outputs.keySet());
        }
        return value;
    }
}

package consumer;

import chalkline.dl4j.Dl4j;
import chalkline.training.Predictor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Predicts two irises. */
public final class Irises {
    private Irises() {}

    public static void main(String... arguments) {
        Predictor irises = Predictor.load(new Dl4j(), Path.of(arguments[0]));
        System.out.println(irises.predict(List.of(
                Map.of("sepal_length_cm", 5.1, "sepal_width_cm", 3.5, "petal_length_cm", 1.4, "petal_width_cm", 0.2),
                Map.of("sepal_length_cm", 5.9, "sepal_width_cm", 3.0, "petal_length_cm", 5.1, "petal_width_cm", 1.8))));
    }
}

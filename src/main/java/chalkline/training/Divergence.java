package chalkline.training;

import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where training first met a number that is not finite.
 *
 * @param epoch counted from 1
 * @param iteration the step, counted from 1: the first that left or met a number that is not finite
 * @param loss its loss, which can be finite if only the update is not
 * @param place the first such number within the step, where the step can be recorded
 */
public record Divergence(long epoch, long iteration, double loss, Optional<Place> place) {
    /**
     * A number that is not finite.
     *
     * @param step the name of the quantity that it is in: "Z2", "dW1", "W1.next", or "the validation loss"
     * @param layer counted from 1; empty for what belongs to no layer, as the loss
     * @param row the row of the data, counted from 1; empty for what belongs to no row, as a weight
     * @param value NaN or an infinity
     */
    public record Place(String step, OptionalInt layer, OptionalInt row, double value) {}

    /**
     * Finds the place within the model's next step.
     *
     * @param rows which row of the table each example is
     */
    static Optional<Place> find(Model model, Batch batch, int... rows) {
        Trace trace;
        try {
            trace = model.record(batch).trace();
        } catch (InvalidInputException e) {
            // A network that cannot be recorded still diverged; only the place is unknown.
            return Optional.empty();
        }
        for (Step step : trace.distinctSteps()) {
            Optional<Place> place = step.value().flatMap(value -> find(step.id(), value, rows));
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    private static Optional<Place> find(StepId id, Matrix value, int... rows) {
        for (int k = 0; k < value.size(); k++) {
            if (!Double.isFinite(value.get(k))) {
                boolean ofExample = id.isByExample() && value.rows() == rows.length;
                return Optional.of(new Place(
                        id.toString(),
                        id.layer() > 0 ? OptionalInt.of(id.layer()) : OptionalInt.empty(),
                        ofExample ? OptionalInt.of(rows[k / value.columns()] + 1) : OptionalInt.empty(),
                        value.get(k)));
            }
        }
        return Optional.empty();
    }
}

package chalkline.training;

import chalkline.check.Finding;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is worth knowing about the numbers that a model file holds. */
public final class SavedFindings {
    private final List<Finding> findings = new ArrayList<>();

    /**
     * A parameter, some of whose numbers may not be finite.
     *
     * @param name W, b or g
     * @param l its layer's number
     * @param kind what its layer is
     */
    public void parameter(String name, int l, String kind, double... values) {
        double[] notFinite =
                Arrays.stream(values).filter(value -> !Double.isFinite(value)).toArray();
        if (notFinite.length > 0) {
            StepId id = StepId.of(name + l);
            findings.add(new Finding(
                    id,
                    Finding.Code.PARAMETERS_NOT_FINITE,
                    "layer " + l + " (" + kind + "): " + notFinite.length + " of the " + values.length
                            + " numbers of " + id
                            + (notFinite.length == 1 ? " is not finite: " : " are not finite, the first is ")
                            + notFinite[0]));
        }
    }

    /**
     * What the updater keeps.
     *
     * @param steps how many were taken
     * @param missing whether it keeps anything, and that was not saved
     * @param zero whether it keeps anything, and all of that is 0
     */
    public void updaterState(long steps, boolean missing, boolean zero) {
        String trained = "the model was trained for " + steps + (steps == 1 ? " step" : " steps");
        if (steps > 0 && missing) {
            findings.add(new Finding(
                    StepId.ITERATION,
                    Finding.Code.UPDATER_STATE_MISSING,
                    trained + ", but what its updater had kept by then was not saved: the next step is not the one that"
                            + " training would have taken"));
        } else if (steps > 0 && zero) {
            findings.add(new Finding(
                    StepId.ITERATION,
                    Finding.Code.UPDATER_STATE_MISSING,
                    trained
                            + ", but all that its updater keeps is 0, as before the first one: unless every gradient was"
                            + " 0, the next step is not the one that training would have taken"));
        }
    }

    /** In the order in which they were made. */
    public List<Finding> all() {
        return List.copyOf(findings);
    }
}

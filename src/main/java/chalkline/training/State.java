package chalkline.training;

import java.util.Arrays;

/**
 * Everything that a model's later steps depend on, besides its network and its batches.
 *
 * @param parameters all parameters, in the engine's own order
 * @param updaterState all of the updater's state, in the engine's own order; empty where it has none
 * @param iteration how many steps were taken
 * @param epoch how many epochs were ended
 */
public record State(double[] parameters, double[] updaterState, long iteration, long epoch) {
    public State {
        parameters = parameters.clone();
        updaterState = updaterState.clone();
    }

    @Override
    public double[] parameters() {
        return parameters.clone();
    }

    @Override
    public double[] updaterState() {
        return updaterState.clone();
    }

    /** Whether every parameter and every number of the updater's state is finite. */
    boolean isFinite() {
        return Arrays.stream(parameters).allMatch(Double::isFinite)
                && Arrays.stream(updaterState).allMatch(Double::isFinite);
    }

    /** Equal bits. */
    @Override
    public boolean equals(Object other) {
        return other instanceof State that
                && iteration == that.iteration
                && epoch == that.epoch
                && Arrays.equals(parameters, that.parameters)
                && Arrays.equals(updaterState, that.updaterState);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(parameters);
    }
}

package chalkline.dl4j.known;

import chalkline.network.Matrix;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The numbers that an imitation gives for a step.
 *
 * @param values one an entry
 * @param errors how far rounding, the imitation's and Deeplearning4j's, may take each apart
 */
record Foretold(double[] values, double[] errors) {

    static Foretold of(int size, IntToDoubleFunction value, IntToDoubleFunction error) {
        return new Foretold(
                IntStream.range(0, size).mapToDouble(value).toArray(),
                IntStream.range(0, size).mapToDouble(error).toArray());
    }

    /** Whether every entry is what was foretold: within its error, or not finite where no finite number was. */
    boolean is(Matrix actual) {
        return actual.size() == values.length
                && IntStream.range(0, values.length).allMatch(k -> is(actual.get(k), values[k], errors[k]));
    }

    /** Whether every value is finite, but where one that it is made of is not. */
    boolean isFinite(double[] from) {
        return IntStream.range(0, values.length).allMatch(k -> Double.isFinite(values[k]) || !Double.isFinite(from[k]));
    }

    private static boolean is(double actual, double value, double error) {
        return Double.isFinite(value) ? Math.abs(actual - value) <= error : !Double.isFinite(actual);
    }
}

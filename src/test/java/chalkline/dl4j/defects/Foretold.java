package chalkline.dl4j.defects;

import chalkline.network.Matrix;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The numbers that an imitation of a defect gives for a step.
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

    /** Whether every entry is what was foretold; what is no finite number, where none was foretold. */
    boolean is(Matrix actual) {
        return IntStream.range(0, actual.size()).allMatch(k -> is(actual.get(k), values[k], errors[k]));
    }

    private static boolean is(double actual, double value, double error) {
        if (!Double.isFinite(value)) {
            return !Double.isFinite(actual);
        }
        return Math.abs(actual - value) <= error;
    }
}

package chalkline.training;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The area under the receiver operating characteristic. */
final class RocAuc {
    private RocAuc() {}

    /**
     * The share of pairs of a positive and a negative row in which the positive one scores higher; a tie counts half,
     * which is the rank sum with midranks. Empty where no row is positive or none is negative; else NaN where a score is
     * not finite.
     *
     * @param scores one a row
     * @param positive whether the row is positive
     */
    static OptionalDouble of(double[] scores, IntPredicate positive) {
        double[] high = sorted(scores, positive);
        double[] low = sorted(scores, positive.negate());
        if (high.length == 0 || low.length == 0) {
            return OptionalDouble.empty();
        }
        if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
            return OptionalDouble.of(Double.NaN);
        }
        long halfPairs = 0;
        int below = 0;
        int notAbove = 0;
        for (double score : high) {
            while (below < low.length && low[below] < score) {
                below++;
            }
            while (notAbove < low.length && low[notAbove] <= score) {
                notAbove++;
            }
            halfPairs += below + notAbove;
        }
        return OptionalDouble.of(halfPairs / (2.0 * high.length * low.length));
    }

    private static double[] sorted(double[] scores, IntPredicate wanted) {
        return IntStream.range(0, scores.length)
                .filter(wanted)
                .mapToDouble(i -> scores[i])
                .sorted()
                .toArray();
    }
}

package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.Rounded;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What may have been done to the right numbers of a step. An explanation that has a number of its own to choose, as the limit
 * of a clip or a factor, has to hold for more entries than would fit by chance.
 */
final class OtherNumbers {
    /** Entries that one chosen number has to explain. */
    private static final int ENOUGH = 3;
    /** A number that a person writes has no more digits. */
    private static final int ROUND = 3;

    private final Matrix actual;
    private final Rounded right;
    private final int divisor;

    /**
     * @param right what the step should be, as the trace may have it
     * @param divisor by which the implementation's own number was divided to make it the step
     */
    OtherNumbers(StepResult step, Rounded right, int divisor) {
        this.actual = step.actual().orElseThrow();
        this.right = right;
        this.divisor = divisor;
    }

    /**
     * The first that fits.
     *
     * @param pieces of a gradient dZ, what it would be with each piece of the activation's derivative throughout
     * @param before of a parameter after its update, the parameter before
     */
    Optional<String> explanation(List<Rounded> pieces, Optional<Matrix> before) {
        if (every(k -> actual.get(k) == 0)) {
            return Optional.of("0 in all " + actual.size() + " entries: it was not worked, or was overwritten");
        }
        return transposed()
                .or(() -> otherPiece(pieces))
                .or(this::rounded)
                .or(this::dropped)
                .or(this::clipped)
                .or(() -> factor(Matrix.zeros(actual.rows(), actual.columns()), "all entries"))
                .or(() -> before.filter(start -> start.size() == actual.size())
                        .flatMap(start -> factor(start, "all entries of what is subtracted")));
    }

    private boolean every(IntPredicate test) {
        return IntStream.range(0, actual.size()).allMatch(test);
    }

    private long count(IntPredicate test) {
        return IntStream.range(0, actual.size()).filter(test).count();
    }

    private boolean isRight(int k) {
        return isNear(k, right, k);
    }

    private boolean isNear(int k, Rounded expected, int entry) {
        return Math.abs(actual.get(k) - expected.value(entry)) <= expected.error(entry);
    }

    /** Whether the entry tells anything: its bound is small beside it. */
    private boolean tells(int k) {
        return right.error(k) < Math.abs(right.value(k)) / 2;
    }

    /** The entries of the transpose, row by row. */
    private Optional<String> transposed() {
        int rows = actual.rows();
        int columns = actual.columns();
        boolean fits = rows > 1 && columns > 1 && every(k -> isNear(k, right, k % rows * columns + k / rows));
        return fits ? Optional.of("the entries of its transpose: all " + actual.size() + " of them") : Optional.empty();
    }

    private Optional<String> otherPiece(List<Rounded> pieces) {
        boolean fits = every(k -> isRight(k) || pieces.stream().anyMatch(piece -> isNear(k, piece, k)));
        long wrong = count(k -> !isRight(k));
        return fits && wrong > 0
                ? Optional.of("the derivative of another piece of the activation in " + of(wrong))
                : Optional.empty();
    }

    private String of(long entries) {
        return entries + " of " + actual.size() + (actual.size() == 1 ? " entry" : " entries");
    }

    /** In float64: floats, each the nearest one. */
    private Optional<String> rounded() {
        double unit = Precision.FLOAT32.unitRoundoff();
        boolean fits = every(k -> isFloat(actual.get(k) * divisor)
                && Math.abs(actual.get(k) - right.value(k))
                        <= right.error(k) + unit * Math.abs(right.value(k)) + Precision.FLOAT32.smallestNormal());
        return fits && count(k -> actual.get(k) != 0) > 0 && right.error(0) < unit * Math.abs(right.value(0))
                ? Optional.of("numbers that were rounded to float32, all " + actual.size() + " of them")
                : Optional.empty();
    }

    /** But for the rounding of a division and a multiplication by the same number. */
    private static boolean isFloat(double v) {
        return Math.abs(v - (float) v) <= 2 * Math.ulp(v);
    }

    /** Some are 0, and the others multiplied by the same number of 1 or more. */
    private Optional<String> dropped() {
        long zeros = count(k -> actual.get(k) == 0 && tells(k));
        if (zeros < 2) {
            return Optional.empty();
        }
        return factor(k -> actual.get(k) != 0, Matrix.zeros(actual.rows(), actual.columns()))
                .filter(c -> c >= 1 - Precision.FLOAT32.unitRoundoff())
                .map(c -> "dropout that nobody asked for: " + of(zeros) + " are 0, the others " + Cause.number(c)
                        + " times what they should be");
    }

    /** Nothing lies beyond a limit, and what should is at it. */
    private Optional<String> clipped() {
        double low = Arrays.stream(actual.values()).min().orElseThrow();
        double high = Arrays.stream(actual.values()).max().orElseThrow();
        long below = count(k -> actual.get(k) == low && right.value(k) < low && !isRight(k));
        long above = count(k -> actual.get(k) == high && right.value(k) > high && !isRight(k));
        boolean fits = every(k -> isRight(k)
                        || actual.get(k) == low && right.value(k) < low
                        || actual.get(k) == high && right.value(k) > high)
                && isChosen(low, below)
                && isChosen(high, above);
        if (!fits || below + above == 0) {
            return Optional.empty();
        }
        String limits = below == 0
                ? "at most " + Cause.number(high)
                : above == 0
                        ? "at least " + Cause.number(low)
                        : "from " + Cause.number(low) + " to " + Cause.number(high);
        return Optional.of("a limit, " + limits + ", which " + of(below + above) + " would lie beyond");
    }

    /** Whether so many entries at a limit are no accident. */
    private static boolean isChosen(double limit, long entries) {
        return entries == 0
                || entries >= 2
                || new BigDecimal(Double.toString(limit)).stripTrailingZeros().precision() <= ROUND;
    }

    private Optional<String> factor(Matrix zero, String where) {
        return factor(k -> true, zero).map(c -> "a factor of " + Cause.number(c) + " in " + where);
    }

    /** By what these entries are multiplied, measured from where they would be with a factor of 0. */
    private Optional<Double> factor(IntPredicate which, Matrix zero) {
        int[] entries = IntStream.range(0, actual.size()).filter(which).toArray();
        int best = -1;
        for (int k : entries) {
            if (best < 0 || share(k, zero) < share(best, zero)) {
                best = k;
            }
        }
        if (best < 0 || !(share(best, zero) < 1.0 / ENOUGH)) {
            return Optional.empty();
        }
        double c = (actual.get(best) - zero.get(best)) / size(best, zero);
        double uncertain = 2 * share(best, zero) + Math.ulp(1.0);
        boolean fits = Arrays.stream(entries)
                .allMatch(k -> Math.abs(actual.get(k) - zero.get(k) - c * size(k, zero))
                        <= Math.max(1, Math.abs(c)) * (right.error(k) + uncertain * Math.abs(size(k, zero))));
        long telling = Arrays.stream(entries)
                .filter(k -> share(k, zero) + uncertain < Math.abs(c - 1) / 2 / Math.max(1, Math.abs(c)))
                .count();
        return fits && telling >= ENOUGH ? Optional.of(c) : Optional.empty();
    }

    private double size(int k, Matrix zero) {
        return right.value(k) - zero.get(k);
    }

    /** What the entry's bound is beside it. */
    private double share(int k, Matrix zero) {
        return right.error(k) / Math.abs(size(k, zero));
    }
}

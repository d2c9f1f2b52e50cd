package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.Rounded;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step's numbers held against the reference's, entry by entry. */
final class Comparison {
    /** What the second-order terms that the running error analysis leaves out may add, and the rounding of the bounds. */
    private static final double SLACK = 1 + 1e-5;

    /** Entries this near to the worst are compared by dividing by their bounds. */
    private static final double ALMOST = 1 - 0x1p-40;

    private static final StepVerdict[] VERDICTS = StepVerdict.values();

    private final Matrix actual;
    private final Rounded reference;
    private final Optional<Rounded> truth;
    private final Precision precision;
    private final boolean blameless;

    private final int[] counts = new int[VERDICTS.length];
    private boolean isFinite = true;
    private int worst = -1;
    private boolean worstContradicts;
    private double worstErrorOverBound;

    /**
     * @param truth absent where it is not wanted
     * @param blameless whether every step before this one agrees
     */
    Comparison(Matrix actual, Rounded reference, Optional<Rounded> truth, Precision precision, boolean blameless) {
        this.actual = actual;
        this.reference = reference;
        this.truth = truth;
        this.precision = precision;
        this.blameless = blameless;
        Rounded whole = blameless ? truth.orElse(null) : null;
        int plain = 0;
        for (int k = 0; k < actual.size(); k++) {
            boolean lost = whole != null && isLost(actual.get(k), whole, k);
            if (!lost && isPlain(k)) {
                plain++;
            } else {
                count(k, lost);
            }
        }
        counts[StepVerdict.AGREES.ordinal()] += plain;
    }

    /** Whether it agrees and is not the worst: nearly every entry, by few tests and without a division. */
    private boolean isPlain(int k) {
        double value = reference.value(k);
        double bound = bound(k);
        double error = Math.abs(actual.get(k) - value);
        return error <= bound
                && (bound < Math.abs(value) || bound == 0)
                && (error == 0 ? worst >= 0 : error < worstErrorOverBound * bound * ALMOST);
    }

    /** Whether every entry lies within the finite bound of what was expected. */
    static boolean gives(Rounded expected, Matrix actual) {
        for (int k = 0; k < actual.size(); k++) {
            boolean within = Math.abs(actual.get(k) - expected.value(k)) <= expected.error(k) * SLACK;
            if (!within || !Double.isFinite(expected.error(k))) {
                return false;
            }
        }
        return true;
    }

    private void count(int k, boolean lost) {
        double value = reference.value(k);
        double bound = bound(k);
        StepVerdict verdict = verdict(actual.get(k), value, bound, lost);
        counts[verdict.ordinal()]++;
        isFinite &= verdict != StepVerdict.UNDECIDED || Double.isFinite(actual.get(k));
        double errorOverBound = errorOverBound(Math.abs(actual.get(k) - value), bound);
        if (isWorse(verdict.contradicts(), errorOverBound)) {
            worst = k;
            worstContradicts = verdict.contradicts();
            worstErrorOverBound = errorOverBound;
        }
    }

    /** Contradictions first, then by error in units of the bound; NaN counts as the largest. */
    private boolean isWorse(boolean contradicts, double errorOverBound) {
        if (worst < 0 || contradicts != worstContradicts) {
            return worst < 0 || contradicts;
        }
        return errorOverBound > worstErrorOverBound
                || Double.isNaN(errorOverBound) && !Double.isNaN(worstErrorOverBound);
    }

    /** No finite bound where a correct implementation may overflow in its precision. */
    private double bound(int k) {
        double rounding = reference.error(k) * SLACK;
        return Math.abs(reference.value(k)) + rounding <= precision.largest() ? rounding : Double.POSITIVE_INFINITY;
    }

    private static StepVerdict verdict(double actual, double reference, double bound, boolean lost) {
        if (!Double.isFinite(actual)) {
            return Double.isFinite(bound) ? StepVerdict.NON_FINITE : StepVerdict.UNDECIDED;
        }
        if (!Double.isFinite(reference) || !Double.isFinite(bound)) {
            return StepVerdict.UNDECIDED;
        }
        // Written so that NaN fails.
        if (!(Math.abs(actual - reference) <= bound)) {
            return StepVerdict.DEVIATES;
        }
        return lost || (bound > 0 && bound >= Math.abs(reference)) ? StepVerdict.UNINFORMATIVE : StepVerdict.AGREES;
    }

    /** Whether the entry lies at least half of the truth away from it: no digit of it is right. */
    private static boolean isLost(double actual, Rounded truth, int k) {
        double distance = truth.distance(k, actual);
        return distance > 0 && distance >= Math.abs(truth.value(k)) / 2;
    }

    private static double errorOverBound(double error, double bound) {
        return error == 0 ? 0 : error / bound;
    }

    /** The step's verdict: an entry that agrees outweighs undecided ones, but not ones that are not finite. */
    StepVerdict verdict() {
        List<StepVerdict> gravestFirst = isFinite
                ? List.of(
                        StepVerdict.NON_FINITE,
                        StepVerdict.DEVIATES,
                        StepVerdict.AGREES,
                        StepVerdict.UNDECIDED,
                        StepVerdict.UNINFORMATIVE)
                : List.of(StepVerdict.NON_FINITE, StepVerdict.DEVIATES, StepVerdict.UNDECIDED);
        return gravestFirst.stream()
                .filter(verdict -> counts[verdict.ordinal()] > 0)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a step without entries"));
    }

    /** How many entries got which verdict; only those that occur. */
    Map<StepVerdict, Integer> counts() {
        Map<StepVerdict, Integer> occurring = new EnumMap<>(StepVerdict.class);
        for (StepVerdict verdict : VERDICTS) {
            if (counts[verdict.ordinal()] > 0) {
                occurring.put(verdict, counts[verdict.ordinal()]);
            }
        }
        return occurring;
    }

    /** The entry with the largest error in units of its bound. */
    Entry worst() {
        double value = reference.value(worst);
        boolean lost = blameless && truth.isPresent() && isLost(actual.get(worst), truth.get(), worst);
        return new Entry(
                worst / actual.columns(),
                worst % actual.columns(),
                actual.get(worst),
                value,
                bound(worst),
                truth.map(t -> t.value(worst)).orElse(Double.NaN),
                verdict(actual.get(worst), value, bound(worst), lost));
    }
}

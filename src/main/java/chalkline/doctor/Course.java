package chalkline.doctor;

/**
 * How a short training went. Losses are shares of the best constant's: 1 is what one who never looks at the input reaches.
 *
 * @param steps that were taken
 * @param all how many the training has
 * @param first of the untrained network
 * @param peak the highest on the way, of about 32 rows at a time
 * @param last after the last step; NaN where the loss left the finite numbers
 * @param linear of a linear model of the same rows; NaN where it was not worked
 */
record Course(int steps, long all, double first, double peak, double last, double linear) {
    /** Hardly below the best constant. */
    private static final double NOTHING = 0.95;

    private static final double NEARLY_ALL = 0.9;
    private static final double HALF = 0.5;
    private static final double QUARTER = 0.25;
    private static final double TENTH = 0.1;
    private static final double MUCH = 0.8;
    private static final double MOST = 0.75;

    private static final double TIMES = 3;
    private static final double EXPLOSION = 10;
    private static final double WORSE = 1.05;

    /** The same, beside a linear model. */
    Course beside(double linearLoss) {
        return new Course(steps, all, first, peak, last, linearLoss);
    }

    /** Whether by its end it has learnt at most a fifth, and less than half of what a linear model does. */
    boolean isWorseThanLinear() {
        return endsWithHardlyAnything() && linear <= MUCH && 1 - last < HALF * (1 - linear);
    }

    /** Whether no loss was NaN or infinite. */
    boolean isFinite() {
        return Double.isFinite(last);
    }

    /** Whether the training was taken to its end, or near to it. */
    boolean isWhole() {
        return steps >= NEARLY_ALL * all;
    }

    /**
     * Whether at this pace hardly anything is learnt to its end: one that began far off and has come to the best constant may
     * only rest there, which is said of it after half of its steps.
     */
    boolean staysWhereItIs() {
        boolean never = Math.abs(first - last) < 1 - NOTHING;
        return (never || steps >= HALF * all) && 1 - last < (1 - NOTHING) * steps / all;
    }

    /** Whether it is hardly better than the best constant. */
    boolean staysAtTheConstant() {
        return !(last <= NOTHING);
    }

    /** Whether hardly anything was learnt: next to the best constant, or by its end to a linear model. */
    boolean learntNothing() {
        return staysAtTheConstant() || isWorseThanLinear();
    }

    /** Whether at its end at most a fifth was learnt of what there is. */
    boolean endsWithHardlyAnything() {
        return isWhole() && isFinite() && last > MUCH;
    }

    /** Whether so many of its steps were taken that what they left unlearnt stays so. */
    boolean isStuck() {
        return isWhole() || steps >= HALF * all && staysWhereItIs();
    }

    /** Whether nothing was learnt that further steps would: it came to its end, or is no better than the best constant. */
    boolean endsWithNothing() {
        return learntNothing() && (isStuck() || !(last < 1));
    }

    /** Whether at most half was learnt of what there is. */
    boolean learntLittle() {
        return !isFinite() || !(last <= HALF);
    }

    /** Whether at least a quarter of what there is was not learnt. */
    boolean leavesAQuarter() {
        return !(last < QUARTER);
    }

    /** Whether at least a tenth of what there is was not learnt. */
    boolean leavesATenth() {
        return !(last < TENTH);
    }

    /** Whether the loss doubled on the way, or is worse than the best constant's at the end. */
    boolean swung() {
        return !isFinite() || peak >= 2 * Math.max(first, 1) || last > WORSE;
    }

    /** Whether the loss grew tenfold over where it began and over the best constant's before it fell. */
    boolean exploded() {
        return !isFinite() || peak >= EXPLOSION * Math.max(first, 1);
    }

    /**
     * Whether this is what a remedy for the other does. Its own loss does not grow tenfold. Where that one learnt nothing in all of its steps, or is no better than
     * the best constant after those that were taken, this one learns a fifth of what there is, or, where a linear model learns
     * less, three quarters of that and three times as much as the other; else it leaves at most half of
     * what that one left, or, where that one came to its end, learns a fifth and three times as much. Where that one learnt more
     * than half, it leaves at most a quarter.
     */
    boolean remedies(Course ill) {
        if (exploded()) {
            return false;
        }
        if (!ill.learntLittle()) {
            return last <= QUARTER * ill.last;
        }
        boolean nothing = ill.staysAtTheConstant() && (ill.isWhole() || !(ill.last < 1));
        double half = HALF * Math.min(1, ill.last);
        double threefold = ill.isWhole() ? Math.min(MUCH, 1 - TIMES * (1 - ill.last)) : half;
        double most = nothing ? Math.max(MUCH, 1 - ill.worthLearning()) : Math.max(half, threefold);
        return last <= most;
    }

    /** Of data that offers a linear model little: most of that, and three times what was learnt, and more than nothing. */
    private double worthLearning() {
        double offered = Double.isNaN(linear) ? 1 : MOST * (1 - linear);
        double threefold = isFinite() ? TIMES * (1 - last) : 0;
        return Math.max(offered, Math.max(threefold, 1 - NOTHING));
    }
}

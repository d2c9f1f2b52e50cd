package chalkline.doctor;

/**
 * How a short training went. Losses are shares of the best constant's: 1 is what one who never looks at the input reaches.
 *
 * @param steps that were taken
 * @param all how many the training has
 * @param first of the untrained network
 * @param peak the highest on the way, of about 32 rows at a time
 * @param last after the last step; NaN where the loss left the finite numbers
 */
record Course(int steps, long all, double first, double peak, double last) {
    /** Hardly below the best constant. */
    private static final double NOTHING = 0.95;

    private static final double HALF = 0.5;
    private static final double MUCH = 0.8;

    private static final double EXPLOSION = 10;

    /** Whether no loss was NaN or infinite. */
    boolean isFinite() {
        return Double.isFinite(last);
    }

    /** Whether the training was taken to its end. */
    boolean isWhole() {
        return steps == all;
    }

    /** Whether at this pace hardly anything is learnt to its end. */
    boolean staysWhereItIs() {
        return 1 - last < (1 - NOTHING) * steps / all;
    }

    /** Whether hardly anything was learnt. */
    boolean learntNothing() {
        return !isFinite() || !(last <= NOTHING);
    }

    /** Whether at most half was learnt of what there is. */
    boolean learntLittle() {
        return !isFinite() || !(last <= HALF);
    }

    /** Whether the loss grew tenfold over where it began and over the best constant's before it fell. */
    boolean exploded() {
        return !isFinite() || peak >= EXPLOSION * Math.max(first, 1);
    }

    /**
     * Whether this is what a remedy for the other does: of a training that learnt nothing in all of its steps, it learns a fifth
     * of what there is; of one that learnt something, or was not taken to its end, it leaves at most half of what that one left.
     */
    boolean remedies(Course ill) {
        boolean nothing = ill.learntNothing() && (ill.isWhole() || !ill.isFinite());
        double most = nothing ? MUCH : HALF * Math.min(1, ill.last);
        return isFinite() && last <= most;
    }
}

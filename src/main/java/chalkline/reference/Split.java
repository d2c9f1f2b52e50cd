package chalkline.reference;

import chalkline.reference.Rounded.Tie;

/** One formula below a point and another above it, entry by entry. */
final class Split {
    private final Rounded x;
    private final Rounded point;
    private final Tie tie;
    private final Rounded below;
    private final Rounded above;

    private Split(Rounded x, Rounded point, Tie tie, Rounded below, Rounded above) {
        this.x = x;
        this.point = point;
        this.tie = tie;
        this.below = below;
        this.above = above;
    }

    /**
     * As {@link Rounded#split}.
     *
     * @param point 1 × 1
     */
    static Rounded of(Rounded x, Rounded point, Tie tie, Rounded below, Rounded above) {
        Rounded result = new Rounded(x.rounding(), x.rows(), x.columns());
        Split split = new Split(x, point, tie, below, above);
        for (int k = 0; k < result.size(); k++) {
            split.decide(k, result);
        }
        return result;
    }

    private void decide(int k, Rounded result) {
        int p = below.size() == 1 ? 0 : k;
        int q = above.size() == 1 ? 0 : k;
        double beyond = x.value(k) - point.value(0) + (x.low(k) - point.low(0));
        boolean isAbove = beyond > 0 || beyond == 0 && tie != Tie.BELOW;
        double open = x.error(k) + point.error(0);
        result.copy(k, isAbove ? above : below, isAbove ? q : p);
        if (Double.isNaN(beyond)) {
            result.set(k, Double.NaN, 0);
        } else if (!(Math.abs(beyond) > open) && (open != 0 || tie == Tie.EITHER)) {
            double gap = Math.abs(above.value(q) - below.value(p));
            double other = gap + (isAbove ? below.error(p) : above.error(q));
            result.errors()[k] = Math.max(result.error(k), other);
        }
    }
}

package chalkline.reference;

/** One formula below a point and another above it, entry by entry. */
final class Split {
    private final Rounded x;
    private final Rounded point;
    private final boolean atPoint;
    private final Rounded below;
    private final Rounded above;

    private Split(Rounded x, Rounded point, boolean atPoint, Rounded below, Rounded above) {
        this.x = x;
        this.point = point;
        this.atPoint = atPoint;
        this.below = below;
        this.above = above;
    }

    /**
     * One formula below a point and another above it. Where an entry's error, or the rounding of the point, leaves open on
     * which side it is, the error reaches to the other formula's result.
     *
     * @param point where they meet, 1 × 1
     * @param atPoint whether the point itself belongs to those above
     * @param below 1 × 1 or as many entries as x has; so has {@code above}
     */
    static Rounded of(Rounded x, Rounded point, boolean atPoint, Rounded below, Rounded above) {
        Rounded result = new Rounded(x.rounding(), x.rows(), x.columns());
        Split split = new Split(x, point, atPoint, below, above);
        for (int k = 0; k < result.size(); k++) {
            split.decide(k, result);
        }
        return result;
    }

    private void decide(int k, Rounded result) {
        int p = below.size() == 1 ? 0 : k;
        int q = above.size() == 1 ? 0 : k;
        double beyond = x.value(k) - point.value(0) + (x.low(k) - point.low(0));
        boolean isAbove = beyond > 0 || beyond == 0 && atPoint;
        double open = x.error(k) + point.error(0);
        result.copy(k, isAbove ? above : below, isAbove ? q : p);
        if (Double.isNaN(beyond)) {
            result.set(k, Double.NaN, 0);
        } else if (!(Math.abs(beyond) > open) && open != 0) {
            double gap = Math.abs(above.value(q) - below.value(p));
            double other = gap + (isAbove ? below.error(p) : above.error(q));
            result.entries().errors()[k] = Math.max(result.error(k), other);
        }
    }
}

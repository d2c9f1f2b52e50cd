package chalkline.direct;

import chalkline.network.Matrix;
import chalkline.network.Precision;

/**
 * Dropout of a layer's input, D = A(l−1) ∘ M: M is 1/p with probability p, else 0. What is drawn is a function of the network's
 * seed, the step, the layer, the row's number and the unit alone: the same however the rows of a step are spread, and when a run
 * is resumed.
 */
final class DropoutMask {
    private final double p;
    private final long seed;
    private final int units;
    /** M, with a column of ones where the input has one. */
    final Block mask;
    /** D. */
    final Block masked;

    /** @param seed of the network and the layer */
    DropoutMask(double p, long seed, Precision precision, int examples, int units) {
        this.p = p;
        this.seed = seed;
        this.units = units;
        this.mask = Block.of(precision, examples, units + 1);
        this.masked = Block.of(precision, examples, units + 1);
    }

    /**
     * D of a step.
     *
     * @param rows the number of every row; null where they are counted from 0
     */
    Block of(Block input, Matrix rows, int examples, long iteration) {
        long ofStep = SplitMix.mixed(seed + SplitMix.GOLDEN * iteration);
        for (int i = 0, k = 0; i < examples; i++) {
            long state = SplitMix.mixed(ofStep + SplitMix.GOLDEN * (rows == null ? i : (long) rows.get(i)));
            for (int j = 0; j < units; j++, k++) {
                state += SplitMix.GOLDEN;
                mask.set(k, SplitMix.share(state) < p ? 1 / p : 0);
            }
            mask.set(k++, 1);
        }
        masked.copy(input, examples * (units + 1));
        masked.times(mask, examples * (units + 1));
        return masked;
    }
}

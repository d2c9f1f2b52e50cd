package chalkline.direct;

/** SplitMix64 (Steele, Lea and Flood, 2014): random numbers that are the same on every machine. */
final class SplitMix {
    /** 2^64 over the golden ratio: what the state grows by from number to number. */
    static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private SplitMix() {}

    /** The number of a state. */
    static long mixed(long state) {
        long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The same, uniform on [0, 1). */
    static double share(long state) {
        return (mixed(state) >>> 11) * 0x1p-53;
    }

    /** The state that a layer's numbers begin with. */
    static long start(long seed, int layer) {
        return mixed(seed) ^ mixed(layer * GOLDEN);
    }
}

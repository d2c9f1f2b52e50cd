package chalkline.data;

import java.util.Random;

/** Orders that depend on a seed and on nothing else, on no platform or Java version either. */
final class Shuffle {
    /** 2^64 over the golden ratio: spreads consecutive streams over all bits. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private Shuffle() {}

    /**
     * A separate random source for each stream of a seed. {@link Random}, because its algorithm is specified.
     */
    static Random random(long seed, long stream) {
        return new Random(new Random(seed).nextLong() ^ stream * SPREAD);
    }

    /** Shuffles in place: Fisher and Yates' algorithm from the last entry down. */
    static void shuffle(int[] rows, Random random) {
        for (int last = rows.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int row = rows[last];
            rows[last] = rows[other];
            rows[other] = row;
        }
    }
}

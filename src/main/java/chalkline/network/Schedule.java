package chalkline.network;

import java.util.Map;
import java.util.TreeMap;

/**
 * A hyper-parameter that may change while a network is trained: a number, or a function of how many iterations or epochs
 * have been done. The names are Deeplearning4j's; {@code reference} has the formulas.
 */
public sealed interface Schedule {

    /** Whether it is more than one number. */
    default boolean changes() {
        return true;
    }

    /** What a schedule goes by. Both are counted from 0: before the first step they are 0. */
    enum By {
        /** Steps that were taken. */
        ITERATION("iteration"),
        /** Epochs that were ended. */
        EPOCH("epoch");

        private final String label;

        By(String label) {
            this.label = label;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** Which of the two it is. */
        public long of(long iteration, long epoch) {
            return this == ITERATION ? iteration : epoch;
        }
    }

    /**
     * The same number always.
     *
     * @param value finite
     */
    record Fixed(double value) implements Schedule {
        public Fixed {
            requireFinite("the value", value);
        }

        @Override
        public boolean changes() {
            return false;
        }
    }

    /**
     * initial·γⁱ.
     *
     * @param by what i counts
     * @param initial the value at i = 0
     * @param gamma γ, positive
     */
    record Exponential(By by, double initial, double gamma) implements Schedule {
        public Exponential {
            requireFinite("initial", initial);
            requirePositive("gamma", gamma);
        }
    }

    /**
     * initial / (1 + γ·i)^power.
     *
     * @param by what i counts
     * @param initial the value at i = 0
     * @param gamma γ, 0 or positive
     * @param power of the divisor
     */
    record Inverse(By by, double initial, double gamma, double power) implements Schedule {
        public Inverse {
            requireFinite("initial", initial);
            requireFinite("power", power);
            if (!(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("gamma is " + gamma + " but must be 0 or positive");
            }
        }
    }

    /**
     * Polynomial decay: initial·(1 − i/maxIter)^power, and 0 from i = maxIter on. (Deeplearning4j's documentation has
     * (1 + i/maxIter)^(−power), which is no polynomial and jumps to 0; its code has neither.)
     *
     * @param by what i counts
     * @param initial the value at i = 0
     * @param power positive
     * @param maxIter where it reaches 0; positive
     */
    record Poly(By by, double initial, double power, int maxIter) implements Schedule {
        public Poly {
            requireFinite("initial", initial);
            requirePositive("power", power);
            requirePositive("max-iter", maxIter);
        }
    }

    /**
     * initial / (1 + e^(−γ·(i − stepSize))): it falls where γ is negative.
     *
     * @param by what i counts
     * @param initial the value far on the one side; far on the other it is 0
     * @param gamma γ, how steep
     * @param stepSize where it is half of initial
     */
    record Sigmoid(By by, double initial, double gamma, int stepSize) implements Schedule {
        public Sigmoid {
            requireFinite("initial", initial);
            requireFinite("gamma", gamma);
        }
    }

    /**
     * initial·decayRate^⌊i/step⌋.
     *
     * @param by what i counts
     * @param initial the value at i = 0
     * @param decayRate what it is multiplied by every {@code step}; positive
     * @param step positive
     */
    record Stepwise(By by, double initial, double decayRate, double step) implements Schedule {
        public Stepwise {
            requireFinite("initial", initial);
            requirePositive("decay-rate", decayRate);
            requirePositive("step", step);
        }
    }

    /**
     * From every key on its value, until the next key.
     *
     * @param by what the keys count
     * @param values at least that of 0
     */
    record Table(By by, Map<Integer, Double> values) implements Schedule {
        public Table {
            values = Map.copyOf(values);
            if (!values.containsKey(0)) {
                throw new IllegalArgumentException("there is no value for 0, which it has to start from");
            }
            values.forEach((key, value) -> requireFinite("the value for " + key, value));
            if (new TreeMap<>(values).firstKey() < 0) {
                throw new IllegalArgumentException(
                        "there is a value for " + new TreeMap<>(values).firstKey() + " but counting starts at 0");
            }
        }

        /** The value of the largest key that is not beyond i. */
        public double at(long i) {
            int key = (int) Math.min(i, Integer.MAX_VALUE);
            return new TreeMap<>(values).floorEntry(key).getValue();
        }
    }

    /**
     * Straight from initial up to max and back in equal times of whole steps, then annealing from initial, over and over.
     *
     * @param by what it goes by
     * @param initial the value at the start of a cycle
     * @param max the value in the middle of what is not annealing
     * @param cycleLength of the whole cycle
     * @param annealingLength of its last part; at least 2 less
     * @param annealingDecay what the value is multiplied by every step of the last part; positive
     */
    record Cycle(By by, double initial, double max, int cycleLength, int annealingLength, double annealingDecay)
            implements Schedule {
        public Cycle {
            requireFinite("initial", initial);
            requireFinite("max", max);
            requirePositive("annealing-decay", annealingDecay);
            if (annealingLength < 0 || cycleLength - (long) annealingLength < 2) {
                throw new IllegalArgumentException("an annealing-length of " + annealingLength
                        + " in a cycle-length of " + cycleLength + " leaves no way up and down");
            }
        }

        /** The length of the way up, and of the way down. */
        public int stepSize() {
            return (cycleLength - annealingLength) / 2;
        }
    }

    private static void requireFinite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is " + value + " but must be finite");
        }
    }

    private static void requirePositive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + value + " but must be positive");
        }
    }
}

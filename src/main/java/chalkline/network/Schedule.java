package chalkline.network;

import static chalkline.network.Schedule.Name.ANNEALING_DECAY;
import static chalkline.network.Schedule.Name.ANNEALING_LENGTH;
import static chalkline.network.Schedule.Name.CYCLE_LENGTH;
import static chalkline.network.Schedule.Name.DECAY_RATE;
import static chalkline.network.Schedule.Name.GAMMA;
import static chalkline.network.Schedule.Name.INITIAL;
import static chalkline.network.Schedule.Name.MAX;
import static chalkline.network.Schedule.Name.MAX_ITER;
import static chalkline.network.Schedule.Name.POWER;
import static chalkline.network.Schedule.Name.STEP_SIZE;
import static chalkline.network.Schedule.Name.VALUE;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hyper-parameter that may change while a network is trained: a number, or a function of i, the iterations or epochs that
 * have been done. The names are Deeplearning4j's; {@code reference} has the formulas.
 *
 * @param kind which
 * @param by what i counts; for a fixed number, iterations
 * @param numbers of each of its parameters
 * @param table for {@link Kind#MAP}: the values, each from its i on; else empty
 */
public record Schedule(Kind kind, By by, Map<Name, Double> numbers, SortedMap<Integer, Double> table) {

    /** What a schedule goes by. Both are counted from 0: before the first step they are 0. */
    public enum By {
        /** Steps that were taken. */
        ITERATION,
        /** Epochs that were ended. */
        EPOCH;

        /** The name in a configuration. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Which of the two it is. */
        public long of(long iteration, long epoch) {
            return this == ITERATION ? iteration : epoch;
        }
    }

    /** What the parameters are called. */
    public enum Name {
        VALUE("value", false),
        INITIAL("initial", false),
        MAX("max", false),
        GAMMA("gamma", false),
        POWER("power", false),
        MAX_ITER("max-iter", true),
        STEP_SIZE("step-size", true),
        DECAY_RATE("decay-rate", false),
        STEP("step", false),
        CYCLE_LENGTH("cycle-length", true),
        ANNEALING_LENGTH("annealing-length", true),
        ANNEALING_DECAY("annealing-decay", false);

        private final String label;
        private final boolean whole;

        Name(String label, boolean whole) {
            this.label = label;
            this.whole = whole;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** Whether it is a whole number. */
        public boolean isWhole() {
            return whole;
        }
    }

    public enum Kind {
        /** The same number always. */
        FIXED("fixed", any(VALUE, "0.1")),
        /** initial·γⁱ. */
        EXPONENTIAL("exponential", any(INITIAL, "0.1"), positive(GAMMA, "0.99")),
        /** initial / (1 + γ·i)^power. */
        INVERSE("inverse", any(INITIAL, "0.1"), notNegative(GAMMA, "0.01"), any(POWER, "0.75")),
        /**
         * Polynomial decay: initial·(1 − i/maxIter)^power, and 0 from i = maxIter on. (Deeplearning4j's documentation has
         * (1 + i/maxIter)^(−power), which is no polynomial and jumps to 0; its code has neither.)
         */
        POLY("poly", any(INITIAL, "0.1"), positive(POWER, "2"), positive(MAX_ITER, "1000")),
        /** initial / (1 + e^(−γ·(i − stepSize))): it falls where γ is negative. */
        SIGMOID("sigmoid", any(INITIAL, "0.1"), any(GAMMA, "-0.01"), any(STEP_SIZE, "1000")),
        /** initial·decayRate^⌊i/step⌋. */
        STEP("step", any(INITIAL, "0.1"), positive(DECAY_RATE, "0.5"), positive(Name.STEP, "100")),
        /** From every key of the table on its value, until the next key. */
        MAP("map"),
        /**
         * Straight from initial up to max and back in equal times of whole steps, then annealing from initial, which is
         * multiplied by annealingDecay every step, over and over.
         */
        CYCLE(
                "cycle",
                any(INITIAL, "0.1"),
                any(MAX, "1"),
                any(CYCLE_LENGTH, "1000"),
                any(ANNEALING_LENGTH, "100"),
                positive(ANNEALING_DECAY, "0.99"));

        private final String label;
        private final List<Parameter> parameters;

        Kind(String label, Parameter... parameters) {
            this.label = label;
            this.parameters = List.of(parameters);
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** What it has to be given. */
        public List<Parameter> parameters() {
            return parameters;
        }

        private static Parameter any(Name name, String example) {
            return new Parameter(name, example, "finite", x -> true);
        }

        private static Parameter positive(Name name, String example) {
            return new Parameter(name, example, "positive", x -> x > 0);
        }

        private static Parameter notNegative(Name name, String example) {
            return new Parameter(name, example, "0 or positive", x -> x >= 0);
        }
    }

    /**
     * A parameter of a kind.
     *
     * @param example a number that a message may name
     * @param range which numbers it may be, in words
     * @param inRange the same
     */
    public record Parameter(Name name, String example, String range, DoublePredicate inRange) {
        private void require(double number) {
            if (!Double.isFinite(number) || !inRange.test(number)) {
                throw new IllegalArgumentException(
                        (name == VALUE ? "the value" : name.label) + " is " + number + " but must be " + range);
            }
        }
    }

    public Schedule {
        Map<Name, Double> ordered = new EnumMap<>(Name.class);
        ordered.putAll(numbers);
        numbers = Collections.unmodifiableMap(ordered);
        table = Collections.unmodifiableSortedMap(new TreeMap<>(table));
        if (numbers.size() != kind.parameters.size()) {
            throw new IllegalArgumentException(
                    kind.label + " has " + kind.parameters.size() + " parameters, not " + numbers.size());
        }
        for (Parameter parameter : kind.parameters) {
            parameter.require(numbers.get(parameter.name));
        }
        if (kind == Kind.MAP) {
            requireTable(table);
        }
        if (kind == Kind.CYCLE) {
            requireWay(numbers.get(CYCLE_LENGTH), numbers.get(ANNEALING_LENGTH));
        }
    }

    private static void requireWay(double cycle, double annealing) {
        if (annealing < 0 || cycle - annealing < 2) {
            throw new IllegalArgumentException("an annealing-length of " + Sentences.number(annealing)
                    + " in a cycle-length of " + Sentences.number(cycle) + " leaves no way up and down");
        }
    }

    private static void requireTable(SortedMap<Integer, Double> table) {
        if (!table.containsKey(0)) {
            throw new IllegalArgumentException("there is no value for 0, which it has to start from");
        }
        table.forEach((key, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("the value for " + key + " is " + value + " but must be finite");
            }
        });
        if (table.firstKey() < 0) {
            throw new IllegalArgumentException(
                    "there is a value for " + table.firstKey() + " but counting starts at 0");
        }
    }

    /** The same number always. */
    public static Schedule fixed(double value) {
        return of(Kind.FIXED, By.ITERATION, value);
    }

    /** That kind with these numbers, in the order of {@link Kind#parameters()}. */
    public static Schedule of(Kind kind, By by, double... numbers) {
        Map<Name, Double> named = new EnumMap<>(Name.class);
        for (double number : numbers) {
            named.put(kind.parameters.get(named.size()).name, number);
        }
        return new Schedule(kind, by, named, new TreeMap<>());
    }

    /** From every key on its value, until the next key; there must be a value for 0. */
    public static Schedule map(By by, Map<Integer, Double> table) {
        return new Schedule(Kind.MAP, by, Map.of(), new TreeMap<>(table));
    }

    /** Whether it is more than one number. */
    public boolean changes() {
        return kind != Kind.FIXED;
    }

    /** One of its numbers. */
    public double number(Name name) {
        return numbers.get(name);
    }

    /** The number, or the kind with its numbers: exponential(by epoch, initial 0.1, gamma 0.99). */
    @Override
    public String toString() {
        if (!changes()) {
            return Double.toString(number(VALUE));
        }
        return Stream.of(
                        Stream.of("by " + by.label()),
                        kind.parameters.stream()
                                .map(each -> each.name.label + " " + Sentences.number(number(each.name))),
                        table.entrySet().stream().map(each -> each.getKey() + ": " + Sentences.number(each.getValue())))
                .flatMap(each -> each)
                .collect(Collectors.joining(", ", kind.label + "(", ")"));
    }
}

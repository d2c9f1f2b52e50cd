package chalkline.network;

import static chalkline.network.Schedule.Name.VALUE;
import static chalkline.network.Updater.Parameter.BETA1;
import static chalkline.network.Updater.Parameter.BETA2;
import static chalkline.network.Updater.Parameter.EPSILON;
import static chalkline.network.Updater.Parameter.LEARNING_RATE;
import static chalkline.network.Updater.Parameter.MOMENTUM;
import static chalkline.network.Updater.Parameter.RHO;
import static chalkline.network.Updater.Parameter.RMS_DECAY;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * How a gradient becomes an update; {@code reference} has the formulas and their sources.
 *
 * @param kind which
 * @param values of each of its parameters; a number is a schedule that never changes
 */
public record Updater(Kind kind, Map<Parameter, Schedule> values) {

    /** What an updater can be given. */
    public enum Parameter {
        LEARNING_RATE("learning-rate", "η", true, "0 or positive", x -> x >= 0),
        MOMENTUM("momentum", "μ", true, "from 0 to 1", x -> x >= 0 && x <= 1),
        BETA1("beta1", "β1", false, "from 0 to less than 1", x -> x >= 0 && x < 1),
        BETA2("beta2", "β2", false, "from 0 to less than 1", x -> x >= 0 && x < 1),
        RHO("rho", "ρ", false, "from 0 to less than 1", x -> x >= 0 && x < 1),
        RMS_DECAY("rms-decay", "ρ", false, "from 0 to less than 1", x -> x >= 0 && x < 1),
        EPSILON("epsilon", "ε", false, "0 or greater", x -> x >= 0);

        private final String label;
        private final String symbol;
        private final boolean scheduled;
        private final String range;
        private final DoublePredicate inRange;

        Parameter(String label, String symbol, boolean scheduled, String range, DoublePredicate inRange) {
            this.label = label;
            this.symbol = symbol;
            this.scheduled = scheduled;
            this.range = range;
            this.inRange = inRange;
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** The letter in a formula. */
        public String symbol() {
            return symbol;
        }

        /** Whether it may change while a network is trained. */
        public boolean isScheduled() {
            return scheduled;
        }

        /** Which numbers it may be, in words. */
        public String range() {
            return range;
        }

        /** Whether it may be that number. */
        public boolean allows(double number) {
            return inRange.test(number);
        }

        private void require(Schedule value) {
            if (value.changes() && !scheduled) {
                throw new IllegalArgumentException(label + " must be a number, not a schedule");
            }
            if (!value.changes() && !allows(value.number(VALUE))) {
                throw new IllegalArgumentException(label + " is " + value.number(VALUE) + " but must be " + range);
            }
        }
    }

    /** The kinds; parameters have Deeplearning4j's defaults. */
    public enum Kind {
        /** Gradient descent, which has to be given its learning rate. */
        SGD("sgd", "Sgd", List.of(), Map.of(LEARNING_RATE, Double.NaN)),
        ADAM("adam", "Adam", List.of("m", "v"), moments(1e-8)),
        /** ε has no part in its formula. */
        ADA_MAX("ada-max", "AdaMax", List.of("m", "u"), moments(1e-8)),
        NADAM("nadam", "Nadam", List.of("m", "v"), moments(1e-8)),
        AMS_GRAD("ams-grad", "AMSGrad", List.of("m", "v", "vMax"), moments(1e-8)),
        ADA_BELIEF("ada-belief", "AdaBelief", List.of("m", "s"), moments(1e-14)),
        ADA_DELTA("ada-delta", "AdaDelta", List.of("msg", "msdx"), Map.of(RHO, 0.95, EPSILON, 1e-6)),
        ADA_GRAD("ada-grad", "AdaGrad", List.of("cache"), Map.of(LEARNING_RATE, 0.1, EPSILON, 1e-6)),
        RMS_PROP("rms-prop", "RmsProp", List.of("cache"), Map.of(LEARNING_RATE, 0.1, RMS_DECAY, 0.95, EPSILON, 1e-8)),
        /** Nesterov's momentum. */
        NESTEROVS("nesterovs", "Nesterovs", List.of("v"), Map.of(LEARNING_RATE, 0.1, MOMENTUM, 0.9)),
        /** Classical momentum, which Deeplearning4j does not have; its numbers are as Nesterov's. */
        CLASSICAL_MOMENTUM("momentum", "Momentum", List.of("v"), Map.of(LEARNING_RATE, 0.1, MOMENTUM, 0.9)),
        /** Deeplearning4j's NoOp, which "makes no changes to the gradient" and so descends by it: it does not freeze. */
        NO_OP("no-op", "NoOp", List.of(), Map.of());

        private final String label;
        private final String title;
        private final List<String> state;
        private final Map<Parameter, Double> usual;

        Kind(String label, String title, List<String> state, Map<Parameter, Double> usual) {
            this.label = label;
            this.title = title;
            this.state = state;
            this.usual = usual;
        }

        private static Map<Parameter, Double> moments(double epsilon) {
            return Map.of(LEARNING_RATE, 1e-3, BETA1, 0.9, BETA2, 0.999, EPSILON, epsilon);
        }

        /** The name in a configuration. */
        public String label() {
            return label;
        }

        /** The name in a sentence, which is Deeplearning4j's: RmsProp. */
        public String title() {
            return title;
        }

        /** What it keeps of every parameter from one step to the next, by name; it all starts from 0. */
        public List<String> state() {
            return state;
        }

        /** What it can be given. */
        public List<Parameter> parameters() {
            return Arrays.stream(Parameter.values()).filter(usual::containsKey).toList();
        }

        /** The parameter's value where none is given; NaN where one has to be. */
        public double usual(Parameter parameter) {
            return usual.get(parameter);
        }
    }

    public Updater {
        Map<Parameter, Schedule> ordered = new EnumMap<>(Parameter.class);
        ordered.putAll(values);
        values = Collections.unmodifiableMap(ordered);
        if (!values.keySet().equals(kind.usual.keySet())) {
            throw new IllegalArgumentException(
                    kind.label + " has the parameters " + kind.parameters() + ", not " + values.keySet());
        }
        for (Parameter parameter : kind.parameters()) {
            parameter.require(values.get(parameter));
        }
    }

    /** That kind with these numbers, in the order of {@link Kind#parameters()}; those that are left out are as usual. */
    public static Updater of(Kind kind, double... numbers) {
        Map<Parameter, Schedule> values = new EnumMap<>(Parameter.class);
        for (Parameter parameter : kind.parameters()) {
            int i = values.size();
            values.put(parameter, Schedule.fixed(i < numbers.length ? numbers[i] : kind.usual(parameter)));
        }
        return new Updater(kind, values);
    }

    /** The same with a learning rate that may change, before the other numbers. */
    public static Updater of(Kind kind, Schedule rate, double... others) {
        return of(
                        kind,
                        DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(others))
                                .toArray())
                .with(LEARNING_RATE, rate);
    }

    /** Gradient descent with a fixed rate. */
    public static Updater sgd(double learningRate) {
        return of(Kind.SGD, learningRate);
    }

    /** The same with another value of that parameter. */
    public Updater with(Parameter parameter, Schedule value) {
        Map<Parameter, Schedule> others = new HashMap<>(values);
        others.put(parameter, value);
        return new Updater(kind, others);
    }

    /** What it keeps of every parameter from one step to the next, by name; it all starts from 0. */
    public List<String> state() {
        return kind.state;
    }

    /** Its learning rate, where it has one. */
    public Optional<Schedule> rate() {
        return Optional.ofNullable(values.get(LEARNING_RATE));
    }

    /** Its momentum, where it has one. */
    public Optional<Schedule> momentum() {
        return Optional.ofNullable(values.get(MOMENTUM));
    }

    /** A parameter that never changes. */
    public double number(Parameter parameter) {
        return values.get(parameter).number(VALUE);
    }

    /** With its numbers: Adam(η = 0.001, β1 = 0.9, β2 = 0.999, ε = 1.0E-8). */
    @Override
    public String toString() {
        return values.isEmpty()
                ? kind.title
                : values.entrySet().stream()
                        .map(each -> each.getKey().symbol + " = " + each.getValue())
                        .collect(Collectors.joining(", ", kind.title + "(", ")"));
    }
}

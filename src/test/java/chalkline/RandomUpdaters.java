package chalkline;

import chalkline.network.Schedule;
import chalkline.network.Schedule.By;
import chalkline.network.Updater;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Seeded random updaters with schedules, for tests. */
public final class RandomUpdaters {
    private final Random random;

    private RandomUpdaters(long seed) {
        // Its own stream, so that a network of the same seed stays what it is.
        this.random = new Random(seed * 31 + 17);
    }

    /** An updater that Deeplearning4j computes right. */
    public static Updater sound(long seed) {
        RandomUpdaters draw = new RandomUpdaters(seed);
        Schedule rate =
                draw.random.nextInt(3) == 0 ? draw.soundSchedule(draw.random.nextInt(5)) : Schedule.fixed(draw.value());
        return switch (draw.random.nextInt(8)) {
            case 0, 1 -> Updater.of(Updater.Kind.SGD, rate);
            case 2 -> draw.adam(rate);
            case 3 -> Updater.of(Updater.Kind.ADA_MAX, rate, draw.beta(), draw.beta());
            case 4 -> Updater.of(Updater.Kind.AMS_GRAD, rate, draw.beta(), draw.beta(), draw.epsilon());
            case 5 -> draw.random.nextBoolean() ? draw.adaDelta() : Updater.of(Updater.Kind.NO_OP);
            default -> draw.nesterovs(rate);
        };
    }

    /** Any updater with any schedule, but for AdaBelief, which Deeplearning4j cannot start, and what it does not have. */
    public static Updater any(long seed) {
        List<Updater> starting = all(seed).stream()
                .filter(updater ->
                        updater.kind() != Updater.Kind.ADA_BELIEF && updater.kind() != Updater.Kind.CLASSICAL_MOMENTUM)
                .toList();
        return starting.get(new Random(seed * 0x9E3779B97F4A7C15L).nextInt(starting.size()));
    }

    /** Every updater, with every schedule. */
    public static List<Updater> all(long seed) {
        RandomUpdaters draw = new RandomUpdaters(seed);
        Schedule rate = draw.random.nextInt(3) > 0
                ? draw.random.nextBoolean() ? draw.cycle() : draw.soundSchedule(draw.random.nextInt(6))
                : Schedule.fixed(draw.value());
        return List.of(
                Updater.of(Updater.Kind.SGD, rate),
                Updater.of(Updater.Kind.NO_OP),
                draw.adam(rate),
                Updater.of(Updater.Kind.ADA_MAX, rate, draw.beta(), draw.beta()),
                Updater.of(Updater.Kind.NADAM, rate, draw.beta(), draw.beta(), draw.epsilon()),
                Updater.of(Updater.Kind.AMS_GRAD, rate, draw.beta(), draw.beta(), draw.epsilon()),
                Updater.of(Updater.Kind.ADA_BELIEF, rate, draw.beta(), draw.beta(), draw.epsilon()),
                draw.adaDelta(),
                Updater.of(Updater.Kind.ADA_GRAD, rate, draw.epsilon()),
                Updater.of(Updater.Kind.RMS_PROP, rate, draw.beta(), draw.epsilon()),
                draw.nesterovs(rate),
                Updater.of(Updater.Kind.CLASSICAL_MOMENTUM, rate, draw.beta()));
    }

    private Updater adam(Schedule rate) {
        return Updater.of(Updater.Kind.ADAM, rate, beta(), beta(), epsilon());
    }

    private Updater adaDelta() {
        return Updater.of(Updater.Kind.ADA_DELTA, beta(), epsilon());
    }

    private Updater nesterovs(Schedule rate) {
        Schedule momentum = random.nextInt(3) == 0
                ? Schedule.of(Schedule.Kind.STEP, By.ITERATION, 0.9, 0.5, 2)
                : Schedule.fixed(beta());
        return Updater.of(Updater.Kind.NESTEROVS, rate).with(Updater.Parameter.MOMENTUM, momentum);
    }

    private double beta() {
        return List.of(0.0, 0.5, 0.9, 0.95, 0.999).get(random.nextInt(5));
    }

    private double epsilon() {
        return Math.pow(10, -2 - random.nextInt(7));
    }

    private double value() {
        return List.of(0.001, 0.01, 0.1, 0.25, 1.0).get(random.nextInt(5));
    }

    /** Kinds 0 to 4 are those that Deeplearning4j computes right. */
    private Schedule soundSchedule(int kind) {
        By by = random.nextBoolean() ? By.ITERATION : By.EPOCH;
        return switch (kind) {
            case 0 -> Schedule.of(Schedule.Kind.EXPONENTIAL, by, value(), 0.97);
            case 1 -> Schedule.of(Schedule.Kind.INVERSE, by, value(), 0.3, 0.75);
            case 2 -> Schedule.of(Schedule.Kind.SIGMOID, by, value(), -0.4, 3);
            case 3 -> Schedule.of(Schedule.Kind.STEP, by, value(), 0.5, 1.5);
            case 4 -> Schedule.map(by, Map.of(0, value(), 2, value(), 3, value()));
            default -> Schedule.of(Schedule.Kind.POLY, by, value(), 1.5, 4);
        };
    }

    private Schedule cycle() {
        return Schedule.of(Schedule.Kind.CYCLE, By.ITERATION, 0.01, value(), 3 + random.nextInt(6), 1, 0.7);
    }
}

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
        Schedule rate = draw.random.nextInt(3) == 0
                ? draw.soundSchedule(draw.random.nextInt(5))
                : new Schedule.Fixed(draw.value());
        return switch (draw.random.nextInt(8)) {
            case 0, 1 -> new Updater.Sgd(rate);
            case 2 -> draw.adam(rate);
            case 3 -> new Updater.AdaMax(rate, draw.beta(), draw.beta());
            case 4 -> new Updater.AmsGrad(rate, draw.beta(), draw.beta(), draw.epsilon());
            case 5 -> draw.random.nextBoolean() ? draw.adaDelta() : new Updater.NoOp();
            default -> draw.nesterovs(rate);
        };
    }

    /** Any updater with any schedule, but for AdaBelief, which Deeplearning4j cannot start. */
    public static Updater any(long seed) {
        List<Updater> starting = all(seed).stream()
                .filter(updater -> !(updater instanceof Updater.AdaBelief))
                .toList();
        return starting.get(new Random(seed * 0x9E3779B97F4A7C15L).nextInt(starting.size()));
    }

    /** Every updater, with every schedule. */
    public static List<Updater> all(long seed) {
        RandomUpdaters draw = new RandomUpdaters(seed);
        Schedule rate = draw.random.nextInt(3) > 0
                ? draw.random.nextBoolean() ? draw.cycle() : draw.soundSchedule(draw.random.nextInt(6))
                : new Schedule.Fixed(draw.value());
        return List.of(
                new Updater.Sgd(rate),
                new Updater.NoOp(),
                draw.adam(rate),
                new Updater.AdaMax(rate, draw.beta(), draw.beta()),
                new Updater.Nadam(rate, draw.beta(), draw.beta(), draw.epsilon()),
                new Updater.AmsGrad(rate, draw.beta(), draw.beta(), draw.epsilon()),
                new Updater.AdaBelief(rate, draw.beta(), draw.beta(), draw.epsilon()),
                draw.adaDelta(),
                new Updater.AdaGrad(rate, draw.epsilon()),
                new Updater.RmsProp(rate, draw.beta(), draw.epsilon()),
                draw.nesterovs(rate));
    }

    private Updater adam(Schedule rate) {
        return new Updater.Adam(rate, beta(), beta(), epsilon());
    }

    private Updater adaDelta() {
        return new Updater.AdaDelta(beta(), epsilon());
    }

    private Updater nesterovs(Schedule rate) {
        Schedule momentum =
                random.nextInt(3) == 0 ? new Schedule.Stepwise(By.ITERATION, 0.9, 0.5, 2) : new Schedule.Fixed(beta());
        return new Updater.Nesterovs(rate, momentum);
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
            case 0 -> new Schedule.Exponential(by, value(), 0.97);
            case 1 -> new Schedule.Inverse(by, value(), 0.3, 0.75);
            case 2 -> new Schedule.Sigmoid(by, value(), -0.4, 3);
            case 3 -> new Schedule.Stepwise(by, value(), 0.5, 1.5);
            case 4 -> new Schedule.Table(by, Map.of(0, value(), 2, value(), 3, value()));
            default -> new Schedule.Poly(by, value(), 1.5, 4);
        };
    }

    private Schedule cycle() {
        return new Schedule.Cycle(By.ITERATION, 0.01, value(), 3 + random.nextInt(6), 1, 0.7);
    }
}

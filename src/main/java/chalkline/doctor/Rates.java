package chalkline.doctor;

import chalkline.config.Configuration;
import chalkline.network.Schedule;
import chalkline.network.Schedule.Name;
import chalkline.network.Updater;
import java.util.Optional;

/** The learning rate of a configuration, and other ones in its place. */
final class Rates {
    private Rates() {}

    /** The setting of a rate that many times as large; empty where the updater has none. */
    static Optional<String> times(Configuration configuration, double factor) {
        Updater updater = configuration.training().updater();
        return rate(configuration).map(rate -> key(updater) + "=" + InputSigns.shown(rate * factor));
    }

    /** The rate of the first step. */
    static Optional<Double> rate(Configuration configuration) {
        return configuration.training().updater().rate().map(Rates::first);
    }

    private static double first(Schedule schedule) {
        return switch (schedule.kind()) {
            case FIXED -> schedule.number(Name.VALUE);
            case MAP -> schedule.table().get(0);
            case EXPONENTIAL, INVERSE, POLY, SIGMOID, STEP, CYCLE -> schedule.number(Name.INITIAL);
        };
    }

    private static String key(Updater updater) {
        return "training.updater." + updater.kind().label() + "." + Updater.Parameter.LEARNING_RATE.label();
    }
}

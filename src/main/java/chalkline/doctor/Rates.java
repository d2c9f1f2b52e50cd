package chalkline.doctor;

import chalkline.config.Configuration;
import chalkline.network.Schedule;
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
        if (schedule instanceof Schedule.Fixed s) {
            return s.value();
        }
        if (schedule instanceof Schedule.Exponential s) {
            return s.initial();
        }
        if (schedule instanceof Schedule.Inverse s) {
            return s.initial();
        }
        if (schedule instanceof Schedule.Poly s) {
            return s.initial();
        }
        if (schedule instanceof Schedule.Sigmoid s) {
            return s.initial();
        }
        if (schedule instanceof Schedule.Stepwise s) {
            return s.initial();
        }
        if (schedule instanceof Schedule.Table s) {
            return s.at(0);
        }
        return ((Schedule.Cycle) schedule).initial();
    }

    private static String key(Updater updater) {
        String name = updater.getClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1-$2")
                .toLowerCase();
        return "training.updater." + name + ".learning-rate";
    }
}

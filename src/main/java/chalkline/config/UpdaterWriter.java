package chalkline.config;

import static chalkline.config.ConfigurationWriter.number;

import chalkline.network.Schedule;
import chalkline.network.Updater;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes an updater with all of its numbers as YAML in one line. */
final class UpdaterWriter {
    private UpdaterWriter() {}

    static String write(Updater updater) {
        if (updater instanceof Updater.Sgd u) {
            return "{ sgd: { learning-rate: " + value(u.learningRate()) + " } }";
        }
        if (updater instanceof Updater.NoOp) {
            return "no-op";
        }
        if (updater instanceof Updater.Adam u) {
            return moments("adam", u.learningRate(), u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.Nadam u) {
            return moments("nadam", u.learningRate(), u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AmsGrad u) {
            return moments("ams-grad", u.learningRate(), u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AdaBelief u) {
            return moments("ada-belief", u.learningRate(), u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AdaMax u) {
            return "{ ada-max: { learning-rate: " + value(u.learningRate()) + ", beta1: " + number(u.beta1())
                    + ", beta2: " + number(u.beta2()) + " } }";
        }
        if (updater instanceof Updater.AdaDelta u) {
            return "{ ada-delta: { rho: " + number(u.rho()) + ", epsilon: " + number(u.epsilon()) + " } }";
        }
        if (updater instanceof Updater.AdaGrad u) {
            return "{ ada-grad: { learning-rate: " + value(u.learningRate()) + ", epsilon: " + number(u.epsilon())
                    + " } }";
        }
        if (updater instanceof Updater.RmsProp u) {
            return "{ rms-prop: { learning-rate: " + value(u.learningRate()) + ", rms-decay: " + number(u.rmsDecay())
                    + ", epsilon: " + number(u.epsilon()) + " } }";
        }
        if (updater instanceof Updater.Nesterovs u) {
            return "{ nesterovs: { learning-rate: " + value(u.learningRate()) + ", momentum: " + value(u.momentum())
                    + " } }";
        }
        throw new IllegalArgumentException("no key stands for " + updater);
    }

    private static String moments(String name, Schedule rate, double beta1, double beta2, double epsilon) {
        return "{ " + name + ": { learning-rate: " + value(rate) + ", beta1: " + number(beta1) + ", beta2: "
                + number(beta2) + ", epsilon: " + number(epsilon) + " } }";
    }

    private static String value(Schedule schedule) {
        if (schedule instanceof Schedule.Fixed s) {
            return number(s.value());
        }
        if (schedule instanceof Schedule.Exponential s) {
            return schedule("exponential", s.by(), "initial: " + number(s.initial()) + ", gamma: " + number(s.gamma()));
        }
        if (schedule instanceof Schedule.Inverse s) {
            return schedule(
                    "inverse",
                    s.by(),
                    "initial: " + number(s.initial()) + ", gamma: " + number(s.gamma()) + ", power: "
                            + number(s.power()));
        }
        if (schedule instanceof Schedule.Poly s) {
            return schedule(
                    "poly",
                    s.by(),
                    "initial: " + number(s.initial()) + ", power: " + number(s.power()) + ", max-iter: " + s.maxIter());
        }
        if (schedule instanceof Schedule.Sigmoid s) {
            return schedule(
                    "sigmoid",
                    s.by(),
                    "initial: " + number(s.initial()) + ", gamma: " + number(s.gamma()) + ", step-size: "
                            + s.stepSize());
        }
        if (schedule instanceof Schedule.Stepwise s) {
            return schedule(
                    "step",
                    s.by(),
                    "initial: " + number(s.initial()) + ", decay-rate: " + number(s.decayRate()) + ", step: "
                            + number(s.step()));
        }
        if (schedule instanceof Schedule.Table s) {
            String values = new TreeMap<>(s.values())
                    .entrySet().stream()
                            .map(entry -> entry.getKey() + ": " + number(entry.getValue()))
                            .collect(Collectors.joining(", "));
            return schedule("map", s.by(), "values: { " + values + " }");
        }
        if (schedule instanceof Schedule.Cycle s) {
            return schedule(
                    "cycle",
                    s.by(),
                    "initial: " + number(s.initial()) + ", max: " + number(s.max()) + ", cycle-length: "
                            + s.cycleLength() + ", annealing-length: " + s.annealingLength() + ", annealing-decay: "
                            + number(s.annealingDecay()));
        }
        throw new IllegalArgumentException("no key stands for " + schedule);
    }

    private static String schedule(String name, Schedule.By by, String rest) {
        return "{ " + name + ": { by: " + by.label() + ", " + rest + " } }";
    }
}

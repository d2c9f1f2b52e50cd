package chalkline.config;

import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the key {@code updater}; what is left out has Deeplearning4j's default. */
final class UpdaterReader {
    private static final List<String> NAMES = List.of(
            "sgd",
            "adam",
            "ada-max",
            "nadam",
            "ams-grad",
            "ada-belief",
            "ada-delta",
            "ada-grad",
            "rms-prop",
            "nesterovs",
            "no-op");

    private static final String RATE = "learning-rate";

    private final YamlMap section;
    /** Whether what is read has no problem so far. */
    private boolean sound = true;

    private UpdaterReader(YamlMap section) {
        this.section = section;
    }

    /** The updater; empty where there is none, which was reported. */
    static Optional<Updater> read(YamlValue field) {
        Optional<YamlValue> chosen = field.choiceOrName("updater", NAMES);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        String path = chosen.get().path();
        String name = path.substring(path.lastIndexOf('.') + 1);
        return chosen.get()
                .section(keys(name).toArray(String[]::new))
                .flatMap(section -> new UpdaterReader(section).updater(name));
    }

    private static List<String> keys(String name) {
        return switch (name) {
            case "sgd" -> List.of(RATE);
            case "ada-delta" -> List.of("rho", "epsilon");
            case "ada-grad" -> List.of(RATE, "epsilon");
            case "rms-prop" -> List.of(RATE, "rms-decay", "epsilon");
            case "nesterovs" -> List.of(RATE, "momentum");
            case "ada-max" -> List.of(RATE, "beta1", "beta2");
            case "no-op" -> List.of();
            default -> List.of(RATE, "beta1", "beta2", "epsilon");
        };
    }

    private Optional<Updater> updater(String name) {
        return switch (name) {
            case "sgd" ->
                section.require(RATE, "0.1")
                        .flatMap(rate -> ScheduleReader.rate(rate).map(Updater.Sgd::new));
            case "no-op" -> Optional.of(new Updater.NoOp());
            case "ada-max" -> {
                Schedule rate = rate(1e-3);
                double beta1 = fraction("beta1", 0.9);
                double beta2 = fraction("beta2", 0.999);
                yield built(() -> new Updater.AdaMax(rate, beta1, beta2));
            }
            case "ada-delta" -> {
                double rho = fraction("rho", 0.95);
                double epsilon = epsilon(1e-6);
                yield built(() -> new Updater.AdaDelta(rho, epsilon));
            }
            case "ada-grad" -> {
                Schedule rate = rate(0.1);
                double epsilon = epsilon(1e-6);
                yield built(() -> new Updater.AdaGrad(rate, epsilon));
            }
            case "rms-prop" -> {
                Schedule rate = rate(0.1);
                double decay = fraction("rms-decay", 0.95);
                double epsilon = epsilon(1e-8);
                yield built(() -> new Updater.RmsProp(rate, decay, epsilon));
            }
            case "nesterovs" -> {
                Schedule rate = rate(0.1);
                Schedule momentum = section.get("momentum")
                        .map(field -> kept(ScheduleReader.momentum(field), new Schedule.Fixed(0.9)))
                        .orElse(new Schedule.Fixed(0.9));
                yield built(() -> new Updater.Nesterovs(rate, momentum));
            }
            default -> moments(name);
        };
    }

    private Optional<Updater> moments(String name) {
        Schedule rate = rate(1e-3);
        double beta1 = fraction("beta1", 0.9);
        double beta2 = fraction("beta2", 0.999);
        double epsilon = epsilon(name.equals("ada-belief") ? 1e-14 : 1e-8);
        return built(() -> switch (name) {
            case "adam" -> new Updater.Adam(rate, beta1, beta2, epsilon);
            case "nadam" -> new Updater.Nadam(rate, beta1, beta2, epsilon);
            case "ams-grad" -> new Updater.AmsGrad(rate, beta1, beta2, epsilon);
            case "ada-belief" -> new Updater.AdaBelief(rate, beta1, beta2, epsilon);
            default -> throw new IllegalArgumentException("no updater is called " + name);
        });
    }

    private Optional<Updater> built(Supplier<Updater> updater) {
        return sound ? Optional.of(updater.get()) : Optional.empty();
    }

    private <T> T kept(Optional<T> value, T otherwise) {
        sound &= value.isPresent();
        return value.orElse(otherwise);
    }

    private Schedule rate(double otherwise) {
        Schedule fixed = new Schedule.Fixed(otherwise);
        return section.get(RATE)
                .map(field -> kept(ScheduleReader.rate(field), fixed))
                .orElse(fixed);
    }

    private double fraction(String key, double otherwise) {
        return section.get(key).map(field -> kept(fraction(field), otherwise)).orElse(otherwise);
    }

    static Optional<Double> fraction(YamlValue field) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && (number.get().signum() < 0 || number.get().doubleValue() >= 1)) {
            field.problem("must be from 0 to less than 1, not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }

    private double epsilon(double otherwise) {
        return section.get("epsilon")
                .map(field -> kept(notNegative(field), otherwise))
                .orElse(otherwise);
    }

    private static Optional<Double> notNegative(YamlValue field) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && number.get().signum() < 0) {
            field.problem("must be 0 or greater, not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }
}

package chalkline.config;

import chalkline.config.PublishSpec.Comparison;
import chalkline.config.PublishSpec.Condition;
import chalkline.config.PublishSpec.Metric;
import chalkline.config.TrainingSpec.Checkpoints;
import chalkline.config.TrainingSpec.Checks;
import chalkline.config.TrainingSpec.EarlyStopping;
import chalkline.config.TrainingSpec.Limits;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the limits of a run, its checkpoints, and the conditions for publishing its model. */
final class RunReader {
    private static final Pattern BOUND = Pattern.compile("(>=|>|<=|<)\\s*(\\S+)");
    private static final Pattern EVERY = Pattern.compile("every\\s+(\\S+)");

    private RunReader() {}

    static Limits limits(Optional<YamlMap> training) {
        return new Limits(
                count(training.flatMap(s -> s.get("max-steps"))),
                positive(training.flatMap(s -> s.get("max-minutes"))));
    }

    static Optional<EarlyStopping> earlyStopping(Optional<YamlMap> training) {
        Optional<YamlMap> section =
                training.flatMap(s -> s.get("early-stopping")).flatMap(field -> field.section("patience", "min-delta"));
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> patience =
                section.get().require("patience", "10").flatMap(field -> field.whole(1, Integer.MAX_VALUE));
        double minDelta =
                section.get().get("min-delta").flatMap(RunReader::notNegative).orElse(0.0);
        return patience.map(epochs -> new EarlyStopping(epochs.intValue(), minDelta));
    }

    /** Which steps of the training are checked besides the first. */
    static Checks checks(Optional<YamlMap> training) {
        Optional<YamlValue> field = training.flatMap(s -> s.get("check"));
        if (field.isEmpty()) {
            return Checks.FIRST;
        }
        if (field.get().node() instanceof YamlNode.Mapping) {
            return field.get()
                    .section("share")
                    .flatMap(section -> section.require("share", "0.05"))
                    .flatMap(RunReader::share)
                    .map(share -> new Checks(OptionalLong.empty(), OptionalDouble.of(share)))
                    .orElse(Checks.FIRST);
        }
        String text = field.get().node() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        Matcher every = EVERY.matcher(text);
        if (every.matches()) {
            YamlNode.Scalar number = new YamlNode.Scalar(field.get().node().position(), every.group(1), true);
            YamlValue steps =
                    new YamlValue(field.get().path(), number, field.get().problems());
            return new Checks(count(Optional.of(steps)), OptionalDouble.empty());
        }
        if (!text.equals("first")) {
            field.get()
                    .problem("must be first, every N such as every 100, or { share: 0.05 }, not "
                            + YamlProblems.shown(field.get().node()));
        }
        return Checks.FIRST;
    }

    private static Optional<Double> share(YamlValue field) {
        Optional<Double> share = field.decimal().map(BigDecimal::doubleValue);
        if (share.isPresent() && !(share.get() > 0 && share.get() < 1)) {
            field.problem("must be greater than 0 and less than 1, not " + YamlProblems.shown(field.node())
                    + "; every 1 checks every step");
            return Optional.empty();
        }
        return share;
    }

    /** The known defects that the check accepts, by id. */
    static List<String> known(Optional<YamlValue> check) {
        return check.flatMap(field -> field.section("known"))
                .flatMap(section -> section.require("known", "[weight-decay-twice]"))
                .flatMap(field -> field.items("a list of known differences"))
                .map(items ->
                        items.stream().flatMap(item -> item.text().stream()).toList())
                .orElse(List.of());
    }

    /** Points of steps by name, each at least 0. */
    static Map<String, BigDecimal> points(Optional<YamlValue> field) {
        Map<String, BigDecimal> points = new LinkedHashMap<>();
        field.flatMap(given -> given.entries("a map of steps and what they are worth, such as { dW1: 3, update: 0 }"))
                .ifPresent(entries ->
                        entries.forEach((step, worth) -> worth.decimal().ifPresent(number -> {
                            if (number.signum() < 0) {
                                worth.problem("must be at least 0, not " + number.toPlainString());
                            }
                            points.put(step, number);
                        })));
        return points;
    }

    static Optional<Checkpoints> checkpoints(Optional<YamlMap> training) {
        Optional<YamlValue> field = training.flatMap(s -> s.get("checkpoints"));
        if (field.isEmpty()) {
            return Optional.of(Checkpoints.DEFAULT);
        }
        if (field.get().node() instanceof YamlNode.Scalar scalar
                && scalar.plain()
                && scalar.text().equals("none")) {
            return Optional.empty();
        }
        Optional<YamlMap> section = field.get().section("every-epochs", "every-steps", "every-minutes", "keep");
        Function<String, Optional<YamlValue>> value = key -> section.flatMap(s -> s.get(key));
        OptionalLong epochs = count(value.apply("every-epochs"));
        OptionalLong steps = count(value.apply("every-steps"));
        OptionalDouble minutes = positive(value.apply("every-minutes"));
        OptionalLong keep = count(value.apply("keep"));
        boolean usual = epochs.isEmpty() && steps.isEmpty() && minutes.isEmpty();
        return Optional.of(new Checkpoints(
                epochs.isPresent() ? OptionalInt.of((int) epochs.getAsLong()) : OptionalInt.empty(),
                steps,
                usual ? Checkpoints.DEFAULT.everyMinutes() : minutes,
                (int) keep.orElse(Checkpoints.DEFAULT_KEEP)));
    }

    /** @param file whether the examples stand in a file, which alone can be cut into folds */
    static Optional<EvaluationSpec> evaluate(YamlValue field, boolean file) {
        Optional<YamlMap> section = field.section("folds", "group", "time");
        if (section.isEmpty()) {
            return Optional.empty();
        }
        Optional<Long> folds = section.get().require("folds", "5").flatMap(f -> f.whole(2, 1000));
        Optional<String> group = section.get().get("group").flatMap(YamlValue::text);
        Optional<String> time = section.get().get("time").flatMap(YamlValue::text);
        if (!file) {
            field.problem("needs the rows of a file; x and y in the configuration are not cut into folds");
        }
        if (group.isPresent() && time.isPresent()) {
            field.problem("has folds by group or in time order, not both: leave one of the two out");
        }
        return folds.map(count -> new EvaluationSpec(count.intValue(), group, time));
    }

    /** How many runs are kept; empty for all. */
    static OptionalLong keepRuns(Optional<YamlMap> training) {
        return count(training.flatMap(s -> s.get("keep-runs")));
    }

    /** @param model resolves the path of a model that exists */
    static PublishSpec publish(Optional<YamlValue> field, Function<YamlValue, Optional<Path>> model) {
        String[] keys = Stream.concat(
                        Arrays.stream(Metric.values()).map(Metric::label),
                        Stream.of("not-worse-than", "better-than-baseline"))
                .toArray(String[]::new);
        Optional<YamlMap> section = field.flatMap(f -> f.section(keys));
        if (section.isEmpty()) {
            return PublishSpec.USUAL;
        }
        List<Condition> conditions = new ArrayList<>();
        for (Metric metric : Metric.values()) {
            section.get().get(metric.label()).flatMap(f -> condition(metric, f)).ifPresent(conditions::add);
        }
        return new PublishSpec(
                conditions,
                section.get().get("not-worse-than").flatMap(model),
                section.get().get("better-than-baseline").flatMap(YamlValue::bool));
    }

    private static Optional<Condition> condition(Metric metric, YamlValue field) {
        Matcher bound = field.node() instanceof YamlNode.Scalar scalar ? BOUND.matcher(scalar.text()) : null;
        if (bound == null || !bound.matches()) {
            field.problem("must be a comparison in quotation marks, such as \""
                    + (metric.higherIsBetter() ? ">= 0.9" : "<= 0.1") + "\", not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        YamlNode.Scalar number = new YamlNode.Scalar(field.node().position(), bound.group(2), true);
        Comparison comparison = Arrays.stream(Comparison.values())
                .filter(each -> each.label().equals(bound.group(1)))
                .findFirst()
                .orElseThrow();
        return new YamlValue(field.path(), number, field.problems())
                .decimal()
                .map(value -> new Condition(metric, comparison, value.doubleValue()));
    }

    private static OptionalLong count(Optional<YamlValue> field) {
        return field.flatMap(f -> f.whole(1, Integer.MAX_VALUE))
                .map(OptionalLong::of)
                .orElse(OptionalLong.empty());
    }

    private static OptionalDouble positive(Optional<YamlValue> field) {
        Optional<BigDecimal> number = field.flatMap(YamlValue::decimal);
        if (number.isPresent() && number.get().signum() <= 0) {
            field.get()
                    .problem("must be greater than 0, not "
                            + YamlProblems.shown(field.get().node()));
            return OptionalDouble.empty();
        }
        return number.map(value -> OptionalDouble.of(value.doubleValue())).orElse(OptionalDouble.empty());
    }

    private static Optional<Double> notNegative(YamlValue field) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && number.get().signum() < 0) {
            field.problem("must be at least 0, not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }
}

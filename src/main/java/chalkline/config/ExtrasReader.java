package chalkline.config;

import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.GradientNormalisation;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads regularisation, gradient normalisation and constraints, of one layer or, under {@code training}, of all layers. A
 * layer's missing keys have the values of all layers.
 */
final class ExtrasReader {
    private static final List<String> KEYS = List.of(
            "l1",
            "l2",
            "weight-decay",
            "l1-bias",
            "l2-bias",
            "weight-decay-bias",
            "gradient-normalization",
            "gradient-normalization-threshold",
            "constraints");

    private final YamlMap section;

    private ExtrasReader(YamlMap section) {
        this.section = section;
    }

    /** These keys and the ones read here. */
    static String[] keysAnd(String... others) {
        return Stream.concat(Arrays.stream(others), KEYS.stream()).toArray(String[]::new);
    }

    /**
     * Reads the section.
     *
     * @param otherwise the values of missing keys
     */
    static Defaults read(YamlMap section, Defaults otherwise) {
        ExtrasReader reader = new ExtrasReader(section);
        Regularisation regularisation = otherwise.regularisation();
        return new Defaults(
                new Regularisation(
                        reader.terms("", regularisation.weights()), reader.terms("-bias", regularisation.biases())),
                reader.normalisation(otherwise.gradientNormalisation()),
                reader.constraints().orElse(otherwise.constraints()));
    }

    private Terms terms(String suffix, Terms otherwise) {
        double l1 = coefficient("l1" + suffix).orElse(otherwise.l1());
        double l2 = coefficient("l2" + suffix).orElse(otherwise.l2());
        Optional<YamlValue> decay = section.get("weight-decay" + suffix);
        if (decay.isEmpty()) {
            return new Terms(l1, l2, otherwise.weightDecay(), otherwise.decayTimesRate());
        }
        if (!(decay.get().node() instanceof YamlNode.Mapping)) {
            return new Terms(l1, l2, decay.flatMap(ExtrasReader::notNegative).orElse(0.0), true);
        }
        Optional<YamlMap> map = decay.get().section("coefficient", "apply-learning-rate");
        Optional<Double> coefficient =
                map.flatMap(m -> m.require("coefficient", "0.01")).flatMap(ExtrasReader::notNegative);
        boolean timesRate = map.flatMap(m -> m.get("apply-learning-rate"))
                .flatMap(ExtrasReader::yesOrNo)
                .orElse(true);
        return new Terms(l1, l2, coefficient.orElse(0.0), timesRate);
    }

    private Optional<Double> coefficient(String key) {
        return section.get(key).flatMap(ExtrasReader::notNegative);
    }

    private GradientNormalisation normalisation(GradientNormalisation otherwise) {
        GradientNormalisation.Kind kind = section.get("gradient-normalization")
                .flatMap(field -> field.oneOf(
                        "gradient normalization",
                        GradientNormalisation.Kind.values(),
                        GradientNormalisation.Kind::label))
                .orElse(otherwise.kind());
        double threshold = section.get("gradient-normalization-threshold")
                .flatMap(ExtrasReader::positive)
                .orElse(otherwise.threshold());
        return new GradientNormalisation(kind, threshold);
    }

    private Optional<List<Constraint>> constraints() {
        Optional<List<YamlValue>> items = section.get("constraints")
                .flatMap(field -> field.items("a list of constraints, such as " + "[{ max-norm: { max: 2 } }]"));
        return items.map(fields -> {
            List<Constraint> constraints = new ArrayList<>();
            fields.forEach(field -> constraint(field).ifPresent(constraints::add));
            // Deeplearning4j applies those of all parameters first.
            constraints.sort(Comparator.comparing(constraint -> constraint.on() != Constraint.On.ALL));
            return List.copyOf(constraints);
        });
    }

    private static Optional<Constraint> constraint(YamlValue item) {
        List<String> labels = Arrays.stream(Constraint.Kind.values())
                .map(Constraint.Kind::label)
                .toList();
        Optional<YamlValue> chosen = item.choice("constraint", labels);
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        YamlValue field = chosen.get();
        Constraint.Kind kind = Arrays.stream(Constraint.Kind.values())
                .filter(each -> field.path().endsWith("." + each.label()))
                .findFirst()
                .orElseThrow();
        return switch (kind) {
            case MAX_NORM ->
                field.section("max", "on", "dimension")
                        .flatMap(map -> map.require("max", "2")
                                .flatMap(ExtrasReader::notNegative)
                                .flatMap(most -> on(map).flatMap(on ->
                                        dimension(map, on).map(dimension -> Constraint.maxNorm(on, dimension, most)))));
            case MIN_MAX_NORM ->
                field.section("min", "max", "rate", "on", "dimension").flatMap(ExtrasReader::minMaxNorm);
            case NON_NEGATIVE -> field.section("on").flatMap(ExtrasReader::on).map(Constraint::nonNegative);
            case UNIT_NORM ->
                field.section("on", "dimension")
                        .flatMap(map -> on(map).flatMap(
                                        on -> dimension(map, on).map(dimension -> Constraint.unitNorm(on, dimension))));
        };
    }

    private static Optional<Constraint> minMaxNorm(YamlMap map) {
        Optional<Double> least = map.require("min", "0.5").flatMap(ExtrasReader::notNegative);
        Optional<Double> most = map.require("max", "2").flatMap(ExtrasReader::notNegative);
        Optional<Double> rate = map.get("rate").map(ExtrasReader::rate).orElse(Optional.of(1.0));
        Optional<Constraint.On> on = on(map);
        Optional<Integer> dimension = on.flatMap(o -> dimension(map, o));
        if (least.isEmpty() || most.isEmpty() || rate.isEmpty() || dimension.isEmpty()) {
            return Optional.empty();
        }
        if (most.get() < least.get()) {
            YamlValue max = map.get("max").orElseThrow();
            String min = YamlProblems.shown(map.get("min").orElseThrow().node());
            max.problem("must be at least min, " + min + ", not " + YamlProblems.shown(max.node()));
            return Optional.empty();
        }
        return Optional.of(Constraint.minMaxNorm(on.get(), dimension.get(), least.get(), most.get(), rate.get()));
    }

    private static Optional<Double> rate(YamlValue field) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && (number.get().signum() <= 0 || number.get().compareTo(BigDecimal.ONE) > 0)) {
            field.problem("must be greater than 0 and at most 1, not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }

    private static Optional<Constraint.On> on(YamlMap map) {
        return map.get("on")
                .map(field -> field.oneOf("parameters", Constraint.On.values(), Constraint.On::label))
                .orElse(Optional.of(Constraint.On.WEIGHTS));
    }

    private static Optional<Integer> dimension(YamlMap map, Constraint.On on) {
        Optional<YamlValue> given = map.get("dimension");
        if (given.isEmpty()) {
            return Optional.of(0);
        }
        Optional<Integer> dimension = given.get().whole(0, 1).map(Long::intValue);
        if (dimension.equals(Optional.of(1)) && on != Constraint.On.WEIGHTS) {
            given.get().problem("must be 0 where it is on " + on.label() + ": biases have only one dimension");
            return Optional.empty();
        }
        return dimension;
    }

    private static Optional<Double> notNegative(YamlValue field) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && number.get().signum() < 0) {
            field.problem("must be 0 or greater, not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }

    private static Optional<Double> positive(YamlValue field) {
        Optional<BigDecimal> number = field.decimal();
        if (number.isPresent() && number.get().signum() <= 0) {
            field.problem("must be greater than 0, not " + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return number.map(BigDecimal::doubleValue);
    }

    private static Optional<Boolean> yesOrNo(YamlValue field) {
        return field.oneOf("answer", new Boolean[] {true, false}, Object::toString);
    }
}

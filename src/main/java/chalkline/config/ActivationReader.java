package chalkline.config;

import chalkline.network.Activation;
import chalkline.network.Activation.Kind;
import chalkline.network.Activation.Parameter;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reads an activation: its name, or a map with the name as the one key and its parameters, {@code elu: { alpha: 0.5 }}. */
final class ActivationReader {
    private ActivationReader() {}

    static Optional<Activation> read(YamlValue field) {
        if (!(field.node() instanceof YamlNode.Mapping)) {
            return field.oneOf("activation", Kind.values(), Kind::label).map(Activation::of);
        }
        List<String> names = Arrays.stream(Kind.values()).map(Kind::label).toList();
        return field.choice("activation", names).flatMap(ActivationReader::withParameters);
    }

    private static Optional<Activation> withParameters(YamlValue field) {
        String name = field.key();
        Activation usual = Activation.named(name).orElseThrow();
        List<Parameter> parameters = usual.kind().parameters();
        if (parameters.isEmpty()) {
            field.problem("has no parameters: write activation: " + name);
            return Optional.empty();
        }
        Optional<YamlMap> section =
                field.section(parameters.stream().map(Parameter::name).toArray(String[]::new));
        if (section.isEmpty()) {
            return Optional.empty();
        }
        List<Double> values = new ArrayList<>();
        int before = field.problems().count();
        for (Parameter parameter : parameters) {
            Optional<YamlValue> given = section.get().get(parameter.name());
            values.add(given.flatMap(f -> value(f, parameter)).orElse(parameter.usual()));
        }
        if (field.problems().count() > before) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Activation(usual.kind(), values));
        } catch (IllegalArgumentException e) {
            field.problem(e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Double> value(YamlValue field, Parameter parameter) {
        return parameter.flag()
                ? field.oneOf(parameter.name(), new Boolean[] {true, false}, String::valueOf)
                        .map(yes -> yes ? 1.0 : 0.0)
                : field.decimal().map(BigDecimal::doubleValue);
    }
}

package chalkline.yaml;

import chalkline.network.Conventions;
import chalkline.network.Conventions.Gradient;
import chalkline.network.Conventions.LossFactor;
import chalkline.network.Conventions.Penalty;
import java.util.Optional;

/** Reads the conventions of a course, which a configuration may declare, and a sheet. */
public final class ConventionsReader {
    private ConventionsReader() {}

    /**
     * The conventions that are declared.
     *
     * @param field absent where nothing is declared
     * @param usual of each key that is left out
     */
    public static Conventions read(Optional<YamlValue> field, Conventions usual) {
        Optional<YamlMap> map = field.flatMap(given -> given.section("gradient", "loss", "penalty"));
        return new Conventions(
                map.flatMap(given -> given.get("gradient"))
                        .flatMap(given -> given.oneOf("gradient", Gradient.values(), Gradient::label))
                        .orElse(usual.gradient()),
                map.flatMap(given -> given.get("loss"))
                        .flatMap(given -> given.oneOf("loss", LossFactor.values(), LossFactor::label))
                        .orElse(usual.loss()),
                map.flatMap(given -> given.get("penalty"))
                        .flatMap(given -> given.oneOf("penalty", Penalty.values(), Penalty::label))
                        .orElse(usual.penalty()));
    }
}

package chalkline.config;

import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.GradientNormalisation;
import chalkline.network.Regularisation.Terms;
import java.util.ArrayList;
import java.util.List;

/** Writes the keys that {@link ExtrasReader} reads, where they differ from the default. */
final class ExtrasWriter {
    private final List<String> lines = new ArrayList<>();

    private ExtrasWriter() {}

    /** One line for each key. */
    static List<String> lines(Defaults of, Defaults otherwise) {
        ExtrasWriter writer = new ExtrasWriter();
        writer.terms(
                "", of.regularisation().weights(), otherwise.regularisation().weights());
        writer.terms(
                "-bias",
                of.regularisation().biases(),
                otherwise.regularisation().biases());
        GradientNormalisation normalisation = of.gradientNormalisation();
        if (!normalisation.equals(otherwise.gradientNormalisation())) {
            writer.lines.add("gradient-normalization: " + normalisation.kind().label());
            writer.number("gradient-normalization-threshold", normalisation.threshold());
        }
        if (!of.constraints().equals(otherwise.constraints())) {
            writer.lines.add("constraints:");
            of.constraints().forEach(constraint -> writer.lines.add("  - " + written(constraint)));
        }
        return writer.lines;
    }

    private void terms(String suffix, Terms of, Terms otherwise) {
        if (of.l1() != otherwise.l1()) {
            number("l1" + suffix, of.l1());
        }
        if (of.l2() != otherwise.l2()) {
            number("l2" + suffix, of.l2());
        }
        if (of.weightDecay() != otherwise.weightDecay() || of.decayTimesRate() != otherwise.decayTimesRate()) {
            lines.add("weight-decay" + suffix + ": { coefficient: " + ConfigurationWriter.number(of.weightDecay())
                    + ", apply-learning-rate: " + of.decayTimesRate() + " }");
        }
    }

    private void number(String key, double value) {
        lines.add(key + ": " + ConfigurationWriter.number(value));
    }

    private static String written(Constraint constraint) {
        String on = "on: " + constraint.on().label();
        String where = on + ", dimension: " + constraint.dimension();
        String most = "max: " + ConfigurationWriter.number(constraint.most()) + ", ";
        String values = switch (constraint.kind()) {
            case MAX_NORM -> most + where;
            case MIN_MAX_NORM ->
                "min: " + ConfigurationWriter.number(constraint.least()) + ", " + most + "rate: "
                        + ConfigurationWriter.number(constraint.rate()) + ", " + where;
            case NON_NEGATIVE -> on;
            case UNIT_NORM -> where;
        };
        return "{ " + constraint.kind().label() + ": { " + values + " } }";
    }
}

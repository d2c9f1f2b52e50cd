package chalkline.modelzip;

import chalkline.network.Constraint;
import chalkline.network.Contradiction;
import chalkline.network.Contradiction.Kind;
import chalkline.network.GradientNormalisation;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads a layer's regularisation, gradient normalisation and constraints from its configuration's JSON.
 *
 * <p>The network that is asked for has each kind of regulariser once: the first of its kind in the list, which is the
 * layer's own where there are a layer's and one of all layers. Further entries are contradictions.
 */
final class LayerExtrasReader {
    private static final String REGULARISERS = "org.nd4j.linalg.learning.regularization.";
    private static final String CONSTRAINTS = "org.deeplearning4j.nn.conf.constraint.";

    private final int l;
    private final JsonObject layer;
    private final Function<String, RuntimeException> notCovered;
    private final List<Contradiction> contradictions = new ArrayList<>();

    /**
     * @param l the layer, counted from 1
     * @param notCovered makes the refusal of what is not covered
     */
    LayerExtrasReader(int l, JsonObject layer, Function<String, RuntimeException> notCovered) {
        this.l = l;
        this.layer = layer;
        this.notCovered = notCovered;
    }

    /** The contradictions so far. */
    List<Contradiction> contradictions() {
        return List.copyOf(contradictions);
    }

    Regularisation regularisation() {
        return new Regularisation(terms("regularization", "W"), terms("regularizationBias", "b"));
    }

    private record Decay(double coefficient, boolean timesRate) {}

    private Terms terms(String key, String parameter) {
        List<Double> l1 = new ArrayList<>();
        List<Double> l2 = new ArrayList<>();
        List<Decay> decay = new ArrayList<>();
        for (JsonElement element : list(key)) {
            JsonObject regulariser = element.getAsJsonObject();
            switch (JsonNetworkReader.text(regulariser, "@class").replace(REGULARISERS, "")) {
                case "L1Regularization" -> l1.add(fixed(regulariser, "l1"));
                case "L2Regularization" -> l2.add(fixed(regulariser, "l2"));
                case "WeightDecay" ->
                    decay.add(new Decay(
                            fixed(regulariser, "coeff"),
                            JsonNetworkReader.member(regulariser, "applyLR").getAsBoolean()));
                default -> throw notCovered.apply("regularization has " + JsonNetworkReader.simpleName(regulariser));
            }
        }
        Decay first = decay.isEmpty() ? new Decay(0, true) : decay.get(0);
        Terms sum = new Terms(
                sum(l1), sum(l2), sum(decay.stream().map(Decay::coefficient).toList()), first.timesRate());
        repeated(l1, "L1", parameter, sum);
        repeated(l2, "L2", parameter, sum);
        repeated(decay.stream().map(LayerExtrasReader::shown).toList(), "weight decay", parameter, sum);
        if (!l2.isEmpty() && !decay.isEmpty()) {
            add(
                    Kind.REGULARISER_CONFLICT,
                    parameter,
                    "has L2 " + l2.get(0) + " and weight decay " + shown(decay.get(0))
                            + ", of which Deeplearning4j means one to replace the other; both are asked for here",
                    sum);
        }
        return new Terms(
                l1.isEmpty() ? 0 : l1.get(0), l2.isEmpty() ? 0 : l2.get(0), first.coefficient(), first.timesRate());
    }

    private static String shown(Decay decay) {
        return decay.coefficient() + (decay.timesRate() ? "" : " without the learning rate");
    }

    private static double sum(List<Double> coefficients) {
        return coefficients.stream().mapToDouble(Double::doubleValue).sum();
    }

    private void repeated(List<?> values, String what, String parameter, Terms sum) {
        if (values.size() < 2) {
            return;
        }
        boolean same = values.stream().distinct().count() == 1;
        String each = String.join(
                " and ", values.stream().map(Object::toString).distinct().toList());
        add(
                same ? Kind.REGULARISER_DUPLICATE : Kind.REGULARISER_CONFLICT,
                parameter,
                same
                        ? "has " + what + " " + each + " " + (values.size() == 2 ? "twice" : values.size() + " times")
                                + "; once is asked for"
                        : "has " + what + " " + each + "; the first is asked for",
                sum);
    }

    private void add(Kind kind, String parameter, String message, Terms sum) {
        contradictions.add(new Contradiction(
                StepId.of(parameter + l).next(), kind, "layer " + l + ": " + parameter + l + " " + message, sum));
    }

    private double fixed(JsonObject regulariser, String key) {
        JsonObject schedule = JsonNetworkReader.member(regulariser, key).getAsJsonObject();
        if (!JsonNetworkReader.text(schedule, "@class").equals("org.nd4j.linalg.schedule.FixedSchedule")) {
            throw notCovered.apply("regularization has a schedule of " + JsonNetworkReader.simpleName(regulariser));
        }
        double value = JsonNetworkReader.member(schedule, "value").getAsDouble();
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw notCovered.apply("regularization has " + JsonNetworkReader.simpleName(regulariser)
                    + " with the coefficient " + value);
        }
        return value;
    }

    GradientNormalisation gradientNormalisation() {
        JsonElement kind = layer.get("gradientNormalization");
        if (kind == null || kind.isJsonNull()) {
            return GradientNormalisation.NONE;
        }
        String name = kind.getAsString();
        double threshold = JsonNetworkReader.member(layer, "gradientNormalizationThreshold")
                .getAsDouble();
        if (name.equals("None")) {
            return GradientNormalisation.NONE;
        }
        if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw notCovered.apply("gradientNormalizationThreshold is " + threshold);
        }
        return new GradientNormalisation(
                switch (name) {
                    case "RenormalizeL2PerLayer" -> GradientNormalisation.Kind.RENORMALIZE_L2_PER_LAYER;
                    case "RenormalizeL2PerParamType" -> GradientNormalisation.Kind.RENORMALIZE_L2_PER_PARAM_TYPE;
                    case "ClipElementWiseAbsoluteValue" -> GradientNormalisation.Kind.CLIP_ELEMENT_WISE_ABSOLUTE_VALUE;
                    case "ClipL2PerLayer" -> GradientNormalisation.Kind.CLIP_L2_PER_LAYER;
                    case "ClipL2PerParamType" -> GradientNormalisation.Kind.CLIP_L2_PER_PARAM_TYPE;
                    default -> throw notCovered.apply("gradientNormalization is " + name);
                },
                threshold);
    }

    List<Constraint> constraints() {
        List<Constraint> constraints = new ArrayList<>();
        for (JsonElement element : list("constraints")) {
            constraint(element.getAsJsonObject()).ifPresent(constraints::add);
        }
        return constraints;
    }

    private Optional<Constraint> constraint(JsonObject constraint) {
        String name = JsonNetworkReader.simpleName(constraint);
        Set<String> parameters = new TreeSet<>();
        if (JsonNetworkReader.isSet(constraint, "params")) {
            constraint.getAsJsonArray("params").forEach(parameter -> parameters.add(parameter.getAsString()));
        }
        if (parameters.isEmpty()) {
            return Optional.empty();
        }
        Constraint.On on = switch (String.join(" ", parameters)) {
            case "W" -> Constraint.On.WEIGHTS;
            case "b" -> Constraint.On.BIASES;
            case "W b" -> Constraint.On.ALL;
            default -> throw notCovered.apply("constraints has " + name + " of " + String.join(", ", parameters));
        };
        try {
            Constraint read =
                    switch (JsonNetworkReader.text(constraint, "@class").replace(CONSTRAINTS, "")) {
                        case "MaxNormConstraint" ->
                            Constraint.maxNorm(on, dimension(constraint), number(constraint, "maxNorm"));
                        case "MinMaxNormConstraint" ->
                            Constraint.minMaxNorm(
                                    on,
                                    dimension(constraint),
                                    number(constraint, "min"),
                                    number(constraint, "max"),
                                    number(constraint, "rate"));
                        case "NonNegativeConstraint" -> Constraint.nonNegative(on);
                        case "UnitNormConstraint" -> Constraint.unitNorm(on, dimension(constraint));
                        default -> throw notCovered.apply("constraints has " + name);
                    };
            return Optional.of(constraint.has("epsilon") ? read.withEpsilon(number(constraint, "epsilon")) : read);
        } catch (IllegalArgumentException e) {
            throw notCovered.apply("constraints has " + name + ", in which " + e.getMessage());
        }
    }

    private int dimension(JsonObject constraint) {
        JsonElement dimensions = JsonNetworkReader.member(constraint, "dimensions");
        boolean one = dimensions.isJsonArray() && dimensions.getAsJsonArray().size() == 1;
        if (!one) {
            throw notCovered.apply("constraints has " + JsonNetworkReader.simpleName(constraint)
                    + " over the dimensions " + dimensions);
        }
        return dimensions.getAsJsonArray().get(0).getAsInt();
    }

    private static double number(JsonObject object, String key) {
        return JsonNetworkReader.member(object, key).getAsDouble();
    }

    private JsonArray list(String key) {
        return JsonNetworkReader.isSet(layer, key) ? layer.getAsJsonArray(key) : new JsonArray();
    }
}

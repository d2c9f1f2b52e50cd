package chalkline.dl4j;

import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Regularisation.Terms;
import java.util.List;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.conf.layers.BaseLayer;

/**
 * Regularisation, gradient normalisation and constraints, said to Deeplearning4j's builders as a person says them: what holds
 * for all layers once, to the builder of the whole; what a layer has otherwise, to the layer's. What Deeplearning4j makes of
 * that is for the check to see.
 */
final class LayerExtras {
    private LayerExtras() {}

    /** What holds for all layers. */
    static void addTo(NeuralNetConfiguration.Builder builder, Defaults defaults) {
        Terms weights = defaults.regularisation().weights();
        Terms biases = defaults.regularisation().biases();
        if (weights.l1() > 0) {
            builder.l1(weights.l1());
        }
        if (weights.l2() > 0) {
            builder.l2(weights.l2());
        }
        if (weights.weightDecay() > 0) {
            builder.weightDecay(weights.weightDecay(), weights.decayTimesRate());
        }
        if (biases.l1() > 0) {
            builder.l1Bias(biases.l1());
        }
        if (biases.l2() > 0) {
            builder.l2Bias(biases.l2());
        }
        if (biases.weightDecay() > 0) {
            builder.weightDecayBias(biases.weightDecay(), biases.decayTimesRate());
        }
        builder.gradientNormalization(kind(defaults.gradientNormalisation()))
                .gradientNormalizationThreshold(defaults.gradientNormalisation().threshold());
        if (has(defaults.constraints(), Constraint.On.ALL)) {
            builder.constrainAllParameters(constraints(defaults.constraints(), Constraint.On.ALL));
        }
        if (has(defaults.constraints(), Constraint.On.WEIGHTS)) {
            builder.constrainWeights(constraints(defaults.constraints(), Constraint.On.WEIGHTS));
        }
        if (has(defaults.constraints(), Constraint.On.BIASES)) {
            builder.constrainBias(constraints(defaults.constraints(), Constraint.On.BIASES));
        }
    }

    /** What the layer has otherwise. */
    static void addTo(BaseLayer.Builder<?> builder, Layer layer, Defaults defaults) {
        addWeights(
                builder,
                layer.regularisation().weights(),
                defaults.regularisation().weights());
        addBiases(
                builder,
                layer.regularisation().biases(),
                defaults.regularisation().biases());
        GradientNormalisation normalisation = layer.gradientNormalisation();
        if (!normalisation.equals(defaults.gradientNormalisation())) {
            builder.gradientNormalization(kind(normalisation));
            builder.gradientNormalizationThreshold(normalisation.threshold());
        }
        if (!layer.constraints().equals(defaults.constraints())) {
            addConstraints(builder, layer.constraints());
        }
    }

    private static void addWeights(BaseLayer.Builder<?> builder, Terms own, Terms defaults) {
        if (own.l1() != defaults.l1()) {
            builder.l1(own.l1());
        }
        if (own.l2() != defaults.l2()) {
            builder.l2(own.l2());
        }
        if (hasOtherDecay(own, defaults)) {
            builder.weightDecay(own.weightDecay(), own.decayTimesRate());
        }
    }

    private static void addBiases(BaseLayer.Builder<?> builder, Terms own, Terms defaults) {
        if (own.l1() != defaults.l1()) {
            builder.l1Bias(own.l1());
        }
        if (own.l2() != defaults.l2()) {
            builder.l2Bias(own.l2());
        }
        if (hasOtherDecay(own, defaults)) {
            builder.weightDecayBias(own.weightDecay(), own.decayTimesRate());
        }
    }

    private static boolean hasOtherDecay(Terms own, Terms defaults) {
        return own.weightDecay() != defaults.weightDecay()
                || own.weightDecay() > 0 && own.decayTimesRate() != defaults.decayTimesRate();
    }

    private static void addConstraints(BaseLayer.Builder<?> builder, List<Constraint> constraints) {
        if (has(constraints, Constraint.On.ALL)) {
            builder.constrainAllParameters(constraints(constraints, Constraint.On.ALL));
        }
        if (has(constraints, Constraint.On.WEIGHTS)) {
            builder.constrainWeights(constraints(constraints, Constraint.On.WEIGHTS));
        }
        if (has(constraints, Constraint.On.BIASES)) {
            builder.constrainBias(constraints(constraints, Constraint.On.BIASES));
        }
    }

    private static boolean has(List<Constraint> constraints, Constraint.On on) {
        return constraints.stream().anyMatch(constraint -> constraint.on() == on);
    }

    private static LayerConstraint[] constraints(List<Constraint> constraints, Constraint.On on) {
        return constraints.stream()
                .filter(constraint -> constraint.on() == on)
                .map(LayerExtras::constraint)
                .toArray(LayerConstraint[]::new);
    }

    private static LayerConstraint constraint(Constraint constraint) {
        int dimension = constraint.dimension();
        return switch (constraint.kind()) {
            case MAX_NORM -> new MaxNormConstraint(constraint.most(), dimension);
            case MIN_MAX_NORM ->
                new MinMaxNormConstraint(constraint.least(), constraint.most(), constraint.rate(), dimension);
            case NON_NEGATIVE -> new NonNegativeConstraint();
            case UNIT_NORM -> new UnitNormConstraint(dimension);
        };
    }

    private static GradientNormalization kind(GradientNormalisation normalisation) {
        return switch (normalisation.kind()) {
            case NONE -> GradientNormalization.None;
            case RENORMALIZE_L2_PER_LAYER -> GradientNormalization.RenormalizeL2PerLayer;
            case RENORMALIZE_L2_PER_PARAM_TYPE -> GradientNormalization.RenormalizeL2PerParamType;
            case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE -> GradientNormalization.ClipElementWiseAbsoluteValue;
            case CLIP_L2_PER_LAYER -> GradientNormalization.ClipL2PerLayer;
            case CLIP_L2_PER_PARAM_TYPE -> GradientNormalization.ClipL2PerParamType;
        };
    }
}

package chalkline.reference;

import chalkline.network.Constraint;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to a gradient before the updater has it, and to a parameter after the updater has changed it: the mean
 * gradient is normalised or clipped (Pascanu, Mikolov and Bengio, 2013), L1 and L2 are added, the updater makes an update of
 * it, weight decay is added, and the changed parameter is brought back to its constraints.
 */
final class GradientPath {
    private final Network network;

    GradientPath(Network network) {
        this.network = network;
    }

    /** The gradient that the updater is given. */
    Rounded entering(Values v, int l, boolean bias) {
        return Regularisers.penalised(normalised(v, l, bias), v.get(parameter(l, bias)), terms(l, bias));
    }

    /** The whole update: the updater's, and weight decay beside it. */
    Rounded leaving(Rounded update, Values v, int l, boolean bias, double rate) {
        return Regularisers.decayed(update, v.get(parameter(l, bias)), terms(l, bias), rate);
    }

    private Rounded normalised(Values v, int l, boolean bias) {
        GradientNormalisation normalisation = network.layer(l).gradientNormalisation();
        Rounded gradient = v.get(Step.gradient(parameter(l, bias)));
        return switch (normalisation.kind()) {
            case NONE -> gradient;
            case RENORMALIZE_L2_PER_LAYER -> Norms.toUnit(gradient, layerNorm(v, l));
            case RENORMALIZE_L2_PER_PARAM_TYPE -> Norms.toUnit(gradient, Norms.of(List.of(gradient)));
            case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE -> Norms.clipped(gradient, normalisation.threshold());
            case CLIP_L2_PER_LAYER -> toThreshold(gradient, layerNorm(v, l), normalisation);
            case CLIP_L2_PER_PARAM_TYPE -> toThreshold(gradient, Norms.of(List.of(gradient)), normalisation);
        };
    }

    private static Rounded toThreshold(Rounded gradient, Rounded norm, GradientNormalisation normalisation) {
        return Norms.toAtMost(gradient, norm, Norms.constant(normalisation.threshold(), gradient.rounding()));
    }

    private Rounded layerNorm(Values v, int l) {
        List<Rounded> parts = new ArrayList<>(List.of(v.dW(l)));
        if (network.layer(l).hasBias()) {
            parts.add(v.db(l));
        }
        return Norms.of(parts);
    }

    /** The parameter after all its constraints, one after the other. */
    Rounded constrained(Rounded p, int l, boolean bias) {
        Rounded result = p;
        for (Constraint constraint : network.layer(l).constraints(bias)) {
            result = constrained(result, constraint, bias);
        }
        return result;
    }

    private static Rounded constrained(Rounded p, Constraint constraint, boolean bias) {
        if (constraint.kind() == Constraint.Kind.NON_NEGATIVE) {
            return p.map(Functions.RELU);
        }
        Rounded norm = bias ? Norms.of(List.of(p)) : Norms.along(p, constraint.dimension() == 0);
        Rounded least = Norms.constant(constraint.least(), p.rounding());
        Rounded most = Norms.constant(constraint.most(), p.rounding());
        return switch (constraint.kind()) {
            case MAX_NORM -> twiceRounded(Norms.toAtMost(p, norm, most));
            case MIN_MAX_NORM -> twiceRounded(Norms.towards(p, norm, least, most, constraint.rate()));
            case UNIT_NORM -> twiceRounded(Norms.toUnit(p, norm));
            case NON_NEGATIVE -> throw new IllegalStateException("non-negative has no norm");
        };
    }

    /** Who projects what is already projected changes nothing but its rounding. */
    private static Rounded twiceRounded(Rounded p) {
        for (int k = 0; k < p.size(); k++) {
            p.errors()[k] *= 2;
        }
        return p;
    }

    private Terms terms(int l, boolean bias) {
        Layer layer = network.layer(l);
        return bias ? layer.regularisation().biases() : layer.regularisation().weights();
    }

    static String parameter(int l, boolean bias) {
        return bias ? Step.b(l) : Step.w(l);
    }
}

package chalkline.reference;

import chalkline.network.Constraint;
import chalkline.network.GradientNormalisation;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Step;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a gradient before the updater has it, and to a parameter after the updater has changed it: the mean
 * gradient is normalised or clipped (Pascanu, Mikolov and Bengio, 2013), L1 and L2 are added, the updater makes an update of
 * it, weight decay is added, and the changed parameter is brought back to its constraints.
 */
final class GradientPath {
    private final Network network;
    private final WrittenPath written;

    GradientPath(Network network) {
        this.network = network;
        this.written = new WrittenPath(network);
    }

    /** The gradient that the updater is given: normalised, with L1 and L2. */
    Term entering(int l, String parameter) {
        return new Term(
                written.entering(l, parameter),
                v -> Regularisers.penalised(normalised(v, l, parameter), v.get(parameter), terms(l, parameter)));
    }

    /**
     * What weight decay subtracts beside the update, where there is any.
     *
     * @param rate the learning rate, 1 where the updater has none
     */
    Optional<Term> decay(int l, String parameter, Term rate) {
        Terms terms = terms(l, parameter);
        if (terms.weightDecay() == 0) {
            return Optional.empty();
        }
        Term decay = Term.number(terms.weightDecay()).times(Term.step(parameter));
        return Optional.of(terms.decayTimesRate() && !rate.isOne() ? rate.times(decay) : decay);
    }

    /** The parameter after all its constraints, one after the other. */
    Term constrained(int l, String parameter) {
        String unconstrained = Step.unconstrained(parameter);
        boolean bias = parameter.equals(Step.b(l));
        return new Term(written.constrained(l, parameter), v -> constrained(v.get(unconstrained), l, bias));
    }

    private Rounded normalised(Values v, int l, String parameter) {
        GradientNormalisation normalisation = network.layer(l).gradientNormalisation();
        Rounded gradient = v.get(Step.gradient(parameter));
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
        return Norms.toAtMost(gradient, norm, Rounded.constant(normalisation.threshold(), gradient.rounding()));
    }

    private Rounded layerNorm(Values v, int l) {
        List<String> parameters = network.parameters(l);
        return Norms.of(
                parameters.stream().map(name -> v.get(Step.gradient(name))).toList());
    }

    private Rounded constrained(Rounded p, int l, boolean bias) {
        Rounded result = p;
        for (Constraint constraint : network.layer(l).constraints(bias)) {
            result = constrained(result, constraint, bias);
        }
        return result;
    }

    private static Rounded constrained(Rounded p, Constraint constraint, boolean bias) {
        if (constraint.kind() == Constraint.Kind.NON_NEGATIVE) {
            return p.map(Kinked.RELU);
        }
        Rounded norm = bias ? Norms.of(List.of(p)) : Norms.along(p, constraint.dimension() == 0);
        Rounded least = Rounded.constant(constraint.least(), p.rounding());
        Rounded most = Rounded.constant(constraint.most(), p.rounding());
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

    private Terms terms(int l, String parameter) {
        return network.layer(l).regularisation().of(parameter.equals(Step.b(l)));
    }
}

package chalkline.reference;

import static chalkline.reference.Elementary.ABS;
import static chalkline.reference.Elementary.POSITIVE_PART;
import static chalkline.reference.Elementary.SIGN;
import static chalkline.reference.Elementary.SQRT;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Constraint;
import chalkline.network.GradientNormalisation;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens to a gradient before the updater has it, and to a parameter after the updater has changed it: the mean
 * gradient is normalised or clipped (Pascanu, Mikolov and Bengio, 2013), L1 and L2 are added (Goodfellow, Bengio and
 * Courville, Deep Learning, §7.1), the updater makes an update of it, weight decay is added (Loshchilov and Hutter, 2019), and
 * the changed parameter is brought back to its constraints.
 */
final class GradientPath {
    private final Network network;

    GradientPath(Network network) {
        this.network = network;
    }

    /** The loss and l1·Σ|p| + ½·l2·Σp² + ½·decay·Σp² of every parameter. */
    Expression score() {
        List<Expression> terms = new ArrayList<>(List.of(step(StepId.LOSS)));
        for (int l = 1; l <= network.depth(); l++) {
            for (StepId parameter : network.parameters(l)) {
                Expression p = step(parameter);
                Terms of = terms(l, parameter);
                if (of.l1() > 0) {
                    terms.add(number(of.l1()).times(p.in(ABS).total(Over.ENTRIES)));
                }
                // An implementation may take the root of the sum of squares and square it again.
                Expression squares = squares(p).loose(3);
                if (of.l2() > 0) {
                    terms.add(number(of.l2()).times(squares).over(2));
                }
                if (of.weightDecay() > 0) {
                    terms.add(number(of.weightDecay()).times(squares).over(2));
                }
            }
        }
        return new Sum(terms);
    }

    /** The gradient that the updater is given: normalised, with L1 and L2. */
    Expression entering(int l, StepId parameter) {
        Expression p = step(parameter);
        Terms terms = terms(l, parameter);
        List<Expression> sum = new ArrayList<>(List.of(normalised(l, parameter)));
        if (terms.l1() > 0) {
            sum.add(number(terms.l1()).times(p.in(SIGN)));
        }
        if (terms.l2() > 0) {
            sum.add(number(terms.l2()).times(p));
        }
        return sum.size() == 1 ? sum.get(0) : new Sum(sum);
    }

    private Expression normalised(int l, StepId parameter) {
        GradientNormalisation normalisation = network.layer(l).gradientNormalisation();
        Expression gradient = step(parameter.gradient());
        Expression threshold = number(normalisation.threshold());
        return switch (normalisation.kind()) {
            case NONE -> gradient;
            case RENORMALIZE_L2_PER_LAYER -> gradient.overOrZero(layerNorm(l));
            case RENORMALIZE_L2_PER_PARAM_TYPE -> gradient.overOrZero(norm(gradient));
            case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE ->
                number(-normalisation.threshold()).max(threshold.min(gradient));
            case CLIP_L2_PER_LAYER -> gradient.times(atMostOne(threshold.over(layerNorm(l))));
            case CLIP_L2_PER_PARAM_TYPE -> gradient.times(atMostOne(threshold.over(norm(gradient))));
        };
    }

    private Expression layerNorm(int l) {
        List<Expression> squares = network.parameters(l).stream()
                .map(parameter -> squares(step(parameter.gradient())))
                .toList();
        return (squares.size() == 1 ? squares.get(0) : new Sum(squares)).in(SQRT);
    }

    private static Expression norm(Expression of) {
        return squares(of).in(SQRT);
    }

    private static Expression squares(Expression of) {
        return of.in(SQUARE).total(Over.ENTRIES);
    }

    /**
     * What weight decay subtracts beside the update, where there is any.
     *
     * @param rate the learning rate, 1 where the updater has none
     */
    Optional<Expression> decay(int l, StepId parameter, Expression rate) {
        Terms terms = terms(l, parameter);
        if (terms.weightDecay() == 0) {
            return Optional.empty();
        }
        Expression decay = number(terms.weightDecay()).times(step(parameter));
        return Optional.of(terms.decayTimesRate() && !rate.equals(number(1)) ? rate.times(decay) : decay);
    }

    /** The parameter after all its constraints, one after the other. */
    Expression constrained(int l, StepId parameter) {
        boolean bias = parameter.isBias();
        Expression p = step(parameter.unconstrained());
        for (Constraint constraint : network.layer(l).constraints(bias)) {
            // Projecting a second time changes only the rounding.
            Expression projected = constrained(p, constraint, bias);
            p = constraint.kind() == Constraint.Kind.NON_NEGATIVE ? projected : new Hint.Repeated(projected);
        }
        return p;
    }

    private static Expression constrained(Expression p, Constraint constraint, boolean bias) {
        Over over = bias ? Over.ENTRIES : constraint.dimension() == 0 ? Over.INPUTS : Over.UNITS;
        Expression norm = p.in(SQUARE).total(over).in(SQRT);
        Constant most = number(constraint.most());
        return switch (constraint.kind()) {
            case MAX_NORM -> p.times(atMostOne(most.over(norm)));
            case MIN_MAX_NORM -> towards(p, norm, number(constraint.least()), most, constraint.rate());
            case NON_NEGATIVE -> p.in(POSITIVE_PART);
            case UNIT_NORM -> p.overOrZero(norm);
        };
    }

    /** (1 − rate)·p + rate·c·p/‖p‖, c being the norm moved into [least, most]. */
    static Expression towards(Expression p, Expression norm, Expression least, Expression most, double rate) {
        Expression scaled = p.overOrZero(norm).times(least.max(most.min(norm)));
        Expression share = number(rate);
        return rate == 1 ? scaled : number(1).minus(share).times(p).plus(share.times(scaled));
    }

    private static Expression atMostOne(Expression of) {
        return number(1).min(of);
    }

    private Terms terms(int l, StepId parameter) {
        return network.layer(l).regularisation().of(parameter.isBias());
    }
}

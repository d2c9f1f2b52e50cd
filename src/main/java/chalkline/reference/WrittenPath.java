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
import chalkline.network.Step;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Operator;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import java.util.ArrayList;
import java.util.List;

/** The formulas of {@link GradientPath} and {@link Regularisers} as a person writes them. */
final class WrittenPath {
    private final Network network;

    WrittenPath(Network network) {
        this.network = network;
    }

    private static Expression constant(double number) {
        return Term.number(number).written();
    }

    /** loss + l1·Σ|p| + ½·l2·Σp² + …. */
    Expression score() {
        List<Expression> terms = new ArrayList<>(List.of(step(Step.LOSS)));
        for (int l = 1; l <= network.depth(); l++) {
            for (String name : network.parameters(l)) {
                add(terms, step(name), terms(l, name));
            }
        }
        return new Sum(terms);
    }

    private static void add(List<Expression> sum, Expression p, Terms terms) {
        if (terms.l1() > 0) {
            sum.add(constant(terms.l1()).times(p.in(ABS).total(Over.ENTRIES)));
        }
        Expression squares = p.in(SQUARE).total(Over.ENTRIES);
        if (terms.l2() > 0) {
            sum.add(constant(terms.l2()).times(squares).over(2));
        }
        if (terms.weightDecay() > 0) {
            sum.add(constant(terms.weightDecay()).times(squares).over(2));
        }
    }

    /** The gradient that the updater is given. */
    Expression entering(int l, String parameter) {
        Expression p = step(parameter);
        Terms terms = terms(l, parameter);
        List<Expression> sum = new ArrayList<>(List.of(normalised(l, parameter)));
        if (terms.l1() > 0) {
            sum.add(constant(terms.l1()).times(p.in(SIGN)));
        }
        if (terms.l2() > 0) {
            sum.add(constant(terms.l2()).times(p));
        }
        return sum.size() == 1 ? sum.get(0) : new Sum(sum);
    }

    private Expression normalised(int l, String parameter) {
        GradientNormalisation normalisation = network.layer(l).gradientNormalisation();
        Expression gradient = step(Step.gradient(parameter));
        Expression threshold = constant(normalisation.threshold());
        return switch (normalisation.kind()) {
            case NONE -> gradient;
            case RENORMALIZE_L2_PER_LAYER -> gradient.overOrZero(layerNorm(l));
            case RENORMALIZE_L2_PER_PARAM_TYPE -> gradient.overOrZero(norm(gradient));
            case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE -> {
                Expression opposite = new Constant("-" + ((Constant) threshold).written());
                yield both(Operator.MAX, opposite, both(Operator.MIN, threshold, gradient));
            }
            case CLIP_L2_PER_LAYER -> gradient.times(atMostOne(threshold.over(layerNorm(l))));
            case CLIP_L2_PER_PARAM_TYPE -> gradient.times(atMostOne(threshold.over(norm(gradient))));
        };
    }

    private Expression layerNorm(int l) {
        List<Expression> squares = network.parameters(l).stream()
                .map(name -> squares(step(Step.gradient(name))))
                .toList();
        return (squares.size() == 1 ? squares.get(0) : new Sum(squares)).in(SQRT);
    }

    private static Expression norm(Expression of) {
        return squares(of).in(SQRT);
    }

    private static Expression squares(Expression of) {
        return of.in(SQUARE).total(Over.ENTRIES);
    }

    /** The parameter after all its constraints, one after the other. */
    Expression constrained(int l, String parameter) {
        boolean bias = parameter.equals(Step.b(l));
        Expression p = step(Step.unconstrained(parameter));
        for (Constraint constraint : network.layer(l).constraints(bias)) {
            p = constrained(p, constraint, bias);
        }
        return p;
    }

    private static Expression constrained(Expression p, Constraint constraint, boolean bias) {
        Over over = bias ? Over.ENTRIES : constraint.dimension() == 0 ? Over.INPUTS : Over.UNITS;
        Expression norm = p.in(SQUARE).total(over).in(SQRT);
        Expression most = constant(constraint.most());
        return switch (constraint.kind()) {
            case MAX_NORM -> p.times(atMostOne(most.over(norm)));
            case MIN_MAX_NORM -> {
                Expression least = constant(constraint.least());
                Expression allowed = both(Operator.MAX, least, both(Operator.MIN, most, norm));
                Expression scaled = p.overOrZero(norm).times(allowed);
                Expression rate = constant(constraint.rate());
                yield constraint.rate() == 1
                        ? scaled
                        : number(1).minus(rate).times(p).plus(rate.times(scaled));
            }
            case NON_NEGATIVE -> p.in(POSITIVE_PART);
            case UNIT_NORM -> p.overOrZero(norm);
        };
    }

    private static Expression atMostOne(Expression of) {
        return both(Operator.MIN, number(1), of);
    }

    private static Expression both(Operator operator, Expression left, Expression right) {
        return new Binary(operator, left, right);
    }

    private Terms terms(int l, String parameter) {
        return network.layer(l).regularisation().of(parameter.equals(Step.b(l)));
    }
}

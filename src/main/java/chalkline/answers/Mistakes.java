package chalkline.answers;

import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Conventions;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Expression;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The mistakes that people make in a step, each as the formula that they work instead. */
final class Mistakes {
    private static final List<Activation> USUAL =
            List.of(Activation.SIGMOID, Activation.TANH, Activation.RELU, Activation.IDENTITY);

    private final Network network;
    private final int examples;
    private final Basis basis;

    /**
     * A mistake.
     *
     * @param words what the step is then, after "it is"
     * @param formula what it is worked by
     */
    record Mistake(String words, Expression formula) {}

    Mistakes(Network network, int examples, Basis basis) {
        this.network = network;
        this.examples = examples;
        this.basis = basis;
    }

    /** Those of that step, the likelier first. */
    List<Mistake> of(Rule rule) {
        List<Mistake> mistakes = new ArrayList<>();
        Optional<StepPart> part = StepPart.of(rule.id());
        Rule.Written written = rule.formula().over(examples);
        if (part.isPresent()) {
            int l = part.get().layer();
            switch (part.get().role()) {
                case Z -> ofSum(mistakes, l, written.judged());
                case A -> ofActivation(mistakes, l);
                case DZ -> ofSlope(mistakes, l, written);
                case DW -> ofWeights(mistakes, l, written.judged());
                case DB -> ofBiases(mistakes, l, written.judged());
                case DA -> ofInput(mistakes, l + 1, written.judged());
                case NEXT -> ofUpdated(mistakes, l, rule.id(), written.judged());
                case UPDATE -> ofUpdate(mistakes, l, rule.id());
            }
        }
        factors(mistakes, rule, part, written);
        return mistakes;
    }

    private Expression input(int l) {
        return step(network.input(l));
    }

    private static Expression dA(int l) {
        return step(StepId.a(l).gradient());
    }

    private static Expression dZ(int l) {
        return step(StepId.z(l).gradient());
    }

    private static Expression w(int l) {
        return step(StepId.w(l));
    }

    private void ofSum(List<Mistake> mistakes, int l, Expression formula) {
        if (!basis.isGiven(StepId.w(l))) {
            return;
        }
        Expression product = input(l).product(w(l));
        boolean square = basis.isSquare(StepId.w(l));
        if (basis.isGiven(StepId.b(l))) {
            Expression b = step(StepId.b(l));
            mistakes.add(new Mistake("worked without the bias " + StepId.b(l), product));
            mistakes.add(new Mistake(
                    "the bias " + StepId.b(l) + " alone, without " + network.input(l) + " and " + StepId.w(l),
                    product.minus(product).plus(b)));
            mistakes.add(new Mistake("worked with the bias " + StepId.b(l) + " subtracted", product.minus(b)));
        }
        if (square) {
            mistakes.add(new Mistake(
                    "worked with the transpose of " + StepId.w(l),
                    formula.with(Map.of(StepId.w(l), w(l).transposed()))));
        }
        zForInput(mistakes, l, formula);
    }

    private void zForInput(List<Mistake> mistakes, int l, Expression formula) {
        StepId a = network.source(l);
        if (!a.equals(StepId.X)) {
            StepId z = StepId.z(a.layer());
            mistakes.add(new Mistake("worked with " + z + " for " + a, formula.with(Map.of(a, step(z)))));
        }
    }

    private void ofActivation(List<Mistake> mistakes, int l) {
        Activation f = network.layer(l).activation();
        Expression z = step(StepId.z(l));
        for (Activation other : USUAL) {
            if (other.kind() != f.kind()) {
                mistakes.add(new Mistake(
                        other.kind() == Activation.Kind.IDENTITY
                                ? StepId.z(l) + " itself, without " + f.kind().function()
                                : other.kind().function() + "(" + StepId.z(l) + "), where the layer has "
                                        + f.kind().function(),
                        z.in(other)));
            }
        }
    }

    private void ofSlope(List<Mistake> mistakes, int l, Rule.Written written) {
        Activation f = network.layer(l).activation();
        StepId z = StepId.z(l);
        String slope = f.kind().function() + "'(" + z + ")";
        Expression dA = dA(l);
        mistakes.add(new Mistake("worked without " + slope + ": it is dA" + l + " itself", dA));
        if (f.kind() == Activation.Kind.SOFTMAX || network.layer(l).drawsSlopes()) {
            Expression a = step(StepId.a(l));
            mistakes.add(new Mistake(
                    "worked with A" + l + "(1 - A" + l + "), which is only the diagonal of softmax'",
                    dA.times(a.times(number(1).minus(a)))));
            return;
        }
        Expression own = step(z).inDerivative(f);
        mistakes.add(
                new Mistake("worked with " + slope + " twice", dA.times(own).times(own)));
        written.definition().ifPresent(definition -> {
            Expression inA = definition.worked();
            mistakes.add(new Mistake(
                    "worked with " + z + " where the slope written in A" + l + " has A" + l,
                    dA.times(inA.with(Map.of(StepId.a(l), step(z))))));
        });
        mistakes.add(new Mistake(
                "worked with " + f.kind().function() + "'(A" + l + ") for " + slope,
                dA.times(step(StepId.a(l)).inDerivative(f))));
        mistakes.add(new Mistake("worked with A" + l + " for " + slope, dA.times(step(StepId.a(l)))));
        for (Activation other : USUAL) {
            if (other.kind() != f.kind() && other.kind() != Activation.Kind.IDENTITY) {
                mistakes.add(new Mistake(
                        "worked with " + other.kind().function() + "'(" + z + ") for " + slope,
                        dA.times(step(z).inDerivative(other))));
            }
        }
        Expression a = step(StepId.a(l));
        if (f.kind() != Activation.Kind.SIGMOID) {
            mistakes.add(new Mistake(
                    "worked with A" + l + "(1 - A" + l + "), which is sigmoid', for " + slope,
                    dA.times(a.times(number(1).minus(a)))));
        }
        if (f.kind() != Activation.Kind.TANH) {
            mistakes.add(new Mistake(
                    "worked with 1 - A" + l + "^2, which is tanh', for " + slope,
                    dA.times(number(1).minus(a.times(a)))));
        }
    }

    private void ofWeights(List<Mistake> mistakes, int l, Expression formula) {
        StepId dZ = network.sum(l).gradient();
        Expression ones = input(l).minus(input(l)).plus(number(1));
        mistakes.add(new Mistake(
                "worked without the input " + network.input(l), formula.with(Map.of(network.input(l), ones))));
        mistakes.add(new Mistake("worked with dA" + l + " for " + dZ, formula.with(Map.of(dZ, dA(l)))));
        zForInput(mistakes, l, formula);
        if (basis.isSquare(StepId.w(l))) {
            mistakes.add(new Mistake("the transpose of the right matrix", formula.transposed()));
            mistakes.add(new Mistake(
                    "worked with A" + l + " for " + network.input(l),
                    formula.with(Map.of(network.input(l), step(StepId.a(l))))));
        }
        penalties(mistakes, l, StepId.w(l), formula);
    }

    /** A penalty that is counted where the convention has none, or left out where it has one. */
    private void penalties(List<Mistake> mistakes, int l, StepId parameter, Expression formula) {
        Expression penalised = CourseFormulas.penalised(formula, network, l, parameter);
        if (penalised.equals(formula)) {
            return;
        }
        if (basis.conventions().penalty() == Conventions.Penalty.IN_DW) {
            mistakes.add(new Mistake("worked without the penalty", formula.minus(penalised.minus(formula))));
        } else {
            mistakes.add(new Mistake("with the penalty, which the update adds", penalised));
        }
        Expression penalty = penalised.minus(formula);
        mistakes.add(new Mistake(
                "worked with 1/" + examples + " of the penalty",
                penalty.over(examples).plus(formula)));
        mistakes.add(new Mistake(
                "worked with twice the penalty", number(2).times(penalty).plus(formula)));
    }

    private void ofBiases(List<Mistake> mistakes, int l, Expression formula) {
        mistakes.add(new Mistake(
                "worked with dA" + l + " for dZ" + l,
                formula.with(Map.of(StepId.z(l).gradient(), dA(l)))));
    }

    /** dA of the layer below l. */
    private void ofInput(List<Mistake> mistakes, int l, Expression formula) {
        if (l > network.depth()) {
            ofOutput(mistakes, l - 1);
            return;
        }
        if (!basis.isGiven(StepId.w(l))) {
            return;
        }
        if (basis.isSquare(StepId.w(l))) {
            mistakes.add(new Mistake(
                    "worked with W" + l + " where its transpose belongs",
                    formula.with(Map.of(StepId.w(l), w(l).transposed()))));
        }
        basis.rule(StepId.w(l).next()).ifPresent(next -> {
            Expression updated = next.formula().over(examples).judged();
            mistakes.add(new Mistake(
                    "worked with the updated W" + l + ", where the gradient is that of the step's own W" + l,
                    formula.with(Map.of(StepId.w(l), updated))));
        });
        mistakes.add(new Mistake(
                "worked with dA" + l + " for dZ" + l,
                formula.with(Map.of(network.sum(l).gradient(), dA(l)))));
    }

    /** dA of the last layer. */
    private void ofOutput(List<Mistake> mistakes, int last) {
        Activation f = network.layer(last).activation();
        Expression difference = step(StepId.a(last)).minus(step(StepId.Y));
        if (network.loss().kind() == Loss.Kind.XENT || network.loss().kind() == Loss.Kind.MCXENT) {
            mistakes.add(new Mistake("A" + last + " - y, which is dZ of cross entropy", difference));
            if (examples > 1) {
                mistakes.add(new Mistake(
                        "(A" + last + " - y)/" + examples + ", which is dZ of cross entropy",
                        difference.over(examples)));
            }
        }
        if (f.kind() != Activation.Kind.IDENTITY && f.kind() != Activation.Kind.SOFTMAX) {
            basis.rule(StepId.a(last).gradient())
                    .ifPresent(rule -> mistakes.add(new Mistake(
                            "worked with " + f.kind().function() + "'(Z" + last + ") in it, which belongs to dZ" + last,
                            rule.formula()
                                    .over(examples)
                                    .judged()
                                    .times(step(StepId.z(last)).inDerivative(f)))));
        }
    }

    private Optional<Expression> rate(int l, StepId parameter) {
        Updater updater = network.updater(l, parameter.isBias());
        return updater.kind() == Updater.Kind.SGD
                ? updater.rate()
                        .map(rate -> rate.changes()
                                ? step(network.rate(l, parameter.isBias()))
                                : number(rate.number(Schedule.Name.VALUE)))
                : Optional.empty();
    }

    private void ofUpdated(List<Mistake> mistakes, int l, StepId id, Expression formula) {
        StepId parameter = id.parameter();
        Expression p = step(parameter);
        Expression change = p.minus(formula);
        rate(l, parameter)
                .ifPresent(rate ->
                        mistakes.add(new Mistake("worked without the learning rate", p.minus(change.over(rate)))));
        mistakes.add(new Mistake(parameter + " plus the change, which is to be subtracted", p.plus(change)));
        mistakes.add(new Mistake(
                "the change alone, without the old " + parameter,
                number(0).times(p).minus(change)));
        mistakes.add(new Mistake(
                "the change alone, without the old " + parameter + " and with the other sign",
                number(0).times(p).plus(change)));
        ofPenalties(mistakes, l, parameter, p, change);
        rate(l, parameter).ifPresent(rate -> {
            mistakes.add(new Mistake("worked with the learning rate twice", p.minus(rate.times(change))));
            mistakes.add(new Mistake(
                    parameter + " plus its gradient, without the learning rate and with the other sign",
                    p.plus(change.over(rate))));
        });
        for (Factor factor : Factor.of(network, examples, true)) {
            mistakes.add(new Mistake("worked with a change that is " + factor.words(), p.minus(factor.times(change))));
        }
    }

    private void ofUpdate(List<Mistake> mistakes, int l, StepId id) {
        StepId parameter = id.parameter();
        Expression change = step(parameter).minus(step(parameter.next()));
        basis.rule(parameter.next()).ifPresent(next -> {
            Expression right = change.with(
                    Map.of(parameter.next(), next.formula().over(examples).judged()));
            rate(l, parameter)
                    .ifPresent(rate -> mistakes.add(new Mistake("worked without the learning rate", right.over(rate))));
            ofPenalties(mistakes, l, parameter, number(0).times(step(parameter)), right);
        });
    }

    private void ofPenalties(List<Mistake> mistakes, int l, StepId parameter, Expression p, Expression change) {
        Expression gradient = step(parameter.gradient());
        Expression penalised = CourseFormulas.penalised(gradient, network, l, parameter);
        if (penalised.equals(gradient)) {
            return;
        }
        rate(l, parameter).ifPresent(rate -> {
            Expression penalty = rate.times(penalised.minus(gradient));
            boolean inside = basis.conventions().penalty() == Conventions.Penalty.IN_DW;
            mistakes.add(
                    inside
                            ? new Mistake(
                                    "worked with the penalty once more, which dW has",
                                    p.minus(change).minus(penalty))
                            : new Mistake(
                                    "worked without the penalty",
                                    p.minus(change).plus(penalty)));
        });
    }

    /** A step that is a multiple of the right one. */
    private void factors(List<Mistake> mistakes, Rule rule, Optional<StepPart> part, Rule.Written written) {
        boolean isLoss = rule.id().equals(StepId.LOSS);
        boolean backward = rule.phase() == Rule.Phase.BACKWARD
                || part.filter(p -> p.role() == StepPart.Role.UPDATE).isPresent();
        if (!isLoss && !backward) {
            if (rule.phase() == Rule.Phase.FORWARD) {
                mistakes.add(new Mistake(
                        "the right value with the other sign", number(-1).times(written.judged())));
            }
            return;
        }
        for (Factor factor : Factor.of(network, examples, !isLoss)) {
            mistakes.add(new Mistake(factor.words(), factor.times(written.judged())));
        }
    }
}

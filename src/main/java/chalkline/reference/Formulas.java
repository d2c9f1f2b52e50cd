package chalkline.reference;

import static chalkline.reference.Elementary.EXP;
import static chalkline.reference.Elementary.LN;
import static chalkline.reference.Elementary.NEGATIVE;
import static chalkline.reference.Elementary.ONE_WHERE_POSITIVE;
import static chalkline.reference.Elementary.POSITIVE_PART;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.reference.Expression.Over;
import chalkline.reference.Rule.Written;

/** The formulas as a person writes them; {@link Derivation} has the same ones for the computer. */
final class Formulas {
    private final Network network;
    private final int last;

    Formulas(Network network) {
        this.network = network;
        this.last = network.depth();
    }

    Rule.Formula z(int l) {
        Expression w = step(Step.w(l));
        Expression a = step(Step.a(l - 1));
        return (notation, examples) -> Written.as(
                switch (notation) {
                    case WX_PLUS_B -> w.product(a).plus(step(Step.b(l)));
                    case XW_PLUS_B -> a.product(w).plus(step(Step.b(l)));
                });
    }

    Rule.Formula a(int l) {
        Activation activation = network.layer(l).activation();
        Expression z = step(Step.z(l));
        Expression f = z.in(Elementary.of(activation));
        return (notation, examples) -> switch (activation) {
            case IDENTITY -> Written.as(f, z);
            case RELU -> Written.as(f, z.in(POSITIVE_PART));
            case SIGMOID ->
                Written.as(f, number(1).over(number(1).plus(z.in(NEGATIVE).in(EXP))));
            case SOFTMAX -> Written.as(f, z.in(EXP).over(z.in(EXP).total(Over.UNITS)));
            case TANH -> Written.as(f);
        };
    }

    Rule.Formula loss() {
        Expression a = step(Step.a(last));
        Expression y = step(Step.Y);
        return (notation, examples) -> {
            boolean one = examples * network.outputs() == 1;
            Expression each = switch (network.loss()) {
                case MSE, L2, HALF_SQUARED_ERROR -> a.minus(y).in(SQUARE);
                case MCXENT -> y.times(a.in(LN));
                case XENT -> y.times(a.in(LN)).plus(notOf(y).times(notOf(a).in(LN)));
            };
            Expression sum = one ? each : each.total(Over.ENTRIES);
            return Written.as(
                    switch (network.loss()) {
                        case MSE -> sum.over(examples * network.outputs());
                        case L2 -> sum.over(examples);
                        case HALF_SQUARED_ERROR -> sum.over(2 * examples);
                        case MCXENT, XENT -> sum.in(NEGATIVE).over(examples);
                    });
        };
    }

    Rule.Formula dA() {
        return (notation, examples) -> Written.as(dA(examples));
    }

    private Expression dA(int examples) {
        Expression a = step(Step.a(last));
        Expression y = step(Step.Y);
        return switch (network.loss()) {
            case MSE -> number(2).times(a.minus(y)).over(examples * network.outputs());
            case L2 -> number(2).times(a.minus(y)).over(examples);
            case HALF_SQUARED_ERROR -> a.minus(y).over(examples);
            case MCXENT -> y.in(NEGATIVE).over(a).over(examples);
            case XENT -> a.minus(y).over(a.times(notOf(a))).over(examples);
        };
    }

    Rule.Formula dZ(int l) {
        Expression dA = step(Step.gradient(Step.a(l)));
        return (notation, examples) -> through(l, dA);
    }

    /** dZ of the output where dA is not exposed. */
    Rule.Formula fusedDZ() {
        return (notation, examples) -> network.loss() == Loss.MCXENT
                ? Written.as(step(Step.a(last)).minus(step(Step.Y)).over(examples))
                : through(last, dA(examples));
    }

    /** What f makes of ∂loss/∂A, with f′ written in A. */
    private Written through(int l, Expression dA) {
        Activation activation = network.layer(l).activation();
        Expression z = step(Step.z(l));
        Expression a = step(Step.a(l));
        Expression slope = z.in(Elementary.derivativeOf(activation));
        Expression dZ = dA.times(slope);
        return switch (activation) {
            case IDENTITY -> Written.where(dZ, slope, number(1));
            case RELU -> Written.where(dZ, slope, z.in(ONE_WHERE_POSITIVE));
            case SIGMOID -> {
                Expression f = z.in(Elementary.SIGMOID);
                yield Written.where(dZ, slope, f.times(notOf(f)), a.times(notOf(a)));
            }
            case TANH -> Written.where(dZ, slope, notOf(z.in(Elementary.TANH).in(SQUARE)), notOf(a.in(SQUARE)));
            case SOFTMAX -> Written.as(dZ, a.times(dA.minus(dA.times(a).total(Over.UNITS))));
        };
    }

    Rule.Formula dW(int l) {
        Expression dZ = step(Step.gradient(Step.z(l)));
        Expression a = step(Step.a(l - 1));
        return (notation, examples) -> Written.as(
                switch (notation) {
                    case WX_PLUS_B -> dZ.product(a.transposed());
                    case XW_PLUS_B -> a.transposed().product(dZ);
                });
    }

    Rule.Formula db(int l) {
        Expression dZ = step(Step.gradient(Step.z(l)));
        return (notation, examples) -> Written.as(examples == 1 ? dZ : dZ.total(Over.EXAMPLES));
    }

    Rule.Formula dAOfInput(int l) {
        Expression w = step(Step.w(l));
        Expression dZ = step(Step.gradient(Step.z(l)));
        return (notation, examples) -> Written.as(
                switch (notation) {
                    case WX_PLUS_B -> w.transposed().product(dZ);
                    case XW_PLUS_B -> dZ.product(w.transposed());
                });
    }

    /** 1 − that. */
    private static Expression notOf(Expression expression) {
        return number(1).minus(expression);
    }
}

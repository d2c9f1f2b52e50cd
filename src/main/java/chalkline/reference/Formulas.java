package chalkline.reference;

import static chalkline.reference.Elementary.EXP;
import static chalkline.reference.Elementary.NEGATIVE;
import static chalkline.reference.Elementary.ONE_WHERE_POSITIVE;
import static chalkline.reference.Elementary.POSITIVE_PART;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Step;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Over;
import chalkline.reference.Rule.Written;
import java.math.BigDecimal;

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
        return (notation, examples) -> Written.as(loss(notation, examples).value());
    }

    Rule.Formula dA() {
        return (notation, examples) -> Written.as(loss(notation, examples).gradient());
    }

    private LossFormulas loss(Notation notation, int examples) {
        return new LossFormulas(
                network.loss(), network.outputs(), notation, examples, step(Step.a(last)), step(Step.Y));
    }

    Rule.Formula dZ(int l) {
        Expression dA = step(Step.gradient(Step.a(l)));
        return (notation, examples) -> through(l, dA);
    }

    /** dZ of the output where dA is not exposed. */
    Rule.Formula fusedDZ() {
        return (notation, examples) -> network.loss().kind() == Loss.Kind.MCXENT
                ? Written.as(loss(notation, examples).crossEntropyThroughSoftmax())
                : through(last, loss(notation, examples).gradient());
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

    Rule.Formula next(String parameter, double rate) {
        Expression gradient = step(Step.gradient(parameter));
        String written =
                new BigDecimal(Double.toString(rate)).stripTrailingZeros().toPlainString();
        Expression scaled = rate == 1 ? gradient : new Constant(written).times(gradient);
        return (notation, examples) -> Written.as(step(parameter).minus(scaled));
    }

    /** 1 − that. */
    private static Expression notOf(Expression expression) {
        return number(1).minus(expression);
    }
}

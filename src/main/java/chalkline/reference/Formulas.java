package chalkline.reference;

import static chalkline.reference.Elementary.LN;
import static chalkline.reference.Elementary.NEGATIVE;
import static chalkline.reference.Elementary.SQUARE;
import static chalkline.reference.Expression.number;
import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
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
        Expression input = step(network.input(l));
        if (network.layer(l).kind() != Layer.Kind.DENSE) {
            return (notation, examples) -> Written.as(input);
        }
        Expression w = step(Step.w(l));
        return (notation, examples) -> {
            Expression product = switch (notation) {
                case WX_PLUS_B -> w.product(input);
                case XW_PLUS_B -> input.product(w);
            };
            return Written.as(network.layer(l).hasBias() ? product.plus(step(Step.b(l))) : product);
        };
    }

    /** Dropout, of the layer's input or as a layer of its own. */
    Rule.Formula masked(int l) {
        return (notation, examples) -> Written.as(step(Step.a(l - 1)).times(step(Step.m(l))));
    }

    /** The way back through dropout. */
    Rule.Formula dMasked(int l, String gradient) {
        return (notation, examples) -> Written.as(step(gradient).times(step(Step.m(l))));
    }

    Rule.Formula a(int l) {
        Expression z = step(Step.z(l));
        Written written = Written.as(
                ActivationFormulas.value(network.layer(l).activation(), z).toArray(Expression[]::new));
        return (notation, examples) -> written;
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
        Expression slope = z.inDerivative(activation);
        Expression dZ = dA.times(slope);
        return activation.kind() == Activation.Kind.SOFTMAX
                ? Written.as(dZ, a.times(dA.minus(dA.times(a).total(Over.UNITS))))
                : Written.where(
                        dZ,
                        slope,
                        ActivationFormulas.derivative(activation, z, a).toArray(Expression[]::new));
    }

    Rule.Formula dW(int l) {
        Expression dZ = step(Step.gradient(Step.z(l)));
        Expression input = step(network.input(l));
        return (notation, examples) -> Written.as(
                switch (notation) {
                    case WX_PLUS_B -> dZ.product(input.transposed());
                    case XW_PLUS_B -> input.transposed().product(dZ);
                });
    }

    Rule.Formula db(int l) {
        Expression dZ = step(Step.gradient(Step.z(l)));
        return (notation, examples) -> Written.as(examples == 1 ? dZ : dZ.total(Over.EXAMPLES));
    }

    /** The gradient of what the layer works on. */
    Rule.Formula dInput(int l) {
        Expression w = step(Step.w(l));
        Expression dZ = step(Step.gradient(Step.z(l)));
        if (network.layer(l).kind() != Layer.Kind.DENSE) {
            return (notation, examples) -> Written.as(dZ);
        }
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

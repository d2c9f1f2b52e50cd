package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.StepId;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Hint.Deviation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formulas of the derivation worked on numbers that a test puts in. */
final class Worked {
    private Worked() {}

    /** Every rounding there is. */
    static List<Rounding> roundings() {
        return List.of(Rounding.FLOAT32, Rounding.FLOAT64, Rounding.TRUTH);
    }

    static Expression put(Rounded value) {
        return new Literal(value, 5);
    }

    static Rounded of(Expression formula, Rounding rounding, Map<StepId, Rounded> steps) {
        return formula.accept(new Evaluator<>(new RoundedAlgebra(rounding), true, steps::get));
    }

    static Rounded of(Expression formula, Rounding rounding) {
        return of(formula, rounding, Map.of());
    }

    /** An activation. */
    record Function(Activation activation, Expression slopes) {
        static Function of(Activation activation) {
            return new Function(activation, step(StepId.s(1)));
        }

        static Function rrelu(Rounded slopes) {
            return new Function(Activation.rrelu(0, 1), put(slopes));
        }

        private boolean isDrawn() {
            return slopes instanceof Literal;
        }

        private ActivationRule rule() {
            return ActivationRule.of(activation, step(StepId.z(1)), step(StepId.a(1)), slopes);
        }

        /** A = f(Z). */
        Rounded value(Rounded z) {
            return Worked.of(isDrawn() ? rule().value() : put(z).in(activation), z.rounding(), Map.of(StepId.z(1), z));
        }

        /** f′(Z). */
        Rounded derivative(Rounded z) {
            return Worked.of(put(z).inDerivative(activation), z.rounding());
        }

        /** dZ, f′ taken at Z. */
        Rounded backward(Rounded z, Rounded dA) {
            if (activation.kind() == Activation.Kind.SOFTMAX) {
                return backwardFromOutput(z, value(z), dA);
            }
            Expression slope =
                    isDrawn() ? rule().derivative() : step(StepId.z(1)).inDerivative(activation);
            return Worked.of(put(dA).times(slope), z.rounding(), Map.of(StepId.z(1), z));
        }

        /** dZ, f′ written in A. */
        Rounded backwardFromOutput(Rounded z, Rounded a, Rounded dA) {
            Expression ofA = step(StepId.a(1));
            Expression through = activation.kind() == Activation.Kind.SOFTMAX
                    ? ofA.times(put(dA).minus(put(dA).times(ofA).total(Over.UNITS)))
                    : put(dA).times(rule().derivatives()
                            .get(rule().derivatives().size() - 1));
            return Worked.of(through, z.rounding(), Map.of(StepId.z(1), z, StepId.a(1), a));
        }
    }

    /** dZ of the output layer, fused. */
    static Rounded gradientThrough(Loss loss, Activation activation, Rounded z, Rounded y) {
        chalkline.network.Layer layer = chalkline.network.Layer.activation(z.columns(), activation);
        chalkline.network.Network network = chalkline.network.Network.sequence(
                "n", 1, chalkline.network.Precision.FLOAT64, List.of(layer), loss, chalkline.network.Updater.sgd(0.1));
        Expression fused =
                new LossRules(network, Optional.empty(), false).fused(z.rows()).judged();
        return of(fused, z.rounding(), Map.of(StepId.of("Z1"), z, StepId.Y, y));
    }

    /** √Σx² over all entries of all of them. */
    static Rounded norm(Rounded... parts) {
        Expression squares = new Sum(Arrays.stream(parts)
                .map(part -> put(part).in(Elementary.SQUARE).total(Over.ENTRIES))
                .toList());
        return of(squares.in(Elementary.SQRT), parts[0].rounding());
    }

    /** √Σx² over each column or each row. */
    static Rounded norms(Rounded x, boolean columns) {
        return of(
                put(x).in(Elementary.SQUARE)
                        .total(columns ? Over.INPUTS : Over.UNITS)
                        .in(Elementary.SQRT),
                x.rounding());
    }

    /** (u − μ) / σ of every row. */
    static Rounded standardised(Rounded u) {
        Expression mean = put(u).total(Over.UNITS).over(u.columns());
        return of(put(u).minus(mean).overOrZero(new Deviation(put(u), u.columns())), u.rounding());
    }

    /** x / norm. */
    static Rounded toUnit(Rounded x, Rounded norm) {
        return of(put(x).overOrZero(put(norm)), x.rounding());
    }

    /** (1 − rate)·x + rate·c·x/norm, c being the norm moved into [least, most]. */
    static Rounded towards(Rounded x, Rounded norm, Rounded least, Rounded most, double rate) {
        return of(GradientPath.towards(put(x), put(norm), put(least), put(most), rate), x.rounding());
    }
}

package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Step;
import chalkline.reference.Expression.Over;
import chalkline.reference.Rule.Written;
import java.util.List;
import java.util.Optional;

/** The formulas as a person writes them; {@link Derivation} has the same ones for the computer. */
final class Formulas {
    private final Network network;
    private final int last;
    private final WrittenPath path;
    private final Optional<Expression> mask;
    private final boolean labelsSumToOne;

    /**
     * @param mask the labels' mask, where they have one
     * @param labelsSumToOne whether those of every example do
     */
    Formulas(Network network, Optional<Expression> mask, boolean labelsSumToOne) {
        this.labelsSumToOne = labelsSumToOne;
        this.network = network;
        this.mask = mask;
        this.last = network.depth();
        this.path = new WrittenPath(network);
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

    /** What layer normalisation works on. */
    Rule.Formula u(int l) {
        Expression w = step(Step.w(l));
        Expression input = step(network.input(l));
        return (notation, examples) -> Written.as(
                switch (notation) {
                    case WX_PLUS_B -> w.product(input);
                    case XW_PLUS_B -> input.product(w);
                });
    }

    /** The normalised sum times its gain, plus b. */
    Rule.Formula normalised(int l) {
        Expression scaled = step(Step.g(l)).times(standardised(l));
        Written written = Written.as(network.layer(l).hasBias() ? scaled.plus(step(Step.b(l))) : scaled);
        return (notation, examples) -> written;
    }

    private Expression standardised(int l) {
        return centred(l).overOrZero(deviation(l));
    }

    private Expression centred(int l) {
        Expression u = step(Step.u(l));
        return u.minus(mean(u, l));
    }

    private Expression mean(Expression of, int l) {
        return of.total(Over.UNITS).over(network.layer(l).units());
    }

    private Expression deviation(int l) {
        return mean(centred(l).in(Elementary.SQUARE), l).in(Elementary.SQRT);
    }

    /** The way back through layer normalisation. */
    Rule.Formula dU(int l) {
        Expression h = step(Step.gradient(Step.z(l))).times(step(Step.g(l)));
        Expression along = standardised(l).times(mean(h.times(standardised(l)), l));
        Written written = Written.as(h.minus(mean(h, l)).minus(along).overOrZero(deviation(l)));
        return (notation, examples) -> written;
    }

    Rule.Formula dg(int l) {
        Expression each = step(Step.gradient(Step.z(l))).times(standardised(l));
        return (notation, examples) -> Written.as(examples == 1 ? each : each.total(Over.EXAMPLES));
    }

    /** Z of the output layer, of which masked labels need none. */
    Rule.Formula masked(Rule.Formula z) {
        return (notation, examples) -> Written.as(
                mask.orElseThrow().timesOrZero(z.written(notation, examples).formula()));
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
        Written written = Written.as(ActivationFormulas.value(network.layer(l).activation(), z, step(Step.s(l)))
                .toArray(Expression[]::new));
        return (notation, examples) -> written;
    }

    Rule.Formula loss() {
        return (notation, examples) -> Written.as(loss(notation, examples).value());
    }

    Rule.Formula dA() {
        return (notation, examples) -> Written.as(loss(notation, examples).gradient());
    }

    private LossFormulas loss(Notation notation, int examples) {
        return new LossFormulas(
                network.loss(), network.outputs(), notation, examples, step(Step.a(last)), step(Step.Y), mask);
    }

    Rule.Formula dZ(int l) {
        Expression dA = step(Step.gradient(Step.a(l)));
        return (notation, examples) -> through(l, dA);
    }

    /** dZ of the output where dA is not exposed. */
    Rule.Formula fusedDZ() {
        boolean isSoftmax = network.layer(last).activation().kind() == Activation.Kind.SOFTMAX;
        return (notation, examples) -> isSoftmax && network.loss().kind() == Loss.Kind.MCXENT
                ? Written.as(loss(notation, examples).crossEntropyThroughSoftmax(labelsSumToOne))
                : through(last, loss(notation, examples).gradient());
    }

    /** What f makes of ∂loss/∂A, with f′ written in A. */
    private Written through(int l, Expression dA) {
        Activation activation = network.layer(l).activation();
        Expression z = step(Step.z(l));
        Expression a = step(Step.a(l));
        List<Expression> slopes = ActivationFormulas.derivative(activation, z, a, step(Step.s(l)));
        if (network.layer(l).drawsSlopes()) {
            // No function of Z alone, which f′(Z) would be.
            return Written.as(dA.times(slopes.get(0)));
        }
        Expression slope = z.inDerivative(activation);
        Expression dZ = dA.times(slope);
        return activation.kind() == Activation.Kind.SOFTMAX
                ? Written.as(dZ, a.times(dA.minus(dA.times(a).total(Over.UNITS))))
                : Written.where(dZ, slope, slopes.toArray(Expression[]::new));
    }

    Rule.Formula dW(int l) {
        Expression dZ = step(Step.gradient(network.sum(l)));
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
        Expression dZ = step(Step.gradient(network.sum(l)));
        if (network.layer(l).kind() != Layer.Kind.DENSE) {
            return (notation, examples) -> Written.as(dZ);
        }
        return (notation, examples) -> Written.as(
                switch (notation) {
                    case WX_PLUS_B -> w.transposed().product(dZ);
                    case XW_PLUS_B -> dZ.product(w.transposed());
                });
    }

    /** The loss and what regularisation adds to it. */
    Rule.Formula score() {
        return (notation, examples) -> Written.as(path.score());
    }
}

package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Network;
import chalkline.network.Step;
import java.math.BigDecimal;

/** The formulas as a person writes them, in plain characters; {@link Derivation} has the same ones for the computer. */
final class Formulas {
    private final Network network;
    private final int last;

    Formulas(Network network) {
        this.network = network;
        this.last = network.depth();
    }

    Rule.Formula z(int l) {
        return (notation, examples) -> switch (notation) {
            case WX_PLUS_B -> Step.w(l) + " " + Step.a(l - 1) + " + " + Step.b(l);
            case XW_PLUS_B -> Step.a(l - 1) + " " + Step.w(l) + " + " + Step.b(l);
        };
    }

    Rule.Formula a(int l) {
        return (notation, examples) -> f(l) + "(" + Step.z(l) + ")";
    }

    Rule.Formula loss() {
        String a = Step.a(last);
        return (notation, examples) -> {
            boolean one = examples * network.outputs() == 1;
            String sum = one ? "" : "sum ";
            return switch (network.loss()) {
                case MSE, L2, HALF_SQUARED_ERROR -> over(sum + "(" + a + " - y)^2", lossDivisor(examples));
                case MCXENT -> over("-" + sum + "y ln " + a, examples);
                case XENT -> over("-" + sum + "(y ln " + a + " + (1 - y) ln(1 - " + a + "))", examples);
            };
        };
    }

    Rule.Formula dA() {
        String a = Step.a(last);
        return (notation, examples) -> switch (network.loss()) {
            case MSE -> over("2(" + a + " - y)", examples * network.outputs());
            case L2 -> over("2(" + a + " - y)", examples);
            case HALF_SQUARED_ERROR -> examples == 1 ? a + " - y" : over("(" + a + " - y)", examples);
            case MCXENT -> over("-y / " + a, examples);
            case XENT -> over("(" + a + " - y) / (" + a + "(1 - " + a + "))", examples);
        };
    }

    Rule.Formula dZ(int l) {
        return (notation, examples) -> Step.gradient(Step.a(l)) + " " + f(l) + "'(" + Step.z(l) + ")";
    }

    /** dZ of the output where dA is not exposed. */
    Rule.Formula fusedDZ() {
        String a = Step.a(last);
        return (notation, examples) -> switch (network.loss()) {
            case MCXENT -> examples == 1 ? a + " - y" : over("(" + a + " - y)", examples);
            case MSE, L2, HALF_SQUARED_ERROR, XENT ->
                "(" + dA().write(notation, examples) + ") " + f(last) + "'(" + Step.z(last) + ")";
        };
    }

    Rule.Formula dW(int l) {
        String dZ = Step.gradient(Step.z(l));
        return (notation, examples) -> switch (notation) {
            case WX_PLUS_B -> dZ + " " + Step.a(l - 1) + "^T";
            case XW_PLUS_B -> Step.a(l - 1) + "^T " + dZ;
        };
    }

    Rule.Formula db(int l) {
        String dZ = Step.gradient(Step.z(l));
        return (notation, examples) -> examples == 1 ? dZ : "sum of " + dZ + " over examples";
    }

    Rule.Formula dAOfInput(int l) {
        String dZ = Step.gradient(Step.z(l));
        return (notation, examples) -> switch (notation) {
            case WX_PLUS_B -> Step.w(l) + "^T " + dZ;
            case XW_PLUS_B -> dZ + " " + Step.w(l) + "^T";
        };
    }

    Rule.Formula next(String parameter, double rate) {
        return (notation, examples) -> parameter + " - " + factor(rate) + Step.gradient(parameter);
    }

    /** "0.1 ", and nothing for 1. */
    private static String factor(double rate) {
        return rate == 1 ? "" : new BigDecimal(Double.toString(rate)).stripTrailingZeros() + " ";
    }

    private int lossDivisor(int examples) {
        return switch (network.loss()) {
            case MSE -> examples * network.outputs();
            case HALF_SQUARED_ERROR -> 2 * examples;
            case L2, MCXENT, XENT -> examples;
        };
    }

    private static String over(String formula, int divisor) {
        return divisor == 1 ? formula : formula + " / " + divisor;
    }

    private String f(int l) {
        Activation activation = network.layer(l).activation();
        return activation == Activation.RELU ? "ReLU" : activation.label();
    }
}

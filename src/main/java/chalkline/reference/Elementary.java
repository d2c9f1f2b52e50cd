package chalkline.reference;

import chalkline.network.Activation;

/** The functions that formulas are written with. */
public enum Elementary {
    NEGATIVE("-"),
    SQUARE("^2"),
    EXP("e^"),
    LN("ln"),
    SQRT("sqrt"),
    /** |z|. */
    ABS("abs"),
    /** max(0, z). */
    POSITIVE_PART("max"),
    /** 1 where z > 0, else 0. */
    ONE_WHERE_POSITIVE("1 where positive"),
    IDENTITY("identity"),
    RELU("ReLU"),
    SIGMOID("sigmoid"),
    TANH("tanh"),
    SOFTMAX("softmax"),
    IDENTITY_DERIVATIVE("identity'"),
    RELU_DERIVATIVE("ReLU'"),
    SIGMOID_DERIVATIVE("sigmoid'"),
    TANH_DERIVATIVE("tanh'"),
    /** A matrix for every example, not a number for every entry. */
    SOFTMAX_DERIVATIVE("softmax'");

    private final String label;

    Elementary(String label) {
        this.label = label;
    }

    /** Its name in plain characters. */
    public String label() {
        return label;
    }

    /** Whether it is an activation's derivative. */
    public boolean isDerivative() {
        return label.endsWith("'");
    }

    static Elementary of(Activation activation) {
        return switch (activation) {
            case IDENTITY -> IDENTITY;
            case RELU -> RELU;
            case SIGMOID -> SIGMOID;
            case SOFTMAX -> SOFTMAX;
            case TANH -> TANH;
        };
    }

    static Elementary derivativeOf(Activation activation) {
        return switch (activation) {
            case IDENTITY -> IDENTITY_DERIVATIVE;
            case RELU -> RELU_DERIVATIVE;
            case SIGMOID -> SIGMOID_DERIVATIVE;
            case SOFTMAX -> SOFTMAX_DERIVATIVE;
            case TANH -> TANH_DERIVATIVE;
        };
    }
}

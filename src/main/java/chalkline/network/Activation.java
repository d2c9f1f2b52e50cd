package chalkline.network;

/** The activation functions A = f(Z); {@code reference} has their formulas. */
public enum Activation {
    IDENTITY("identity"),
    RELU("relu"),
    SIGMOID("sigmoid"),
    SOFTMAX("softmax"),
    TANH("tanh");

    private final String label;

    Activation(String label) {
        this.label = label;
    }

    /** The name in a configuration. */
    public String label() {
        return label;
    }
}

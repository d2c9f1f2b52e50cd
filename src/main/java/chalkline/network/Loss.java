package chalkline.network;

/** The loss functions of one example, m outputs wide; a batch's loss is their mean. {@code reference} has the formulas. */
public enum Loss {
    /** Mean squared error, Σ(a − y)² / m. */
    MSE("mse"),
    /** Squared error, Σ(a − y)². */
    L2("l2"),
    /** Half squared error, ½Σ(a − y)²; in Deeplearning4j L2 with weights ½. */
    HALF_SQUARED_ERROR("half-squared-error"),
    /** Multi-class cross entropy, −Σ y·ln a. */
    MCXENT("mcxent"),
    /** Binary cross entropy of every output, −Σ(y·ln a + (1 − y)·ln(1 − a)). */
    XENT("xent");

    private final String label;

    Loss(String label) {
        this.label = label;
    }

    /** The name in a configuration. */
    public String label() {
        return label;
    }
}

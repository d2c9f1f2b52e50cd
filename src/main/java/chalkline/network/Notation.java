package chalkline.network;

/** How a person writes a layer. Inside, everything is {@link #XW_PLUS_B}. */
public enum Notation {
    /** Examples are columns: Z = W·X + b, W is nOut × nIn, as in the classroom. */
    WX_PLUS_B("Wx+b"),
    /** Examples are rows: Z = X·W + b, W is nIn × nOut, as in Deeplearning4j and NumPy. */
    XW_PLUS_B("xW+b");

    private final String label;

    Notation(String label) {
        this.label = label;
    }

    /** "Wx+b" or "xW+b", as in a configuration. */
    public String label() {
        return label;
    }

    /** A matrix of one notation in the other: the transpose under Wx+b, itself under xW+b. Its own inverse. */
    public Matrix convert(Matrix matrix) {
        return this == WX_PLUS_B ? matrix.transposed() : matrix;
    }
}

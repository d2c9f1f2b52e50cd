package chalkline.network;

/** How weights that are not given are drawn; biases that are not given are 0. The names are Deeplearning4j's. */
public enum Initialiser {
    /** Normal with variance 2 / (nIn + nOut) (Glorot and Bengio, 2010). */
    XAVIER("xavier"),
    /** Uniform on ±√(6 / (nIn + nOut)) (Glorot and Bengio, 2010). */
    XAVIER_UNIFORM("xavier-uniform"),
    /** Normal with variance 2 / nIn (He et al., 2015). */
    RELU("relu"),
    /** Uniform on ±√(6 / nIn) (He et al., 2015). */
    RELU_UNIFORM("relu-uniform"),
    /** Normal with variance 1 / nIn (LeCun et al., 1998). */
    LECUN_NORMAL("lecun-normal"),
    /** Uniform on ±√(3 / nIn) (LeCun et al., 1998). */
    LECUN_UNIFORM("lecun-uniform"),
    /** All 0. */
    ZERO("zero");

    private final String label;

    Initialiser(String label) {
        this.label = label;
    }

    /** The name in a configuration. */
    public String label() {
        return label;
    }
}

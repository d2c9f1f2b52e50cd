package chalkline.direct;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;

/** The parameters of a network, what its updater keeps of them, and the step that changes both, in one precision. */
sealed interface DenseStep permits FloatStep, DoubleStep {

    /** Of a network with all parameters given; what the updater keeps is 0. */
    static DenseStep of(Network network) {
        return switch (network.precision()) {
            case FLOAT32 -> new FloatStep(network);
            case FLOAT64 -> new DoubleStep(network);
        };
    }

    /**
     * One step of training.
     *
     * @param iteration how many steps were taken before
     * @param epoch how many epochs were ended before
     * @param witness is shown every quantity of the step; null where nobody looks
     * @return the loss, summed over the examples
     */
    double step(Batch batch, long iteration, long epoch, Witness witness);

    /** The loss, summed over the examples; nothing is changed. */
    double loss(Batch batch);

    /** The network's outputs; nothing is changed. */
    Matrix outputs(Matrix features);

    /** A parameter, or what is kept of one, row by row. */
    Matrix get(StepId id);

    /** Replaces it. */
    void set(StepId id, Matrix value);
}

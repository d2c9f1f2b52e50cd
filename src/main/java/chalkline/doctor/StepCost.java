package chalkline.doctor;

import chalkline.network.Dense;
import chalkline.network.Layer;
import chalkline.network.Network;

/**
 * What a step costs on a usual processor: the same number on every machine, by which work is shared out. Measured for both
 * engines on one core that others used as well, and rounded up.
 */
final class StepCost {
    private static final double NANOSECOND = 1e-9;
    /** Of a step of ours, whatever it computes. */
    private static final double STEP = 10_000;
    /** Of a step of Deeplearning4j's for each layer, whatever it computes. */
    private static final double LAYER = 750_000;
    /** Of a multiplication and an addition, of which a weight and a row need three: for Z, dW and dA. */
    private static final double PRODUCT = 0.07;
    /** Of a parameter's update. */
    private static final double UPDATE = 4;
    /** Of an activation and its derivative. */
    private static final double UNIT = 25;

    private static final double INPUT = 3;

    private StepCost() {}

    /**
     * Seconds of a step.
     *
     * @param rows of the mini-batch
     * @param isQuick whether our own engine takes it
     */
    static double seconds(Network network, int rows, boolean isQuick) {
        double parameters = 0;
        double units = 0;
        for (Layer layer : network.layers()) {
            units += layer.units();
            parameters += layer instanceof Dense dense ? (double) dense.inputs() * dense.units() : 0;
        }
        double overhead = isQuick ? STEP : LAYER * (1 + network.depth());
        double arithmetic = rows * (3 * PRODUCT * parameters + UNIT * units + INPUT * network.inputs());
        return NANOSECOND * (overhead + UPDATE * parameters + arithmetic);
    }
}

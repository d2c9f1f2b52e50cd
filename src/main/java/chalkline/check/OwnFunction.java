package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.function.UnaryOperator;

/**
 * A function of somebody's own inside a network, as an activation or a loss. There is no derivation of it; but its forward pass
 * can be asked, in float64, and its backward pass held against that.
 *
 * @param name of its class
 * @param input the step that it works on, N × m: the Z of a layer
 * @param output the step that it gives: the layer's A; or the loss, the mean of what it gives for each example
 * @param value a row for each example, which depends on that example's row alone; for a loss one number each
 */
public record OwnFunction(String name, StepId input, StepId output, UnaryOperator<Matrix> value) {
    boolean isLoss() {
        return output.equals(StepId.LOSS);
    }
}

package chalkline.check;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * A function of somebody's own inside a network, as an activation, a loss or a whole layer. There is no derivation of it; but its forward pass
 * can be asked, in float64, and its backward pass held against that.
 *
 * @param name of its class
 * @param input the step that it works on, N × m: the Z of a layer; for a whole layer the A of the one before, or X
 * @param output the step that it gives: the layer's A; or the loss, the mean of what it gives for each example
 * @param value a row for each example, which depends on that example's row alone; for a loss one number each
 * @param parameters of a whole layer; their gradients are steps of the trace
 */
public record OwnFunction(
        String name, StepId input, StepId output, UnaryOperator<Matrix> value, List<Parameter> parameters) {
    public OwnFunction {
        parameters = List.copyOf(parameters);
    }

    /** One without parameters. */
    public OwnFunction(String name, StepId input, StepId output, UnaryOperator<Matrix> value) {
        this(name, input, output, value, List.of());
    }

    /**
     * What a layer of somebody's own is trained by.
     *
     * @param id W, b or g of that layer
     * @param value what the layer gives for the input, N × m, with this array, of the parameter's shape, in its place
     */
    public record Parameter(StepId id, BinaryOperator<Matrix> value) {}

    boolean isLoss() {
        return output.equals(StepId.LOSS);
    }

    /** Whether it is a whole layer: the steps between its input and its output are its own affair. */
    boolean isLayer() {
        return !isLoss() && !input.equals(StepId.z(output.layer()));
    }

    /** Whether a step is one of those, or of what it makes of its parameters. */
    boolean hides(StepId step) {
        return isLayer() && step.layer() == output.layer() && !step.equals(output) && !step.equals(output.gradient());
    }
}

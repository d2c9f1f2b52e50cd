package chalkline.network;

import java.util.Optional;

/**
 * One dense layer, A = f(A₋₁·W + b).
 *
 * @param inputs nIn
 * @param units nOut
 * @param activation f
 * @param initialiser draws W where it is not given
 * @param weights W, nIn × nOut, where given
 * @param biases b, 1 × nOut, where given; 0 otherwise
 */
public record Layer(
        int inputs,
        int units,
        Activation activation,
        Initialiser initialiser,
        Optional<Matrix> weights,
        Optional<Matrix> biases) {
    public Layer {
        if (inputs < 1 || units < 1) {
            throw new IllegalArgumentException(
                    "a layer needs at least one input and one unit, not " + inputs + " and " + units);
        }
        weights.ifPresent(w -> requireShape("W", w, inputs, units));
        biases.ifPresent(b -> requireShape("b", b, 1, units));
    }

    private static void requireShape(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException(name + " is " + matrix.shape() + " but must be " + rows + "×" + columns);
        }
    }
}

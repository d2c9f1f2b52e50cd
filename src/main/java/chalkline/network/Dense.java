package chalkline.network;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A layer of W, b and f, A = f(A₋₁·W + b); as the last layer, with the loss.
 *
 * @param inputs nIn
 * @param units nOut
 * @param activation f
 * @param hasBias whether it has b
 * @param weights W, nIn × nOut, where given
 * @param biases b, 1 × nOut, where given; 0 otherwise
 * @param layerNorm layer normalisation of A₋₁·W before b is added, where there is any
 * @param retainProbability where there is dropout, how likely an input entry is kept; kept ones are divided by it
 * @param training how the parameters are drawn and trained
 */
public record Dense(
        int inputs,
        int units,
        Activation activation,
        boolean hasBias,
        Optional<Matrix> weights,
        Optional<Matrix> biases,
        Optional<LayerNorm> layerNorm,
        OptionalDouble retainProbability,
        LayerTraining training)
        implements Layer {
    public Dense {
        require(inputs, units, retainProbability);
        if (!hasBias && biases.isPresent()) {
            throw new IllegalArgumentException("b is given to a layer that has none");
        }
        weights.ifPresent(w -> requireShape("W", w, inputs, units));
        biases.ifPresent(b -> requireShape("b", b, 1, units));
        layerNorm.flatMap(LayerNorm::gains).ifPresent(g -> requireShape("g", g, 1, units));
    }

    /** Refuses a width or a probability that no layer can have. */
    static void require(int inputs, int units, OptionalDouble retainProbability) {
        if (inputs < 1 || units < 1) {
            throw new IllegalArgumentException(
                    "a layer needs at least one input and one unit, not " + inputs + " and " + units);
        }
        retainProbability.ifPresent(p -> {
            if (!(p > 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "the retain probability is " + p + " but must be greater than 0 and at most 1");
            }
        });
    }

    private static void requireShape(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException(name + " is " + matrix.shape() + " but must be " + rows + "×" + columns);
        }
    }

    @Override
    public Kind kind() {
        return Kind.DENSE;
    }

    @Override
    public Dense with(Activation f) {
        return new Dense(inputs, units, f, hasBias, weights, biases, layerNorm, retainProbability, training);
    }

    @Override
    public Dense with(OptionalDouble p) {
        return new Dense(inputs, units, activation, hasBias, weights, biases, layerNorm, p, training);
    }

    @Override
    public Dense with(LayerTraining other) {
        return new Dense(inputs, units, activation, hasBias, weights, biases, layerNorm, retainProbability, other);
    }

    @Override
    public Dense with(Optional<Matrix> w, Optional<Matrix> b) {
        return new Dense(inputs, units, activation, hasBias, w, b, layerNorm, retainProbability, training);
    }

    @Override
    public Dense withLayerNorm(LayerNorm norm) {
        return new Dense(
                inputs, units, activation, hasBias, weights, biases, Optional.of(norm), retainProbability, training);
    }

    @Override
    public Dense withoutBias() {
        return new Dense(
                inputs, units, activation, false, weights, Optional.empty(), layerNorm, retainProbability, training);
    }
}

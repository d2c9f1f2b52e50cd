package chalkline.network;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * One layer, A = f(A₋₁·W + b), or one of the kinds that lack some of that.
 *
 * @param kind which parts it has
 * @param inputs nIn
 * @param units nOut
 * @param activation f
 * @param initialiser draws W where it is not given
 * @param hasBias whether it has b
 * @param weights W, nIn × nOut, where given
 * @param biases b, 1 × nOut, where given; 0 otherwise
 * @param retainProbability where there is dropout, how likely an input entry is kept; kept ones are divided by it
 * @param regularisation what pulls W and b towards 0
 * @param gradientNormalisation what is done to dW and db before the updater
 * @param constraints what W and b are brought back to after the update, one after the other
 * @param layerNorm layer normalisation of A₋₁·W before b is added, where there is any
 * @param updater how its gradients become updates, where not as those of the whole network
 * @param biasUpdater the same for b
 */
public record Layer(
        Kind kind,
        int inputs,
        int units,
        Activation activation,
        Initialiser initialiser,
        boolean hasBias,
        Optional<Matrix> weights,
        Optional<Matrix> biases,
        OptionalDouble retainProbability,
        Regularisation regularisation,
        GradientNormalisation gradientNormalisation,
        List<Constraint> constraints,
        Optional<LayerNorm> layerNorm,
        Optional<Updater> updater,
        Optional<Updater> biasUpdater) {

    /** The kinds of layers. */
    public enum Kind {
        /** W, b and f; as the last layer, with the loss. */
        DENSE,
        /** f alone, without parameters; as the last layer, with the loss. */
        ACTIVATION,
        /** Dropout alone, without parameters: its output is its masked input. */
        DROPOUT
    }

    /**
     * Layer normalisation (Ba, Kiros and Hinton, 2016): of each example, what the layer adds up is brought to mean 0 and
     * variance 1 over the units, and multiplied by a gain of each unit; its bias is the layer's own b.
     *
     * @param gains g, 1 × nOut, where given
     */
    public record LayerNorm(Optional<Matrix> gains) {}

    public Layer {
        constraints = List.copyOf(constraints);
        if (inputs < 1 || units < 1) {
            throw new IllegalArgumentException(
                    "a layer needs at least one input and one unit, not " + inputs + " and " + units);
        }
        if (kind != Kind.DENSE && (inputs != units || hasBias || weights.isPresent())) {
            throw new IllegalArgumentException(
                    "a layer without parameters has neither W nor b, and as many outputs as inputs");
        }
        if (kind != Kind.DENSE && layerNorm.isPresent()) {
            throw new IllegalArgumentException("a layer without parameters has no layer normalisation");
        }
        if (!hasBias && biases.isPresent()) {
            throw new IllegalArgumentException("b is given to a layer that has none");
        }
        if (kind == Kind.DROPOUT && retainProbability.isEmpty()) {
            throw new IllegalArgumentException("a dropout layer needs a retain probability");
        }
        retainProbability.ifPresent(p -> {
            if (!(p > 0 && p <= 1)) {
                throw new IllegalArgumentException(
                        "the retain probability is " + p + " but must be greater than 0 and at most 1");
            }
        });
        weights.ifPresent(w -> requireShape("W", w, inputs, units));
        biases.ifPresent(b -> requireShape("b", b, 1, units));
        layerNorm.flatMap(LayerNorm::gains).ifPresent(g -> requireShape("g", g, 1, units));
    }

    /** A dense layer with biases and nothing else. */
    public Layer(
            int inputs,
            int units,
            Activation activation,
            Initialiser initialiser,
            Optional<Matrix> weights,
            Optional<Matrix> biases) {
        this(
                Kind.DENSE,
                inputs,
                units,
                activation,
                initialiser,
                true,
                weights,
                biases,
                OptionalDouble.empty(),
                Regularisation.NONE,
                GradientNormalisation.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same layer with other parameters. */
    public Layer with(Optional<Matrix> otherWeights, Optional<Matrix> otherBiases) {
        return changed(copy -> {
            copy.weights = otherWeights;
            copy.biases = otherBiases;
        });
    }

    /** A layer of f alone. */
    public static Layer activation(int width, Activation activation) {
        return withoutParameters(Kind.ACTIVATION, width, activation, OptionalDouble.empty());
    }

    /** A layer of dropout alone. */
    public static Layer dropout(int width, double retainProbability) {
        return withoutParameters(Kind.DROPOUT, width, Activation.IDENTITY, OptionalDouble.of(retainProbability));
    }

    private static Layer withoutParameters(
            Kind kind, int width, Activation activation, OptionalDouble retainProbability) {
        return new Layer(
                kind,
                width,
                width,
                activation,
                Initialiser.XAVIER,
                false,
                Optional.empty(),
                Optional.empty(),
                retainProbability,
                Regularisation.NONE,
                GradientNormalisation.NONE,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same layer at a later step: its W and b are no longer those that were given. */
    public Layer later() {
        Layer later = with(Optional.empty(), Optional.empty());
        return layerNorm.isPresent() ? later.withLayerNorm(new LayerNorm(Optional.empty())) : later;
    }

    /** The same layer with layer normalisation. */
    public Layer withLayerNorm(LayerNorm norm) {
        return changed(copy -> copy.layerNorm = Optional.of(norm));
    }

    /** The same layer with layer normalisation whose gains are all 1. */
    public Layer withLayerNorm() {
        double[] ones = new double[units];
        Arrays.fill(ones, 1);
        return withLayerNorm(new LayerNorm(Optional.of(Matrix.of(1, units, ones))));
    }

    /** g, where it is given. */
    public Optional<Matrix> gains() {
        return layerNorm.flatMap(LayerNorm::gains);
    }

    /** The same layer without b. */
    public Layer withoutBias() {
        return changed(copy -> {
            copy.hasBias = false;
            copy.biases = Optional.empty();
        });
    }

    /** The same layer with that dropout of its input. */
    public Layer with(OptionalDouble otherRetainProbability) {
        return changed(copy -> copy.retainProbability = otherRetainProbability);
    }

    /** Whether a masked input of its own comes before everything else: dropout, and something that uses its result. */
    public boolean masksItsInput() {
        return retainProbability.isPresent() && kind != Kind.DROPOUT;
    }

    /** Whether a training step draws slopes for its activation. */
    public boolean drawsSlopes() {
        return kind != Kind.DROPOUT && activation.kind() == Activation.Kind.RRELU;
    }

    /** The mask with the entries that were drawn as kept: 1/p, to 32 digits, where the drawn one is not 0. */
    public Matrix mask(Matrix drawn) {
        BigDecimal p = BigDecimal.valueOf(retainProbability.orElseThrow());
        BigDecimal kept = BigDecimal.ONE.divide(p, MathContext.DECIMAL128);
        BigDecimal[] mask = new BigDecimal[drawn.size()];
        for (int k = 0; k < mask.length; k++) {
            mask[k] = drawn.get(k) == 0 ? BigDecimal.ZERO : kept;
        }
        return Matrix.ofDecimals(drawn.rows(), drawn.columns(), mask);
    }

    /** The same layer with another f. */
    public Layer with(Activation other) {
        return changed(copy -> copy.activation = other);
    }

    /** The same layer with other regularisation. */
    public Layer with(Regularisation other) {
        return changed(copy -> copy.regularisation = other);
    }

    /** The same layer with other gradient normalisation. */
    public Layer with(GradientNormalisation other) {
        return changed(copy -> copy.gradientNormalisation = other);
    }

    /** The same layer with other constraints. */
    public Layer with(List<Constraint> others) {
        return changed(copy -> copy.constraints = others);
    }

    /** The same layer with updaters of its own. */
    public Layer withUpdaters(Optional<Updater> ownUpdater, Optional<Updater> ownBiasUpdater) {
        return changed(copy -> {
            copy.updater = ownUpdater;
            copy.biasUpdater = ownBiasUpdater;
        });
    }

    /** The constraints of b, or of W. */
    public List<Constraint> constraints(boolean ofBiases) {
        return constraints.stream()
                .filter(constraint -> constraint.on().covers(ofBiases))
                .toList();
    }

    private Layer changed(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.layer();
    }

    /** What of a layer can be changed in another like it. */
    private static final class Copy {
        private final Layer original;
        private Activation activation;
        private boolean hasBias;
        private Optional<Matrix> weights;
        private Optional<Matrix> biases;
        private OptionalDouble retainProbability;
        private Regularisation regularisation;
        private GradientNormalisation gradientNormalisation;
        private List<Constraint> constraints;
        private Optional<LayerNorm> layerNorm;
        private Optional<Updater> updater;
        private Optional<Updater> biasUpdater;

        private Copy(Layer original) {
            this.original = original;
            this.activation = original.activation;
            this.hasBias = original.hasBias;
            this.weights = original.weights;
            this.biases = original.biases;
            this.retainProbability = original.retainProbability;
            this.regularisation = original.regularisation;
            this.gradientNormalisation = original.gradientNormalisation;
            this.constraints = original.constraints;
            this.layerNorm = original.layerNorm;
            this.updater = original.updater;
            this.biasUpdater = original.biasUpdater;
        }

        private Layer layer() {
            return new Layer(
                    original.kind,
                    original.inputs,
                    original.units,
                    activation,
                    original.initialiser,
                    hasBias,
                    weights,
                    biases,
                    retainProbability,
                    regularisation,
                    gradientNormalisation,
                    constraints,
                    layerNorm,
                    updater,
                    biasUpdater);
        }
    }

    private static void requireShape(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException(name + " is " + matrix.shape() + " but must be " + rows + "×" + columns);
        }
    }
}

package chalkline.network;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One layer: A = f(A₋₁·W + b), or only a part of that. */
public sealed interface Layer permits Dense, Layer.ActivationOnly, Layer.DropoutOnly {

    enum Kind {
        /** {@link Dense}. */
        DENSE,
        /** {@link ActivationOnly}. */
        ACTIVATION,
        /** {@link DropoutOnly}. */
        DROPOUT
    }

    /**
     * f alone, without parameters; as the last layer, with the loss.
     *
     * @param inputs as many as it has units
     * @param activation f
     * @param retainProbability as of {@link Dense}
     */
    record ActivationOnly(int inputs, Activation activation, OptionalDouble retainProbability) implements Layer {
        public ActivationOnly {
            Dense.require(inputs, inputs, retainProbability);
        }

        @Override
        public Kind kind() {
            return Kind.ACTIVATION;
        }

        @Override
        public Layer with(Activation f) {
            return new ActivationOnly(inputs, f, retainProbability);
        }

        @Override
        public Layer with(OptionalDouble p) {
            return new ActivationOnly(inputs, activation, p);
        }
    }

    /**
     * Dropout alone, without parameters: its output is its masked input.
     *
     * @param inputs as many as it has units
     * @param p how likely an entry is kept; kept ones are divided by it
     */
    record DropoutOnly(int inputs, double p) implements Layer {
        public DropoutOnly {
            Dense.require(inputs, inputs, OptionalDouble.of(p));
        }

        @Override
        public Kind kind() {
            return Kind.DROPOUT;
        }

        @Override
        public Activation activation() {
            return Activation.IDENTITY;
        }

        @Override
        public OptionalDouble retainProbability() {
            return OptionalDouble.of(p);
        }

        @Override
        public Layer with(Activation f) {
            return this;
        }

        @Override
        public Layer with(OptionalDouble other) {
            return new DropoutOnly(inputs, other.orElseThrow());
        }
    }

    /**
     * Layer normalisation (Ba, Kiros and Hinton, 2016): the layer's sums are brought, example by example, to mean 0 and
     * variance 1 over the units, and multiplied by a gain per unit. Its bias is the layer's own b.
     *
     * @param gains g, 1 × nOut, where given
     */
    record LayerNorm(Optional<Matrix> gains) {}

    /** A dense layer with biases and nothing else. */
    static Dense dense(
            int inputs,
            int units,
            Activation activation,
            Initialiser initialiser,
            Optional<Matrix> weights,
            Optional<Matrix> biases) {
        return new Dense(
                inputs,
                units,
                activation,
                true,
                weights,
                biases,
                Optional.empty(),
                OptionalDouble.empty(),
                LayerTraining.plain(initialiser));
    }

    /** A layer of f alone. */
    static Layer activation(int width, Activation activation) {
        return new ActivationOnly(width, activation, OptionalDouble.empty());
    }

    /** A layer of dropout alone. */
    static Layer dropout(int width, double retainProbability) {
        return new DropoutOnly(width, retainProbability);
    }

    Kind kind();

    /** nIn. */
    int inputs();

    /** nOut. */
    default int units() {
        return inputs();
    }

    /** f; identity of dropout alone. */
    Activation activation();

    /** Where there is dropout, how likely an input entry is kept. */
    OptionalDouble retainProbability();

    /** How its parameters are drawn and trained. */
    default LayerTraining training() {
        return LayerTraining.NONE;
    }

    /** Whether it has b. */
    default boolean hasBias() {
        return false;
    }

    /** W, nIn × nOut, where it is given. */
    default Optional<Matrix> weights() {
        return Optional.empty();
    }

    /** b, 1 × nOut, where it is given. */
    default Optional<Matrix> biases() {
        return Optional.empty();
    }

    /** Layer normalisation, where there is any. */
    default Optional<LayerNorm> layerNorm() {
        return Optional.empty();
    }

    /** g, where it is given. */
    default Optional<Matrix> gains() {
        return layerNorm().flatMap(LayerNorm::gains);
    }

    /** What draws W where it is not given. */
    default Initialiser initialiser() {
        return training().initialiser();
    }

    /** What pulls W and b towards 0. */
    default Regularisation regularisation() {
        return training().regularisation();
    }

    /** What is done to its gradients before the updater. */
    default GradientNormalisation gradientNormalisation() {
        return training().gradientNormalisation();
    }

    /** What W and b are brought back to after the update. */
    default List<Constraint> constraints() {
        return training().constraints();
    }

    /** The constraints of b, or of W. */
    default List<Constraint> constraints(boolean ofBiases) {
        return constraints().stream()
                .filter(constraint -> constraint.on().covers(ofBiases))
                .toList();
    }

    /** The updater of its own, where it has one. */
    default Optional<Updater> updater() {
        return training().updater();
    }

    /** The updater of its own b, where it has one. */
    default Optional<Updater> biasUpdater() {
        return training().biasUpdater();
    }

    /** Whether it works on a masked input: dropout in a layer that does more than dropout. */
    default boolean masksItsInput() {
        return retainProbability().isPresent() && kind() != Kind.DROPOUT;
    }

    /** Whether a training step draws slopes for its activation. */
    default boolean drawsSlopes() {
        return activation().kind() == Activation.Kind.RRELU;
    }

    /** The mask with the entries that were drawn as kept: 1/p, to 32 digits, where the drawn one is not 0. */
    default Matrix mask(Matrix drawn) {
        BigDecimal p = BigDecimal.valueOf(retainProbability().orElseThrow());
        BigDecimal kept = BigDecimal.ONE.divide(p, MathContext.DECIMAL128);
        BigDecimal[] mask = new BigDecimal[drawn.size()];
        for (int k = 0; k < mask.length; k++) {
            mask[k] = drawn.get(k) == 0 ? BigDecimal.ZERO : kept;
        }
        return Matrix.ofDecimals(drawn.rows(), drawn.columns(), mask);
    }

    /** The same layer with another f. */
    Layer with(Activation f);

    /** The same layer with that dropout of its input. */
    Layer with(OptionalDouble p);

    /** The same layer, drawn and trained in another way; a layer without parameters is itself. */
    default Layer with(LayerTraining other) {
        return this;
    }

    /** The same layer with other parameters; a layer without parameters is itself. */
    default Layer with(Optional<Matrix> w, Optional<Matrix> b) {
        return this;
    }

    /** The same layer with layer normalisation. */
    default Layer withLayerNorm(LayerNorm norm) {
        throw new IllegalArgumentException("a layer without parameters has no layer normalisation");
    }

    /** The same layer with layer normalisation whose gains are all 1. */
    default Layer withLayerNorm() {
        double[] ones = new double[units()];
        Arrays.fill(ones, 1);
        return withLayerNorm(new LayerNorm(Optional.of(Matrix.of(1, ones.length, ones))));
    }

    /** The same layer without b. */
    default Layer withoutBias() {
        return this;
    }

    /** The same layer at a later step: its parameters are no longer those that were given. */
    default Layer later() {
        Layer later = with(Optional.empty(), Optional.empty());
        return layerNorm().isPresent() ? later.withLayerNorm(new LayerNorm(Optional.empty())) : later;
    }

    /** The same layer with other regularisation. */
    default Layer with(Regularisation other) {
        return with(new LayerTraining(
                initialiser(), other, gradientNormalisation(), constraints(), updater(), biasUpdater()));
    }

    /** The same layer with other gradient normalisation. */
    default Layer with(GradientNormalisation other) {
        return with(new LayerTraining(initialiser(), regularisation(), other, constraints(), updater(), biasUpdater()));
    }

    /** The same layer with other constraints. */
    default Layer with(List<Constraint> others) {
        return with(new LayerTraining(
                initialiser(), regularisation(), gradientNormalisation(), others, updater(), biasUpdater()));
    }

    /** The same layer with updaters of its own. */
    default Layer withUpdaters(Optional<Updater> own, Optional<Updater> ownOfBiases) {
        return with(new LayerTraining(
                initialiser(), regularisation(), gradientNormalisation(), constraints(), own, ownOfBiases));
    }
}

package chalkline.direct;

import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import java.util.Arrays;
import java.util.List;

/**
 * A layer's arrays. W is nIn × nOut with b as a row below it, and g below that; behind the units of every example stands a 1: so b
 * is added by the product, Z = [A(l−1) 1]·[W; b]. With layer normalisation it is of W alone, and U stands for Z. Gradients are sums over the examples until {@link #update}.
 */
final class DenseLayer {
    /** Parameters are updated so many at a time, which with what is kept of them have room in a processor's own memory. */
    private static final int BAND = 4096;

    final Layer layer;
    final int l;
    final int inputs;
    final int units;
    /** How far apart the examples are in Z, A and dA. */
    final int stride;

    private final Network network;
    private final LayerActivation activation;
    /** None of a layer that has none. */
    final LayerParameter[] parameters;
    /** W, b and g; what becomes of their gradients. */
    private final Block w;

    private final Block g;
    /** How many rows those have, and how many of them the product takes. */
    private final int rows;

    private final int inner;
    /** Whether all are updated alike, each entry by itself: so that one loop does it. */
    private final boolean alike;
    /** Z, A and dA, which becomes dZ, of as many examples as there is room for. */
    Block z;

    Block a;
    Block d;
    /** Null where there is none. */
    DropoutMask dropout;

    LayerNormalisation norm;
    /** What W works on: A(l−1), or what dropout leaves of it. */
    private Block input;

    DenseLayer(Network network, int l) {
        this.network = network;
        this.layer = network.layer(l);
        this.l = l;
        this.inputs = layer.inputs();
        this.units = layer.units();
        this.stride = units + 1;
        this.activation = new LayerActivation(layer.activation(), units, stride);
        List<StepId> ids = network.parameters(l);
        this.rows = ids.isEmpty() ? 0 : inputs + ids.size() - 1;
        this.inner = layer.layerNorm().isPresent() ? inputs : rows;
        this.w = Block.of(network.precision(), rows, units);
        this.g = Block.of(network.precision(), rows, units);
        int most = ids.stream()
                .mapToInt(id -> network.updater(l, id.isBias()).state().size())
                .max()
                .orElse(0);
        Block[] kept = new Block[most];
        Arrays.setAll(kept, i -> Block.of(network.precision(), rows, units));
        this.parameters = new LayerParameter[ids.size()];
        Arrays.setAll(
                parameters, i -> new LayerParameter(network, ids.get(i), i == 0 ? 0 : inputs + i - 1, w, g, kept));
        this.alike = Arrays.stream(parameters)
                                .map(parameter -> parameter.updater)
                                .distinct()
                                .count()
                        == 1
                && layer.regularisation().isNone()
                && layer.gradientNormalisation().kind() == GradientNormalisation.Kind.NONE;
    }

    /** With the parameters of another one, and without room. */
    private DenseLayer(DenseLayer other) {
        this.network = other.network;
        this.layer = other.layer;
        this.l = other.l;
        this.inputs = other.inputs;
        this.units = other.units;
        this.stride = other.stride;
        this.activation = other.activation;
        this.parameters = other.parameters;
        this.w = other.w;
        this.g = other.g;
        this.rows = other.rows;
        this.inner = other.inner;
        this.alike = other.alike;
    }

    /** The same parameters, ready for several threads that only read them. */
    DenseLayer withArraysOfItsOwn() {
        if (rows > 0) {
            w.settle();
        }
        return new DenseLayer(this);
    }

    /** Makes room for so many examples. */
    void reserve(int examples) {
        z = Block.of(network.precision(), examples, stride);
        a = Block.of(network.precision(), examples, stride);
        d = Block.of(network.precision(), examples, stride);
        if (layer.retainProbability().isPresent()) {
            double p = layer.retainProbability().getAsDouble();
            dropout = new DropoutMask(p, SplitMix.start(network.seed(), l), network.precision(), examples, inputs);
        }
        if (layer.layerNorm().isPresent()) {
            norm = new LayerNormalisation(network.precision(), examples, inputs, units, layer.hasBias());
        }
    }

    /** What a step of training leaves of A(l−1). */
    Block dropped(Block source, Matrix numbers, int examples, long iteration) {
        return dropout == null ? source : dropout.of(source, numbers, examples, iteration);
    }

    /** Z = A(l−1)·W + b, or A(l−1). */
    void sum(Block from, int examples) {
        input = from;
        if (rows == 0) {
            z.copy(input, examples * stride);
        } else if (norm == null) {
            z.product(input, w, examples, units, inner);
        } else {
            norm.u.product(input, w, examples, units, inner);
            norm.forward(w, z, examples);
        }
    }

    /** A = f(Z). */
    void activate(int examples) {
        activation.value(z, a, examples);
        ones(a, examples, units);
    }

    /** Behind the units of every example. */
    static void ones(Block block, int examples, int units) {
        for (int i = 0; i < examples; i++) {
            block.set(i * (units + 1) + units, 1);
        }
        block.change();
    }

    /** dZ = dA ∘ f′(Z). */
    void throughActivation(int examples) {
        activation.back(z, a, d, examples);
        d.change();
    }

    /** dW = A(l−1)ᵀ·dZ, db = Σ dZ over the examples. */
    void gradients(int examples) {
        if (rows == 0) {
            return;
        }
        if (norm != null) {
            norm.backward(w, d, g, examples);
        }
        g.productOfTransposed(input, dSum(), inputs, units, examples);
        if (norm != null) {
            g.push(inputs * units, rows * units);
        } else if (rows > inputs) {
            g.sumOfRows(d, input, inputs * units, examples, units);
        }
    }

    private Block dSum() {
        return norm == null ? d : norm.dU;
    }

    /** dA(l−1) = dZ·Wᵀ, or dZ. */
    void backward(Block dInput, int examples) {
        if (rows > 0) {
            dInput.productWithTransposed(dSum(), w, examples, inputs, units);
        } else {
            dInput.copy(d, examples * stride);
        }
    }

    /** Says that the parameters have changed, and their gradients. */
    void change() {
        w.change();
        g.change();
    }

    /**
     * From the gradients to the parameters after the step.
     *
     * @param divisor of the gradients: by how many examples they are sums of, or 1
     */
    void update(int divisor, long iteration, long epoch, Witness witness) {
        for (LayerParameter parameter : parameters) {
            parameter.numbers.to(iteration, epoch);
        }
        int end = rows * units;
        int band = alike ? BAND : end;
        for (int from = 0; from < end; from += band) {
            int to = Math.min(end, from + band);
            g.pull(to);
            if (divisor > 1) {
                g.divide(divisor, from, to);
            }
            if (alike) {
                parameters[0].update(from, to);
            } else {
                updateEach();
            }
            w.push(from, to);
        }
        for (LayerParameter parameter : parameters) {
            if (witness != null) {
                witness.saw(parameter.id.update(), parameter.gradient());
                witness.saw(parameter.id.unconstrained(), parameter.value());
            }
            if (parameter.constrain()) {
                w.change();
            }
        }
    }

    private void updateEach() {
        normalise();
        for (LayerParameter parameter : parameters) {
            parameter.regularise();
        }
        for (LayerParameter parameter : parameters) {
            parameter.update();
        }
    }

    private void normalise() {
        GradientNormalisation how = layer.gradientNormalisation();
        double ofLayer = how.kind() == GradientNormalisation.Kind.NONE ? 0 : Math.sqrt(g.squares(0, rows * units, 1));
        for (LayerParameter parameter : parameters) {
            switch (how.kind()) {
                case NONE -> {}
                case RENORMALIZE_L2_PER_LAYER -> parameter.divide(ofLayer);
                case RENORMALIZE_L2_PER_PARAM_TYPE -> parameter.divide(parameter.norm());
                case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE -> parameter.clip(how.threshold());
                case CLIP_L2_PER_LAYER -> parameter.toAtMost(how.threshold(), ofLayer);
                case CLIP_L2_PER_PARAM_TYPE -> parameter.toAtMost(how.threshold(), parameter.norm());
            }
        }
    }
}

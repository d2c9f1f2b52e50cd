package chalkline.direct;

import chalkline.network.Constraint;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A layer's arrays. W is nIn × nOut with b as a last row below it, and behind the units of every example stands a 1: so b is
 * added by the product, Z = [A(l−1) 1]·[W; b], and its gradient comes out of the other one, [dW; db] = [A(l−1) 1]ᵀ·dZ.
 */
final class DenseLayer {
    final Layer layer;
    final int l;
    final int inputs;
    final int units;
    /** How far apart the examples are in Z, A and dA. */
    final int stride;
    /** nIn, and one more with a bias; 0 of a layer without parameters. */
    final int rows;

    final LayerActivation activation;
    final List<LayerParameter> parameters = new ArrayList<>();
    /** W and b; what becomes of their gradients. Null of a layer without parameters. */
    final Block w;

    final Block g;
    /** Whether b is updated as W is, so that one loop does both. */
    private final boolean alike;
    /** Z, A and dA, which becomes dZ, of as many examples as there is room for. */
    Block z;

    Block a;
    Block d;

    DenseLayer(Network network, int l) {
        this.layer = network.layer(l);
        this.l = l;
        this.inputs = layer.inputs();
        this.units = layer.units();
        this.stride = units + 1;
        this.activation = new LayerActivation(layer.activation(), units, stride);
        this.rows = layer.kind() == Layer.Kind.DENSE ? inputs + (layer.hasBias() ? 1 : 0) : 0;
        this.w = rows == 0 ? null : Block.of(network.precision(), rows, units);
        this.g = rows == 0 ? null : Block.of(network.precision(), rows, units);
        if (rows > 0) {
            addParameters(network);
        }
        this.alike = parameters.size() == 2
                && parameters.get(0).updater.equals(parameters.get(1).updater)
                && parameters.stream().allMatch(parameter -> parameter.terms.isNone());
    }

    private void addParameters(Network network) {
        List<StepId> ids = network.parameters(l);
        int most = ids.stream()
                .mapToInt(id -> network.updater(l, id.isBias()).state().size())
                .max()
                .orElse(0);
        Block[] kept = new Block[most];
        Arrays.setAll(kept, i -> Block.of(network.precision(), rows, units));
        for (StepId id : ids) {
            boolean bias = id.isBias();
            Updater updater = network.updater(l, bias);
            List<Constraint> constraints = layer.constraints(bias);
            LayerParameter parameter = new LayerParameter(
                    id,
                    updater,
                    layer.regularisation().of(bias),
                    constraints,
                    bias ? 1 : inputs,
                    units,
                    bias ? inputs * units : 0,
                    w,
                    g,
                    kept);
            parameter.set((bias ? layer.biases() : layer.weights()).orElseThrow());
            parameters.add(parameter);
        }
    }

    /** Makes room for so many examples. */
    void reserve(Precision precision, int examples) {
        z = Block.of(precision, examples, stride);
        a = Block.of(precision, examples, stride);
        d = Block.of(precision, examples, stride);
    }

    /** Z = A(l−1)·W + b, or A(l−1); A = f(Z). */
    void forward(Block input, int examples) {
        if (rows > 0) {
            z.product(input, w, examples, units, rows);
        } else {
            z.copy(input, examples * stride);
        }
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
    void gradients(Block input, int examples) {
        if (rows > 0) {
            g.productOfTransposed(input, d, rows, units, examples);
        }
    }

    /** dA(l−1) = dZ·Wᵀ, or dZ. */
    void backward(Block dInput, int examples) {
        if (rows > 0) {
            dInput.productWithTransposed(d, w, examples, inputs, units);
        } else {
            dInput.copy(d, examples * stride);
        }
    }

    /** From the gradients to the parameters after the step. */
    void update(long iteration, long epoch, Witness witness) {
        if (rows == 0) {
            return;
        }
        normalise();
        parameters.forEach(LayerParameter::regularise);
        if (alike) {
            parameters.get(0).update(iteration, epoch, rows * units);
            parameters.get(1).numbers().to(iteration, epoch);
        } else {
            for (LayerParameter parameter : parameters) {
                parameter.update(iteration, epoch);
            }
        }
        if (witness != null) {
            parameters.forEach(parameter -> {
                witness.saw(parameter.id.update(), parameter.gradient());
                witness.saw(parameter.id.unconstrained(), parameter.value());
            });
        }
        parameters.forEach(LayerParameter::constrain);
        w.change();
    }

    private void normalise() {
        GradientNormalisation how = layer.gradientNormalisation();
        switch (how.kind()) {
            case NONE -> {}
            case RENORMALIZE_L2_PER_LAYER -> {
                double norm = norm();
                parameters.forEach(parameter -> parameter.divide(norm));
            }
            case RENORMALIZE_L2_PER_PARAM_TYPE ->
                parameters.forEach(parameter -> parameter.divide(Math.sqrt(parameter.squares())));
            case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE -> parameters.forEach(parameter -> parameter.clip(how.threshold()));
            case CLIP_L2_PER_LAYER -> {
                double norm = norm();
                parameters.forEach(parameter -> toAtMost(parameter, norm, how.threshold()));
            }
            case CLIP_L2_PER_PARAM_TYPE ->
                parameters.forEach(parameter -> toAtMost(parameter, Math.sqrt(parameter.squares()), how.threshold()));
        }
    }

    /** The L2 norm of all gradients of the layer. */
    private double norm() {
        return Math.sqrt(
                parameters.stream().mapToDouble(LayerParameter::squares).sum());
    }

    /** g·min(1, threshold / norm). */
    private static void toAtMost(LayerParameter parameter, double norm, double threshold) {
        if (norm > threshold) {
            parameter.scale(threshold / norm);
        }
    }
}

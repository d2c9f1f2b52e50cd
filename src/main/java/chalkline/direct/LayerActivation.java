package chalkline.direct;

import chalkline.network.Activation;

/**
 * The activation of a layer, A = f(Z), and the way back through it, dZ = dA ∘ f′(Z); {@link ElementFunction} has most f. Rows are
 * examples, of so many units; what stands behind the units in a row is of no account.
 */
final class LayerActivation {
    private final Activation f;
    private final boolean isPlainRelu;
    private final ElementFunction function;
    private final int units;
    private final int stride;

    LayerActivation(Activation f, int units, int stride) {
        this.f = f;
        this.units = units;
        this.stride = stride;
        this.isPlainRelu = f.equals(Activation.RELU);
        this.function = f.kind() == Activation.Kind.SOFTMAX ? null : ElementFunction.of(f);
    }

    /** A = f(Z). */
    void value(Block z, Block a, int rows) {
        int n = rows * stride;
        if (isPlainRelu) {
            a.relu(z, n);
            return;
        }
        switch (f.kind()) {
            case IDENTITY -> a.copy(z, n);
            case TANH -> a.tanh(z, n);
            case SOFTMAX -> {
                for (int start = 0; start < n; start += stride) {
                    softmax(z, a, start);
                }
            }
            default -> {
                for (int k = 0; k < n; k++) {
                    a.set(k, function.value().applyAsDouble(z.get(k)));
                }
            }
        }
    }

    /** d, which is dA, becomes dZ. */
    void back(Block z, Block a, Block d, int rows) {
        int n = rows * stride;
        if (isPlainRelu) {
            d.throughRelu(a, n);
            return;
        }
        switch (f.kind()) {
            case IDENTITY -> {}
            case SIGMOID -> d.throughSigmoid(a, n);
            case TANH -> d.throughTanh(a, n);
            case SOFTMAX -> {
                for (int start = 0; start < n; start += stride) {
                    throughSoftmax(a, d, start);
                }
            }
            default -> {
                for (int k = 0; k < n; k++) {
                    d.set(k, d.get(k) * function.slope().applyAsDouble(z.get(k)));
                }
            }
        }
    }

    /** aⱼ = eᶻʲ⁻ᵐᵃˣ / Σ eᶻ⁻ᵐᵃˣ. */
    private void softmax(Block z, Block a, int start) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = start; k < start + units; k++) {
            max = Math.max(max, z.get(k));
        }
        double sum = 0;
        for (int k = start; k < start + units; k++) {
            sum += Math.exp(z.get(k) - max);
        }
        for (int k = start; k < start + units; k++) {
            a.set(k, Math.exp(z.get(k) - max) / sum);
        }
    }

    /** dZ = A ∘ (dA − Σ dA ∘ A). */
    private void throughSoftmax(Block a, Block d, int start) {
        double sum = 0;
        for (int k = start; k < start + units; k++) {
            sum += d.get(k) * a.get(k);
        }
        for (int k = start; k < start + units; k++) {
            d.set(k, a.get(k) * (d.get(k) - sum));
        }
    }
}

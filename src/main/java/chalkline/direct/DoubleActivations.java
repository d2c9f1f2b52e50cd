package chalkline.direct;

import chalkline.network.Activation;

/**
 * The activation of a layer, A = f(Z), and the way back through it, dZ = dA ∘ f′(Z); {@link ElementFunction} has most f. Rows are
 * examples, of so many units; what stands behind the units in a row is of no account.
 */
final class DoubleActivations {
    private final Activation f;
    private final boolean isPlainRelu;
    private final ElementFunction function;
    private final int units;
    private final int stride;

    DoubleActivations(Activation f, int units, int stride) {
        this.f = f;
        this.units = units;
        this.stride = stride;
        this.isPlainRelu = f.equals(Activation.RELU);
        this.function = f.kind() == Activation.Kind.SOFTMAX ? null : ElementFunction.of(f);
    }

    /** A = f(Z). */
    void value(double[] z, double[] a, int rows) {
        int n = rows * stride;
        if (isPlainRelu) {
            for (int k = 0; k < n; k++) {
                a[k] = Math.max(z[k], 0);
            }
            return;
        }
        switch (f.kind()) {
            case IDENTITY -> System.arraycopy(z, 0, a, 0, n);
            case SOFTMAX -> {
                for (int i = 0; i < rows; i++) {
                    softmax(z, a, i * stride);
                }
            }
            default -> {
                for (int k = 0; k < n; k++) {
                    a[k] = function.value(z[k]);
                }
            }
        }
    }

    /** d, which is dA, becomes dZ. */
    void back(double[] z, double[] a, double[] d, int rows) {
        int n = rows * stride;
        if (isPlainRelu) {
            // f′ is 1 where a > 0, else 0: written so that the loop has no branch, and is compiled to vectors.
            for (int k = 0; k < n; k++) {
                d[k] *= Math.min(a[k] * Double.MAX_VALUE * Double.MAX_VALUE, 1);
            }
            return;
        }
        switch (f.kind()) {
            case IDENTITY -> {}
            case SIGMOID -> {
                for (int k = 0; k < n; k++) {
                    d[k] *= a[k] * (1 - a[k]);
                }
            }
            case TANH -> {
                for (int k = 0; k < n; k++) {
                    d[k] *= 1 - a[k] * a[k];
                }
            }
            case SOFTMAX -> {
                for (int i = 0; i < rows; i++) {
                    throughSoftmax(a, d, i * stride);
                }
            }
            default -> {
                for (int k = 0; k < n; k++) {
                    d[k] = (d[k] * function.slope(z[k]));
                }
            }
        }
    }

    /** aⱼ = eᶻʲ⁻ᵐᵃˣ / Σ eᶻ⁻ᵐᵃˣ. */
    private void softmax(double[] z, double[] a, int start) {
        double max = Double.NEGATIVE_INFINITY;
        for (int k = start; k < start + units; k++) {
            max = Math.max(max, z[k]);
        }
        double sum = 0;
        for (int k = start; k < start + units; k++) {
            sum += Math.exp(z[k] - max);
        }
        for (int k = start; k < start + units; k++) {
            a[k] = (Math.exp(z[k] - max) / sum);
        }
    }

    /** dZ = A ∘ (dA − Σ dA ∘ A). */
    private void throughSoftmax(double[] a, double[] d, int start) {
        double sum = 0;
        for (int k = start; k < start + units; k++) {
            sum += d[k] * a[k];
        }
        for (int k = start; k < start + units; k++) {
            d[k] = (a[k] * (d[k] - sum));
        }
    }
}

package chalkline.direct;

import chalkline.network.Precision;

/**
 * Layer normalisation between U = A(l−1)·W and Z, with the mean μ and the deviation σ of an example over its n units, worked in
 * double: S = (U − μ) / σ, and 0 where σ is; g and b are rows of the layer's parameters, and so are their gradients.
 *
 * <pre>
 * Z  = g ∘ S + b
 * dU = (h − mean(h) − S ∘ mean(h ∘ S)) / σ, with h = dZ ∘ g
 * dg = Σ dZ ∘ S over the examples, db = Σ dZ
 * </pre>
 */
final class LayerNormalisation {
    private static final int NONE = -1;

    final Block u;
    final Block dU;
    private final double[] s;
    private final double[] deviations;
    private final int units;
    /** Where b begins, and g. */
    private final int biases;

    private final int gains;

    LayerNormalisation(Precision precision, int examples, int inputs, int units, boolean hasBias) {
        this.u = Block.of(precision, examples, units + 1);
        this.dU = Block.of(precision, examples, units + 1);
        this.s = new double[examples * (units + 1)];
        this.deviations = new double[examples];
        this.units = units;
        this.biases = hasBias ? inputs * units : NONE;
        this.gains = (inputs + (hasBias ? 1 : 0)) * units;
    }

    /** Z of U. */
    void forward(Block parameters, Block z, int examples) {
        for (int i = 0; i < examples; i++) {
            int start = i * (units + 1);
            double mean = mean(start);
            double squares = 0;
            for (int k = start; k < start + units; k++) {
                squares += (u.get(k) - mean) * (u.get(k) - mean);
            }
            double deviation = Math.sqrt(squares / units);
            deviations[i] = deviation;
            for (int j = 0; j < units; j++) {
                s[start + j] = deviation == 0 ? 0 : (u.get(start + j) - mean) / deviation;
                double b = biases == NONE ? 0 : parameters.get(biases + j);
                z.set(start + j, parameters.get(gains + j) * s[start + j] + b);
            }
        }
    }

    /** From the first of them, so that the mean of equal numbers is one of them. */
    private double mean(int start) {
        double first = u.get(start);
        double sum = 0;
        for (int k = start; k < start + units; k++) {
            sum += u.get(k) - first;
        }
        return first + sum / units;
    }

    /** dU, dg and db of dZ. */
    void backward(Block parameters, Block dZ, Block gradients, int examples) {
        for (int i = 0; i < examples; i++) {
            int start = i * (units + 1);
            double mean = 0;
            double along = 0;
            for (int j = 0; j < units; j++) {
                double h = dZ.get(start + j) * parameters.get(gains + j);
                mean += h / units;
                along += h * s[start + j] / units;
            }
            for (int j = 0; j < units; j++) {
                double h = dZ.get(start + j) * parameters.get(gains + j);
                dU.set(start + j, deviations[i] == 0 ? 0 : (h - mean - s[start + j] * along) / deviations[i]);
            }
        }
        dU.change();
        for (int j = 0; j < units; j++) {
            double db = 0;
            double dg = 0;
            for (int k = j; k < examples * (units + 1); k += units + 1) {
                db += dZ.get(k);
                dg += dZ.get(k) * s[k];
            }
            gradients.set(gains + j, dg);
            if (biases != NONE) {
                gradients.set(biases + j, db);
            }
        }
    }
}

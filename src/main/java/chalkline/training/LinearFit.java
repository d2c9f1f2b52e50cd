package chalkline.training;

import chalkline.network.Matrix;
import java.util.Arrays;

/**
 * Fits the two linear models. Inputs are standardised first, and the result is for inputs as they were given.
 *
 * <p>Both come down to one factorisation. Ridge regression solves (XᵀX + λI)·W = XᵀY. Logistic regression has ½XᵀX as a bound of
 * its curvature (Böhning 1992, Annals of the Institute of Statistical Mathematics 44), so that W − (½XᵀX + λI)⁻¹·G never
 * overshoots; steps are accelerated (Nesterov), and begin again where the acceleration points uphill (O'Donoghue and Candès 2015).
 */
final class LinearFit {
    private static final double LAMBDA = 1;
    private static final int MOST_STEPS = 500;
    /** Of a weight on standardised inputs. */
    private static final double SMALLEST_CHANGE = 1e-7;

    private final int rows;
    private final int inputs;
    private final int outputs;
    private final double[] x;
    private final double[] y;
    private final double[] means;
    private final double[] deviations;

    /**
     * @param features N × inputs
     * @param targets N × outputs
     */
    LinearFit(Matrix features, Matrix targets) {
        rows = features.rows();
        inputs = features.columns();
        outputs = targets.columns();
        x = features.toArray();
        y = targets.values();
        means = new double[inputs];
        deviations = new double[inputs];
        for (int j = 0; j < inputs; j++) {
            standardise(j);
        }
    }

    private void standardise(int j) {
        double mean = 0;
        for (int i = 0; i < rows; i++) {
            mean += x[i * inputs + j] / rows;
        }
        double square = 0;
        for (int i = 0; i < rows; i++) {
            double from = x[i * inputs + j] - mean;
            square += from * from / rows;
        }
        double deviation = square > 0 ? Math.sqrt(square) : 1;
        for (int i = 0; i < rows; i++) {
            x[i * inputs + j] = (x[i * inputs + j] - mean) / deviation;
        }
        means[j] = mean;
        deviations[j] = deviation;
    }

    LinearModel ridge() {
        double[] biases = new double[outputs];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < outputs; k++) {
                biases[k] += y[i * outputs + k] / rows;
            }
        }
        // X is centred, so that Xᵀ(Y − b) is XᵀY.
        double[][] weights = timesTransposed(y);
        double[][] factor = factor(1);
        for (double[] column : weights) {
            solve(factor, column);
        }
        return model(LinearModel.Kind.RIDGE, weights, biases);
    }

    LinearModel logistic() {
        double[][] factor = factor(0.5);
        double[][] weights = new double[outputs][inputs];
        double[] biases = new double[outputs];
        double[][] ahead = new double[outputs][inputs];
        double[] biasesAhead = new double[outputs];
        double momentum = 1;
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] rest = residuals(ahead, biasesAhead);
            double[][] change = timesTransposed(rest);
            double largest = 0;
            double uphill = 0;
            double[][] next = new double[outputs][];
            double[] nextBiases = new double[outputs];
            for (int k = 0; k < outputs; k++) {
                double biasGradient = 0;
                for (int i = 0; i < rows; i++) {
                    biasGradient += rest[i * outputs + k];
                }
                double[] gradient = change[k];
                for (int j = 0; j < inputs; j++) {
                    gradient[j] += LAMBDA * ahead[k][j];
                }
                double[] move = gradient.clone();
                solve(factor, move);
                next[k] = new double[inputs];
                for (int j = 0; j < inputs; j++) {
                    next[k][j] = ahead[k][j] - move[j];
                    largest = Math.max(largest, Math.abs(move[j]));
                    uphill += gradient[j] * (next[k][j] - weights[k][j]);
                }
                nextBiases[k] = biasesAhead[k] - 2 * biasGradient / rows;
                largest = Math.max(largest, Math.abs(2 * biasGradient / rows));
                uphill += biasGradient * (nextBiases[k] - biases[k]);
            }
            double grown = uphill > 0 ? 1 : (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
            double share = uphill > 0 ? 0 : (momentum - 1) / grown;
            momentum = grown;
            for (int k = 0; k < outputs; k++) {
                for (int j = 0; j < inputs; j++) {
                    ahead[k][j] = next[k][j] + share * (next[k][j] - weights[k][j]);
                }
                biasesAhead[k] = nextBiases[k] + share * (nextBiases[k] - biases[k]);
            }
            weights = next;
            biases = nextBiases;
            if (largest < SMALLEST_CHANGE) {
                break;
            }
        }
        return model(LinearModel.Kind.LOGISTIC, weights, biases);
    }

    /** softmax(X·W + b) − Y. */
    private double[] residuals(double[][] weights, double... biases) {
        double[] z = new double[rows * outputs];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < outputs; k++) {
                double sum = biases[k];
                double[] column = weights[k];
                for (int j = 0; j < inputs; j++) {
                    sum += x[i * inputs + j] * column[j];
                }
                z[i * outputs + k] = sum;
            }
        }
        softmax(z, outputs);
        for (int k = 0; k < z.length; k++) {
            z[k] -= y[k];
        }
        return z;
    }

    /** In place, each row of so many outputs for itself. */
    static void softmax(double[] z, int outputs) {
        for (int from = 0; from < z.length; from += outputs) {
            double largest = z[from];
            for (int k = 1; k < outputs; k++) {
                largest = Math.max(largest, z[from + k]);
            }
            double sum = 0;
            for (int k = 0; k < outputs; k++) {
                z[from + k] = Math.exp(z[from + k] - largest);
                sum += z[from + k];
            }
            for (int k = 0; k < outputs; k++) {
                z[from + k] /= sum;
            }
        }
    }

    /** Xᵀ·R, a column an output. */
    private double[][] timesTransposed(double[] r) {
        double[][] product = new double[outputs][inputs];
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < outputs; k++) {
                double each = r[i * outputs + k];
                double[] column = product[k];
                for (int j = 0; j < inputs; j++) {
                    column[j] += x[i * inputs + j] * each;
                }
            }
        }
        return product;
    }

    /** The lower triangle L of Cholesky's L·Lᵀ = share·XᵀX + λI. */
    private double[][] factor(double share) {
        double[][] a = new double[inputs][inputs];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < inputs; j++) {
                double each = share * x[i * inputs + j];
                double[] row = a[j];
                for (int k = 0; k <= j && each != 0; k++) {
                    row[k] += each * x[i * inputs + k];
                }
            }
        }
        for (int j = 0; j < inputs; j++) {
            a[j][j] += LAMBDA;
            for (int k = 0; k <= j; k++) {
                double sum = a[j][k];
                for (int m = 0; m < k; m++) {
                    sum -= a[j][m] * a[k][m];
                }
                a[j][k] = k == j ? Math.sqrt(sum) : sum / a[k][k];
            }
        }
        return a;
    }

    /** (L·Lᵀ)⁻¹·b in the place of b. */
    private static void solve(double[][] lower, double... b) {
        for (int j = 0; j < b.length; j++) {
            for (int k = 0; k < j; k++) {
                b[j] -= lower[j][k] * b[k];
            }
            b[j] /= lower[j][j];
        }
        for (int j = b.length - 1; j >= 0; j--) {
            b[j] /= lower[j][j];
            for (int k = 0; k < j; k++) {
                b[k] -= lower[j][k] * b[j];
            }
        }
    }

    private LinearModel model(LinearModel.Kind kind, double[][] standardised, double... biases) {
        double[] weights = new double[inputs * outputs];
        double[] moved = biases.clone();
        for (int j = 0; j < inputs; j++) {
            for (int k = 0; k < outputs; k++) {
                double weight = standardised[k][j] / deviations[j];
                weights[j * outputs + k] = weight;
                moved[k] -= weight * means[j];
            }
        }
        return new LinearModel(
                kind,
                Matrix.owning(inputs, outputs, weights),
                Arrays.stream(moved).boxed().toList(),
                rows);
    }
}

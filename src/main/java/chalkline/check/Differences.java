package chalkline.check;

import chalkline.network.Matrix;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Derivatives by extrapolated central differences, (φ(z + h) − φ(z − h)) / 2h for h → 0, with an estimate of their error:
 * Ridders, Advances in Engineering Software 4 (1982) 75–76. With φ the sum over an example's outputs of G ∘ f(z), the
 * derivatives of all examples are taken at once, one input after the other.
 */
final class Differences {
    private static final int STEPS = 12;
    private static final double SHRINK = 1.6;
    /** The first step, beside the number that it is added to, or beside 1 where that is smaller. */
    private static final double FIRST = 0.1;

    private static final double LEAST = 0.05;
    /** The two steps at which one-sided differences are compared: what stays apart has a kink between. */
    private static final int WIDE = 2;

    private static final int NARROW = 9;
    /** The estimate is one of the largest part of an error, not a bound. */
    private static final double CAUTION = 10;

    private final UnaryOperator<Matrix> function;
    private final Matrix at;
    private final Matrix weights;
    private final Matrix outputs;
    private final double[] values;
    private final double[] errors;

    /** @param weights G, of the shape of what the function gives */
    Differences(UnaryOperator<Matrix> function, Matrix at, Matrix weights) {
        this.function = function;
        this.at = at;
        this.weights = weights;
        this.outputs = function.apply(at);
        this.values = new double[at.size()];
        this.errors = new double[at.size()];
        for (int j = 0; j < at.columns(); j++) {
            column(j);
        }
    }

    /** The derivatives, in the shape of the input. */
    Matrix values() {
        return Matrix.of(at.rows(), at.columns(), values);
    }

    /** How far each may be off. */
    double[] errors() {
        return errors.clone();
    }

    /** How large what each example adds up is, in size: Σ |G ∘ f(z)|. */
    double size(int row) {
        double size = 0;
        for (int k = 0; k < outputs.columns(); k++) {
            size += Math.abs(weights.get(row, k) * outputs.get(row, k));
        }
        return size;
    }

    private void column(int j) {
        int rows = at.rows();
        double[] first = new double[rows];
        for (int i = 0; i < rows; i++) {
            first[i] = FIRST * Math.max(LEAST / FIRST, Math.abs(at.get(i, j)));
        }
        double[][] up = new double[STEPS][];
        double[][] down = new double[STEPS][];
        for (int s = 0; s < STEPS; s++) {
            double factor = Math.pow(SHRINK, -s);
            up[s] = sums(j, first, factor);
            down[s] = sums(j, first, -factor);
        }
        for (int i = 0; i < rows; i++) {
            entry(i, j, first[i], up, down);
        }
    }

    /** φ of every example with one input moved. */
    private double[] sums(int j, double[] first, double factor) {
        double[] moved = at.toArray();
        for (int i = 0; i < first.length; i++) {
            moved[i * at.columns() + j] += factor * first[i];
        }
        Matrix result = function.apply(Matrix.of(at.rows(), at.columns(), moved));
        double[] sums = new double[first.length];
        for (int i = 0; i < sums.length; i++) {
            for (int k = 0; k < result.columns(); k++) {
                // Differences of each output by themselves: the sums would lose the small ones.
                sums[i] += weights.get(i, k) * (result.get(i, k) - outputs.get(i, k));
            }
        }
        return sums;
    }

    private void entry(int i, int j, double first, double[][] up, double[][] down) {
        double noise = 2 * Math.ulp(1.0) * size(i);
        double best = Double.NaN;
        double least = Double.POSITIVE_INFINITY;
        double[] before = new double[STEPS];
        for (int s = 0; s < STEPS; s++) {
            double h = first * Math.pow(SHRINK, -s);
            double[] now = new double[STEPS];
            now[0] = (up[s][i] - down[s][i]) / (2 * h);
            for (int m = 1; m <= s; m++) {
                double power = Math.pow(SHRINK, 2 * m);
                now[m] = (now[m - 1] * power - before[m - 1]) / (power - 1);
                double error = Math.max(Math.abs(now[m] - now[m - 1]), Math.abs(now[m] - before[m - 1])) + noise / h;
                if (error < least) {
                    least = error;
                    best = now[m];
                }
            }
            before = now;
        }
        int k = i * at.columns() + j;
        values[k] = best;
        errors[k] = CAUTION * least;
        kink(k, i, first, noise, up, down);
    }

    /** On a kink any number between the two slopes is right. */
    private void kink(int k, int i, double first, double noise, double[][] up, double[][] down) {
        double wide = first * Math.pow(SHRINK, -WIDE);
        double narrow = first * Math.pow(SHRINK, -NARROW);
        double above = up[NARROW][i] / narrow;
        double below = -down[NARROW][i] / narrow;
        double apart = Math.abs(above - below);
        double apartWide = Math.abs(up[WIDE][i] + down[WIDE][i]) / wide;
        if (apart > apartWide / 2 && apart > 100 * noise / narrow) {
            values[k] = (above + below) / 2;
            errors[k] = apart / 2 + apart * narrow / wide + CAUTION * noise / narrow;
        }
    }

    /** Whether every derivative and its error are finite. */
    boolean isFinite() {
        return Arrays.stream(values).allMatch(Double::isFinite)
                && Arrays.stream(errors).allMatch(Double::isFinite);
    }
}

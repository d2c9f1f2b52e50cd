package chalkline.doctor;

import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.training.Job;
import chalkline.training.LinearModel;
import java.util.Arrays;

/** The loss of a linear model of the same rows: a network that has all of its steps behind it should come near it at least. */
final class LinearBaseline {
    /** Rows × inputs × outputs: a tenth of a second. */
    private static final long MOST_PRODUCTS = 300_000;

    private static final int MOST_INPUTS = 200;
    /** For each input, so that chance explains at most a third. */
    private static final int LEAST_ROWS = 3;

    private LinearBaseline() {}

    /**
     * The mean loss as a share of the best constant's, adjusted for what chance explains by a factor (N − 1) / (N − inputs − 1);
     * NaN where there are too few rows for that, or the loss is none that a linear model minimises.
     */
    static double of(Job job) {
        Loss loss = job.network().loss();
        int inputs = job.table().schema().inputs();
        int[] all = Probe.rows(job);
        long most = MOST_PRODUCTS / ((long) inputs * job.table().schema().outputs());
        int[] rows = Arrays.copyOf(all, (int) Math.min(all.length, most));
        if (inputs > MOST_INPUTS || rows.length < LEAST_ROWS * (inputs + 1)) {
            return Double.NaN;
        }
        Matrix labels = job.table().targets(rows);
        double constant = Baseline.of(loss, labels).orElse(Double.NaN);
        double left = switch (loss.kind()) {
            case MCXENT -> Baseline.loss(loss, fitted(LinearModel.Kind.LOGISTIC, job, rows, labels), labels);
            case XENT -> yesOrNo(job, rows, labels);
            case MSE, L2, HALF_SQUARED_ERROR, L1, MEAN_ABSOLUTE_ERROR ->
                Baseline.loss(loss, fitted(LinearModel.Kind.RIDGE, job, rows, labels), labels);
            case MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    RECONSTRUCTION_CROSSENTROPY,
                    KL_DIVERGENCE,
                    COSINE_PROXIMITY,
                    HINGE,
                    SQUARED_HINGE,
                    POISSON,
                    WASSERSTEIN -> Double.NaN;
        };
        return left / constant * (rows.length - 1) / (rows.length - inputs - 1);
    }

    private static Matrix fitted(LinearModel.Kind kind, Job job, int[] rows, Matrix labels) {
        Matrix inputs = job.table().features(rows);
        return LinearModel.of(kind, inputs, labels).predict(inputs);
    }

    /** One output for each yes or no is a softmax of two: of no and of yes. */
    private static double yesOrNo(Job job, int[] rows, Matrix labels) {
        double[] outputs = new double[labels.size()];
        for (int j = 0; j < labels.columns(); j++) {
            double[] both = new double[2 * labels.rows()];
            for (int i = 0; i < labels.rows(); i++) {
                both[2 * i] = 1 - labels.get(i, j);
                both[2 * i + 1] = labels.get(i, j);
            }
            Matrix fitted = fitted(LinearModel.Kind.LOGISTIC, job, rows, Matrix.of(labels.rows(), 2, both));
            for (int i = 0; i < labels.rows(); i++) {
                outputs[i * labels.columns() + j] = fitted.get(i, 1);
            }
        }
        return Baseline.loss(job.network().loss(), Matrix.of(labels.rows(), labels.columns(), outputs), labels);
    }
}

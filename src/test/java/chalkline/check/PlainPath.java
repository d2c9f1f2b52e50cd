package chalkline.check;

import chalkline.network.Constraint;
import chalkline.network.Layer;
import chalkline.network.Precision;
import chalkline.network.Regularisation.Terms;
import java.util.Collection;
import java.util.Collections;
import java.util.function.DoubleUnaryOperator;

/** What happens to a layer's gradients and parameters around the updater, in nested loops, in place. */
final class PlainPath {
    private final Layer layer;
    private final Precision precision;

    PlainPath(Layer layer, Precision precision) {
        this.layer = layer;
        this.precision = precision;
    }

    private double r(double x) {
        return precision.cast(x);
    }

    /** Of both gradients of the layer. */
    void normalise(Collection<double[][]> gradients) {
        double threshold = layer.gradientNormalisation().threshold();
        switch (layer.gradientNormalisation().kind()) {
            case NONE -> {}
            case RENORMALIZE_L2_PER_LAYER -> divide(gradients, norm(gradients));
            case RENORMALIZE_L2_PER_PARAM_TYPE ->
                gradients.forEach(g -> divide(Collections.singletonList(g), norm(Collections.singletonList(g))));
            case CLIP_ELEMENT_WISE_ABSOLUTE_VALUE ->
                gradients.forEach(g -> each(g, v -> Math.abs(v) > threshold ? r(Math.signum(v) * threshold) : v));
            case CLIP_L2_PER_LAYER -> clip(gradients, threshold);
            case CLIP_L2_PER_PARAM_TYPE -> gradients.forEach(g -> clip(Collections.singletonList(g), threshold));
        }
    }

    private void clip(Collection<double[][]> gradients, double threshold) {
        double norm = norm(gradients);
        if (norm > threshold) {
            divide(gradients, r(norm / threshold));
        }
    }

    private void divide(Collection<double[][]> gradients, double divisor) {
        if (divisor != 0) {
            gradients.forEach(g -> each(g, v -> r(v / divisor)));
        }
    }

    private double norm(Collection<double[][]> of) {
        double squares = 0;
        for (double[][] matrix : of) {
            for (double[] row : matrix) {
                for (double v : row) {
                    squares = r(squares + r(v * v));
                }
            }
        }
        return r(Math.sqrt(squares));
    }

    void penalise(double[][] gradient, double[][] p, boolean bias) {
        Terms terms = terms(bias);
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[i].length; j++) {
                gradient[i][j] = r(gradient[i][j] + r(r(terms.l2()) * p[i][j]));
                gradient[i][j] = r(gradient[i][j] + r(r(terms.l1()) * Math.signum(p[i][j])));
            }
        }
    }

    void decay(double[][] update, double[][] p, boolean bias, double rate) {
        Terms terms = terms(bias);
        double decay = r(terms.decayTimesRate() ? terms.weightDecay() * rate : terms.weightDecay());
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[i].length; j++) {
                update[i][j] = r(update[i][j] + r(decay * p[i][j]));
            }
        }
    }

    double penalty(double[][] p, boolean bias) {
        Terms terms = terms(bias);
        double sum = 0;
        double squares = 0;
        for (double[] row : p) {
            for (double v : row) {
                sum = r(sum + Math.abs(v));
                squares = r(squares + r(v * v));
            }
        }
        double half = (terms.l2() + terms.weightDecay()) / 2;
        return (terms.l1() == 0 ? 0 : terms.l1() * sum) + (half == 0 ? 0 : half * squares);
    }

    void constrain(double[][] p, boolean bias) {
        for (Constraint constraint : layer.constraints(bias)) {
            if (constraint.kind() == Constraint.Kind.NON_NEGATIVE) {
                each(p, v -> v < 0 ? 0 : v);
            } else if (bias || constraint.dimension() == 1) {
                for (double[] row : p) {
                    double factor = factor(constraint, norm(Collections.singletonList(new double[][] {row})));
                    for (int j = 0; j < row.length; j++) {
                        row[j] = r(row[j] * factor);
                    }
                }
            } else {
                for (int j = 0; j < p[0].length; j++) {
                    double[][] column = new double[p.length][1];
                    for (int i = 0; i < p.length; i++) {
                        column[i][0] = p[i][j];
                    }
                    double factor = factor(constraint, norm(Collections.singletonList(column)));
                    for (double[] row : p) {
                        row[j] = r(row[j] * factor);
                    }
                }
            }
        }
    }

    private double factor(Constraint constraint, double norm) {
        if (norm == 0) {
            return 0;
        }
        double allowed = Math.max(constraint.least(), Math.min(constraint.most(), norm));
        return switch (constraint.kind()) {
            case MAX_NORM, MIN_MAX_NORM -> r(r(r(allowed / norm) * r(constraint.rate())) + r(1 - r(constraint.rate())));
            case UNIT_NORM -> r(1 / norm);
            case NON_NEGATIVE -> 1;
        };
    }

    private Terms terms(boolean bias) {
        return bias ? layer.regularisation().biases() : layer.regularisation().weights();
    }

    private static void each(double[][] matrix, DoubleUnaryOperator f) {
        for (double[] row : matrix) {
            for (int j = 0; j < row.length; j++) {
                row[j] = f.applyAsDouble(row[j]);
            }
        }
    }
}

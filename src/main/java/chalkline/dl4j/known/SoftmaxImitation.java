package chalkline.dl4j.known;

import chalkline.check.StepResult;
import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Softmax, and the way back through it, as Deeplearning4j computes both in float64 where there are several rows: the largest
 * z of a row is sought from 0 upwards.
 */
final class SoftmaxImitation {
    private final Fit fit;
    private final Matrix z;
    /** What the way back starts from: dA, or the labels where there is no dA; nothing on the way forward. */
    private final Optional<Matrix> given;

    private final boolean fused;
    private final Matrix actual;
    private final double[] values;
    private final double[] errors;

    private SoftmaxImitation(Fit fit, StepResult step, int l, boolean forward) {
        this.fit = fit;
        this.z = fit.value(StepId.z(l));
        StepId dA = StepId.a(l).gradient();
        this.fused = !forward && !fit.trace().has(dA);
        this.given = forward ? Optional.empty() : Optional.of(fit.value(fused ? StepId.Y : dA));
        this.actual = fit.actual(step);
        this.values = new double[z.size()];
        this.errors = new double[z.size()];
        for (int i = 0; i < z.rows(); i++) {
            row(i);
        }
    }

    /** Of A and dZ of a layer with softmax; empty of other steps. */
    static Optional<SoftmaxImitation> of(Fit fit, StepResult step) {
        OptionalInt forward = ActivationEntries.layer(fit, step.id(), StepId::a);
        OptionalInt l = forward.isPresent()
                ? forward
                : ActivationEntries.layer(fit, step.id(), i -> StepId.z(i).gradient());
        boolean softmax =
                l.isPresent() && fit.network().layer(l.getAsInt()).activation().kind() == Activation.Kind.SOFTMAX;
        return softmax
                        && fit.precision() == Precision.FLOAT64
                        && fit.value(StepId.z(l.getAsInt())).rows() > 1
                ? Optional.of(new SoftmaxImitation(fit, step, l.getAsInt(), forward.isPresent()))
                : Optional.empty();
    }

    boolean isGiven() {
        return new Foretold(values, errors).is(actual);
    }

    private void row(int i) {
        int m = z.columns();
        double shift = 0;
        for (int j = 0; j < m; j++) {
            shift = Math.max(shift, z.get(i, j));
        }
        double[] s = new double[m];
        double sum = 0;
        for (int j = 0; j < m; j++) {
            s[j] = fit.cast(Math.exp(z.get(i, j) - shift));
            sum += s[j];
        }
        // Of subnormal powers the last digit may differ.
        double subnormal = 4 * Double.MIN_VALUE / sum;
        double unit = fit.unit() * (m + 16) + subnormal;
        double inner = 0;
        double size = 0;
        for (int j = 0; j < m; j++) {
            s[j] /= sum;
            if (given.isPresent()) {
                inner += s[j] * given.get().get(i, j);
                size += s[j] * Math.abs(given.get().get(i, j));
            }
        }
        Optional<Double> weighted = fused ? Optional.of(weighted(i)) : Optional.empty();
        for (int j = 0; j < m; j++) {
            int k = i * m + j;
            if (given.isEmpty()) {
                values[k] = s[j];
                errors[k] = unit * s[j] + subnormal;
            } else if (weighted.isPresent()) {
                double y = weight(j) * given.get().get(i, j);
                values[k] = counts(i) / fit.network().loss().divisor(z.rows()) * (s[j] * weighted.get() - y);
                errors[k] = 4 * unit * (s[j] * weighted.get() + Math.abs(y));
            } else {
                double dA = given.get().get(i, j);
                values[k] = s[j] * (dA - inner);
                errors[k] = 4 * unit * (s[j] * Math.abs(dA) + size);
            }
        }
    }

    /** 0 where the example is masked. */
    private double counts(int i) {
        return fit.mask().map(mask -> mask.get(i, 0)).orElse(1.0);
    }

    private double weight(int j) {
        Network network = fit.network();
        return network.loss().weights().map(weights -> fit.cast(weights.get(j))).orElse(1.0);
    }

    /** Σwy of the row where there are weights; without them 1 is taken for it. */
    private double weighted(int i) {
        return fit.network().loss().weights().isEmpty()
                ? 1
                : IntStream.range(0, z.columns())
                        .mapToDouble(j -> weight(j) * given.orElseThrow().get(i, j))
                        .sum();
    }
}

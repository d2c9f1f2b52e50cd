package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Contradiction;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.reference.LossFunction;
import chalkline.reference.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is worth knowing about a checked step besides its verdicts. */
final class Findings {
    /** A step that keeps this many digits fewer than all before it has lost them. */
    private static final int NOTABLE_LOSS = 4;

    private Findings() {}

    static List<Finding> of(
            Network network, Batch batch, Precision precision, List<StepResult> steps, boolean matchesFit) {
        List<Finding> findings = new ArrayList<>();
        if (!matchesFit) {
            findings.add(new Finding(
                    Step.LOSS,
                    Finding.Code.RECORDING_DIFFERS,
                    "the recorded step and an unrecorded one on the same batch differ: what follows is unconfirmed"));
        }
        network.contradictions().forEach(each -> findings.add(contradiction(each)));
        labelsOutsideRange(network, batch).ifPresent(findings::add);
        digitsLost(network, precision, steps).ifPresent(findings::add);
        return findings;
    }

    private static Finding contradiction(Contradiction contradiction) {
        Finding.Code code = switch (contradiction.kind()) {
            case REGULARISER_DUPLICATE -> Finding.Code.REGULARISER_DUPLICATE;
            case REGULARISER_CONFLICT -> Finding.Code.REGULARISER_CONFLICT;
        };
        return new Finding(contradiction.step(), code, contradiction.message());
    }

    private static Optional<Finding> labelsOutsideRange(Network network, Batch batch) {
        // What is masked needs not be reached, and what is left is not the whole loss.
        if (!LossFunction.of(network.loss()).labelsAreTargets() || batch.mask().isPresent()) {
            return Optional.empty();
        }
        Activation activation = network.layer(network.depth()).activation();
        Range range = Range.of(activation);
        Matrix labels = batch.labels();
        int outside = 0;
        String first = "";
        double lowest = 0;
        boolean bounded = true;
        for (int i = 0; i < labels.rows(); i++) {
            double[] row = new double[labels.columns()];
            for (int j = 0; j < row.length; j++) {
                row[j] = labels.get(i, j);
                if (!range.reaches(row[j])) {
                    first = outside++ == 0 ? label(batch, i, j) : first;
                }
            }
            Optional<Double> floor = LossFunction.of(network.loss()).lowestOnRange(row, range.low(), range.high());
            lowest += floor.orElse(0.0) / network.loss().divisor(labels.rows());
            bounded &= floor.isPresent();
        }
        if (outside == 0) {
            return Optional.empty();
        }
        String consequence = bounded
                ? "the loss cannot fall below " + number(lowest)
                : "the loss " + network.loss().label() + " has no meaning there";
        String others = outside == 1 ? "" : " (and " + (outside - 1) + " more labels)";
        return Optional.of(new Finding(
                Step.LOSS,
                Finding.Code.LABELS_OUTSIDE_RANGE,
                first + others + " is outside the " + activation.label() + "'s " + range.text() + ": " + consequence));
    }

    private static String label(Batch batch, int row, int column) {
        String name = batch.labelNames().get(column);
        return (batch.size() == 1 ? name : name + " of row " + (row + 1)) + " = "
                + number(batch.labels().get(row, column));
    }

    /** 18 rather than 18.0. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    private static Optional<Finding> digitsLost(Network network, Precision precision, List<StepResult> steps) {
        int fewest = Integer.MAX_VALUE;
        for (StepResult step : steps) {
            if (step.verdict() == StepVerdict.NOT_EXPOSED) {
                continue;
            }
            if (step.verdict().contradicts()) {
                return Optional.empty();
            }
            if (step.isGradient() && step.digits() <= fewest - NOTABLE_LOSS) {
                return Optional.of(new Finding(
                        step.name(),
                        Finding.Code.DIGITS_LOST,
                        step.name() + " keeps " + digits(step.digits()) + " in " + precision.label()
                                + ", the steps before it " + fewest + " or more" + cause(network, step.name())));
            }
            fewest = Math.min(fewest, step.digits());
        }
        return Optional.empty();
    }

    private static String digits(int digits) {
        return digits == 0 ? "no correct digit" : digits == 1 ? "1 digit" : digits + " digits";
    }

    private static String cause(Network network, String name) {
        for (int l = 1; l <= network.depth(); l++) {
            if (name.equals(Step.gradient(Step.z(l)))) {
                return switch (network.layer(l).activation().kind()) {
                    case SIGMOID -> ": 1 - " + Step.a(l) + " cancels";
                    case TANH, RECTIFIED_TANH -> ": 1 - " + Step.a(l) + "^2 cancels";
                    case SOFTMAX -> ": " + Step.a(l) + " - y cancels";
                    case CUBE,
                            ELU,
                            GELU,
                            HARD_SIGMOID,
                            HARD_TANH,
                            IDENTITY,
                            LEAKY_RELU,
                            MISH,
                            RATIONAL_TANH,
                            RELU,
                            RELU6,
                            RRELU,
                            SELU,
                            SOFTPLUS,
                            SOFTSIGN,
                            SWISH,
                            THRESHOLDED_RELU -> "";
                };
            }
        }
        return "";
    }
}

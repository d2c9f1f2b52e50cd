package chalkline.doctor;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import chalkline.reference.Range;
import chalkline.training.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Labels that the outputs cannot become, or that the loss has no meaning for: certain without training. Under a squared or
 * absolute error a label out of reach is only told of where that makes a difference: where no outputs at all could explain
 * more than half of the labels' variance.
 */
final class LabelSigns {
    /** More different values are a quantity, not names of classes. */
    private static final int MOST_CLASSES = 20;

    private static final double HALF = 0.5;
    /** Probabilities that are written to three places sum to 1 within this. */
    private static final double NEARLY = 0.005;
    /** Labels of two orders of magnitude more than 1 want scaling, whatever else is mended. */
    static final double LARGE = 10;

    private final Job job;
    private final Loss loss;
    private final Activation activation;
    private final Range range;
    private final Matrix labels;
    private final String output;

    LabelSigns(Job job) {
        this.job = job;
        this.loss = job.network().loss();
        Layer last = job.network().layer(job.network().depth());
        this.activation = last.activation();
        this.range = Range.of(activation);
        this.labels = job.table().targets(job.split().train());
        this.output = Keys.output(job.configuration());
    }

    List<Diagnosis> findings() {
        if (job.table().mask(job.split().train()).isPresent()) {
            return List.of();
        }
        return switch (loss.kind().labels()) {
            case PROBABILITIES -> probabilities();
            case SHARES -> activation.kind() == Activation.Kind.SOFTMAX ? distributions() : List.of();
            case SIGNS -> signs();
            case QUANTITIES -> reachable();
            case AMOUNTS, DIRECTIONS -> List.of();
        };
    }

    /** Cross entropy of a yes or no, which labels outside [0, 1] are not: its loss then falls without end. */
    private List<Diagnosis> probabilities() {
        long outside = outside(0, 1);
        if (outside == 0) {
            return List.of();
        }
        String evidence = share(outside) + " outside [0, 1]";
        Optional<double[]> codes = codes();
        if (codes.isPresent()) {
            return List.of(codes(codes.get(), evidence));
        }
        return List.of(new Diagnosis(
                Diagnosis.Code.WRONG_LOSS,
                output + ".loss",
                loss.label() + " is the loss of a yes or no, but the labels are quantities",
                evidence,
                output + ".activation: identity, " + output + ".loss: mse"));
    }

    /** Numbers that stand for classes: two of them can become 0 and 1, more need an output each. */
    private Diagnosis codes(double[] codes, String evidence) {
        String named = Arrays.stream(codes)
                .mapToObj(Sentences::number)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        String column = "data.columns." + job.table().schema().labels().get(0) + ": categorical, ";
        return new Diagnosis(
                codes.length > 2 ? Diagnosis.Code.LABELS_NOT_ONE_HOT : Diagnosis.Code.LABEL_RANGE,
                "data.train.labels",
                "the labels " + named + " stand for " + codes.length + " classes, but one " + activation.label()
                        + " output tells 0 from 1",
                evidence,
                column + output + ".units: " + codes.length + ", " + output + ".activation: softmax, " + output
                        + ".loss: mcxent");
    }

    private List<Diagnosis> distributions() {
        int off = 0;
        for (int i = 0; i < labels.rows(); i++) {
            double sum = 0;
            for (int j = 0; j < labels.columns(); j++) {
                sum += labels.get(i, j);
            }
            off += Math.abs(sum - 1) <= NEARLY ? 0 : 1;
        }
        if (off == 0) {
            return List.of();
        }
        return List.of(new Diagnosis(
                Diagnosis.Code.LABELS_NOT_ONE_HOT,
                "data.train.labels",
                "softmax and mcxent need labels that sum to 1, one of several classes",
                "those of " + off + " of " + Sentences.counted(labels.rows(), "row") + " do not",
                output + ".activation: sigmoid, " + output + ".loss: xent"));
    }

    /** Hinge losses take −1 and +1 (Rosasco et al., 2004). */
    private List<Diagnosis> signs() {
        long other =
                Arrays.stream(labels.values()).filter(y -> Math.abs(y) != 1).count();
        if (other == 0) {
            return List.of();
        }
        return List.of(new Diagnosis(
                Diagnosis.Code.LABEL_RANGE,
                "data.train.labels",
                loss.label() + " needs labels of -1 and 1",
                share(other) + " neither",
                "labels of -1 and 1, or " + output + ".activation: sigmoid, " + output + ".loss: xent"));
    }

    /** How far the labels are beyond the outputs' range, as a share of their variance: so much no outputs explain. */
    double beyondReach() {
        double distance = 0;
        double variance = 0;
        for (int j = 0; j < labels.columns(); j++) {
            double[] column = Baseline.column(labels, j);
            double mean = Arrays.stream(column).average().orElse(0);
            variance += Baseline.variance(column, mean) * column.length;
            for (double y : column) {
                double beyond = Math.max(0, Math.max(range.low() - y, y - range.high()));
                distance += beyond * beyond;
            }
        }
        return distance == 0 ? 0 : distance / variance;
    }

    /** How many labels are. */
    String outOfReach() {
        return share(outside(range.low(), range.high())) + " outside " + range.text();
    }

    private List<Diagnosis> reachable() {
        double beyond = beyondReach();
        if (beyond < HALF) {
            return List.of();
        }
        String evidence = outOfReach() + "; "
                + (beyond < 1
                        ? "at most " + Math.round(100 * (1 - beyond)) + " % of the labels' variance can be explained"
                        : "always answering the mean label would be better than the best it can reach");
        Optional<double[]> codes = activation.kind() == Activation.Kind.RELU ? Optional.empty() : codes();
        if (codes.isPresent()) {
            return List.of(codes(codes.get(), evidence));
        }
        Diagnosis wrong = new Diagnosis(
                Diagnosis.Code.WRONG_OUTPUT_ACTIVATION,
                output + ".activation",
                activation.label() + " cannot become what the labels are",
                evidence,
                output + ".activation: identity");
        Diagnosis outside = new Diagnosis(
                Diagnosis.Code.LABEL_RANGE,
                "data.normalize-labels",
                "the labels leave the range of " + activation.label()
                        + ", in which they would have to be if it is meant",
                evidence,
                "data.normalize-labels: min-max");
        double large = Arrays.stream(labels.values()).map(Math::abs).average().orElse(0);
        Diagnosis unscaled = new Diagnosis(
                Diagnosis.Code.UNSCALED_LABEL,
                "data.normalize-labels",
                "the labels are far from mean 0 and variance 1",
                "their mean size is " + Sentences.number(Math.rint(large)),
                "data.normalize-labels: standardize, with " + output + ".activation: identity");
        return large > LARGE ? List.of(wrong, outside, unscaled) : List.of(wrong, outside);
    }

    /** The few whole numbers that a single label column has, in their order, where it has no others. */
    private Optional<double[]> codes() {
        double[] distinct = Arrays.stream(labels.values())
                .distinct()
                .sorted()
                .limit(MOST_CLASSES + 1L)
                .toArray();
        boolean areCodes = labels.columns() == 1
                && distinct.length > 1
                && distinct.length <= MOST_CLASSES
                && 2 * distinct.length <= labels.rows()
                && Arrays.stream(distinct).allMatch(y -> y == Math.rint(y));
        return areCodes ? Optional.of(distinct) : Optional.empty();
    }

    private long outside(double low, double high) {
        return Arrays.stream(labels.values()).filter(y -> y < low || y > high).count();
    }

    private String share(long some) {
        return some + " of " + Sentences.counted(labels.size(), "label") + " " + (some == 1 ? "is" : "are");
    }
}

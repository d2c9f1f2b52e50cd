package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.LossFunction;
import chalkline.reference.Range;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Findings about the labels of all rows, which are added a part at a time: labels that no output reaches, and rows that do
 * not sum to 1 though softmax and cross entropy take them for probabilities.
 */
public final class LabelFindings {
    /** Probabilities that sum to 1 in decimals or in float32 do so in doubles within this. */
    private static final double NEARLY = 1e-6;

    private static final MathContext SHOWN_DIGITS = new MathContext(10);

    private final Loss loss;
    private final LossFunction function;
    private final Activation activation;
    private final Range range;
    private final List<String> names;
    /** The output layer's Z and A. */
    private final StepId z;

    private final StepId a;

    private int rows;
    private boolean isMasked;
    /** How many labels no output reaches, and the first of them. */
    private int outside;

    private int firstOutside;
    private String outsideName = "";
    private double outsideValue;
    /** The limit that the loss, summed over the rows, cannot fall below. */
    private double floor;

    private boolean hasFloor = true;
    /** How many rows do not sum to 1, and the first of them. */
    private int unnormalised;

    private int firstUnnormalised;
    private double sum;

    /** @param names of the labels */
    public LabelFindings(Network network, List<String> names) {
        this.loss = network.loss();
        this.function = LossFunction.of(loss);
        this.activation = network.layer(network.depth()).activation();
        this.range = Range.of(activation);
        this.names = List.copyOf(names);
        this.z = StepId.z(network.depth());
        this.a = StepId.a(network.depth());
    }

    /** Of a batch's labels, where there are no others. */
    public static LabelFindings of(Network network, Batch batch) {
        LabelFindings findings = new LabelFindings(network, batch.labelNames());
        findings.add(batch.labels(), batch.mask());
        return findings;
    }

    /** Takes the next rows, as the network is trained on them. */
    public void add(Matrix labels, Optional<Matrix> mask) {
        isMasked |= mask.isPresent();
        double[] row = new double[labels.columns()];
        for (int i = 0; i < labels.rows(); i++) {
            System.arraycopy(labels.values(), i * row.length, row, 0, row.length);
            rows++;
            addReach(row);
            if (mask.isEmpty() || isWhole(mask.get(), i)) {
                addSum(row);
            }
        }
    }

    private static boolean isWhole(Matrix mask, int row) {
        for (int j = 0; j < mask.columns(); j++) {
            if (mask.get(row, j) == 0) {
                return false;
            }
        }
        return true;
    }

    private void addReach(double... row) {
        for (int j = 0; j < row.length; j++) {
            if (!range.reaches(row[j]) && outside++ == 0) {
                firstOutside = rows;
                outsideName = names.get(j);
                outsideValue = row[j];
            }
        }
        Optional<Double> lowest = function.lowestOnRange(row, range.low(), range.high());
        floor += lowest.orElse(0.0);
        hasFloor &= lowest.isPresent();
    }

    private void addSum(double... row) {
        double total = 0;
        for (double label : row) {
            total += label;
        }
        if (!(Math.abs(total - 1) <= NEARLY) && unnormalised++ == 0) {
            firstUnnormalised = rows;
            sum = total;
        }
    }

    /** @param batch how many rows are checked */
    List<Finding> findings(int batch) {
        List<Finding> findings = new ArrayList<>();
        // Masked labels need not be reached, and the rest is not the whole loss.
        if (outside > 0 && loss.kind().labels().areTargets() && !isMasked) {
            findings.add(new Finding(StepId.LOSS, Finding.Code.LABELS_OUTSIDE_RANGE, outsideRange(batch)));
        }
        boolean areProbabilities = loss.kind() == Loss.Kind.MCXENT && activation.kind() == Activation.Kind.SOFTMAX;
        if (unnormalised > 0 && areProbabilities) {
            findings.add(new Finding(StepId.LOSS, Finding.Code.LABELS_NOT_NORMALISED, notNormalised()));
        }
        return findings;
    }

    private String outsideRange(int batch) {
        String of = batch == rows ? "the loss" : "the loss of all " + rows + " rows";
        String consequence = hasFloor
                ? of + " cannot fall below " + Sentences.number(floor / loss.divisor(rows))
                : "the loss " + loss.label() + " has no meaning there";
        String others = outside == 1 ? "" : " (and " + Sentences.counted(outside - 1, "more label") + ")";
        String place = rows == 1 ? outsideName : outsideName + " of row " + firstOutside;
        return place + " = " + Sentences.number(outsideValue) + others + " is outside the " + activation.label() + "'s "
                + range.text() + ": " + consequence;
    }

    private String notNormalised() {
        String place = rows == 1 ? "the labels" : "the labels of row " + firstUnnormalised;
        String others = unnormalised == 1
                ? ""
                : " (and those of " + Sentences.counted(unnormalised - 1, "more row") + " not to 1 either)";
        String shown = Double.isFinite(sum)
                ? new BigDecimal(sum).round(SHOWN_DIGITS).stripTrailingZeros().toPlainString()
                : Double.toString(sum);
        String y = loss.weights().isPresent() ? "w·y" : "y";
        return place + " sum to " + shown + ", not 1" + others + ": with softmax and " + loss.label() + " d" + z
                + " is " + a + "·sum(" + y + ") - " + y + (loss.weights().isPresent() ? "" : ", not " + a + " - y")
                + ", and " + a + " is drawn to " + y + " / sum(" + y
                + "); labels that are 0 or 1 each for itself go with sigmoid and xent";
    }
}

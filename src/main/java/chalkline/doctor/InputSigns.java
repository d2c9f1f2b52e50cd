package chalkline.doctor;

import chalkline.network.Matrix;
import chalkline.network.Sentences;
import chalkline.training.Job;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the inputs are scaled, as the network takes them. They should have mean 0 and variance about 1 (LeCun, Bottou, Orr and
 * Müller, Efficient BackProp, 1998, section 4.3); an order of magnitude beside that is worth trying the scaled ones.
 */
final class InputSigns {
    private static final double LARGE = 10;
    private static final double SMALL = 0.1;
    private static final double APART = 100;
    private static final double HALF = 0.5;
    private static final double QUARTER = 0.25;

    private final List<String> names;
    private final double[] sizes;
    private final double[] spreads;

    InputSigns(Job job) {
        int[] rows = Probe.rows(job);
        Matrix inputs = job.table().features(rows);
        this.names = job.table().schema().inputNames();
        this.sizes = new double[inputs.columns()];
        this.spreads = new double[inputs.columns()];
        for (int j = 0; j < sizes.length; j++) {
            double[] column = Baseline.column(inputs, j);
            sizes[j] = Math.sqrt(Baseline.variance(column, 0));
            spreads[j] = Math.sqrt(
                    Baseline.variance(column, Arrays.stream(column).average().orElse(0)));
        }
    }

    /** Whether no input differs between any two rows. */
    boolean areConstant() {
        return Arrays.stream(spreads).allMatch(spread -> spread == 0);
    }

    /** Whether a quarter of the inputs, or more, vary by less than a hundredth, so that they count for next to nothing. */
    boolean areSqueezed() {
        return varied(QUARTER) < 1 / APART;
    }

    /** Whether an input varies a hundred times as much as half of them do. */
    private boolean areApart() {
        return spreads[largest(spreads)] > APART * varied(HALF);
    }

    /** The standard deviation that this share of the inputs that vary stays below. */
    private double varied(double share) {
        double[] varied =
                Arrays.stream(spreads).filter(spread -> spread > 0).sorted().toArray();
        return varied.length == 0 ? 0 : varied[(int) (share * varied.length)];
    }

    /** What of their scale is far from mean 0 and variance 1, where something is. */
    Optional<String> unscaled() {
        int largest = largest(sizes);
        if (sizes[largest] > LARGE) {
            return Optional.of("the root mean square of " + names.get(largest) + " is " + shown(sizes[largest]));
        }
        if (areSqueezed()) {
            return Optional.of(
                    "a quarter of the inputs have a standard deviation of at most " + shown(varied(QUARTER)));
        }
        if (areApart()) {
            return Optional.of("an input has the standard deviation " + shown(spreads[largest(spreads)])
                    + ", half of them at most " + shown(varied(HALF)));
        }
        if (sizes[largest] < SMALL) {
            return Optional.of("the root mean square of no input is over " + shown(sizes[largest]));
        }
        return Optional.empty();
    }

    private static int largest(double... values) {
        int largest = 0;
        for (int j = 1; j < values.length; j++) {
            if (values[j] > values[largest]) {
                largest = j;
            }
        }
        return largest;
    }

    static String shown(double value) {
        return Sentences.number(Double.parseDouble(String.format(java.util.Locale.ROOT, "%.3g", value)));
    }
}

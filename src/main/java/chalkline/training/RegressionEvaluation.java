package chalkline.training;

import chalkline.network.Matrix;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How good predicted numbers are. With an error {@code e = prediction − label} in each row, a prediction that is NaN makes
 * its output's metrics NaN, an infinite one makes them infinite.
 *
 * @param rows number of rows
 * @param nonFinite number of rows with a prediction that is not finite
 * @param rmse √ of the mean of e² over all rows and outputs
 * @param mae the mean of |e| over all rows and outputs
 * @param r2 the mean of the outputs' r2 where they have one; empty where none has
 * @param baselineRmse the rmse of predicting, for each output, the mean of these rows' labels
 * @param outputs one for each output, in the order of the network's
 * @param zeroOne how well a single output tells 0 from 1; only if every label is 0 or 1
 */
public record RegressionEvaluation(
        int rows,
        int nonFinite,
        double rmse,
        double mae,
        OptionalDouble r2,
        double baselineRmse,
        List<Output> outputs,
        Optional<ZeroOne> zeroOne)
        implements ModelEvaluation {

    public RegressionEvaluation {
        outputs = List.copyOf(outputs);
    }

    /**
     * One output, in the unit of its label column.
     *
     * @param name the label column
     * @param rmse √ of the mean of e²
     * @param mae the mean of |e|
     * @param r2 1 − Σe² / Σ(label − mean label)², the share of the variance that is explained; empty where the labels are
     *     all the same
     * @param baselineRmse the rmse of always saying the mean of these rows' labels, which is their standard deviation
     * @param residuals how the errors are distributed; absent where one is not finite, or all are the same
     */
    public record Output(
            String name,
            double rmse,
            double mae,
            OptionalDouble r2,
            double baselineRmse,
            Optional<Residuals> residuals) {

        /** One without a histogram. */
        public Output(String name, double rmse, double mae, OptionalDouble r2, double baselineRmse) {
            this(name, rmse, mae, r2, baselineRmse, Optional.empty());
        }
    }

    /**
     * A histogram of errors.
     *
     * @param low the smallest error
     * @param high the largest error
     * @param counts rows by error, in equally wide parts from {@code low} to {@code high}
     */
    public record Residuals(double low, double high, List<Integer> counts) {
        private static final int PARTS = 20;

        public Residuals {
            counts = List.copyOf(counts);
        }

        static Optional<Residuals> of(double... errors) {
            double low = Arrays.stream(errors).min().orElseThrow();
            double high = Arrays.stream(errors).max().orElseThrow();
            double width = high - low;
            if (!(width > 0 && width < Double.POSITIVE_INFINITY)) {
                return Optional.empty();
            }
            Integer[] counts = new Integer[PARTS];
            Arrays.fill(counts, 0);
            for (double error : errors) {
                counts[(int) Math.min(PARTS - 1, (error - low) / width * PARTS)]++;
            }
            return Optional.of(new Residuals(low, high, List.of(counts)));
        }
    }

    /**
     * Labels 0 and 1 taken as two classes.
     *
     * @param accuracy share of rows that are right, a prediction above 0.5 being taken as 1; one that is not finite is wrong
     * @param auc area under the ROC curve, ties counted half; empty where only one label occurs, NaN where a prediction is
     *     not finite
     * @param baselineAccuracy the accuracy of always saying the more frequent label
     */
    public record ZeroOne(double accuracy, OptionalDouble auc, double baselineAccuracy) {}

    static RegressionEvaluation of(List<String> names, Matrix predictions, Matrix labels) {
        List<Output> outputs = IntStream.range(0, names.size())
                .mapToObj(j -> output(names.get(j), column(predictions, j), column(labels, j)))
                .toList();
        return new RegressionEvaluation(
                labels.rows(),
                (int) IntStream.range(0, labels.rows())
                        .filter(i -> !ModelEvaluation.isFinite(predictions, i))
                        .count(),
                rootMeanSquare(outputs.stream().mapToDouble(Output::rmse)),
                mean(outputs.stream().mapToDouble(Output::mae).toArray()),
                outputs.stream().flatMapToDouble(output -> output.r2().stream()).average(),
                rootMeanSquare(outputs.stream().mapToDouble(Output::baselineRmse)),
                outputs,
                names.size() == 1 ? zeroOne(column(predictions, 0), column(labels, 0)) : Optional.empty());
    }

    @Override
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("rmse", rmse);
        metrics.put("mae", mae);
        r2.ifPresent(value -> metrics.put("r2", value));
        metrics.put("baselineRmse", baselineRmse);
        zeroOne.ifPresent(two -> {
            metrics.put("accuracy", two.accuracy());
            two.auc().ifPresent(value -> metrics.put("auc", value));
            metrics.put("baselineAccuracy", two.baselineAccuracy());
        });
        return metrics;
    }

    private static double[] column(Matrix matrix, int j) {
        return IntStream.range(0, matrix.rows())
                .mapToDouble(i -> matrix.get(i, j))
                .toArray();
    }

    private static Output output(String name, double[] predictions, double... labels) {
        double[] errors = IntStream.range(0, labels.length)
                .mapToDouble(i -> predictions[i] - labels[i])
                .toArray();
        double rmse = rootMeanSquare(Arrays.stream(errors));
        double mae = mean(Arrays.stream(errors).map(Math::abs).toArray());
        Optional<Residuals> residuals = Residuals.of(errors);
        // Compared directly: the mean of equal labels may be an ulp off, which would make r2 meaningless.
        if (Arrays.stream(labels).allMatch(label -> label == labels[0])) {
            return new Output(name, rmse, mae, OptionalDouble.empty(), 0, residuals);
        }
        double mean = mean(labels);
        double baselineRmse = rootMeanSquare(Arrays.stream(labels).map(label -> label - mean));
        double ratio = rmse / baselineRmse;
        return new Output(name, rmse, mae, OptionalDouble.of(1 - ratio * ratio), baselineRmse, residuals);
    }

    private static double mean(double... x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    /** Scaled by the largest value, whose square could overflow. */
    private static double rootMeanSquare(DoubleStream values) {
        double[] x = values.map(Math::abs).toArray();
        double largest = Arrays.stream(x).reduce(0, Math::max);
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        return largest
                * Math.sqrt(mean(
                        Arrays.stream(x).map(v -> v / largest * (v / largest)).toArray()));
    }

    private static Optional<ZeroOne> zeroOne(double[] predictions, double... labels) {
        if (!Arrays.stream(labels).allMatch(label -> label == 0 || label == 1)) {
            return Optional.empty();
        }
        int rows = labels.length;
        long right = IntStream.range(0, rows)
                .filter(i -> Double.isFinite(predictions[i]) && predictions[i] > 0.5 == (labels[i] == 1))
                .count();
        long ones = Arrays.stream(labels).filter(label -> label == 1).count();
        return Optional.of(new ZeroOne(
                (double) right / rows,
                RocAuc.of(predictions, i -> labels[i] == 1),
                (double) Math.max(ones, rows - ones) / rows));
    }
}

package chalkline.training;

import chalkline.network.Matrix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What a feature is worth to a model: by how much its log loss, or its RMSE, grows where that column's values are dealt to
 * other rows (permutation importance; Breiman 2001), in the mean over {@value #SHUFFLES} shuffles.
 *
 * @param feature the column
 * @param increase of the log loss or the RMSE; about 0, or less, where the model does without the column
 */
public record Importance(String feature, double increase) {
    private static final int SHUFFLES = 5;
    /** Rows that are predicted in all: a few seconds. */
    private static final int MOST_PREDICTIONS = 200_000;

    private static final int FEWEST_ROWS = 10;

    /** That of all features on these rows, or evenly drawn ones of them, the greatest first; none where that takes too long. */
    static List<Importance> of(Job job, Model model, int... judged) {
        int features = job.table().schema().features().size();
        int used = Math.min(judged.length, MOST_PREDICTIONS / (features * SHUFFLES));
        if (used < FEWEST_ROWS || job.inferred().isEmpty()) {
            return List.of();
        }
        int[] rows = IntStream.range(0, used)
                .map(k -> judged[(int) ((long) k * judged.length / used)])
                .toArray();
        Random random = new Random(job.configuration().seed());
        Matrix inputs = job.table().features(rows);
        double before = loss(job, model, inputs, rows);
        List<Importance> all = new ArrayList<>();
        for (int j = 0; j < features; j++) {
            double sum = 0;
            for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
                int[] others = shuffled(rows, random);
                sum += loss(
                                job,
                                model,
                                mixed(
                                        inputs,
                                        job.table().features(others),
                                        job.table().schema().inputsOf(j)),
                                rows)
                        - before;
            }
            all.add(new Importance(job.table().schema().features().get(j), sum / SHUFFLES));
        }
        all.sort(Comparator.comparingDouble(Importance::increase).reversed());
        return all;
    }

    private static int[] shuffled(int[] rows, Random random) {
        int[] order = rows.clone();
        for (int last = order.length - 1; last > 0; last--) {
            int other = random.nextInt(last + 1);
            int row = order[last];
            order[last] = order[other];
            order[other] = row;
        }
        return order;
    }

    /** The inputs, but those of one column as the others have them. */
    private static Matrix mixed(Matrix inputs, Matrix others, int... column) {
        double[] mixed = inputs.toArray();
        for (int i = 0; i < inputs.rows(); i++) {
            int from = i * inputs.columns() + column[0];
            System.arraycopy(others.values(), from, mixed, from, column[1] - column[0]);
        }
        return Matrix.owning(inputs.rows(), inputs.columns(), mixed);
    }

    private static double loss(Job job, Model model, Matrix inputs, int... rows) {
        Matrix outputs = job.preprocessing().labelNormalizer().invert(model.predict(inputs));
        ModelEvaluation evaluation = ModelEvaluation.of(job.table().schema(), outputs, job.table(), rows);
        return evaluation instanceof ClassEvaluation classes
                ? classes.logLoss()
                : ((RegressionEvaluation) evaluation).rmse();
    }
}

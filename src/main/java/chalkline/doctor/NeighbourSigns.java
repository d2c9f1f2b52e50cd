package chalkline.doctor;

import chalkline.network.Matrix;
import chalkline.network.Sentences;
import chalkline.training.Job;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whether rows with like inputs have like labels: of every row and the one that is nearest to it, the share of the labels'
 * variance that they have in common, 1 − Σ(y − y′)² / 2Σ(y − mean)². It is about 0 where labels have nothing to do with their
 * rows, and the asymptotic error of the nearest neighbour is at most twice that of the best rule (Cover and Hart, 1967).
 */
final class NeighbourSigns {
    /** Differences between rows that are worked: some tenths of a second. */
    private static final double MOST_WORK = 3e7;

    private static final int LEAST_ROWS = 100;
    /** By how many rows labels may have slipped. */
    private static final int MOST_SHIFT = 3;

    private static final double MUCH = 0.5;
    private static final double MOST = 0.9;
    /** Standard errors that chance does not come to. */
    private static final double CHANCE = 3;

    private final Matrix labels;
    private final int[] nearest;
    private final double noise;
    private final boolean isLinear;

    /** @param linear the share that a linear model leaves of the best constant's loss; NaN where it was not worked */
    NeighbourSigns(Job job, double linear) {
        int inputs = job.table().schema().inputs();
        int most = (int) Math.min(Probe.ROWS, Math.sqrt(MOST_WORK / Math.max(1, inputs)));
        // In the order of the file, where labels slip.
        int[] rows = Arrays.stream(job.split().train()).sorted().limit(most).toArray();
        this.labels = job.table().targets(rows);
        this.nearest = nearest(standardised(job.table().features(rows)));
        this.noise = 1 / Math.sqrt(rows.length);
        this.isLinear = linear < 1 - CHANCE * Math.sqrt(2.0 * inputs) / rows.length;
    }

    private static double[][] standardised(Matrix inputs) {
        double[][] rows = new double[inputs.rows()][inputs.columns()];
        for (int j = 0; j < inputs.columns(); j++) {
            double[] column = Baseline.column(inputs, j);
            double mean = Arrays.stream(column).average().orElse(0);
            double spread = Math.sqrt(Baseline.variance(column, mean));
            for (int i = 0; i < rows.length; i++) {
                rows[i][j] = spread > 0 ? (column[i] - mean) / spread : 0;
            }
        }
        return rows;
    }

    private static int[] nearest(double[]... rows) {
        int[] nearest = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int k = 0; k < rows.length; k++) {
                double distance = k == i ? Double.POSITIVE_INFINITY : distance(rows[i], rows[k]);
                if (distance < least) {
                    least = distance;
                    nearest[i] = k;
                }
            }
        }
        return nearest;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }

    /** What rows and their neighbours have in common with labels from so many rows further down. */
    private double common(int shift) {
        double apart = 0;
        double spread = 0;
        for (int j = 0; j < labels.columns(); j++) {
            double[] column = Baseline.column(labels, j);
            double mean = Arrays.stream(column).average().orElse(0);
            for (int i = 0; i < nearest.length; i++) {
                int own = i + shift;
                int other = nearest[i] + shift;
                if (own >= 0 && other >= 0 && own < column.length && other < column.length) {
                    apart += (column[own] - column[other]) * (column[own] - column[other]);
                    spread += 2 * (column[own] - mean) * (column[own] - mean);
                }
            }
        }
        return spread > 0 ? 1 - apart / spread : 0;
    }

    /** Whether the data as it is can be learnt. */
    boolean canBeLearnt() {
        return nearest.length >= 2 && common(0) >= Math.max(MUCH, CHANCE * noise);
    }

    /** In a clause. */
    String told() {
        return "a row and its nearest neighbour have " + Math.round(100 * Math.max(0, common(0)))
                + " % of the labels' variance in common";
    }

    /** Labels that have nothing to do with their rows; of a class that is rare among so many rows nothing can be said. */
    Optional<Diagnosis> finding() {
        if (hasNothingInCommon() && !isOfRare()) {
            return Optional.of(finding(
                    "the labels have nothing to do with the inputs that stand beside them",
                    evidence(),
                    "the labels that belong to the rows; or other columns, if these are the right ones"));
        }
        return Optional.empty();
    }

    private boolean hasNothingInCommon() {
        return nearest.length >= LEAST_ROWS && !isLinear && common(0) <= CHANCE * noise;
    }

    /** Whether in every column one value stands in nine of ten rows. */
    private boolean isOfRare() {
        return IntStream.range(0, labels.columns()).allMatch(j -> {
            double[] column = Baseline.column(labels, j);
            Arrays.sort(column);
            double middle = column[column.length / 2];
            return Arrays.stream(column).filter(y -> y == middle).count() >= MOST * column.length;
        });
    }

    private String evidence() {
        return "of " + nearest.length + " rows, " + told() + ", which chance gives as well";
    }

    /** Labels that have nothing to do with their rows, but with those a few rows off. */
    Optional<Diagnosis> slipped() {
        if (!hasNothingInCommon()) {
            return Optional.empty();
        }
        int[] shifts = IntStream.rangeClosed(-MOST_SHIFT, MOST_SHIFT)
                .filter(shift -> shift != 0 && common(shift) > Math.max(MUCH / 2, 2 * CHANCE * noise))
                .toArray();
        if (shifts.length == 0) {
            return Optional.empty();
        }
        int best = Arrays.stream(shifts)
                .boxed()
                .max((a, b) -> Double.compare(common(a), common(b)))
                .orElseThrow();
        return Optional.of(finding(
                "the labels have slipped by " + Sentences.counted(Math.abs(best), "row"),
                evidence() + "; with labels from " + Sentences.counted(Math.abs(best), "row")
                        + (best > 0 ? " below" : " above") + " it is " + Math.round(100 * common(best)) + " %",
                "each label in the row that it belongs to"));
    }

    private static Diagnosis finding(String message, String evidence, String remedy) {
        return new Diagnosis(
                Diagnosis.Code.SHUFFLED_OR_MISALIGNED_LABELS, "data.train.labels", message, evidence, remedy);
    }
}

package chalkline.doctor;

import chalkline.config.PublishSpec;
import chalkline.network.Matrix;
import chalkline.training.Job;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the rows say of each other, certain without training: that they contradict each other, or that the test repeats them. */
final class RowSigns {
    private static final int LEAST_ROWS = 50;
    private static final int MOST_ROWS = 20_000;
    private static final double NEARLY_ALL = 0.9;
    private static final double HALF = 0.5;
    private static final double TENTH = 0.1;
    /** Standard deviations above what chance explains. */
    private static final double CHANCE = 2;

    private final Job job;

    RowSigns(Job job) {
        this.job = job;
    }

    List<Diagnosis> findings() {
        List<Diagnosis> findings = new ArrayList<>();
        contradictory().ifPresent(findings::add);
        repeated().ifPresent(findings::add);
        metric().ifPresent(findings::add);
        unknown().ifPresent(findings::add);
        return findings;
    }

    /** A row's numbers, to be looked up by. */
    private record Row(List<Double> numbers) {}

    private static Row row(Matrix matrix, int i) {
        List<Double> numbers = new ArrayList<>(matrix.columns());
        for (int j = 0; j < matrix.columns(); j++) {
            numbers.add(matrix.get(i, j));
        }
        return new Row(numbers);
    }

    private int[] some(int... rows) {
        return Arrays.stream(rows).limit(MOST_ROWS).toArray();
    }

    /**
     * Of rows with the same inputs, what the labels have in common is no more than labels drawn at random would: with N rows in
     * G groups chance explains (G − 1) / (N − 1) of their variance, with a standard deviation of about √(2G) / N.
     */
    private Optional<Diagnosis> contradictory() {
        int[] rows = some(job.split().train());
        if (rows.length < LEAST_ROWS || job.table().mask(rows).isPresent()) {
            return Optional.empty();
        }
        Matrix inputs = job.table().features(rows);
        Matrix labels = job.table().targets(rows);
        Map<Row, List<Integer>> groups = new HashMap<>();
        for (int i = 0; i < rows.length; i++) {
            groups.computeIfAbsent(row(inputs, i), key -> new ArrayList<>()).add(i);
        }
        // One group is a constant input, which has a finding of its own.
        if (groups.size() < 2 || groups.size() > TENTH * rows.length) {
            return Optional.empty();
        }
        double whole = 0;
        double within = 0;
        for (int j = 0; j < labels.columns(); j++) {
            double[] column = Baseline.column(labels, j);
            whole += spread(column);
            for (List<Integer> group : groups.values()) {
                within += spread(group.stream().mapToDouble(i -> column[i]).toArray());
            }
        }
        double explained = whole > 0 ? 1 - within / whole : 1;
        double chance = (groups.size() - 1 + CHANCE * Math.sqrt(2.0 * groups.size())) / (rows.length - 1);
        if (explained > chance) {
            return Optional.empty();
        }
        return Optional.of(
                new Diagnosis(
                        Diagnosis.Code.SHUFFLED_OR_MISALIGNED_LABELS,
                        "data.train",
                        "rows with the same inputs contradict each other: the labels have nothing to do with them",
                        rows.length + " rows have " + groups.size() + " different inputs, which explain "
                                + InputSigns.shown(100 * explained) + " % of the labels' variance; chance explains "
                                + InputSigns.shown(100.0 * (groups.size() - 1) / (rows.length - 1)) + " %",
                        "the labels that belong to the rows; or further columns, if something that tells them apart is missing"));
    }

    private Map<Integer, Long> classes(int... rows) {
        return Arrays.stream(rows)
                .mapToObj(job.table()::classOf)
                .collect(Collectors.groupingBy(each -> each, Collectors.counting()));
    }

    private static double spread(double... values) {
        double mean = Arrays.stream(values).average().orElse(0);
        return Baseline.variance(values, mean) * values.length;
    }

    /** Rows of the test that are in the training, of a table that does not repeat its rows otherwise. */
    private Optional<Diagnosis> repeated() {
        int[] test = some(job.split().test());
        int[] train = some(job.split().train());
        if (test.length < LEAST_ROWS || train.length < job.split().train().length) {
            return Optional.empty();
        }
        Set<Row> known = new HashSet<>();
        int again = 0;
        Matrix inputs = job.table().features(train);
        for (int i = 0; i < train.length; i++) {
            again += known.add(row(inputs, i)) ? 0 : 1;
        }
        Matrix tested = job.table().features(test);
        int repeated = 0;
        for (int i = 0; i < test.length; i++) {
            repeated += known.contains(row(tested, i)) ? 1 : 0;
        }
        if (repeated < NEARLY_ALL * test.length || again > TENTH * train.length) {
            return Optional.empty();
        }
        return Optional.of(new Diagnosis(
                Diagnosis.Code.WRONG_METRIC,
                "data.test",
                "the test repeats the training: its figures say nothing of new rows",
                repeated + " of " + test.length + " test rows are training rows, of which only " + again + " of "
                        + train.length + " occur twice",
                "rows for the test that were not trained on: data.split.test: 0.2"));
    }

    /** Held-out rows of classes that the training hardly has, as the last rows of a file in the order of its classes. */
    private Optional<Diagnosis> unknown() {
        int[] held = some(IntStream.concat(
                        Arrays.stream(job.split().validation()),
                        Arrays.stream(job.split().test()))
                .toArray());
        int[] train = some(job.split().train());
        if (!job.table().hasClasses() || held.length < LEAST_ROWS / 2 || train.length == 0) {
            return Optional.empty();
        }
        Map<Integer, Long> known = classes(train);
        long strange = classes(held).entrySet().stream()
                .filter(each ->
                        known.getOrDefault(each.getKey(), 0L) * held.length < TENTH * each.getValue() * train.length)
                .mapToLong(Map.Entry::getValue)
                .sum();
        if (strange < HALF * held.length
                || TENTH * held.length < job.table().schema().outputs()) {
            return Optional.empty();
        }
        return Optional.of(new Diagnosis(
                Diagnosis.Code.OTHER,
                "data.split",
                "the rows held out are of classes that the training hardly has",
                strange + " of " + held.length + " held-out rows, of classes ten times as frequent as in the training",
                "rows that are drawn, or a file in which the classes are mixed: data.split without order: file"));
    }

    /** An accuracy that is asked for, and that always answering the most frequent class has. */
    private Optional<Diagnosis> metric() {
        if (!job.table().hasClasses() || job.split().train().length == 0) {
            return Optional.empty();
        }
        Map<Integer, Long> counts = classes(job.split().train());
        double share = (double) counts.values().stream()
                        .mapToLong(Long::longValue)
                        .max()
                        .orElse(0)
                / job.split().train().length;
        return job.configuration().publish().conditions().stream()
                .filter(condition -> condition.metric() == PublishSpec.Metric.ACCURACY && condition.bound() <= share)
                .findFirst()
                .map(condition -> new Diagnosis(
                        Diagnosis.Code.WRONG_METRIC,
                        "publish-if.accuracy",
                        "the accuracy that is asked for is reached by always answering the same class",
                        Math.round(100 * share) + " % of the training rows are of one class",
                        "publish-if: { f1: \">= 0.7\" }"));
    }
}

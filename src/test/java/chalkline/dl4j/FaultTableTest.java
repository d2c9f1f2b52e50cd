package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Worksheet;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.Entry;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.check.Verdict;
import chalkline.dl4j.known.Catalogue;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import chalkline.training.Recording;
import chalkline.training.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Faults of every size in real steps, and what sees them: this check; the rule of Deeplearning4j's GradientCheckUtil, of the
 * same gradients against central differences of a copy in float64; and |a − n| ≤ 1e−5 + 1e−3|n|. Writes the tables to
 * {@code -Dtable=FILE}; {@code -Dchalkline.networks=N} of either kind.
 */
@Tag("slow")
@Timeout(7200)
class FaultTableTest {
    private static final int NETWORKS = Integer.getInteger("chalkline.networks", 150);
    private static final int[] BATCHES = {1, 32, 1000, 20_000};
    /** Of every batch size. */
    private static final int CLASSIFIERS = 5;

    private static final double[] SIZES = {1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10};
    private static final double EPSILON = 1e-6;

    /** Where a fault is put into a step's numbers. */
    private enum Fault {
        LARGEST("largest entry of dW1"),
        SMALLEST("smallest entry of dW1 but 0"),
        ALL("all of dW1"),
        BIAS("first entry of db1");

        private final String words;

        Fault(String words) {
            this.words = words;
        }

        private StepId step() {
            return (this == BIAS ? StepId.b(1) : StepId.w(1)).gradient();
        }

        /** The entry that the other methods are asked for. */
        private int entry(Matrix values) {
            return switch (this) {
                case LARGEST, ALL -> extreme(values, 1);
                case SMALLEST -> extreme(values, -1);
                case BIAS -> 0;
            };
        }

        private static int extreme(Matrix values, int sign) {
            int best = -1;
            for (int k = 0; k < values.size(); k++) {
                double size = sign * Math.abs(values.get(k));
                if (values.get(k) != 0 && (best < 0 || size > sign * Math.abs(values.get(best)))) {
                    best = k;
                }
            }
            return best;
        }
    }

    /** Of so many faults how many each method saw; of this check's, how many were over twice the bound. */
    private static final class Tally {
        private int planted;
        private int above;
        private int caught;
        private int elsewhere;
        private int byUtil;
        private int byTolerance;
    }

    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private final Map<String, List<Double>> tightness = new TreeMap<>();
    private final Map<String, int[]> clean = new LinkedHashMap<>();

    @Test
    void everyFaultOverTwiceItsBoundIsCaughtAndNoRightStepIsAlarmedAt() throws IOException {
        for (Precision precision : Precision.values()) {
            for (long seed = 0, judged = 0; judged < NETWORKS; seed++) {
                judged += judge("ordinary", RandomNetworks.of(seed, precision).trainable()) ? 1 : 0;
            }
            for (long seed = 0, judged = 0; judged < NETWORKS; seed++) {
                judged += judge(
                                "adversarial",
                                RandomNetworks.rough(seed, precision).trainable())
                        ? 1
                        : 0;
            }
            judge("worked example", new RandomNetworks.Case(Worksheet.network(precision), Worksheet.batch()));
            for (int examples : BATCHES) {
                for (long seed = 0; seed < CLASSIFIERS; seed++) {
                    String kind = examples + " examples";
                    judge(kind, classifier(seed, examples, precision), " of " + kind, Fault.LARGEST);
                }
            }
        }
        String tables = faults() + "\n" + falseAlarms() + "\n" + bounds() + "\n" + batches();
        System.out.println(tables);
        if (System.getProperty("table") != null) {
            write(Path.of(System.getProperty("table")), "faults", tables);
        }
        tallies.values().forEach(tally -> assertThat(tally.caught).isGreaterThanOrEqualTo(tally.above));
        tallies.values().forEach(tally -> assertThat(tally.elsewhere).isZero());
        clean.values().forEach(counts -> assertThat(counts[1]).isZero());
    }

    private static CheckResult check(Network network, Batch batch, Trace trace) {
        return Check.of(network, batch, trace, true, new Catalogue().accepting());
    }

    private boolean judge(String kind, RandomNetworks.Case drawn) {
        return judge(kind, drawn, "", Fault.values());
    }

    /**
     * Whether it is one that the other methods can judge: nothing in it is drawn anew in every step.
     *
     * @param of behind the fault's name
     */
    private boolean judge(String kind, RandomNetworks.Case drawn, String of, Fault... faults) {
        Network network = drawn.network();
        boolean draws = network.layers().stream()
                .anyMatch(layer -> layer.retainProbability().isPresent() || layer.drawsSlopes());
        if (network.layer(1).kind() != Layer.Kind.DENSE
                || draws
                || drawn.batch().mask().isPresent()) {
            return false;
        }
        Recording recording = new Dl4j().build(network).record(drawn.batch());
        CheckResult right = check(network, drawn.batch(), recording.trace());
        Differences differences = new Differences(network, drawn.batch());
        int[] counts = clean.computeIfAbsent(kind + " | " + network.precision().label(), key -> new int[6]);
        counts[0]++;
        boolean unexplained = right.steps().stream()
                .anyMatch(step -> step.verdict() == StepVerdict.DEVIATES || step.verdict() == StepVerdict.NON_FINITE);
        counts[1] += unexplained ? 1 : 0;
        counts[2] += right.verdict() == Verdict.INCONCLUSIVE ? 1 : 0;
        counts[3] += right.verdict() == Verdict.DEVIATES ? 1 : 0;
        boolean util = false;
        boolean tolerance = false;
        for (Fault fault : Fault.values()) {
            if (recording.trace().has(fault.step())) {
                Matrix values = recording.trace().value(fault.step());
                int entry = fault.entry(values);
                double n = entry < 0 ? 0 : differences.of(fault, entry);
                util |= entry >= 0 && !passesUtil(values.get(entry), n);
                tolerance |= entry >= 0 && !passesTolerance(values.get(entry), n);
            }
        }
        counts[4] += util ? 1 : 0;
        counts[5] += tolerance ? 1 : 0;
        right.steps().stream()
                .filter(step -> step.verdict() == StepVerdict.AGREES && step.maxErrorOverBound() > 0)
                .forEach(step -> tightness
                        .computeIfAbsent(kindOf(step.id()), key -> new ArrayList<>())
                        .add(step.maxErrorOverBound()));
        Set<StepId> deviating = Check.withoutTruth(network, drawn.batch(), recording.trace(), true).steps().stream()
                .filter(StepResult::contradicts)
                .map(StepResult::id)
                .collect(Collectors.toSet());
        if (!unexplained) {
            for (Fault fault : faults) {
                plant(fault, of, drawn, recording.trace(), deviating, differences);
            }
        }
        return true;
    }

    private static String kindOf(StepId id) {
        String name = id.toString().replaceAll("\\d+", "");
        return id.isOfUpdate() ? "update" : name;
    }

    /** @param deviating the steps that deviate as it is, as known differences of the engine do */
    private void plant(
            Fault fault,
            String of,
            RandomNetworks.Case drawn,
            Trace trace,
            Set<StepId> deviating,
            Differences differences) {
        Matrix values = trace.has(fault.step()) ? trace.value(fault.step()) : Matrix.of(1, 1, 0);
        int entry = fault.entry(values);
        if (entry < 0 || values.get(entry) == 0) {
            return;
        }
        double bound = bound(drawn, trace, fault, values, entry);
        for (double size : SIZES) {
            Matrix faulty = changed(values, fault == Fault.ALL ? -1 : entry, 1 - size);
            double change = Math.abs(faulty.get(entry) - values.get(entry));
            StepResult step = Check.step(
                            drawn.network(), drawn.batch(), trace.with(Map.of(fault.step(), faulty)), fault.step())
                    .orElseThrow();
            Tally tally = tallies.computeIfAbsent(
                    fault.words + of + " | " + String.format(Locale.ROOT, "%.0e", size) + " | "
                            + drawn.network().precision().label(),
                    key -> new Tally());
            boolean caught = step.verdict().contradicts();
            tally.planted++;
            tally.above += change > 2 * bound ? 1 : 0;
            tally.caught += caught ? 1 : 0;
            double n = differences.of(fault, entry);
            tally.byUtil += passesUtil(faulty.get(entry), n) ? 0 : 1;
            tally.byTolerance += passesTolerance(faulty.get(entry), n) ? 0 : 1;
            if (caught && size == SIZES[0]) {
                // What is known of the engine may deviate before.
                StepResult first = Check.withoutTruth(
                                drawn.network(), drawn.batch(), trace.with(Map.of(fault.step(), faulty)), true)
                        .steps()
                        .stream()
                        .filter(each -> each.contradicts() && !deviating.contains(each.id()))
                        .findFirst()
                        .orElseThrow();
                tally.elsewhere += first.id().equals(fault.step()) ? 0 : 1;
            }
        }
    }

    /** The bound of that entry: a fault as large as that is the worst. */
    private static double bound(RandomNetworks.Case drawn, Trace trace, Fault fault, Matrix values, int entry) {
        Matrix huge = changed(values, entry, -1e6);
        Entry worst = Check.step(drawn.network(), drawn.batch(), trace.with(Map.of(fault.step(), huge)), fault.step())
                .orElseThrow()
                .worst()
                .orElseThrow();
        boolean same = worst.row() * values.columns() + worst.column() == entry;
        return same ? worst.bound() : Double.POSITIVE_INFINITY;
    }

    /** @param entry that is multiplied; all of them where it is negative */
    private static Matrix changed(Matrix values, int entry, double factor) {
        double[] changed = values.toArray();
        for (int k = 0; k < changed.length; k++) {
            changed[k] *= entry < 0 || k == entry ? factor : 1;
        }
        return Matrix.of(values.rows(), values.columns(), changed);
    }

    /** GradientCheckUtil, with the usual maximum of 1e−3 and the least absolute error 1e−8. */
    private static boolean passesUtil(double a, double n) {
        double relative = a == 0 && n == 0 ? 0 : Math.abs(a - n) / (Math.abs(a) + Math.abs(n));
        return relative <= 1e-3 || Math.abs(a - n) < 1e-8;
    }

    private static boolean passesTolerance(double a, double n) {
        return Math.abs(a - n) <= 1e-5 + 1e-3 * Math.abs(n);
    }

    /** Central differences of the loss of a copy in float64. */
    private static final class Differences {
        private final Dl4jModel copy;
        private final Batch batch;
        private final State state;
        private final Map<String, Double> known = new LinkedHashMap<>();

        Differences(Network network, Batch batch) {
            this.copy = new Dl4j().build(network.in(Precision.FLOAT64));
            this.batch = batch;
            this.state = copy.state();
        }

        double of(Fault fault, int entry) {
            StepId parameter = fault.step().parameter();
            return known.computeIfAbsent(
                    parameter + "," + entry,
                    key -> (loss(parameter, entry, EPSILON) - loss(parameter, entry, -EPSILON)) / (2 * EPSILON));
        }

        private double loss(StepId parameter, int entry, double by) {
            Map<StepId, Matrix> arrays = new LinkedHashMap<>(state.arrays());
            double[] values = arrays.get(parameter).toArray();
            values[entry] += by;
            arrays.put(
                    parameter,
                    Matrix.of(
                            arrays.get(parameter).rows(), arrays.get(parameter).columns(), values));
            copy.restore(new State(arrays, state.iteration(), state.epoch()));
            return copy.loss(batch);
        }
    }

    private String faults() {
        return "| fault | size | precision | planted | over twice the bound | this check | GradientCheckUtil | rtol/atol |\n"
                + "|---|---|---|---|---|---|---|---|\n"
                + tallies.entrySet().stream()
                        .map(each ->
                                "| " + each.getKey() + " | " + each.getValue().planted + " | " + each.getValue().above
                                        + " | " + each.getValue().caught + " | " + each.getValue().byUtil + " | "
                                        + each.getValue().byTolerance + " |\n")
                        .collect(Collectors.joining());
    }

    private String falseAlarms() {
        return "| right gradients of | precision | networks | alarms of this check | inconclusive | known defects |"
                + " GradientCheckUtil | rtol/atol |\n|---|---|---|---|---|---|---|---|\n"
                + clean.entrySet().stream()
                        .map(each -> "| " + each.getKey() + " | "
                                + IntStream.of(each.getValue())
                                        .mapToObj(Integer::toString)
                                        .collect(Collectors.joining(" | "))
                                + " |\n")
                        .collect(Collectors.joining());
    }

    private String bounds() {
        return "| step | steps | bound ÷ real error, median | least |\n|---|---|---|---|\n"
                + tightness.entrySet().stream()
                        .map(each -> {
                            List<Double> sorted = new ArrayList<>(each.getValue());
                            Collections.sort(sorted);
                            return String.format(
                                    Locale.ROOT,
                                    "| %s | %d | %.1f | %.2f |%n",
                                    each.getKey(),
                                    sorted.size(),
                                    1 / sorted.get(sorted.size() / 2),
                                    1 / sorted.get(sorted.size() - 1));
                        })
                        .collect(Collectors.joining());
    }

    /** What share of a gradient's largest entry its bound is, for so many examples. */
    private static String batches() {
        StringBuilder table = new StringBuilder(
                "| examples | smallest fault of the largest entry of dW1 that is caught: float32 | float64 |\n|---|---|---|\n");
        for (int examples : BATCHES) {
            table.append("| ").append(examples);
            for (Precision precision : Precision.values()) {
                RandomNetworks.Case drawn = classifier(0, examples, precision);
                Trace trace =
                        new Dl4j().build(drawn.network()).record(drawn.batch()).trace();
                Matrix values = trace.value(Fault.LARGEST.step());
                int entry = Fault.LARGEST.entry(values);
                double bound = bound(drawn, trace, Fault.LARGEST, values, entry);
                table.append(String.format(Locale.ROOT, " | %.0e", 2 * bound / Math.abs(values.get(entry))));
            }
            table.append(" |\n");
        }
        return table.toString();
    }

    private static RandomNetworks.Case classifier(long seed, int examples, Precision precision) {
        Random random = new Random(11 + seed);
        double[] x = random.doubles(examples * 4L, -1, 1).toArray();
        double[] y = new double[examples * 3];
        IntStream.range(0, examples).forEach(i -> y[3 * i + random.nextInt(3)] = 1);
        Network network = Network.sequence(
                "classifier",
                1 + seed,
                precision,
                List.of(
                        Layer.dense(4, 8, Activation.TANH, Initialiser.XAVIER, Optional.empty(), Optional.empty()),
                        Layer.dense(8, 3, Activation.SOFTMAX, Initialiser.XAVIER, Optional.empty(), Optional.empty())),
                Loss.MCXENT,
                Updater.sgd(0.1));
        return new RandomNetworks.Case(
                network,
                new Batch(
                        Matrix.of(examples, 4, x),
                        Matrix.of(examples, 3, y),
                        Collections.nCopies(4, "x"),
                        Collections.nCopies(3, "y")));
    }

    /** Puts tables between the page's marks of this name. */
    static void write(Path page, String name, String tables) throws IOException {
        String text = Files.readString(page);
        String begin = "<!-- " + name + " -->\n";
        Files.writeString(
                page,
                text.substring(0, text.indexOf(begin) + begin.length())
                        + tables
                        + text.substring(text.indexOf("<!-- end of " + name + " -->")));
    }
}

package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import chalkline.training.Recording;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real Deeplearning4j fits of random networks, checked: what Deeplearning4j computes right must not be called wrong. */
class NoFalseAlarmTest {
    /** More on demand: -Dchalkline.networks=5000. */
    private static final int NETWORKS = Integer.getInteger("chalkline.networks", 500);

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyStepAgreesOrSaysWhyItCannot(Precision precision) {
        noFalseAlarm(precision, RandomNetworks::of);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void largeAndRoughNetworksToo(Precision precision) {
        noFalseAlarm(precision, RandomNetworks::rough);
    }

    private static void noFalseAlarm(Precision precision, BiFunction<Long, Precision, RandomNetworks.Case> networks) {
        Dl4j engine = new Dl4j();
        Map<StepVerdict, Long> entries = new EnumMap<>(StepVerdict.class);
        double tightest = 0;
        Map<String, Integer> defects = new TreeMap<>();
        int departing = 0;
        int misscored = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            RandomNetworks.Case random = networks.apply(seed, precision);
            Recording recording = engine.build(random.network()).record(random.batch());
            CheckResult result = Check.of(random.network(), random.batch(), recording.trace(), recording.matchesFit());
            assertThat(recording.matchesFit()).as("network %d", seed).isTrue();
            boolean departs = departs(random, recording.trace());
            departing += departs ? 1 : 0;
            boolean misscores = scoresItsOwnGradient(random.network());
            misscored += misscores ? 1 : 0;
            List<StepResult> deviations = result.steps().stream()
                    .filter(step -> step.verdict().contradicts())
                    .filter(step -> !departs || !isOfLoss(step, random.network(), recording.trace()))
                    .filter(step -> !misscores || !isScored(step, random.network()))
                    .filter(step -> !departs && !misscores || !step.name().equals(Step.SCORE))
                    .toList();
            for (StepResult step : deviations) {
                explanation(random.network(), recording.trace(), step)
                        .ifPresent(defect -> defects.merge(defect, 1, Integer::sum));
            }
            assertThat(deviations.stream()
                            .filter(step -> explanation(random.network(), recording.trace(), step)
                                    .isEmpty())
                            .map(step -> step.name() + " " + step.worst().orElseThrow()))
                    .as(
                            "network %d: %s, %s",
                            seed,
                            random.network().loss(),
                            random.network().layers().stream()
                                    .map(Layer::activation)
                                    .toList())
                    .isEmpty();
            for (var step : result.steps()) {
                if (step.verdict().contradicts()) {
                    continue;
                }
                step.counts().forEach((verdict, count) -> entries.merge(verdict, (long) count, Long::sum));
                if (step.worst().isPresent() && step.maxErrorOverBound() <= 1) {
                    tightest = Math.max(tightest, step.maxErrorOverBound());
                }
            }
        }
        System.out.printf(
                "%d networks in %s: %s entries, largest error/bound %.3f; %d where Deeplearning4j's loss is not that of the"
                        + " textbook, %d where a loss layer scores its own gradient%n"
                        + "    steps with a defect of Deeplearning4j's: %s%n",
                NETWORKS, precision.label(), entries, tightest, departing, misscored, defects);
        assertThat(entries.get(StepVerdict.AGREES)).isGreaterThan(NETWORKS * 100L);
    }

    private static Optional<String> explanation(Network network, Trace trace, StepResult step) {
        return ActivationDefects.explanation(network, trace, step)
                .or(() -> KnownRegularisationDefects.explanation(network, trace, step.name()));
    }

    /** LossLayerScoreTest: a loss layer's activation works on its way back in the array that the score is then taken of. */
    private static boolean scoresItsOwnGradient(Network network) {
        Layer last = network.layer(network.depth());
        return last.kind() == Layer.Kind.ACTIVATION && last.activation().kind() != Activation.Kind.IDENTITY;
    }

    /** The loss, and with Wasserstein's, whose gradient needs no outputs, the outputs themselves. */
    private static boolean isScored(StepResult step, Network network) {
        boolean onlyScored = network.loss().kind() == Loss.Kind.WASSERSTEIN;
        return step.name().equals(Step.LOSS) || onlyScored && step.name().equals(Step.a(network.depth()));
    }

    /** The loss and its gradient: dAL, or dZL where that does not exist. */
    private static boolean isOfLoss(StepResult step, Network network, Trace trace) {
        String output = Step.gradient(Step.a(network.depth()));
        String first = trace.has(output) ? output : Step.gradient(Step.z(network.depth()));
        return step.name().equals(Step.LOSS) || step.name().equals(first);
    }

    /**
     * Where Deeplearning4j's loss or its gradient really is not that of the textbook; every case has its reproducer in
     * LossDefectsTest.
     */
    private static boolean departs(RandomNetworks.Case random, Trace trace) {
        Matrix a = trace.value(Step.a(random.network().depth()));
        Matrix y = trace.value(Step.Y);
        return switch (random.network().loss().kind()) {
            case XENT -> any(a, v -> v < 1.001e-5 || 1 - v < 1.001e-5);
            case MCXENT -> any(a, v -> v < 1.001e-10 || 1 - v < 1.001e-10);
            case KL_DIVERGENCE -> any(a, v -> v < 1.001e-5) || any(y, v -> v < 1.001e-5 || v > 1);
            case RECONSTRUCTION_CROSSENTROPY -> true;
            case COSINE_PROXIMITY -> shortest(a) < 3.2e-3 || shortest(y) < 3.2e-3;
            case MSE,
                    L2,
                    HALF_SQUARED_ERROR,
                    L1,
                    MEAN_ABSOLUTE_ERROR,
                    MEAN_ABSOLUTE_PERCENTAGE_ERROR,
                    MEAN_SQUARED_LOGARITHMIC_ERROR,
                    HINGE,
                    SQUARED_HINGE,
                    POISSON,
                    WASSERSTEIN -> false;
        };
    }

    private static boolean any(Matrix matrix, DoublePredicate entry) {
        return Arrays.stream(matrix.toArray()).anyMatch(entry);
    }

    /** The smallest norm of a row. */
    private static double shortest(Matrix matrix) {
        double shortest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < matrix.rows(); i++) {
            double squares = 0;
            for (int j = 0; j < matrix.columns(); j++) {
                squares += matrix.get(i, j) * matrix.get(i, j);
            }
            shortest = Math.min(shortest, Math.sqrt(squares));
        }
        return shortest;
    }
}

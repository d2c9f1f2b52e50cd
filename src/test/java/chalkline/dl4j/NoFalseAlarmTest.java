package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import chalkline.training.Recording;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
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
        int clipped = 0;
        int misscored = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            RandomNetworks.Case random = networks.apply(seed, precision);
            Recording recording = engine.build(random.network()).record(random.batch());
            CheckResult result = Check.of(random.network(), random.batch(), recording.trace(), recording.matchesFit());
            assertThat(recording.matchesFit()).as("network %d", seed).isTrue();
            boolean clips = clips(random, recording.trace());
            clipped += clips ? 1 : 0;
            boolean misscores = scoresItsOwnGradient(random.network());
            misscored += misscores ? 1 : 0;
            List<StepResult> deviations = result.steps().stream()
                    .filter(step -> step.verdict().contradicts())
                    .filter(step -> !clips || !isOfLoss(step, random.network()))
                    .filter(step -> !misscores || !step.name().equals(Step.LOSS))
                    .toList();
            for (StepResult step : deviations) {
                ActivationDefects.explanation(random.network(), recording.trace(), step)
                        .ifPresent(defect -> defects.merge(defect, 1, Integer::sum));
            }
            assertThat(deviations.stream()
                            .filter(step -> ActivationDefects.explanation(random.network(), recording.trace(), step)
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
                step.counts().forEach((verdict, count) -> entries.merge(verdict, (long) count, Long::sum));
                if (step.worst().isPresent() && step.maxErrorOverBound() <= 1) {
                    tightest = Math.max(tightest, step.maxErrorOverBound());
                }
            }
        }
        System.out.printf(
                "%d networks in %s: %s entries, largest error/bound %.3f; %d where Deeplearning4j clips the loss,"
                        + " %d where a loss layer scores its own gradient%n"
                        + "    steps with a defect of Deeplearning4j's: %s%n",
                NETWORKS, precision.label(), entries, tightest, clipped, misscored, defects);
        assertThat(entries.get(StepVerdict.AGREES)).isGreaterThan(NETWORKS * 100L);
    }

    /** LossLayerScoreTest: a loss layer's activation works on its way back in the array that the score is then taken of. */
    private static boolean scoresItsOwnGradient(Network network) {
        Layer last = network.layer(network.depth());
        return last.kind() == Layer.Kind.ACTIVATION && last.activation().kind() != Activation.Kind.IDENTITY;
    }

    private static boolean isOfLoss(StepResult step, Network network) {
        return step.name().equals(Step.LOSS) || step.name().equals(Step.gradient(Step.a(network.depth())));
    }

    /**
     * Deeplearning4j moves outputs into [1e-5, 1 − 1e-5] before the binary cross entropy, and from 1e-10 up before the score
     * of the other one: where that bites, loss and gradient really are not those of the textbook.
     */
    private static boolean clips(RandomNetworks.Case random, Trace trace) {
        double limit = switch (random.network().loss()) {
            case XENT -> 1e-5;
            case MCXENT -> 1e-10;
            case MSE, L2, HALF_SQUARED_ERROR -> 0;
        };
        return Arrays.stream(trace.value(Step.a(random.network().depth())).toArray())
                .anyMatch(a -> limit > 0 && (a < 1.001 * limit || 1 - a < 1.001 * limit));
    }
}

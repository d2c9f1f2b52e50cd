package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Layer;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Trace;
import chalkline.training.Recording;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        int clipped = 0;
        int defects = 0;
        for (long seed = 0; seed < NETWORKS; seed++) {
            RandomNetworks.Case random = networks.apply(seed, precision);
            Recording recording = engine.build(random.network()).record(random.batch());
            CheckResult result = Check.of(random.network(), random.batch(), recording.trace(), recording.matchesFit());
            assertThat(recording.matchesFit()).as("network %d", seed).isTrue();
            List<StepResult> deviations = result.steps().stream()
                    .filter(step -> step.verdict().contradicts())
                    .toList();
            Optional<StepResult> unexplained = deviations.stream()
                    .filter(step ->
                            !KnownRegularisationDefects.explain(random.network(), recording.trace(), step.name()))
                    .findFirst();
            if (clips(random, recording.trace())) {
                clipped++;
                assertThat(unexplained.map(StepResult::name))
                        .as("network %d", seed)
                        .isIn(
                                Optional.of("loss"),
                                Optional.of("dA" + random.network().depth()),
                                Optional.empty());
                continue;
            }
            defects += deviations.isEmpty() ? 0 : 1;
            assertThat(unexplained.map(step -> step.name() + " " + step.worst().orElseThrow()))
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
                if (step.worst().isPresent()) {
                    tightest = Math.max(tightest, step.maxErrorOverBound());
                }
            }
        }
        System.out.printf(
                "%d networks in %s: %s entries, largest error/bound %.3f; %d with a known defect, %d more where"
                        + " Deeplearning4j clips the loss%n",
                NETWORKS - clipped, precision.label(), entries, tightest, defects, clipped);
        assertThat(entries.get(StepVerdict.AGREES)).isGreaterThan(NETWORKS * 100L);
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

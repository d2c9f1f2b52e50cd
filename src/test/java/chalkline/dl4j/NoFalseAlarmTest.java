package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.dl4j.known.Catalogue;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.training.Recording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real Deeplearning4j fits of random networks, checked: what Deeplearning4j computes right must not be called wrong, and
 * what is called wrong must be, number for number, what a known difference gives.
 */
@ExtendWith(Seeds.class)
class NoFalseAlarmTest {
    /** Every fourth network is trained for some steps, each of which is checked; an epoch ends after every second. */
    private static final int STEPS = 4;

    /** What a rate that is too large ends in. */
    private static final double DIVERGED = 1e15;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyStepAgreesOrIsAKnownDifference(Precision precision) {
        // Without the large ones, which are every twentieth.
        noFalseAlarm(precision, 120, (seed, in) -> RandomNetworks.everything(seed + seed / 19, in));
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void inThousandsOfNetworks(Precision precision) {
        Tally tally =
                noFalseAlarm(precision, Integer.getInteger("chalkline.networks", 5000), RandomNetworks::everything);
        assertThat(tally.known()).hasSizeGreaterThan(10);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void inLargeAndRoughNetworks(Precision precision) {
        noFalseAlarm(precision, 500, RandomNetworks::rough);
    }

    /** What was found so far. */
    private record Tally(
            Map<StepVerdict, Long> entries,
            Map<StepVerdict, Long> steps,
            Map<String, Integer> known,
            List<String> unexplained) {
        Tally() {
            this(
                    new EnumMap<>(StepVerdict.class),
                    new EnumMap<>(StepVerdict.class),
                    new TreeMap<>(),
                    new ArrayList<>());
        }
    }

    private static Tally noFalseAlarm(
            Precision precision, int networks, BiFunction<Long, Precision, RandomNetworks.Case> drawn) {
        Tally tally = new Tally();
        for (long seed : Seeds.upTo(networks)) {
            RandomNetworks.Case random = drawn.apply(seed, precision).trainable();
            Dl4jModel model = new Dl4j().build(random.network());
            int steps = seed % 4 == 3 ? STEPS : 1;
            for (int step = 0; step < steps; step++) {
                Network now = step == 0 ? random.network() : random.network().later();
                Recording recording = model.record(random.batch());
                assertThat(recording.matchesFit()).as("network %d", seed).isTrue();
                if (step > 0 && !(Math.abs(recording.trace().value(StepId.LOSS).get(0)) < DIVERGED)) {
                    break;
                }
                count(new RandomNetworks.Case(now, random.batch()), recording, tally);
                model.fit(random.batch());
                if (step % 2 == 1) {
                    model.endEpoch();
                }
            }
        }
        System.out.printf(
                "%d networks in %s: steps %s, entries %s, unexplained %d%n    %s%n",
                networks,
                precision.label(),
                tally.steps(),
                tally.entries(),
                tally.unexplained().size(),
                tally.known());
        assertThat(tally.unexplained()).isEmpty();
        assertThat(tally.entries().get(StepVerdict.AGREES)).isGreaterThan(networks * 100L);
        return tally;
    }

    private static void count(RandomNetworks.Case random, Recording recording, Tally tally) {
        Network network = random.network();
        CheckResult result = Check.of(network, random.batch(), recording.trace(), true, new Catalogue().accepting());
        for (StepResult step : result.steps()) {
            tally.steps().merge(step.verdict(), 1L, Long::sum);
            step.known().forEach(known -> tally.known().merge(known.id(), 1, Integer::sum));
            if (!step.known().isEmpty()) {
                continue;
            }
            step.counts().forEach((verdict, count) -> tally.entries().merge(verdict, (long) count, Long::sum));
            if (step.verdict().contradicts()) {
                Seeds.suspect();
                tally.unexplained()
                        .add(network.name() + " " + step.name() + " "
                                + step.worst().orElseThrow() + " " + network.loss()
                                + " " + network.updater()
                                + network.layers().stream()
                                        .map(Layer::activation)
                                        .toList());
            }
        }
    }
}

package chalkline.direct;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.training.Recording;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The engine's own steps of random networks, checked as Deeplearning4j's are: every one is the textbook's. */
@ExtendWith(Seeds.class)
class DirectStepTest {
    /** Every fourth network is trained for some steps, each of which is checked; an epoch ends after every second. */
    private static final int STEPS = 4;

    /** What a rate that is too large ends in. */
    private static final double DIVERGED = 1e15;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void noStepDeviates(Precision precision) {
        // Without the large ones, which are every twentieth.
        check(precision, 100, true);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void inThousandsOfNetworks(Precision precision) {
        check(precision, Integer.getInteger("chalkline.networks", 5000), false);
    }

    private static void check(Precision precision, int networks, boolean small) {
        Map<StepVerdict, Long> steps = new EnumMap<>(StepVerdict.class);
        List<String> deviating = new ArrayList<>();
        for (long seed : Seeds.upTo(networks)) {
            RandomNetworks.Case random = Covered.of(small ? seed + seed / 19 : seed, precision);
            DirectModel model = new Direct().build(random.network());
            int count = seed % 4 == 3 ? STEPS : 1;
            for (int step = 0; step < count; step++) {
                Network now = step == 0 ? random.network() : random.network().later();
                Recording recording = model.record(random.batch());
                assertThat(recording.matchesFit()).as("network %d", seed).isTrue();
                if (step > 0 && !(Math.abs(recording.trace().value(StepId.LOSS).get(0)) < DIVERGED)) {
                    break;
                }
                CheckResult result = Check.withoutTruth(now, random.batch(), recording.trace(), true);
                for (StepResult each : result.steps()) {
                    steps.merge(each.verdict(), 1L, Long::sum);
                    if (each.verdict().contradicts()) {
                        Seeds.suspect();
                        deviating.add(now.name() + " " + each.name() + " "
                                + each.worst().orElseThrow() + " " + now.loss() + " " + now.updater()
                                + now.layers().stream().map(Layer::activation).toList());
                    }
                }
                model.fit(random.batch());
                if (step % 2 == 1) {
                    model.endEpoch();
                }
            }
        }
        System.out.printf("%d networks in %s, by the engine direct: steps %s%n", networks, precision.label(), steps);
        assertThat(deviating).isEmpty();
        assertThat(steps.get(StepVerdict.AGREES)).isGreaterThan(networks * 10L);
    }
}

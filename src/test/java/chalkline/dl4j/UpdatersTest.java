package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.RandomNetworks;
import chalkline.RandomUpdaters;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.dl4j.defects.KnownDefects;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.Step;
import chalkline.network.Updater;
import chalkline.reference.Rule;
import chalkline.training.Engine;
import chalkline.training.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real fits in a row with every updater, each checked: what deviates is what Deeplearning4j is known to do otherwise. */
class UpdatersTest {
    private static final int STEPS = 6;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalFitsInARow(Precision precision) {
        severalFitsInARow(precision, 2);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalFitsInARowOfMoreNetworks(Precision precision) {
        Map<String, Integer> deviations = severalFitsInARow(precision, Integer.getInteger("chalkline.updaters", 100));
        assertThat(deviations.keySet())
                .contains(
                        "AdaGrad starts from 1e-6",
                        "AdaGrad loses its schedule",
                        "RmsProp starts from epsilon",
                        "Nadam does not correct its second moment",
                        "poly rises where it should fall",
                        "a rate of 0 becomes epsilon");
    }

    private static Map<String, Integer> severalFitsInARow(Precision precision, int networks) {
        Map<StepVerdict, Long> entries = new EnumMap<>(StepVerdict.class);
        Map<String, Integer> deviations = new TreeMap<>();
        double tightest = 0;
        for (int seed = 0; seed < networks; seed++) {
            RandomNetworks.Case random = RandomNetworks.of(seed, precision).trainable();
            for (Updater updater : RandomUpdaters.all(seed)) {
                if (updater instanceof Updater.AdaBelief) {
                    continue;
                }
                Network asked = with(updater, random.network());
                Dl4jModel model = new Dl4j().build(asked);
                for (int iteration = 0; iteration < STEPS; iteration++) {
                    Recording recording = model.record(random.batch());
                    assertThat(recording.matchesFit()).isTrue();
                    CheckResult result = Check.of(asked.later(), random.batch(), recording.trace(), true);
                    KnownDefects defects = KnownDefects.of(asked.later(), random.batch(), recording.trace());
                    for (StepResult step : result.steps()) {
                        // Losses that Deeplearning4j clips are another test's.
                        Rule.Section section = step.rule().section();
                        if (section == Rule.Section.FORWARD || section == Rule.Section.BACKWARD) {
                            continue;
                        }
                        step.counts().forEach((verdict, count) -> entries.merge(verdict, (long) count, Long::sum));
                        if (step.verdict().contradicts()) {
                            Optional<String> defect = defects.explanation(step);
                            assertThat(defect)
                                    .as(
                                            "network %d, %s, step %d: %s",
                                            seed,
                                            updater,
                                            iteration,
                                            step.worst().orElseThrow())
                                    .isPresent();
                            deviations.merge(defect.get(), 1, Integer::sum);
                        } else if (step.maxErrorOverBound() <= 1) {
                            tightest = Math.max(tightest, step.maxErrorOverBound());
                        }
                    }
                    model.fit(random.batch());
                    if (iteration % 2 == 1) {
                        model.endEpoch();
                    }
                }
            }
        }
        System.out.printf(
                "%s: %s entries of updates, largest error/bound %.3f; %s%n",
                precision.label(), entries, tightest, deviations);
        assertThat(entries.get(StepVerdict.AGREES)).isGreaterThan(networks * 1000L);
        return deviations;
    }

    /** What is trained on, saved and loaded again is checked from what the file keeps. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aTrainedModelIsCheckedFromItsFile(Precision precision) throws IOException {
        RandomNetworks.Case random = RandomNetworks.of(5, precision).trainable();
        for (Updater updater : RandomUpdaters.all(2)) {
            if (updater instanceof Updater.AdaBelief || updater instanceof Updater.AdaGrad) {
                continue;
            }
            Dl4jModel model = new Dl4j().build(with(updater, random.network()));
            for (int step = 0; step < 5; step++) {
                model.fit(random.batch());
            }
            model.endEpoch();
            Path zip = directory.resolve("model.zip");
            model.save(zip, Map.of());
            Engine.Stored stored = new Dl4j().load(zip);
            Network read = stored.model().network("model.zip");
            assertThat(read.updater()).isEqualTo(updater);
            Recording recording = stored.model().record(random.batch());
            CheckResult result = Check.of(read, random.batch(), recording.trace(), recording.matchesFit());
            KnownDefects defects = KnownDefects.of(read, random.batch(), recording.trace());
            assertThat(result.steps(Rule.Section.GIVEN)).isEmpty();
            if (!updater.state().isEmpty()) {
                assertThat(recording.trace().value(Step.ITERATION).get(0)).isEqualTo(5);
                assertThat(recording.trace().value(Step.EPOCH).get(0)).isEqualTo(1);
            }
            for (StepResult step : result.steps(Rule.Section.UPDATE)) {
                boolean known = defects.explanation(step).isPresent();
                assertThat(!step.verdict().contradicts() || known)
                        .as("%s %s", updater, step.name())
                        .isTrue();
            }
        }
    }

    @Test
    void anUpdaterThatFailsToStartIsRefused() {
        Network network = with(
                new Updater.AdaBelief(new Schedule.Fixed(0.1), 0.9, 0.999, 1e-14),
                RandomNetworks.of(1, Precision.FLOAT64).trainable().network());
        assertThatThrownBy(() -> new Dl4j().build(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("random-1: Deeplearning4j fails to start its updater AdaBelief");
    }

    private static Network with(Updater updater, Network network) {
        return new Network(
                network.name(), network.seed(), network.precision(), network.layers(), network.loss(), updater);
    }
}

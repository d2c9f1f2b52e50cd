package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.RandomNetworks;
import chalkline.RandomUpdaters;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real fits in a row with every updater, each checked: what deviates is what Deeplearning4j is known to do otherwise. */
class UpdatersTest {
    /** More on demand: -Dchalkline.updaters=500. */
    private static final int NETWORKS = Integer.getInteger("chalkline.updaters", 12);

    private static final int STEPS = 6;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalFitsInARow(Precision precision) {
        Map<StepVerdict, Long> entries = new EnumMap<>(StepVerdict.class);
        Map<String, Integer> deviations = new TreeMap<>();
        double tightest = 0;
        for (int seed = 0; seed < NETWORKS; seed++) {
            RandomNetworks.Case random = RandomNetworks.of(seed, precision);
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
                    for (StepResult step : result.steps()) {
                        // Losses that Deeplearning4j clips are another test's.
                        Rule.Section section = step.rule().section();
                        if (section == Rule.Section.FORWARD || section == Rule.Section.BACKWARD) {
                            continue;
                        }
                        step.counts().forEach((verdict, count) -> entries.merge(verdict, (long) count, Long::sum));
                        if (step.verdict().contradicts()) {
                            Optional<String> defect = defect(updater, step)
                                    .or(() -> KnownRegularisationDefects.explanation(
                                            asked, recording.trace(), step.name()));
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
        assertThat(entries.get(StepVerdict.AGREES)).isGreaterThan(NETWORKS * 1000L);
        assertThat(deviations.keySet()).hasSize(8);
    }

    /** Which of Deeplearning4j's defects (UpdaterDefectsTest) shows in a step that deviates. */
    private static Optional<String> defect(Updater updater, StepResult step) {
        String name = step.name();
        boolean scheduled = updater.rate().filter(Schedule::changes).isPresent();
        boolean poly = updater.rate().filter(Schedule.Poly.class::isInstance).isPresent();
        if (updater instanceof Updater.AdaGrad && name.endsWith(".cache")) {
            return Optional.of("AdaGrad starts at 1e-6");
        }
        if (updater instanceof Updater.RmsProp && name.endsWith(".cache")) {
            return Optional.of("RmsProp starts at epsilon");
        }
        if (updater instanceof Updater.AdaGrad && scheduled && name.equals(Step.RATE)) {
            return Optional.of("AdaGrad loses its schedule");
        }
        if (updater instanceof Updater.Nadam && name.endsWith(".update")) {
            return Optional.of("Nadam does not correct v");
        }
        if (poly && name.equals(Step.RATE)) {
            return Optional.of("poly rises");
        }
        boolean corrected = updater instanceof Updater.Adam
                || updater instanceof Updater.AmsGrad
                || updater instanceof Updater.AdaMax;
        return poly && corrected && name.endsWith(".update")
                ? Optional.of("a rate of 0 becomes epsilon")
                : Optional.empty();
    }

    /** What is trained on, saved and loaded again is checked from what the file keeps. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void aTrainedModelIsCheckedFromItsFile(Precision precision) throws IOException {
        RandomNetworks.Case random = RandomNetworks.of(5, precision);
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
            assertThat(result.steps(Rule.Section.GIVEN)).isEmpty();
            if (!updater.state().isEmpty()) {
                assertThat(recording.trace().value(Step.ITERATION).get(0)).isEqualTo(5);
                assertThat(recording.trace().value(Step.EPOCH).get(0)).isEqualTo(1);
            }
            for (StepResult step : result.steps(Rule.Section.UPDATE)) {
                boolean known = defect(updater, step).isPresent();
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
                RandomNetworks.of(1, Precision.FLOAT64).network());
        assertThatThrownBy(() -> new Dl4j().build(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("random-1: Deeplearning4j fails to start its updater AdaBelief");
    }

    private static Network with(Updater updater, Network network) {
        return new Network(
                network.name(), network.seed(), network.precision(), network.layers(), network.loss(), updater);
    }
}

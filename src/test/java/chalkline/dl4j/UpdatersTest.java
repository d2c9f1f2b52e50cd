package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.RandomNetworks;
import chalkline.RandomUpdaters;
import chalkline.Seeds;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.KnownDifference;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.check.Verdict;
import chalkline.dl4j.known.Catalogue;
import chalkline.modelzip.JsonUpdaters;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Defaults;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Rule;
import chalkline.training.Engine;
import chalkline.training.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real fits in a row with every updater, each checked: what deviates is what Deeplearning4j is known to do otherwise. */
@ExtendWith(Seeds.class)
class UpdatersTest {
    private static final int STEPS = 6;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalFitsInARow(Precision precision) {
        severalFitsInARow(precision, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalFitsInARowOfMoreNetworks(Precision precision) {
        Map<String, Integer> deviations = severalFitsInARow(precision, Integer.getInteger("chalkline.updaters", 100));
        assertThat(deviations.keySet())
                .contains(
                        "ada-grad-start",
                        "ada-grad-schedule",
                        "rms-prop-start",
                        "nadam-second-moment",
                        "poly-schedule",
                        "zero-rate");
    }

    private static Map<String, Integer> severalFitsInARow(Precision precision, int networks) {
        Map<StepVerdict, Long> entries = new EnumMap<>(StepVerdict.class);
        Map<String, Integer> deviations = new TreeMap<>();
        double tightest = 0;
        for (long seed : Seeds.upTo(networks)) {
            RandomNetworks.Case random = RandomNetworks.of(seed, precision).trainable();
            for (Updater updater : RandomUpdaters.all(seed)) {
                if (updater.kind() == Updater.Kind.ADA_BELIEF || !JsonUpdaters.has(updater.kind())) {
                    continue;
                }
                Network asked = with(updater, random.network());
                Dl4jModel model = new Dl4j().build(asked);
                for (int iteration = 0; iteration < STEPS; iteration++) {
                    Recording recording = model.record(random.batch());
                    assertThat(recording.matchesFit()).isTrue();
                    CheckResult result = Check.of(
                            asked.later(), random.batch(), recording.trace(), true, new Catalogue().accepting());
                    for (StepResult step : result.steps()) {
                        // Losses that Deeplearning4j clips are another test's.
                        Rule.Phase section = step.rule().phase();
                        if (section == Rule.Phase.FORWARD || section == Rule.Phase.BACKWARD) {
                            continue;
                        }
                        step.counts().forEach((verdict, count) -> entries.merge(verdict, (long) count, Long::sum));
                        if (step.verdict().contradicts() || step.verdict() == StepVerdict.CONVENTION) {
                            assertThat(step.known())
                                    .as(
                                            "network %d, %s, step %d: %s",
                                            seed,
                                            updater,
                                            iteration,
                                            step.worst().orElseThrow())
                                    .isNotEmpty();
                            deviations.merge(
                                    step.known().stream()
                                            .map(KnownDifference::id)
                                            .collect(Collectors.joining(" and ")),
                                    1,
                                    Integer::sum);
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
            if (updater.kind() == Updater.Kind.ADA_BELIEF
                    || updater.kind() == Updater.Kind.ADA_GRAD
                    || !JsonUpdaters.has(updater.kind())) {
                continue;
            }
            Dl4jModel model = new Dl4j().build(with(updater, random.network()));
            for (int step = 0; step < 5; step++) {
                model.fit(random.batch());
            }
            model.endEpoch();
            Path zip = directory.resolve("model.zip");
            model.save(zip, Map.of());
            Engine.Loaded stored = new Dl4j().load(zip);
            Network read = stored.model().network("model.zip");
            assertThat(read.updater()).isEqualTo(updater);
            Recording recording = stored.model().record(random.batch());
            CheckResult result = Check.of(
                    read, random.batch(), recording.trace(), recording.matchesFit(), new Catalogue().accepting());
            assertThat(result.steps(Rule.Phase.GIVEN)).isEmpty();
            if (!updater.state().isEmpty()) {
                assertThat(recording.trace().value(StepId.ITERATION).get(0)).isEqualTo(5);
                assertThat(recording.trace().value(StepId.EPOCH).get(0)).isEqualTo(1);
            }
            for (StepResult step : result.steps(Rule.Phase.UPDATE)) {
                assertThat(!step.verdict().contradicts() || !step.known().isEmpty())
                        .as("%s %s", updater, step.name())
                        .isTrue();
            }
        }
    }

    /** Which updater counts: a layer's own before that of all layers, one of biases, be it of all layers, before one of all. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void layersMayHaveUpdatersOfTheirOwn(Precision precision) {
        Schedule halving = Schedule.of(Schedule.Kind.STEP, Schedule.By.ITERATION, 0.1, 0.5, 1);
        Updater ofAll = Updater.of(Updater.Kind.ADAM, halving, 0.9, 0.999, 1e-8);
        Updater ofAllBiases = Updater.sgd(0.25);
        Updater own = Updater.of(Updater.Kind.NESTEROVS, halving).with(Updater.Parameter.MOMENTUM, Schedule.fixed(0.9));
        Updater ownOfBiases = Updater.of(Updater.Kind.SGD, halving);
        Network plain = Networks.network(precision, Loss.MSE, Activation.TANH, Activation.IDENTITY, 3, 4, 2, 2);
        List<Layer> layers = List.of(
                plain.layer(1),
                plain.layer(2).withUpdaters(Optional.of(own), Optional.empty()),
                plain.layer(3).withUpdaters(Optional.empty(), Optional.of(ownOfBiases)));
        Network asked = Network.sequence(
                "own", 7, precision, layers, plain.loss(), ofAll, Optional.of(ofAllBiases), Defaults.NONE, List.of());
        assertThat(List.of(asked.updater(1, false), asked.updater(1, true))).containsExactly(ofAll, ofAllBiases);
        assertThat(List.of(asked.updater(2, false), asked.updater(2, true))).containsExactly(own, ofAllBiases);
        assertThat(List.of(asked.updater(3, false), asked.updater(3, true))).containsExactly(ofAll, ownOfBiases);

        Batch batch = Networks.batch(new Random(1), 5, 3, 2);
        Dl4jModel model = new Dl4j().build(asked);
        for (int iteration = 0; iteration < STEPS; iteration++) {
            Recording recording = model.record(batch);
            CheckResult result = Check.of(asked.later(), batch, recording.trace(), recording.matchesFit());
            assertThat(result.verdict()).isEqualTo(Verdict.AGREES);
            assertThat(result.steps(Rule.Phase.UPDATE))
                    .extracting(StepResult::name)
                    .contains("rate1", "rate2", "rate3", "rate3.b", "W1.m.next", "W2.v.next")
                    .doesNotContain("rate", "rate1.b", "b1.m.next", "b2.v.next", "b3.m.next", "b2.update");
            assertThat(recording.trace().value(StepId.of("rate3.b")).get(0))
                    .isEqualTo(precision.cast(0.1 / (1 << iteration)));
            assertThat(Check.of(model.network("saved").later(), batch, recording.trace(), recording.matchesFit())
                            .verdict())
                    .isEqualTo(Verdict.AGREES);
            model.fit(batch);
        }
        Network other = asked.with(List.of(layers.get(0), plain.layer(2), layers.get(2)));
        Recording recording = new Dl4j().build(asked).record(batch);
        assertThatThrownBy(() -> Check.of(other, batch, recording.trace(), true))
                .hasMessageContaining("W2.m");
    }

    @Test
    void anUpdaterThatFailsToStartIsRefused() {
        Network network = with(
                Updater.of(Updater.Kind.ADA_BELIEF, Schedule.fixed(0.1), 0.9, 0.999, 1e-14),
                RandomNetworks.of(1, Precision.FLOAT64).trainable().network());
        assertThatThrownBy(() -> new Dl4j().build(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("random-1: Deeplearning4j fails to start its updater AdaBelief");
    }

    private static Network with(Updater updater, Network network) {
        List<Layer> layers = network.layers().stream()
                .map(layer -> layer.withUpdaters(Optional.empty(), Optional.empty()))
                .toList();
        return Network.sequence(network.name(), network.seed(), network.precision(), layers, network.loss(), updater);
    }
}

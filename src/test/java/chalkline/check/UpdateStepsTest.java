package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.RandomUpdaters;
import chalkline.Seeds;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several steps in a row with every updater, worked plainly: each step agrees, and what is planted in one is found there. */
@ExtendWith(Seeds.class)
class UpdateStepsTest {
    private static final int STEPS = 6;
    /** What a rate that is too large ends in; sums of it may leave float32 where their means do not. */
    private static final double DIVERGED = 1e20;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalStepsInARowAgree(Precision precision) {
        severalStepsInARowAgree(precision, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Precision.class)
    void severalStepsInARowOfMoreNetworksAgree(Precision precision) {
        severalStepsInARowAgree(precision, 40);
    }

    private static void severalStepsInARowAgree(Precision precision, int networks) {
        for (long seed : Seeds.upTo(networks)) {
            for (Updater updater : RandomUpdaters.all(seed)) {
                RandomNetworks.Case random = with(updater, RandomNetworks.of(seed, precision));
                for (Trace trace : steps(random)) {
                    CheckResult result = check(random, trace);
                    assertThat(result.firstDeviation()
                                    .map(step ->
                                            step.name() + " " + step.worst().orElseThrow()))
                            .as("network %d, %s", seed, updater)
                            .isEmpty();
                }
            }
        }
    }

    /**
     * A relative 1e-9 in the largest entry of each step of the update, in float64: found at that step and at no earlier one.
     */
    @Test
    void whatIsWrongInOneStepIsFoundThere() {
        Map<String, Integer> found = new HashMap<>();
        for (long seed : Seeds.upTo(2)) {
            for (Updater updater : RandomUpdaters.all(seed)) {
                RandomNetworks.Case random = with(updater, RandomNetworks.of(seed, Precision.FLOAT64));
                List<Trace> steps = steps(random);
                Trace last = steps.get(steps.size() - 1);
                for (StepResult step : check(random, last).steps()) {
                    Matrix right = step.actual().orElse(Matrix.zeros(1, 1));
                    int largest = largest(right);
                    boolean update = step.rule().phase() == Rule.Phase.UPDATE;
                    if (!update || Math.abs(right.get(largest)) < 1e-6) {
                        continue;
                    }
                    CheckResult result = check(random, changed(last, step.name(), largest));
                    assertThat(result.firstDeviation().map(StepResult::name))
                            .as("network %d, %s", seed, updater)
                            .contains(step.name());
                    found.merge(updater.kind().title(), 1, Integer::sum);
                }
            }
        }
        assertThat(found).hasSameSizeAs(Updater.Kind.values());
        assertThat(found.values()).allMatch(count -> count > 5);
    }

    @Test
    void whatIsKeptStartsFromZero() {
        RandomNetworks.Case random =
                with(Updater.of(Updater.Kind.ADA_DELTA, 0.9, 1e-6), RandomNetworks.of(3, Precision.FLOAT64));
        Map<StepId, Matrix> parameters = new LinkedHashMap<>(random.parameters());
        Matrix w = parameters.get(StepId.of("W1"));
        parameters.put(StepId.of("W1.msdx"), filled(w, 1e-6));
        parameters.put(StepId.ITERATION, Matrix.of(1, 1, 0));
        CheckResult first = check(random, PlainStep.of(random.network(), random.batch(), parameters));
        assertThat(first.firstDeviation().map(StepResult::name)).contains("W1.msdx");
        parameters.put(StepId.ITERATION, Matrix.of(1, 1, 1));
        CheckResult second = check(random, PlainStep.of(random.network(), random.batch(), parameters));
        assertThat(second.firstDeviation()).isEmpty();
    }

    private static Matrix filled(Matrix shape, double value) {
        double[] values = new double[shape.size()];
        Arrays.fill(values, value);
        return Matrix.of(shape.rows(), shape.columns(), values);
    }

    private static int largest(Matrix matrix) {
        int largest = 0;
        for (int k = 1; k < matrix.size(); k++) {
            largest = Math.abs(matrix.get(k)) > Math.abs(matrix.get(largest)) ? k : largest;
        }
        return largest;
    }

    private static Trace changed(Trace trace, String name, int k) {
        List<Step> steps = new ArrayList<>();
        for (Step step : trace.steps()) {
            if (!step.name().equals(name)) {
                steps.add(step);
                continue;
            }
            Matrix right = step.value().orElseThrow();
            double[] values = right.toArray();
            values[k] *= 1 + 1e-9;
            steps.add(
                    new Step(step.id(), step.source(), Optional.of(Matrix.of(right.rows(), right.columns(), values))));
        }
        return new Trace(trace.precision(), trace.examples(), steps);
    }

    /** The traces of a training on one batch, an epoch ending after every second step. */
    private static List<Trace> steps(RandomNetworks.Case random) {
        List<Trace> traces = new ArrayList<>();
        Map<StepId, Matrix> start = new LinkedHashMap<>(random.parameters());
        for (int iteration = 0; iteration < STEPS; iteration++) {
            start.put(StepId.ITERATION, Matrix.of(1, 1, iteration));
            start.put(StepId.EPOCH, Matrix.of(1, 1, iteration / 2));
            Trace trace = PlainStep.of(random.network(), random.batch(), start);
            if (!(Math.abs(trace.value(StepId.LOSS).get(0)) < DIVERGED)) {
                return traces;
            }
            traces.add(trace);
            for (Step step : trace.steps()) {
                if (step.id().isNext()) {
                    start.put(
                            StepId.of(step.name().replace(".next", "")),
                            step.value().orElseThrow());
                }
            }
        }
        return traces;
    }

    private static RandomNetworks.Case with(Updater updater, RandomNetworks.Case random) {
        Network network = random.network();
        return new RandomNetworks.Case(
                Network.sequence(
                        network.name(), network.seed(), network.precision(), network.layers(), network.loss(), updater),
                random.batch());
    }

    /** Of the network with the parameters that the step started from. */
    private static CheckResult check(RandomNetworks.Case random, Trace trace) {
        return Check.of(random.network().later(), random.batch(), trace, true);
    }
}

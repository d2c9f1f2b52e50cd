package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.Dl4jModel;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.Schedule.By;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import chalkline.training.Recording;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaBelief;

/**
 * What Deeplearning4j's updaters and schedules get wrong, each on one weight: the check finds it at its step, and 50 digits
 * show that it is no rounding.
 */
class UpdaterDefectsTest {
    private static final MathContext DIGITS = new MathContext(50);
    /** x = 1/64, w = 1/2, y = 0, loss (w·x)²: dW = 2·w·x² = 2⁻¹², without any rounding. */
    private static final BigDecimal G = new BigDecimal(0x1p-12);

    private static final BigDecimal ETA = new BigDecimal(0.125);

    @Test
    void adaGradStartsFromAMillionth() {
        Checked first = first(Updater.of(Updater.Kind.ADA_GRAD, Schedule.fixed(0.125), 1e-6));
        assertThat(first.deviation()).isEqualTo("W1.cache");
        assertThat(first.foretold("W1.cache")).isEqualTo("ada-grad-start");
        assertThat(first.value("W1.cache")).isEqualByComparingTo(new BigDecimal(1e-6));
        // The first update of the textbook is nearly η whatever the gradient.
        BigDecimal textbook = ETA.multiply(G).divide(G.add(new BigDecimal(1e-6)), DIGITS);
        assertThat(ratio(first.value("W1.update"), textbook)).isBetween(0.2, 0.3);
    }

    /** It is its default ε, also where another was asked for. */
    @Test
    void adaGradStartsFromAMillionthWhateverItsEpsilon() {
        Checked first = first(Updater.of(Updater.Kind.ADA_GRAD, Schedule.fixed(0.125), 1e-3));
        assertThat(first.deviation()).isEqualTo("W1.cache");
        assertThat(first.foretold("W1.cache")).isEqualTo("ada-grad-start");
        assertThat(first.value("W1.cache")).isEqualByComparingTo(new BigDecimal(1e-6));
    }

    @Test
    void rmsPropStartsFromEpsilon() {
        Checked first = first(Updater.of(Updater.Kind.RMS_PROP, Schedule.fixed(0.125), 0.9375, 1e-6));
        assertThat(first.deviation()).isEqualTo("W1.cache");
        assertThat(first.foretold("W1.cache")).isEqualTo("rms-prop-start");
        BigDecimal cache = G.multiply(G).multiply(new BigDecimal(0.0625));
        BigDecimal textbook = ETA.multiply(G).divide(cache.sqrt(DIGITS).add(new BigDecimal(1e-6)), DIGITS);
        assertThat(ratio(first.value("W1.update"), textbook)).isLessThan(0.1);
    }

    @Test
    void nadamDoesNotCorrectTheSecondMoment() {
        double epsilon = 1e-8;
        Checked first = first(Updater.of(Updater.Kind.NADAM, Schedule.fixed(0.125), 0.875, 1 - 0x1p-10, epsilon));
        assertThat(first.deviation()).isEqualTo("W1.update");
        assertThat(first.foretold("W1.update")).isEqualTo("nadam-second-moment");
        BigDecimal beta = new BigDecimal(0.875);
        BigDecimal rest = BigDecimal.ONE.subtract(beta);
        // t = 1: v / (1 − β2) is g², and (β1·(1 − β1)·g + (1 − β1)·g) / (1 − β1) is (1 + β1)·g.
        BigDecimal textbook =
                ETA.multiply(BigDecimal.ONE.add(beta)).multiply(G).divide(G.add(new BigDecimal(epsilon)), DIGITS);
        assertThat(rest).isPositive();
        assertThat(ratio(first.value("W1.update"), textbook)).isBetween(31.9, 32.1);
    }

    @Test
    void polyRisesWhereItShouldFall() {
        Updater updater = Updater.of(Updater.Kind.SGD, Schedule.of(Schedule.Kind.POLY, By.ITERATION, 0.125, 2, 4));
        assertThat(first(updater).result().firstDeviation()).isEmpty();
        Checked second = after(1, updater);
        assertThat(second.deviation()).isEqualTo("rate");
        assertThat(second.foretold("rate")).isEqualTo("poly-schedule");
        // 0.125·(1 − 1/4)², not 0.125·(1 + 1/4)².
        assertThat(second.value("rate")).isEqualByComparingTo("0.1953125");
        assertThat(ratio(second.value("rate"), new BigDecimal("0.0703125"))).isGreaterThan(2.7);
    }

    @Test
    void cycleJumpsBeforeItsAnnealing() {
        // (10 − 1) steps for up and down: 4 and 4, and one is left.
        Schedule cycle = Schedule.of(Schedule.Kind.CYCLE, By.ITERATION, 0.125, 0.5, 10, 1, 0.25);
        Checked ninth = after(8, Updater.of(Updater.Kind.SGD, cycle));
        assertThat(ninth.deviation()).isEqualTo("rate");
        assertThat(ninth.foretold("rate")).isEqualTo("cycle-schedule");
        assertThat(ninth.value("rate")).isEqualByComparingTo("0.5");
        assertThat(after(7, Updater.of(Updater.Kind.SGD, cycle)).value("rate")).isEqualByComparingTo("0.21875");
        assertThat(after(9, Updater.of(Updater.Kind.SGD, cycle)).value("rate")).isEqualByComparingTo("0.125");
    }

    /** A rate of 0, with which a schedule ends a training, makes Adam go on with ε in its place. */
    @Test
    void aRateOfZeroBecomesEpsilon() {
        Schedule zero = Schedule.map(By.ITERATION, Map.of(0, 0.0));
        for (Updater updater : List.of(
                Updater.of(Updater.Kind.ADAM, zero, 0.875, 0.5, 0x1p-10),
                Updater.of(Updater.Kind.AMS_GRAD, zero, 0.875, 0.5, 0x1p-10),
                Updater.of(Updater.Kind.ADA_MAX, zero, 0.875, 0.5, 0x1p-10))) {
            Checked first = first(updater);
            assertThat(first.deviation()).isEqualTo("W1.update");
            assertThat(first.foretold("W1.update")).isEqualTo("zero-rate");
            assertThat(first.value("rate")).isZero();
            assertThat(first.value("W1.update")).isPositive();
        }
    }

    /** A fixed rate of 0 likewise; the other updaters take 0 for 0. */
    @ParameterizedTest
    @EnumSource(
            value = Updater.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ADA_BELIEF", "CLASSICAL_MOMENTUM"})
    void aFixedRateOfZero(Updater.Kind kind) {
        if (!kind.parameters().contains(Updater.Parameter.LEARNING_RATE)) {
            return;
        }
        Checked first = first(Updater.of(kind, 0.0));
        if (List.of(Updater.Kind.ADAM, Updater.Kind.AMS_GRAD, Updater.Kind.ADA_MAX)
                .contains(kind)) {
            assertThat(first.foretold("W1.update")).isEqualTo("zero-rate");
            assertThat(first.value("W1.update")).isPositive();
        } else {
            assertThat(first.value("W1.next")).isEqualByComparingTo(first.value("W1"));
        }
    }

    /** Its copy, which Deeplearning4j makes of every configuration, has neither the schedule nor a number. */
    @Test
    void adaGradLosesItsSchedule() {
        Schedule schedule = Schedule.of(Schedule.Kind.EXPONENTIAL, By.ITERATION, 0.125, 0.5);
        Trace trace =
                record(0, Updater.of(Updater.Kind.ADA_GRAD, schedule, 1e-6)).trace();
        assertThat(trace.value(StepId.of("rate")).get(0)).isNaN();
        assertThat(trace.value(StepId.of("W1.next")).get(0)).isNaN();
        CheckResult result = Check.of(network(Updater.of(Updater.Kind.ADA_GRAD, schedule, 1e-6)), BATCH, trace, true);
        assertThat(result.steps().stream()
                        .filter(step -> step.verdict().contradicts())
                        .map(StepResult::name))
                .contains("rate");
        assertThat(Foretellings.of(network(Updater.of(Updater.Kind.ADA_GRAD, schedule, 1e-6)), BATCH, trace, "rate"))
                .isEqualTo("ada-grad-schedule");
    }

    @Test
    void adaBeliefCannotStart() {
        assertThatThrownBy(() -> new AdaBelief().instantiate(Nd4j.zeros(DataType.DOUBLE, 1, 4), true))
                .isInstanceOf(ArrayIndexOutOfBoundsException.class);
    }

    /** Not a defect, but a name that misleads: it "makes no changes to the gradient", which is then subtracted. */
    @Test
    void noOpDescends() {
        Checked first = first(Updater.of(Updater.Kind.NO_OP));
        assertThat(first.result().firstDeviation()).isEmpty();
        assertThat(first.value("W1.next")).isEqualByComparingTo(new BigDecimal(0.5).subtract(G));
    }

    private static final Batch BATCH =
            new Batch(Matrix.of(1, 1, 0x1p-6), Matrix.of(1, 1, 0), List.of("x"), List.of("y"));

    private record Checked(Network network, Trace trace, CheckResult result) {
        String foretold(String step) {
            return Foretellings.of(network, BATCH, trace, step);
        }

        String deviation() {
            assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
            return result.firstDeviation().orElseThrow().name();
        }

        BigDecimal value(String step) {
            return new BigDecimal(trace.value(StepId.of(step)).get(0));
        }
    }

    private static double ratio(BigDecimal actual, BigDecimal textbook) {
        return actual.divide(textbook, DIGITS).doubleValue();
    }

    private static Checked first(Updater updater) {
        return after(0, updater);
    }

    private static Checked after(int steps, Updater updater) {
        Recording recording = record(steps, updater);
        Network network = network(updater);
        Layer layer = network.layer(1);
        Network now = Network.sequence(
                network.name(),
                network.seed(),
                network.precision(),
                List.of(Layer.dense(1, 1, layer.activation(), layer.initialiser(), Optional.empty(), Optional.empty())),
                network.loss(),
                updater);
        return new Checked(now, recording.trace(), Check.of(now, BATCH, recording.trace(), recording.matchesFit()));
    }

    private static Recording record(int steps, Updater updater) {
        Dl4jModel model = new Dl4j().build(network(updater));
        for (int step = 0; step < steps; step++) {
            model.fit(BATCH);
        }
        return model.record(BATCH);
    }

    private static Network network(Updater updater) {
        Layer layer = Layer.dense(
                1,
                1,
                Activation.IDENTITY,
                Initialiser.ZERO,
                Optional.of(Matrix.of(1, 1, 0.5)),
                Optional.of(Matrix.of(1, 1, 0)));
        return Network.sequence("one-weight", 1, Precision.FLOAT64, List.of(layer), Loss.L2, updater);
    }
}

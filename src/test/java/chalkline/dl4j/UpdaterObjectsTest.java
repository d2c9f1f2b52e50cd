package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomUpdaters;
import chalkline.Seeds;
import chalkline.modelzip.JsonUpdaters;
import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.network.Updater.Kind;
import chalkline.network.Updater.Parameter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** Deeplearning4j's updaters as its users build them, and the same made of the vocabulary's. */
@ExtendWith(Seeds.class)
class UpdaterObjectsTest {

    static Stream<Arguments> withoutSchedules() {
        return Stream.of(
                Arguments.of(Updater.sgd(0.25), new Sgd(0.25)),
                Arguments.of(Updater.of(Kind.NO_OP), new NoOp()),
                Arguments.of(Updater.of(Kind.ADAM, 0.25, 0.8, 0.99, 1e-7), new Adam(0.25, 0.8, 0.99, 1e-7)),
                Arguments.of(Updater.of(Kind.ADA_MAX, 0.25, 0.8, 0.99, 1e-7), new AdaMax(0.25, 0.8, 0.99, 1e-7)),
                Arguments.of(Updater.of(Kind.NADAM, 0.25, 0.8, 0.99, 1e-7), new Nadam(0.25, 0.8, 0.99, 1e-7)),
                Arguments.of(Updater.of(Kind.AMS_GRAD, 0.25, 0.8, 0.99, 1e-7), new AMSGrad(0.25, 0.8, 0.99, 1e-7)),
                Arguments.of(Updater.of(Kind.ADA_BELIEF, 0.25, 0.8, 0.99, 1e-7), new AdaBelief(0.25, 0.8, 0.99, 1e-7)),
                Arguments.of(Updater.of(Kind.ADA_DELTA, 0.8, 1e-7), new AdaDelta(0.8, 1e-7)),
                Arguments.of(Updater.of(Kind.ADA_GRAD, 0.25, 1e-7), new AdaGrad(0.25, 1e-7)),
                Arguments.of(Updater.of(Kind.RMS_PROP, 0.25, 0.8, 1e-7), new RmsProp(0.25, 0.8, 1e-7)),
                Arguments.of(Updater.of(Kind.NESTEROVS, 0.25, 0.8), new Nesterovs(0.25, 0.8)));
    }

    static Stream<Arguments> schedules() {
        ScheduleType iteration = ScheduleType.ITERATION;
        Schedule.By by = Schedule.By.ITERATION;
        return Stream.of(
                Arguments.of(
                        Schedule.of(Schedule.Kind.EXPONENTIAL, Schedule.By.EPOCH, 0.5, 0.25),
                        new ExponentialSchedule(ScheduleType.EPOCH, 0.5, 0.25)),
                Arguments.of(
                        Schedule.of(Schedule.Kind.INVERSE, by, 0.5, 0.25, 2),
                        new InverseSchedule(iteration, 0.5, 0.25, 2)),
                Arguments.of(
                        Schedule.of(Schedule.Kind.POLY, by, 0.5, 0.25, 7), new PolySchedule(iteration, 0.5, 0.25, 7)),
                Arguments.of(
                        Schedule.of(Schedule.Kind.SIGMOID, by, 0.5, -0.25, 7),
                        new SigmoidSchedule(iteration, 0.5, -0.25, 7)),
                Arguments.of(
                        Schedule.of(Schedule.Kind.STEP, by, 0.5, 0.25, 1.5),
                        new StepSchedule(iteration, 0.5, 0.25, 1.5)),
                Arguments.of(
                        Schedule.map(by, Map.of(0, 0.5, 20, 0.25)),
                        new MapSchedule(iteration, Map.of(0, 0.5, 20, 0.25))),
                Arguments.of(
                        Schedule.of(Schedule.Kind.CYCLE, by, 0.5, 0.75, 9, 2, 0.25),
                        new CycleSchedule(iteration, 0.5, 0.75, 9, 2, 0.25)));
    }

    @ParameterizedTest
    @MethodSource("withoutSchedules")
    void anUpdaterIsTheOneThatItsUsersBuild(Updater updater, IUpdater built) {
        assertThat(Updaters.of(updater)).isEqualTo(built).hasSameClassAs(built);
        assertThat(Updaters.named(built)).contains(updater);
        assertThat(Updaters.hasSchedule(built)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("schedules")
    void soAreItsSchedules(Schedule schedule, ISchedule built) {
        Updater sgd = Updater.of(Kind.SGD, schedule);
        assertThat(Updaters.of(sgd)).isEqualTo(new Sgd(built));
        assertThat(Updaters.hasSchedule(new Sgd(built))).isTrue();
        assertThat(Updaters.of(Updater.of(Kind.NESTEROVS, 0.25).with(Parameter.MOMENTUM, schedule)))
                .isEqualTo(new Nesterovs(0.25, built));
        for (Updater updater : List.of(sgd, Updater.of(Kind.NESTEROVS, schedule).with(Parameter.MOMENTUM, schedule))) {
            assertThat(Updaters.named(Updaters.of(updater))).contains(updater);
        }
    }

    @Test
    void everyKindIsReadAsItWasWritten() {
        for (long seed : Seeds.upTo(30)) {
            for (Updater updater : RandomUpdaters.all(seed)) {
                if (JsonUpdaters.has(updater.kind())) {
                    assertThat(Updaters.named(Updaters.of(updater))).contains(updater);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "CLASSICAL_MOMENTUM")
    void theDefaultsAreThoseOfDeeplearning4j(Kind kind) throws ReflectiveOperationException {
        Updater usual = kind == Kind.SGD ? Updater.sgd(Sgd.DEFAULT_SGD_LR) : Updater.of(kind);
        Object theirs = Updaters.of(usual).getClass().getDeclaredConstructor().newInstance();
        assertThat(Updaters.of(usual)).isEqualTo(theirs);
    }
}

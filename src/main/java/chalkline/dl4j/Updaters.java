package chalkline.dl4j;

import chalkline.network.Schedule;
import chalkline.network.Updater;
import java.util.HashMap;
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
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** The vocabulary's updaters and schedules in Deeplearning4j's. */
final class Updaters {
    private Updaters() {}

    /** Built as Deeplearning4j's users build them: a number is no schedule. */
    static IUpdater of(Updater updater) {
        IUpdater built = withoutRate(updater);
        updater.rate().ifPresent(rate -> {
            if (rate instanceof Schedule.Fixed fixed) {
                built.setLrAndSchedule(fixed.value(), null);
            } else {
                built.setLrAndSchedule(Double.NaN, schedule(rate));
            }
        });
        return built;
    }

    private static IUpdater withoutRate(Updater updater) {
        if (updater instanceof Updater.Sgd) {
            return new Sgd();
        }
        if (updater instanceof Updater.NoOp) {
            return new NoOp();
        }
        if (updater instanceof Updater.Adam u) {
            return new Adam(1, u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AdaMax u) {
            return new AdaMax(1, u.beta1(), u.beta2(), AdaMax.DEFAULT_ADAMAX_EPSILON);
        }
        if (updater instanceof Updater.Nadam u) {
            return new Nadam(1, u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AmsGrad u) {
            return new AMSGrad(1, u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AdaBelief u) {
            return new AdaBelief(1, u.beta1(), u.beta2(), u.epsilon());
        }
        if (updater instanceof Updater.AdaDelta u) {
            return new AdaDelta(u.rho(), u.epsilon());
        }
        if (updater instanceof Updater.AdaGrad u) {
            return new AdaGrad(1, u.epsilon());
        }
        if (updater instanceof Updater.RmsProp u) {
            return new RmsProp(1, u.rmsDecay(), u.epsilon());
        }
        if (updater instanceof Updater.Nesterovs u) {
            return u.momentum() instanceof Schedule.Fixed fixed
                    ? new Nesterovs(1, fixed.value())
                    : new Nesterovs(1, schedule(u.momentum()));
        }
        throw new IllegalArgumentException("no updater of Deeplearning4j stands for " + updater);
    }

    /** Whether its learning rate has a schedule. */
    static boolean hasSchedule(IUpdater updater) {
        if (updater instanceof Sgd u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof Adam u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof AdaMax u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof Nadam u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof AMSGrad u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof AdaBelief u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof AdaGrad u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof RmsProp u) {
            return u.getLearningRateSchedule() != null;
        }
        if (updater instanceof Nesterovs u) {
            return u.getLearningRateSchedule() != null;
        }
        return false;
    }

    private static ISchedule schedule(Schedule schedule) {
        if (schedule instanceof Schedule.Fixed s) {
            return new FixedSchedule(s.value());
        }
        if (schedule instanceof Schedule.Exponential s) {
            return new ExponentialSchedule(type(s.by()), s.initial(), s.gamma());
        }
        if (schedule instanceof Schedule.Inverse s) {
            return new InverseSchedule(type(s.by()), s.initial(), s.gamma(), s.power());
        }
        if (schedule instanceof Schedule.Poly s) {
            return new PolySchedule(type(s.by()), s.initial(), s.power(), s.maxIter());
        }
        if (schedule instanceof Schedule.Sigmoid s) {
            return new SigmoidSchedule(type(s.by()), s.initial(), s.gamma(), s.stepSize());
        }
        if (schedule instanceof Schedule.Stepwise s) {
            return new StepSchedule(type(s.by()), s.initial(), s.decayRate(), s.step());
        }
        if (schedule instanceof Schedule.Table s) {
            return new MapSchedule(type(s.by()), new HashMap<>(s.values()));
        }
        if (schedule instanceof Schedule.Cycle s) {
            return new CycleSchedule(
                    type(s.by()), s.initial(), s.max(), s.cycleLength(), s.annealingLength(), s.annealingDecay());
        }
        throw new IllegalArgumentException("no schedule of Deeplearning4j stands for " + schedule);
    }

    private static ScheduleType type(Schedule.By by) {
        return switch (by) {
            case ITERATION -> ScheduleType.ITERATION;
            case EPOCH -> ScheduleType.EPOCH;
        };
    }
}

package chalkline.reference;

import static chalkline.reference.Elementary.EXP;
import static chalkline.reference.Expression.number;

import chalkline.network.Schedule;

/** The formulas of schedules. */
final class Schedules {
    private Schedules() {}

    /**
     * What the schedule gives before the step after so many. Deeplearning4j's names; the formulas of exponential, inverse,
     * poly, sigmoid and step are those of Caffe (caffe.proto, lr_policy), which they were taken from, cycle's is that of
     * Smith and Topin, 2018, with Deeplearning4j's annealing.
     */
    static Expression value(Schedule schedule, long iteration, long epoch) {
        if (schedule instanceof Schedule.Fixed fixed) {
            return number(fixed.value());
        }
        if (schedule instanceof Schedule.Exponential s) {
            return number(s.initial()).times(number(s.gamma()).power(number(s.by().of(iteration, epoch))));
        }
        if (schedule instanceof Schedule.Inverse s) {
            Expression i = number(s.by().of(iteration, epoch));
            return number(s.initial())
                    .over(number(1).plus(number(s.gamma()).times(i)).power(number(s.power())));
        }
        if (schedule instanceof Schedule.Poly s) {
            long i = s.by().of(iteration, epoch);
            Expression left = number(1).minus(number(i).over(number(s.maxIter())));
            return i >= s.maxIter() ? number(0) : number(s.initial()).times(left.power(number(s.power())));
        }
        if (schedule instanceof Schedule.Sigmoid s) {
            Expression past = number(s.by().of(iteration, epoch)).minus(number(s.stepSize()));
            Expression one = number(1);
            return number(s.initial())
                    .over(one.plus(number(-s.gamma()).times(past).in(EXP)));
        }
        if (schedule instanceof Schedule.Stepwise s) {
            double steps = Math.floor(s.by().of(iteration, epoch) / s.step());
            return number(s.initial()).times(number(s.decayRate()).power(number(steps)));
        }
        if (schedule instanceof Schedule.Table s) {
            return number(s.at(s.by().of(iteration, epoch)));
        }
        if (schedule instanceof Schedule.Cycle s) {
            return cycle(s, s.by().of(iteration, epoch) % s.cycleLength());
        }
        throw new IllegalArgumentException("no formula stands for " + schedule);
    }

    private static Expression cycle(Schedule.Cycle s, long position) {
        Expression rise = number(s.max()).minus(number(s.initial())).over(number(s.stepSize()));
        if (position < s.stepSize()) {
            return number(s.initial()).plus(rise.times(number(position)));
        }
        if (position < 2L * s.stepSize()) {
            return number(s.max()).minus(rise.times(number(position - s.stepSize())));
        }
        // Where an odd number of steps is left for up and down, the way down arrives one step early.
        long annealed = Math.max(0, position - (s.cycleLength() - s.annealingLength()));
        return number(s.initial()).times(number(s.annealingDecay()).power(number(annealed)));
    }
}

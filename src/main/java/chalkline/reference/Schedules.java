package chalkline.reference;

import static chalkline.network.Schedule.Name.ANNEALING_DECAY;
import static chalkline.network.Schedule.Name.ANNEALING_LENGTH;
import static chalkline.network.Schedule.Name.CYCLE_LENGTH;
import static chalkline.network.Schedule.Name.DECAY_RATE;
import static chalkline.network.Schedule.Name.GAMMA;
import static chalkline.network.Schedule.Name.INITIAL;
import static chalkline.network.Schedule.Name.MAX;
import static chalkline.network.Schedule.Name.MAX_ITER;
import static chalkline.network.Schedule.Name.POWER;
import static chalkline.network.Schedule.Name.STEP;
import static chalkline.network.Schedule.Name.STEP_SIZE;
import static chalkline.network.Schedule.Name.VALUE;
import static chalkline.reference.Elementary.EXP;
import static chalkline.reference.Expression.number;

import chalkline.network.Schedule;
import chalkline.network.Schedule.Name;

/**
 * The formula of a schedule before the step after i steps or epochs.
 *
 * @param schedule which; {@link Schedule.Kind} has the formulas
 * @param i how many steps or epochs have been done
 */
record Schedules(Schedule schedule, long i) {

    /**
     * What the schedule gives before the step after so many. Sources: exponential, inverse, poly, sigmoid and step are
     * Caffe's (caffe.proto, lr_policy); cycle is that of Smith and Topin, 2018, and annealing after it.
     */
    static Expression value(Schedule schedule, long iteration, long epoch) {
        return new Schedules(schedule, schedule.by().of(iteration, epoch)).value();
    }

    private Expression value() {
        return switch (schedule.kind()) {
            case FIXED -> the(VALUE);
            // initial·γⁱ
            case EXPONENTIAL -> the(INITIAL).times(the(GAMMA).power(number(i)));
            // initial / (1 + γ·i)^power
            case INVERSE ->
                the(INITIAL).over(number(1).plus(the(GAMMA).times(number(i))).power(the(POWER)));
            // initial·(1 − i/maxIter)^power
            case POLY ->
                i >= schedule.number(MAX_ITER)
                        ? number(0)
                        : the(INITIAL)
                                .times(number(1)
                                        .minus(number(i).over(the(MAX_ITER)))
                                        .power(the(POWER)));
            // initial / (1 + e^(−γ·(i − stepSize)))
            case SIGMOID ->
                the(INITIAL)
                        .over(number(1)
                                .plus(number(-schedule.number(GAMMA))
                                        .times(number(i).minus(the(STEP_SIZE)))
                                        .in(EXP)));
            // initial·decayRate^⌊i/step⌋
            case STEP -> the(INITIAL).times(the(DECAY_RATE).power(number(Math.floor(i / schedule.number(STEP)))));
            case MAP ->
                number(schedule.table().headMap((int) Math.min(i, Integer.MAX_VALUE - 1) + 1).values().stream()
                        .reduce((before, last) -> last)
                        .orElseThrow());
            case CYCLE -> cycle();
        };
    }

    private Expression the(Name name) {
        double value = schedule.number(name);
        return name.isWhole() ? number((int) value) : number(value);
    }

    private Expression cycle() {
        long position = i % (long) schedule.number(CYCLE_LENGTH);
        int upAndDown = (int) (schedule.number(CYCLE_LENGTH) - schedule.number(ANNEALING_LENGTH));
        int half = upAndDown / 2;
        Expression rise = the(MAX).minus(the(INITIAL)).over(number(half));
        if (position < half) {
            return the(INITIAL).plus(rise.times(number(position)));
        }
        if (position < 2L * half) {
            return the(MAX).minus(rise.times(number(position - half)));
        }
        // Where an odd number of steps is left for up and down, the way down arrives one step early.
        long annealed = Math.max(0, position - upAndDown);
        return the(INITIAL).times(the(ANNEALING_DECAY).power(number(annealed)));
    }
}

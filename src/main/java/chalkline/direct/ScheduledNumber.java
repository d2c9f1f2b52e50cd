package chalkline.direct;

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

import chalkline.network.Schedule;

/** What a schedule gives; {@link Schedule.Kind} has the formulas, i being how many steps or epochs have been done. */
final class ScheduledNumber {
    private ScheduledNumber() {}

    static double of(Schedule s, long iteration, long epoch) {
        double i = s.by().of(iteration, epoch);
        return switch (s.kind()) {
            case FIXED -> s.number(VALUE);
            case EXPONENTIAL -> s.number(INITIAL) * Math.pow(s.number(GAMMA), i);
            case INVERSE -> s.number(INITIAL) / Math.pow(1 + s.number(GAMMA) * i, s.number(POWER));
            case POLY ->
                i >= s.number(MAX_ITER) ? 0 : s.number(INITIAL) * Math.pow(1 - i / s.number(MAX_ITER), s.number(POWER));
            case SIGMOID -> s.number(INITIAL) / (1 + Math.exp(-s.number(GAMMA) * (i - s.number(STEP_SIZE))));
            case STEP -> s.number(INITIAL) * Math.pow(s.number(DECAY_RATE), Math.floor(i / s.number(STEP)));
            case MAP ->
                s.table()
                        .get(s.table()
                                .headMap((int) Math.min(i, Integer.MAX_VALUE - 1) + 1)
                                .lastKey());
            case CYCLE -> cycle(s, (long) i % (long) s.number(CYCLE_LENGTH));
        };
    }

    /** Up in half the steps, down in as many, then annealing; where an odd number is left the way down arrives one early. */
    private static double cycle(Schedule s, long position) {
        int upAndDown = (int) (s.number(CYCLE_LENGTH) - s.number(ANNEALING_LENGTH));
        int half = upAndDown / 2;
        double rise = (s.number(MAX) - s.number(INITIAL)) / half;
        if (position < half) {
            return s.number(INITIAL) + rise * position;
        }
        if (position < 2L * half) {
            return s.number(MAX) - rise * (position - half);
        }
        return s.number(INITIAL) * Math.pow(s.number(ANNEALING_DECAY), Math.max(0, position - upAndDown));
    }
}

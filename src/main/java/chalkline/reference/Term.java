package chalkline.reference;

import chalkline.network.Schedule;
import java.math.BigDecimal;
import java.util.function.Function;

/**
 * A formula of the update, written once: what a person reads and what the computer does.
 *
 * @param written over named steps
 * @param value over their values
 */
record Term(Expression written, Function<Values, Rounded> value) {
    private static final int MOST_DECIMALS = 6;

    /** The step of that name. */
    static Term step(String name) {
        return new Term(Expression.step(name), v -> v.get(name));
    }

    /** A number that belongs to the formula, as it was written. */
    static Term number(double number) {
        return new Term(new Expression.Constant(text(number)), v -> Rounded.constant(number, v.rounding()));
    }

    private static String text(double number) {
        BigDecimal decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        return Math.abs(decimal.scale()) <= MOST_DECIMALS
                ? decimal.toPlainString()
                : decimal.toString().replace("E+", "e").replace("E", "e");
    }

    Term plus(Term other) {
        return new Term(written.plus(other.written), v -> value.apply(v).plus(other.value.apply(v)));
    }

    Term minus(Term other) {
        return new Term(written.minus(other.written), v -> value.apply(v).minus(other.value.apply(v)));
    }

    /** This less one and another, in whichever order. */
    Term minus(Term one, Term another) {
        return new Term(
                written.minus(one.written).minus(another.written),
                v -> value.apply(v).minus(one.value.apply(v).plus(another.value.apply(v))));
    }

    /** This less a product, entry by entry. */
    Term minusProduct(Term one, Term another) {
        return new Term(
                written.minus(one.written.times(another.written)),
                v -> value.apply(v).minusProduct(one.value.apply(v), another.value.apply(v)));
    }

    /** Whether it is the number 1, which nobody writes as a factor. */
    boolean isOne() {
        return written instanceof Expression.Constant constant
                && constant.written().equals("1");
    }

    /** Entry by entry. */
    Term times(Term other) {
        return new Term(written.times(other.written), v -> value.apply(v).hadamard(other.value.apply(v)));
    }

    /** Entry by entry. */
    Term over(Term other) {
        return new Term(written.over(other.written), v -> value.apply(v).over(other.value.apply(v)));
    }

    /** Entry by entry the larger one. */
    Term max(Term other) {
        return new Term(
                new Expression.Binary(Expression.Operator.MAX, written, other.written),
                v -> Norms.max(value.apply(v), other.value.apply(v)));
    }

    /** Of one number, not negative. */
    Term power(Term exponent) {
        return new Term(
                new Expression.Binary(Expression.Operator.POWER, written, exponent.written),
                v -> Power.of(value.apply(v), exponent.value.apply(v)));
    }

    Term squared() {
        return new Term(written.in(Elementary.SQUARE), v -> {
            Rounded x = value.apply(v);
            return x.hadamard(x);
        });
    }

    Term root() {
        return new Term(written.in(Elementary.SQRT), v -> value.apply(v).map(Functions.SQRT));
    }

    Term size() {
        return new Term(written.in(Elementary.ABS), v -> value.apply(v).map(Functions.ABS));
    }

    Term exponential() {
        return new Term(written.in(Elementary.EXP), v -> value.apply(v).map(Functions.EXP));
    }

    Term oneMinus() {
        return number(1).minus(this);
    }

    /**
     * What the schedule gives before the step after so many. Deeplearning4j's names; the formulas of exponential, inverse,
     * poly, sigmoid and step are those of Caffe (caffe.proto, lr_policy), which they were taken from, cycle's is that of
     * Smith and Topin, 2018, with Deeplearning4j's annealing.
     */
    static Term of(Schedule schedule, long iteration, long epoch) {
        if (schedule instanceof Schedule.Fixed fixed) {
            return number(fixed.value());
        }
        if (schedule instanceof Schedule.Exponential s) {
            return number(s.initial()).times(number(s.gamma()).power(number(s.by().of(iteration, epoch))));
        }
        if (schedule instanceof Schedule.Inverse s) {
            Term i = number(s.by().of(iteration, epoch));
            return number(s.initial())
                    .over(number(1).plus(number(s.gamma()).times(i)).power(number(s.power())));
        }
        if (schedule instanceof Schedule.Poly s) {
            long i = s.by().of(iteration, epoch);
            Term left = number(i).over(number(s.maxIter())).oneMinus();
            return i >= s.maxIter() ? number(0) : number(s.initial()).times(left.power(number(s.power())));
        }
        if (schedule instanceof Schedule.Sigmoid s) {
            Term past = number(s.by().of(iteration, epoch)).minus(number(s.stepSize()));
            Term one = number(1);
            return number(s.initial())
                    .over(one.plus(number(-s.gamma()).times(past).exponential()));
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

    private static Term cycle(Schedule.Cycle s, long position) {
        Term rise = number(s.max()).minus(number(s.initial())).over(number(s.stepSize()));
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

    /** Worked in float64 whatever the network computes in, and then rounded to that. */
    Term onHost() {
        return new Term(written, v -> {
            if (v.rounding() != Rounding.FLOAT32) {
                return value.apply(v);
            }
            Values host = new Values(name -> new Rounded(Rounding.FLOAT64, 1, 1));
            Rounded worked = value.apply(host);
            Rounded result = new Rounded(Rounding.FLOAT32, 1, 1);
            result.set(0, worked.value(0), worked.error(0));
            return result.roundedAgain();
        });
    }
}

package chalkline.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart's axis.
 *
 * @param low the value at {@code from}
 * @param high the value at {@code to}, greater than {@code low}
 * @param logarithmic whether equal factors are equally far apart; then {@code low} is positive
 * @param from a coordinate
 * @param to a coordinate
 */
record Axis(double low, double high, boolean logarithmic, double from, double to) {
    private static final double DECADES_FOR_LOGARITHM = 1.5;

    /** An axis of round ends that has these values on it; logarithmic where they are positive and far apart. */
    static Axis over(double least, double most, boolean mayBeLogarithmic, double from, double to) {
        if (mayBeLogarithmic && least > 0 && Math.log10(most / least) > DECADES_FOR_LOGARITHM) {
            return new Axis(
                    Math.pow(10, Math.floor(Math.log10(least))),
                    Math.pow(10, Math.ceil(Math.log10(most))),
                    true,
                    from,
                    to);
        }
        double low = least > 0 && least < most / 2 || least == most && least > 0 ? 0 : least;
        double high = low == most ? low + Math.max(1, Math.abs(low)) : most;
        double step = step(low, high, 4);
        return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, false, from, to);
    }

    /** Where a value is. */
    double at(double value) {
        double part = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return from + part * (to - from);
    }

    /** Values for lines across, five or so. */
    List<Double> ticks(int most) {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            int decades = (int) Math.round(Math.log10(high / low));
            int each = Math.max(1, (decades + most - 1) / most);
            for (int k = 0; k <= decades; k += each) {
                ticks.add(low * Math.pow(10, k));
            }
            return ticks;
        }
        double step = step(low, high, most);
        long first = (long) Math.ceil(low / step - 1e-9);
        for (long k = first; k * step <= high + step * 1e-9; k++) {
            ticks.add(k * step);
        }
        return ticks;
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double step(double low, double high, int most) {
        double least = (high - low) / most;
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= least * (1 - 1e-9)) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}

package chalkline.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Costs of peers, a row of one cost each for every round: what is printed are medians over the rounds, of costs and of ratios. */
final class Pairs {
    private final Cost[][] rounds;

    Pairs(Cost[]... rounds) {
        this.rounds = rounds;
    }

    /** The median cost of a peer, in microseconds of processor time. */
    double cpu(int peer) {
        return quantile(0.5, all(round -> round[peer].cpu()));
    }

    double wall(int peer) {
        return quantile(0.5, all(round -> round[peer].wall()));
    }

    /** How many times as long a peer takes as the first one: the median of the rounds' ratios. */
    double ratio(int peer) {
        return quantile(0.5, all(round -> round[peer].cpu() / round[0].cpu()));
    }

    /** "36 [34, 37]; 35": the median of the ratios of processor time and their quartiles; that of time on the clock. */
    String ratios(int peer) {
        double[] ratios = all(round -> round[peer].cpu() / round[0].cpu());
        double wall = quantile(0.5, all(round -> round[peer].wall() / round[0].wall()));
        return number(quantile(0.5, ratios)) + " [" + number(quantile(0.25, ratios)) + ", "
                + number(quantile(0.75, ratios)) + "]; " + number(wall);
    }

    /** Two significant digits or three. */
    static String number(double value) {
        String form = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, form, value);
    }

    private double[] all(ToDoubleFunction<Cost[]> of) {
        return Arrays.stream(rounds).mapToDouble(of).toArray();
    }

    private static double quantile(double share, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}

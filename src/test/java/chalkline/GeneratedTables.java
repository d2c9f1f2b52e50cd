package chalkline;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/**
 * The generated tables of {@code configs/}, the same bytes on every machine. It needs nothing but Java:
 *
 * <pre>
 * java src/test/java/chalkline/GeneratedTables.java friedman 600 > data/friedman.csv
 * java src/test/java/chalkline/GeneratedTables.java rule 1000000 > data/million-rows.csv
 * </pre>
 */
public final class GeneratedTables {
    private static final long SEED = 1991;
    private static final int FRIEDMAN_FEATURES = 10;
    private static final int RULE_FEATURES = 20;
    /** Features have four decimals. */
    private static final int PARTS = 10_000;

    private GeneratedTables() {}

    /** Writes the table of that name with that many rows to standard output. */
    public static void main(String... arguments) throws IOException {
        if (arguments.length != 2 || !(arguments[0].equals("friedman") || arguments[0].equals("rule"))) {
            System.err.println("usage: GeneratedTables friedman|rule ROWS");
            System.exit(2);
        }
        int rows = Integer.parseInt(arguments[1]);
        try (Writer out =
                new OutputStreamWriter(new BufferedOutputStream(System.out, 1 << 16), StandardCharsets.US_ASCII)) {
            if (arguments[0].equals("friedman")) {
                friedman(rows, out);
            } else {
                rule(rows, out);
            }
        }
    }

    /**
     * Friedman's first function (Annals of Statistics 19, 1991), y = 10·sin(π·x1·x2) + 20·(x3 − 0.5)² + 10·x4 + 5·x5 + ε,
     * with ten features in [0, 1], the last five of which say nothing, and a standard normal ε. No model's expected RMSE is
     * below 1, the deviation of ε.
     */
    public static void friedman(int rows, Writer out) throws IOException {
        Random random = new Random(SEED);
        header(FRIEDMAN_FEATURES, "y", out);
        double[] x = new double[FRIEDMAN_FEATURES];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < x.length; j++) {
                int parts = random.nextInt(PARTS + 1);
                x[j] = (double) parts / PARTS;
                number(parts, out);
                out.write(',');
            }
            double y = 10 * StrictMath.sin(Math.PI * x[0] * x[1])
                    + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                    + 10 * x[3]
                    + 5 * x[4]
                    + random.nextGaussian();
            out.write(String.format(Locale.ROOT, "%.4f", y) + "\n");
        }
    }

    /** Twenty features in [−1, 1]; a row is above where x1 + x2·x3 exceeds a normal noise of deviation 0.1, else below. */
    public static void rule(int rows, Writer out) throws IOException {
        Random random = new Random(SEED);
        header(RULE_FEATURES, "side", out);
        double[] x = new double[RULE_FEATURES];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < x.length; j++) {
                int parts = random.nextInt(2 * PARTS + 1) - PARTS;
                x[j] = (double) parts / PARTS;
                number(parts, out);
                out.write(',');
            }
            out.write(x[0] + x[1] * x[2] > 0.1 * random.nextGaussian() ? "above\n" : "below\n");
        }
    }

    private static void header(int features, String label, Writer out) throws IOException {
        for (int j = 1; j <= features; j++) {
            out.write("x" + j + ",");
        }
        out.write(label + "\n");
    }

    /** The parts as a decimal with four places. */
    private static void number(int parts, Writer out) throws IOException {
        int size = Math.abs(parts);
        String places = Integer.toString(PARTS + size % PARTS);
        out.write(parts < 0 ? "-" : "");
        out.write(Integer.toString(size / PARTS));
        out.write('.');
        out.write(places, 1, places.length() - 1);
    }
}

package chalkline.doctor;

import java.util.Arrays;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Tables drawn by rules that are known, so that it is known what can be learnt of them. The last columns are the labels. */
final class InventedData {
    private InventedData() {}

    /** Draws one row. */
    interface Rows {
        /** The cells of row i. */
        Object[] row(int i, Random random);

        /** How many label columns come last. */
        default int labels() {
            return 1;
        }

        /** The table as CSV: x1, x2, …, and y, or y1, y2, …. */
        default String csv(int rows, long seed) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < rows; i++) {
                Object[] cells = row(i, random);
                if (i == 0) {
                    text.append(header(cells.length - labels(), labels())).append('\n');
                }
                StringJoiner line = new StringJoiner(",", "", "\n");
                Arrays.stream(cells).map(InventedData::shown).forEach(line::add);
                text.append(line);
            }
            return text.toString();
        }
    }

    private static String header(int inputs, int labels) {
        StringJoiner names = new StringJoiner(",");
        IntStream.rangeClosed(1, inputs).forEach(j -> names.add("x" + j));
        IntStream.rangeClosed(1, labels).forEach(j -> names.add(labels == 1 ? "y" : "y" + j));
        return names.toString();
    }

    private static String shown(Object cell) {
        return cell instanceof Double number ? String.valueOf((double) (float) (double) number) : cell.toString();
    }

    /** The rows with other cells. */
    static Rows with(Rows rows, Function<Object[], Object[]> change) {
        return (i, random) -> change.apply(rows.row(i, random));
    }

    /** The rows with the label put another way. */
    static Rows labelled(Rows rows, Function<Object, Object> label) {
        return with(rows, cells -> {
            Object[] changed = cells.clone();
            changed[changed.length - 1] = label.apply(changed[changed.length - 1]);
            return changed;
        });
    }

    /** The rows with every input a·x + b. */
    static Rows scaled(Rows rows, double a, double b) {
        return with(rows, cells -> {
            Object[] changed = cells.clone();
            for (int j = 0; j < changed.length - 1; j++) {
                changed[j] = a * (double) changed[j] + b;
            }
            return changed;
        });
    }

    /** Clouds around centres at distance about √inputs·2, of class 0, 1, …, k − 1. */
    static Rows clouds(int k, int inputs, double spread) {
        return (i, random) -> {
            int c = random.nextInt(k);
            Random centre = new Random(1000L + c);
            Object[] cells = new Object[inputs + 1];
            for (int j = 0; j < inputs; j++) {
                cells[j] = Math.signum(centre.nextDouble() - 0.5) * (1 + centre.nextDouble())
                        + spread * random.nextGaussian();
            }
            cells[inputs] = c;
            return cells;
        };
    }

    /** A disc of class 0 in a ring of class 1. */
    static Rows rings() {
        return (i, random) -> {
            int c = random.nextInt(2);
            double radius = 1 + c + 0.15 * random.nextGaussian();
            double angle = 2 * Math.PI * random.nextDouble();
            return new Object[] {radius * Math.cos(angle), radius * Math.sin(angle), c};
        };
    }

    /** y = f(x) with noise, x from a to b. */
    static Rows curve(double a, double b, double noise, Function<Double, Double> f) {
        return (i, random) -> {
            double x = a + (b - a) * random.nextDouble();
            return new Object[] {x, f.apply(x) + noise * random.nextGaussian()};
        };
    }

    /** Friedman's first function of five of the inputs, which are from 0 to 1; labels from 0 to 30. */
    static Rows friedman(int inputs, double noise) {
        return (i, random) -> {
            Object[] cells = new Object[inputs + 1];
            double[] x = new double[inputs];
            for (int j = 0; j < inputs; j++) {
                x[j] = random.nextDouble();
                cells[j] = x[j];
            }
            cells[inputs] = 10 * Math.sin(Math.PI * x[0] * x[1])
                    + 20 * (x[2] - 0.5) * (x[2] - 0.5)
                    + 10 * x[3]
                    + 5 * x[4]
                    + noise * random.nextGaussian();
            return cells;
        };
    }

    /** A linear function of normal inputs, of variance 1, of which the inputs explain that share. */
    static Rows linear(int inputs, double explained) {
        return (i, random) -> {
            Object[] cells = new Object[inputs + 1];
            double sum = 0;
            for (int j = 0; j < inputs; j++) {
                double x = random.nextGaussian();
                cells[j] = x;
                sum += (j % 2 == 0 ? 1 : -1) * x;
            }
            cells[inputs] = Math.sqrt(explained / inputs) * sum + Math.sqrt(1 - explained) * random.nextGaussian();
            return cells;
        };
    }

    /** Living area in m², rooms, year, metres to the station, and the price in euros. */
    static Rows houses() {
        return (i, random) -> {
            double area = Math.rint(40 + 200 * random.nextDouble());
            double rooms = Math.rint(1 + area / 35 + random.nextDouble());
            double year = Math.rint(1900 + 120 * random.nextDouble());
            double metres = Math.rint(50 + 4000 * random.nextDouble());
            double price = 30_000 + 2500 * area + 400 * (year - 1900) - 15 * metres + 20_000 * random.nextGaussian();
            return new Object[] {area, rooms, year, metres, Math.rint(price)};
        };
    }

    /** A share of class 1, whose two of four inputs lie that far off the others'. */
    static Rows rare(double share, double distance) {
        return (i, random) -> {
            int c = random.nextDouble() < share ? 1 : 0;
            return new Object[] {
                random.nextGaussian() + distance * c,
                random.nextGaussian() - distance * c,
                random.nextGaussian(),
                random.nextGaussian(),
                c
            };
        };
    }

    /** Pictures of 8 × 8 with levels from 0 to 16 of ten classes, noisy. */
    static Rows pictures(double highest) {
        return (i, random) -> {
            int c = random.nextInt(10);
            Random of = new Random(77L + c);
            Object[] cells = new Object[65];
            for (int j = 0; j < 64; j++) {
                double ink = of.nextDouble() < 0.4 ? 12 : 2;
                cells[j] = Math.rint(Math.max(0, Math.min(16, ink + 3 * random.nextGaussian()))) * highest / 16;
            }
            cells[64] = c;
            return cells;
        };
    }

    /** Counts, of which the logarithm of the rate is linear in two inputs. */
    static Rows counts() {
        return (i, random) -> {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double limit = Math.exp(-Math.exp(1 + 0.6 * a - 0.4 * b));
            int count = 0;
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                count++;
            }
            return new Object[] {a, b, count};
        };
    }

    /** The four rows of exclusive or, over and over. */
    static Rows xor() {
        return (i, random) -> new Object[] {(double) (i / 2 % 2), (double) (i % 2), (i / 2 + i) % 2};
    }

    /** The rows with that label for each, instead of one: drawn from the same inputs. */
    static Rows labels(int count, Rows rows, Function<Object[], Object[]> labels) {
        Rows changed = with(rows, labels);
        return new Rows() {
            @Override
            public Object[] row(int i, Random random) {
                return changed.row(i, random);
            }

            @Override
            public int labels() {
                return count;
            }
        };
    }

    /** Everybody's label is that of so many rows before. */
    static Rows slipped(Rows rows, int by) {
        Object[] last = new Object[by];
        return (i, random) -> {
            Object[] cells = rows.row(i, random).clone();
            Object own = cells[cells.length - 1];
            cells[cells.length - 1] = i < by ? own : last[i % by];
            last[i % by] = own;
            return cells;
        };
    }
}

package chalkline.answers;

import chalkline.network.Conventions;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Works a training step in plain double arithmetic, as a student does with a pocket calculator, and may make one mistake. It
 * shares no code with what marks it. Examples are rows.
 */
final class HandCalculation {
    /** The mistakes of a step, and a word of what names each of them. */
    enum Mistake {
        NONE(""),
        NO_SLOPE("without (sigmoid|tanh|ReLU)'"),
        SLOPE_TWICE("twice"),
        SLOPE_OF_ANOTHER("worked with (sigmoid|tanh|ReLU)'.* for"),
        SLOPE_OF_ANOTHER_IN_A("which is (sigmoid|tanh)', for"),
        SLOPE_WITH_Z("where the slope written in A"),
        NO_BIAS("without the bias"),
        TRANSPOSED_FORWARD("with the transpose of W"),
        NOT_TRANSPOSED_BACKWARD("where its transpose belongs"),
        UPDATED_WEIGHTS("the updated W"),
        NO_INPUT("without the input"),
        NO_RATE("without the learning rate"),
        RATE_ADDED("plus the change"),
        NO_OLD_WEIGHT("the change alone"),
        NO_PENALTY("without the penalty"),
        PENALTY("with the penalty"),
        SUM("the sum over the \\d+ examples"),
        HALF("a loss with a ½"),
        SUM_AND_HALF("the sum over the \\d+ examples.*½|½.*the sum over the \\d+ examples"),
        SIGN("with the other sign"),
        SIGN_AND_SUM("with the other sign.*the sum over"),
        MEAN_OVER_OUTPUTS("the mean over the \\d+ outputs");

        final String named;

        Mistake(String named) {
            this.named = named;
        }
    }

    /** How numbers are written. */
    record Writing(int digits, boolean places, RoundingMode mode, boolean carriesWritten) {
        String write(double value) {
            if (digits >= 17) {
                return Double.toString(value);
            }
            // A pocket calculator shows 0.058, not 0.057999…
            BigDecimal exact = new BigDecimal(value).round(new MathContext(12));
            return (places ? exact.setScale(digits, mode) : exact.round(new MathContext(digits, mode))).toString();
        }

        @Override
        public String toString() {
            return digits
                    + (places ? " places" : " digits")
                    + (mode == RoundingMode.DOWN ? " cut off" : "")
                    + (carriesWritten ? ", worked with as written" : "");
        }
    }

    final int[] widths;
    final String[] activations;
    final String loss;
    final int examples;
    final double rate;
    final double l2;
    final Conventions conventions;
    final double[][] x;
    final double[][] y;
    final Map<String, double[][]> parameters = new LinkedHashMap<>();

    private Writing writing;
    private Mistake mistake;
    private int layer;
    private final Map<String, double[][]> steps = new LinkedHashMap<>();
    /** The step in which the mistake was made, and what it should have been. */
    private String mistaken;

    private double[][] instead;
    /** Somebody's numbers, from which the steps after them are worked, and what their formulas give. */
    private Map<String, double[][]> given = Map.of();

    private final Map<String, double[][]> formulas = new LinkedHashMap<>();

    HandCalculation(Random random) {
        int hidden = 1 + random.nextInt(2);
        widths = new int[hidden + 2];
        boolean square = random.nextBoolean();
        int width = 2 + random.nextInt(2);
        for (int i = 0; i < widths.length; i++) {
            widths[i] = square ? width : 2 + random.nextInt(2);
        }
        int kind = random.nextInt(4);
        loss = List.of("half-squared-error", "mse", "xent", "mcxent").get(kind);
        widths[hidden + 1] = kind == 3 ? 3 : random.nextBoolean() ? 1 : 3;
        if (square && kind != 3) {
            widths[hidden + 1] = random.nextBoolean() ? 1 : width;
        }
        // Two outputs would make their mean the same as a ½.
        if (widths[hidden + 1] == 2) {
            widths[hidden + 1] = 1;
        }
        activations = new String[hidden + 1];
        for (int l = 0; l < hidden; l++) {
            activations[l] = List.of("sigmoid", "tanh", "relu").get(random.nextInt(3));
        }
        activations[hidden] = kind == 3
                ? "softmax"
                : kind == 2 ? "sigmoid" : List.of("identity", "sigmoid", "tanh").get(random.nextInt(3));
        examples = List.of(1, 5, 7).get(random.nextInt(3));
        rate = List.of(0.1, 0.5, 0.05).get(random.nextInt(3));
        l2 = random.nextInt(3) == 0 ? 0.2 : 0;
        conventions = new Conventions(
                Conventions.Gradient.values()[random.nextInt(3)],
                random.nextInt(4) == 0 ? Conventions.LossFactor.TWICE : Conventions.LossFactor.AS_CONFIGURED,
                random.nextBoolean() ? Conventions.Penalty.IN_DW : Conventions.Penalty.OUTSIDE);
        x = hundredths(random, examples, widths[0], 150);
        y = new double[examples][widths[hidden + 1]];
        for (double[] row : y) {
            if (kind == 3) {
                row[random.nextInt(3)] = 1;
            } else {
                for (int j = 0; j < row.length; j++) {
                    row[j] = kind == 2 ? random.nextInt(2) : random.nextInt(90) / 100.0;
                }
            }
        }
        for (int l = 1; l < widths.length; l++) {
            parameters.put("W" + l, hundredths(random, widths[l - 1], widths[l], 90));
            parameters.put("b" + l, hundredths(random, 1, widths[l], 50));
        }
    }

    private static double[][] hundredths(Random random, int rows, int columns, int most) {
        double[][] m = new double[rows][columns];
        for (double[] row : m) {
            for (int j = 0; j < columns; j++) {
                row[j] = (1 + random.nextInt(most)) / 100.0 * (random.nextBoolean() ? 1 : -1);
            }
        }
        return m;
    }

    /** The network as a configuration in the notation xW+b. */
    String configuration() {
        StringBuilder yaml = new StringBuilder("name: student\nprecision: float64\nnotation: xW+b\nnetwork:\n  inputs: "
                + widths[0] + "\n  layers:\n");
        int last = activations.length;
        for (int l = 1; l <= last; l++) {
            yaml.append("    - ")
                    .append(l == last ? "output" : "dense")
                    .append(": { units: ")
                    .append(widths[l])
                    .append(", activation: ")
                    .append(activations[l - 1])
                    .append(l == last ? ", loss: " + loss : "")
                    .append(", weights: ")
                    .append(rows(parameters.get("W" + l)))
                    .append(", biases: ")
                    .append(rows(parameters.get("b" + l)).replaceAll("^\\[|]$", ""))
                    .append(" }\n");
        }
        return yaml.append("data: { train: { x: ")
                .append(rows(x))
                .append(", y: ")
                .append(rows(y))
                .append(" }, normalize: none }\ntraining: { updater: { sgd: { learning-rate: ")
                .append(rate)
                .append(" } }, batch-size: ")
                .append(examples)
                .append(l2 > 0 ? ", l2: " + l2 : "")
                .append(", epochs: 1 }\n")
                .toString();
    }

    private static String rows(double[][] m) {
        return IntStream.range(0, m.length)
                .mapToObj(i -> IntStream.range(0, m[i].length)
                        .mapToObj(j -> String.format(Locale.ROOT, "%.2f", m[i][j]))
                        .collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    /**
     * Works the step and writes every number.
     *
     * @param atLayer where the mistake is made
     * @return the answers; empty where the mistake cannot be made there, or cannot be seen as it is written
     */
    Optional<Map<StepId, AnswerMatrix>> work(Mistake planted, int atLayer, Writing as) {
        start(planted, atLayer, as);
        if (planted != Mistake.NONE && (mistaken == null || !isSeen())) {
            return Optional.empty();
        }
        Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();
        steps.forEach((name, value) -> {
            if (!parameters.containsKey(name) && !name.equals("A0")) {
                answers.put(StepId.of(name), written(value));
            }
        });
        return Optional.of(answers);
    }

    /**
     * What the formulas give, in the order of the steps, each worked from the numbers before it.
     *
     * @param numbers that stand for what was worked
     */
    Map<String, double[][]> formulas(Map<String, double[][]> numbers) {
        given = numbers;
        formulas.clear();
        start(Mistake.NONE, 0, new Writing(17, false, RoundingMode.HALF_UP, false));
        given = Map.of();
        return new LinkedHashMap<>(formulas);
    }

    /** The step of the mistake. */
    String mistaken() {
        return mistaken;
    }

    private AnswerMatrix written(double[][] value) {
        List<Optional<AnswerNumber>> entries = new java.util.ArrayList<>();
        for (double[] row : value) {
            for (double each : row) {
                String text = writing.write(each);
                entries.add(Optional.of(AnswerNumber.written(text, new BigDecimal(text))));
            }
        }
        return new AnswerMatrix(value.length, value[0].length, entries, false);
    }

    private void start(Mistake planted, int atLayer, Writing as) {
        writing = as;
        mistake = planted;
        layer = atLayer;
        steps.clear();
        mistaken = null;
        steps.putAll(parameters);
        steps.put("A0", x);
        work();
    }

    /** Whether some number differs from what it should be by more than three units of its last place. */
    private boolean isSeen() {
        double[][] wrong = steps.get(mistaken);
        for (int i = 0; i < wrong.length; i++) {
            for (int j = 0; j < wrong[i].length; j++) {
                double unit = new BigDecimal(writing.write(wrong[i][j])).ulp().doubleValue();
                double own = new BigDecimal(writing.write(instead[i][j])).ulp().doubleValue();
                if (Math.abs(wrong[i][j] - instead[i][j]) > 3 * Math.max(unit, own)
                        && Math.abs(wrong[i][j] - instead[i][j]) > 1e-9 * Math.abs(wrong[i][j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private void put(String name, double[][] value) {
        double[][] kept = value;
        if (writing.carriesWritten()) {
            kept = map(value, v -> Double.parseDouble(writing.write(v)));
        }
        formulas.put(name, kept);
        steps.put(name, given.getOrDefault(name, kept));
    }

    /** The step by a mistake, if this is where it is made. */
    private void put(String name, boolean here, double[][] right, double[][] wrong) {
        if (here && mistaken == null) {
            mistaken = name;
            instead = right;
            put(name, wrong);
        } else {
            put(name, right);
        }
    }

    private boolean here(Mistake made, int l) {
        return mistake == made && layer == l;
    }

    private void work() {
        int last = activations.length;
        for (int l = 1; l <= last; l++) {
            double[][] a = steps.get("A" + (l - 1));
            double[][] w = parameters.get("W" + l);
            double[][] product = times(a, w);
            double[][] z = plusRow(product, parameters.get("b" + l)[0]);
            boolean turned = here(Mistake.TRANSPOSED_FORWARD, l) && w.length == w[0].length;
            put(
                    "Z" + l,
                    here(Mistake.NO_BIAS, l) || turned,
                    z,
                    turned ? plusRow(times(a, transposed(w)), parameters.get("b" + l)[0]) : product);
            put("A" + l, value(activations[l - 1], steps.get("Z" + l)));
        }
        double scale = conventions.loss() == Conventions.LossFactor.TWICE ? 2 : 1;
        put("loss", new double[][] {{scale * loss(steps.get("A" + last))}});
        outputGradient(last, scale);
        for (int l = last; l >= 1; l--) {
            backward(l);
        }
        for (int l = 1; l <= last; l++) {
            update(l);
        }
    }

    private double loss(double[][] a) {
        double sum = 0;
        for (int i = 0; i < examples; i++) {
            for (int j = 0; j < a[0].length; j++) {
                double d = a[i][j] - y[i][j];
                sum += switch (loss) {
                    case "mse" -> d * d / a[0].length;
                    case "half-squared-error" -> d * d / 2;
                    case "xent" -> -Math.log(y[i][j] == 1 ? a[i][j] : 1 - a[i][j]);
                    default -> y[i][j] == 1 ? -Math.log(a[i][j]) : 0;
                };
            }
        }
        return sum / examples;
    }

    private void outputGradient(int last, double scale) {
        double[][] a = steps.get("A" + last);
        int outputs = a[0].length;
        double[][] each = with(a, y, (v, t) -> switch (loss) {
            case "mse" -> 2 * (v - t) / outputs;
            case "half-squared-error" -> v - t;
            case "xent" -> (v - t) / (v * (1 - v));
            default -> -t / v;
        });
        boolean summed = conventions.gradient() != Conventions.Gradient.MEAN;
        double[][] right = map(each, v -> summed ? scale * v : scale * v / examples);
        double factor = switch (mistake) {
            case SUM -> examples;
            case HALF -> 0.5;
            case SUM_AND_HALF -> examples / 2.0;
            case SIGN -> -1;
            case SIGN_AND_SUM -> -examples;
            case MEAN_OVER_OUTPUTS -> 1.0 / outputs;
            default -> 1;
        };
        boolean possible = examples > 1 && !summed
                || mistake == Mistake.HALF
                || mistake == Mistake.SIGN
                || mistake == Mistake.MEAN_OVER_OUTPUTS;
        put("dA" + last, factor != 1 && possible, right, map(right, v -> factor * v));
    }

    private void backward(int l) {
        double[][] dA = steps.get("dA" + l);
        double[][] z = steps.get("Z" + l);
        double[][] a = steps.get("A" + l);
        String f = activations[l - 1];
        double[][] right =
                f.equals("softmax") ? throughSoftmax(dA, a) : with(dA, slope(f, z), HandCalculation::product);
        double[][] wrong = right;
        if (!f.equals("softmax") && !f.equals("identity")) {
            wrong = switch (mistake) {
                case NO_SLOPE -> dA;
                case SLOPE_TWICE -> with(right, slope(f, z), HandCalculation::product);
                case SLOPE_OF_ANOTHER ->
                    with(dA, slope(f.equals("tanh") ? "sigmoid" : "tanh", z), HandCalculation::product);
                case SLOPE_OF_ANOTHER_IN_A ->
                    with(dA, map(a, v -> f.equals("tanh") ? v * (1 - v) : 1 - v * v), HandCalculation::product);
                case SLOPE_WITH_Z ->
                    f.equals("relu")
                            ? right
                            : with(
                                    dA,
                                    map(z, v -> f.equals("tanh") ? 1 - v * v : v * (1 - v)),
                                    HandCalculation::product);
                default -> right;
            };
        }
        put("dZ" + l, layer == l && wrong != right, right, wrong);
        double[][] dZ = steps.get("dZ" + l);
        double[][] input = steps.get("A" + (l - 1));
        double mean = conventions.gradient() == Conventions.Gradient.SUM_IN_DZ ? examples : 1;
        double[][] data = map(times(transposed(input), dZ), v -> v / mean);
        double[][] w = parameters.get("W" + l);
        boolean inside = conventions.penalty() == Conventions.Penalty.IN_DW;
        double[][] penalised = with(data, w, (g, p) -> g + l2 * p);
        double[][] dW = inside ? penalised : data;
        double[][] without = map(times(transposed(map(input, v -> 1)), dZ), v -> v / mean);
        if (inside) {
            without = with(without, w, (g, p) -> g + l2 * p);
        }
        boolean penalty = l2 > 0 && here(inside ? Mistake.NO_PENALTY : Mistake.PENALTY, l);
        put("dW" + l, here(Mistake.NO_INPUT, l) || penalty, dW, penalty ? inside ? data : penalised : without);
        put("db" + l, new double[][] {map(new double[][] {columnSums(dZ)}, v -> v / mean)[0]});
        if (l > 1) {
            double[][] back = times(dZ, transposed(w));
            double[][] other = back;
            if (here(Mistake.NOT_TRANSPOSED_BACKWARD, l) && w.length == w[0].length) {
                other = times(dZ, w);
            } else if (here(Mistake.UPDATED_WEIGHTS, l)) {
                other = times(dZ, transposed(updated(l, steps.get("dW" + l))));
            }
            put("dA" + (l - 1), other != back, back, other);
        }
    }

    private double[][] updated(int l, double[][] dW) {
        boolean inside = conventions.penalty() == Conventions.Penalty.IN_DW;
        return with(parameters.get("W" + l), dW, (p, g) -> p - rate * (inside ? g : g + l2 * p));
    }

    private void update(int l) {
        double[][] w = parameters.get("W" + l);
        double[][] dW = steps.get("dW" + l);
        double[][] right = updated(l, dW);
        boolean inside = conventions.penalty() == Conventions.Penalty.IN_DW;
        double[][] change = with(w, right, (p, q) -> p - q);
        double[][] wrong = switch (mistake) {
            case NO_RATE -> with(w, change, (p, c) -> p - c / rate);
            case RATE_ADDED -> with(w, change, Double::sum);
            case NO_OLD_WEIGHT -> map(change, c -> -c);
            case NO_PENALTY -> inside || l2 == 0 ? right : with(w, dW, (p, g) -> p - rate * g);
            default -> right;
        };
        put("W" + l + ".next", layer == l && wrong != right, right, wrong);
        put("b" + l + ".next", with(parameters.get("b" + l), steps.get("db" + l), (p, g) -> p - rate * g));
    }

    private static double product(double a, double b) {
        return a * b;
    }

    private static double[][] value(String f, double[][] z) {
        if (f.equals("softmax")) {
            double[][] a = map(z, Math::exp);
            for (double[] row : a) {
                double sum = java.util.Arrays.stream(row).sum();
                for (int j = 0; j < row.length; j++) {
                    row[j] /= sum;
                }
            }
            return a;
        }
        return map(z, function(f));
    }

    private static DoubleUnaryOperator function(String f) {
        return switch (f) {
            case "sigmoid" -> v -> 1 / (1 + Math.exp(-v));
            case "tanh" -> Math::tanh;
            case "relu" -> v -> Math.max(v, 0);
            default -> v -> v;
        };
    }

    private static double[][] slope(String f, double[][] z) {
        return map(z, v -> {
            double a = function(f).applyAsDouble(v);
            return switch (f) {
                case "sigmoid" -> a * (1 - a);
                case "tanh" -> 1 - a * a;
                case "relu" -> v > 0 ? 1 : 0;
                default -> 1;
            };
        });
    }

    private static double[][] throughSoftmax(double[][] dA, double[][] a) {
        double[][] dZ = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            double sum = 0;
            for (int j = 0; j < a[0].length; j++) {
                sum += dA[i][j] * a[i][j];
            }
            for (int j = 0; j < a[0].length; j++) {
                dZ[i][j] = a[i][j] * (dA[i][j] - sum);
            }
        }
        return dZ;
    }

    private static double[][] map(double[][] m, DoubleUnaryOperator f) {
        return with(m, m, (v, same) -> f.applyAsDouble(v));
    }

    private static double[][] with(double[][] a, double[][] b, DoubleBinaryOperator f) {
        double[][] result = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                result[i][j] = f.applyAsDouble(a[i][j], b[i][j]);
            }
        }
        return result;
    }

    private static double[][] times(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                for (int k = 0; k < b.length; k++) {
                    product[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return product;
    }

    private static double[][] transposed(double[][] m) {
        double[][] t = new double[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                t[j][i] = m[i][j];
            }
        }
        return t;
    }

    private static double[][] plusRow(double[][] m, double[] row) {
        double[][] sum = new double[m.length][m[0].length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < row.length; j++) {
                sum[i][j] = m[i][j] + row[j];
            }
        }
        return sum;
    }

    private static double[] columnSums(double[][] m) {
        double[] sums = new double[m[0].length];
        for (double[] row : m) {
            for (int j = 0; j < sums.length; j++) {
                sums[j] += row[j];
            }
        }
        return sums;
    }
}

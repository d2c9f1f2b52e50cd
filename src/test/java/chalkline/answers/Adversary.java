package chalkline.answers;

import chalkline.network.StepId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.DoubleFunction;

/** Fills a sheet without working it, or with some steps only, and knows how many of its numbers are worked. */
final class Adversary {
    /** How a sheet is filled. */
    enum Kind {
        ONE_NUMBER,
        ONE_NUMBER_BESIDE_TRUTH,
        A_NUMBER_A_STEP,
        RANDOM,
        HUGE_OR_SMALL,
        COPIES_OF_JUNK,
        COPIED_ROWS,
        COPIED_COLUMNS,
        ZEROS,
        FREE_ZERO_CARRIED_ON,
        PASTED,
        PERMUTED,
        FLIPPED
    }

    private static final List<String> FILLERS = List.of(
            "0", "0.0", "0.00", "0.0000", "1", "1.0", "-1", "0.5", "0.37", "0.372154", "2", "10", "1e3", "1e9", "1e-9");
    private static final List<String> ZEROS = List.of("0", "0.0", "0.00", "0.0000", "0e0");

    private final HandCalculation student;
    private final Random random;
    private final Map<String, double[][]> truth;

    /** The sheet as it is filled. */
    private final Map<String, String[][]> texts = new LinkedHashMap<>();
    /** The steps that are worked. */
    private final Set<String> right = new LinkedHashSet<>();
    /** The steps that are filled with zeros. */
    private final Set<String> zeros = new LinkedHashSet<>();

    Adversary(HandCalculation student, Random random) {
        this.student = student;
        this.random = random;
        this.truth = student.formulas(Map.of());
    }

    /** Fills a sheet. */
    Map<StepId, AnswerMatrix> fill(Kind kind) {
        texts.clear();
        right.clear();
        zeros.clear();
        String number = FILLERS.get(random.nextInt(FILLERS.size()));
        int share = random.nextInt(4);
        for (String step : truth.keySet()) {
            boolean works = kind != Kind.ONE_NUMBER && share > 0 && random.nextInt(5) < share;
            // Who turns a sign once and works on is no adversary: what is changed follows from nothing that is.
            works |= (kind == Kind.PERMUTED || kind == Kind.FLIPPED) && !right.containsAll(inputs(step));
            boolean blank = kind == Kind.ONE_NUMBER && random.nextInt(3) == 0;
            if (works) {
                right.add(step);
                texts.put(step, written(truth.get(step)));
            } else if (!blank) {
                texts.put(step, junk(kind, step, number));
            }
        }
        if (kind == Kind.FREE_ZERO_CARRIED_ON) {
            carryZero();
        }
        return answers();
    }

    /** At most so many of the numbers show work: the truth as it is written, but for zeros from unworked zeros. */
    int worked(Kind kind) {
        int worked = 0;
        int all = 0;
        for (String step : texts.keySet()) {
            int own = 0;
            String[][] text = texts.get(step);
            for (int i = 0; i < text.length; i++) {
                for (int j = 0; j < text[i].length; j++) {
                    all++;
                    own += writes(text[i][j], truth.get(step)[i][j]) ? 1 : 0;
                }
            }
            boolean isNothing = zeros.contains(step) && inputs(step).stream().anyMatch(zeros::contains);
            worked += isNothing ? 0 : own;
            if (zeros.contains(step) && !isNothing && own > 0) {
                // Its zeros are the truth, so that what follows from them is.
                zeros.remove(step);
            }
        }
        return kind == Kind.ONE_NUMBER && worked < all ? 0 : worked;
    }

    private String[][] junk(Kind kind, String step, String number) {
        double[][] own = truth.get(step);
        return switch (kind) {
            case ONE_NUMBER, ONE_NUMBER_BESIDE_TRUTH -> {
                if (new BigDecimal(number).signum() == 0) {
                    zeros.add(step);
                }
                yield filled(own, number);
            }
            case A_NUMBER_A_STEP -> filled(own, any(6));
            case RANDOM -> map(own, v -> any(6));
            case HUGE_OR_SMALL -> map(own, v -> any(300));
            case COPIES_OF_JUNK -> copied(step);
            case COPIED_ROWS -> written(rows(own));
            case COPIED_COLUMNS -> written(transposed(rows(transposed(own))));
            case ZEROS -> {
                boolean zero = random.nextInt(3) > 0;
                if (zero) {
                    zeros.add(step);
                }
                yield zero ? filled(own, ZEROS.get(random.nextInt(ZEROS.size()))) : map(own, v -> any(6));
            }
            case FREE_ZERO_CARRIED_ON -> map(own, v -> any(6));
            case PASTED -> pasted(step);
            case PERMUTED -> permuted(own);
            case FLIPPED -> map(own, v -> write(-v));
        };
    }

    /** A number of many digits, so that it is nothing by chance. */
    private String any(int decades) {
        double size = Math.pow(10, (2 * random.nextDouble() - 1) * decades);
        return new BigDecimal((random.nextBoolean() ? 1 : -1) * size)
                .round(new MathContext(9))
                .toString();
    }

    /** The numbers of a step before it that are junk, as far as there is one; its own formula may need that step. */
    private String[][] copied(String step) {
        List<String> before = inputs(step).stream()
                .filter(name -> texts.containsKey(name) && !right.contains(name))
                .toList();
        if (before.isEmpty() || random.nextInt(4) == 0) {
            return map(truth.get(step), v -> any(6));
        }
        return repeated(step, texts.get(before.get(random.nextInt(before.size()))));
    }

    /** The true numbers of a step that has nothing to do with it. */
    private String[][] pasted(String step) {
        List<String> others = truth.keySet().stream()
                .filter(name -> !name.equals(step) && !inputs(step).contains(name))
                .toList();
        return repeated(step, written(truth.get(others.get(random.nextInt(others.size())))));
    }

    private String[][] repeated(String step, String[][] numbers) {
        List<String> all = new ArrayList<>();
        for (String[] row : numbers) {
            Collections.addAll(all, row);
        }
        int[] next = {0};
        return map(truth.get(step), v -> all.get(next[0]++ % all.size()));
    }

    private String[][] permuted(double[][] own) {
        List<Double> all = new ArrayList<>();
        for (double[] row : own) {
            for (double each : row) {
                all.add(each);
            }
        }
        Collections.shuffle(all, random);
        int[] next = {0};
        return map(own, v -> write(all.get(next[0]++)));
    }

    /** One step is 0; what comes out 0 from it, or as a parameter was, is written, and all else is junk. */
    private void carryZero() {
        List<String> junk =
                texts.keySet().stream().filter(step -> !right.contains(step)).toList();
        if (junk.isEmpty()) {
            return;
        }
        String free = junk.get(random.nextInt(junk.size()));
        zeros.add(free);
        texts.put(free, filled(truth.get(free), "0"));
        boolean after = false;
        for (String step : junk) {
            if (after) {
                double[][] formula = student.formulas(numbers()).get(step);
                double[][] before = student.parameters.get(step.replace(".next", ""));
                String[][] text = texts.get(step);
                boolean all = true;
                for (int i = 0; i < formula.length; i++) {
                    for (int j = 0; j < formula[i].length; j++) {
                        boolean unchanged = step.endsWith(".next") && formula[i][j] == before[i][j];
                        if (formula[i][j] == 0 || unchanged) {
                            text[i][j] = write(formula[i][j]);
                        }
                        all &= formula[i][j] == 0;
                    }
                }
                if (all) {
                    zeros.add(step);
                }
            }
            after |= step.equals(free);
        }
    }

    private Map<String, double[][]> numbers() {
        Map<String, double[][]> numbers = new HashMap<>();
        texts.forEach((step, text) -> {
            double[][] values = new double[text.length][text[0].length];
            for (int i = 0; i < text.length; i++) {
                for (int j = 0; j < text[0].length; j++) {
                    values[i][j] = Double.parseDouble(text[i][j]);
                }
            }
            numbers.put(step, values);
        });
        return numbers;
    }

    private Map<StepId, AnswerMatrix> answers() {
        Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();
        texts.forEach((step, text) -> {
            List<Optional<AnswerNumber>> entries = new ArrayList<>();
            for (String[] row : text) {
                for (String each : row) {
                    entries.add(Optional.of(AnswerNumber.written(each, new BigDecimal(each))));
                }
            }
            answers.put(StepId.of(step), new AnswerMatrix(text.length, text[0].length, entries, false));
        });
        return answers;
    }

    /** The steps that the formula of one has in it. */
    private List<String> inputs(String step) {
        int last = student.activations.length;
        if (step.equals("loss")) {
            return List.of("A" + last);
        }
        int l = Integer.parseInt(step.replaceAll("[^0-9]", ""));
        if (step.endsWith(".next")) {
            return List.of("d" + step.replace(".next", ""));
        }
        return switch (step.replaceAll("[0-9]", "")) {
            case "Z" -> l == 1 ? List.of() : List.of("A" + (l - 1));
            case "A" -> List.of("Z" + l);
            case "dA" -> l == last ? List.of("A" + l) : List.of("dZ" + (l + 1));
            case "dZ" -> List.of("dA" + l, "Z" + l, "A" + l);
            case "dW" -> l == 1 ? List.of("dZ1") : List.of("dZ" + l, "A" + (l - 1));
            case "db" -> List.of("dZ" + l);
            default -> throw new IllegalArgumentException(step);
        };
    }

    /** Whether a number as it is written stands for that one: from half a unit of its last place nearer to 0 to a unit farther. */
    static boolean writes(String text, double exact) {
        BigDecimal number = new BigDecimal(text);
        double unit = number.ulp().doubleValue();
        double value = number.doubleValue();
        if (value == 0) {
            boolean bare = unit > 0.05 || text.contains("e");
            return bare ? exact == 0 : Math.abs(exact) < unit;
        }
        double farther = (exact - value) * Math.signum(value);
        return farther >= -unit / 2 * 1.001 && farther <= unit;
    }

    /** With nine digits, so that 0.5 is not nearly anything. */
    private static String write(double value) {
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(9));
        return value == 0
                ? "0"
                : rounded.setScale(Math.max(0, rounded.scale() + 9 - rounded.precision()))
                        .toString();
    }

    private static String[][] written(double[][] values) {
        return map(values, Adversary::write);
    }

    private static String[][] filled(double[][] shape, String number) {
        return map(shape, v -> number);
    }

    private static String[][] map(double[][] values, DoubleFunction<String> write) {
        String[][] texts = new String[values.length][values[0].length];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[0].length; j++) {
                texts[i][j] = write.apply(values[i][j]);
            }
        }
        return texts;
    }

    /** The first row in place of every row. */
    private static double[][] rows(double[][] values) {
        double[][] rows = values.clone();
        Arrays.fill(rows, values[0]);
        return rows;
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

    @Override
    public String toString() {
        StringBuilder sheet = new StringBuilder();
        texts.forEach((step, text) -> sheet.append(step)
                .append(right.contains(step) ? " (worked) " : " ")
                .append(Arrays.deepToString(text))
                .append("; "));
        return sheet.toString();
    }
}

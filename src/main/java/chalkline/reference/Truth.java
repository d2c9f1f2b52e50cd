package chalkline.reference;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.numbers.core.DD;

/**
 * The step as mathematics has it, end to end, from the decimals that the batch and the network were written in.
 *
 * <p>It is worked in double-double first, which knows its own error. Where that leaves a number with fewer than 20 digits or
 * none at all, or one may lie on a kink, and the step is small enough, it is worked in {@linkplain Exact exact numbers}
 * instead.
 *
 * @param steps every step, with the error that it carries itself
 * @param kinks the entries that lie exactly on a kink, in the order of the steps
 * @param undecided of how many examples it stays open on which side of a kink they lie
 */
public record Truth(Map<StepId, Rounded> steps, List<Kink> kinks, int undecided) {
    /** Without the truth. */
    public static final Truth NONE = new Truth(Map.of(), List.of(), 0);

    /** A relative error that leaves 20 digits. */
    private static final double LARGEST_ERROR = 1e-20;
    /** The largest step, in multiplications, that is worked exactly where double-double has no number or may miss a kink. */
    private static final long MOST_MULTIPLICATIONS = 1_000;
    /** The same for the examples of a larger step that may lie on a kink, if all numbers are fractions. */
    private static final long MOST_OF_FRACTIONS = 50_000;
    /** The same where double-double leaves some digits, but too few. */
    private static final long MOST_FOR_DIGITS = 200;
    /** Of a number that is then rounded to double-double. */
    private static final int DIGITS = 34;

    private static final MathContext SHOWN = new MathContext(DIGITS);

    /** What rounding to double-double costs. */
    private static final double ROUNDING = 0x1p-104;

    /**
     * An entry of a gradient that lies exactly on a kink.
     *
     * @param step that it is of
     * @param entry counted row by row from 0
     * @param below what it comes to with the derivative from below
     * @param above what it comes to with the derivative from above
     */
    public record Kink(StepId step, int entry, double below, double above) {
        /** Whether it is that entry. */
        public boolean is(StepId id, int k) {
            return step.equals(id) && entry == k;
        }

        /** Whether a value lies between the one-sided ones. */
        public boolean spans(double value) {
            return Math.min(below, above) <= value && value <= Math.max(below, above);
        }
    }

    public Truth {
        kinks = List.copyOf(kinks);
    }

    /**
     * The truth of that derivation.
     *
     * @param parameters what the step starts from beside the batch
     */
    public static Truth of(Derivation derivation, Batch batch, Map<StepId, Matrix> parameters) {
        Map<StepId, Rounded> extended = derivation.extended(batch, parameters);
        SortedSet<Integer> tied = new TreeSet<>();
        SortedSet<Integer> open = new TreeSet<>();
        derivation.kinked().forEach(rule -> {
            int columns = extended.get(rule.id()).columns();
            rule.formula()
                    .over(batch.size())
                    .judged()
                    .accept(new Evaluator<>(
                            new RoundedAlgebra(
                                    Rounding.TRUTH, (k, exactly) -> (exactly ? tied : open).add(k / columns)),
                            true,
                            extended::get));
        });
        long ofOne = parameters.values().stream().mapToLong(Matrix::size).sum();
        long ofAll = ofOne * batch.size();
        if (ofAll <= MOST_MULTIPLICATIONS
                && (!tied.isEmpty()
                        || !open.isEmpty()
                        || derivation.pulled().anyMatch(id -> hasZero(parameters.get(id)))
                        || extended.values().stream().anyMatch(step -> isOpen(step, ofAll <= MOST_FOR_DIGITS)))) {
            return exact(derivation, batch, parameters);
        }
        tied.removeAll(open);
        List<Integer> examples = Stream.concat(open.stream(), tied.stream())
                .limit((derivation.isPiecewiseRational() ? MOST_OF_FRACTIONS : MOST_MULTIPLICATIONS)
                        / Math.max(1, ofOne))
                .toList();
        return examples.isEmpty()
                ? new Truth(extended, List.of(), open.size())
                : decided(derivation, batch, parameters, examples, open);
    }

    private static boolean hasZero(Matrix matrix) {
        return IntStream.range(0, matrix.size()).anyMatch(k -> matrix.get(k) == 0);
    }

    /** Whether a number is not finite, or, where its digits are counted, has too few. */
    private static boolean isOpen(Rounded step, boolean countsDigits) {
        for (int k = 0; k < step.size(); k++) {
            boolean isFinite = Double.isFinite(step.value(k)) && step.error(k) < Double.POSITIVE_INFINITY;
            if (!isFinite || countsDigits && step.error(k) > LARGEST_ERROR * Math.abs(step.value(k))) {
                return true;
            }
        }
        return false;
    }

    private static Truth exact(Derivation derivation, Batch batch, Map<StepId, Matrix> parameters) {
        Exactly exactly = new Exactly(batch.size());
        Map<StepId, ExactMatrix> results = derivation.inputs(batch, parameters, Truth::exact);
        derivation.rules().forEach(rule -> exactly.work(rule, results, 0));
        Map<StepId, Rounded> steps = new LinkedHashMap<>();
        results.forEach((id, value) -> steps.put(id, rounded(value)));
        return new Truth(steps, exactly.kinks, exactly.isOpen ? batch.size() : 0);
    }

    /**
     * A step in double-double, in which the forward steps of some examples are worked exactly.
     *
     * @param examples those that are, counted from 0
     * @param open all that may lie on a kink
     */
    private static Truth decided(
            Derivation derivation,
            Batch batch,
            Map<StepId, Matrix> parameters,
            List<Integer> examples,
            SortedSet<Integer> open) {
        Exactly exactly = new Exactly(batch.size());
        Map<StepId, Matrix> inputs = derivation.inputs(batch, parameters, each -> each);
        Map<StepId, ExactMatrix> ofAll = new HashMap<>();
        inputs.forEach((id, value) -> {
            if (!id.isByExample()) {
                ofAll.put(id, exact(value));
            }
        });
        Map<Integer, Map<StepId, ExactMatrix>> results = new LinkedHashMap<>();
        Map<StepId, Map<Integer, Rounded>> known = new HashMap<>();
        for (int example : examples) {
            Map<StepId, ExactMatrix> ofExample = new HashMap<>(ofAll);
            inputs.forEach((id, value) -> ofExample.computeIfAbsent(id, of -> exact(value, example, 1)));
            derivation.forwardByExample().forEach(rule -> {
                exactly.work(rule, ofExample, example);
                known.computeIfAbsent(rule.id(), id -> new HashMap<>()).put(example, rounded(ofExample.get(rule.id())));
            });
            results.put(example, ofExample);
        }
        Map<StepId, Rounded> steps =
                derivation.extended(batch, parameters, (id, value) -> value.withRows(known.getOrDefault(id, Map.of())));
        Set<Integer> undecided = new TreeSet<>(open);
        results.forEach((example, ofExample) -> {
            exactly.isOpen = false;
            steps.forEach((id, value) -> {
                if (id.isByExample()) {
                    ofExample.computeIfAbsent(id, n -> ExactAlgebra.exact(value.row(example)));
                }
            });
            derivation.kinked().forEach(rule -> exactly.work(rule, ofExample, example));
            if (!exactly.isOpen) {
                undecided.remove(example);
            }
        });
        return new Truth(steps, exactly.kinks, undecided.size());
    }

    /** Works rules in exact numbers, and keeps what lies on a kink. */
    private static final class Exactly {
        private final ExactAlgebra algebra = new ExactAlgebra();
        private final List<Kink> kinks = new ArrayList<>();
        private final int examples;
        /** Whether 200 digits left open on which side of a kink something lies. */
        private boolean isOpen;

        /** @param examples of the whole batch */
        Exactly(int examples) {
            this.examples = examples;
        }

        /**
         * Adds the rule's result to those that it is worked from.
         *
         * @param first the example in their first row
         */
        void work(Rule rule, Map<StepId, ExactMatrix> results, int first) {
            Expression formula = rule.formula().over(examples).judged();
            ExactMatrix value = algebra.value(formula, results, ExactAlgebra.Tie.CONVENTION);
            isOpen |= algebra.isOpen();
            List<Integer> tied = List.copyOf(algebra.tied());
            if (!tied.isEmpty()) {
                List<Exact> below =
                        algebra.value(formula, results, ExactAlgebra.Tie.BELOW).entries();
                List<Exact> above =
                        algebra.value(formula, results, ExactAlgebra.Tie.ABOVE).entries();
                tied.stream()
                        .map(k -> new Kink(
                                rule.id(),
                                first * value.columns() + k,
                                below.get(k).toDouble(),
                                above.get(k).toDouble()))
                        .filter(kink -> kink.below() != kink.above())
                        .forEach(kinks::add);
            }
            results.put(rule.id(), value);
        }
    }

    /** What a formula over given steps comes to. */
    static Rounded value(Expression formula, Scope scope) {
        return rounded(formula.accept(new Evaluator<>(
                new ExactAlgebra(), scope.examplesAreRows(), id -> ExactAlgebra.exact(scope.step(id)))));
    }

    private static ExactMatrix exact(Matrix matrix) {
        return exact(matrix, 0, matrix.rows());
    }

    /** So many rows from one on. */
    private static ExactMatrix exact(Matrix matrix, int first, int rows) {
        int start = first * matrix.columns();
        return ExactMatrix.of(
                rows,
                matrix.columns(),
                k -> matrix.decimal(start + k).map(Exact::of).orElseGet(() -> Exact.of(matrix.get(start + k))));
    }

    private static Rounded rounded(ExactMatrix matrix) {
        Rounded result = new Rounded(Rounding.TRUTH, matrix.rows(), matrix.columns());
        for (int k = 0; k < result.size(); k++) {
            set(result, k, matrix.entries().get(k));
        }
        return result;
    }

    private static void set(Rounded result, int k, Exact number) {
        if (!number.isFinite() || number.isZero()) {
            result.set(k, number.isZero() ? 0 : number.toDouble(), 0);
            return;
        }
        try {
            Ball ball = number.known(DIGITS);
            if (ball.sign() == 0) {
                // It is 0 to all digits that were worked.
                result.set(k, 0, ball.mid().abs().add(ball.radius()).doubleValue());
                return;
            }
            double high = ball.mid().doubleValue();
            if (high == 0 || Double.isInfinite(high)) {
                result.setBeyond(k, ball.mid().round(SHOWN));
                return;
            }
            BigDecimal rest = ball.mid().subtract(new BigDecimal(high));
            double low = rest.doubleValue();
            boolean isExact = ball.radius().signum() == 0 && rest.compareTo(new BigDecimal(low)) == 0;
            double error = ball.radius().doubleValue() + ROUNDING * Math.abs(high) + Double.MIN_VALUE;
            result.set(k, DD.ofSum(high, low), isExact ? 0 : error);
        } catch (ArithmeticException none) {
            result.set(k, Double.NaN, 0);
        }
    }
}

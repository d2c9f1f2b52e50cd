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
 */
public record Truth(Map<StepId, Rounded> steps, List<Kink> kinks) {
    /** Where it is not asked for. */
    public static final Truth NONE = new Truth(Map.of(), List.of());

    /** A relative error that leaves 20 digits. */
    private static final double LARGEST_ERROR = 1e-20;
    /** Multiplications of a step that is worked exactly where double-double has no number, or may miss a kink. */
    private static final long MOST_MULTIPLICATIONS = 1_000;
    /** The same where double-double leaves fewer digits than asked for, but some. */
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
        long multiplications = multiplications(batch, parameters);
        boolean countsDigits = multiplications <= MOST_FOR_DIGITS;
        boolean isOpen = multiplications <= MOST_MULTIPLICATIONS
                && (extended.values().stream().anyMatch(step -> isOpen(step, countsDigits))
                        || liesOnAKink(derivation, extended, batch.size()));
        return isOpen ? exact(derivation, batch, parameters) : new Truth(extended, List.of());
    }

    /** Whether any entry that is known without an error lies exactly on a kink. */
    private static boolean liesOnAKink(Derivation derivation, Map<StepId, Rounded> steps, int examples) {
        ExactAlgebra algebra = new ExactAlgebra();
        Map<StepId, ExactMatrix> known = new HashMap<>();
        steps.forEach((id, step) -> known.put(
                id,
                ExactMatrix.of(
                        step.rows(),
                        step.columns(),
                        k -> step.decimal(k)
                                .filter(decimal -> step.error(k) == 0)
                                .map(Exact::of)
                                .orElse(Exact.NAN))));
        return derivation.pulled().anyMatch(id -> known.get(id).entries().contains(Exact.ZERO))
                || derivation.kinked().anyMatch(rule -> {
                    algebra.value(rule.formula().over(examples).judged(), known, ExactAlgebra.Tie.CONVENTION);
                    return !algebra.tied().isEmpty();
                });
    }

    private static long multiplications(Batch batch, Map<StepId, Matrix> parameters) {
        return parameters.values().stream().mapToLong(Matrix::size).sum() * batch.size();
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
        ExactAlgebra algebra = new ExactAlgebra();
        Map<StepId, ExactMatrix> results = derivation.inputs(batch, parameters, Truth::exact);
        List<Kink> kinks = new ArrayList<>();
        for (Rule rule : derivation.rules()) {
            Expression formula = rule.formula().over(batch.size()).judged();
            ExactMatrix value = algebra.value(formula, results, ExactAlgebra.Tie.CONVENTION);
            List<Integer> tied = List.copyOf(algebra.tied());
            if (!tied.isEmpty()) {
                ExactMatrix below = algebra.value(formula, results, ExactAlgebra.Tie.BELOW);
                ExactMatrix above = algebra.value(formula, results, ExactAlgebra.Tie.ABOVE);
                tied.stream()
                        .map(k -> new Kink(
                                rule.id(),
                                k,
                                below.entries().get(k).toDouble(),
                                above.entries().get(k).toDouble()))
                        .filter(kink -> kink.below() != kink.above())
                        .forEach(kinks::add);
            }
            results.put(rule.id(), value);
        }
        Map<StepId, Rounded> steps = new LinkedHashMap<>();
        results.forEach((id, value) -> steps.put(id, rounded(value)));
        return new Truth(steps, kinks);
    }

    /** What a formula over given steps comes to. */
    static Rounded value(Expression formula, Expression.Scope scope) {
        return rounded(formula.accept(new Evaluator<>(
                new ExactAlgebra(), scope.examplesAreRows(), id -> ExactAlgebra.exact(scope.step(id)))));
    }

    private static ExactMatrix exact(Matrix matrix) {
        return ExactMatrix.of(
                matrix.rows(),
                matrix.columns(),
                k -> matrix.decimal(k).map(Exact::of).orElseGet(() -> Exact.of(matrix.get(k))));
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
                // Nothing else is known of it: 0 to as many digits as anybody looked for.
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

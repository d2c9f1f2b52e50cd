package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.Matrix;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Formulas worked in matrices that carry their error: the bounds, and the truth of large networks.
 *
 * @param rounding of all matrices
 * @param inDerivative whether it works a derivative, in which implementations may compute σ from eᶻ
 * @param inDouble by what the sum of a mean is divided in double; 1 where it is not
 * @param nearKink is told of every entry that lies on a kink, true, or may lie there by its error, false
 */
record RoundedAlgebra(Rounding rounding, boolean inDerivative, int inDouble, BiConsumer<Integer, Boolean> nearKink)
        implements Algebra<Rounded> {
    private static final BiConsumer<Integer, Boolean> NOBODY = (entry, exactly) -> {};

    RoundedAlgebra(Rounding rounding) {
        this(rounding, false, 1);
    }

    RoundedAlgebra(Rounding rounding, boolean inDerivative, int inDouble) {
        this(rounding, inDerivative, inDouble, NOBODY);
    }

    /** The same, telling this of kinks. */
    RoundedAlgebra(Rounding rounding, BiConsumer<Integer, Boolean> nearKink) {
        this(rounding, false, 1, nearKink);
    }

    @Override
    public Rounded constant(Constant constant) {
        return Rounded.constants(Matrix.ofDecimals(1, 1, constant.exact()), rounding);
    }

    /** A number of the formula's own, which was written in full precision, or one that was put in as it is. */
    @Override
    public Rounded literal(Literal literal) {
        Rounded value = literal.value();
        if (value.rounding() == rounding) {
            return value;
        }
        BigDecimal[] decimals = IntStream.range(0, value.size())
                .mapToObj(k -> value.decimal(k).orElseThrow())
                .toArray(BigDecimal[]::new);
        return Rounded.constants(Matrix.ofDecimals(value.rows(), value.columns(), decimals), rounding);
    }

    @Override
    public Rounded sum(List<Rounded> terms) {
        return Norms.sumInAnyOrder(terms);
    }

    @Override
    public Rounded minus(Rounded left, Rounded right) {
        return left.minus(right);
    }

    @Override
    public Rounded minusProduct(Rounded a, Rounded b, Rounded c) {
        return a.minusProduct(b, c);
    }

    @Override
    public Rounded times(Rounded left, Rounded right) {
        return left.hadamard(right);
    }

    /** An error e of a moves both factors against each other: |1 − 2a|·e + e² is inherited. */
    @Override
    public Rounded timesOneMinus(Rounded a) {
        Rounded exact = a.exact();
        Rounded result = exact.hadamard(exact.oneMinus());
        for (int k = 0; k < a.size(); k++) {
            double e = a.error(k);
            double inherited = Math.abs(1 - 2 * a.value(k)) * e + e * e;
            result.entries().errors()[k] += inherited * (1 + 8 * rounding.judgedUnit());
        }
        return result;
    }

    @Override
    public Rounded timesOrZero(Rounded left, Rounded right) {
        return zeroWhereZero(left, left.hadamard(right));
    }

    /** Each division is rounded to the judged precision, but for what was divided in double. */
    @Override
    public Rounded mean(Rounded of, List<Integer> divisors) {
        Rounded mean = of;
        int left = inDouble;
        for (int divisor : divisors) {
            int common =
                    BigInteger.valueOf(divisor).gcd(BigInteger.valueOf(left)).intValue();
            left /= common;
            mean = dividedInDouble(mean, common);
            mean = divisor == common ? mean : mean.dividedBy(divisor / common);
        }
        return mean;
    }

    /** Not rounded to the judged precision. */
    private static Rounded dividedInDouble(Rounded sum, int divisor) {
        if (divisor == 1) {
            return sum;
        }
        Rounded result = new Rounded(sum.rounding(), sum.rows(), sum.columns());
        for (int k = 0; k < sum.size(); k++) {
            result.set(k, sum.value(k) / divisor, sum.error(k) / divisor);
        }
        return result.dividedSince(divisor);
    }

    @Override
    public Rounded over(Rounded left, Rounded right) {
        return left.over(right);
    }

    @Override
    public Rounded zeroOrOver(Rounded left, Rounded right) {
        return zeroWhereZero(left, left.over(right));
    }

    /** 0 where the label, or the mask, is 0 for certain. */
    private static Rounded zeroWhereZero(Rounded label, Rounded result) {
        for (int k = 0; k < result.size(); k++) {
            int at = label.index(k / result.columns(), k % result.columns());
            if (label.value(at) == 0 && label.error(at) == 0) {
                result.set(k, 0, 0);
            }
        }
        return result;
    }

    @Override
    public Rounded overOrZero(Rounded left, Rounded right) {
        return LayerNorms.quotient(left, right);
    }

    @Override
    public Rounded min(Rounded left, Rounded right) {
        return Norms.min(left, right);
    }

    @Override
    public Rounded max(Rounded left, Rounded right) {
        return Norms.max(left, right);
    }

    @Override
    public Rounded atMost(Rounded x, Rounded norm, Rounded limit) {
        return Norms.toAtMost(x, norm, limit);
    }

    @Override
    public Rounded product(Rounded left, Rounded right) {
        return left.times(right);
    }

    @Override
    public Rounded affine(Rounded input, Rounded w, Rounded b) {
        return input.affine(w, b);
    }

    @Override
    public Rounded power(Rounded base, Rounded exponent) {
        return Power.of(base, exponent);
    }

    @Override
    public Rounded transposed(Rounded of) {
        return of.transposed();
    }

    @Override
    public Rounded apply(Elementary function, Rounded argument) {
        return switch (function) {
            case NEGATIVE -> argument.scaled(-1);
            case SQUARE -> argument.hadamard(argument);
            case EXP -> argument.map(Functions.EXP);
            case LN -> argument.map(Functions.LOG);
            case ABS -> argument.map(Functions.ABS);
            case SIGN -> jump(argument, Kinked.SIGN);
            case SQRT -> argument.map(Functions.SQRT);
            case POSITIVE_PART -> argument.map(Kinked.RELU);
            case ONE_WHERE_POSITIVE -> jump(argument, Kinked.RELU_DERIVATIVE);
        };
    }

    @Override
    public Optional<Rounded> expm1(Rounded z) {
        return Optional.of(z.map(Functions.EXPM1));
    }

    /** For the truth alone: implementations take the logarithm of a rounded a. */
    @Override
    public Optional<Rounded> logSoftmax(Rounded z) {
        return rounding.isExtended() ? Optional.of(Softmax.log(z)) : Optional.empty();
    }

    /** Those that implementations have functions of their own for; all others by their formulas. */
    @Override
    public Rounded call(Activation f, boolean isDerivative, Rounded z) {
        return switch (ActivationRule.of(f).primitive()) {
            case SIGMOID -> z.map(isDerivative ? sigmoidDerivative() : sigmoid());
            case TANH -> z.map(isDerivative ? Sigmoids.TANH_DERIVATIVE : Sigmoids.TANH);
            case SOFTPLUS -> z.map(isDerivative ? Sigmoids.SIGMOID_BY_POWER : Sigmoids.SOFTPLUS);
            case SOFTMAX -> {
                if (isDerivative) {
                    throw new IllegalArgumentException("softmax' has no number for every entry");
                }
                yield Softmax.of(z);
            }
            case NONE ->
                isDerivative
                        ? worked(ActivationRule.of(f).derivative(), z, true)
                        : worked(ActivationRule.of(f).value(), z, inDerivative);
        };
    }

    private ScalarFunction sigmoid() {
        return inDerivative ? Sigmoids.SIGMOID_BY_POWER : Sigmoids.SIGMOID;
    }

    private ScalarFunction sigmoidDerivative() {
        return inDerivative ? Sigmoids.SIGMOID_DERIVATIVE_BY_POWER : Sigmoids.SIGMOID_DERIVATIVE;
    }

    private Rounded worked(Expression formula, Rounded z, boolean derivative) {
        RoundedAlgebra algebra = new RoundedAlgebra(rounding, derivative, 1, nearKink);
        Rounded result = formula.accept(new Evaluator<>(algebra, true, name -> z));
        return result.size() == z.size() ? result : z.filled(0).plus(result);
    }

    @Override
    public Rounded where(Rounded subject, Constant point, boolean atPoint, Rounded above, Rounded below) {
        Rounded at = constant(point);
        tellOfKinks(subject, at);
        return Split.of(subject, at, atPoint, below, above);
    }

    private Rounded jump(Rounded argument, ScalarFunction step) {
        tellOfKinks(argument, argument.filled(0).entry(0, 0));
        return argument.map(step);
    }

    private void tellOfKinks(Rounded x, Rounded point) {
        if (nearKink == NOBODY) {
            return;
        }
        for (int k = 0; k < x.size(); k++) {
            double beyond = Math.abs(x.value(k) - point.value(0) + (x.low(k) - point.low(0)));
            double error = x.error(k) + point.error(0);
            if (beyond <= error) {
                nearKink.accept(k, error == 0);
            }
        }
    }

    @Override
    public Rounded total(List<Rounded> parts) {
        return Norms.total(parts);
    }

    @Override
    public Rounded rowSums(Rounded of) {
        return of.columns() == 1 ? of : of.rowSums();
    }

    @Override
    public Rounded columnSums(Rounded of) {
        return of.rows() == 1 ? of : of.columnSums();
    }

    @Override
    public Optional<Rounded> deviation(Rounded u) {
        return Optional.of(LayerNorms.deviation(u));
    }

    @Override
    public Rounded loose(Rounded of, int roundings) {
        Rounded result = of;
        for (int i = 0; i < roundings && !rounding.isExtended(); i++) {
            result = result.roundedAgain();
        }
        return result;
    }

    @Override
    public Rounded repeated(Rounded of) {
        return rounding.isExtended() ? of : of.erringTwice();
    }

    /** Worked in float64, and then rounded to what the network computes in. */
    @Override
    public Rounded host(Expression of) {
        Rounding host = rounding.inDouble();
        Rounded worked = of.accept(new Evaluator<>(new RoundedAlgebra(host), true, name -> {
            throw new IllegalArgumentException("a hyper-parameter does not depend on " + name);
        }));
        if (host.equals(rounding)) {
            return worked;
        }
        Rounded result = new Rounded(rounding, 1, 1);
        result.set(0, worked.value(0), worked.error(0));
        return result.roundedAgain();
    }
}

package chalkline.reference;

import ch.obermuhlner.math.big.BigDecimalMath;
import chalkline.network.Activation;
import chalkline.network.StepId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What a formula comes to in decimals of 60 digits, every node as a textbook defines it: no bounds, no fused forms, activations
 * in closed forms of their own, and a derivative as a difference quotient. What has no value is null; 0 times anything is 0,
 * and so is 0 / 0.
 */
final class DecimalFormula implements ExpressionVisitor<BigDecimal[][]> {
    private static final MathContext DIGITS = new MathContext(60);
    private static final MathContext TAKEN = new MathContext(45);
    /** Moves a function by as much to each side: 40 digits of the slope are left. */
    static final BigDecimal STEP = new BigDecimal("1e-20");

    private static final BigDecimal FARTHEST = new BigDecimal(100_000);

    /** How much a slope may change over one step where there is no kink. */
    private static final BigDecimal SMOOTH = new BigDecimal("1e-9");

    private static final BigDecimal ZERO = BigDecimal.ZERO;
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal SELU_SCALE = new BigDecimal("1.0507009873554804934193349852946");
    private static final BigDecimal SELU_ALPHA = new BigDecimal("1.6732632423543772848170429916717");

    private final boolean examplesAreRows;
    private final Function<StepId, BigDecimal[][]> steps;

    DecimalFormula(boolean examplesAreRows, Function<StepId, BigDecimal[][]> steps) {
        this.examplesAreRows = examplesAreRows;
        this.steps = steps;
    }

    /** A matrix to 45 digits, of which sums and differences are exact; null where one is not finite. */
    static BigDecimal[][] of(Rounded matrix) {
        BigDecimal[][] of = new BigDecimal[matrix.rows()][matrix.columns()];
        for (int k = 0; k < matrix.size(); k++) {
            of[k / matrix.columns()][k % matrix.columns()] =
                    matrix.decimal(k).map(x -> x.round(TAKEN)).orElse(null);
        }
        return of;
    }

    static BigDecimal[][] transposed(BigDecimal[][] m) {
        BigDecimal[][] t = new BigDecimal[m[0].length][m.length];
        for (int i = 0; i < m.length; i++) {
            for (int j = 0; j < m[0].length; j++) {
                t[j][i] = m[i][j];
            }
        }
        return t;
    }

    /** (f(x + h) − f(x − h)) / 2h; null on a kink, and where f has no value. */
    static BigDecimal slope(BigDecimal above, BigDecimal at, BigDecimal below) {
        if (above == null || at == null || below == null) {
            return null;
        }
        BigDecimal bend = above.add(below).subtract(TWO.multiply(at));
        return bend.abs().compareTo(STEP.multiply(SMOOTH)) < 0
                ? above.subtract(below).divide(TWO.multiply(STEP), DIGITS)
                : null;
    }

    private static BigDecimal slope(Activation f, BigDecimal x) {
        return slope(value(f, x.add(STEP)), value(f, x), value(f, x.subtract(STEP)));
    }

    @Override
    public BigDecimal[][] symbol(Expression.Symbol symbol) {
        return steps.apply(symbol.id());
    }

    @Override
    public BigDecimal[][] words(Expression.Words words) {
        throw new IllegalArgumentException(words.text() + " has no value");
    }

    @Override
    public BigDecimal[][] constant(Expression.Constant constant) {
        return new BigDecimal[][] {{constant.exact()}};
    }

    @Override
    public BigDecimal[][] literal(Expression.Literal literal) {
        return of(literal.value());
    }

    @Override
    public BigDecimal[][] sum(Expression.Sum sum) {
        return sum.terms().stream()
                .map(term -> term.accept(this))
                .reduce((a, b) -> each(a, b, known((x, y) -> x.add(y, DIGITS))))
                .orElseThrow();
    }

    @Override
    public BigDecimal[][] binary(Expression.Binary binary) {
        BigDecimal[][] left = binary.left().accept(this);
        BigDecimal[][] right = binary.right().accept(this);
        return switch (binary.operator()) {
            case MINUS -> each(left, right, known((a, b) -> a.subtract(b, DIGITS)));
            case TIMES, TIMES_OR_ZERO -> each(left, right, DecimalFormula::times);
            case OVER, ZERO_OR_OVER, OVER_OR_ZERO -> each(left, right, DecimalFormula::over);
            case MIN -> each(left, right, known(BigDecimal::min));
            case MAX -> each(left, right, known(BigDecimal::max));
            case POWER -> each(left, right, known((a, b) -> BigDecimalMath.pow(a, b, DIGITS)));
            case PRODUCT ->
                isNumber(left) || isNumber(right) ? each(left, right, DecimalFormula::times) : product(left, right);
        };
    }

    private static boolean isNumber(BigDecimal[][] m) {
        return m.length == 1 && m[0].length == 1;
    }

    private static BinaryOperator<BigDecimal> known(BinaryOperator<BigDecimal> of) {
        return (a, b) -> a == null || b == null ? null : of.apply(a, b);
    }

    private static UnaryOperator<BigDecimal> known(UnaryOperator<BigDecimal> of) {
        return a -> a == null ? null : of.apply(a);
    }

    private static boolean isZero(BigDecimal x) {
        return x != null && x.signum() == 0;
    }

    private static BigDecimal times(BigDecimal a, BigDecimal b) {
        return isZero(a) || isZero(b) ? ZERO : a == null || b == null ? null : a.multiply(b, DIGITS);
    }

    private static BigDecimal over(BigDecimal a, BigDecimal b) {
        return isZero(a) ? ZERO : a == null || b == null || isZero(b) ? null : a.divide(b, DIGITS);
    }

    private static BigDecimal[][] product(BigDecimal[][] a, BigDecimal[][] b) {
        if (a[0].length != b.length) {
            throw new IllegalArgumentException(a.length + "×" + a[0].length + " times " + b.length + "×" + b[0].length);
        }
        BigDecimal[][] product = new BigDecimal[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b[0].length; j++) {
                BigDecimal sum = ZERO;
                for (int k = 0; k < b.length && sum != null; k++) {
                    BigDecimal term = times(a[i][k], b[k][j]);
                    sum = term == null ? null : sum.add(term, DIGITS);
                }
                product[i][j] = sum;
            }
        }
        return product;
    }

    /** A number, a row or a column is repeated to fit. */
    private static BigDecimal[][] each(BigDecimal[][] a, BigDecimal[][] b, BinaryOperator<BigDecimal> of) {
        int rows = fitting(a.length, b.length);
        int columns = fitting(a[0].length, b[0].length);
        BigDecimal[][] result = new BigDecimal[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                result[i][j] = of.apply(at(a, i, j), at(b, i, j));
            }
        }
        return result;
    }

    private static int fitting(int a, int b) {
        if (a != b && a != 1 && b != 1) {
            throw new IllegalArgumentException(a + " do not fit " + b);
        }
        return Math.max(a, b);
    }

    private static BigDecimal at(BigDecimal[][] m, int i, int j) {
        return m[m.length == 1 ? 0 : i][m[0].length == 1 ? 0 : j];
    }

    private static BigDecimal[][] each(BigDecimal[][] m, UnaryOperator<BigDecimal> of) {
        return Arrays.stream(m)
                .map(row -> Arrays.stream(row).map(of).toArray(BigDecimal[]::new))
                .toArray(BigDecimal[][]::new);
    }

    @Override
    public BigDecimal[][] transpose(Expression.Transpose transpose) {
        return transposed(transpose.of().accept(this));
    }

    @Override
    public BigDecimal[][] apply(Expression.Apply apply) {
        return each(apply.argument().accept(this), known(x -> switch (apply.function()) {
            case NEGATIVE -> x.negate();
            case SQUARE -> x.multiply(x, DIGITS);
            case EXP -> exp(x);
            case LN -> x.signum() > 0 ? BigDecimalMath.log(x, DIGITS) : null;
            case SQRT -> x.signum() < 0 ? null : BigDecimalMath.sqrt(x, DIGITS);
            case ABS -> x.abs();
            case SIGN -> BigDecimal.valueOf(x.signum());
            case POSITIVE_PART -> x.max(ZERO);
            case ONE_WHERE_POSITIVE -> x.signum() > 0 ? ONE : ZERO;
        }));
    }

    @Override
    public BigDecimal[][] call(Expression.Call call) {
        BigDecimal[][] z = call.argument().accept(this);
        Activation f = call.activation();
        if (f.kind() == Activation.Kind.SOFTMAX) {
            if (call.isDerivative()) {
                throw new IllegalArgumentException("softmax' is no function of one number");
            }
            BigDecimal[][] e = each(z, known(DecimalFormula::exp));
            return each(e, total(e, Expression.Over.UNITS), DecimalFormula::over);
        }
        return each(z, known(x -> call.isDerivative() ? slope(f, x) : value(f, x)));
    }

    @Override
    public BigDecimal[][] where(Expression.Where where) {
        BigDecimal point = where.point().exact();
        BigDecimal[][] subject = where.subject().accept(this);
        BigDecimal[][] isAbove = each(
                subject, known(x -> x.compareTo(point) > 0 || where.atPoint() && x.compareTo(point) == 0 ? ONE : ZERO));
        BigDecimal[][] isBelow = each(isAbove, known(x -> ONE.subtract(x)));
        return each(
                each(isAbove, where.above().accept(this), DecimalFormula::times),
                each(isBelow, where.below().accept(this), DecimalFormula::times),
                known(BigDecimal::add));
    }

    @Override
    public BigDecimal[][] total(Expression.Total total) {
        return total(total.of().accept(this), total.over());
    }

    private BigDecimal[][] total(BigDecimal[][] of, Expression.Over over) {
        boolean alongRows = over == Expression.Over.UNITS == examplesAreRows;
        BigDecimal[][] left = new BigDecimal[1][of.length];
        BigDecimal[][] right = new BigDecimal[of[0].length][1];
        Arrays.fill(left[0], ONE);
        Arrays.stream(right).forEach(row -> row[0] = ONE);
        return switch (over) {
            case ENTRIES -> product(product(left, of), right);
            case EXAMPLES, INPUTS, UNITS -> alongRows ? product(of, right) : product(left, of);
        };
    }

    /** Far out, where it is 0 or larger than anything beside it, cut at e^±100000. */
    private static BigDecimal exp(BigDecimal x) {
        return BigDecimalMath.exp(x.min(FARTHEST).max(FARTHEST.negate()), DIGITS);
    }

    private static BigDecimal sigmoid(BigDecimal x) {
        return over(ONE, ONE.add(exp(x.negate()), DIGITS));
    }

    private static BigDecimal tanh(BigDecimal x) {
        return TWO.multiply(sigmoid(TWO.multiply(x))).subtract(ONE, DIGITS);
    }

    private static BigDecimal decimal(double x) {
        return new BigDecimal(Double.toString(x));
    }

    /** The activation as its paper has it. */
    private static BigDecimal value(Activation f, BigDecimal z) {
        boolean positive = z.signum() > 0;
        return switch (f.kind()) {
            case CUBE -> z.pow(3, DIGITS);
            case ELU -> positive ? z : decimal(f.parameter(0)).multiply(exp(z).subtract(ONE), DIGITS);
            case GELU ->
                f.parameter(0) == 0
                        ? z.multiply(sigmoid(new BigDecimal("1.702").multiply(z)), DIGITS)
                        : z.divide(TWO).multiply(ONE.add(tanh(geluArgument(z))), DIGITS);
            case HARD_SIGMOID ->
                z.divide(BigDecimal.valueOf(5)).add(ONE.divide(TWO)).max(ZERO).min(ONE);
            case HARD_TANH -> z.max(ONE.negate()).min(ONE);
            case IDENTITY -> z;
            case LEAKY_RELU -> positive ? z : z.multiply(decimal(f.parameter(0)));
            case MISH -> z.multiply(tanh(softplus(z)), DIGITS);
            case RATIONAL_TANH -> rationalTanh(z);
            case RECTIFIED_TANH -> tanh(z).max(ZERO);
            case RELU -> relu(f, z);
            case RELU6 -> z.max(ZERO).min(BigDecimal.valueOf(6));
            case SELU ->
                positive
                        ? SELU_SCALE.multiply(z)
                        : SELU_SCALE.multiply(SELU_ALPHA).multiply(exp(z).subtract(ONE), DIGITS);
            case SIGMOID -> sigmoid(z);
            case SOFTPLUS -> softplus(z);
            case SOFTSIGN -> over(z, ONE.add(z.abs()));
            case SWISH -> z.multiply(sigmoid(z), DIGITS);
            case TANH -> tanh(z);
            case THRESHOLDED_RELU -> z.compareTo(decimal(f.parameter(0))) > 0 ? z : ZERO;
            case RRELU, SOFTMAX -> throw new IllegalArgumentException(f.label() + " is no function of one number");
        };
    }

    private static BigDecimal softplus(BigDecimal z) {
        return z.compareTo(FARTHEST) > 0 ? z : BigDecimalMath.log(ONE.add(exp(z)), DIGITS);
    }

    private static BigDecimal geluArgument(BigDecimal z) {
        BigDecimal root = BigDecimalMath.sqrt(TWO.divide(BigDecimalMath.pi(DIGITS), DIGITS), DIGITS);
        return root.multiply(z.add(new BigDecimal("0.044715").multiply(z.pow(3))), DIGITS);
    }

    private static BigDecimal relu(Activation f, BigDecimal z) {
        BigDecimal threshold = decimal(f.parameter(1));
        BigDecimal value =
                z.compareTo(threshold) >= 0 ? z : decimal(f.parameter(2)).multiply(z.subtract(threshold), DIGITS);
        return Double.isInfinite(f.parameter(0)) ? value : value.min(decimal(f.parameter(0)));
    }

    private static BigDecimal rationalTanh(BigDecimal z) {
        BigDecimal y = TWO.multiply(z.abs()).divide(BigDecimal.valueOf(3), DIGITS);
        BigDecimal d = ONE.add(y).add(y.pow(2)).add(new BigDecimal("1.41645").multiply(y.pow(4)));
        BigDecimal size = new BigDecimal("1.7159").multiply(ONE.subtract(ONE.divide(d, DIGITS)), DIGITS);
        return z.signum() < 0 ? size.negate() : size;
    }
}

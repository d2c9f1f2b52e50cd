package chalkline.reference;

import chalkline.network.Activation;
import chalkline.network.StepId;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Formulas worked in {@linkplain Exact exact numbers}. */
final class ExactAlgebra implements Algebra<ExactMatrix> {
    /** Numbers that are put into a formula have at most so many digits. */
    private static final MathContext LITERAL = new MathContext(30);

    private static final ExactMatrix ZERO = ExactMatrix.of(Exact.ZERO);

    /** What is taken where a number lies exactly on a kink. */
    enum Tie {
        /** What the formula says. */
        CONVENTION,
        BELOW,
        ABOVE
    }

    private final Atoms atoms = new Atoms();
    private Tie tie = Tie.CONVENTION;
    /** Of the last formula, the entries that lie exactly on a kink. */
    private final SortedSet<Integer> tied = new TreeSet<>();

    /** Whether in the last formula it stayed open on which side of a kink an entry lies. */
    private boolean isOpen;

    /** What a formula over these steps comes to. */
    ExactMatrix value(Expression formula, Map<StepId, ExactMatrix> steps, Tie ofTied) {
        tie = ofTied;
        tied.clear();
        isOpen = false;
        return formula.accept(new Evaluator<>(this, true, steps::get)).map(atoms::result);
    }

    /** Whether in the last formula 200 digits left open on which side of a kink an entry lies. */
    boolean isOpen() {
        return isOpen;
    }

    /** Which entries of the last formula lie exactly on a kink. */
    SortedSet<Integer> tied() {
        return new TreeSet<>(tied);
    }

    @Override
    public ExactMatrix constant(Constant constant) {
        return ExactMatrix.of(Exact.of(constant.exact()));
    }

    @Override
    public ExactMatrix literal(Literal literal) {
        return exact(literal.value());
    }

    /** The decimals that were put into a formula. */
    static ExactMatrix exact(Rounded value) {
        return ExactMatrix.of(
                value.rows(),
                value.columns(),
                k -> value.decimal(k)
                        .map(decimal -> Exact.of(value.error(k) == 0 ? decimal : decimal.round(LITERAL)))
                        .orElse(Exact.of(value.value(k))));
    }

    @Override
    public ExactMatrix sum(List<ExactMatrix> terms) {
        return terms.stream().reduce((a, b) -> a.with(b, this::plus)).orElseThrow();
    }

    private Exact plus(Exact a, Exact b) {
        return atoms.shortOf(a.plus(b));
    }

    @Override
    public ExactMatrix minus(ExactMatrix left, ExactMatrix right) {
        return left.with(right, (a, b) -> atoms.shortOf(a.minus(b)));
    }

    @Override
    public ExactMatrix times(ExactMatrix left, ExactMatrix right) {
        return left.with(right, atoms::times);
    }

    @Override
    public ExactMatrix timesOrZero(ExactMatrix left, ExactMatrix right) {
        return left.with(right, (a, b) -> a.isZero() ? Exact.ZERO : atoms.times(a, b));
    }

    @Override
    public ExactMatrix zeroOrOver(ExactMatrix left, ExactMatrix right) {
        return left.with(right, (a, b) -> a.isZero() ? Exact.ZERO : atoms.over(a, b));
    }

    @Override
    public ExactMatrix over(ExactMatrix left, ExactMatrix right) {
        return left.with(right, atoms::over);
    }

    @Override
    public ExactMatrix overOrZero(ExactMatrix left, ExactMatrix right) {
        return left.with(right, (a, b) -> b.isZero() ? Exact.ZERO : atoms.over(a, b));
    }

    @Override
    public ExactMatrix min(ExactMatrix left, ExactMatrix right) {
        return left.with(right, (a, b) -> pick(a, b, b, a));
    }

    @Override
    public ExactMatrix max(ExactMatrix left, ExactMatrix right) {
        return left.with(right, (a, b) -> pick(a, b, a, b));
    }

    @Override
    public ExactMatrix atMost(ExactMatrix x, ExactMatrix norm, ExactMatrix limit) {
        ExactMatrix factor = norm.with(limit, (n, most) -> pick(n, most, atoms.over(most, n), Exact.ONE));
        return times(x, factor);
    }

    /** One number where a > b, else the other. Both agree at a = b, so that an open sign does no harm. */
    private static Exact pick(Exact a, Exact b, Exact above, Exact below) {
        Exact beyond = a.minus(b);
        return Double.isNaN(beyond.isFinite() ? 0 : beyond.toDouble())
                ? Exact.NAN
                : beyond.sign().orElse(0) > 0 ? above : below;
    }

    @Override
    public ExactMatrix product(ExactMatrix left, ExactMatrix right) {
        ExactMatrix columns = right.transposed();
        return ExactMatrix.of(
                left.rows(),
                right.columns(),
                k -> atoms.inner(left.row(k / right.columns()), columns.row(k % right.columns())));
    }

    @Override
    public ExactMatrix power(ExactMatrix base, ExactMatrix exponent) {
        return base.with(exponent, atoms::power);
    }

    @Override
    public ExactMatrix transposed(ExactMatrix of) {
        return of.transposed();
    }

    @Override
    public ExactMatrix apply(Elementary function, ExactMatrix argument) {
        return switch (function) {
            case NEGATIVE -> argument.map(Exact::negated);
            case SQUARE -> argument.map(a -> atoms.times(a, a));
            case EXP -> argument.map(atoms::exp);
            case LN -> argument.map(atoms::ln);
            case ABS -> argument.map(atoms::size);
            case SIGN -> step(argument, Exact.ONE, Exact.ONE.negated(), Exact.ZERO);
            case SQRT -> argument.map(atoms::root);
            case POSITIVE_PART -> max(argument, ZERO);
            case ONE_WHERE_POSITIVE -> step(argument, Exact.ONE, Exact.ZERO, Exact.ZERO);
        };
    }

    private ExactMatrix step(ExactMatrix argument, Exact above, Exact below, Exact at) {
        return ExactMatrix.of(
                argument.rows(),
                argument.columns(),
                k -> side(k, argument.entries().get(k), above, below, at));
    }

    private Exact side(int k, Exact a, Exact above, Exact below, Exact at) {
        if (a.isZero()) {
            if (!above.equals(below)) {
                tied.add(k);
            }
            return switch (tie) {
                case CONVENTION -> at;
                case BELOW -> below;
                case ABOVE -> above;
            };
        }
        OptionalInt sign = a.sign();
        if (sign.isEmpty()) {
            isOpen |= a.isFinite() && !above.equals(below);
            return a.isFinite() ? atoms.either(above, below) : Exact.NAN;
        }
        return sign.getAsInt() > 0 ? above : below;
    }

    @Override
    public ExactMatrix call(Activation f, boolean isDerivative, ExactMatrix argument) {
        ActivationRule rule = ActivationRule.of(f);
        return switch (rule.primitive()) {
            case TANH -> {
                ExactMatrix tanh = argument.map(atoms::tanh);
                yield isDerivative ? tanh.map(a -> Exact.ONE.minus(atoms.times(a, a))) : tanh;
            }
            case SOFTMAX -> softmax(argument);
            case SIGMOID, SOFTPLUS, NONE ->
                (isDerivative ? rule.derivative() : rule.value()).accept(new Evaluator<>(this, true, name -> argument));
        };
    }

    private ExactMatrix softmax(ExactMatrix argument) {
        List<List<Exact>> rows = IntStream.range(0, argument.rows())
                .mapToObj(i -> atoms.softmax(argument.row(i)))
                .toList();
        return ExactMatrix.of(
                argument.rows(),
                argument.columns(),
                k -> rows.get(k / argument.columns()).get(k % argument.columns()));
    }

    @Override
    public ExactMatrix where(
            ExactMatrix subject, Constant point, boolean atPoint, ExactMatrix above, ExactMatrix below) {
        ExactMatrix beyond = minus(subject, constant(point));
        ExactMatrix one = beyond.with(above, (b, a) -> a);
        ExactMatrix other = beyond.with(below, (b, a) -> a);
        return ExactMatrix.of(
                beyond.rows(),
                beyond.columns(),
                k -> side(
                        k,
                        beyond.entries().get(k),
                        one.entries().get(k),
                        other.entries().get(k),
                        (atPoint ? one : other).entries().get(k)));
    }

    @Override
    public ExactMatrix total(List<ExactMatrix> parts) {
        return ExactMatrix.of(
                sumOf(parts.stream().flatMap(part -> part.entries().stream()).toList()));
    }

    private Exact sumOf(List<Exact> entries) {
        return entries.stream().reduce(Exact.ZERO, this::plus);
    }

    @Override
    public ExactMatrix rowSums(ExactMatrix of) {
        return ExactMatrix.of(of.rows(), 1, i -> sumOf(of.row(i)));
    }

    @Override
    public ExactMatrix columnSums(ExactMatrix of) {
        ExactMatrix rows = of.transposed();
        return ExactMatrix.of(1, of.columns(), j -> sumOf(rows.row(j)));
    }
}

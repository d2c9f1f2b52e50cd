package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.Precision;
import chalkline.reference.Expression;
import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Over;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import chalkline.reference.Expression.Words;
import chalkline.reference.ExpressionVisitor;
import chalkline.reference.Rounded;
import chalkline.reference.Scope;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Which operation of a formula first has no finite result in a precision, for one entry: each operand is looked into before
 * what is made of it.
 */
final class Cause implements ExpressionVisitor<Optional<String>> {
    private static final MathContext SHOWN = new MathContext(8);
    private static final int MOST_TERMS = 3;

    private final Precision precision;
    private final Scope scope;
    private final Map<Expression, Rounded> known;
    /** The steps that were looked into on the way to where this is now; those of finished sums and products are forgotten. */
    private final List<Met> met;

    private final int row;
    private final int column;

    private record Met(Symbol symbol, Cause by) {}

    /** @param scope with examples as rows */
    Cause(Precision precision, Scope scope, int row, int column) {
        this(precision, scope, new IdentityHashMap<>(), new ArrayList<>(), row, column);
    }

    private Cause(
            Precision precision, Scope scope, Map<Expression, Rounded> known, List<Met> met, int row, int column) {
        this.precision = precision;
        this.scope = scope;
        this.known = known;
        this.met = met;
        this.row = row;
        this.column = column;
    }

    /** The operation and its numbers; empty where all of them are finite. */
    Optional<String> of(Expression formula) {
        return formula.accept(this);
    }

    /** A few digits, enough to recognise it. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal shown = new BigDecimal(value).round(SHOWN).stripTrailingZeros();
        boolean plain = Math.abs(shown.precision() - shown.scale()) <= SHOWN.getPrecision();
        return plain
                ? shown.toPlainString()
                : shown.toString().replace("E+", "e").replace("E", "e");
    }

    private Rounded values(Expression expression) {
        Rounded value = known.get(expression);
        if (value == null) {
            value = expression.value(scope);
            known.put(expression, value);
        }
        return value;
    }

    /** The entry's value; a row or a column is repeated to fit. */
    private double at(Expression expression) {
        Rounded value = values(expression);
        return value.value((value.rows() == 1 ? 0 : row) * value.columns() + (value.columns() == 1 ? 0 : column));
    }

    private Optional<String> at(Expression expression, int i, int j) {
        int before = met.size();
        Optional<String> cause = expression.accept(new Cause(precision, scope, known, met, i, j));
        met.subList(before, met.size()).clear();
        return cause;
    }

    private boolean leaves(double value) {
        return !(Math.abs(value) <= precision.largest());
    }

    private Optional<String> beyond(double value, String operation) {
        return leaves(value)
                ? Optional.of(operation + " is beyond " + precision.label() + "'s largest number, "
                        + number(precision.largest()))
                : Optional.empty();
    }

    /** The steps that were met since then, with their numbers. */
    private String where(int since) {
        List<Met> steps = met.subList(since, met.size());
        String numbers = steps.stream()
                .map(step -> step.symbol().id() + " = " + number(step.by().at(step.symbol())))
                .distinct()
                .collect(Collectors.joining(" and "));
        String place = steps.stream()
                .map(step -> step.by().place(step.symbol()))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .map(each -> " (" + each + ")")
                .orElse("");
        return numbers.isEmpty() ? "" : ", where " + numbers + place;
    }

    /** The same within a sentence. */
    private String aside(int since) {
        String where = where(since);
        return where.isEmpty() ? "" : where + ",";
    }

    private String place(Symbol symbol) {
        Rounded all = values(symbol);
        return NotFinite.place(symbol.id(), all.rows(), all.columns(), row, column);
    }

    @Override
    public Optional<String> symbol(Symbol symbol) {
        met.add(new Met(symbol, this));
        double value = at(symbol);
        String place = place(symbol).isEmpty() ? "" : ", " + place(symbol) + ",";
        return Double.isFinite(value) ? Optional.empty() : Optional.of(symbol.id() + place + " is " + value);
    }

    @Override
    public Optional<String> words(Words words) {
        throw new IllegalArgumentException(words.text() + " has no value");
    }

    @Override
    public Optional<String> constant(Constant constant) {
        return beyond(at(constant), "the number " + constant.written());
    }

    @Override
    public Optional<String> literal(Literal literal) {
        return beyond(at(literal), "the number " + number(at(literal)));
    }

    @Override
    public Optional<String> sum(Sum sum) {
        return first(sum.terms(), term -> term.accept(this))
                .or(() -> partialSums(sum.terms().stream().mapToDouble(this::at).toArray()));
    }

    /** In whichever order they are added. */
    private Optional<String> partialSums(double... terms) {
        double positive = DoubleStream.of(terms).filter(term -> term > 0).sum();
        double negative = DoubleStream.of(terms).filter(term -> term < 0).sum();
        double largest = positive > -negative ? positive : negative;
        String shown =
                DoubleStream.of(terms).limit(MOST_TERMS).mapToObj(Cause::number).collect(Collectors.joining(" + "));
        return beyond(
                largest,
                "the sum " + shown + (terms.length > MOST_TERMS ? " + ..., of " + terms.length + " terms," : "")
                        + (largest == positive + negative ? "" : ", in some order of its terms,"));
    }

    private static <T> Optional<String> first(List<T> parts, Function<T, Optional<String>> cause) {
        return parts.stream().map(cause).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> first(int parts, IntFunction<Optional<String>> cause) {
        return IntStream.range(0, parts)
                .mapToObj(cause)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Optional<String> binary(Binary binary) {
        Expression left = binary.left();
        Expression right = binary.right();
        int before = met.size();
        return switch (binary.operator()) {
            case PRODUCT -> product(left, right);
            case TIMES_OR_ZERO ->
                at(left) == 0 ? Optional.empty() : operands(binary).or(() -> product(binary));
            case ZERO_OR_OVER ->
                at(left) == 0 ? Optional.empty() : operands(binary).or(() -> quotient(binary, before));
            case OVER_OR_ZERO ->
                at(right) == 0 ? Optional.empty() : operands(binary).or(() -> quotient(binary, before));
            case TIMES -> operands(binary).or(() -> product(binary));
            case OVER -> operands(binary).or(() -> quotient(binary, before));
            case MINUS -> operands(binary).or(() -> partialSums(at(left), -at(right)));
            case POWER ->
                operands(binary)
                        .or(() -> beyond(Math.pow(at(left), at(right)), number(at(left)) + "^" + number(at(right))));
            case MIN, MAX -> operands(binary);
        };
    }

    private Optional<String> operands(Binary binary) {
        return binary.left().accept(this).or(() -> binary.right().accept(this));
    }

    private Optional<String> product(Binary of) {
        double left = at(of.left());
        double right = at(of.right());
        return beyond(left * right, number(left) + "·" + number(right));
    }

    private Optional<String> quotient(Binary of, int before) {
        double left = at(of.left());
        double right = at(of.right());
        String operation = number(left) + " / " + number(right);
        if (right == 0) {
            return Optional.of(operation + (left == 0 ? " has no value" : " is a division by 0") + where(before));
        }
        if (precision.cast(right) == 0) {
            return Optional.of(operation + " is a division by 0, which " + precision.label() + " makes of "
                    + number(right) + where(before));
        }
        return beyond(left / right, operation + aside(before));
    }

    private Optional<String> product(Expression left, Expression right) {
        int inner = values(left).columns();
        double[] a = IntStream.range(0, inner)
                .mapToDouble(k -> values(left).value(row * inner + k))
                .toArray();
        double[] b = IntStream.range(0, inner)
                .mapToDouble(k -> values(right).value(k * values(right).columns() + column))
                .toArray();
        return first(inner, k -> at(left, row, k).or(() -> at(right, k, column)))
                .or(() -> first(inner, k -> beyond(a[k] * b[k], number(a[k]) + "·" + number(b[k]))))
                .or(() -> partialSums(
                        IntStream.range(0, inner).mapToDouble(k -> a[k] * b[k]).toArray()));
    }

    @Override
    public Optional<String> transpose(Transpose transpose) {
        return transpose.of().accept(new Cause(precision, scope, known, met, column, row));
    }

    @Override
    public Optional<String> apply(Apply apply) {
        int before = met.size();
        return apply.argument().accept(this).or(() -> of(apply, at(apply.argument()), before));
    }

    private Optional<String> of(Apply apply, double z, int before) {
        return switch (apply.function()) {
            case LN ->
                z > 0
                        ? Optional.empty()
                        : Optional.of(apply.plain() + " is the logarithm of "
                                + (z < 0 ? "a negative number, " + number(z) : "0")
                                + where(before));
            case SQRT ->
                z >= 0
                        ? Optional.empty()
                        : Optional.of(apply.plain() + " is the root of a negative number, " + number(z));
            case SQUARE -> beyond(z * z, "(" + number(z) + ")^2" + aside(before));
            case EXP -> beyond(Math.exp(z), "e^" + number(z) + aside(before));
            case NEGATIVE, ABS, SIGN, POSITIVE_PART, ONE_WHERE_POSITIVE -> Optional.empty();
        };
    }

    @Override
    public Optional<String> call(Call call) {
        // Softmax takes a whole row.
        int columns = values(call.argument()).columns();
        boolean byRow = !call.isDerivative() && call.activation().kind() == Activation.Kind.SOFTMAX;
        Optional<String> argument = byRow
                ? first(columns, j -> at(call.argument(), row, j))
                : call.argument().accept(this);
        return argument.or(() -> beyond(at(call), call.name() + " of " + number(at(call.argument()))));
    }

    @Override
    public Optional<String> where(Where where) {
        double beyond = at(where.subject()) - where.point().exact().doubleValue();
        boolean isAbove = beyond > 0 || where.atPoint() && beyond == 0;
        return where.subject().accept(this).or(() -> (isAbove ? where.above() : where.below()).accept(this));
    }

    @Override
    public Optional<String> total(Total total) {
        Rounded of = values(total.of());
        boolean all = total.over() == Over.ENTRIES;
        boolean alongRow = all || total.over() == Over.UNITS;
        boolean downColumn = all || total.over() != Over.UNITS;
        int[] entries = IntStream.range(0, of.size())
                .filter(k -> downColumn || of.rows() == 1 || k / of.columns() == row)
                .filter(k -> alongRow || of.columns() == 1 || k % of.columns() == column)
                .toArray();
        return first(entries.length, n -> at(total.of(), entries[n] / of.columns(), entries[n] % of.columns()))
                .or(() ->
                        partialSums(IntStream.of(entries).mapToDouble(of::value).toArray()));
    }
}

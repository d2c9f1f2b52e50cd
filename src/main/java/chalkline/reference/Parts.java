package chalkline.reference;

import chalkline.network.StepId;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a formula is made of. */
final class Parts implements ExpressionVisitor<Parts> {
    private final Set<Elementary> functions = EnumSet.noneOf(Elementary.class);
    private final Set<Operator> operators = EnumSet.noneOf(Operator.class);
    private final Set<Over> totals = EnumSet.noneOf(Over.class);
    private final Set<Call> calls = new HashSet<>();
    /** Inner ones before those that they stand in. */
    private final List<Binary> differences = new ArrayList<>();

    private boolean hasWhere;

    private Parts() {}

    static Parts of(Expression formula) {
        return formula.accept(new Parts());
    }

    /** Whether it has one formula here and another there, so that it may jump between them. */
    boolean hasPieces() {
        return hasWhere
                || functions.contains(Elementary.SIGN)
                || functions.contains(Elementary.ONE_WHERE_POSITIVE)
                || calls.stream().flatMap(call -> worked(call).stream()).anyMatch(Parts::hasPieces);
    }

    /** Whether it is made of pieces of polynomials, so that of fractions it is one. */
    boolean isPiecewisePolynomial() {
        return EnumSet.of(Operator.MINUS, Operator.TIMES).containsAll(operators)
                && functions.stream().noneMatch(EnumSet.of(Elementary.EXP, Elementary.LN, Elementary.SQRT)::contains)
                && calls.stream()
                        .allMatch(call -> worked(call)
                                .filter(Parts::isPiecewisePolynomial)
                                .isPresent());
    }

    private static Optional<Parts> worked(Call call) {
        return ActivationRule.of(call.activation()).worked(call.isDerivative()).map(Parts::of);
    }

    /** Whether it adds up what the units of an example have. */
    boolean joinsUnits() {
        return totals.contains(Over.UNITS);
    }

    /** The innermost difference in which that step occurs. */
    Optional<Expression> difference(StepId of) {
        return differences.stream()
                .filter(each -> each.steps().contains(of))
                .map(Expression.class::cast)
                .findFirst();
    }

    private Parts and(Expression... parts) {
        for (Expression part : parts) {
            part.accept(this);
        }
        return this;
    }

    @Override
    public Parts symbol(Symbol symbol) {
        return this;
    }

    @Override
    public Parts words(Words words) {
        return this;
    }

    @Override
    public Parts constant(Constant constant) {
        return this;
    }

    @Override
    public Parts literal(Literal literal) {
        return this;
    }

    @Override
    public Parts sum(Sum sum) {
        return and(sum.terms().toArray(Expression[]::new));
    }

    @Override
    public Parts binary(Binary binary) {
        operators.add(binary.operator());
        and(binary.left(), binary.right());
        if (binary.operator() == Operator.MINUS) {
            differences.add(binary);
        }
        return this;
    }

    @Override
    public Parts transpose(Transpose transpose) {
        return and(transpose.of());
    }

    @Override
    public Parts apply(Apply apply) {
        functions.add(apply.function());
        return and(apply.argument());
    }

    @Override
    public Parts call(Call call) {
        calls.add(call);
        return and(call.argument());
    }

    @Override
    public Parts where(Where where) {
        hasWhere = true;
        return and(where.subject(), where.above(), where.below());
    }

    @Override
    public Parts total(Total total) {
        totals.add(total.over());
        return and(total.of());
    }
}

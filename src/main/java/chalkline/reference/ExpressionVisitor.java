package chalkline.reference;

import chalkline.reference.Expression.Apply;
import chalkline.reference.Expression.Binary;
import chalkline.reference.Expression.Call;
import chalkline.reference.Expression.Constant;
import chalkline.reference.Expression.Literal;
import chalkline.reference.Expression.Sum;
import chalkline.reference.Expression.Symbol;
import chalkline.reference.Expression.Total;
import chalkline.reference.Expression.Transpose;
import chalkline.reference.Expression.Where;
import chalkline.reference.Expression.Words;

/** Something that is done to every kind of node. */
public interface ExpressionVisitor<R> {
    R symbol(Symbol symbol);

    R words(Words words);

    R constant(Constant constant);

    R literal(Literal literal);

    R sum(Sum sum);

    R binary(Binary binary);

    R transpose(Transpose transpose);

    R apply(Apply apply);

    R call(Call call);

    R where(Where where);

    R total(Total total);

    /** Of a hint, what is made of the formula as it is written. */
    default R hint(Hint hint) {
        return hint.written().accept(this);
    }
}

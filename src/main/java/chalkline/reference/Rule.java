package chalkline.reference;

import chalkline.network.Notation;
import chalkline.network.StepId;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One step of the derivation and its formula over earlier steps.
 *
 * @param id the step
 * @param phase where it stands
 * @param formula over earlier steps
 */
public record Rule(StepId id, Phase phase, Formula formula) {

    /** What a training step starts from, and its three parts. */
    public enum Phase {
        GIVEN("Given"),
        FORWARD("Forward"),
        BACKWARD("Backward"),
        UPDATE("Update");

        private final String title;

        Phase(String title) {
            this.title = title;
        }

        /** A heading. */
        public String title() {
            return title;
        }
    }

    /** A step that was given, not worked. */
    public static Rule given(StepId id, String words, Rounded value) {
        Expression given = new Expression.Literal(value, 1);
        Written written = new Written(given, List.of(new Expression.Words(words)), Optional.empty(), given);
        return new Rule(id, Phase.GIVEN, examples -> written);
    }

    /** The name that people see. */
    public String name() {
        return id.toString();
    }

    /** What the formula gives on these steps: f′ is taken at Z, as implementations are judged. */
    public Rounded value(Values steps) {
        return steps.of(id, formula.over(steps.examples()).judged());
    }

    /** The same with f′ written in A, which is how it is worked by hand. */
    public Rounded onPaper(Values steps) {
        return steps.of(id, formula.over(steps.examples()).onPaper());
    }

    /** The same step, with every form of its formula rewritten. */
    public Rule rewritten(UnaryOperator<Expression> rewriting) {
        return new Rule(id, phase, examples -> formula.over(examples).rewritten(rewriting));
    }

    /** A formula, which may depend on how many examples there are. */
    @FunctionalInterface
    public interface Formula {
        /** The formula over N examples, for matrices whose rows are examples. */
        Written over(int examples);

        /** The formula over N examples as a person writes it; with one example, sums over the examples are not written. */
        default Written written(Notation notation, int examples) {
            return over(examples).in(notation);
        }

        /** The formula in plain characters in one line. */
        default String write(Notation notation, int examples) {
            return written(notation, examples).formula().plain();
        }
    }

    /**
     * A formula, and the ways to write it.
     *
     * @param judged what an implementation is held to
     * @param forms the formula, and the ways to write it out; the last is the one that numbers are put into
     * @param definition of a function in it that has a rule of its own, as f′; absent where there is none
     * @param onPaper the last form, with the function's definition in its place
     */
    public record Written(
            Expression judged, List<Expression> forms, Optional<Definition> definition, Expression onPaper) {
        public Written {
            forms = List.copyOf(forms);
        }

        /** A formula, and further ways to write it out. */
        public static Written as(Expression... forms) {
            return new Written(forms[0], List.of(forms), Optional.empty(), forms[forms.length - 1]);
        }

        /** A formula that implementations are held to, and the one that is written for it. */
        static Written judged(Expression judged, Expression written) {
            return new Written(judged, List.of(written), Optional.empty(), written);
        }

        /** The same formula, to which implementations are held by another one. */
        Written held(Expression other) {
            return new Written(other, forms, definition, onPaper);
        }

        private Written rewritten(UnaryOperator<Expression> rewriting) {
            return new Written(
                    rewriting.apply(judged),
                    forms.stream().map(rewriting).toList(),
                    definition,
                    rewriting.apply(onPaper));
        }

        private Written in(Notation notation) {
            Notated notated = new Notated(notation);
            return new Written(
                    judged,
                    forms.stream().map(form -> form.accept(notated)).toList(),
                    definition.map(each -> each.in(notated)),
                    onPaper.accept(notated));
        }

        /** The innermost difference with that step in it, as on paper: what cancels where both sides are close. */
        public Optional<Expression> difference(StepId of) {
            return Parts.of(onPaper).difference(of);
        }

        /** The formula. */
        public Expression formula() {
            return forms.get(0);
        }

        /** The form that numbers are put into. */
        public Expression worked() {
            return forms.get(forms.size() - 1);
        }
    }

    /**
     * What a function in a formula is.
     *
     * @param defined the function, as f′(Z)
     * @param forms the ways to write it out; the last is the one that numbers are put into
     */
    public record Definition(Expression defined, List<Expression> forms) {
        public Definition {
            forms = List.copyOf(forms);
        }

        /** The form that numbers are put into. */
        public Expression worked() {
            return forms.get(forms.size() - 1);
        }

        private Definition in(Notated notated) {
            return new Definition(
                    defined.accept(notated),
                    forms.stream().map(form -> form.accept(notated)).toList());
        }
    }
}

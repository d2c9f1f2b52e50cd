package chalkline.answers;

import chalkline.answers.Mistakes.Mistake;
import chalkline.network.StepId;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the mistake that gives a wrong answer, worked from the truth or from the person's own earlier answers. */
final class MistakeFinder {
    private final Basis basis;
    private final Mistakes mistakes;
    private final Chain truth = new Chain();

    MistakeFinder(Basis basis, Mistakes mistakes) {
        this.basis = basis;
        this.mistakes = mistakes;
        basis.truth().forEach((name, value) -> truth.put(name, basis.plain(value)));
    }

    /**
     * What a wrong answer is, after "it is".
     *
     * @param chains the ways to take the person's earlier numbers, the most definite first
     * @param blanks the steps before it that are not answered, in their order
     * @param used the numbers that are not zeros from nothing, which are NaN
     */
    Optional<String> explain(
            Rule rule,
            AnswerMatrix answer,
            List<MarkedEntry> entries,
            List<Chain> chains,
            List<Rule> blanks,
            Chain used) {
        Optional<String> mistake = entries.stream().anyMatch(entry -> entry.mark() == Mark.WRONG)
                ? mistake(rule, answer, chains, blanks, used)
                : Optional.empty();
        return mistake.or(() -> Optional.of("written the other way round than its notation says; read as its transpose")
                .filter(words -> answer.transposed()));
    }

    private Optional<String> mistake(
            Rule rule, AnswerMatrix answer, List<Chain> chains, List<Rule> blanks, Chain used) {
        List<Chain> all = new ArrayList<>(chains);
        all.add(0, truth);
        for (Chain chain : all) {
            for (Mistake mistake : mistakes.of(rule)) {
                if (gives(answer, chain.value(rule.id(), mistake.formula()))) {
                    return Optional.of(mistake.words());
                }
            }
        }
        for (Mistake mistake : mistakes.of(rule)) {
            if (isZero(answer, used.value(rule.id(), mistake.formula()))) {
                return Optional.of(mistake.words());
            }
        }
        for (Chain chain : all.subList(0, Math.min(2, all.size()))) {
            for (int i = blanks.size() - 1; i >= 0; i--) {
                for (Mistake mistake : mistakes.of(blanks.get(i))) {
                    if (gives(answer, after(mistake, blanks.subList(i, blanks.size()), new Chain(chain), rule))) {
                        return Optional.of(
                                "what follows from " + blanks.get(i).name() + " where that is " + mistake.words());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** What the step comes to where the first of the unanswered steps was mistaken, and the others were not. */
    private static Rounded after(Mistake mistake, List<Rule> unanswered, Chain chain, Rule rule) {
        StepId first = unanswered.get(0).id();
        chain.put(first, chain.value(first, mistake.formula()));
        for (Rule next : unanswered.subList(1, unanswered.size())) {
            chain.put(next.id(), chain.value(next));
        }
        return chain.value(rule);
    }

    /** Whether all that is given are zeros, and the mistake gives exactly them. */
    private static boolean isZero(AnswerMatrix answer, Rounded mistaken) {
        for (int k = 0; k < answer.rows() * answer.columns(); k++) {
            boolean zero = mistaken.size() > k && mistaken.value(k) == 0;
            if (answer.get(k).isPresent() && !(answer.get(k).get().isZero() && zero)) {
                return false;
            }
        }
        return true;
    }

    /** Whether every number that is given is that one; at least one of them is not 0, nor in a range with room for any. */
    private static boolean gives(AnswerMatrix answer, Rounded mistaken) {
        if (mistaken.size() != answer.rows() * answer.columns()) {
            return false;
        }
        boolean some = false;
        for (int k = 0; k < mistaken.size(); k++) {
            Optional<AnswerNumber> given = answer.get(k);
            if (given.isPresent()) {
                double error = mistaken.error(k);
                if (!(error < Double.POSITIVE_INFINITY) || !given.get().writes(mistaken.value(k), error)) {
                    return false;
                }
                some |= !given.get().isZero() && given.get().isNear(mistaken.value(k));
            }
        }
        return some;
    }
}

package chalkline.answers;

import chalkline.network.Network;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What explains a wrong answer: another convention, a transpose, a sign. */
final class MistakeExplanations {
    private final List<Factor> factors = new ArrayList<>();

    /** A constant that all numbers of a step are off by, and what people mean by it. */
    private record Factor(double value, String meaning) {}

    MistakeExplanations(Network network, int examples) {
        int outputs = network.outputs();
        if (examples > 1 && network.loss().isSum()) {
            factors.add(new Factor(
                    1.0 / examples,
                    "1/" + examples + " of the right value: the mean over the " + examples
                            + " examples, where this network's loss is their sum"));
        } else if (examples > 1) {
            factors.add(new Factor(
                    examples,
                    examples + " times the right value: the sum over the " + examples
                            + " examples, where this network's loss is their mean"));
            factors.add(new Factor(1.0 / examples, "divided by the number of examples once too often"));
        }
        if (outputs > 1) {
            factors.add(new Factor(
                    outputs,
                    outputs + " times the right value: the sum over the " + outputs
                            + " outputs instead of their mean"));
            factors.add(new Factor(
                    1.0 / outputs,
                    "1/" + outputs + " of the right value: the mean over the " + outputs
                            + " outputs instead of their sum"));
        }
        factors.add(new Factor(2, "2 times the right value: a loss without its ½, or a derivative's 2 too many"));
        factors.add(new Factor(0.5, "half of the right value: a loss with a ½, or a derivative's 2 forgotten"));
        factors.add(new Factor(-1, "the right value with the other sign"));
    }

    /** The first explanation that holds for every wrong number of the step, where there is one. */
    Optional<String> explain(
            Rule rule, AnswerMatrix answer, List<MarkedEntry> entries, Rounded exact, List<Rounded> candidates) {
        if (answer.transposed()) {
            return Optional.of("written the other way round than its notation says; read as its transpose");
        }
        if (entries.stream().noneMatch(entry -> entry.mark() == Mark.WRONG)) {
            return Optional.empty();
        }
        List<Rounded> bases = new ArrayList<>(candidates);
        bases.add(0, exact);
        for (Rounded base : bases) {
            if (isTranspose(answer, base)) {
                return Optional.of("the transpose of the right matrix");
            }
        }
        for (Factor factor : factors) {
            for (Rounded base : bases) {
                if (isMultiple(answer, base, factor.value())) {
                    return Optional.of(factor.meaning());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isTranspose(AnswerMatrix answer, Rounded base) {
        return answer.rows() == answer.columns() && answer.rows() > 1 && isMultiple(answer.turned(), base, 1);
    }

    /** Every number that is given is that multiple; at least one of them is not 0. */
    private static boolean isMultiple(AnswerMatrix answer, Rounded base, double factor) {
        boolean some = false;
        for (int k = 0; k < base.size(); k++) {
            Optional<AnswerNumber> given = answer.get(k);
            if (given.isEmpty()) {
                continue;
            }
            double multiple = factor * base.value(k);
            double bound = Math.abs(factor) * base.error(k) + 8 * Math.ulp(multiple);
            if (!given.get().writes(multiple) && !(Math.abs(given.get().value() - multiple) <= bound)) {
                return false;
            }
            some |= multiple != 0;
        }
        return some;
    }
}

package chalkline.answers;

import static chalkline.reference.Expression.number;

import chalkline.network.Network;
import chalkline.reference.Expression;
import java.util.ArrayList;
import java.util.List;

/**
 * What a loss or a gradient is multiplied by where a convention is another one, or was mistaken.
 *
 * @param times the factor's numerator, not 0
 * @param over its denominator, at least 1
 * @param meaning what people mean by it
 */
record Factor(int times, int over, String meaning) {
    /**
     * Those that a network may show, the single ones first.
     *
     * @param signed whether a sign may be mistaken
     */
    static List<Factor> of(Network network, int examples, boolean signed) {
        List<Factor> single = new ArrayList<>();
        if (examples > 1 && network.loss().isSum()) {
            single.add(new Factor(
                    1,
                    examples,
                    "the mean over the " + examples + " examples, where this network's loss is their sum"));
        } else if (examples > 1) {
            single.add(new Factor(
                    examples,
                    1,
                    "the sum over the " + examples + " examples, where this network's loss is their mean"));
            single.add(new Factor(1, examples, "divided by the number of examples once too often"));
        }
        int outputs = network.outputs();
        if (outputs > 1) {
            single.add(new Factor(outputs, 1, "the sum over the " + outputs + " outputs instead of their mean"));
            single.add(new Factor(1, outputs, "the mean over the " + outputs + " outputs instead of their sum"));
        }
        single.add(new Factor(2, 1, "a loss without its ½, or a derivative's 2 too many"));
        single.add(new Factor(1, 2, "a loss with a ½, or a derivative's 2 forgotten"));
        List<Factor> all = new ArrayList<>(single);
        if (signed) {
            all.add(new Factor(-1, 1, ""));
        }
        for (Factor first : single) {
            if (signed) {
                all.add(new Factor(-first.times, first.over, first.meaning));
            }
            for (Factor second : single.subList(single.indexOf(first) + 1, single.size())) {
                all.add(new Factor(
                        first.times * second.times,
                        first.over * second.over,
                        first.meaning + "; and " + second.meaning));
            }
        }
        return all.stream()
                .filter(factor -> Math.abs(factor.times) != factor.over || factor.times < 0)
                .toList();
    }

    Expression times(Expression formula) {
        Expression multiple = times == 1 ? formula : number(times).times(formula);
        return multiple.over(over);
    }

    /** "2 times the right value: …", after "it is". */
    String words() {
        int size = Math.abs(times);
        String amount = size == 1 && over == 1
                ? "the right value"
                : over == 1
                        ? size + " times the right value"
                        : size == 1 && over == 2
                                ? "half of the right value"
                                : size + "/" + over + " of the right value";
        return amount + (times < 0 ? " with the other sign" : "") + (meaning.isEmpty() ? "" : ": " + meaning);
    }
}

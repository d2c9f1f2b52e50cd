package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Finds the answer that is right as it is written, but whose rounding made later ones what they are. */
final class Roundings {
    private final Basis basis;
    private final AnswerSheet sheet;
    private final List<MarkedStep> steps;

    Roundings(Basis basis, AnswerSheet sheet, List<MarkedStep> steps) {
        this.basis = basis;
        this.sheet = sheet;
        this.steps = steps;
    }

    /** The first such answer: alone rounded as written, with all else exact, it gives the first of the later answers. */
    Optional<MarkedSheet.DecidingRounding> deciding() {
        List<MarkedStep> decided = decided();
        if (decided.isEmpty()) {
            return Optional.empty();
        }
        for (MarkedStep step : steps) {
            if (step == decided.get(0)) {
                break;
            }
            if (step.mark() == Mark.RIGHT && isRounded(step)) {
                List<String> explained = explainedBy(step, decided);
                if (explained.contains(decided.get(0).name())) {
                    return Optional.of(new MarkedSheet.DecidingRounding(step, explained));
                }
            }
        }
        return Optional.empty();
    }

    /** The answers that are not the truth but follow, up to the first wrong one. */
    private List<MarkedStep> decided() {
        List<MarkedStep> decided = new ArrayList<>();
        for (MarkedStep step : steps) {
            if (step.mark() == Mark.WRONG) {
                break;
            }
            if (step.mark() == Mark.FOLLOWS || step.mark() == Mark.ROUNDED_TO_ZERO) {
                decided.add(step);
            }
        }
        return decided;
    }

    private static boolean isRounded(MarkedStep step) {
        return step.entries().stream()
                .anyMatch(entry ->
                        entry.given().isPresent() && entry.given().get().value() != entry.truth());
    }

    private List<String> explainedBy(MarkedStep rounded, List<MarkedStep> decided) {
        Map<StepId, Matrix> atZ = chain(rounded, Rule::value);
        Map<StepId, Matrix> inA = chain(rounded, Rule::onPaper);
        return decided.stream()
                .filter(step -> gives(atZ.get(step.id()), step) || gives(inA.get(step.id()), step))
                .map(MarkedStep::name)
                .toList();
    }

    /** The derivation with that one answer as it was written. */
    private Map<StepId, Matrix> chain(MarkedStep rounded, BiFunction<Rule, Values, Rounded> reading) {
        Map<StepId, Matrix> chain = new LinkedHashMap<>();
        basis.truth().forEach((id, value) -> chain.put(id, value.toMatrix()));
        Values values = new Values(id -> Rounded.exact(chain.get(id), Rounding.of(Precision.FLOAT64)));
        boolean after = false;
        for (Rule rule : basis.derivation().rules()) {
            if (rule.id().equals(rounded.id())) {
                chain.put(rule.id(), asWritten(rounded));
                after = true;
            } else if (after) {
                chain.put(rule.id(), reading.apply(rule, values).toMatrix());
            }
        }
        return chain;
    }

    private Matrix asWritten(MarkedStep step) {
        AnswerMatrix answer = sheet.answers().get(step.id());
        double[] values = new double[step.entries().size()];
        for (int k = 0; k < values.length; k++) {
            values[k] = answer.get(k)
                    .map(AnswerNumber::value)
                    .orElse(step.entries().get(k).truth());
        }
        return Matrix.of(step.rows(), step.columns(), values);
    }

    private static boolean gives(Matrix chain, MarkedStep step) {
        for (int k = 0; k < chain.size(); k++) {
            Optional<AnswerNumber> given = step.entries().get(k).given();
            boolean explained = given.isEmpty()
                    || step.entries().get(k).mark() == Mark.RIGHT
                    || (given.get().isBareZero()
                            ? chain.get(k) == 0
                            : given.get().writes(chain.get(k)));
            if (!explained) {
                return false;
            }
        }
        return true;
    }
}

package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A person's sheet, marked.
 *
 * @param sheet what was marked
 * @param steps the answered and blank steps in the order of the derivation
 * @param numbers every step's value as the person has it, blanks being filled with the truth; by name, inside's notation
 * @param rounding the first answer whose rounding decided later ones, where one did
 * @param detected another convention that the numbers agree with, where there is one
 */
public record MarkedSheet(
        AnswerSheet sheet,
        List<MarkedStep> steps,
        Map<StepId, Matrix> numbers,
        Optional<DecidingRounding> rounding,
        Optional<Detected> detected) {
    public MarkedSheet {
        steps = List.copyOf(steps);
        numbers = Map.copyOf(numbers);
    }

    /**
     * An answer that is right as written, and whose rounding made later answers what they are.
     *
     * @param step the answer
     * @param decided the later answers, which worked with the unrounded number would be others
     */
    public record DecidingRounding(MarkedStep step, List<String> decided) {
        public DecidingRounding {
            decided = List.copyOf(decided);
        }
    }

    /**
     * Another convention under which less is wrong.
     *
     * @param words what it is
     * @param line that declares it
     * @param place where the line can stand
     */
    public record Detected(String words, String line, String place) {}

    MarkedSheet with(Optional<Detected> convention) {
        return new MarkedSheet(sheet, steps, numbers, rounding, convention);
    }

    long wrongSteps() {
        return steps.stream().filter(step -> step.count(Mark.WRONG) > 0).count();
    }

    /** The first step with a wrong answer. */
    public Optional<MarkedStep> firstWrong() {
        return steps.stream().filter(step -> step.count(Mark.WRONG) > 0).findFirst();
    }

    /** Whether nothing at all was answered. */
    public boolean isBlank() {
        return steps.stream().allMatch(step -> step.mark() == Mark.BLANK);
    }

    /** Whether something was answered and nothing of it is wrong or empty. */
    public boolean passes() {
        return !isBlank() && steps.stream().allMatch(step -> step.count(Mark.WRONG) + step.count(Mark.EMPTY) == 0);
    }

    /** The step of that name. */
    public Optional<MarkedStep> step(String name) {
        return steps.stream().filter(step -> step.name().equals(name)).findFirst();
    }
}

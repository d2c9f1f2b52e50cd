package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the answers of a file, as it has them, to the steps that they are meant for. */
final class SheetAnswers {
    private final Map<StepId, Matrix> steps;
    private final SheetStyle header;
    private final StepNames names;
    private final Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();
    private final Layout layout = new Layout();

    SheetAnswers(Map<StepId, Matrix> steps, SheetStyle header) {
        this.steps = steps;
        this.header = header;
        this.names = new StepNames(steps.keySet(), header.aliases());
    }

    /** The names of steps that a message lists: changes have theirs without being asked for. */
    List<String> known() {
        return steps.keySet().stream()
                .filter(name -> !StepPart.of(name)
                        .filter(part -> part.role() == StepPart.Role.UPDATE)
                        .isPresent())
                .map(StepId::toString)
                .toList();
    }

    Optional<StepTarget> target(String name) {
        return names.target(name);
    }

    boolean isEmpty() {
        return answers.isEmpty();
    }

    boolean has(StepTarget target) {
        return target.entry().isEmpty() && answers.containsKey(target.step());
    }

    /** Takes an answer for what its name means, or tells its problem. */
    void put(StepTarget target, RawAnswer answer) {
        Matrix step = steps.get(target.step());
        if (answer.rows().stream().anyMatch(row -> row.size() != answer.columns())) {
            answer.problem().accept("has rows of different lengths");
        } else if (target.entry().isPresent()) {
            entry(target, step, answer);
        } else if (step.rows() + 1 == inputs(answer) && isOfWeights(target.step()) && !answer.flat()) {
            withBias(target.step(), step, answer);
        } else {
            oriented(target.step(), step, answer).ifPresent(given -> answers.put(target.step(), given));
        }
    }

    /** One of a step's entries, by its place as the person has it; the others stay as they are, or blank. */
    private void entry(StepTarget target, Matrix step, RawAnswer answer) {
        StepTarget.Entry entry = target.entry().orElseThrow();
        boolean isNumber = answer.rows().size() == 1 && answer.columns() == 1;
        if (!isNumber) {
            boolean whole = answer.columns() * answer.rows().size() == step.size();
            if (whole && entry.row() == 0) {
                put(StepTarget.whole(target.step()), answer);
            } else {
                answer.problem().accept("must be one number");
            }
            return;
        }
        boolean across = header.notation() == Notation.WX_PLUS_B;
        int row = entry.row() == 0 ? 1 : across ? entry.column() : entry.row();
        int column = entry.row() == 0 ? entry.column() : across ? entry.row() : entry.column();
        boolean isVector = entry.row() == 0 && step.rows() > 1 && step.columns() == 1;
        int k = isVector ? entry.column() - 1 : (row - 1) * step.columns() + column - 1;
        boolean unclear = entry.row() == 0 && step.rows() > 1 && step.columns() > 1;
        if (unclear
                || row < 1
                || column < 1
                || row > step.rows()
                || !isVector && column > step.columns()
                || k >= step.size()) {
            answer.problem().accept("names no entry of " + target.step() + ", which has " + shape(step));
            return;
        }
        AnswerMatrix before = answers.getOrDefault(target.step(), filled(step, Optional.empty()));
        answers.put(target.step(), before.with(k, answer.numbers().get(0)));
    }

    private Optional<AnswerMatrix> oriented(StepId name, Matrix step, RawAnswer answer) {
        int size = answer.rows().size() * answer.columns();
        if (answer.flat() && size == 1 && step.size() > 1) {
            Optional<AnswerNumber> number = answer.numbers().get(0);
            if (number.isPresent() && !number.get().isBareZero()) {
                answer.problem()
                        .accept("is one number, but " + name + " has " + shape(step)
                                + " (only a bare 0 stands for all)");
                return Optional.empty();
            }
            return Optional.of(filled(step, number));
        }
        boolean vector = step.rows() == 1 || step.columns() == 1;
        if (answer.flat()) {
            if (!vector || size != step.size()) {
                answer.problem()
                        .accept("has " + Sentences.counted(size, "number") + ", but " + name + " has " + shape(step));
                return Optional.empty();
            }
            return Optional.of(new AnswerMatrix(step.rows(), step.columns(), answer.numbers(), false));
        }
        AnswerMatrix written = new AnswerMatrix(answer.rows().size(), answer.columns(), answer.numbers(), false);
        Optional<AnswerMatrix> oriented = Orientation.of(written, step, header.notation());
        if (oriented.isEmpty()) {
            answer.problem()
                    .accept("is " + answer.rows().size() + "×" + answer.columns() + ", but " + name + " has "
                            + shape(step) + hintOfBias(name, step, answer));
        }
        oriented.filter(given -> !vector).ifPresent(given -> layout.add(name, given, step));
        return oriented;
    }

    private static boolean isOfWeights(StepId name) {
        return StepPart.of(name).filter(part -> name.role() == StepId.Role.W).isPresent();
    }

    /** The inputs that a matrix of weights has as it is written. */
    private int inputs(RawAnswer answer) {
        return header.notation() == Notation.WX_PLUS_B
                ? answer.columns()
                : answer.rows().size();
    }

    private String hintOfBias(StepId name, Matrix step, RawAnswer answer) {
        return isOfWeights(name) && inputs(answer) == step.rows() + 1
                ? "; if the bias is among the weights, say bias: first-input or bias: last-input"
                : "";
    }

    /** Weights with the bias as the weight of an input that is 1. */
    private void withBias(StepId name, Matrix step, RawAnswer answer) {
        if (header.bias() == SheetStyle.Bias.OWN) {
            oriented(name, step, answer);
            return;
        }
        boolean across = header.notation() == Notation.WX_PLUS_B;
        List<List<RawAnswer.Cell>> weights = new ArrayList<>();
        List<RawAnswer.Cell> biases = new ArrayList<>();
        int at = header.bias() == SheetStyle.Bias.FIRST ? 0 : inputs(answer) - 1;
        for (int i = 0; i < answer.rows().size(); i++) {
            List<RawAnswer.Cell> row = new ArrayList<>(answer.rows().get(i));
            if (across) {
                biases.add(row.remove(at));
                weights.add(row);
            } else if (i == at) {
                biases.addAll(row);
            } else {
                weights.add(row);
            }
        }
        StepId bias = new StepId(StepId.Role.B, name.layer(), name.isGradient(), name.suffixes());
        put(StepTarget.whole(name), new RawAnswer(answer.name(), weights, false, answer.problem()));
        put(StepTarget.whole(bias), new RawAnswer(answer.name(), List.of(biases), true, answer.problem()));
    }

    /**
     * The answers by step.
     *
     * @param layoutIsKnown whether the file says which notation it is in; of an array file, which does not, a square matrix is
     *     turned where the others are, and is said to be
     */
    Map<StepId, AnswerMatrix> answers(boolean layoutIsKnown) {
        if (!layoutIsKnown) {
            layout.turned().forEach(answers::put);
        }
        if (!header.negative()) {
            return answers;
        }
        Map<StepId, AnswerMatrix> signed = new LinkedHashMap<>();
        answers.forEach((name, answer) -> signed.put(name, AnswerSheet.isSigned(name) ? answer.negated() : answer));
        return signed;
    }

    static AnswerMatrix filled(Matrix step, Optional<AnswerNumber> entry) {
        return new AnswerMatrix(step.rows(), step.columns(), Collections.nCopies(step.size(), entry), false);
    }

    private String shape(Matrix step) {
        Matrix shown = header.notation().convert(step);
        return step.size() == 1
                ? "1 number"
                : shown.shape() + " numbers in " + header.notation().label() + " notation";
    }
}

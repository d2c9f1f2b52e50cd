package chalkline.answers;

import chalkline.data.Npz;
import chalkline.data.NpzArray;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a sheet of arrays, as NumPy and PyTorch users save them. */
final class NpzSheet {
    /** So many numbers are read whatever the step is. */
    private static final long FEW = 1 << 12;

    private final String shownName;
    private final Map<StepId, Matrix> steps;
    private final SheetStyle style;
    private final List<String> problems = new ArrayList<>();

    NpzSheet(String shownName, Map<StepId, Matrix> steps, SheetStyle style) {
        this.shownName = shownName;
        this.steps = steps;
        this.style = style;
    }

    AnswerSheet read(Path file) {
        SheetAnswers answers = new SheetAnswers(steps, style);
        List<String> ignored = new ArrayList<>();
        Precision precision = Precision.FLOAT64;
        for (Map.Entry<String, Optional<NpzArray>> array :
                Npz.read(file, shownName, name -> mostNumbers(answers, name)).entrySet()) {
            Optional<StepTarget> target = answers.target(array.getKey());
            if (target.isEmpty() && SheetHead.KEYS.contains(array.getKey())) {
                continue;
            }
            if (target.isEmpty()) {
                ignored.add(array.getKey());
            } else if (answers.has(target.get())) {
                problems.add(shownName + ": " + array.getKey() + " answers "
                        + target.get().step() + " a second time");
            } else {
                NpzArray given = array.getValue().orElseThrow();
                answers.put(target.get(), answer(target.get(), array.getKey(), given));
                precision = given.precision() == Precision.FLOAT32 ? Precision.FLOAT32 : precision;
            }
        }
        if (answers.isEmpty() && problems.isEmpty()) {
            problems.add(shownName + ": none of its arrays is a step: " + String.join(", ", ignored)
                    + " (the steps are "
                    + String.join(
                            ", ", steps.keySet().stream().map(StepId::toString).toList()) + ")");
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new AnswerSheet(
                shownName, Optional.of(precision), true, answers.answers(false), ignored, style.conventions());
    }

    /** Of an array that answers a step a few times its numbers, so that a wrong shape is shown; of others none. */
    private long mostNumbers(SheetAnswers answers, String array) {
        return answers.target(array)
                .map(target -> Math.max(FEW, 4L * steps.get(target.step()).size()))
                .orElse(0L);
    }

    private RawAnswer answer(StepTarget target, String key, NpzArray array) {
        Matrix values = array.matrix();
        List<List<RawAnswer.Cell>> rows = new ArrayList<>();
        for (int i = 0; i < values.rows(); i++) {
            List<RawAnswer.Cell> row = new ArrayList<>();
            for (int j = 0; j < values.columns(); j++) {
                row.add(cell(values.get(i, j), array.precision()));
            }
            rows.add(row);
        }
        boolean flat = array.shape().size() < 2;
        Matrix step = steps.get(target.step());
        return new RawAnswer(
                key,
                flat ? List.of(rows.stream().flatMap(List::stream).toList()) : rows,
                flat,
                message -> problems.add(shownName + ": " + key + " has the shape " + array.shape() + ", but "
                        + target.step() + " is "
                        + style.notation().convert(step).shape() + " in "
                        + style.notation().label() + " notation"));
    }

    private static RawAnswer.Cell cell(double value, Precision precision) {
        boolean single = precision == Precision.FLOAT32;
        String text = single ? Float.toString((float) value) : Double.toString(value);
        double lastBit = single ? Math.ulp((float) value) : Math.ulp(value);
        return new RawAnswer.BinaryCell(AnswerNumber.binary(text, value, lastBit));
    }
}

package chalkline.answers;

import chalkline.data.Npz;
import chalkline.data.NpzArray;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a sheet of arrays, as NumPy and PyTorch users save them. */
final class NpzSheet {
    /** So many numbers are read whatever the step is. */
    private static final long FEW = 1 << 12;

    private final String shownName;
    private final Map<StepId, Matrix> steps;
    private final Notation notation;
    private final List<String> problems = new ArrayList<>();

    NpzSheet(String shownName, Map<StepId, Matrix> steps, Notation notation) {
        this.shownName = shownName;
        this.steps = steps;
        this.notation = notation;
    }

    AnswerSheet read(Path file) {
        Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();
        List<String> ignored = new ArrayList<>();
        Precision precision = Precision.FLOAT64;
        for (Map.Entry<String, Optional<NpzArray>> array :
                Npz.read(file, shownName, this::mostNumbers).entrySet()) {
            Optional<StepId> step = StepNames.canonical(array.getKey(), steps.keySet());
            if (step.isEmpty() && SheetHead.KEYS.contains(array.getKey())) {
                continue;
            }
            if (step.isEmpty()) {
                ignored.add(array.getKey());
            } else if (answers.containsKey(step.get())) {
                problems.add(shownName + ": " + array.getKey() + " answers " + step.get() + " a second time");
            } else {
                NpzArray given = array.getValue().orElseThrow();
                answer(step.get(), array.getKey(), given).ifPresent(answer -> answers.put(step.get(), answer));
                precision = given.precision() == Precision.FLOAT32 ? Precision.FLOAT32 : precision;
            }
        }
        if (answers.isEmpty() && problems.isEmpty()) {
            problems.add(
                    shownName + ": none of its arrays is a step: " + String.join(", ", ignored) + " (the steps are "
                            + steps.keySet().stream().map(StepId::toString).collect(Collectors.joining(", ")) + ")");
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new AnswerSheet(shownName, Optional.of(precision), true, answers, ignored);
    }

    /** Of an array that answers a step a few times its numbers, so that a wrong shape is shown; of others none. */
    private long mostNumbers(String array) {
        return StepNames.canonical(array, steps.keySet())
                .map(id -> Math.max(FEW, 4L * steps.get(id).size()))
                .orElse(0L);
    }

    private Optional<AnswerMatrix> answer(StepId id, String key, NpzArray array) {
        Matrix step = steps.get(id);
        Matrix values = array.matrix();
        boolean vector = step.rows() == 1 || step.columns() == 1;
        if (array.shape().size() < 2 && !(vector && values.size() == step.size())) {
            return misfit(key, array.shape().toString(), id, step);
        }
        List<Optional<AnswerNumber>> entries = new ArrayList<>();
        for (int k = 0; k < values.size(); k++) {
            double value = values.get(k);
            double lastBit = array.precision() == Precision.FLOAT32 ? Math.ulp((float) value) : Math.ulp(value);
            String text =
                    array.precision() == Precision.FLOAT32 ? Float.toString((float) value) : Double.toString(value);
            entries.add(Optional.of(AnswerNumber.binary(text, value, lastBit)));
        }
        if (array.shape().size() < 2) {
            return Optional.of(new AnswerMatrix(step.rows(), step.columns(), entries, false));
        }
        AnswerMatrix written = new AnswerMatrix(values.rows(), values.columns(), entries, false);
        Optional<AnswerMatrix> oriented = Orientation.of(written, step, notation);
        return oriented.isPresent()
                ? oriented.map(given -> nearer(given, step))
                : misfit(key, array.shape().toString(), id, step);
    }

    /** An array says nothing of its layout; where a square one is the truth only as its transpose, that is meant. */
    private static AnswerMatrix nearer(AnswerMatrix given, Matrix step) {
        if (given.rows() != given.columns() || given.rows() == 1) {
            return given;
        }
        AnswerMatrix turned = given.turned();
        return distance(turned, step) < distance(given, step) / 1000 ? turned : given;
    }

    private static double distance(AnswerMatrix given, Matrix step) {
        double sum = 0;
        for (int k = 0; k < step.size(); k++) {
            sum += Math.abs(given.get(k).orElseThrow().value() - step.get(k));
        }
        return sum;
    }

    private Optional<AnswerMatrix> misfit(String key, String shape, StepId id, Matrix step) {
        problems.add(shownName + ": " + key + " has the shape " + shape + ", but " + id + " is "
                + notation.convert(step).shape() + " in " + notation.label() + " notation");
        return Optional.empty();
    }
}

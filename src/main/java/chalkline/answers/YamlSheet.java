package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.yaml.YamlFile;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a sheet of numbers as they were written. */
final class YamlSheet {
    private final String shownName;
    private final Map<StepId, Matrix> steps;
    private final Notation fallback;
    private final Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();

    YamlSheet(String shownName, Map<StepId, Matrix> steps, Notation fallback) {
        this.shownName = shownName;
        this.steps = steps;
        this.fallback = fallback;
    }

    AnswerSheet read(Path file) {
        String text = YamlFile.read(file, Path.of(""));
        YamlNode root = YamlParser.parse(shownName, text);
        YamlProblems problems = new YamlProblems(shownName, root);
        YamlMap document = new YamlValue("", root, problems)
                .section("notation", "answers", "variant", "step", "student")
                .orElseThrow(problems::exception);
        Notation notation = document.get("notation")
                .flatMap(field -> field.oneOf("notation", Notation.values(), Notation::label))
                .orElse(fallback);
        document.require("answers", "{ Z1: [1, 2, 3] }").ifPresent(field -> answers(field, notation));
        problems.throwIfAny();
        return new AnswerSheet(shownName, Optional.empty(), false, answers, List.of());
    }

    private void answers(YamlValue field, Notation notation) {
        if (!(field.node() instanceof YamlNode.Mapping map)) {
            if (!isBlank(field)) {
                field.problem(
                        "must be a map of steps, such as { Z1: [1, 2, 3] }, not " + YamlProblems.shown(field.node()));
            }
            return;
        }
        for (YamlNode.Entry entry : map.entries()) {
            String key = entry.key().text();
            YamlValue answer = new YamlValue(field.child(Sentences.shown(key)), entry.value(), field.problems());
            Optional<StepId> id = StepNames.canonical(key, steps.keySet());
            if (id.isEmpty()) {
                field.problems()
                        .add(
                                entry.key().position(),
                                field.path(),
                                YamlValue.unknown(
                                        "step",
                                        key,
                                        steps.keySet().stream()
                                                .map(StepId::toString)
                                                .toList()));
            } else if (answers.containsKey(id.get())) {
                field.problems().add(entry.key().position(), answer.path(), id.get() + " is answered twice");
            } else {
                Matrix step = steps.get(id.get());
                answer(answer, id.get(), step, notation).ifPresent(given -> answers.put(id.get(), given));
            }
        }
    }

    private Optional<AnswerMatrix> answer(YamlValue field, StepId id, Matrix step, Notation notation) {
        if (isBlank(field)) {
            return Optional.of(filled(step, Optional.empty()));
        }
        if (field.node() instanceof YamlNode.Scalar) {
            return scalar(field, id, step, notation);
        }
        List<YamlValue> items =
                field.items("a number, a list, or a list of rows").orElse(List.of());
        if (items.isEmpty()) {
            return Optional.empty();
        }
        boolean flat = items.get(0).node() instanceof YamlNode.Scalar;
        return flat ? vector(field, items, id, step, notation) : matrix(field, items, id, step, notation);
    }

    /** A number for a single entry, or a bare 0 for a matrix of them. */
    private Optional<AnswerMatrix> scalar(YamlValue field, StepId id, Matrix step, Notation notation) {
        Optional<AnswerNumber> given = number(field);
        if (given.isEmpty() || step.size() == 1 || given.get().isBareZero()) {
            return given.map(number -> filled(step, Optional.of(number)));
        }
        field.problem("is one number, but " + id + " has " + shape(step, notation) + " (only a bare 0 stands for all)");
        return Optional.empty();
    }

    private Optional<AnswerMatrix> vector(
            YamlValue field, List<YamlValue> items, StepId id, Matrix step, Notation notation) {
        boolean vector = step.rows() == 1 || step.columns() == 1;
        if (!vector || items.size() != step.size()) {
            field.problem("has " + Sentences.counted(items.size(), "number") + ", but " + id + " has "
                    + shape(step, notation));
            return Optional.empty();
        }
        return entries(items).map(entries -> new AnswerMatrix(step.rows(), step.columns(), entries, false));
    }

    private Optional<AnswerMatrix> matrix(
            YamlValue field, List<YamlValue> rows, StepId id, Matrix step, Notation notation) {
        List<YamlValue> cells = new ArrayList<>();
        int columns = -1;
        for (YamlValue row : rows) {
            List<YamlValue> items = row.items("a row of numbers").orElse(List.of());
            if (items.isEmpty()) {
                return Optional.empty();
            }
            if (columns >= 0 && items.size() != columns) {
                row.problem(
                        "the row has " + Sentences.counted(items.size(), "number") + " but the first has " + columns);
                return Optional.empty();
            }
            columns = items.size();
            cells.addAll(items);
        }
        int width = columns;
        return entries(cells).flatMap(entries -> {
            AnswerMatrix written = new AnswerMatrix(rows.size(), width, entries, false);
            Optional<AnswerMatrix> oriented = Orientation.of(written, step, notation);
            if (oriented.isEmpty()) {
                field.problem("is " + rows.size() + "×" + width + ", but " + id + " has " + shape(step, notation));
            }
            return oriented;
        });
    }

    private static Optional<List<Optional<AnswerNumber>>> entries(List<YamlValue> fields) {
        List<Optional<AnswerNumber>> entries = new ArrayList<>();
        int problems = fields.get(0).problems().count();
        for (YamlValue field : fields) {
            entries.add(isBlank(field) ? Optional.empty() : number(field));
        }
        return fields.get(0).problems().count() == problems ? Optional.of(entries) : Optional.empty();
    }

    private static Optional<AnswerNumber> number(YamlValue field) {
        return field.decimal().map(decimal -> AnswerNumber.written(((YamlNode.Scalar) field.node()).text(), decimal));
    }

    private static boolean isBlank(YamlValue field) {
        return field.node() instanceof YamlNode.Scalar scalar && scalar.isNull();
    }

    private static AnswerMatrix filled(Matrix step, Optional<AnswerNumber> entry) {
        return new AnswerMatrix(step.rows(), step.columns(), Collections.nCopies(step.size(), entry), false);
    }

    private static String shape(Matrix step, Notation notation) {
        Matrix shown = notation.convert(step);
        return step.size() == 1 ? "1 number" : shown.shape() + " numbers in " + notation.label() + " notation";
    }
}

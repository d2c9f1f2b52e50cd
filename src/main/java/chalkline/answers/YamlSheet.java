package chalkline.answers;

import chalkline.answers.SheetStyle.Bias;
import chalkline.answers.SheetStyle.Sign;
import chalkline.network.Conventions;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.yaml.ConventionsReader;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads a sheet of numbers as they were written, in YAML or in JSON, which YAML 1.2 contains. */
final class YamlSheet {
    private static final List<String> KEYS = List.of(
            "notation", "precision", "conventions", "sign", "bias", "aliases", "answers", "variant", "step", "student");

    private final String shownName;
    private final Map<StepId, Matrix> steps;
    private final SheetStyle usual;

    YamlSheet(String shownName, Map<StepId, Matrix> steps, SheetStyle usual) {
        this.shownName = shownName;
        this.steps = steps;
        this.usual = usual;
    }

    AnswerSheet read(String text) {
        YamlNode root = YamlParser.parse(shownName, text);
        YamlProblems problems = new YamlProblems(shownName, root);
        YamlValue whole = new YamlValue("", root, problems);
        if (isBare(root)) {
            return bare(whole, problems);
        }
        YamlMap document = whole.section(KEYS.toArray(String[]::new)).orElseThrow(problems::exception);
        SheetStyle header = header(document);
        SheetAnswers answers = new SheetAnswers(steps, header);
        document.require("answers", "{ Z1: [1, 2, 3] }").ifPresent(field -> answers(field, answers));
        problems.throwIfAny();
        return AnswerSheet.of(shownName, false, header, answers.answers(true), List.of());
    }

    /** Whether the steps stand beside what the sheet says of itself, as programs write them. */
    private boolean isBare(YamlNode root) {
        StepNames names = new StepNames(steps.keySet(), Map.of());
        return root instanceof YamlNode.Mapping map
                && root.at("answers").isEmpty()
                && (shownName.endsWith(".json")
                        || map.entries().stream()
                                .map(entry -> entry.key().text())
                                .anyMatch(key ->
                                        !KEYS.contains(key) && names.target(key).isPresent()));
    }

    private AnswerSheet bare(YamlValue whole, YamlProblems problems) {
        YamlNode.Mapping map = (YamlNode.Mapping) whole.node();
        YamlMap head = part(map, whole, problems, KEYS::contains)
                .section(KEYS.toArray(String[]::new))
                .orElseThrow(problems::exception);
        SheetStyle header = header(head);
        SheetAnswers answers = new SheetAnswers(steps, header);
        answers(part(map, whole, problems, key -> !KEYS.contains(key)), answers);
        problems.throwIfAny();
        return AnswerSheet.of(shownName, false, header, answers.answers(true), List.of());
    }

    private static YamlValue part(
            YamlNode.Mapping map, YamlValue whole, YamlProblems problems, Predicate<String> keys) {
        List<YamlNode.Entry> entries = map.entries().stream()
                .filter(entry -> keys.test(entry.key().text()))
                .toList();
        return new YamlValue(whole.path(), new YamlNode.Mapping(map.position(), entries), problems);
    }

    private SheetStyle header(YamlMap document) {
        Notation notation = document.get("notation")
                .flatMap(field -> field.oneOf("notation", Notation.values(), Notation::label))
                .orElse(usual.notation());
        Optional<Precision> precision = document.get("precision")
                .flatMap(field -> field.oneOf("precision", Precision.values(), Precision::label));
        boolean negative = document.get("sign")
                .flatMap(field -> field.oneOf("sign", Sign.values(), Sign::label))
                .filter(Sign.NEGATIVE::equals)
                .isPresent();
        Bias bias = document.get("bias")
                .flatMap(field -> field.oneOf("place of the bias", Bias.values(), Bias::label))
                .orElse(Bias.OWN);
        Map<String, String> aliases = new LinkedHashMap<>();
        document.get("aliases")
                .flatMap(field -> field.entries("a map of names, such as { delta_out: dZ2 }"))
                .ifPresent(entries ->
                        entries.forEach((name, step) -> alias(step).ifPresent(text -> aliases.put(name, text))));
        Conventions conventions = ConventionsReader.read(document.get("conventions"), usual.conventions());
        return new SheetStyle(notation, precision, conventions, negative, bias, aliases);
    }

    private Optional<String> alias(YamlValue step) {
        Optional<String> text = step.text();
        boolean known =
                text.flatMap(new StepNames(steps.keySet(), Map.of())::target).isPresent();
        if (text.isPresent() && !known) {
            step.problem(YamlValue.unknown(
                    "step",
                    text.get(),
                    steps.keySet().stream().map(StepId::toString).toList()));
        }
        return text.filter(each -> known);
    }

    private void answers(YamlValue field, SheetAnswers answers) {
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
            Optional<StepTarget> target = answers.target(key);
            if (target.isEmpty()) {
                field.problems().add(entry.key().position(), field.path(), unknown(key, answers));
            } else if (answers.has(target.get())) {
                field.problems()
                        .add(entry.key().position(), answer.path(), target.get().step() + " is answered twice");
            } else {
                int before = field.problems().count();
                Optional<RawAnswer> raw = raw(answer, key);
                if (field.problems().count() == before) {
                    raw.ifPresent(given -> answers.put(target.get(), given));
                }
            }
        }
    }

    private static String unknown(String name, SheetAnswers answers) {
        String unknown = YamlValue.unknown("step", name, answers.known());
        boolean suggested = unknown.contains("did you mean") || unknown.contains("which is");
        return suggested
                ? unknown
                : unknown + "; a name of your own is explained by aliases: { " + Sentences.shown(name) + ": dZ1 }";
    }

    private Optional<RawAnswer> raw(YamlValue field, String name) {
        if (field.node() instanceof YamlNode.Scalar) {
            return Optional.of(new RawAnswer(name, List.of(List.of(cell(field))), true, field::problem));
        }
        List<YamlValue> items =
                field.items("a number, a list, or a list of rows").orElse(List.of());
        if (items.isEmpty()) {
            return Optional.empty();
        }
        if (items.get(0).node() instanceof YamlNode.Scalar) {
            return Optional.of(new RawAnswer(name, List.of(cells(items)), true, field::problem));
        }
        List<List<RawAnswer.Cell>> rows = new ArrayList<>();
        for (YamlValue row : items) {
            List<YamlValue> numbers = row.items("a row of numbers").orElse(List.of());
            if (!numbers.isEmpty()
                    && !rows.isEmpty()
                    && numbers.size() != rows.get(0).size()) {
                row.problem("the row has " + Sentences.counted(numbers.size(), "number") + " but the first has "
                        + rows.get(0).size());
            }
            rows.add(cells(numbers));
        }
        return Optional.of(new RawAnswer(name, rows, false, field::problem));
    }

    private static List<RawAnswer.Cell> cells(List<YamlValue> fields) {
        return fields.stream().map(YamlSheet::cell).toList();
    }

    private static RawAnswer.Cell cell(YamlValue field) {
        if (field.node() instanceof YamlNode.Scalar scalar) {
            return new RawAnswer.TextCell(scalar.text(), message -> field.problem(Sentences.shown(message)));
        }
        field.problem("must be a number, not " + YamlProblems.shown(field.node()));
        return Optional::empty;
    }

    private static boolean isBlank(YamlValue field) {
        return field.node() instanceof YamlNode.Scalar scalar && scalar.isNull();
    }
}

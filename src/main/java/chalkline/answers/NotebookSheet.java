package chalkline.answers;

import chalkline.files.JsonValue;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the answers of a Jupyter notebook as it was saved, from three places:
 *
 * <ul>
 *   <li>a cell tagged {@code answers} is a sheet in YAML;
 *   <li>a cell tagged with a step's name has its number or array as output, or, if it is no code, as its text;
 *   <li>of every code cell: what it prints as {@code dW1 = …} or {@code dW1: …}, and its result where its last line is a
 *       variable of such a name.
 * </ul>
 *
 * What comes later replaces what was before, as in the notebook.
 */
final class NotebookSheet {
    /** NAME = and what follows, up to the end of the line, or of the brackets that begin there. */
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?m)^\\s*([\\p{L}∂∇][^\\s=:,()]*)\\s*[=:]\\s*(?=\\S)|^\\s*([\\p{L}∂∇][^\\s=:,()]*)\\s*[=:]\\s*\\n(?=\\s*\\[)");

    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*(?:\\[['\"][^'\"]+['\"]])?");

    private final String shownName;
    private final Map<StepId, Matrix> steps;
    private final SheetStyle style;
    private final Map<StepTarget, RawAnswer> found = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();
    private Optional<AnswerSheet> written = Optional.empty();

    NotebookSheet(String shownName, Map<StepId, Matrix> steps, SheetStyle style) {
        this.shownName = shownName;
        this.steps = steps;
        this.style = style;
    }

    /** The cell tagged {@code answers}, where there is one. */
    static Optional<String> sheet(String shownName, String text) {
        return JsonValue.parse(shownName, text).get("cells").list().stream()
                .filter(cell -> tags(cell).contains("answers"))
                .findFirst()
                .map(NotebookSheet::yaml);
    }

    private static List<String> tags(JsonValue cell) {
        return cell.find("metadata")
                .flatMap(metadata -> metadata.find("tags"))
                .map(JsonValue::texts)
                .orElse(List.of());
    }

    private static String yaml(JsonValue cell) {
        return cell.get("source").textOrLines().replaceAll("(?m)^```.*$", "");
    }

    AnswerSheet read(String text) {
        SheetAnswers answers = new SheetAnswers(steps, style);
        List<JsonValue> cells = JsonValue.parse(shownName, text).get("cells").list();
        for (int i = 0; i < cells.size(); i++) {
            cell(cells.get(i), shownName + ": cell " + (i + 1), answers);
        }
        found.forEach(answers::put);
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        Map<StepId, AnswerMatrix> all = new LinkedHashMap<>(answers.answers(true));
        written.ifPresent(sheet -> all.putAll(sheet.answers()));
        if (all.isEmpty()) {
            throw new InvalidInputException(
                    shownName + ": no cell is tagged answers or with a step's name, and no output "
                            + "names a step, as dW1 = [[0.1, 0.2]]");
        }
        return written.map(sheet ->
                        new AnswerSheet(shownName, sheet.precision(), false, all, List.of(), sheet.conventions()))
                .orElseGet(() -> AnswerSheet.of(shownName, false, style, all, List.of()));
    }

    private void cell(JsonValue cell, String place, SheetAnswers answers) {
        String source = cell.get("source").textOrLines();
        List<String> tags = tags(cell);
        boolean code = cell.get("cell_type").text().equals("code");
        List<String> outputs = code ? outputs(cell) : List.of();
        if (tags.contains("answers")) {
            written = Optional.of(new YamlSheet(place, steps, style).read(yaml(cell)));
            return;
        }
        for (String tag : tags) {
            Optional<StepTarget> target = answers.target(tag);
            if (target.isPresent()) {
                String shown = code ? String.join("\n", outputs) : source;
                put(target.get(), tag, shown.replaceFirst("^\\s*[^\\s=]+\\s*=\\s*", ""), place);
                return;
            }
        }
        for (String output : outputs) {
            assigned(output, place, answers);
        }
        String[] lines = source.strip().split("\n");
        String last = lines[lines.length - 1].strip();
        Optional<String> result = code ? result(cell) : Optional.empty();
        if (result.isPresent() && VARIABLE.matcher(last).matches()) {
            answers.target(last).ifPresent(target -> put(target, last, result.get(), place));
        }
    }

    private void assigned(String output, String place, SheetAnswers answers) {
        Matcher names = ASSIGNED.matcher(output);
        while (names.find()) {
            String name = names.group(1) == null ? names.group(2) : names.group(1);
            Optional<StepTarget> target = answers.target(name);
            if (target.isPresent()) {
                put(target.get(), name, value(output.substring(names.end())), place);
            }
        }
    }

    /** Up to the end of the line, or to the bracket that closes the one it begins with. */
    private static String value(String text) {
        String rest = text.stripLeading();
        int depth = 0;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            if (depth == 0 && (c == '\n' || c == ']')) {
                return rest.substring(0, c == '\n' ? i : i + 1);
            }
        }
        return rest;
    }

    private void put(StepTarget target, String name, String text, String place) {
        RawAnswer answer = RawAnswer.printed(name, text, message -> problems.add(place + " " + name + ": " + message));
        found.remove(target);
        if (text.contains("...")) {
            problems.add(place + " " + name
                    + ": is printed with ... in it: numpy.set_printoptions(threshold=10**6) prints all");
        } else {
            found.put(target, answer);
        }
    }

    private static List<String> outputs(JsonValue cell) {
        List<String> texts = new ArrayList<>();
        for (JsonValue output : cell.find("outputs").map(JsonValue::list).orElse(List.of())) {
            output.find("text").map(JsonValue::textOrLines).ifPresent(texts::add);
            plain(output).ifPresent(texts::add);
        }
        return texts;
    }

    /** What a cell shows as its result. */
    private static Optional<String> result(JsonValue cell) {
        return cell.find("outputs").map(JsonValue::list).orElse(List.of()).stream()
                .filter(output -> output.find("output_type")
                        .filter(type -> type.text().equals("execute_result"))
                        .isPresent())
                .findFirst()
                .flatMap(NotebookSheet::plain);
    }

    private static Optional<String> plain(JsonValue output) {
        return output.find("data").flatMap(data -> data.find("text/plain")).map(JsonValue::textOrLines);
    }
}

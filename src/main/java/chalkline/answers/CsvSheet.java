package chalkline.answers;

import chalkline.answers.SheetStyle.Sign;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Reads a sheet in which a line begins with a step's name and goes on with its numbers; lines of the same name are the rows of
 * a matrix. Separators are semicolons, tabs or else commas; with another separator than the comma, the comma may be a
 * decimal one. Lines {@code notation}, {@code precision} and {@code sign} say what they say in YAML.
 */
final class CsvSheet {
    private final String shownName;
    private final Map<StepId, Matrix> steps;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, RawAnswer> found = new LinkedHashMap<>();
    private final SheetStyle usual;
    private Notation notation;
    private Optional<Precision> precision = Optional.empty();
    private boolean negative;

    CsvSheet(String shownName, Map<StepId, Matrix> steps, SheetStyle usual) {
        this.shownName = shownName;
        this.steps = steps;
        this.usual = usual;
        this.notation = usual.notation();
    }

    /** What it says of itself, as lines of YAML. */
    static String head(String text) {
        StringBuilder head = new StringBuilder();
        try {
            records(text, line -> {
                String value = line.getFieldCount() > 1 ? line.getField(1).strip() : "";
                boolean says = SheetHead.KEYS.contains(line.getField(0)) && !isHeading(line.getField(0), value);
                head.append(says ? line.getField(0) + ": " + value + "\n" : "");
            });
        } catch (CsvParseException unreadable) {
            // Who reads the answers says so.
            return "";
        }
        return head.isEmpty() ? "{}" : head.toString();
    }

    private static void records(String text, Consumer<CsvRecord> line) {
        CsvReader.builder()
                .fieldSeparator(text.indexOf(';') >= 0 ? ';' : text.indexOf('\t') >= 0 ? '\t' : ',')
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .ofCsvRecord(text)
                .forEach(line);
    }

    /** "step,values" heads the columns; "step,2" says which step of the training it is. */
    private static boolean isHeading(String name, String value) {
        return name.equalsIgnoreCase("name") || name.equalsIgnoreCase("step") && !value.matches("[0-9]+");
    }

    AnswerSheet read(String text) {
        try {
            records(text, this::line);
        } catch (CsvParseException e) {
            problems.add(shownName + ": " + e.getMessage());
        }
        SheetStyle header =
                new SheetStyle(notation, precision, usual.conventions(), negative, usual.bias(), usual.aliases());
        SheetAnswers answers = new SheetAnswers(steps, header);
        found.values().forEach(answer -> put(answers, answer));
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return AnswerSheet.of(shownName, false, header, answers.answers(true), List.of());
    }

    private void line(CsvRecord line) {
        List<String> cells = new ArrayList<>(line.getFields());
        String name = cells.remove(0).strip();
        while (!cells.isEmpty() && cells.get(cells.size() - 1).isBlank()) {
            cells.remove(cells.size() - 1);
        }
        Consumer<String> problem =
                message -> problems.add(shownName + ":" + line.getStartingLineNumber() + " " + name + ": " + message);
        String value = cells.isEmpty() ? "" : cells.get(0).strip();
        switch (name) {
            case "step", "name", "Step", "Name", "variant", "student" -> {}
            case "notation" ->
                one(Notation.values(), Notation::label, value, problem).ifPresent(given -> notation = given);
            case "precision" -> precision = one(Precision.values(), Precision::label, value, problem);
            case "sign" ->
                negative = one(Sign.values(), Sign::label, value, problem)
                        .filter(Sign.NEGATIVE::equals)
                        .isPresent();
            default -> {
                if (!cells.isEmpty() && !name.startsWith("#")) {
                    add(name, cells, problem);
                }
            }
        }
    }

    /** A line more of that name, which makes rows of a list. */
    private void add(String name, List<String> cells, Consumer<String> problem) {
        List<List<RawAnswer.Cell>> rows = new ArrayList<>();
        RawAnswer before = found.get(name);
        if (before != null) {
            rows.addAll(before.rows());
        }
        rows.add(cells.stream()
                .<RawAnswer.Cell>map(text -> new RawAnswer.TextCell(text, problem))
                .toList());
        found.put(name, new RawAnswer(name, rows, before == null, before == null ? problem : before.problem()));
    }

    private void put(SheetAnswers answers, RawAnswer answer) {
        Optional<StepTarget> target = answers.target(answer.name());
        if (target.isEmpty()) {
            answer.problem()
                    .accept("is no step's name (the steps are "
                            + String.join(
                                    ", ",
                                    steps.keySet().stream()
                                            .map(StepId::toString)
                                            .toList()) + ")");
        } else if (answers.has(target.get())) {
            answer.problem().accept(target.get().step() + " is answered twice");
        } else {
            answers.put(target.get(), answer);
        }
    }

    private static <T> Optional<T> one(T[] values, Function<T, String> label, String value, Consumer<String> problem) {
        Optional<T> known = Stream.of(values)
                .filter(each -> label.apply(each).equals(value))
                .findFirst();
        if (known.isEmpty()) {
            problem.accept("must be one of "
                    + String.join(", ", Stream.of(values).map(label).toList()) + ", not " + Sentences.shown(value));
        }
        return known;
    }
}

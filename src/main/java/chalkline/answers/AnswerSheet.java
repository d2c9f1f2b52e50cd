package chalkline.answers;

import chalkline.network.Conventions;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person handed in.
 *
 * @param source the file, for messages
 * @param precision what the numbers were computed in; empty where that is the network's
 * @param binary whether they come from a binary file, with all their digits
 * @param answers by step name; a step that is left out is not in it
 * @param conventions of the person's course
 * @param ignored names in the file that are no step's
 */
public record AnswerSheet(
        String source,
        Optional<Precision> precision,
        boolean binary,
        Map<StepId, AnswerMatrix> answers,
        List<String> ignored,
        Conventions conventions) {
    private static final Pattern FILE = Pattern.compile("(?is)[^.].*\\.(?:ya?ml|json|csv|tsv|ipynb|npz)");

    public AnswerSheet {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        source = Sentences.plain(source);
        ignored = ignored.stream().map(Sentences::printable).toList();
    }

    /** What a file has under that header, in decimals. */
    static AnswerSheet of(
            String source, boolean binary, SheetStyle header, Map<StepId, AnswerMatrix> answers, List<String> ignored) {
        return new AnswerSheet(source, header.precision(), binary, answers, ignored, header.conventions());
    }

    /** Whether a course may write the step with the other sign: a gradient, or what is subtracted from a parameter. */
    static boolean isSigned(StepId step) {
        return step.isGradient()
                || StepPart.of(step)
                        .filter(part -> part.role() == StepPart.Role.UPDATE)
                        .isPresent();
    }

    /** The same sheet with the other sign of every gradient and every change of a parameter. */
    AnswerSheet negated() {
        Map<StepId, AnswerMatrix> turned = new LinkedHashMap<>();
        answers.forEach((name, answer) -> turned.put(name, isSigned(name) ? answer.negated() : answer));
        return new AnswerSheet(source, precision, binary, turned, ignored, conventions);
    }

    /** The same sheet, of numbers that were computed in this precision. */
    AnswerSheet computedIn(Precision other) {
        return new AnswerSheet(source, Optional.of(other), binary, answers, ignored, conventions);
    }

    /** The parameter that the step is the updated value of. */
    Optional<StepId> parameterBefore(StepId step) {
        return step.before();
    }

    /** Whether the name is that of a file that may be a sheet. */
    public static boolean isSheet(String name) {
        return FILE.matcher(name).matches();
    }

    /**
     * Reads a sheet by the ending of its name: YAML, JSON, CSV, a Jupyter notebook, or NPZ.
     *
     * @param shownName the file's name in messages
     * @param steps every step that may be answered, by name, with a value of its shape, inside's notation
     * @param notation what the sheet is in where it does not say
     * @param conventions of the course where it does not say
     * @throws InvalidInputException with every problem that the sheet has
     */
    public static AnswerSheet read(
            Path file, String shownName, Map<StepId, Matrix> steps, Notation notation, Conventions conventions) {
        SheetStyle usual = SheetStyle.of(notation, conventions);
        Map<StepId, Matrix> all = withChanges(steps);
        SheetFormat format = SheetFormat.of(shownName);
        return switch (format) {
            case NPZ -> new NpzSheet(shownName, all, usual).read(file);
            case CSV -> new CsvSheet(shownName, all, usual).read(format.text(file));
            case NOTEBOOK -> new NotebookSheet(shownName, all, usual).read(format.text(file));
            case YAML -> new YamlSheet(shownName, all, usual).read(format.text(file));
        };
    }

    /** A change of a parameter can be answered whatever the updater. */
    static Map<StepId, Matrix> withChanges(Map<StepId, Matrix> steps) {
        Map<StepId, Matrix> all = new LinkedHashMap<>(steps);
        steps.forEach((id, value) -> {
            if (StepPart.of(id)
                    .filter(part -> part.role() == StepPart.Role.NEXT)
                    .isPresent()) {
                all.putIfAbsent(id.parameter().update(), value);
            }
        });
        return all;
    }
}

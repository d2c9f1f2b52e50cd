package chalkline.answers;

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

/**
 * What a person handed in.
 *
 * @param source the file, for messages
 * @param precision what the numbers were computed in; empty where that is the network's
 * @param binary whether they come from a binary file, with all their digits
 * @param answers by step; a step that is left out is not in it
 * @param ignored names in the file that are no step's
 */
public record AnswerSheet(
        String source,
        Optional<Precision> precision,
        boolean binary,
        Map<StepId, AnswerMatrix> answers,
        List<String> ignored) {
    public AnswerSheet {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        source = Sentences.plain(source);
        ignored = ignored.stream().map(Sentences::printable).toList();
    }

    /**
     * Reads a sheet: YAML with numbers as written, or NPZ by the ending .npz.
     *
     * @param shownName the file's name in messages
     * @param steps every step that may be answered, with a value of its shape, inside's notation
     * @param notation what the sheet is in where it does not say
     * @throws InvalidInputException with every problem that the sheet has
     */
    public static AnswerSheet read(Path file, String shownName, Map<StepId, Matrix> steps, Notation notation) {
        return shownName.endsWith(".npz")
                ? new NpzSheet(shownName, steps, notation).read(file)
                : new YamlSheet(shownName, steps, notation).read(file);
    }
}

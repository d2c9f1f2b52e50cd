package chalkline.answers;

import chalkline.data.Npz;
import chalkline.data.NpzArray;
import chalkline.network.InvalidInputException;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlParser;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sheet says of itself: which exercise its answers are to, and whose they are.
 *
 * @param variant the seed of the variant; empty where the numbers are the configuration's own
 * @param step the step of the training, counted from 1; empty where it does not say
 * @param student a name or a number; empty where it does not say
 */
public record SheetHead(Optional<Long> variant, Optional<Integer> step, Optional<String> student) {
    /** The keys, or the names of the arrays. */
    static final List<String> KEYS = List.of("variant", "step", "student");
    /** Those that an array file may have; a student's name is text. */
    private static final List<String> NUMBERS = List.of("variant", "step");

    /** One is enough; a person may have put it in a longer array. */
    private static final long MOST_NUMBERS = 16;

    private static final SheetHead NONE = new SheetHead(Optional.empty(), Optional.empty(), Optional.empty());

    /**
     * Reads it, and nothing else of the sheet.
     *
     * @param shownName the file's name in messages
     * @throws InvalidInputException where the file cannot be read, or a variant or a step is not a whole number
     */
    public static SheetHead read(Path file, String shownName) {
        return switch (SheetFormat.of(shownName)) {
            case NPZ ->
                ofArrays(Npz.read(file, shownName, name -> NUMBERS.contains(name) ? MOST_NUMBERS : 0), shownName);
            case YAML -> ofText(SheetFormat.YAML.text(file), shownName);
            case CSV -> ofText(CsvSheet.head(SheetFormat.CSV.text(file)), shownName);
            case NOTEBOOK ->
                NotebookSheet.sheet(shownName, SheetFormat.NOTEBOOK.text(file))
                        .map(yaml -> ofText(yaml, shownName))
                        .orElse(NONE);
        };
    }

    private static SheetHead ofText(String text, String shownName) {
        YamlNode root = YamlParser.parse(shownName, text);
        if (!(root instanceof YamlNode.Mapping)) {
            return NONE;
        }
        YamlProblems problems = new YamlProblems(shownName, root);
        Optional<Long> variant =
                value(root, "variant", problems).flatMap(field -> field.whole(Long.MIN_VALUE, Long.MAX_VALUE));
        Optional<Long> step = value(root, "step", problems).flatMap(field -> field.whole(1, Integer.MAX_VALUE));
        Optional<String> student = value(root, "student", problems).flatMap(YamlValue::text);
        problems.throwIfAny();
        return new SheetHead(variant, step.map(Long::intValue), student);
    }

    private static Optional<YamlValue> value(YamlNode root, String key, YamlProblems problems) {
        return root.at(key)
                .filter(node -> !(node instanceof YamlNode.Scalar scalar && scalar.isNull()))
                .map(node -> new YamlValue(key, node, problems));
    }

    private static SheetHead ofArrays(Map<String, Optional<NpzArray>> arrays, String shownName) {
        Optional<Long> step = whole(arrays, "step", shownName);
        if (step.filter(number -> number < 1 || number > Integer.MAX_VALUE).isPresent()) {
            throw new InvalidInputException(shownName + ": step is " + step.get() + " but must be at least 1");
        }
        return new SheetHead(whole(arrays, "variant", shownName), step.map(Long::intValue), Optional.empty());
    }

    private static Optional<Long> whole(Map<String, Optional<NpzArray>> arrays, String name, String shownName) {
        if (!arrays.containsKey(name)) {
            return Optional.empty();
        }
        NpzArray array = arrays.get(name).orElseThrow();
        double value = array.matrix().size() == 1 ? array.matrix().get(0) : Double.NaN;
        if (value != Math.rint(value)) {
            throw new InvalidInputException(shownName + ": " + name + " must be one whole number");
        }
        return Optional.of((long) value);
    }
}

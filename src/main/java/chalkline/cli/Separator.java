package chalkline.cli;

import chalkline.data.CsvFormat;
import chalkline.training.SavedModel;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code --separator}: for a file with another separator than the model's training file. */
final class Separator {
    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            converter = Converter.class,
            description = "Stands between cells, as ';' or tab. Default: what the model was trained on.")
    private Optional<Character> separator;

    /** The format of a file without a model. */
    CsvFormat format() {
        return separator
                .map(written -> new CsvFormat(written, CsvFormat.DEFAULT.missingValues()))
                .orElse(CsvFormat.DEFAULT);
    }

    /** The model, set to read such files. */
    SavedModel of(SavedModel saved) {
        return separator.map(saved::withSeparator).orElse(saved);
    }

    /** One character, or the word tab. */
    static final class Converter implements ITypeConverter<Character> {
        @Override
        public Character convert(String text) {
            String written = text.equals("tab") ? "\t" : text;
            if (written.length() != 1 || !CsvFormat.isSeparator(written.charAt(0))) {
                throw new TypeConversionException("\"" + text
                        + "\" cannot stand between cells; one character such as \",\", \";\" or \"|\" can, or tab");
            }
            return written.charAt(0);
        }
    }
}

package chalkline.config;

import chalkline.data.CsvFormat;
import chalkline.yaml.YamlMap;
import chalkline.yaml.YamlNode;
import chalkline.yaml.YamlProblems;
import chalkline.yaml.YamlValue;
import java.util.List;
import java.util.Optional;

/** Reads how files are written: the keys {@code separator}, {@code encoding}, {@code names}, {@code missing-values} and
 * {@code header}. */
final class CsvFormatReader {
    private CsvFormatReader() {}

    /** The format that the section gives; the rest is left open. */
    static CsvFormat read(YamlMap data) {
        Optional<String> encoding = data.get("encoding").flatMap(CsvFormatReader::encoding);
        return new CsvFormat(
                data.get("separator").flatMap(CsvFormatReader::separator),
                encoding,
                encoding.isPresent(),
                data.get("names").flatMap(CsvFormatReader::texts).orElse(List.of()),
                data.get("missing-values")
                        .flatMap(CsvFormatReader::missingValues)
                        .orElse(List.of()),
                data.get("header").flatMap(YamlValue::bool));
    }

    private static Optional<String> encoding(YamlValue field) {
        Optional<String> name = field.text();
        try {
            name.ifPresent(CsvFormat::charset);
            return name;
        } catch (IllegalArgumentException e) {
            field.problem("must be the name of an encoding, such as UTF-8, Windows-1252 or UTF-16, not "
                    + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
    }

    private static Optional<Character> separator(YamlValue field) {
        Optional<String> text = field.text();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.get().equals("tab")) {
            return Optional.of('\t');
        }
        char c = text.get().length() == 1 ? text.get().charAt(0) : 'x';
        if (!CsvFormat.isSeparator(c)) {
            field.problem("must be one character such as \",\", \";\" or \"|\", or tab, not "
                    + YamlProblems.shown(field.node()));
            return Optional.empty();
        }
        return Optional.of(c);
    }

    private static Optional<List<String>> missingValues(YamlValue field) {
        if (field.node() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
            return Optional.of(List.of());
        }
        return texts(field);
    }

    private static Optional<List<String>> texts(YamlValue field) {
        return field.items("a list of texts, such as [NA, \"-999\"]")
                .map(items ->
                        items.stream().flatMap(item -> item.text().stream()).toList());
    }
}

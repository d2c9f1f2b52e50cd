package chalkline.data;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** What a person can write below {@code data} to mend a table. */
sealed interface Remedy {
    /** A key, with its value as YAML. */
    record Key(String key, String yaml) implements Remedy {
        @Override
        public Setting setting(Collection<String> missing) {
            return new Setting(key + ": " + yaml, key + ": " + yaml, key + "=" + yaml, "");
        }
    }

    /**
     * The type of a column.
     *
     * @param meaning what it means; empty where it is plain
     */
    record Type(String column, String yaml, String meaning) implements Remedy {
        @Override
        public Setting setting(Collection<String> missing) {
            String name = YamlText.of(column);
            return new Setting(
                    name + ": " + yaml,
                    "columns: { " + name + ": " + yaml + " }",
                    "columns." + name + "=" + yaml,
                    meaning);
        }
    }

    /** These texts stand for a missing value. */
    record Missing(List<String> missing) implements Remedy {
        @Override
        public Setting setting(Collection<String> missing) {
            return new Key("missing-values", YamlText.list(List.copyOf(missing))).setting(missing);
        }
    }

    /**
     * A remedy as it is written.
     *
     * @param line below {@code data.columns}
     * @param yaml below {@code data}
     * @param option on the command line, behind {@code data.}
     * @param meaning what it means; empty where it is plain
     */
    record Setting(String line, String yaml, String option, String meaning) {
        /** For a shell of Unix, to which it is one word. */
        private String pasted() {
            return "--set '" + ("data." + option).replace("'", "'\\''") + "'";
        }
    }

    /**
     * As it is written.
     *
     * @param missing all texts that remedies of the table would have stand for a missing value: one list has them all
     */
    Setting setting(Collection<String> missing);

    /** The texts that it would have stand for a missing value. */
    default List<String> missing() {
        return List.of();
    }

    /**
     * What is said of remedies, any of which is enough: what ends the sentence, and the lines below it, one a remedy.
     *
     * @param options whether they are given on the command line, as there is no configuration to write them into
     */
    static List<String> said(List<Remedy> remedies, boolean options, Collection<String> missing) {
        List<Setting> settings =
                remedies.stream().map(remedy -> remedy.setting(missing)).toList();
        if (settings.size() > 1 && settings.stream().noneMatch(setting -> setting.meaning.isEmpty())) {
            String end = options ? "; add one of these options:" : "; paste one of these lines below data.columns:";
            Stream<String> lines = settings.stream()
                    .map(setting -> "    " + (options ? setting.pasted() : setting.line) + " # " + setting.meaning);
            return Stream.concat(Stream.of(end), lines).toList();
        }
        return List.of(settings.stream()
                .map(setting -> (options ? setting.pasted() : "data." + setting.yaml)
                        + (setting.meaning.isEmpty() ? "" : " (" + setting.meaning + ")"))
                .reduce((one, other) -> one + (options ? " or " : ", or ") + other)
                .map(all -> (options ? "; add " : "; write ") + all)
                .orElse(""));
    }
}

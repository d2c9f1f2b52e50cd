package chalkline.answers;

import chalkline.yaml.YamlFile;
import java.nio.file.Path;
import java.util.Locale;

/** The kinds of files that a sheet may be, by the endings of their names. */
enum SheetFormat {
    /** JSON is YAML, too. */
    YAML,
    CSV,
    NOTEBOOK,
    NPZ;

    /** In megabytes: it may have pictures in it. */
    private static final int LARGEST_NOTEBOOK = 50;

    static SheetFormat of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".npz")) {
            return NPZ;
        }
        if (lower.endsWith(".ipynb")) {
            return NOTEBOOK;
        }
        return lower.endsWith(".csv") || lower.endsWith(".tsv") ? CSV : YAML;
    }

    /** The text of such a file. */
    String text(Path file) {
        Path here = file.getFileSystem().getPath("");
        return this == NOTEBOOK ? YamlFile.read(file, here, LARGEST_NOTEBOOK) : YamlFile.read(file, here);
    }
}

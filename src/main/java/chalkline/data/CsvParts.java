package chalkline.data;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The files of a table, whose rows follow one another: one; those of a folder that end in .csv, .tsv or .txt, compressed
 * with gzip or not, or in .parquet; or those that a name with {@code *} or {@code ?} fits. In the order of their names.
 */
public final class CsvParts {
    private static final List<String> ENDINGS =
            List.of(".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".parquet");

    private CsvParts() {}

    /** Whether the path names several files, should there be so many. */
    public static boolean isSeveral(Path path) {
        return Files.isDirectory(path) || !Files.exists(path) && isPattern(path);
    }

    private static boolean isPattern(Path path) {
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }

    /** Whether the path can be read more than once, as a pipe cannot. */
    public static boolean isRereadable(Path path) {
        return isSeveral(path) || Files.isRegularFile(path);
    }

    /** The files; one that does not exist is one too. */
    public static List<Path> of(Path path) throws IOException {
        if (!isSeveral(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            try (Stream<Path> all = Files.list(path)) {
                all.filter(file -> Files.isRegularFile(file) && hasEnding(file)).forEach(files::add);
            }
        } else {
            Path folder = path.toAbsolutePath().getParent();
            if (Files.isDirectory(folder)) {
                try (DirectoryStream<Path> all =
                        Files.newDirectoryStream(folder, path.getFileName().toString())) {
                    all.forEach(file -> files.add(path.resolveSibling(file.getFileName())));
                }
            }
        }
        return files.stream().sorted().toList();
    }

    private static boolean hasEnding(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return ENDINGS.stream().anyMatch(name::endsWith);
    }
}

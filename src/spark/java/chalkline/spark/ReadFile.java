package chalkline.spark;

import chalkline.data.CsvFormat;
import chalkline.data.InferenceOptions.Gaps;
import chalkline.data.Schema;
import chalkline.data.TablePart;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file of a table, as an executor reads it.
 *
 * @param rows of the file; null where it cannot be used
 * @param problems why not
 */
record ReadFile(TablePart rows, List<String> problems) implements Serializable {

    /**
     * What an executor needs to know, as text: how the driver saw the file, which another executor reads again should this one die.
     *
     * @param size in bytes
     * @param written when, in milliseconds
     */
    record Request(
            String path, long size, long written, String schema, String format, Gaps gaps, boolean dropsUnlabelled)
            implements Serializable {

        ReadFile read() {
            Path file = Path.of(path);
            try {
                if (Files.exists(file)
                        && (Files.size(file) != size
                                || Files.getLastModifiedTime(file).toMillis() != written)) {
                    return new ReadFile(null, List.of(path + ": is another file than on the driver, or was changed"));
                }
                return new ReadFile(
                        TablePart.read(
                                file,
                                Schema.fromJson(schema, path),
                                CsvFormat.fromJson(format, path),
                                gaps,
                                dropsUnlabelled),
                        List.of());
            } catch (InvalidInputException e) {
                return new ReadFile(null, e.problems());
            } catch (IOException e) {
                return new ReadFile(null, List.of(path + ": cannot be read (" + e.getMessage() + ")"));
            }
        }
    }

    /** Its rows, once it was read before. */
    TablePart part() {
        if (rows == null) {
            throw new UncheckedIOException(String.join("; ", problems), new IOException());
        }
        return rows;
    }
}

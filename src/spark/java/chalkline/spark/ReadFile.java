package chalkline.spark;

import chalkline.data.CsvFormat;
import chalkline.data.InferenceOptions.Gaps;
import chalkline.data.Schema;
import chalkline.data.TablePart;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * A file of a table, as an executor reads it.
 *
 * @param rows of the file; null where it cannot be used
 * @param problems why not
 */
record ReadFile(TablePart rows, List<String> problems) implements Serializable {

    /** What an executor needs to know, as text. */
    record Request(SeenFile file, String schema, String format, Gaps gaps, boolean dropsUnlabelled)
            implements Serializable {

        ReadFile read() {
            Optional<String> other = file.otherHere();
            if (other.isPresent()) {
                return new ReadFile(null, List.of(file.path() + ": " + other.get()));
            }
            try {
                return new ReadFile(
                        TablePart.read(
                                file.here(),
                                Schema.fromJson(schema, file.path()),
                                CsvFormat.fromJson(format, file.path()),
                                gaps,
                                dropsUnlabelled),
                        List.of());
            } catch (InvalidInputException e) {
                return new ReadFile(null, e.problems());
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

package chalkline.training;

import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.data.InferredTable;
import java.nio.file.Path;

/** Reads the file of a table that is trained on. */
@FunctionalInterface
public interface TableFiles {
    /** In this process, which then has all its rows. */
    TableFiles HERE = (file, format, options) -> CsvTables.inferAndRead(file, file.toString(), format, options);

    /**
     * Infers its schema, within the options, and reads it.
     *
     * @throws chalkline.network.InvalidInputException where it cannot be used
     */
    InferredTable inferAndRead(Path file, CsvFormat format, InferenceOptions options);
}

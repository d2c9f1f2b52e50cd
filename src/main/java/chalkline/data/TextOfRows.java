package chalkline.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Shows the rows of a Parquet file as the text of a CSV file: a service, which only some builds have. */
public interface TextOfRows {
    /**
     * The text, in UTF-8: the names of the columns, and then a line a row, a comma between cells, all of them in double quotes. An
     * absent value is an empty cell.
     *
     * @throws chalkline.network.InvalidInputException where a column has values that no cell can hold; the sentence does not name
     *     the file
     * @throws IOException where the file cannot be read, as also from the stream
     */
    InputStream open(Path file) throws IOException;
}

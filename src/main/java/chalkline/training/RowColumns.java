package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.ReadOptions;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns of a training file by which its rows are parted.
 *
 * @param schema of the file
 * @param format as it is written
 */
record RowColumns(Configuration configuration, Schema schema, CsvFormat format) {
    /**
     * The group of each row of the training file: the text in that column.
     *
     * @param key of the configuration, which names the column
     * @throws InvalidInputException where there is no such column
     */
    List<String> groups(String key, String column) {
        DataSpec data = configuration.data();
        DataSpec.Csv csv = (DataSpec.Csv) data.train();
        ReadOptions options = ReadOptions.labelled(data.missing().policy().gaps())
                .dropping(csv.dropUnlabelled())
                .keeping(List.of(column));
        Table table;
        try {
            table = CsvTables.read(csv.file(), csv.file().toString(), schema, format, options);
        } catch (InvalidInputException e) {
            throw configuration.problem(key, e.problems().get(0));
        }
        int place = table.keptColumns().indexOf(column);
        return IntStream.range(0, table.rows())
                .mapToObj(row -> table.kept(row).get(place))
                .toList();
    }

    /**
     * The feature that says when a row was.
     *
     * @param key of the configuration, which names the column
     * @throws InvalidInputException where the column is none of dates or numbers
     */
    int time(String key, String column) {
        int feature = schema.features().indexOf(column);
        if (feature < 0 || schema.categories().containsKey(column)) {
            throw configuration.problem(
                    key,
                    Sentences.quoted(column)
                            + " is no column of dates or numbers that the network takes; rows that stand "
                            + "in the order of time need data.split.order: file");
        }
        return feature;
    }
}

package chalkline.spark;

import chalkline.data.TextOfRows;
import chalkline.network.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;

/** Reads Parquet files with what Spark reads them with. */
public final class ParquetRows implements TextOfRows {
    @Override
    public InputStream open(Path file) throws IOException {
        Configuration configuration = HadoopFiles.configuration();
        org.apache.hadoop.fs.Path place = new org.apache.hadoop.fs.Path(file.toUri());
        try {
            List<ParquetCell> cells = cells(place, configuration);
            return new Text(
                    cells,
                    ParquetReader.builder(new GroupReadSupport(), place)
                            .withConf(configuration)
                            .build());
        } catch (InvalidInputException e) {
            throw e;
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    private static List<ParquetCell> cells(org.apache.hadoop.fs.Path place, Configuration configuration)
            throws IOException {
        List<Type> columns;
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(place, configuration))) {
            columns = reader.getFileMetaData().getSchema().getFields();
        }
        List<ParquetCell> cells = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Type column : columns) {
            try {
                cells.add(ParquetCell.of(column, cells.size()));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return cells;
    }

    /** What a reader of Parquet meets in a damaged file is of many types. */
    private static IOException damaged(RuntimeException e) {
        return new IOException(String.valueOf(e.getMessage()), e);
    }

    /** The text of some rows at a time. */
    private static final class Text extends InputStream {
        private static final int ROWS = 256;

        private final List<ParquetCell> cells;
        private final ParquetReader<Group> rows;
        private InputStream some;

        Text(List<ParquetCell> cells, ParquetReader<Group> rows) {
            this.cells = cells;
            this.rows = rows;
            this.some = text(line(cells.stream().map(ParquetCell::column)));
        }

        private static InputStream text(String lines) {
            return new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        }

        private static String line(Stream<String> cells) {
            return cells.map(cell -> cell.replace("\"", "\"\"")).collect(Collectors.joining("\",\"", "\"", "\"\n"));
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
            int count = some.read(to, from, length);
            if (count >= 0) {
                return count;
            }
            some = text(next());
            return some.read(to, from, length);
        }

        private String next() throws IOException {
            StringBuilder lines = new StringBuilder();
            try {
                for (int row = 0; row < ROWS; row++) {
                    Group values = rows.read();
                    if (values == null) {
                        break;
                    }
                    lines.append(line(cells.stream().map(cell -> cell.of(values))));
                }
            } catch (RuntimeException e) {
                throw damaged(e);
            }
            return lines.toString();
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}

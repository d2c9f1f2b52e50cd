package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchReaderTest {
    @TempDir
    private Path directory;

    private Table table() throws IOException {
        Path file = directory.resolve("table.csv");
        Files.writeString(file, "a,colour,y\n1,red,1\n2,blue,2\n3,red,3\n5,green,4\n");
        return CsvTables.read(file, "table.csv", List.of("y"));
    }

    /** Of as many rows, of fewer and of more; what was 1 for a category is 0 again. */
    @Test
    void batchesAreThoseOfTheTable() throws IOException {
        Table plain = table();
        Table scaled = plain.with(Normalizer.fit(Normalizer.Kind.STANDARDIZE, plain, 0, 1, 2, 3), Normalizer.NONE);
        for (Table table : List.of(plain, scaled)) {
            BatchReader reader = new BatchReader(table);
            for (int[] rows : new int[][] {{0, 1}, {3, 2}, {1}, {0, 1, 2, 3}, {1, 3}}) {
                Batch batch = reader.read(rows);
                assertThat(batch.features()).isEqualTo(table.batch(rows).features());
                assertThat(batch.labels()).isEqualTo(table.batch(rows).labels());
                assertThat(batch.featureNames()).containsExactly("a", "colour=blue", "colour=green", "colour=red");
            }
        }
    }

    @Test
    void scaledBatchesShareTheirMemory() throws IOException {
        Table plain = table();
        BatchReader reader = new BatchReader(
                plain.with(Normalizer.fit(Normalizer.Kind.MIN_MAX, plain, 0, 1, 2, 3), Normalizer.NONE));
        Matrix first = reader.read(0, 1).features();
        Matrix second = reader.read(2, 3).features();
        assertThat(first).isEqualTo(second);
    }
}

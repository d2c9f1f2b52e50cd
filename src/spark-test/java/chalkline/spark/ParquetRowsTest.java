package chalkline.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import chalkline.config.Configuration;
import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.training.Fitter;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.State;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Parquet file is the table that a CSV file of its rows is. */
class ParquetRowsTest {
    private static final MessageType COLUMNS = MessageTypeParser.parseMessageType("""
            message rows {
              required int64 id;
              optional double number;
              optional int32 small (INTEGER(8,true));
              optional float single;
              optional binary colour (STRING);
              optional boolean flag;
              optional int32 day (DATE);
              optional int64 moment (TIMESTAMP(MICROS,true));
              optional int64 local (TIMESTAMP(MILLIS,false));
              optional int96 legacy;
              optional int64 price (DECIMAL(12,2));
              optional fixed_len_byte_array(9) rate (DECIMAL(20,4));
              optional binary y (STRING);
            }
            """);
    private static final String JOB = """
            name: parquet
            seed: 5
            precision: float64
            network:
              layers:
                - dense: { units: 4, activation: tanh }
                - output: { activation: softmax, loss: mcxent }
            data:
              train: { file: "FILE", labels: [y] }
              missing: mean
              missing-labels: drop-rows
              normalize: standardize
              split: { test: 0.2 }
            training: { updater: { adam: { learning-rate: 0.01 } }, batch-size: 16, epochs: 1 }
            """;

    @TempDir
    private Path directory;

    private static Connection connection;

    @BeforeAll
    static void start() {
        connection = Connection.open("local[2]", "parquet");
    }

    @AfterAll
    static void end() {
        connection.close();
    }

    @Test
    void aModelOfTheRowsHasTheSameParameters() throws IOException {
        Random random = new Random(3);
        Path csvs = Files.createDirectory(directory.resolve("csv"));
        Path parquets = Files.createDirectory(directory.resolve("parquet"));
        int before = 0;
        for (int count : new int[] {300, 0, 150}) {
            List<Group> rows = new ArrayList<>();
            StringBuilder csv =
                    new StringBuilder("id,number,small,single,colour,flag,day,moment,local,legacy,price,rate,y\n");
            for (int i = before; i < before + count; i++) {
                csv.append(add(rows, i, random)).append('\n');
            }
            Files.writeString(csvs.resolve("part-" + before + "-" + count + ".csv"), csv);
            write(parquets.resolve("part-" + before + "-" + count + ".parquet"), COLUMNS, rows);
            before += count;
        }
        Job csv = job(csvs, "part-*");
        Job parquet = job(parquets, "part-*.parquet");
        assertThat(parquet.preprocessing().schema())
                .isEqualTo(csv.preprocessing().schema());
        assertThat(csv.preprocessing().schema().features())
                .contains("day", "moment", "local", "legacy", "rate", "flag");
        assertThat(parquet.preprocessing().normalizer())
                .isEqualTo(csv.preprocessing().normalizer());
        assertThat(parquet.split()).isEqualTo(csv.split());
        State expected = trained(csv, Fitter.here(csv));
        assertThat(trained(parquet, Fitter.here(parquet))).isEqualTo(expected);

        Job onCluster = Job.prepare(configuration(parquets, "part-*.parquet"), Dl4j::new, connection::read);
        assertThat(onCluster.preprocessing()).isEqualTo(parquet.preprocessing());
        assertThat(trained(onCluster, connection.fitters(1, onCluster, Dl4j::new, note -> {})))
                .isEqualTo(expected);
    }

    /** A row, as Parquet has it and as the line of a CSV file. */
    private static String add(List<Group> rows, int i, Random random) {
        Group row = new SimpleGroup(COLUMNS);
        List<String> line = new ArrayList<>();
        row.add("id", (long) i);
        line.add(Integer.toString(i));
        double number = random.nextGaussian() * 1e5;
        optional(line, random, Double.toString(number), () -> row.add("number", number));
        int small = random.nextInt(200) - 100;
        optional(line, random, Integer.toString(small), () -> row.add("small", small));
        float single = random.nextFloat();
        optional(line, random, Float.toString(single), () -> row.add("single", single));
        String colour = List.of("red", "pale \"blue\", or so", "grün").get(random.nextInt(3));
        optional(line, random, "\"" + colour.replace("\"", "\"\"") + "\"", () -> row.add("colour", colour));
        boolean flag = random.nextBoolean();
        optional(line, random, Boolean.toString(flag), () -> row.add("flag", flag));
        LocalDate day = LocalDate.ofEpochDay(random.nextInt(20_000) - 3_000);
        optional(line, random, day.toString(), () -> row.add("day", (int) day.toEpochDay()));
        LocalDateTime time = day.atTime(random.nextInt(24), random.nextInt(60), random.nextInt(60), 1000 * i);
        long seconds = time.toEpochSecond(ZoneOffset.UTC);
        optional(line, random, time + "Z", () -> row.add("moment", seconds * 1_000_000 + i));
        LocalDateTime whole = time.withNano(0);
        optional(line, random, whole.toString(), () -> row.add("local", seconds * 1000));
        ByteBuffer legacy = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        legacy.putLong(time.toLocalTime().toNanoOfDay()).putInt((int) day.toEpochDay() + 2_440_588);
        optional(line, random, time + "Z", () -> row.add("legacy", Binary.fromConstantByteArray(legacy.array())));
        long cents = random.nextInt(1_000_000) - 500_000;
        optional(line, random, BigDecimal.valueOf(cents, 2).toPlainString(), () -> row.add("price", cents));
        BigDecimal rate = BigDecimal.valueOf(random.nextLong(), 4);
        optional(line, random, rate.toPlainString(), () -> row.add("rate", fixed(rate)));
        optional(line, random, number > 0 ? "up" : "down", () -> row.add("y", number > 0 ? "up" : "down"));
        rows.add(row);
        return String.join(",", line);
    }

    private static Binary fixed(BigDecimal rate) {
        byte[] bytes = new byte[9];
        java.util.Arrays.fill(bytes, (byte) (rate.signum() < 0 ? -1 : 0));
        byte[] digits = rate.unscaledValue().toByteArray();
        System.arraycopy(digits, 0, bytes, bytes.length - digits.length, digits.length);
        return Binary.fromConstantByteArray(bytes);
    }

    private static void optional(List<String> line, Random random, String cell, Runnable adding) {
        boolean there = random.nextInt(10) > 0;
        line.add(there ? cell : "");
        if (there) {
            adding.run();
        }
    }

    private static void write(Path file, MessageType columns, List<Group> rows) throws IOException {
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
                .withType(columns)
                .withCompressionCodec(CompressionCodecName.SNAPPY)
                .build()) {
            for (Group row : rows) {
                writer.write(row);
            }
        }
    }

    private static Configuration configuration(Path place, String file) throws IOException {
        Path job = Files.writeString(place.resolve("job.yaml"), JOB.replace("FILE", file));
        return Configuration.read(job, place);
    }

    private static Job job(Path place, String file) throws IOException {
        return Job.prepare(configuration(place, file));
    }

    private static State trained(Job job, Fitter.Maker fitters) {
        Model model = new Dl4j().build(job.network());
        // Not closed: the connection serves other trainings too.
        Fitter fitter = fitters.of(model);
        job.batches(0).forEach(rows -> fitter.fit(false, rows));
        return model.state();
    }

    @Test
    void whatNoCellCanHoldIsNamed() throws IOException {
        MessageType columns = MessageTypeParser.parseMessageType("""
                message rows {
                  required double x;
                  required binary raw;
                  repeated int32 many;
                  required group both { required int32 a; }
                  required double y;
                }
                """);
        Path file = directory.resolve("nested.parquet");
        write(file, columns, List.of());
        assertThat(problems(file))
                .isEqualTo(
                        "nested.parquet: the Parquet column \"raw\" is bytes without a meaning, which no cell of a table "
                                + "can be; leave it out, or write it as text; the Parquet column \"many\" is nested, which no cell "
                                + "of a table can be; leave it out, or write a column for each of its values; the Parquet column "
                                + "\"both\" is nested, which no cell of a table can be; leave it out, or write a column for each of "
                                + "its values");
    }

    @Test
    void aDamagedFileIsSaid() throws IOException {
        Path whole = directory.resolve("whole.parquet");
        List<Group> rows = new ArrayList<>();
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            add(rows, i, random);
        }
        write(whole, COLUMNS, rows);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = directory.resolve("cut.parquet");
        Files.write(cut, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(problems(cut)).startsWith("cut.parquet: cannot be read as Parquet: ");
        for (int at = 4; at < 400; at += 16) {
            java.util.Arrays.fill(bytes, at, at + 8, (byte) 0x5a);
        }
        Path overwritten = directory.resolve("overwritten.parquet");
        Files.write(overwritten, bytes);
        assertThat(problems(overwritten)).startsWith("overwritten.parquet: cannot be read as Parquet: ");
    }

    private static String problems(Path file) {
        List<String> problems = new ArrayList<>();
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvTables.infer(
                        file, file.getFileName().toString(), CsvFormat.DEFAULT, InferenceOptions.of(List.of("y"))))
                .satisfies(e -> problems.addAll(e.problems()));
        return String.join("\n", problems);
    }
}

package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpzReadTest {
    private static final String[] TYPES = {
        "<f8", ">f8", "<f4", ">f4", "<i8", ">i8", "<i4", ">i4", "<i2", ">i2", "|i1", "<u8", ">u8", "<u4", ">u4", "<u2",
        ">u2", "|u1", "|b1"
    };

    @TempDir
    private Path directory;

    @Test
    void whatIsWrittenIsReadBitForBit() throws IOException {
        Random random = new Random(1);
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            int rows = 1 + random.nextInt(6);
            int columns = 1 + random.nextInt(6);
            double[] values = random.longs((long) rows * columns)
                    .mapToDouble(Double::longBitsToDouble)
                    .toArray();
            arrays.put("array " + random.nextInt() + ".next", Matrix.of(rows, columns, values));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npz.write(out, arrays);
        Path file = Files.write(directory.resolve("a.npz"), out.toByteArray());
        Map<String, NpzArray> read = Npz.read(file, "a.npz");
        assertThat(read.keySet()).containsExactlyElementsOf(arrays.keySet());
        arrays.forEach((name, matrix) -> assertThat(read.get(name))
                .isEqualTo(new NpzArray(Precision.FLOAT64, List.of(matrix.rows(), matrix.columns()), matrix)));
    }

    /** Random types, orders, shapes and versions, written by the format's description. */
    @Test
    void everyTypeOrderShapeAndVersionIsRead() throws IOException {
        Random random = new Random(2);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        Map<String, NpzArray> expected = new LinkedHashMap<>();
        for (int i = 0; i < 600; i++) {
            String type = TYPES[i % TYPES.length];
            boolean fortranOrder = random.nextBoolean();
            int dimensions = random.nextInt(3);
            int rows = dimensions == 2 ? 1 + random.nextInt(5) : 1;
            int columns = dimensions == 0 ? 1 : 1 + random.nextInt(5);
            double[] values = new double[rows * columns];
            ByteBuffer numbers = ByteBuffer.allocate(8 * values.length)
                    .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            for (int k = 0; k < values.length; k++) {
                int row = fortranOrder ? k % rows : k / columns;
                int column = fortranOrder ? k / rows : k % columns;
                values[row * columns + column] = putRandom(numbers, type.substring(1), random);
            }
            byte[] used = new byte[numbers.flip().remaining()];
            numbers.get(used);
            List<Integer> shape = List.of(rows, columns).subList(2 - dimensions, 2);
            String shown = shape.toString().replace("[", "(").replace("]", dimensions == 1 ? ",)" : ")");
            entries.put("a" + i + ".npy", NpzFiles.npy(1 + i % 3, NpzFiles.header(type, fortranOrder, shown), used));
            Precision precision = type.endsWith("f4") ? Precision.FLOAT32 : Precision.FLOAT64;
            expected.put("a" + i, new NpzArray(precision, shape, Matrix.of(rows, columns, values)));
        }
        Path file = directory.resolve("random.npz");
        NpzFiles.write(file, entries);
        assertThat(Npz.read(file, "random.npz")).containsExactlyEntriesOf(expected);
    }

    private static double putRandom(ByteBuffer bytes, String type, Random random) {
        long whole = random.nextLong() >> 11;
        switch (type) {
            case "f8" -> {
                double value = Double.longBitsToDouble(random.nextLong());
                bytes.putDouble(value);
                return value;
            }
            case "f4" -> {
                float value = Float.intBitsToFloat(random.nextInt());
                bytes.putFloat(value);
                return value;
            }
            case "i8" -> bytes.putLong(whole);
            case "u8" -> bytes.putLong(Math.abs(whole));
            case "i4", "u4" -> bytes.putInt((int) whole);
            case "i2", "u2" -> bytes.putShort((short) whole);
            case "i1", "u1" -> bytes.put((byte) whole);
            default -> bytes.put((byte) (whole & 1));
        }
        return switch (type) {
            case "i8" -> whole;
            case "u8" -> Math.abs(whole);
            case "i4" -> (int) whole;
            case "u4" -> Integer.toUnsignedLong((int) whole);
            case "i2" -> (short) whole;
            case "u2" -> Short.toUnsignedInt((short) whole);
            case "i1" -> (byte) whole;
            case "u1" -> Byte.toUnsignedInt((byte) whole);
            default -> whole & 1;
        };
    }

    /** Made by npz/make.py with NumPy 1.24.2 on Python 3.11.2 and NumPy 2.4.6 on Python 3.11.7, whose zips differ. */
    @ParameterizedTest
    @CsvSource({
        "1.24.2, stored",
        "1.24.2, deflated",
        "1.24.2, streamed",
        "1.24.2, streamed-deflated",
        "2.4.6, stored",
        "2.4.6, deflated",
        "2.4.6, streamed",
        "2.4.6, streamed-deflated"
    })
    void filesOfNumPyAreRead(String version, String name) throws URISyntaxException {
        double[] w = {0.1, -0.0, Double.MIN_VALUE, Double.NaN, Double.POSITIVE_INFINITY, -3.836099763741904e-7};
        Matrix doubles = Matrix.of(2, 3, w);
        Matrix floats = Precision.FLOAT32.cast(doubles);
        List<Integer> shape = List.of(2, 3);
        Map<String, NpzArray> expected = new LinkedHashMap<>();
        expected.put("W1", new NpzArray(Precision.FLOAT64, shape, doubles));
        expected.put("dW1", new NpzArray(Precision.FLOAT64, shape, doubles));
        expected.put("b.next", new NpzArray(Precision.FLOAT64, shape, doubles));
        expected.put("f4", new NpzArray(Precision.FLOAT32, shape, floats));
        expected.put("F4", new NpzArray(Precision.FLOAT32, shape, floats));
        expected.put("loss", float64(List.of(), 289));
        expected.put("vector", float64(List.of(3), 20, 3, 4));
        expected.put("y", float64(List.of(1), 18));
        expected.put("i4", float64(List.of(1, 2), -2, Integer.MAX_VALUE));
        expected.put("u1", float64(List.of(2), 255, 0));
        expected.put("∂b", float64(List.of(2), 1, 0));
        assertThat(Npz.read(fixture(version, name), name)).containsExactlyEntriesOf(expected);
    }

    private static NpzArray float64(List<Integer> shape, double... values) {
        return new NpzArray(Precision.FLOAT64, shape, Matrix.of(1, values.length, values));
    }

    static Path fixture(String version, String name) throws URISyntaxException {
        return Path.of(NpzReadTest.class
                .getResource("/npz/numpy-" + version + "/" + name + ".npz")
                .toURI());
    }
}

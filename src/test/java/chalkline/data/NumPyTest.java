package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.NumPy;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against NumPy itself, bit for bit. */
class NumPyTest {
    private static final String WRITE = """
            import io, zipfile

            class Pipe(io.RawIOBase):
                def __init__(self, file): super().__init__(); self.file = file
                def writable(self): return True
                def seekable(self): return False
                def write(self, some): self.file.write(some); return len(some)

            way, name = sys.argv[1:]
            random = np.random.default_rng(7)
            arrays = {}
            for dtype in "<f8", ">f8", "<f4", ">f4", "<i8", ">i4", "<u2", "|u1", "|i1", "|b1":
                for shape in (), (1,), (4,), (1, 1), (2, 3), (5, 1), (1, 5):
                    for order in "CF":
                        wide = random.integers(-2**53, 2**53, size=shape)
                        some = wide * 2.0 ** random.integers(-200, 60) if "f" in dtype else wide
                        with np.errstate(all="ignore"):
                            arrays[f"{dtype[1:]}.{len(arrays)}"] = np.array(some).astype(dtype, order=order)
            arrays["transposed"] = arrays["f8.8"].T
            arrays["strided"] = np.arange(12.0).reshape(3, 4)[::2, 1:]
            arrays["special"] = np.array([np.nan, np.inf, -np.inf, -0.0, 5e-324])
            if way == "savez":
                np.savez(name, **arrays)
            elif way == "savez_compressed":
                np.savez_compressed(name, **arrays)
            elif way == "pipe":
                with open(name, "wb") as file: np.savez(Pipe(file), **arrays)
            elif way == "compressed pipe":
                with open(name, "wb") as file: np.savez_compressed(Pipe(file), **arrays)
            else:
                with zipfile.ZipFile(name, "w") as zip:
                    for each in arrays:
                        with zip.open(each + ".npy", "w", force_zip64=True) as entry:
                            np.lib.format.write_array(entry, arrays[each], version=(int(way[-1]), 0))
            for each, a in arrays.items():
                lengths = ",".join(map(str, a.shape)) or "none"
                print(each, lengths, "float32" if a.dtype.itemsize == 4 and a.dtype.kind == "f" else "float64",
                      a.astype(">f8").tobytes("C").hex())
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"savez", "savez_compressed", "pipe", "compressed pipe", "version 1", "version 2", "version 3"})
    void whatNumPyWritesIsRead(String way) throws IOException {
        Path file = directory.resolve("numpy.npz");
        List<String> expected = NumPy.run(WRITE, way, file);
        assertThat(expected).hasSize(10 * 7 * 2 + 3);
        List<String> read = new ArrayList<>();
        Npz.read(file, "numpy.npz").forEach((name, array) -> read.add(line(name, array)));
        assertThat(read).isEqualTo(expected);
    }

    private static String line(String name, NpzArray array) {
        String lengths =
                array.shape().isEmpty() ? "none" : array.shape().toString().replaceAll("[\\[\\] ]", "");
        return name + " " + lengths + " " + array.precision().label() + " "
                + hex(array.matrix().toArray());
    }

    private static String hex(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * values.length);
        Arrays.stream(values).forEach(bytes::putDouble);
        return HexFormat.of().formatHex(bytes.array());
    }

    @Test
    void whatIsWrittenIsReadByNumPy() throws IOException {
        Random random = new Random(4);
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        arrays.put(
                "dW1.next",
                Matrix.of(2, 3, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, Double.MIN_VALUE, 0.1, Double.MAX_VALUE));
        for (int i = 0; i < 200; i++) {
            int rows = 1 + random.nextInt(9);
            int columns = 1 + random.nextInt(9);
            arrays.put(
                    "W" + i,
                    Matrix.of(
                            rows,
                            columns,
                            random.doubles((long) rows * columns, -1, 1).toArray()));
        }
        Path file = directory.resolve("ours.npz");
        try (OutputStream out = Files.newOutputStream(file)) {
            Npz.write(out, arrays);
        }
        List<String> expected = new ArrayList<>();
        arrays.forEach((name, matrix) -> expected.add(line(
                        name, new NpzArray(Precision.FLOAT64, List.of(matrix.rows(), matrix.columns()), matrix))
                + " <f8 True"));
        List<String> loaded = NumPy.run("""
                with np.load(sys.argv[1], allow_pickle=False) as z:
                    for name in z:
                        a = z[name]
                        print(name, ",".join(map(str, a.shape)), a.dtype, a.astype(">f8").tobytes("C").hex(),
                              a.dtype.str, a.flags.c_contiguous)
                """, file);
        assertThat(loaded).isEqualTo(expected);
    }
}

package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class NpzTest {
    private static byte[] written(Map<String, Matrix> arrays) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Npz.write(out, arrays);
        return out.toByteArray();
    }

    @Test
    void everyArrayIsANumPyFileOfVersionOne() throws IOException {
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        arrays.put("dZ2", Matrix.of(1, 1, -3.836099763741904e-7));
        arrays.put("W1.m.next", Matrix.of(2, 3, 1, 2, 3, 4, Double.NaN, -0.0));
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(written(arrays)))) {
            for (Map.Entry<String, Matrix> expected : arrays.entrySet()) {
                ZipEntry entry = zip.getNextEntry();
                assertThat(entry.getName()).isEqualTo(expected.getKey() + ".npy");
                assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
                assertNpy(zip.readAllBytes(), expected.getValue());
            }
            assertThat(zip.getNextEntry()).isNull();
        }
    }

    /** By NumPy's description of its format, version 1.0. */
    private static void assertNpy(byte[] content, Matrix expected) {
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        bytes.get(magic);
        assertThat(magic).containsExactly(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0);
        byte[] header = new byte[bytes.getShort()];
        bytes.get(header);
        assertThat(bytes.position() % 64).isZero();
        assertThat(new String(header, StandardCharsets.US_ASCII))
                .endsWith("\n")
                .isEqualToIgnoringWhitespace("{'descr': '<f8', 'fortran_order': False, 'shape': (" + expected.rows()
                        + ", " + expected.columns() + "), }");
        double[] values = new double[expected.size()];
        bytes.asDoubleBuffer().get(values);
        assertThat(bytes.remaining()).isEqualTo(8 * values.length);
        assertThat(Matrix.of(expected.rows(), expected.columns(), values)).isEqualTo(expected);
    }

    @Test
    void equalArraysAreEqualBytes() throws IOException {
        Map<String, Matrix> arrays = Map.of("A1", Matrix.of(1, 2, 3, 4));
        assertThat(written(arrays)).isEqualTo(written(arrays));
    }
}

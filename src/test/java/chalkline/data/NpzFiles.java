package chalkline.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Arrays and archives with anything in them, right or wrong. */
final class NpzFiles {
    private NpzFiles() {}

    /** An array of that format version: any header in front of any bytes. */
    static byte[] npy(int version, String header, byte[] numbers) {
        byte[] text = header.getBytes(version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        ByteBuffer bytes =
                ByteBuffer.allocate(12 + text.length + numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) version)
                .put((byte) 0);
        ByteBuffer length = version == 1 ? bytes.putShort((short) text.length) : bytes.putInt(text.length);
        length.put(text).put(numbers).flip();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        return content;
    }

    /** A header as NumPy writes it. */
    static String header(String description, boolean fortranOrder, String shape) {
        return "{'descr': '" + description + "', 'fortran_order': " + (fortranOrder ? "True" : "False") + ", 'shape': "
                + shape + ", }   \n";
    }

    /** Writes a deflated archive of these entries. */
    static void write(Path file, Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        Files.write(file, bytes.toByteArray());
    }
}

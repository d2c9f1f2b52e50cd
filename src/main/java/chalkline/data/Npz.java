package chalkline.data;

import chalkline.network.Matrix;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy's archive of named arrays, which {@code numpy.load} reads. */
public final class Npz {
    /** A zip entry needs a time; a fixed one makes equal arrays equal files. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    /** The magic bytes, version 1.0, and two bytes for the header's length. */
    private static final int PREFIX = 10;

    private static final int ALIGNMENT = 64;

    private Npz() {}

    /**
     * Writes each matrix as a two-dimensional array of 64-bit floats in C order, uncompressed, in the map's order. The
     * stream stays open.
     *
     * @param arrays name to values; the names without ".npy"
     * @throws IOException where the stream cannot be written to
     */
    public static void write(OutputStream out, Map<String, Matrix> arrays) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        for (Map.Entry<String, Matrix> array : arrays.entrySet()) {
            byte[] content = npy(array.getValue());
            CRC32 checksum = new CRC32();
            checksum.update(content);
            ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(content.length);
            entry.setCrc(checksum.getValue());
            entry.setTimeLocal(TIME);
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        zip.finish();
        out.flush();
    }

    private static byte[] npy(Matrix matrix) {
        String description = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + matrix.rows() + ", "
                + matrix.columns() + "), }";
        // Spaces and a line feed, so that the numbers begin at a multiple of 64 bytes.
        int unpadded = PREFIX + description.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] header = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        int length = Math.addExact(PREFIX + header.length, Math.multiplyExact(matrix.size(), Double.BYTES));
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
        for (int k = 0; k < matrix.size(); k++) {
            bytes.putDouble(matrix.get(k));
        }
        return bytes.array();
    }
}

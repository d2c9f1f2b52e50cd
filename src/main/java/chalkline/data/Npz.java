package chalkline.data;

import chalkline.files.StrictZip;
import chalkline.files.ZipFileWriter;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** NumPy's archive of named arrays, which {@code numpy.load} reads. */
public final class Npz {
    /** The magic bytes, version 1.0, and two bytes for the header's length. */
    private static final int PREFIX = 10;

    private static final int ALIGNMENT = 64;

    private static final int MOST_ARRAYS = 1000;
    private static final long MOST_BYTES =
            NpyReader.MOST_NUMBERS * Double.BYTES + (long) MOST_ARRAYS * NpyReader.MOST_BEFORE;
    private static final StrictZip.Kind KIND = new StrictZip.Kind("an .npz file", MOST_ARRAYS, MOST_BYTES, 0, true);
    private static final String SUFFIX = ".npy";

    private Npz() {}

    /**
     * Writes each matrix as a two-dimensional array of 64-bit floats in C order, uncompressed, in the map's order. The
     * stream stays open.
     *
     * @param arrays name to values; the names without ".npy"
     * @throws IOException where the stream cannot be written to
     */
    public static void write(OutputStream out, Map<String, Matrix> arrays) throws IOException {
        write(out, arrays, Precision.FLOAT64);
    }

    /**
     * The same in a precision: 32-bit floats for what was computed in float32, so that whoever reads the file knows.
     *
     * @throws IOException where the stream cannot be written to
     */
    public static void write(OutputStream out, Map<String, Matrix> arrays, Precision precision) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        arrays.forEach((name, values) -> entries.put(name + SUFFIX, npy(values, precision)));
        ZipFileWriter.write(out, entries, false);
    }

    /**
     * Reads an untrusted file of {@code numpy.savez} or {@code savez_compressed}: numbers only, at
     * most 2²⁴ of them in at most 1000 arrays of up to two dimensions, none of them empty. NaN and infinities are numbers.
     *
     * @param shownName the file's name in sentences
     * @return the arrays by name, without ".npy", in the file's order
     * @throws InvalidInputException where it is anything else, with a sentence that names file and array
     */
    public static Map<String, NpzArray> read(Path file, String shownName) {
        Map<String, NpzArray> arrays = new LinkedHashMap<>();
        read(file, shownName, name -> NpyReader.MOST_NUMBERS)
                .forEach((name, array) -> arrays.put(name, array.orElseThrow()));
        return Collections.unmodifiableMap(arrays);
    }

    /**
     * The same for the wanted arrays only; the others are not read.
     *
     * @param mostNumbers how many numbers the array of a name may have; 0 for one that is not read
     */
    public static Map<String, Optional<NpzArray>> read(
            Path file, String shownName, ToLongFunction<String> mostNumbers) {
        refuseSingleArray(file, shownName);
        try (StrictZip zip = StrictZip.open(file, shownName, KIND)) {
            NpyReader reader = new NpyReader(shownName);
            Map<String, Optional<NpzArray>> arrays = new LinkedHashMap<>();
            for (String entry : zip.names()) {
                if (!entry.endsWith(SUFFIX)) {
                    throw new InvalidInputException(shownName + ": the entry " + Sentences.quoted(entry)
                            + " is not an array; its name does not end in " + SUFFIX);
                }
                String name = entry.substring(0, entry.length() - SUFFIX.length());
                long most = mostNumbers.applyAsLong(name);
                arrays.put(
                        name,
                        most == 0
                                ? Optional.empty()
                                : Optional.of(reader.read(name, zip.read(entry, reader.mostBytes(most)))));
            }
            if (arrays.isEmpty()) {
                throw new InvalidInputException(shownName + ": has no arrays");
            }
            return Collections.unmodifiableMap(arrays);
        }
    }

    /** An array without a name says nothing about what it is; a file that cannot be read here is reported as a zip. */
    private static void refuseSingleArray(Path file, String shownName) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file)) {
            if (NpyReader.isArray(in.readNBytes(NpyReader.MAGIC_LENGTH))) {
                throw new InvalidInputException(shownName
                        + ": is a single array without a name; numpy.savez(file, W1=…, b1=…) writes named ones");
            }
        } catch (IOException e) {
            throw new InvalidInputException(shownName + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] npy(Matrix matrix, Precision precision) {
        int width = precision == Precision.FLOAT32 ? Float.BYTES : Double.BYTES;
        String description = "{'descr': '<f" + width + "', 'fortran_order': False, 'shape': (" + matrix.rows() + ", "
                + matrix.columns() + "), }";
        // Spaces and a line feed, so that the numbers begin at a multiple of 64 bytes.
        int unpadded = PREFIX + description.length() + 1;
        int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
        byte[] header = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        int length = Math.addExact(PREFIX + header.length, Math.multiplyExact(matrix.size(), width));
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
        for (int k = 0; k < matrix.size(); k++) {
            if (precision == Precision.FLOAT32) {
                bytes.putFloat((float) matrix.get(k));
            } else {
                bytes.putDouble(matrix.get(k));
            }
        }
        return bytes.array();
    }
}

package chalkline.modelzip;

import chalkline.network.InvalidInputException;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A vector as ND4J saves it: the buffer of the shape, then the buffer of the data, each with the name of its layout, its
 * length and the name of its type, all big-endian. ND4J's own reader allocates what these say before it looks for data;
 * here nothing is allocated at all.
 *
 * @param precision of its numbers
 * @param numbers from position to limit
 */
public record SavedArray(Precision precision, ByteBuffer numbers) {
    /** More than the size of both headers. */
    private static final int HEADERS = 256;

    private static final long FLAG_OF_FLOAT = 1 << 13;
    private static final long FLAG_OF_DOUBLE = 1 << 14;

    /** The numbers as ND4J saves a vector. */
    public static byte[] write(Precision precision, double... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(HEADERS + values.length * bytes(precision));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, new long[] {1, values.length, 1}, precision, values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** As a matrix of one row. */
    static void writeRow(DataOutputStream out, Precision precision, double... values) throws IOException {
        write(out, new long[] {2, 1, values.length, 1, 1}, precision, values);
    }

    /** @param shape rank, lengths, strides */
    private static void write(DataOutputStream out, long[] shape, Precision precision, double... values)
            throws IOException {
        writeHeader(out, shape.length + 3L, "LONG");
        for (long number : shape) {
            out.writeLong(number);
        }
        out.writeLong(precision == Precision.FLOAT32 ? FLAG_OF_FLOAT : FLAG_OF_DOUBLE);
        out.writeLong(1);
        out.writeLong('c');
        writeHeader(out, values.length, type(precision));
        ByteBuffer numbers = ByteBuffer.allocate(values.length * bytes(precision));
        for (double value : values) {
            if (precision == Precision.FLOAT32) {
                numbers.putFloat((float) value);
            } else {
                numbers.putDouble(value);
            }
        }
        out.write(numbers.array());
    }

    private static void writeHeader(DataOutputStream out, long length, String type) throws IOException {
        out.writeUTF("MIXED_DATA_TYPES");
        out.writeLong(length);
        out.writeUTF(type);
    }

    /** The most bytes that a vector of this length can have. */
    public static long largest(long length, Precision precision) {
        return HEADERS + length * bytes(precision);
    }

    private static int bytes(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> Float.BYTES;
            case FLOAT64 -> Double.BYTES;
        };
    }

    /**
     * Reads a vector of whatever length.
     *
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where the bytes are not a vector of float32 or float64
     */
    public static SavedArray read(byte[] bytes, String where) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        SavedArray array = next(in, where);
        if (in.hasRemaining()) {
            throw new InvalidInputException(where + " has " + in.remaining() + " bytes behind its numbers");
        }
        return array;
    }

    /** Reads the vector that comes next, as {@link #read} does, and no further. */
    static SavedArray next(ByteBuffer in, String where) {
        try {
            long shapeLength = readShape(in, where);
            Header data = readHeader(in, where);
            Precision precision = switch (data.type) {
                case "FLOAT" -> Precision.FLOAT32;
                case "DOUBLE" -> Precision.FLOAT64;
                default ->
                    throw new InvalidInputException(where + " holds numbers of type " + Sentences.quoted(data.type)
                            + "; only FLOAT and DOUBLE can be loaded");
            };
            if (data.length != shapeLength) {
                throw new InvalidInputException(
                        where + " holds " + data.length + " numbers but its shape says " + shapeLength);
            }
            // Division instead of multiplication: the untrusted length could overflow.
            if (data.length < 0 || in.remaining() / bytes(precision) < data.length) {
                throw new InvalidInputException(where + " has " + in.remaining() + " bytes of numbers, fewer than "
                        + data.length + " times " + bytes(precision));
            }
            int size = (int) data.length * bytes(precision);
            SavedArray array = new SavedArray(precision, in.slice(in.position(), size));
            in.position(in.position() + size);
            return array;
        } catch (BufferUnderflowException e) {
            throw new InvalidInputException(where + " ends too early", e);
        }
    }

    /** The numbers. */
    public double[] toDoubles() {
        double[] values = new double[length()];
        ByteBuffer in = numbers.duplicate();
        for (int i = 0; i < values.length; i++) {
            values[i] = precision == Precision.FLOAT32 ? in.getFloat() : in.getDouble();
        }
        return values;
    }

    /** How many numbers it has. */
    public int length() {
        return numbers.remaining() / bytes(precision);
    }

    /**
     * Checks that a network can use it.
     *
     * @param where as of {@link #read}
     * @throws InvalidInputException where it has another length or precision
     */
    public SavedArray require(long length, Precision needed, String where) {
        if (precision != needed) {
            throw new InvalidInputException(
                    where + " holds numbers of type " + type(precision) + " where the network needs " + type(needed));
        }
        if (length() != length) {
            throw new InvalidInputException(
                    where + " holds " + length() + " numbers where the network needs " + length);
        }
        return this;
    }

    private static String type(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> "FLOAT";
            case FLOAT64 -> "DOUBLE";
        };
    }

    private record Header(long length, String type) {}

    /** The number of elements of a vector, or of a matrix of one row, whose elements stand one after the other. */
    private static long readShape(ByteBuffer in, String where) {
        Header header = readHeader(in, where);
        if (!header.type.equals("LONG") || header.length != 6 && header.length != 8) {
            throw new InvalidInputException(where + " does not hold a vector");
        }
        long[] shape = new long[(int) header.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = in.getLong();
        }
        // rank, lengths, strides, type flags, distance between elements, order
        int rank = shape.length / 2 - 2;
        boolean vector = shape[0] == rank && (rank == 1 || shape[1] == 1) && (shape[2 * rank] == 1 || shape[rank] == 1);
        if (!vector) {
            throw new InvalidInputException(where + " does not hold a vector");
        }
        return shape[rank];
    }

    private static Header readHeader(ByteBuffer in, String where) {
        String layout = readName(in);
        if (!layout.equals("MIXED_DATA_TYPES") && !layout.equals("LONG_SHAPE")) {
            throw new InvalidInputException(where + " has the layout " + Sentences.quoted(layout)
                    + ", which Deeplearning4j 1.0.0-M2.1 does not write");
        }
        return new Header(in.getLong(), readName(in));
    }

    private static String readName(ByteBuffer in) {
        byte[] name = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}

package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads NumPy's arrays, in versions 1.0, 2.0 and 3.0 of its format, one after the other until they hold too many numbers.
 * What a header says is compared with the bytes that are there before anything is made from it.
 */
final class NpyReader {
    /** What all arrays together may hold. */
    static final long MOST_NUMBERS = 1L << 24;

    /** The magic bytes alone. */
    static final int MAGIC_LENGTH = 6;

    /** NumPy's own limit; headers of plain arrays have about a hundred characters. */
    private static final int LONGEST_HEADER = 10_000;

    /** Magic bytes, version, the header's length, and the header. */
    static final int MOST_BEFORE = MAGIC_LENGTH + 2 + Integer.BYTES + LONGEST_HEADER;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MOST_DIMENSIONS = 2;

    private final String shownName;
    private long numbersLeft = MOST_NUMBERS;

    /** A reader of one file's arrays; the file's name is for sentences. */
    NpyReader(String shownName) {
        this.shownName = shownName;
    }

    /** Whether an array, rather than an archive of them, begins with these bytes. */
    static boolean isArray(byte[] start) {
        return Arrays.equals(start, MAGIC);
    }

    /** How many bytes the next array can have at most, where it may have so many numbers. */
    long mostBytes(long numbers) {
        return MOST_BEFORE + Math.min(numbers, numbersLeft) * Double.BYTES;
    }

    /**
     * Reads an array.
     *
     * @throws InvalidInputException where the bytes are no array of numbers, or there are too many in the file
     */
    NpzArray read(String name, byte[] content) {
        String where = shownName + ": " + Sentences.quoted(name);
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        NpyHeader header = header(bytes, where);
        NpyType type = NpyType.of(header.description(), where);
        int count = count(header.shape(), where);
        if (bytes.remaining() != (long) count * type.size()) {
            throw new InvalidInputException(where + " has " + Sentences.counted(bytes.remaining(), "byte")
                    + " of numbers, but its shape " + shown(header.shape()) + " and type "
                    + Sentences.quoted(header.description()) + " need " + (long) count * type.size());
        }
        numbersLeft -= count;
        List<Integer> shape = header.shape().stream().map(Math::toIntExact).toList();
        int columns = shape.isEmpty() ? 1 : shape.get(shape.size() - 1);
        return new NpzArray(
                type.precision(), shape, matrix(bytes, type, count / columns, columns, header.fortranOrder(), where));
    }

    private static NpyHeader header(ByteBuffer bytes, String where) {
        byte[] magic = new byte[MAGIC_LENGTH];
        if (bytes.remaining() < MAGIC_LENGTH + 2 + Short.BYTES) {
            throw new InvalidInputException(where + " is cut off");
        }
        bytes.get(magic);
        if (!isArray(magic)) {
            throw new InvalidInputException(where + " is not an array of NumPy's");
        }
        int major = bytes.get() & 0xff;
        int minor = bytes.get() & 0xff;
        if (major < 1 || major > 3 || minor != 0) {
            throw new InvalidInputException(where + " has the format version " + major + "." + minor
                    + "; versions 1.0, 2.0 and 3.0 can be read");
        }
        if (major > 1 && bytes.remaining() < Integer.BYTES) {
            throw new InvalidInputException(where + " is cut off");
        }
        long length = major == 1 ? bytes.getShort() & 0xffff : bytes.getInt() & 0xffffffffL;
        if (length > LONGEST_HEADER) {
            throw new InvalidInputException(where + " has a header of " + length + " bytes; " + LONGEST_HEADER
                    + " can be read, and an array of plain numbers needs about a hundred");
        }
        if (length > bytes.remaining()) {
            throw new InvalidInputException(where + " is cut off");
        }
        ByteBuffer header = bytes.slice().limit((int) length);
        bytes.position(bytes.position() + (int) length);
        return NpyHeader.parse(
                text(header, major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1, where), where);
    }

    private static String text(ByteBuffer header, Charset encoding, String where) {
        try {
            return encoding.newDecoder().decode(header).toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(where + " has a header that is not UTF-8 text", e);
        }
    }

    /** How many numbers an array of that shape has; what does not fit is refused before it could overflow. */
    private int count(List<Long> shape, String where) {
        if (shape.size() > MOST_DIMENSIONS) {
            throw new InvalidInputException(
                    where + " has " + shape.size() + " dimensions; a matrix has two, a vector one, a number none");
        }
        if (shape.contains(0L)) {
            throw new InvalidInputException(where + " has the shape " + shown(shape) + ", so no numbers");
        }
        long count = 1;
        for (long length : shape.isEmpty() ? List.of(1L) : shape) {
            if (length > numbersLeft / count) {
                throw new InvalidInputException(where + " has the shape " + shown(shape) + ", but the arrays of a file"
                        + " can have at most " + MOST_NUMBERS + " numbers in all");
            }
            count *= length;
        }
        return (int) count;
    }

    private static Matrix matrix(
            ByteBuffer bytes, NpyType type, int rows, int columns, boolean fortranOrder, String where) {
        double[] values = new double[rows * columns];
        bytes.order(type.order());
        for (int k = 0; k < values.length; k++) {
            int row = fortranOrder ? k % rows : k / columns;
            int column = fortranOrder ? k / rows : k % columns;
            values[row * columns + column] =
                    type.isFloating() ? type.nextFloating(bytes) : whole(bytes, type, row, column, where);
        }
        return Matrix.of(rows, columns, values);
    }

    private static double whole(ByteBuffer bytes, NpyType type, int row, int column, String where) {
        long value = type.nextWhole(bytes);
        if (!type.isExact(value)) {
            throw new InvalidInputException(where + " has " + type.shown(value) + " in row " + (row + 1) + ", column "
                    + (column + 1) + "; float64 holds whole numbers exactly up to 2^53 only");
        }
        return value;
    }

    /** As Python writes it. */
    private static String shown(List<Long> shape) {
        String lengths = shape.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return "(" + lengths + (shape.size() == 1 ? ",)" : ")");
    }
}

package chalkline.data;

import chalkline.network.InvalidInputException;
import chalkline.network.Precision;
import chalkline.network.Sentences;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The type of an array's numbers.
 *
 * @param kind f for floating point, i for signed and u for unsigned whole numbers, b for truth values
 * @param size bytes a number
 * @param order of its bytes
 */
record NpyType(char kind, int size, ByteOrder order) {
    /** From here on float64 does not hold every whole number. */
    private static final long LARGEST_EXACT = 1L << 53;

    /**
     * The type of that description, as in "<f8".
     *
     * @param where file and array, for sentences
     * @throws InvalidInputException where it has no numbers that float64 can hold
     */
    static NpyType of(String description, String where) {
        if (description.matches("[<>][fiu][48]|[<>][iu]2|[|<>][iu]1|[|<>]b1")) {
            ByteOrder order = description.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            return new NpyType(description.charAt(1), description.charAt(2) - '0', order);
        }
        String kind = description.length() < 2 ? "" : description.substring(1, 2);
        throw new InvalidInputException(
                switch (kind) {
                    case "O" ->
                        where + " is an object array, which holds pickled Python objects: reading one can run any code."
                                + " Rows of different lengths make such an array";
                    case "U", "S", "a" -> where + " holds text, not numbers";
                    case "V" -> where + " is a structured array; plain numbers are needed";
                    default ->
                        where + " has the type " + Sentences.quoted(description)
                                + "; float32, float64, whole numbers and truth values can be read";
                });
    }

    Precision precision() {
        return kind == 'f' && size == Float.BYTES ? Precision.FLOAT32 : Precision.FLOAT64;
    }

    boolean isFloating() {
        return kind == 'f';
    }

    /** The next number of a floating-point type; NaN and infinities are numbers here. */
    double nextFloating(ByteBuffer bytes) {
        return size == Float.BYTES ? bytes.getFloat() : bytes.getDouble();
    }

    /** The next number of another type; an unsigned one of 64 bits may look negative. */
    long nextWhole(ByteBuffer bytes) {
        long value = switch (size) {
            case 1 -> bytes.get();
            case 2 -> bytes.getShort();
            case 4 -> bytes.getInt();
            default -> bytes.getLong();
        };
        return switch (kind) {
            case 'b' -> value == 0 ? 0 : 1;
            case 'u' -> size == Long.BYTES ? value : value & ((1L << 8 * size) - 1);
            default -> value;
        };
    }

    /** Whether float64 surely holds that whole number. */
    boolean isExact(long whole) {
        return whole <= LARGEST_EXACT && whole >= (kind == 'u' ? 0 : -LARGEST_EXACT);
    }

    /** The whole number in digits. */
    String shown(long whole) {
        return kind == 'u' ? Long.toUnsignedString(whole) : Long.toString(whole);
    }
}

package chalkline.dl4j;

import chalkline.files.Sentences;
import chalkline.network.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A vector in ND4J's binary format: the buffer of the shape, then the buffer of the data, each with the name of its
 * layout, its length and the name of its type, all big-endian. ND4J's own reader allocates what these say before it
 * looks for data; here nothing is allocated that the network does not need.
 */
final class SavedArray {
    /** More than the two headers take. */
    private static final int HEADERS = 256;

    private SavedArray() {}

    /** How many bytes a vector of this length may take. */
    static long largest(long length, DataType type) {
        return HEADERS + length * type.width();
    }

    static byte[] write(INDArray vector) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Nd4j.write(vector, out);
        }
        return bytes.toByteArray();
    }

    /** The type of the saved vector's elements. */
    static DataType type(byte[] bytes, String where) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            readShape(in, where);
            return readDataHeader(in, where).type;
        } catch (BufferUnderflowException e) {
            throw new InvalidInputException(where + " ends too early", e);
        }
    }

    /**
     * The vector, bit for bit.
     *
     * @param where the file and the entry, which begin every sentence
     * @throws InvalidInputException where the bytes are not a vector of this length and type
     */
    static INDArray read(byte[] bytes, long length, DataType type, String where) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            long shapeLength = readShape(in, where);
            Header data = readDataHeader(in, where);
            if (data.type != type) {
                throw new InvalidInputException(
                        where + " holds numbers of type " + data.type + " where the network needs " + type);
            }
            if (data.length != length || shapeLength != length) {
                throw new InvalidInputException(
                        where + " holds " + data.length + " numbers where the network needs " + length);
            }
            if (in.remaining() != length * type.width()) {
                throw new InvalidInputException(
                        where + " has " + in.remaining() + " bytes of numbers instead of " + length * type.width());
            }
            return type == DataType.DOUBLE ? doubles(in, (int) length) : floats(in, (int) length);
        } catch (BufferUnderflowException e) {
            throw new InvalidInputException(where + " ends too early", e);
        }
    }

    private static INDArray doubles(ByteBuffer in, int length) {
        double[] values = new double[length];
        in.asDoubleBuffer().get(values);
        return Nd4j.createFromArray(values);
    }

    private static INDArray floats(ByteBuffer in, int length) {
        float[] values = new float[length];
        in.asFloatBuffer().get(values);
        return Nd4j.createFromArray(values);
    }

    private record Header(long length, DataType type) {}

    /** The number of elements of a vector, or of a matrix of one row, whose elements stand one after the other. */
    private static long readShape(ByteBuffer in, String where) {
        Header header = readHeader(in, where);
        if (header.type != DataType.INT64 || header.length != 6 && header.length != 8) {
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

    private static Header readDataHeader(ByteBuffer in, String where) {
        Header header = readHeader(in, where);
        if (header.type != DataType.FLOAT && header.type != DataType.DOUBLE) {
            throw unknownType(header.type.toString(), where);
        }
        return header;
    }

    private static InvalidInputException unknownType(String type, String where) {
        return new InvalidInputException(
                where + " holds numbers of type " + Sentences.quoted(type) + "; only FLOAT and DOUBLE can be loaded");
    }

    private static Header readHeader(ByteBuffer in, String where) {
        String layout = readName(in);
        if (!layout.equals("MIXED_DATA_TYPES") && !layout.equals("LONG_SHAPE")) {
            throw new InvalidInputException(where + " has the layout " + Sentences.quoted(layout)
                    + ", which Deeplearning4j 1.0.0-M2.1 does not write");
        }
        long length = in.getLong();
        String type = readName(in);
        return switch (type) {
            case "LONG" -> new Header(length, DataType.INT64);
            case "FLOAT" -> new Header(length, DataType.FLOAT);
            case "DOUBLE" -> new Header(length, DataType.DOUBLE);
            default -> throw unknownType(type, where);
        };
    }

    private static String readName(ByteBuffer in) {
        byte[] name = new byte[Math.min(in.getShort() & 0xffff, in.remaining())];
        in.get(name);
        return new String(name, StandardCharsets.ISO_8859_1);
    }
}

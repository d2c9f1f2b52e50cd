package chalkline.dl4j;

import chalkline.modelzip.SavedArray;
import chalkline.network.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrices of the vocabulary as ND4J's arrays, and back. */
final class NdArrays {
    private static final int CHUNK = 256;

    private NdArrays() {}

    /** The matrix, row by row, in FLOAT (each entry cast) or DOUBLE. */
    static INDArray of(Matrix matrix, DataType type) {
        long[] shape = {matrix.rows(), matrix.columns()};
        // Made in its shape: a view of a vector costs as much again.
        return type == DataType.DOUBLE
                ? Nd4j.create(matrix.toArray(), shape, type)
                : Nd4j.create(floats(matrix.values(), type), shape, type);
    }

    /** The values as an array of rank 1, in FLOAT (each value cast) or DOUBLE. */
    static INDArray vector(double[] values, DataType type) {
        return type == DataType.DOUBLE ? Nd4j.createFromArray(values) : Nd4j.createFromArray(floats(values, type));
    }

    /** A saved vector, bit for bit. */
    static INDArray of(SavedArray saved) {
        ByteBuffer numbers = saved.numbers().duplicate();
        return switch (saved.precision()) {
            case FLOAT32 -> {
                float[] values = new float[saved.length()];
                numbers.asFloatBuffer().get(values);
                yield Nd4j.createFromArray(values);
            }
            case FLOAT64 -> {
                double[] values = new double[saved.length()];
                numbers.asDoubleBuffer().get(values);
                yield Nd4j.createFromArray(values);
            }
        };
    }

    /** The array as ND4J saves it. */
    static byte[] written(INDArray array) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            Nd4j.write(array, out);
        }
        return bytes.toByteArray();
    }

    /** Writes the matrix, row by row and each entry cast, over an array that {@link #of} made of one of its shape. */
    static void overwrite(INDArray array, Matrix matrix) {
        double[] values = matrix.values();
        if (array.dataType() == DataType.DOUBLE) {
            array.data().asNioDouble().put(values);
        } else {
            overwrite(array.data().asNioFloat(), values);
        }
        // Its memory is freed once nobody holds it.
        Reference.reachabilityFence(array);
    }

    /** In small parts, which leave hardly any garbage. */
    private static void overwrite(FloatBuffer buffer, double... values) {
        float[] floats = new float[Math.min(CHUNK, values.length)];
        for (int start = 0; start < values.length; start += floats.length) {
            int count = Math.min(floats.length, values.length - start);
            for (int k = 0; k < count; k++) {
                floats[k] = (float) values[start + k];
            }
            buffer.put(floats, 0, count);
        }
    }

    private static float[] floats(double[] values, DataType type) {
        if (type != DataType.FLOAT) {
            throw new IllegalArgumentException("data type " + type + " is neither FLOAT nor DOUBLE");
        }
        float[] floats = new float[values.length];
        for (int k = 0; k < values.length; k++) {
            floats[k] = (float) values[k];
        }
        return floats;
    }

    /** A copy of an array of rank 2, or of rank 1 as one row. */
    static Matrix matrix(INDArray array) {
        return ArraySnapshot.of(array).matrix();
    }

    /** A copy of the values row by row. */
    static double[] values(INDArray array) {
        return ArraySnapshot.of(array).rowByRow();
    }
}

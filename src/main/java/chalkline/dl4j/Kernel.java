package chalkline.dl4j;

import chalkline.files.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which native code computes: OpenBLAS and ND4J choose it by the processor, and their sums differ in the last bits. Neither
 * tells its choice, but products of fixed numbers do.
 */
final class Kernel {
    /** Wider than any register, and a multiple of none. */
    private static final int LENGTH = 331;

    private static final int ROWS = 37;
    private static final int COLUMNS = 29;

    private Kernel() {}

    /** "amd64, level 3, bits 5f3a0c11": the architecture, ND4J's level of instructions, the digest of some results. */
    static String name() {
        StringBuilder digests = new StringBuilder();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            INDArray left = numbers(type, ROWS, LENGTH);
            INDArray right = numbers(type, LENGTH, COLUMNS);
            append(digests, left.mmul(right));
            append(digests, left.getRow(0, true).mmul(right));
            append(digests, Transforms.exp(left, true));
            append(digests, left.sum(1));
        }
        return System.getProperty("os.arch") + ", level "
                + NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel() + ", bits "
                + Digests.sha256(digests.toString().getBytes(StandardCharsets.US_ASCII))
                        .substring(0, 8);
    }

    private static INDArray numbers(DataType type, int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int k = 0; k < values.length; k++) {
            // Between -1 and 1, and no short fraction.
            values[k] = (k * 0.6180339887498949) % 2 - 1;
        }
        return NdArrays.vector(values, type).reshape('c', rows, columns);
    }

    private static void append(StringBuilder digests, INDArray array) {
        double[] values = NdArrays.values(array);
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        digests.append(Digests.sha256(bytes.array()));
    }
}

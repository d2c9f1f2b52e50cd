package chalkline.dl4j;

import chalkline.files.Digests;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Which native code computes: OpenBLAS and ND4J choose it by the processor, and their sums differ in the last bits. OpenBLAS's
 * choice can be looked up; products of fixed numbers tell the rest.
 */
final class Kernel {
    /** Wider than any register, and a multiple of none. */
    private static final int LENGTH = 331;

    private static final int ROWS = 37;
    private static final int COLUMNS = 29;

    /** The kinds of processors for which OpenBLAS has such a table, by its names for them. */
    private static final List<String> CORES = List.of(
            "PRESCOTT",
            "CORE2",
            "NEHALEM",
            "SANDYBRIDGE",
            "HASWELL",
            "SKYLAKEX",
            "COOPERLAKE",
            "SAPPHIRERAPIDS",
            "ATOM",
            "BARCELONA",
            "BULLDOZER",
            "PILEDRIVER",
            "STEAMROLLER",
            "EXCAVATOR",
            "ZEN",
            "ARMV8",
            "CORTEXA53",
            "CORTEXA57",
            "NEOVERSEN1",
            "THUNDERX",
            "THUNDERX2T99",
            "VORTEX");

    private Kernel() {}

    /** "amd64, OpenBLAS HASWELL, level 3, bits 5f3a0c11": also ND4J's level of instructions, and the digest of some results. */
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
        return System.getProperty("os.arch") + blas() + ", level "
                + NativeOpsHolder.getInstance().getDeviceNativeOps().optimalLevel() + ", bits "
                + Digests.sha256(digests.toString().getBytes(StandardCharsets.US_ASCII))
                        .substring(0, 8);
    }

    /** OpenBLAS has a table of functions for each kind of processor; this is the one that it uses. */
    private static String blas() {
        Pointer chosen = Loader.addressof("gotoblas");
        if (chosen == null) {
            return "";
        }
        long table = new LongPointer(chosen).get();
        return CORES.stream()
                .filter(core -> {
                    Pointer known = Loader.addressof("gotoblas_" + core);
                    return known != null && known.address() == table;
                })
                .findFirst()
                .map(core -> ", OpenBLAS " + core)
                .orElse("");
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

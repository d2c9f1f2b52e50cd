package chalkline.direct;

import java.util.List;
import org.bytedeco.openblas.presets.openblas_nolapack;

/**
 * OpenBLAS would spread products of a small network's size over all processors, where they take longer, above all beside other
 * programs, and have other bits on a machine with more of them. Here they have one, unless the environment names a number.
 */
final class OneThread {
    private static final List<String> NAMES = List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS");

    static {
        if (NAMES.stream().allMatch(name -> System.getenv(name) == null)) {
            openblas_nolapack.blas_set_num_threads(1);
        }
    }

    private OneThread() {}

    /** Before the first product. */
    static void settle() {
        // Loading the class has done it.
    }
}

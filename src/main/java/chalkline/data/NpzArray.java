package chalkline.data;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import java.util.List;

/**
 * One array of an .npz file.
 *
 * @param precision what its numbers were held in; whole numbers, which float64 holds exactly, count as float64
 * @param shape as NumPy has it, none to two lengths: () is a single number
 * @param matrix its values: a single number is 1 × 1, a vector of n is 1 × n
 */
public record NpzArray(Precision precision, List<Integer> shape, Matrix matrix) {
    public NpzArray {
        shape = List.copyOf(shape);
    }
}

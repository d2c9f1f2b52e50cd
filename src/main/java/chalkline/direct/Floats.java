package chalkline.direct;

import chalkline.network.Matrix;

/** Between the vocabulary's matrices and arrays. */
final class Floats {
    private Floats() {}

    /** A copy of rows × columns entries, the rows so far apart. */
    static Matrix matrix(float[] array, int from, int rows, int columns, int stride) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = array[from + i * stride + j];
            }
        }
        return Matrix.owning(rows, columns, values);
    }

    /** Writes rows of the matrix into the array's first rows, which are so far apart. */
    static void load(Matrix from, int first, int rows, float[] array, int stride) {
        double[] values = from.values();
        int columns = from.columns();
        for (int i = 0; i < rows; i++) {
            int source = (first + i) * columns;
            for (int j = 0; j < columns; j++) {
                array[i * stride + j] = (float) values[source + j];
            }
        }
    }
}

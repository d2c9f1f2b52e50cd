package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Matrix;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays however they lie in memory: by rows, by columns, as parts of others, repeated, and longer than one block. */
class ArraySnapshotTest {
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE"})
    void everyOrderIsReadRowByRow(DataType type) {
        int rows = 161;
        int columns = 107;
        INDArray byRows = Nd4j.arange(rows * columns).castTo(type).reshape('c', rows, columns);
        INDArray part = Nd4j.create(type, new long[] {rows + 2, columns + 3}, 'f');
        INDArray within = part.get(NDArrayIndex.interval(1, rows + 1), NDArrayIndex.interval(2, columns + 2));
        within.assign(byRows);
        INDArray flat = Nd4j.create(type, 5 + rows * columns);
        INDArray weights =
                flat.get(NDArrayIndex.interval(5, 5 + rows * columns)).reshape('f', rows, columns);
        weights.assign(byRows);
        double[] expected = new double[rows * columns];
        for (int k = 0; k < expected.length; k++) {
            expected[k] = k;
        }
        Matrix matrix = Matrix.of(rows, columns, expected);
        for (INDArray array : new INDArray[] {
            byRows,
            byRows.dup('f'),
            within,
            weights,
            byRows.dup('f').transpose().dup('c').transpose()
        }) {
            assertThat(ArraySnapshot.of(array).matrix()).isEqualTo(matrix);
            assertThat(NdArrays.values(array)).isEqualTo(expected);
            assertThat(ArraySnapshot.of(array).holds(array)).isTrue();
            assertThat(ArraySnapshot.of(array).holds(array.transpose())).isFalse();
        }
        assertThat(ArraySnapshot.of(byRows.transpose()).matrix()).isEqualTo(matrix.transposed());
        assertThat(ArraySnapshot.of(Nd4j.createFromArray(1.5, 2.5)
                                .castTo(type)
                                .reshape(1, 2)
                                .broadcast(2, 2))
                        .matrix())
                .isEqualTo(Matrix.of(2, 2, 1.5, 2.5, 1.5, 2.5));
        assertThat(ArraySnapshot.of(weights).dividedBy(4).get(3, 2)).isEqualTo((3 * columns + 2) / 4.0);
        assertThat(ArraySnapshot.of(weights).holds(byRows.dup('f'))).isTrue();
        INDArray middle = byRows.reshape(rows * columns).get(NDArrayIndex.interval(columns, 2 * columns));
        assertThat(middle.rank()).isEqualTo(1);
        assertThat(NdArrays.values(middle)).isEqualTo(Arrays.copyOfRange(expected, columns, 2 * columns));
        assertThat(NdArrays.values(byRows.getColumn(1))).startsWith(1, columns + 1, 2 * columns + 1);
        ArraySnapshot before = ArraySnapshot.of(weights);
        weights.putScalar(160, 106, -1);
        assertThat(before.holds(weights)).isFalse();
    }
}

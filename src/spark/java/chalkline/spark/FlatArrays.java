package chalkline.spark;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of a model, or an array for each of them, one after the other in one array: what is sent.
 *
 * @param shapes arrays of the same names and shapes, in their order
 */
record FlatArrays(Map<StepId, Matrix> shapes) {

    double[] flat(Map<StepId, Matrix> arrays) {
        double[] flat =
                new double[shapes.values().stream().mapToInt(Matrix::size).sum()];
        int from = 0;
        for (StepId id : shapes.keySet()) {
            double[] values = arrays.get(id).toArray();
            System.arraycopy(values, 0, flat, from, values.length);
            from += values.length;
        }
        return flat;
    }

    Map<StepId, Matrix> named(double... flat) {
        Map<StepId, Matrix> named = new LinkedHashMap<>();
        int from = 0;
        for (Map.Entry<StepId, Matrix> each : shapes.entrySet()) {
            Matrix shape = each.getValue();
            double[] values = Arrays.copyOfRange(flat, from, from + shape.size());
            named.put(each.getKey(), Matrix.of(shape.rows(), shape.columns(), values));
            from += shape.size();
        }
        return named;
    }
}

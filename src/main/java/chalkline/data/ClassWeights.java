package chalkline.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How much each class counts in a loss. */
public final class ClassWeights {
    private ClassWeights() {}

    /**
     * Weights that give every class the same total, n / (k·nᵢ), with n training rows, k classes that occur
     * in them, and nᵢ rows of class i. The mean weight of a training row is 1. A class without training rows has 1.
     */
    public static List<Double> balanced(Table table, int... trainingRows) {
        int[] counts = new int[table.schema().classes().size()];
        for (int row : trainingRows) {
            counts[table.classOf(row)]++;
        }
        long occurring = Arrays.stream(counts).filter(count -> count > 0).count();
        return IntStream.of(counts)
                .mapToObj(count -> count == 0 ? 1.0 : (double) trainingRows.length / ((double) occurring * count))
                .toList();
    }
}

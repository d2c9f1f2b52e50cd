package chalkline.dl4j;

import chalkline.network.Matrix;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What passed through a training step, by the names of {@link chalkline.network.Step}. Everything is copied at once,
 * because Deeplearning4j works in place and reuses its workspaces.
 */
final class RecordedValues {
    private final BiConsumer<String, INDArray> witness;
    private final Map<String, Matrix> values = new HashMap<>();

    /** @param witness is shown every live array before it is copied */
    RecordedValues(BiConsumer<String, INDArray> witness) {
        this.witness = witness;
    }

    void take(String name, INDArray live) {
        witness.accept(name, live);
        take(name, NdArrays.matrix(live));
    }

    /**
     * Some values are computed more than once in a step, for the gradient and for the score: the first is kept. Where a later
     * one is another, what was made of it does not follow from the one kept, and deviates.
     */
    void take(String name, Matrix value) {
        values.putIfAbsent(name, value);
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value of that name as Deeplearning4j had it. */
    Matrix value(String name) {
        Matrix value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " did not pass through the step");
        }
        return value;
    }
}

package chalkline.dl4j;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What passed through a training step, Everything is copied at once,
 * because Deeplearning4j works in place and reuses its workspaces.
 */
final class RecordedValues {
    private final BiConsumer<StepId, INDArray> witness;
    private final Map<StepId, Matrix> values = new HashMap<>();

    /** @param witness is shown every live array before it is copied */
    RecordedValues(BiConsumer<StepId, INDArray> witness) {
        this.witness = witness;
    }

    void take(StepId id, INDArray live) {
        witness.accept(id, live);
        take(id, NdArrays.matrix(live));
    }

    /**
     * Some values are computed more than once in a step, for the gradient and for the score: the first is kept. Where a later
     * one is another, what was made of it does not follow from the one kept, and deviates.
     */
    void take(StepId id, Matrix value) {
        values.putIfAbsent(id, value);
    }

    boolean has(StepId id) {
        return values.containsKey(id);
    }

    /** The value of that step as Deeplearning4j had it. */
    Matrix value(StepId id) {
        Matrix value = values.get(id);
        if (value == null) {
            throw new IllegalStateException(id + " did not pass through the step");
        }
        return value;
    }
}

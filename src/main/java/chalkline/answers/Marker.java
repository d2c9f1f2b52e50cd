package chalkline.answers;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Marks sheets against the derivation, error carried forward.
 *
 * <p>An answer is right if it is the truth as far as it is written out. If it is not, it follows if it is what the formula
 * gives on some numbers that the person's own earlier answers stand for; f′ may be read at Z or in A. So a mistake costs what
 * it is worth, once. A zero that comes from nothing but zeros which earned nothing is empty.
 */
public final class Marker {
    private final Network network;
    private final Batch batch;
    private final Basis basis;

    /** @param parameters W and b of every layer by name */
    public Marker(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        this(new Exercise(network, batch, parameters));
    }

    /** For the sheets of an exercise. */
    public Marker(Exercise exercise) {
        this.network = exercise.network();
        this.batch = exercise.batch();
        this.basis = new Basis(exercise);
    }

    /** Every step that can be answered, with its true value; what the step starts from comes first. */
    public static Map<StepId, Matrix> steps(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        Map<StepId, Matrix> steps = new LinkedHashMap<>();
        Derivation.of(network, parameters)
                .truth(batch, parameters)
                .forEach((id, value) -> steps.put(id, value.toMatrix()));
        return steps;
    }

    /**
     * Marks a sheet.
     *
     * @param parameters W and b of every layer
     */
    public static MarkedSheet mark(Network network, Batch batch, Map<StepId, Matrix> parameters, AnswerSheet sheet) {
        return new Marker(network, batch, parameters).mark(sheet);
    }

    /** Marks a sheet. */
    public MarkedSheet mark(AnswerSheet sheet) {
        return new Marking(
                        basis,
                        sheet,
                        sheet.precision().orElse(network.precision()),
                        new MistakeExplanations(network, batch.size()))
                .mark();
    }
}

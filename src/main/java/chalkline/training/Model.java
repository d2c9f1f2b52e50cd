package chalkline.training;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A network built by an engine: it can be trained, recorded and saved, and it predicts. */
public interface Model {

    /**
     * Takes one training step on the batch. Random numbers of a step, as for dropout, depend only on the network's seed and the
     * number of steps before it, so a restored model goes on as if it had never stopped.
     *
     * @return the mean loss of the batch's examples before the update
     */
    double fit(Batch batch);

    /** The same step as {@link #fit}, bit for bit, and measures it, which takes a little longer. */
    Measured fitMeasured(Batch batch);

    /**
     * The first half of {@link #fit}: the gradient of these examples' losses, neither regularised nor clipped. Nothing but what
     * the step draws is drawn, and nothing is changed.
     *
     * @throws UnsupportedOperationException where the engine takes its steps whole
     */
    default GradientSum gradient(Batch batch) {
        throw new UnsupportedOperationException("the engine takes its steps whole");
    }

    /**
     * The second half: the step on the batch that has this gradient. {@code step(gradient(batch))} leaves the bits of {@code
     * fit(batch)}; a sum over parts of the batch leaves them to the rounding of that sum.
     *
     * @throws IllegalArgumentException where its arrays are not the model's, with the first that differs
     * @throws UnsupportedOperationException where the engine takes its steps whole
     */
    default Measured step(GradientSum sum) {
        throw new UnsupportedOperationException("the engine takes its steps whole");
    }

    /**
     * A step with the size of its gradient and of its update.
     *
     * @param loss the mean loss of the batch's examples before the update
     * @param gradientNorms √Σg² of the gradient of that loss for each parameter by name ("W1", "b1", …), before it is
     *     regularised or clipped
     * @param updateNorms √Σu² of what was subtracted from each parameter, before its constraints
     */
    record Measured(double loss, Map<String, Double> gradientNorms, Map<String, Double> updateNorms) {
        public Measured {
            gradientNorms = Collections.unmodifiableMap(new LinkedHashMap<>(gradientNorms));
            updateNorms = Collections.unmodifiableMap(new LinkedHashMap<>(updateNorms));
        }
    }

    /** √Σw² of each parameter by name ("W1", "b1", …). */
    Map<String, Double> parameterNorms();

    /**
     * The outputs, N × outputs, for features, N × inputs; NaN for a row with a feature that the model's precision cannot hold.
     * Nothing is changed.
     */
    Matrix predict(Matrix features);

    /**
     * {@link #predict} for one more thread, with the same bits: it reads this model's own parameters and works in arrays of its own,
     * so that what it adds is as large as the activations of its rows. Whoever trains or restores the model meanwhile changes what it
     * gives.
     */
    UnaryOperator<Matrix> forward();

    /** An independent copy. */
    Model copy();

    /** The mean loss of the batch's examples; nothing is changed. */
    double loss(Batch batch);

    /** Records on a copy what {@link #fit} would do with the batch; this model is not changed. */
    Recording record(Batch batch);

    /**
     * Records the same step, but updated by this gradient, as {@link #step} does: the batch's, as others worked it out.
     *
     * @throws IllegalArgumentException where its arrays are not the model's, with the first that differs
     * @throws UnsupportedOperationException where the engine takes its steps whole
     */
    default Recording record(Batch batch, GradientSum gradient) {
        throw new UnsupportedOperationException("the engine takes its steps whole");
    }

    /**
     * Everything that later steps depend on.
     *
     * @throws chalkline.network.InvalidInputException where the model has an array that there is no name for
     */
    State state();

    /**
     * Puts back a state of a model of the same network, be it another engine's.
     *
     * @throws IllegalArgumentException where its arrays are not the model's, with the first that differs
     */
    void restore(State state);

    /** Describes the model: layers, updater, and the conventions of its numbers. */
    Inspection inspect();

    /**
     * Writes the model to the file. The file then holds either the whole new model or, after a failure, all it held before.
     *
     * @param entries further entries of the file: name to content
     */
    void save(Path file, Map<String, byte[]> entries);

    /**
     * As {@link #save}, but inspects the new file before it replaces the old one, and keeps the old one. If the bytes are equal,
     * nothing is changed.
     *
     * @param inspection gets the complete new file; if it throws, nothing is changed
     * @param previous where an old file is kept; in the same folder
     */
    void replace(Path file, Map<String, byte[]> entries, Consumer<Path> inspection, Path previous);

    /** Ends an epoch: schedules and the saved model use the count. */
    void endEpoch();

    /**
     * The network as the model's own configuration describes it, with the current parameters.
     *
     * @param shownName what messages call the model: its file
     * @throws chalkline.network.InvalidInputException if something in it is not covered
     */
    Network network(String shownName);
}

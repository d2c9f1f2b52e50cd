package chalkline.training;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import java.nio.file.Path;
import java.util.Map;

/** A network that an engine has built: it can be trained, asked, recorded and saved. */
public interface Model {

    /**
     * One training step on the batch.
     *
     * @return the mean loss of the batch's examples before the update
     */
    double fit(Batch batch);

    /** The outputs, N × outputs, for features, N × inputs. Nothing is changed. */
    Matrix predict(Matrix features);

    /** The same model, apart from this one: what is done with either does not touch the other. */
    Model copy();

    /** The mean loss of the batch's examples; nothing is changed. */
    double loss(Batch batch);

    /** What {@link #fit} would do with the batch, recorded on a copy; nothing is changed. */
    Recording record(Batch batch);

    /** Everything that later steps depend on. */
    State state();

    /** Puts back a state of a model of the same network. */
    void restore(State state);

    /** What the model is: layers, updater, and the conventions that its numbers follow. */
    Inspection inspect();

    /**
     * Writes the model to the file, which afterwards holds either all of the new model or all of what it held before.
     *
     * @param entries further entries of the file: name to content
     */
    void save(Path file, Map<String, byte[]> entries);

    /** Counts an epoch as ended: schedules and the saved model go by it. */
    void endEpoch();

    /**
     * The network as the model's own configuration describes it, with the current parameters.
     *
     * @param shownName what messages call the model: its file
     * @throws chalkline.network.InvalidInputException where the vocabulary has no word for something in it
     */
    Network network(String shownName);
}

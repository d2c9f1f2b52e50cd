package chalkline.training;

import chalkline.config.Configuration;
import chalkline.data.MiniBatches;
import chalkline.data.Schema;
import chalkline.data.Split;
import chalkline.data.Table;
import chalkline.files.FileFailure;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import chalkline.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A configuration with its data: everything that training needs besides an engine. */
public final class Job {
    private final Configuration configuration;
    private final Network network;
    private final JobData data;

    private Job(Configuration configuration, Network network, JobData data) {
        this.configuration = configuration;
        this.network = network;
        this.data = data;
    }

    /**
     * Reads the data, splits it, and prepares it by its training rows.
     *
     * @throws chalkline.network.InvalidInputException where the data cannot be used, or the network does not fit it
     */
    public static Job prepare(Configuration configuration) {
        JobData data = JobData.of(configuration);
        Schema schema = data.table().schema();
        Network network = configuration.toNetwork(schema.inputs(), schema.outputs());
        return new Job(
                configuration,
                data.classWeights()
                        .map(weights -> network.with(weighted(configuration, network.loss(), weights)))
                        .orElse(network),
                data);
    }

    /** Only of cross entropy is an output's weight that of the examples of its class, −Σ w·y·ln a with one-hot y. */
    private static Loss weighted(Configuration configuration, Loss loss, List<Double> weights) {
        if (loss.kind() != Loss.Kind.MCXENT) {
            throw configuration.refusal("data.class-weights", "need the loss mcxent, not " + loss.label());
        }
        if (loss.weights().isPresent()) {
            throw configuration.refusal(
                    "data.class-weights", "the loss has weights of its own: leave one of the two out");
        }
        return new Loss(loss.kind(), Optional.of(weights));
    }

    /** What was asked for. */
    public Configuration configuration() {
        return configuration;
    }

    /** The network, with the widths that the data has, and the weights of its classes in the loss. */
    public Network network() {
        return network;
    }

    /** All rows, prepared: those of the training file, then those of validation and test files. */
    public Table table() {
        return data.table();
    }

    /** Which rows are trained on. */
    public Split split() {
        return data.split();
    }

    /** What the model file needs to carry. */
    public Preprocessing preprocessing() {
        return data.preprocessing();
    }

    /** The files that the data was read from, with the digests of their content. */
    public List<ModelRecord.DataFile> dataFiles() {
        return data.files();
    }

    /** The rows of each mini-batch of an epoch, counted from 0: the same for the same seed. */
    public List<int[]> batches(long epoch) {
        return MiniBatches.of(split().train(), configuration.training().batchSize(), configuration.seed(), epoch);
    }

    /** The first mini-batch that training draws. */
    public Batch firstBatch() {
        return table().batch(batches(0).get(0));
    }

    /**
     * The first rows of another file, as many as a mini-batch, with the same columns and the same normalisation.
     *
     * @throws chalkline.network.InvalidInputException where the file does not have the columns
     */
    public Batch firstBatchOf(Path csv) {
        Table other = preprocessing().read(csv, true);
        int rows = Math.min(configuration.training().batchSize(), other.rows());
        return other.batch(IntStream.range(0, rows).toArray());
    }

    /**
     * Makes the model file's directory and sees that a file can be written there: nobody should learn only after hours of
     * training that it cannot. What the file holds already stays as it is.
     *
     * @throws chalkline.network.InvalidInputException where it cannot
     */
    public void requireModelPlace() {
        Path model = configuration.model();
        try {
            Path place = Files.exists(model) ? model.toRealPath() : model.toAbsolutePath();
            if (Files.isDirectory(place)) {
                throw new InvalidInputException(model + ": the model cannot be saved here: it is a directory");
            }
            Files.createDirectories(place.getParent());
            Files.delete(Files.createTempFile(place.getParent(), ".chalkline-", ".tmp"));
        } catch (IOException e) {
            throw FileFailure.of(model, "the model cannot be saved here", e);
        }
    }

    /**
     * How good the model is on these rows.
     *
     * @param rows of {@link #table}, at least one
     */
    public Evaluation evaluate(Model model, int... rows) {
        return preprocessing().evaluate(model, table(), rows);
    }

    /** The mean loss of these rows, taken a mini-batch at a time; NaN without rows. */
    public double loss(Model model, int... rows) {
        int size = configuration.training().batchSize();
        double sum = 0;
        for (int from = 0; from < rows.length; from += size) {
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + size));
            sum += model.loss(table().batch(chunk)) * chunk.length;
        }
        return sum / rows.length;
    }
}

package chalkline.training;

import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.data.MiniBatches;
import chalkline.data.Normalizer;
import chalkline.data.Split;
import chalkline.data.Table;
import chalkline.files.FileFailure;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A configuration with its data: everything that training needs besides an engine. */
public final class Job {
    private final Configuration configuration;
    private final Network network;
    private final Table table;
    private final Split split;
    private final Preprocessing preprocessing;

    private Job(Configuration configuration, Network network, Table table, Split split, Preprocessing preprocessing) {
        this.configuration = configuration;
        this.network = network;
        this.table = table;
        this.split = split;
        this.preprocessing = preprocessing;
    }

    /**
     * Reads the data, splits it, and normalises it by its training rows.
     *
     * @throws chalkline.network.InvalidInputException where the data cannot be used, or the network does not fit it
     */
    public static Job prepare(Configuration configuration) {
        Table table = read(configuration.data().train());
        Network network =
                configuration.toNetwork(table.schema().inputs(), table.schema().outputs());
        DataSpec.Split fractions = configuration.data().split();
        Split split = Split.of(table, fractions.validation(), fractions.test(), configuration.seed());
        Normalizer normalizer = Normalizer.fit(kind(configuration.data().normalization()), table, split.train());
        return new Job(
                configuration, network, normalizer.apply(table), split, new Preprocessing(table.schema(), normalizer));
    }

    private static Table read(DataSpec.Source source) {
        if (source instanceof DataSpec.Csv csv) {
            return Table.readCsv(csv.file(), csv.file().toString(), csv.labels());
        }
        DataSpec.Inline inline = (DataSpec.Inline) source;
        return Table.inline(inline.x(), inline.y(), inline.mask());
    }

    private static Normalizer.Kind kind(DataSpec.Normalization normalization) {
        return switch (normalization) {
            case NONE -> Normalizer.Kind.NONE;
            case STANDARDIZE -> Normalizer.Kind.STANDARDIZE;
        };
    }

    /** What was asked for. */
    public Configuration configuration() {
        return configuration;
    }

    /** The network, with the widths that the data has. */
    public Network network() {
        return network;
    }

    /** All rows, normalised. */
    public Table table() {
        return table;
    }

    /** Which rows are trained on. */
    public Split split() {
        return split;
    }

    /** What the model file needs to carry. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** The rows of each mini-batch of an epoch, counted from 0: the same for the same seed. */
    public List<int[]> batches(long epoch) {
        return MiniBatches.of(split.train(), configuration.training().batchSize(), configuration.seed(), epoch);
    }

    /** The first mini-batch that training draws. */
    public Batch firstBatch() {
        return table.batch(batches(0).get(0));
    }

    /**
     * The first rows of another file, as many as a mini-batch, with the same columns and the same normalisation.
     *
     * @throws chalkline.network.InvalidInputException where the file does not have the columns
     */
    public Batch firstBatchOf(Path csv) {
        Table other =
                preprocessing.normalizer().apply(Table.readCsv(csv, csv.toString(), preprocessing.schema(), true));
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

    /** The mean loss of these rows, taken a mini-batch at a time; NaN without rows. */
    public double loss(Model model, int... rows) {
        int size = configuration.training().batchSize();
        double sum = 0;
        for (int from = 0; from < rows.length; from += size) {
            int[] chunk = Arrays.copyOfRange(rows, from, Math.min(rows.length, from + size));
            sum += model.loss(table.batch(chunk)) * chunk.length;
        }
        return sum / rows.length;
    }
}

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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A configuration with its data: everything that training needs besides an engine. */
public final class Job {
    private final Configuration configuration;
    private final Network network;
    private final Table table;
    private final Split split;
    private final Preprocessing preprocessing;
    private final String dataSha256;
    /** The mini-batches of every epoch, where they are not drawn. */
    private final Optional<List<int[]>> fixed;

    private Job(
            Configuration configuration,
            Network network,
            Table table,
            Split split,
            Preprocessing preprocessing,
            String dataSha256,
            Optional<List<int[]>> fixed) {
        this.configuration = configuration;
        this.network = network;
        this.table = table;
        this.split = split;
        this.preprocessing = preprocessing;
        this.dataSha256 = dataSha256;
        this.fixed = fixed;
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
        if (configuration.training().earlyStopping().isPresent() && split.validation().length == 0) {
            throw configuration.problem(
                    "training.early-stopping", "needs rows to watch; write, for example, data.split.validation: 0.2");
        }
        return new Job(
                configuration,
                network,
                normalizer.apply(table),
                split,
                new Preprocessing(table.schema(), normalizer),
                configuration.data().file().map(Job::sha256).orElse(""),
                Optional.empty());
    }

    private static Table read(DataSpec.Source source) {
        if (source instanceof DataSpec.Csv csv) {
            return Table.readCsv(csv.file(), csv.file().toString(), csv.labels());
        }
        DataSpec.Inline inline = (DataSpec.Inline) source;
        return Table.inline(inline.x(), inline.y());
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
        return fixed.orElseGet(
                () -> MiniBatches.of(split.train(), configuration.training().batchSize(), configuration.seed(), epoch));
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

    /** The rows that a trained model is judged by: those for the test, or else those that it was trained on. */
    public int[] judgedRows() {
        int[] test = split.test();
        return test.length > 0 ? test : split.train();
    }

    /**
     * All rows as another model takes them.
     *
     * @throws chalkline.network.InvalidInputException where they do not fit that model
     */
    Table tableFor(SavedModel other) {
        if (configuration.data().train() instanceof DataSpec.Csv csv) {
            return other.read(csv.file(), true);
        }
        Table plain = read(configuration.data().train());
        Preprocessing theirs = other.preprocessing()
                .filter(known -> known.schema().equals(plain.schema()))
                .orElseThrow(() -> new InvalidInputException(
                        other.shownName() + ": was not trained on columns such as those of x and y"));
        return theirs.normalizer().apply(plain);
    }

    /**
     * Sees that the model file can be written: nobody should learn only after hours of training that it cannot. Nothing
     * stays behind, and what the file holds already stays as it is.
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
            Path directory = place.getParent();
            while (!Files.exists(directory)) {
                directory = directory.getParent();
            }
            if (!Files.isDirectory(directory)) {
                throw new FileAlreadyExistsException(directory.toString());
            }
            Files.delete(Files.createTempFile(directory, ".chalkline-", ".tmp"));
        } catch (IOException e) {
            throw FileFailure.of(model, "the model cannot be saved here", e);
        }
    }

    /**
     * This job on its first mini-batches alone, the same in every epoch and nothing held back: a network that cannot learn a
     * few batches by heart has a mistake in it. Nothing of such a trial is saved.
     *
     * @param batches at least 1; where there are fewer, all of them
     */
    public Job overfitting(int batches) {
        List<int[]> first = batches(0);
        List<int[]> few = first.subList(0, Math.min(batches, first.size()));
        int[] rows = few.stream().flatMapToInt(Arrays::stream).toArray();
        Split all = new Split(rows, new int[0], new int[0]);
        return new Job(configuration, network, table, all, preprocessing, dataSha256, Optional.of(List.copyOf(few)));
    }

    /** Whether this is a trial, of which nothing is saved. */
    public boolean isTrial() {
        return fixed.isPresent();
    }

    /** SHA-256 of the data's file, in hexadecimal digits; empty where the configuration itself has the data. */
    public String dataSha256() {
        return dataSha256;
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
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

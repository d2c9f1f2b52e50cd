package chalkline.training;

import chalkline.check.KnownDifference;
import chalkline.check.LabelFindings;
import chalkline.config.Configuration;
import chalkline.config.DataSpec;
import chalkline.config.NetworkSpec;
import chalkline.data.DataSplit;
import chalkline.data.InferredSchema;
import chalkline.data.MiniBatches;
import chalkline.data.Schema;
import chalkline.data.Table;
import chalkline.files.AtomicFile;
import chalkline.files.Digests;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import chalkline.network.Network;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** A configuration with its data: everything that training needs besides an engine. */
public final class Job {
    private final Configuration configuration;
    private final Network network;
    private final JobData data;
    private final Optional<ModelRecord.DataFile> networkFile;
    /** The mini-batches of every epoch, if they are fixed rather than drawn. */
    private final Optional<List<int[]>> fixed;

    private Job(
            Configuration configuration,
            Network network,
            JobData data,
            Optional<ModelRecord.DataFile> networkFile,
            Optional<List<int[]>> fixed) {
        this.configuration = configuration;
        this.network = network;
        this.data = data;
        this.networkFile = networkFile;
        this.fixed = fixed;
    }

    /**
     * Reads the data, splits it, and fits its preparation on the training rows.
     *
     * @throws chalkline.network.InvalidInputException where the data cannot be used, or the network does not fit it
     * @throws IllegalStateException where a file has the network
     */
    public static Job prepare(Configuration configuration) {
        return prepare(configuration, () -> {
            throw new IllegalStateException("an engine is needed to read " + configuration.file() + "'s network");
        });
    }

    /**
     * As {@link #prepare(Configuration)}, also for a network from a file. {@link #configuration} then has the file's seed and
     * precision, unless the configuration gives its own.
     *
     * @param engine is asked for only where a file has the network, or the check accepts known differences
     * @throws chalkline.network.InvalidInputException where the data or the network's file cannot be used, or they do not fit
     */
    public static Job prepare(Configuration configuration, Supplier<? extends Engine> engine) {
        return prepare(configuration, engine, TableFiles.HERE);
    }

    /**
     * The same with a training file that is read elsewhere.
     *
     * @param tables reads it
     */
    public static Job prepare(Configuration configuration, Supplier<? extends Engine> engine, TableFiles tables) {
        Optional<NetworkSpec.NetworkFile> from = configuration.network().from();
        Optional<ReadFiles> reading =
                from.map(known -> ReadFiles.watched(() -> List.of(known.file()), configuration.directory()));
        if (!configuration.known().isEmpty()) {
            List<String> ids = engine.get().knownDifferences().entries().stream()
                    .map(KnownDifference::id)
                    .toList();
            // An engine without any has nothing to accept.
            if (!ids.isEmpty()) {
                configuration.requireKnown(ids);
            }
        }
        Optional<Network> ofFile = from.map(known -> read(configuration, known, engine.get()));
        Optional<ModelRecord.DataFile> file = reading.map(files -> files.unchanged()
                .orElseThrow(() -> configuration.problem("network.from", "was changed while it was read; train again"))
                .get(0));
        return prepare(ofFile.map(configuration::with).orElse(configuration), ofFile, file, tables);
    }

    private static Network read(Configuration configuration, NetworkSpec.NetworkFile from, Engine engine) {
        try {
            return engine.network(
                    from.file(),
                    from.ownSeed() ? OptionalLong.empty() : OptionalLong.of(configuration.seed()),
                    from.ownPrecision() ? Optional.empty() : Optional.of(configuration.precision()));
        } catch (InvalidInputException e) {
            throw configuration.problem("network.from", String.join("; ", e.problems()));
        }
    }

    private static Job prepare(
            Configuration configuration,
            Optional<Network> ofFile,
            Optional<ModelRecord.DataFile> networkFile,
            TableFiles tables) {
        JobData data = JobData.of(configuration, labelUse(configuration, ofFile), tables);
        if (configuration.training().earlyStopping().isPresent() && data.split().validation().length == 0) {
            throw configuration.problem(
                    "training.early-stopping", "needs rows to watch; write, for example, data.split.validation: 0.2");
        }
        Schema schema = data.table().schema();
        Network network = ofFile.map(read -> configuration.toNetwork(read, schema.inputs(), schema.outputs()))
                .orElseGet(() -> configuration.toNetwork(schema.inputs(), schema.outputs()));
        Job job = new Job(
                configuration,
                data.classWeights()
                        .map(weights -> network.with(weighted(configuration, network.loss(), weights)))
                        .orElse(network),
                data,
                networkFile,
                Optional.empty());
        CrossValidation.require(job);
        return job;
    }

    /** Cross entropy names classes; squared and absolute errors of an output without bounds have a scale. */
    private static JobData.LabelUse labelUse(Configuration configuration, Optional<Network> ofFile) {
        Optional<Loss> loss = ofFile.map(Network::loss).or(configuration.network()::loss);
        boolean names = loss.map(Loss::kind).equals(Optional.of(Loss.Kind.MCXENT));
        boolean scaled = ofFile.isEmpty()
                && loss.filter(each -> each.kind().isError() && each.weights().isEmpty())
                        .isPresent()
                && configuration.network().drawsAllParameters()
                && configuration.network().outputActivation().kind() == Activation.Kind.IDENTITY;
        return new JobData.LabelUse(names, scaled);
    }

    /** Only for cross entropy with one-hot y, −Σ w·y·ln a, is the weight of an output the weight of a class's examples. */
    private static Loss weighted(Configuration configuration, Loss loss, List<Double> weights) {
        if (loss.kind() != Loss.Kind.MCXENT) {
            throw configuration.problem("data.class-weights", "need the loss mcxent, not " + loss.label());
        }
        if (loss.weights().isPresent()) {
            throw configuration.problem(
                    "data.class-weights", "the loss has weights of its own: leave one of the two out");
        }
        return loss.weighted(weights);
    }

    /** The configuration. */
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
    public DataSplit split() {
        return data.split();
    }

    /** The preparation of the data, which travels in the model file. */
    public Preprocessing preprocessing() {
        return data.preprocessing();
    }

    /** The schema inferred from the training file; empty where the configuration has the data. */
    public Optional<InferredSchema> inferred() {
        return data.inferred();
    }

    /** The files that the data was read from, with the digests of their content. */
    public List<ModelRecord.DataFile> dataFiles() {
        return data.files();
    }

    /** The file that the network was read from, where there is one. */
    public Optional<ModelRecord.DataFile> networkFile() {
        return networkFile;
    }

    /** The rows of each mini-batch of an epoch, counted from 0: the same for the same seed. */
    public List<int[]> batches(long epoch) {
        return fixed.orElseGet(() -> {
            int size = configuration.training().batchSize();
            return configuration.training().shuffle()
                    ? MiniBatches.of(split().train(), size, configuration.seed(), epoch)
                    : MiniBatches.inOrder(split().train(), size);
        });
    }

    /** Each mini-batch of an epoch, counted from 0, one at a time. */
    public Iterable<Batch> miniBatches(long epoch) {
        return () -> batches(epoch).stream().map(rows -> table().batch(rows)).iterator();
    }

    /** The first mini-batch that training draws. */
    public Batch firstBatch() {
        return table().batch(batches(0).get(0));
    }

    /** The first mini-batch that training draws, of the rows of the training file. */
    public Sample sample() {
        return new Sample(firstBatch(), labels());
    }

    /** Findings about the labels of the training file. */
    LabelFindings labels() {
        return Sample.labels(network, table(), data.trainingRows());
    }

    /**
     * The first rows of another file, as many as a mini-batch, with the same columns and the same normalisation.
     *
     * @throws chalkline.network.InvalidInputException where the file does not have the columns
     */
    public Sample sampleOf(Path csv) {
        return Sample.first(
                network,
                preprocessing().read(csv, preprocessing().labelled()),
                configuration.training().batchSize());
    }

    /** The rows that a trained model is evaluated on: the test rows if there are any, else the training rows. */
    public int[] judgedRows() {
        int[] rows = split().test().length > 0 ? split().test() : split().train();
        // Masked rows have no label.
        return Arrays.stream(rows).filter(table()::isWhole).toArray();
    }

    /**
     * All rows, prepared for another model. Rows that it cannot read are {@link Table#unusable}.
     *
     * @throws chalkline.network.InvalidInputException if it can read none of them
     */
    Table tableFor(SavedModel other) {
        if (configuration.data().train() instanceof DataSpec.Csv csv) {
            return configuration.data().files().stream()
                    .map(file -> other.read(file, preprocessing().format(), csv.dropUnlabelled()))
                    .reduce(Table::and)
                    .orElseThrow();
        }
        Table plain = JobData.inline((DataSpec.Inline) configuration.data().train());
        return other.preprocessing()
                .filter(known -> known.schema().equals(plain.schema()))
                .orElseThrow(() -> new InvalidInputException(
                        other.shownName() + ": was not trained on columns such as those of x and y"))
                .prepare(plain);
    }

    /** Where a replaced model is kept: {@code iris.previous.zip} beside {@code iris.zip}. */
    Path previousModel() {
        Path model = configuration.model();
        String name = model.getFileName().toString();
        return model.resolveSibling(name.substring(0, name.length() - ".zip".length()) + ".previous.zip");
    }

    /**
     * Checks that the model file can be written, so that training for hours does not end with a failure to save. Leaves no
     * trace and does not change an existing file.
     *
     * @throws chalkline.network.InvalidInputException where it cannot
     */
    public void requireModelPlace() {
        AtomicFile.requireReplaceable(configuration.model(), previousModel(), "the model cannot be saved here");
    }

    /**
     * How good the model is on these rows.
     *
     * @param rows of {@link #table}, at least one
     */
    public ModelEvaluation evaluate(Model model, int... rows) {
        return preprocessing().evaluate(model, table(), rows);
    }

    /**
     * This job on only its first mini-batches, the same in every epoch, with no held-out rows: a network that cannot memorise a
     * few batches has a mistake in it. Nothing of such a trial is saved.
     *
     * @param batches at least 1; where there are fewer, all of them
     */
    public Job overfitting(int batches) {
        List<int[]> first = batches(0);
        List<int[]> few = first.subList(0, Math.min(batches, first.size()));
        int[] rows = few.stream().flatMapToInt(Arrays::stream).toArray();
        DataSplit all = new DataSplit(rows, new int[0], new int[0]);
        return new Job(configuration, network, data.with(all), networkFile, Optional.of(List.copyOf(few)));
    }

    /** This job on other rows of the same data, prepared by what its training rows are like. */
    Job fold(DataSplit split) {
        JobData other = data.fold(configuration, split);
        Network fresh = other.classWeights()
                .map(weights -> network.with(network.loss().weighted(weights)))
                .orElse(network);
        return new Job(configuration, fresh, other, networkFile, fixed);
    }

    /** How many rows the training file has: the first ones of the table. */
    int trainingRows() {
        return data.trainingRows();
    }

    /** Whether this is a trial, which saves nothing. */
    public boolean isTrial() {
        return fixed.isPresent();
    }

    /**
     * SHA-256 of the data's file, in hexadecimal digits; of several files' digests, one after the other; empty where the
     * configuration itself has the data.
     */
    public String dataSha256() {
        List<String> digests =
                data.files().stream().map(ModelRecord.DataFile::sha256).toList();
        return digests.size() < 2
                ? String.join("", digests)
                : Digests.sha256(String.join("", digests).getBytes(StandardCharsets.US_ASCII));
    }

    /** The mean loss of these rows, computed in mini-batches; NaN without rows. */
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

package chalkline.dl4j;

import chalkline.modelzip.JsonNetworkReader;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.training.GradientSum;
import chalkline.training.Inspection;
import chalkline.training.Model;
import chalkline.training.Recording;
import chalkline.training.State;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A network of Deeplearning4j, trained by its own {@code fit}. */
public final class Dl4jModel implements Model {
    /** 2^64 over the golden ratio, and in {@link #reseed} the constants of SplitMix64: neighbours become strangers. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final MultiLayerNetwork network;
    private final DataSets dataSets;

    private Dl4jModel(MultiLayerNetwork network) {
        this.network = network;
        this.dataSets = new DataSets(network);
    }

    /** The model of an initialised network, which it changes when it is trained or restored. */
    public static Dl4jModel of(MultiLayerNetwork network) {
        Dl4j.useOneThread();
        return new Dl4jModel(network);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the batch is not as wide as the network
     */
    @Override
    public double fit(Batch batch) {
        DataSet data = dataSets.next(batch);
        reseed();
        double regularisation = network.calcRegularizationScore(true);
        network.fit(data);
        return meanLoss(network.score(), regularisation, batch.size());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the batch is not as wide as the network
     */
    @Override
    public Measured fitMeasured(Batch batch) {
        Map<String, Double> gradients = new LinkedHashMap<>();
        Map<String, Double> updates = new LinkedHashMap<>();
        Collection<TrainingListener> before = List.copyOf(network.getListeners());
        network.addListeners(new BaseTrainingListener() {
            @Override
            public void onGradientCalculation(org.deeplearning4j.nn.api.Model model) {
                gradients.putAll(norms(model.gradient().gradientForVariable(), batch.size()));
            }

            @Override
            public void iterationDone(org.deeplearning4j.nn.api.Model model, int iteration, int epoch) {
                // The updater makes the update of the gradient in place.
                updates.putAll(norms(model.gradient().gradientForVariable(), 1));
            }
        });
        try {
            return new Measured(fit(batch), gradients, updates);
        } finally {
            network.setListeners(before);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the batch is not as wide as the network
     */
    @Override
    public GradientSum gradient(Batch batch) {
        // The number of threads is set for the thread that asks.
        Dl4j.useOneThread();
        DataSet data = dataSets.next(batch);
        reseed();
        return new SplitStep(network).gradient(data);
    }

    @Override
    public Measured step(GradientSum sum) {
        Map<String, Double> gradients = new LinkedHashMap<>();
        sum.arrays().forEach((id, array) -> gradients.put(id.toString(), array.norm() / sum.examples()));
        Map<String, Double> updates = norms(new SplitStep(network).update(sum), 1);
        return new Measured(sum.loss() / sum.examples(), gradients, updates);
    }

    @Override
    public Map<String, Double> parameterNorms() {
        return norms(network.paramTable(), 1);
    }

    /** √Σv² of each array by the name it has in a trace, layer by layer. */
    private static Map<String, Double> norms(Map<String, INDArray> arrays, double divisor) {
        Map<String, Double> norms =
                new TreeMap<>(Comparator.comparing((String name) -> Integer.parseInt(name.replaceAll("\\D", "")))
                        .thenComparing(Comparator.naturalOrder()));
        arrays.forEach((key, array) -> {
            int separator = key.indexOf('_');
            int layer = Integer.parseInt(key.substring(0, separator)) + 1;
            norms.put(
                    key.substring(separator + 1) + layer, NdArrays.matrix(array).norm() / divisor);
        });
        return norms;
    }

    /**
     * Makes what dropout draws in the next step a function of the network's seed and of that step's number. ND4J has one
     * random generator for everything, and no model file holds its state.
     */
    private void reseed() {
        long seed = network.getLayerWiseConfigurations().getConf(0).getSeed();
        long mixed = seed + (network.getIterationCount() + 1L) * GOLDEN;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        Nd4j.getRandom().setSeed(mixed ^ (mixed >>> 31));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the features are not as wide as the network's input
     */
    @Override
    public Matrix predict(Matrix features) {
        return outputs(network, features);
    }

    /** {@inheritDoc} Deeplearning4j's layers keep what passes through them, so each thread has layers of its own. */
    @Override
    public UnaryOperator<Matrix> forward() {
        MultiLayerNetwork other =
                new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
        other.init(network.params(), false);
        return features -> outputs(other, features);
    }

    private static Matrix outputs(MultiLayerNetwork network, Matrix features) {
        // The number of threads is set for the thread that asks, and this may be another one than the network's maker.
        Dl4j.useOneThread();
        DataSets.requireColumns("features", features, DataSets.inputs(network));
        // ReLU makes of -∞ a finite number.
        return Vocabulary.precision(dataType(network))
                .answers(features, NdArrays.matrix(network.output(NdArrays.of(features, dataType(network)), false)));
    }

    @Override
    public Model copy() {
        return new Dl4jModel(network.clone());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the batch is not as wide as the network
     */
    @Override
    public double loss(Batch batch) {
        double score = network.score(DataSets.of(network, batch), false);
        return meanLoss(score, network.calcRegularizationScore(true), batch.size());
    }

    /** The score is the loss and what regularisation adds to it; without miniBatch it is the examples' sum. */
    private double meanLoss(double score, double regularisation, int examples) {
        double loss = score - regularisation;
        return network.conf().isMiniBatch() ? loss : loss / examples;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the batch is not as wide as the network
     * @throws chalkline.network.InvalidInputException where a layer cannot be recorded
     */
    @Override
    public Recording record(Batch batch) {
        return record(batch, Optional.empty());
    }

    @Override
    public Recording record(Batch batch, GradientSum gradient) {
        return record(batch, Optional.of(gradient));
    }

    private Recording record(Batch batch, Optional<GradientSum> gradient) {
        Random random = Nd4j.getRandom();
        long root = random.rootState();
        long node = random.nodeState();
        reseed();
        try {
            return Recorder.record(network, batch, gradient, (name, value) -> {});
        } finally {
            random.setStates(root, node);
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws InvalidInputException where a layer has parameters that no dense network has
     */
    @Override
    public State state() {
        ArrayLayout layout = ArrayLayout.of(network);
        INDArray kept = network.getUpdater().getStateViewArray();
        Map<StepId, Matrix> arrays = new LinkedHashMap<>(layout.parameters(NdArrays.values(network.params())));
        arrays.putAll(layout.kept(kept == null ? new double[0] : NdArrays.values(kept)));
        return new State(arrays, network.getIterationCount(), network.getEpochCount());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the state is of a network of another size or updater
     */
    @Override
    public void restore(State state) {
        ArrayLayout layout = ArrayLayout.of(network);
        layout.require(state.arrays());
        overwrite(network.params(), layout.allParameters(state.arrays()));
        INDArray kept = network.getUpdater().getStateViewArray();
        if (kept != null) {
            overwrite(kept, layout.allKept(state.arrays()));
        }
        network.setIterationCount(Math.toIntExact(state.iteration()));
        network.setEpochCount(Math.toIntExact(state.epoch()));
    }

    /** Assigns in place: layers and updater hold views of these arrays. */
    private static void overwrite(INDArray view, double[] values) {
        view.assign(NdArrays.vector(values, view.dataType()).reshape(view.shape()));
    }

    @Override
    public void endEpoch() {
        network.incrementEpochCount();
    }

    @Override
    public void save(Path file, Map<String, byte[]> entries) {
        ModelZip.save(file, network, entries);
    }

    @Override
    public void replace(Path file, Map<String, byte[]> entries, Consumer<Path> inspection, Path previous) {
        ModelZip.replace(file, network, entries, inspection, previous);
    }

    /** What the network is: its layers, its updater and the conventions in force. */
    @Override
    public Inspection inspect() {
        return Inspector.inspect(network);
    }

    @Override
    public Network network(String shownName) {
        return JsonNetworkReader.read(
                shownName, network.getLayerWiseConfigurations().toJson(), NdArrays.values(network.params()));
    }

    /** FLOAT or DOUBLE, what the network computes in. */
    static DataType dataType(MultiLayerNetwork network) {
        return network.getLayerWiseConfigurations().getDataType();
    }
}

package chalkline.training;

import chalkline.check.KnownDifferences;
import chalkline.dl4j.Dl4j;
import chalkline.files.AtomicFile;
import chalkline.files.StrictZip;
import chalkline.files.ZipFileWriter;
import chalkline.modelzip.Manifest;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A linear unit that learns by gradients with momentum, in microseconds. What is around the numbers in its files, and how they
 * are written, is that of all model zips; the one step that is checked is Deeplearning4j's.
 */
final class TinyEngine implements Engine {
    private static final String NUMBERS = "chalkline/numbers.bin";
    private static final StrictZip.Kind KIND = new StrictZip.Kind("a model zip", 64, 1 << 20, 100, false);
    private static final StepId VELOCITY = StepId.w(1).state("v");
    private static final double RATE = 0.05;
    private static final double MOMENTUM = 0.5;

    private final Dl4j dl4j = new Dl4j();
    private final Consumer<Path> saved;
    private Network network;
    private Recording recorded;

    /** @param saved is told of every file that was written */
    TinyEngine(Consumer<Path> saved) {
        this.saved = saved;
    }

    @Override
    public String name() {
        return "tiny";
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public KnownDifferences knownDifferences() {
        return dl4j.knownDifferences();
    }

    @Override
    public Network network(Path file, OptionalLong seed, Optional<Precision> precision) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Model build(Network asked) {
        network = asked;
        return new TinyModel(new double[asked.inputs() + 1], new double[asked.inputs() + 1], 0, 0);
    }

    @Override
    public Loaded load(Path file) {
        String name = file.toString();
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (StrictZip zip = StrictZip.open(file, name, KIND)) {
            if (!zip.names().contains(Manifest.NAME) || !zip.names().contains(NUMBERS)) {
                throw new InvalidInputException(name + ": is not a model zip");
            }
            Manifest manifest = Manifest.parse(zip.read(Manifest.NAME, 1 << 20), name);
            manifest.requireNames(zip.names(), name);
            for (String each : manifest.digests().keySet()) {
                entries.put(each, zip.read(each, 1 << 20));
                manifest.requireContent(each, entries.get(each), name);
            }
        }
        ByteBuffer numbers = ByteBuffer.wrap(entries.remove(NUMBERS));
        double[] parameters = new double[numbers.getInt()];
        double[] velocity = new double[parameters.length];
        Arrays.setAll(parameters, i -> numbers.getDouble());
        Arrays.setAll(velocity, i -> numbers.getDouble());
        return new Loaded(
                new TinyModel(parameters, velocity, numbers.getLong(), numbers.getLong()),
                entries,
                Optional.empty(),
                List.of());
    }

    /** y = w·x + b, the last of the parameters, and the mean of (y − label)². */
    private final class TinyModel implements Model {
        private double[] parameters;
        private double[] velocity;
        private long iteration;
        private long epoch;

        TinyModel(double[] parameters, double[] velocity, long iteration, long epoch) {
            this.parameters = parameters;
            this.velocity = velocity;
            this.iteration = iteration;
            this.epoch = epoch;
        }

        @Override
        public double fit(Batch batch) {
            double loss = loss(batch);
            double[] gradient = new double[parameters.length];
            for (int i = 0; i < batch.size(); i++) {
                double error = output(batch.features(), i) - batch.labels().get(i, 0);
                for (int j = 0; j < gradient.length; j++) {
                    double input = j < gradient.length - 1 ? batch.features().get(i, j) : 1;
                    gradient[j] += 2 * error * input / batch.size();
                }
            }
            for (int j = 0; j < gradient.length; j++) {
                velocity[j] = MOMENTUM * velocity[j] - RATE * gradient[j];
                parameters[j] += velocity[j];
            }
            iteration++;
            return loss;
        }

        private double output(Matrix features, int row) {
            double sum = parameters[parameters.length - 1];
            for (int j = 0; j < parameters.length - 1; j++) {
                sum += parameters[j] * features.get(row, j);
            }
            return sum;
        }

        @Override
        public Measured fitMeasured(Batch batch) {
            return new Measured(fit(batch), Map.of(), Map.of());
        }

        @Override
        public Map<String, Double> parameterNorms() {
            return Map.of("b1", Math.abs(parameters[parameters.length - 1]));
        }

        @Override
        public Matrix predict(Matrix features) {
            double[] outputs = new double[features.rows()];
            Arrays.setAll(outputs, i -> output(features, i));
            return Matrix.owning(outputs.length, 1, outputs);
        }

        @Override
        public UnaryOperator<Matrix> forward() {
            return this::predict;
        }

        @Override
        public double loss(Batch batch) {
            double sum = 0;
            for (int i = 0; i < batch.size(); i++) {
                sum += Math.pow(output(batch.features(), i) - batch.labels().get(i, 0), 2);
            }
            return sum / batch.size();
        }

        @Override
        public Model copy() {
            return new TinyModel(parameters.clone(), velocity.clone(), iteration, epoch);
        }

        @Override
        public Recording record(Batch batch) {
            if (recorded == null) {
                recorded = dl4j.build(network).record(batch);
            }
            return recorded;
        }

        @Override
        public State state() {
            Map<StepId, Matrix> arrays = new LinkedHashMap<>();
            arrays.put(StepId.w(1), Matrix.of(1, parameters.length, parameters));
            arrays.put(VELOCITY, Matrix.of(1, velocity.length, velocity));
            return new State(arrays, iteration, epoch);
        }

        @Override
        public void restore(State state) {
            parameters = state.arrays().get(StepId.w(1)).toArray();
            velocity = state.arrays().get(VELOCITY).toArray();
            iteration = state.iteration();
            epoch = state.epoch();
        }

        @Override
        public Inspection inspect() {
            return new Inspection(
                    "float64",
                    "momentum",
                    List.of(new Inspection.LayerSummary(
                            "1",
                            "linear",
                            parameters.length - 1,
                            1,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            true,
                            List.of())),
                    parameters.length,
                    iteration,
                    epoch,
                    List.of());
        }

        @Override
        public void save(Path file, Map<String, byte[]> entries) {
            Map<String, byte[]> all = content(entries);
            AtomicFile.write(file, out -> ZipFileWriter.write(out, all, true));
            saved.accept(file);
        }

        @Override
        public void replace(Path file, Map<String, byte[]> entries, Consumer<Path> inspection, Path previous) {
            Map<String, byte[]> all = content(entries);
            AtomicFile.replace(file, out -> ZipFileWriter.write(out, all, true), inspection, previous);
            saved.accept(file);
        }

        private Map<String, byte[]> content(Map<String, byte[]> entries) {
            ByteBuffer numbers = ByteBuffer.allocate(Integer.BYTES + (2 * parameters.length + 2) * Double.BYTES);
            numbers.putInt(parameters.length);
            Arrays.stream(parameters).forEach(numbers::putDouble);
            Arrays.stream(velocity).forEach(numbers::putDouble);
            numbers.putLong(iteration).putLong(epoch);
            Map<String, byte[]> all = new TreeMap<>(entries);
            all.put(NUMBERS, numbers.array());
            all.put(Manifest.NAME, Manifest.of(all).json());
            return all;
        }

        @Override
        public void endEpoch() {
            epoch++;
        }

        @Override
        public Network network(String shownName) {
            return network;
        }
    }
}

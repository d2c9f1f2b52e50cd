package chalkline.direct;

import chalkline.files.AtomicFile;
import chalkline.files.ZipFileWriter;
import chalkline.modelzip.ModelEntries;
import chalkline.modelzip.ParameterOrder;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.training.Inspection;
import chalkline.training.Model;
import chalkline.training.Recording;
import chalkline.training.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A network that this engine trains. */
final class DirectModel implements Model {
    private final Network network;
    private final ParameterOrder order;
    private final DenseStep step;
    private long iteration;
    private long epoch;

    /** @param network with all parameters given */
    DirectModel(Network network) {
        this.network = network;
        this.order = new ParameterOrder(network);
        this.step = new DenseStep(network);
    }

    @Override
    public double fit(Batch batch) {
        return fit(batch, null);
    }

    private double fit(Batch batch, Witness witness) {
        Coverage.require(network, batch);
        double sum = step.step(batch, iteration, epoch, witness);
        iteration++;
        return sum / batch.size();
    }

    @Override
    public Measured fitMeasured(Batch batch) {
        Map<StepId, Double> norms = new LinkedHashMap<>();
        double loss = fit(batch, (id, value) -> norms.put(id, norm(value)));
        return new Measured(loss, byName(id -> norms.get(id.gradient())), byName(id -> norms.get(id.update())));
    }

    @Override
    public Map<String, Double> parameterNorms() {
        return byName(id -> norm(step.get(id)));
    }

    private Map<String, Double> byName(ToDoubleFunction<StepId> norm) {
        Map<String, Double> norms = new LinkedHashMap<>();
        order.parameters().forEach(id -> norms.put(id.toString(), norm.applyAsDouble(id)));
        return norms;
    }

    /** √Σv², in units of the largest magnitude, whose square could leave the range of doubles. */
    private static double norm(Matrix matrix) {
        double largest = Arrays.stream(matrix.values()).map(Math::abs).max().orElse(0);
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        return largest
                * Math.sqrt(Arrays.stream(matrix.values())
                        .map(value -> (value / largest) * (value / largest))
                        .sum());
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the features are not as wide as the network's input
     */
    @Override
    public Matrix predict(Matrix features) {
        Coverage.requireWidth("features", features, network.inputs());
        Matrix outputs = step.outputs(features);
        double largest = network.precision().largest();
        double[] values = outputs.values();
        for (int k = 0; k < features.size(); k++) {
            if (!(Math.abs(features.get(k)) <= largest)) {
                int row = k / features.columns() * outputs.columns();
                Arrays.fill(values, row, row + outputs.columns(), Double.NaN);
            }
        }
        return outputs;
    }

    @Override
    public Model copy() {
        DirectModel copy = new DirectModel(network);
        copy.restore(state());
        return copy;
    }

    @Override
    public double loss(Batch batch) {
        Coverage.require(network, batch);
        return step.loss(batch) / batch.size();
    }

    @Override
    public Recording record(Batch batch) {
        DirectModel recorded = (DirectModel) copy();
        DirectModel plain = (DirectModel) copy();
        RecordedStep witness = new RecordedStep(network);
        double loss = recorded.fit(batch, witness);
        boolean same =
                Double.compare(loss, plain.fit(batch)) == 0 && recorded.state().equals(plain.state());
        return new Recording(witness.trace(batch.size(), iteration, epoch), same);
    }

    @Override
    public State state() {
        return new State(arrays(), iteration, epoch);
    }

    private Map<StepId, Matrix> arrays() {
        return Stream.concat(order.parameters().stream(), order.kept().stream())
                .collect(Collectors.toMap(id -> id, step::get, (one, other) -> one, LinkedHashMap::new));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the state is of another network
     */
    @Override
    public void restore(State state) {
        List<StepId> needed = Stream.concat(order.parameters().stream(), order.kept().stream())
                .toList();
        if (!state.arrays().keySet().equals(Set.copyOf(needed))) {
            throw new IllegalArgumentException(
                    "the state has " + state.arrays().keySet() + " but the network has " + needed);
        }
        needed.forEach(id -> step.set(id, state.arrays().get(id)));
        iteration = state.iteration();
        epoch = state.epoch();
    }

    @Override
    public void endEpoch() {
        epoch++;
    }

    @Override
    public void save(Path file, Map<String, byte[]> entries) {
        Map<String, byte[]> all = content(file, entries);
        AtomicFile.write(file, out -> ZipFileWriter.write(out, all, true));
    }

    @Override
    public void replace(Path file, Map<String, byte[]> entries, Consumer<Path> inspection, Path previous) {
        Map<String, byte[]> all = content(file, entries);
        AtomicFile.replace(file, out -> ZipFileWriter.write(out, all, true), inspection, previous);
    }

    private Map<String, byte[]> content(Path file, Map<String, byte[]> entries) {
        Map<String, byte[]> parts = ModelEntries.of(network, arrays(), iteration, epoch);
        DirectFile.normalizer(entries, file.toString())
                .ifPresent(known -> parts.put(ModelEntries.NORMALIZER, known.write(network.precision())));
        return ModelEntries.complete(parts, entries);
    }

    @Override
    public Inspection inspect() {
        List<Inspection.LayerSummary> layers = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            layers.add(summary(l));
        }
        return new Inspection(
                network.precision().label(),
                network.updaters().stream().map(Object::toString).collect(Collectors.joining("; ")),
                layers,
                order.length(order.parameters()),
                iteration,
                epoch,
                List.of(
                        "W is nIn × nOut and Z = X·W + b; coefficients.bin holds W column by column, then b, of each layer"
                                + " in turn.",
                        network.loss().isSum()
                                ? "Loss and gradients are sums over the examples."
                                : "Loss and gradients are means over the examples.",
                        "Every formula is the derivation's own, without a clip or an epsilon that it does not have."));
    }

    private Inspection.LayerSummary summary(int l) {
        Layer layer = network.layer(l);
        boolean last = l == network.depth();
        return new Inspection.LayerSummary(
                "layer" + (l - 1),
                layer.kind() == Layer.Kind.DENSE ? "Dense" : "Activation",
                layer.inputs(),
                layer.units(),
                Optional.of(layer.activation().toString()),
                last ? Optional.of(network.loss().label()) : Optional.empty(),
                layer.kind() == Layer.Kind.DENSE
                        ? Optional.of(layer.initialiser().label())
                        : Optional.empty(),
                layer.hasBias(),
                network.parameters(l).stream()
                        .map(id -> new Inspection.Parameter(
                                id.role().text(),
                                id.isBias()
                                        ? List.of((long) layer.units())
                                        : List.of((long) layer.inputs(), (long) layer.units())))
                        .toList());
    }

    @Override
    public Network network(String shownName) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            layers.add(
                    layer.kind() == Layer.Kind.DENSE
                            ? layer.with(
                                    Optional.of(step.get(StepId.w(l))),
                                    layer.hasBias() ? Optional.of(step.get(StepId.b(l))) : Optional.empty())
                            : layer);
        }
        return network.with(layers).named(shownName);
    }
}

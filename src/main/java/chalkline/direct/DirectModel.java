package chalkline.direct;

import chalkline.files.AtomicFile;
import chalkline.files.ZipFileWriter;
import chalkline.modelzip.ModelContent;
import chalkline.modelzip.ModelEntries;
import chalkline.modelzip.ParameterOrder;
import chalkline.modelzip.ZipNormalizer;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.training.GradientSum;
import chalkline.training.Inspection;
import chalkline.training.Model;
import chalkline.training.Preprocessing;
import chalkline.training.Recording;
import chalkline.training.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
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

    /** That was saved; where nothing was kept of its parameters, it is as at the start. */
    DirectModel(ModelContent content) {
        this(content.network());
        content.kept().forEach(step::set);
        iteration = content.iteration();
        epoch = content.epoch();
    }

    /** A parameter. */
    Matrix value(StepId id) {
        return step.get(id);
    }

    @Override
    public double fit(Batch batch) {
        return fit(batch, null, null);
    }

    /** @param gradient in the place of the batch's own; null where that is taken */
    private double fit(Batch batch, GradientSum gradient, RecordedStep witness) {
        Coverage.require(network, batch);
        double sum = step.gradients(batch, iteration, witness);
        if (gradient != null) {
            take(gradient);
            order.parameters().stream().map(StepId::gradient).forEach(id -> witness.saw(id, step.get(id)));
        }
        step.update(batch.size(), iteration, epoch, witness);
        iteration++;
        return sum / batch.size();
    }

    @Override
    public Measured fitMeasured(Batch batch) {
        return step(gradient(batch));
    }

    @Override
    public GradientSum gradient(Batch batch) {
        Coverage.require(network, batch);
        double sum = step.gradients(batch, iteration, null);
        return new GradientSum(
                arrays(order.parameters().stream().map(StepId::gradient).toList(), StepId::parameter),
                sum,
                batch.size());
    }

    @Override
    public Measured step(GradientSum sum) {
        take(sum);
        Map<StepId, Double> updates = new HashMap<>();
        step.update(sum.examples(), iteration, epoch, (id, value) -> updates.put(id, value.norm()));
        iteration++;
        return new Measured(
                sum.loss() / sum.examples(),
                byName(id -> sum.arrays().get(id).norm() / sum.examples()),
                byName(id -> updates.get(id.update())));
    }

    private void take(GradientSum sum) {
        require(sum.arrays(), order.parameters());
        sum.arrays().forEach((id, array) -> step.set(id.gradient(), array));
    }

    @Override
    public Map<String, Double> parameterNorms() {
        return byName(id -> step.get(id).norm());
    }

    private Map<String, Double> byName(ToDoubleFunction<StepId> norm) {
        Map<String, Double> norms = new LinkedHashMap<>();
        order.parameters().forEach(id -> norms.put(id.toString(), norm.applyAsDouble(id)));
        return norms;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the features are not as wide as the network's input
     */
    @Override
    public Matrix predict(Matrix features) {
        return outputs(step, features);
    }

    @Override
    public UnaryOperator<Matrix> forward() {
        DenseStep other = step.withArraysOfItsOwn();
        return features -> outputs(other, features);
    }

    private Matrix outputs(DenseStep forward, Matrix features) {
        Coverage.requireWidth("features", features, network.inputs());
        return network.precision().answers(features, forward.outputs(features));
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
        DirectModel plain = (DirectModel) copy();
        return record(batch, null, plain, plain.fit(batch));
    }

    @Override
    public Recording record(Batch batch, GradientSum gradient) {
        DirectModel plain = (DirectModel) copy();
        double loss = plain.gradient(batch).loss() / batch.size();
        plain.step(gradient);
        return record(batch, gradient, plain, loss);
    }

    /** Beside the same step, unrecorded. */
    private Recording record(Batch batch, GradientSum gradient, DirectModel plain, double plainLoss) {
        DirectModel recorded = (DirectModel) copy();
        RecordedStep witness = new RecordedStep(network);
        double loss = recorded.fit(batch, gradient, witness);
        boolean same = Double.compare(loss, plainLoss) == 0 && recorded.state().equals(plain.state());
        return new Recording(witness.trace(batch.size(), iteration, epoch), same);
    }

    @Override
    public State state() {
        return new State(arrays(all(), id -> id), iteration, epoch);
    }

    /** Every parameter, and all that is kept. */
    private List<StepId> all() {
        return Stream.concat(order.parameters().stream(), order.kept().stream()).toList();
    }

    private Map<StepId, Matrix> arrays(List<StepId> ids, UnaryOperator<StepId> name) {
        Map<StepId, Matrix> arrays = new LinkedHashMap<>();
        ids.forEach(id -> arrays.put(name.apply(id), step.get(id)));
        return arrays;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException where the state is of another network
     */
    @Override
    public void restore(State state) {
        require(state.arrays(), all());
        state.arrays().forEach(step::set);
        iteration = state.iteration();
        epoch = state.epoch();
    }

    private static void require(Map<StepId, Matrix> arrays, List<StepId> needed) {
        if (!arrays.keySet().equals(Set.copyOf(needed))) {
            throw new IllegalArgumentException("there are " + arrays.keySet() + " but the network has " + needed);
        }
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
        Map<String, byte[]> parts = ModelEntries.of(network, state().arrays(), iteration, epoch);
        normalizer(entries, file.toString())
                .ifPresent(known -> parts.put(ModelEntries.NORMALIZER, known.write(network.precision())));
        return ModelEntries.complete(parts, entries);
    }

    /** The normalisation in Deeplearning4j's form; empty where it has no such form. */
    static Optional<ZipNormalizer> normalizer(Map<String, byte[]> entries, String where) {
        return entries.containsKey(Preprocessing.NORMALIZER)
                ? Preprocessing.fromEntries(entries, where)
                        .flatMap(known -> ZipNormalizer.of(known.normalizer(), known.labelNormalizer()))
                : Optional.empty();
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
        boolean dense = layer.kind() == Layer.Kind.DENSE;
        return new Inspection.LayerSummary(
                "layer" + (l - 1),
                ModelContent.kind(network, l),
                layer.inputs(),
                layer.units(),
                Optional.of(layer.activation().toString()).filter(f -> layer.kind() != Layer.Kind.DROPOUT),
                Optional.of(network.loss().label()).filter(loss -> l == network.depth()),
                Optional.of(layer.initialiser().label()).filter(label -> dense),
                layer.hasBias(),
                network.parameters(l).stream()
                        .map(id -> new Inspection.Parameter(id.role().text(), shape(step.get(id))))
                        .toList());
    }

    private static List<Long> shape(Matrix matrix) {
        return List.of((long) matrix.rows(), (long) matrix.columns());
    }

    @Override
    public Network network(String shownName) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            Map<StepId, Matrix> now = arrays(network.parameters(l), id -> id);
            Layer layer = network.layer(l)
                    .with(Optional.ofNullable(now.get(StepId.w(l))), Optional.ofNullable(now.get(StepId.b(l))));
            Optional<Matrix> gains = Optional.ofNullable(now.get(StepId.g(l)));
            layers.add(gains.isPresent() ? layer.withLayerNorm(new Layer.LayerNorm(gains)) : layer);
        }
        return network.with(layers).named(shownName);
    }
}

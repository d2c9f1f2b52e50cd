package chalkline.training;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** A model that is another one, for tests to change in part. */
class DelegatingModel implements Model {
    final Model model;

    DelegatingModel(Model model) {
        this.model = model;
    }

    @Override
    public double fit(Batch batch) {
        return model.fit(batch);
    }

    @Override
    public Measured fitMeasured(Batch batch) {
        return model.fitMeasured(batch);
    }

    @Override
    public GradientSum gradient(Batch batch) {
        return model.gradient(batch);
    }

    @Override
    public Measured step(GradientSum sum) {
        return model.step(sum);
    }

    @Override
    public Map<String, Double> parameterNorms() {
        return model.parameterNorms();
    }

    @Override
    public Matrix predict(Matrix features) {
        return model.predict(features);
    }

    @Override
    public UnaryOperator<Matrix> forward() {
        return model.forward();
    }

    @Override
    public Model copy() {
        return model.copy();
    }

    @Override
    public double loss(Batch batch) {
        return model.loss(batch);
    }

    @Override
    public Recording record(Batch batch) {
        return model.record(batch);
    }

    @Override
    public State state() {
        return model.state();
    }

    @Override
    public void restore(State state) {
        model.restore(state);
    }

    @Override
    public Inspection inspect() {
        return model.inspect();
    }

    @Override
    public void save(Path file, Map<String, byte[]> entries) {
        model.save(file, entries);
    }

    @Override
    public void replace(Path file, Map<String, byte[]> entries, Consumer<Path> inspection, Path previous) {
        model.replace(file, entries, inspection, previous);
    }

    @Override
    public void endEpoch() {
        model.endEpoch();
    }

    @Override
    public Network network(String shownName) {
        return model.network(shownName);
    }
}

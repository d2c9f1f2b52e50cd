package chalkline.training;

import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.reference.Exercise;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * The steps of a training as exercises. Each starts from the derived result of the one before. An engine is used only for
 * random numbers: weights that are not given, dropout masks, slopes.
 */
public final class Exercises {
    private Exercises() {}

    /**
     * A step of the training.
     *
     * @param engine draws what is drawn
     * @param epochs the mini-batches of every epoch, counted from 0
     * @param number of the step, counted from 1
     */
    public static Exercise of(
            Engine engine, Network network, LongFunction<? extends Iterable<Batch>> epochs, int number) {
        boolean drawsInSteps = network.layers().stream().anyMatch(Exercises::drawsInSteps);
        boolean drawsWeights = network.layers().stream()
                .anyMatch(layer ->
                        layer.kind() == Layer.Kind.DENSE && layer.weights().isEmpty());
        Optional<Model> model = drawsInSteps || drawsWeights ? Optional.of(engine.build(network)) : Optional.empty();
        Map<StepId, Matrix> known =
                parameters(drawsWeights ? model.orElseThrow().network(network.name()) : network);
        Network asked = network;
        Optional<Exercise> before = Optional.empty();
        int iteration = 0;
        for (long epoch = 0; ; epoch++) {
            for (Batch batch : epochs.apply(epoch)) {
                if (drawsInSteps) {
                    known.putAll(
                            drawn(network, model.orElseThrow().record(batch).trace()));
                }
                if (iteration > 0) {
                    known.put(StepId.ITERATION, Matrix.of(1, 1, iteration));
                    known.put(StepId.EPOCH, Matrix.of(1, 1, epoch));
                }
                batch.mask().ifPresent(mask -> known.put(StepId.MASK, mask));
                Exercise exercise = new Exercise(asked, batch, asked.parameters(trace(network, batch, known)), before);
                iteration++;
                if (iteration == number) {
                    return exercise;
                }
                Map<StepId, Matrix> solution = exercise.exactSolution();
                solution.keySet().stream()
                        .filter(name -> solution.containsKey(name.next()))
                        .forEach(name -> known.put(name, solution.get(name.next())));
                asked = network.later();
                before = Optional.of(exercise);
                if (drawsInSteps) {
                    model.orElseThrow().fit(batch);
                }
            }
            if (drawsInSteps) {
                model.orElseThrow().endEpoch();
            }
        }
    }

    private static boolean drawsInSteps(Layer layer) {
        return layer.retainProbability().isPresent() || layer.drawsSlopes();
    }

    /** W, b and g of every layer; b is 0 where it is not given. */
    private static Map<StepId, Matrix> parameters(Network network) {
        Map<StepId, Matrix> parameters = new LinkedHashMap<>();
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            StepId w = StepId.w(l);
            layer.weights().ifPresent(given -> parameters.put(w, given));
            if (layer.hasBias()) {
                parameters.put(StepId.b(l), layer.biases().orElseGet(() -> Matrix.zeros(1, layer.units())));
            }
            StepId g = StepId.g(l);
            layer.gains().ifPresent(given -> parameters.put(g, given));
        }
        return parameters;
    }

    private static Map<StepId, Matrix> drawn(Network network, Trace trace) {
        Map<StepId, Matrix> drawn = new LinkedHashMap<>();
        for (int l = 1; l <= network.depth(); l++) {
            for (StepId id : List.of(StepId.m(l), StepId.s(l))) {
                if (trace.has(id)) {
                    drawn.put(id, trace.value(id));
                }
            }
        }
        return drawn;
    }

    private static Trace trace(Network network, Batch batch, Map<StepId, Matrix> known) {
        return new Trace(
                network.precision(),
                batch.size(),
                known.entrySet().stream()
                        .map(each -> new Step(each.getKey(), Step.Source.EVALUATED, Optional.of(each.getValue())))
                        .toList());
    }
}

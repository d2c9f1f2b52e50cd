package chalkline.modelzip;

import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which Deeplearning4j saves a network's numbers. Of the parameters: of each layer in turn W, column by column, then
 * b, then g. Of what its updaters keep: parameters that follow each other and have the same updater are a block, which has first
 * what is kept of one kind for all of its parameters, then what is kept of the next.
 */
public final class ParameterOrder {
    private final Network network;
    private final List<StepId> parameters = new ArrayList<>();
    private final List<StepId> kept = new ArrayList<>();

    public ParameterOrder(Network network) {
        this.network = network;
        List<StepId> block = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            for (StepId parameter : network.parameters(l)) {
                parameters.add(parameter);
                if (!block.isEmpty() && !updater(block.get(0)).equals(updater(parameter))) {
                    end(block);
                }
                block.add(parameter);
            }
        }
        end(block);
    }

    private Updater updater(StepId parameter) {
        return network.updater(parameter.layer(), parameter.isBias());
    }

    private void end(List<StepId> block) {
        if (!block.isEmpty()) {
            for (String name : updater(block.get(0)).state()) {
                block.forEach(parameter -> kept.add(parameter.state(name)));
            }
        }
        block.clear();
    }

    /** W1, b1, …, in order. */
    public List<StepId> parameters() {
        return List.copyOf(parameters);
    }

    /** W1.m, …, in order; empty where nothing is kept. */
    public List<StepId> kept() {
        return List.copyOf(kept);
    }

    /** How many numbers these arrays are. */
    public long length(List<StepId> ids) {
        return ids.stream().mapToLong(id -> (long) rows(id) * units(id)).sum();
    }

    private int rows(StepId id) {
        return id.role() == StepId.Role.W ? layer(id).inputs() : 1;
    }

    private int units(StepId id) {
        return layer(id).units();
    }

    private Layer layer(StepId id) {
        return network.layer(id.layer());
    }

    /** The numbers of these arrays, one after the other. */
    public double[] joined(List<StepId> ids, Map<StepId, Matrix> arrays) {
        double[] all = new double[Math.toIntExact(length(ids))];
        int start = 0;
        for (StepId id : ids) {
            // The rows of the transpose are the columns.
            double[] values = arrays.get(id).transposed().values();
            System.arraycopy(values, 0, all, start, values.length);
            start += values.length;
        }
        return all;
    }

    /** The arrays whose numbers these are, one after the other. */
    public Map<StepId, Matrix> split(List<StepId> ids, double... all) {
        Map<StepId, Matrix> arrays = new LinkedHashMap<>();
        int start = 0;
        for (StepId id : ids) {
            double[] values = new double[rows(id) * units(id)];
            System.arraycopy(all, start, values, 0, values.length);
            arrays.put(id, Matrix.owning(units(id), rows(id), values).transposed());
            start += values.length;
        }
        return arrays;
    }
}

package chalkline.dl4j;

import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.updater.UpdaterBlock;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the arrays that have names lie in the two that Deeplearning4j keeps: one of all parameters, and one of all that the
 * updater keeps. Parameters that follow each other and have the same updater are a block. Of a block the updater's array
 * holds first what is kept of one kind for all of its parameters, then what is kept of the next. Each lies column by column.
 */
final class ArrayLayout {
    /** An array of that shape, which begins at that number of one of the two. */
    private record Place(StepId id, int from, int rows, int columns) {
        int size() {
            return rows * columns;
        }

        String shape() {
            return rows + "×" + columns;
        }

        Matrix in(double... all) {
            double[] columnByColumn = Arrays.copyOfRange(all, from, from + size());
            return new ArraySnapshot(rows, columns, true, columnByColumn).matrix();
        }
    }

    private final List<Place> parameters = new ArrayList<>();
    private final List<Place> kept = new ArrayList<>();

    private ArrayLayout() {}

    /**
     * The layout of an initialised network.
     *
     * @throws InvalidInputException where a parameter has no name among those of {@link StepId}
     */
    static ArrayLayout of(MultiLayerNetwork network) {
        ArrayLayout layout = new ArrayLayout();
        BaseMultiLayerUpdater<?> updater = (BaseMultiLayerUpdater<?>) network.getUpdater();
        for (UpdaterBlock block : updater.getUpdaterBlocks()) {
            List<String> names = Updaters.state(block.getGradientUpdater().getConfig());
            int size = block.getParamOffsetEnd() - block.getParamOffsetStart();
            for (UpdaterBlock.ParamState parameter : block.getLayersAndVariablesInBlock()) {
                Place place = place(parameter);
                layout.parameters.add(place);
                int inBlock = place.from - block.getParamOffsetStart();
                for (int i = 0; i < names.size(); i++) {
                    layout.kept.add(new Place(
                            place.id.state(names.get(i)),
                            block.getUpdaterViewOffsetStart() + i * size + inBlock,
                            place.rows,
                            place.columns));
                }
            }
        }
        return layout;
    }

    private static Place place(UpdaterBlock.ParamState parameter) {
        Layer layer = (Layer) parameter.getLayer();
        String name = parameter.getParamName();
        int l = layer.getIndex() + 1;
        StepId id = StepId.parse(name + l)
                .orElseThrow(() -> new InvalidInputException(
                        "layer " + l + " has the parameter " + name + ", which no dense network has"));
        INDArray array = layer.getParam(name);
        int rows = array.rank() == 2 ? Math.toIntExact(array.size(0)) : 1;
        return new Place(id, parameter.getParamOffsetStart(), rows, Math.toIntExact(array.length() / rows));
    }

    /** The parameters by name, of the array of all of them. */
    Map<StepId, Matrix> parameters(double... all) {
        return named(parameters, all);
    }

    /** What is kept by name, as W1.m, of the array of all of it. */
    Map<StepId, Matrix> kept(double... all) {
        return named(kept, all);
    }

    private static Map<StepId, Matrix> named(List<Place> places, double... all) {
        requireFilled(places, all.length);
        Map<StepId, Matrix> named = new LinkedHashMap<>();
        places.forEach(place -> named.put(place.id, place.in(all)));
        return named;
    }

    private static void requireFilled(List<Place> places, int length) {
        int named = places.stream().mapToInt(Place::size).sum();
        if (named != length) {
            throw new IllegalStateException("an array of " + length + " numbers has names for " + named);
        }
    }

    /** The array of all parameters. */
    double[] allParameters(Map<StepId, Matrix> named) {
        return all(parameters, named);
    }

    /** The array of all that is kept; empty where nothing is. */
    double[] allKept(Map<StepId, Matrix> named) {
        return all(kept, named);
    }

    private static double[] all(List<Place> places, Map<StepId, Matrix> named) {
        double[] all = new double[places.stream().mapToInt(Place::size).sum()];
        for (Place place : places) {
            System.arraycopy(named.get(place.id).transposed().values(), 0, all, place.from, place.size());
        }
        return all;
    }

    /**
     * Makes sure that these are all arrays of this layout and no others.
     *
     * @throws IllegalArgumentException with the first that differs
     */
    void require(Map<StepId, Matrix> named) {
        require("state", Stream.concat(parameters.stream(), kept.stream()), named);
    }

    /**
     * Makes sure that these are an array for each parameter and no others.
     *
     * @throws IllegalArgumentException with the first that differs
     */
    void requireOfParameters(Map<StepId, Matrix> named) {
        require("gradient", parameters.stream(), named);
    }

    private static void require(String what, Stream<Place> wanted, Map<StepId, Matrix> named) {
        Map<StepId, Place> places = new LinkedHashMap<>();
        wanted.forEach(place -> places.put(place.id, place));
        places.forEach((id, place) -> {
            if (!named.containsKey(id)) {
                throw new IllegalArgumentException("the " + what + " has no " + id + " but the network has");
            }
            if (!named.get(id).shape().equals(place.shape())) {
                throw new IllegalArgumentException("the " + what + "'s " + id + " is "
                        + named.get(id).shape() + " but the network's is " + place.shape());
            }
        });
        named.keySet().stream()
                .filter(id -> !places.containsKey(id))
                .findFirst()
                .ifPresent(id -> {
                    throw new IllegalArgumentException("the " + what + " has " + id + " but the network has not");
                });
    }
}

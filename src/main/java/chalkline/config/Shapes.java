package chalkline.config;

import static chalkline.network.Sentences.counted;

import chalkline.network.Activation;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Refusal;
import chalkline.yaml.YamlProblems;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks that widths and given matrices fit together: first with the widths in the file, later with the data's too. The
 * sentences are the same.
 */
final class Shapes {
    private final YamlProblems problems;
    private final Optional<Notation> notation;

    /**
     * What the file says about a layer's shape.
     *
     * @param path of the layer
     * @param keepsWidth whether the layer has as many outputs as inputs
     * @param units nOut, if given and readable
     * @param unitsFollowData whether nOut was left out
     * @param weights nIn × nOut
     * @param biases 1 × nOut
     */
    record LayerShape(
            String path,
            boolean keepsWidth,
            OptionalInt units,
            boolean unitsFollowData,
            Optional<Activation> activation,
            Optional<Matrix> weights,
            Optional<Matrix> biases) {}

    /** A width, and a clause that says where it comes from. */
    private record Width(int size, String because) {}

    Shapes(YamlProblems problems, Optional<Notation> notation) {
        this.problems = problems;
        this.notation = notation;
    }

    /**
     * Reports what does not fit.
     *
     * @param inputs the network's inputs, if given
     * @param loss of the last layer, if readable
     * @param features the data's feature columns, if known
     * @param outputs the data's label columns, if known
     */
    void check(
            OptionalInt inputs,
            List<LayerShape> layers,
            Optional<Loss> loss,
            OptionalInt features,
            OptionalInt outputs) {
        if (differ(inputs, features)) {
            problems.add(
                    "network.inputs",
                    "the network has " + counted(inputs.getAsInt(), "input") + " but the data has "
                            + counted(features.getAsInt(), "feature"));
        }
        Optional<Width> previous =
                width(inputs, "the network has ", "input").or(() -> width(features, "the data has ", "feature"));
        for (int l = 1; l <= layers.size(); l++) {
            LayerShape layer = layers.get(l - 1);
            boolean last = l == layers.size();
            Optional<Width> own = layer.keepsWidth() ? previous : width(layer.units(), "this layer has ", "unit");
            if (last && layer.unitsFollowData()) {
                own = width(outputs, "the data needs ", "output");
            }
            if (last && differ(layer.units(), outputs)) {
                problems.add(
                        Refusal.Kind.OUTPUT_WIDTH,
                        layer.path() + ".units",
                        "layer " + l + " has " + counted(layer.units().getAsInt(), "unit") + " but the data needs "
                                + counted(outputs.getAsInt(), "output"),
                        layer.path() + ".units=" + outputs.getAsInt());
            }
            if (last
                    && layer.keepsWidth()
                    && own.isPresent()
                    && differ(OptionalInt.of(own.get().size()), outputs)) {
                problems.add(
                        layer.path(),
                        "layer " + l + " has " + counted(own.get().size(), "output")
                                + ", as many as inputs, but the data" + " needs "
                                + counted(outputs.getAsInt(), "output"));
            }
            if (last && own.isPresent()) {
                checkLossWeights(layer, loss.flatMap(Loss::weights), own.get());
            }
            if (last && layer.activation().map(Activation::kind).equals(Optional.of(Activation.Kind.SOFTMAX))) {
                own.ifPresent(width -> requireSeveral(layer, width, loss));
            }
            if (notation.isPresent() && layer.weights().isPresent()) {
                checkWeights(l, layer, layer.weights().get(), previous, own);
            } else if (!layer.keepsWidth() && previous.isPresent() && own.isPresent()) {
                requireRoom(l, layer, previous.get(), own.get());
            }
            if (layer.biases().isPresent() && own.isPresent()) {
                checkBiases(l, layer, layer.biases().get(), own.get());
            }
            previous = width(
                    own.map(width -> OptionalInt.of(width.size())).orElse(OptionalInt.empty()),
                    "the previous layer has ",
                    "output");
        }
    }

    private void requireSeveral(LayerShape layer, Width own, Optional<Loss> loss) {
        if (own.size() == 1) {
            boolean ofClasses = loss.map(Loss::kind).equals(Optional.of(Loss.Kind.MCXENT));
            problems.add(
                    Refusal.Kind.ONE_OUTPUT_SOFTMAX,
                    layer.path() + ".activation",
                    "softmax of one output is 1 whatever the input: use sigmoid for one output, or two outputs",
                    Stream.of(layer.path() + ".activation=sigmoid", layer.path() + ".loss=xent")
                            .limit(ofClasses ? 2 : 1)
                            .toArray(String[]::new));
        }
    }

    private void checkLossWeights(LayerShape layer, Optional<List<Double>> weights, Width own) {
        if (weights.isPresent() && weights.get().size() != own.size()) {
            problems.add(
                    layer.path() + ".loss",
                    "the loss has " + counted(weights.get().size(), "weight") + " but must have " + own.size() + ": "
                            + own.because());
        }
    }

    private void requireRoom(int l, LayerShape layer, Width nIn, Width nOut) {
        if ((long) nIn.size() * nOut.size() > Integer.MAX_VALUE) {
            problems.add(
                    layer.path(),
                    "layer " + l + ": W would have " + nIn.size() + " times " + nOut.size()
                            + " entries; a matrix has at most " + Integer.MAX_VALUE);
        }
    }

    private void checkWeights(int l, LayerShape layer, Matrix w, Optional<Width> nIn, Optional<Width> nOut) {
        boolean inputsDiffer = nIn.isPresent() && nIn.get().size() != w.rows();
        boolean outputsDiffer = nOut.isPresent() && nOut.get().size() != w.columns();
        if (!inputsDiffer && !outputsDiffer) {
            return;
        }
        Notation written = notation.orElseThrow();
        String because = Stream.concat(
                        nIn.filter(width -> inputsDiffer).stream(), nOut.filter(width -> outputsDiffer).stream())
                .map(Width::because)
                .collect(Collectors.joining(" and "));
        String message = "layer " + l + ": W is " + written.convert(w).shape() + " in " + written.label()
                + " notation but must ";
        if (nIn.isPresent() && nOut.isPresent()) {
            int in = nIn.get().size();
            int out = nOut.get().size();
            message += "be " + shape(written, in, out) + ": " + because;
            if (w.rows() == out && w.columns() == in) {
                message += "; its shape is that of " + other(written).label() + " notation";
            }
        } else {
            // Only one dimension of W is known.
            boolean byRows = inputsDiffer == (written == Notation.XW_PLUS_B);
            int size = (inputsDiffer ? nIn : nOut).orElseThrow().size();
            message += "have " + counted(size, byRows ? "row" : "column") + ": " + because;
        }
        problems.add(layer.path() + ".weights", message);
    }

    private void checkBiases(int l, LayerShape layer, Matrix b, Width nOut) {
        if (b.columns() != nOut.size()) {
            problems.add(
                    layer.path() + ".biases",
                    "layer " + l + ": b has " + counted(b.columns(), "number") + " but must have " + nOut.size() + ": "
                            + nOut.because());
        }
    }

    private static String shape(Notation notation, int nIn, int nOut) {
        return switch (notation) {
            case WX_PLUS_B -> nOut + "×" + nIn;
            case XW_PLUS_B -> nIn + "×" + nOut;
        };
    }

    private static Notation other(Notation notation) {
        return switch (notation) {
            case WX_PLUS_B -> Notation.XW_PLUS_B;
            case XW_PLUS_B -> Notation.WX_PLUS_B;
        };
    }

    private static boolean differ(OptionalInt given, OptionalInt data) {
        return given.isPresent() && data.isPresent() && given.getAsInt() != data.getAsInt();
    }

    private static Optional<Width> width(OptionalInt size, String who, String noun) {
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(new Width(size.getAsInt(), who + counted(size.getAsInt(), noun)));
    }
}

package chalkline.dl4j;

import chalkline.reference.Derivation;
import chalkline.reference.LossFunction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * What the numbers of a network mean, as far as Deeplearning4j decides it: one sentence for each convention in force. Where it
 * is not the textbook, the catalogue of known differences has it.
 */
final class NetworkConventions {
    private static final double DEFAULT_SOFTMAX_CLIP = 1e-10;

    private NetworkConventions() {}

    static List<String> of(MultiLayerNetwork network) {
        List<String> sentences = new ArrayList<>();
        List<Layer> layers = layers(network);
        sentences.add("W is nIn × nOut and Z = X·W + b; coefficients.bin holds W column by column, then b, of each"
                + " layer in turn.");
        if (layers.stream().anyMatch(layer -> layer instanceof DenseLayer dense && dense.hasLayerNorm())) {
            sentences.add(
                    "With layer normalisation Z = g ∘ (X·W − μ)/σ + b, μ and σ over the units of each example and without"
                            + " an epsilon; the gains g follow b, and are regularised as W is.");
        }
        Layer last = layers.get(layers.size() - 1);
        Inspector.lossOf(last).ifPresent(function -> {
            sentences.add(loss(function, last));
            clipping(function).ifPresent(sentences::add);
        });
        sentences.add(
                network.conf().isMiniBatch()
                        ? "miniBatch is true: loss and gradients, summed over the examples, are divided by their number."
                        : "miniBatch is false: loss and gradients are sums over the examples.");
        sentences.addAll(StepConventions.of(network.getLayerWiseConfigurations()));
        sentences.add(regularisation(layers));
        layers.stream()
                .filter(layer -> layer.getIDropout() != null)
                .map(NetworkConventions::dropout)
                .distinct()
                .forEach(sentences::add);
        for (Layer layer : layers) {
            if (layer.getGradientNormalization() != null
                    && layer.getGradientNormalization() != GradientNormalization.None) {
                sentences.add("Gradients are changed by " + layer.getGradientNormalization()
                        + " after averaging, before regularisation.");
                break;
            }
        }
        constraints(layers).ifPresent(sentences::add);
        for (IUpdater updater : updaters(network)) {
            sentences.add(updater(updater));
        }
        return sentences;
    }

    /** The different updaters of the layers, those of biases included, in the order of the layers. */
    static Set<IUpdater> updaters(MultiLayerNetwork network) {
        Set<IUpdater> updaters = new LinkedHashSet<>();
        for (Layer layer : layers(network)) {
            if (layer instanceof BaseLayer) {
                for (String parameter : layer.initializer().paramKeys(layer)) {
                    updaters.add(layer.getUpdaterByParam(parameter));
                }
            }
        }
        return updaters;
    }

    private static List<Layer> layers(MultiLayerNetwork network) {
        List<Layer> layers = new ArrayList<>();
        for (org.deeplearning4j.nn.api.Layer layer : network.getLayers()) {
            layers.add(layer.conf().getLayer());
        }
        return layers;
    }

    private static String loss(ILossFunction function, Layer last) {
        // A loss layer has a width alone.
        long outputs =
                last instanceof FeedForwardLayer layer ? layer.getNOut() > 0 ? layer.getNOut() : layer.getNIn() : 0;
        return Vocabulary.loss(function)
                .filter(loss -> outputs > 0)
                .map(loss -> loss.label() + " of one example is "
                        + LossFunction.of(loss).formula(Math.toIntExact(outputs)) + ".")
                .orElse("The loss of one example is that of " + function + ".");
    }

    /** Where it is not the clip that the catalogue of known differences has. */
    private static Optional<String> clipping(ILossFunction function) {
        if (function instanceof LossBinaryXENT xent && xent.getClipEps() != LossBinaryXENT.DEFAULT_CLIPPING_EPSILON) {
            return Optional.of("clipEps is " + xent.getClipEps() + ".");
        }
        if (function instanceof LossMCXENT mcxent && mcxent.getSoftmaxClipEps() != DEFAULT_SOFTMAX_CLIP) {
            return Optional.of("softmaxClipEps is " + mcxent.getSoftmaxClipEps() + ".");
        }
        return Optional.empty();
    }

    private static String updater(IUpdater updater) {
        return Updaters.named(updater)
                .map(named -> named + ": " + Derivation.formulas(named) + ".")
                .orElse("The updater is " + updater + ".");
    }

    private static String regularisation(List<Layer> layers) {
        Set<String> kinds = new LinkedHashSet<>();
        for (Layer layer : layers) {
            if (layer instanceof BaseLayer base) {
                name(base.getRegularization(), kinds);
                name(base.getRegularizationBias(), kinds);
            }
        }
        return kinds.isEmpty()
                ? "No regularisation is configured."
                : "Regularisation: " + String.join(", ", kinds) + ".";
    }

    private static void name(Collection<Regularization> regularisations, Set<String> kinds) {
        if (regularisations != null) {
            for (Regularization regularisation : regularisations) {
                String kind = regularisation.getClass().getSimpleName();
                kinds.add(
                        switch (regularisation.applyStep()) {
                            case BEFORE_UPDATER ->
                                kind + " is added to the gradient after averaging and clipping, before the updater";
                            case POST_UPDATER -> kind + " is added to the update after the updater";
                        });
            }
        }
    }

    private static Optional<String> constraints(List<Layer> layers) {
        Set<String> kinds = new LinkedHashSet<>();
        for (Layer layer : layers) {
            if (layer.getConstraints() != null) {
                layer.getConstraints()
                        .forEach(constraint -> kinds.add(constraint.getClass().getSimpleName()));
            }
        }
        return kinds.isEmpty()
                ? Optional.empty()
                : Optional.of("Parameters are brought back to " + String.join(", ", kinds)
                        + " after every update; dimension 0 is the incoming weights of each unit, 1 the outgoing weights"
                        + " of each input.");
    }

    private static String dropout(Layer layer) {
        String what = layer.getIDropout() instanceof Dropout dropout
                ? "p = " + dropout.getP()
                : layer.getIDropout().toString();
        return "Dropout (" + what + ") is applied to the layer's input; p is the probability to keep an entry, and what"
                + " is kept is divided by p.";
    }
}

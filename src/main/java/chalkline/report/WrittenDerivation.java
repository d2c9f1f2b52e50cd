package chalkline.report;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Derivation;
import chalkline.reference.Exercise;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import chalkline.reference.Scope;
import chalkline.training.CheckedStep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The derivation of one training step with its exact numbers: what the styles of a derivation write down. */
final class WrittenDerivation {
    private static final int MOST_NAMES = 6;

    private final Network network;
    private final Batch batch;
    private final Notation notation;
    private final List<Rule> rules;
    private final MatrixSummary readable;

    private WrittenDerivation(Exercise exercise, Notation notation) {
        this.network = exercise.network();
        this.batch = exercise.batch();
        this.notation = notation;
        Map<StepId, Matrix> started = exercise.start();
        Derivation derivation = isFused()
                ? Derivation.withoutOutputGradient(network, started, batch.labels())
                : Derivation.of(network, started);
        this.rules = derivation.rules();
        Map<StepId, Rounded> steps = new HashMap<>(derivation.truth(batch, started));
        steps.replaceAll((id, value) -> value.withoutNoise());
        if (notation == Notation.WX_PLUS_B) {
            steps.replaceAll((id, value) -> value.transposed());
        }
        this.readable = MatrixSummary.of(new Scope(notation, steps));
    }

    /** That of the step that was checked. */
    static WrittenDerivation of(CheckedStep checked, Notation notation) {
        return of(checked.exercise(), notation);
    }

    /** That of an exercise. */
    static WrittenDerivation of(Exercise exercise, Notation notation) {
        return new WrittenDerivation(exercise, notation);
    }

    /** The network. */
    Network network() {
        return network;
    }

    /** What is readable of the numbers. */
    MatrixSummary readable() {
        return readable;
    }

    /** All steps. */
    List<Rule> rules() {
        return rules;
    }

    /** The steps of that section. */
    List<Rule> rules(Rule.Phase section) {
        return rules.stream().filter(rule -> rule.phase() == section).toList();
    }

    /** A step's formula as a person writes it. */
    Rule.Written written(Rule rule) {
        return rule.formula().written(notation, batch.size());
    }

    /** Softmax with cross entropy has dZ = A − y, which needs labels that add up to 1; on paper nobody goes over dA. */
    private boolean isFused() {
        if (network.loss().kind() != Loss.Kind.MCXENT
                || network.layer(network.depth()).activation().kind() != Activation.Kind.SOFTMAX) {
            return false;
        }
        for (int i = 0; i < batch.size(); i++) {
            double sum = 0;
            for (int j = 0; j < batch.labels().columns(); j++) {
                sum += batch.labels().get(i, j);
            }
            if (sum != 1) {
                return false;
            }
        }
        return true;
    }

    /** How a step is worked, and before it what its formula needs. */
    List<Working> workings(Rule rule) {
        return Working.of(rule, written(rule), readable.scope(), readable.large());
    }

    /** What has to be said before the steps. */
    List<String> paragraphs() {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add("One step of " + method() + " on "
                + (batch.size() == 1 ? "1 example" : batch.size() + " examples") + ": from "
                + names(batch.featureNames()) + " to " + names(batch.labelNames()) + ". " + convention());
        paragraphs.add("dZ1 stands for the derivative of the loss with respect to Z1, W1.next for W1 after the step; "
                + "∘ multiplies entry by entry. Every number is worked from the exact ones before it and shown to "
                + Arithmetic.DIGITS + " significant digits, in a matrix to 8 or fewer.");
        if (batch.mask().isPresent()) {
            paragraphs.add(
                    "The mask is 1 for a label that counts and 0 for one that does not; the loss is divided by the number "
                            + "of all examples nevertheless.");
        }
        List<String> drawn = drawn();
        if (!drawn.isEmpty()) {
            paragraphs.add("Not given, but drawn from the seed or started from 0: " + String.join(", ", drawn) + ".");
        }
        if (readable.large()) {
            paragraphs.add("The matrices are too large to read: every step has its formula, its shapes, its largest "
                    + "entry, and how that one is worked.");
        }
        return paragraphs;
    }

    private String method() {
        return network.updaters().stream()
                .map(Updater::kind)
                .map(kind -> kind == Updater.Kind.SGD ? "gradient descent" : kind.title())
                .distinct()
                .collect(Collectors.joining(" and "));
    }

    private String convention() {
        String repeated = batch.size() == 1 ? "" : "; b is added to every example";
        return switch (notation) {
            case WX_PLUS_B -> "Examples are columns, and a row of W is a unit" + repeated + ".";
            case XW_PLUS_B -> "Examples are rows, and a column of W is a unit" + repeated + ".";
        };
    }

    private static String names(List<String> names) {
        return names.size() <= MOST_NAMES
                ? String.join(", ", names)
                : String.join(", ", names.subList(0, MOST_NAMES)) + " and " + (names.size() - MOST_NAMES) + " more";
    }

    private List<String> drawn() {
        List<String> drawn = new ArrayList<>();
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            if (layer.kind() == Layer.Kind.DENSE && layer.weights().isEmpty()) {
                drawn.add(StepId.w(l).toString());
            }
            if (layer.hasBias() && layer.biases().isEmpty()) {
                drawn.add(StepId.b(l).toString());
            }
            if (layer.retainProbability().isPresent()) {
                drawn.add(StepId.m(l).toString());
            }
            if (layer.drawsSlopes()) {
                drawn.add(StepId.s(l).toString());
            }
        }
        return drawn;
    }
}

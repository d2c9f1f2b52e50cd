package chalkline.report;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Step;
import chalkline.network.Updater;
import chalkline.reference.Derivation;
import chalkline.reference.Expression.Scope;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import chalkline.training.CheckedStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The derivation of one training step written out as by hand: of every step the formula, the numbers put in, the result. Of
 * a network that is too large to read, every step's formula, shapes and largest entry.
 */
public final class DerivationDocument {
    private static final int MOST_NAMES = 6;

    /** What it is written in. */
    public enum Format {
        /** GitHub-flavoured Markdown with formulas between dollar signs. */
        MARKDOWN(".md"),
        /** An article for pdflatex with amsmath. */
        LATEX(".tex"),
        /** Plain text, matrices in brackets over several lines. */
        TEXT(".txt");

        private final String ending;

        Format(String ending) {
            this.ending = ending;
        }

        /** The format that the file's name ends in; empty where it is none of these. */
        public static Optional<Format> of(Path file) {
            return Stream.of(values())
                    .filter(format -> file.toString().endsWith(format.ending))
                    .findFirst();
        }

        private DerivationStyle style() {
            return switch (this) {
                case MARKDOWN -> new MarkdownDerivation();
                case LATEX -> new LatexDerivation();
                case TEXT -> new TextDerivation();
            };
        }
    }

    private final Network network;
    private final Batch batch;
    private final Notation notation;
    private final DerivationStyle style;
    private final List<Rule> rules;
    private final Readable readable;

    private DerivationDocument(CheckedStep checked, Notation notation, DerivationStyle style) {
        this.network = checked.network();
        this.batch = checked.batch();
        this.notation = notation;
        this.style = style;
        Map<String, Matrix> started = network.parameters(checked.trace());
        Derivation derivation =
                isFused() ? Derivation.withoutOutputGradient(network, started) : Derivation.of(network, started);
        this.rules = derivation.rules();
        Map<String, Rounded> steps = new HashMap<>(derivation.truth(batch, started));
        steps.replaceAll((name, value) -> value.withoutNoise());
        if (notation == Notation.WX_PLUS_B) {
            steps.replaceAll((name, value) -> value.transposed());
        }
        this.readable = Readable.of(new Scope(notation, steps));
    }

    /** The document: the exact derivation of the step that was checked, in the notation that the person writes. */
    public static String of(CheckedStep checked, Notation notation, Format format) {
        return new DerivationDocument(checked, notation, format.style()).write();
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

    private String write() {
        StringBuilder text = new StringBuilder(style.opening(style.escaped("The derivation of " + network.name())));
        paragraphs().forEach(paragraph -> text.append(style.paragraph(style.escaped(paragraph))));
        for (Rule.Section section : Rule.Section.values()) {
            List<Rule> part =
                    rules.stream().filter(rule -> rule.section() == section).toList();
            text.append(part.isEmpty() ? "" : style.section(section.title()));
            part.forEach(rule -> text.append(style.step(workings(rule), readable)));
        }
        return text.append(style.closing()).toString();
    }

    private List<Working> workings(Rule rule) {
        return Working.of(rule, rule.formula().written(notation, batch.size()), readable.scope(), readable.large());
    }

    private List<String> paragraphs() {
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
        return network.updater() instanceof Updater.Sgd
                ? "gradient descent"
                : network.updater().getClass().getSimpleName();
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
                drawn.add(Step.w(l));
            }
            if (layer.hasBias() && layer.biases().isEmpty()) {
                drawn.add(Step.b(l));
            }
            if (layer.retainProbability().isPresent()) {
                drawn.add(Step.m(l));
            }
        }
        return drawn;
    }
}

package chalkline.report;

import chalkline.network.Notation;
import chalkline.reference.Exercise;
import chalkline.reference.Rule;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The derivation of one training step written out as by hand: of every step the formula, the numbers put in, the result. Of
 * a network that is too large to read, every step's formula, shapes and largest entry.
 */
public final class DerivationDocument {
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

    private DerivationDocument() {}

    /** The document, in the notation that the person writes. */
    public static String of(Exercise exercise, Notation notation, Format format) {
        WrittenDerivation derivation = WrittenDerivation.of(exercise, notation);
        DerivationStyle style = format.style();
        StringBuilder text = new StringBuilder(style.opening(
                style.escaped("The derivation of " + derivation.network().name())));
        derivation.paragraphs().forEach(paragraph -> text.append(style.paragraph(style.escaped(paragraph))));
        for (Rule.Phase section : Rule.Phase.values()) {
            List<Rule> part = derivation.rules(section);
            text.append(part.isEmpty() ? "" : style.section(section.title()));
            part.forEach(rule -> text.append(style.step(derivation.workings(rule), derivation.readable())));
        }
        return text.append(style.closing()).toString();
    }
}

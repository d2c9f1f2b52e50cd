package chalkline.report;

import java.util.List;

/** How the parts of a derivation are written in one format. */
sealed interface DerivationStyle permits TextDerivation, LatexDerivation, MarkdownDerivation {
    /** What any title, name or sentence becomes so that it reads as itself. */
    String escaped(String text);

    /** What stands before everything; the title is escaped. */
    String opening(String title);

    /** An escaped sentence or more. */
    String paragraph(String text);

    /** A heading over steps. */
    String section(String title);

    /** One step with all that is worked for it. */
    String step(List<Working> workings, MatrixSummary readable);

    /** What stands after everything. */
    String closing();
}

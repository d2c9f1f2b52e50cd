package chalkline.report;

import chalkline.network.Sentences;
import java.util.List;

/** A derivation as GitHub-flavoured Markdown, its formulas between dollar signs. */
final class MarkdownDerivation implements DerivationStyle {

    /** A backslash before what Markdown reads; a dollar sign in a span, which is how GitHub is told that it starts no math. */
    @Override
    public String escaped(String text) {
        StringBuilder markdown = new StringBuilder();
        Sentences.plain(text).codePoints().forEach(c -> {
            switch (c) {
                case '$' -> markdown.append("<span>$</span>");
                case '&' -> markdown.append("&amp;");
                case '<' -> markdown.append("&lt;");
                case '>' -> markdown.append("&gt;");
                case '\\', '`', '*', '_', '{', '}', '[', ']', '#', '!', '|', '~' ->
                    markdown.append('\\').append((char) c);
                default -> markdown.appendCodePoint(c);
            }
        });
        return markdown.toString();
    }

    @Override
    public String opening(String title) {
        return "# " + title + "\n";
    }

    @Override
    public String paragraph(String text) {
        return "\n" + text + "\n";
    }

    @Override
    public String section(String title) {
        return "\n## " + title + "\n";
    }

    @Override
    public String step(List<Working> workings, MatrixSummary readable) {
        Working step = workings.get(workings.size() - 1);
        String shapes = readable.large() ? "\n" + escaped(readable.shapes(step)) + ".\n" : "";
        return "\n### " + escaped(TextMath.line(step.left())) + "\n" + shapes + "\n$$\n\\begin{aligned}\n"
                + MathRows.of(workings, readable) + "\\end{aligned}\n$$\n";
    }

    @Override
    public String closing() {
        return "";
    }
}

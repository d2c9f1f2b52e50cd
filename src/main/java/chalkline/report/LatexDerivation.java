package chalkline.report;

import chalkline.network.Sentences;
import java.util.List;

/** A derivation as an article for pdflatex. */
final class LatexDerivation implements DerivationStyle {

    /**
     * What pdflatex prints of itself is kept; accented letters of Latin-1 are, and every other character is written as its
     * number.
     */
    @Override
    public String escaped(String text) {
        StringBuilder latex = new StringBuilder();
        int[] characters = Sentences.plain(text).codePoints().toArray();
        for (int k = 0; k < characters.length; k++) {
            boolean doubled = k + 1 < characters.length && characters[k] == characters[k + 1];
            latex.append(character(characters[k], doubled));
        }
        return latex.toString();
    }

    private static String character(int c, boolean doubled) {
        return switch (c) {
            case '\\' -> "\\textbackslash{}";
            case '{', '}', '$', '&', '#', '%', '_' -> "\\" + (char) c;
            case '~' -> "\\textasciitilde{}";
            case '^' -> "\\textasciicircum{}";
            case '<' -> "$<$";
            case '>' -> "$>$";
            case '|' -> "$|$";
            case '"' -> "''";
            case '`' -> "\\textasciigrave{}";
            case '×' -> "$\\times$";
            case '∘' -> "$\\circ$";
            // Two of these would become a dash or quotation marks.
            case '-', '\'', ',' -> (char) c + (doubled ? "{}" : "");
            default -> c < 0x7f || isAccented(c) ? Character.toString(c) : String.format("(U+%04X)", c);
        };
    }

    /** The letters of Latin-1, but those that the standard fonts lack: eth and thorn. */
    private static boolean isAccented(int c) {
        return c >= 0xC0 && c <= 0xFF && c != 0xD0 && c != 0xD7 && c != 0xDE && c != 0xF0 && c != 0xF7 && c != 0xFE;
    }

    @Override
    public String opening(String title) {
        return """
                \\documentclass[a4paper,10pt,fleqn]{article}
                \\usepackage[utf8]{inputenc}
                \\usepackage{amsmath}
                \\allowdisplaybreaks
                \\setlength{\\oddsidemargin}{-8mm}
                \\setlength{\\textwidth}{175mm}
                \\setlength{\\topmargin}{-15mm}
                \\setlength{\\textheight}{250mm}
                \\setlength{\\parindent}{0pt}
                \\setlength{\\parskip}{4pt}
                \\setlength{\\arraycolsep}{3pt}
                \\begin{document}
                \\setlength{\\abovedisplayskip}{0pt}
                \\setlength{\\abovedisplayshortskip}{0pt}
                \\section*{""" + title + "}\n";
    }

    @Override
    public String paragraph(String text) {
        return "\n" + text + "\n";
    }

    @Override
    public String section(String title) {
        return "\n\\subsection*{" + title + "}\n";
    }

    @Override
    public String step(List<Working> workings, MatrixSummary readable) {
        Working step = workings.get(workings.size() - 1);
        String shapes = readable.large() ? escaped(readable.shapes(step)) + ".\n" : "";
        return "\n\\subsubsection*{$" + LatexMath.of(step.left(), 1) + "$}\n" + shapes + "\\begin{align*}\n"
                + MathRows.of(workings, readable) + "\\end{align*}\n";
    }

    @Override
    public String closing() {
        return "\n\\end{document}\n";
    }
}

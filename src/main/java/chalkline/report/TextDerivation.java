package chalkline.report;

import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.Expression;
import java.util.ArrayList;
import java.util.List;

/** A derivation as text, as a rule no wider than {@link #WIDTH}. */
final class TextDerivation implements DerivationStyle {
    private static final int WIDTH = 100;
    private static final String INDENT = "  ";
    private static final String EQUALS = " = ";

    @Override
    public String escaped(String text) {
        return Sentences.plain(text);
    }

    @Override
    public String opening(String title) {
        return title + "\n" + "=".repeat(Math.min(WIDTH, title.length())) + "\n";
    }

    @Override
    public String paragraph(String text) {
        StringBuilder lines = new StringBuilder("\n");
        int length = 0;
        for (String word : text.split(" ")) {
            boolean first = length == 0;
            if (!first && length + 1 + word.length() > WIDTH) {
                lines.append("\n");
                length = 0;
                first = true;
            }
            lines.append(first ? "" : " ").append(word);
            length += word.length() + (first ? 0 : 1);
        }
        return lines.append("\n").toString();
    }

    @Override
    public String section(String title) {
        return "\n" + title + "\n" + "-".repeat(title.length()) + "\n";
    }

    @Override
    public String step(List<Working> workings, MatrixSummary readable) {
        Rows rows = new Rows(readable);
        rows.write(workings);
        return "\n" + tidy(rows.lines);
    }

    @Override
    public String closing() {
        return "";
    }

    private static final class Rows extends StepRows<String> {
        private final List<String> lines = new ArrayList<>();

        Rows(MatrixSummary summary) {
            super(summary);
        }

        @Override
        String left(Expression of, boolean isDefinition) {
            return (isDefinition ? INDENT : "") + TextMath.line(of);
        }

        @Override
        String left(String blank, StepId step) {
            return blank + " " + step;
        }

        @Override
        String blank(String left) {
            return " ".repeat(left.length());
        }

        @Override
        int width(String left) {
            return WIDTH - left.length() - EQUALS.length();
        }

        @Override
        void gap() {
            lines.add("");
        }

        @Override
        void large(String blank, String shapes) {
            lines.add(blank + " " + shapes);
        }

        @Override
        void equation(String left, List<? extends Expression> chain) {
            chain(left + EQUALS, chain);
        }

        @Override
        void entry(String blank, String label, List<? extends Expression> chain) {
            chain(blank + " " + label + ": ", chain);
        }

        private void chain(String start, List<? extends Expression> chain) {
            List<String> parts = chain.stream().map(TextMath::line).toList();
            String whole = start + String.join(EQUALS, parts);
            if (whole.length() <= WIDTH) {
                lines.add(whole);
                return;
            }
            String next = " ".repeat(start.length() - 2) + "= ";
            for (int i = 0; i < parts.size(); i++) {
                List<String> broken = Lines.broken(parts.get(i), WIDTH - start.length(), String::length);
                lines.add((i == 0 ? start : next) + broken.get(0));
                broken.stream().skip(1).forEach(more -> lines.add(" ".repeat(start.length()) + more));
            }
        }

        @Override
        void matrices(String left, Expression formula, int digits) {
            gap();
            lines.addAll(TextBlock.of(left + EQUALS)
                    .beside(TextMath.block(formula, digits))
                    .lines());
            gap();
        }
    }

    /** Without trailing spaces, and without an empty line after another. */
    private static String tidy(List<String> lines) {
        StringBuilder text = new StringBuilder();
        String before = "";
        for (String line : lines) {
            String stripped = line.stripTrailing();
            if (!stripped.isEmpty() || !before.isEmpty()) {
                text.append(stripped).append('\n');
            }
            before = stripped;
        }
        return text.toString().stripTrailing() + "\n";
    }
}

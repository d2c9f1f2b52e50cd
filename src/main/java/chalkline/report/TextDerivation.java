package chalkline.report;

import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** A derivation as text, as a rule no wider than {@link #WIDTH}. */
final class TextDerivation implements DerivationStyle {
    private static final int WIDTH = 100;
    private static final String INDENT = "  ";

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
        List<String> lines = new ArrayList<>();
        // The step's formula comes first, then what it needs, then the step with its numbers.
        Working step = workings.get(workings.size() - 1);
        equation(lines, TextMath.line(step.left()), step.forms());
        for (Working definition : workings.subList(0, workings.size() - 1)) {
            lines.add("");
            equation(lines, INDENT + TextMath.line(definition.left()), definition.forms());
            numbers(lines, definition, readable, INDENT, false);
            lines.add("");
        }
        // After a definition it has to be said again what goes on.
        numbers(lines, step, readable, "", workings.size() > 1);
        return "\n" + tidy(lines);
    }

    @Override
    public String closing() {
        return "";
    }

    private static void equation(List<String> lines, String left, List<Expression> chain) {
        chain(lines, left + " = ", chain);
    }

    /** In one line, or a line for every =. */
    private static void chain(List<String> lines, String start, List<Expression> chain) {
        List<String> parts = chain.stream().map(TextMath::line).toList();
        String whole = start + String.join(" = ", parts);
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

    private static void numbers(
            List<String> lines, Working working, MatrixSummary readable, String indent, boolean anew) {
        if (working.result().isEmpty()) {
            return;
        }
        Rounded result = working.result().get();
        String left = indent + TextMath.line(working.left());
        String again = " ".repeat(left.length());
        if (readable.large()) {
            lines.add(again + " " + readable.shapes(working));
        }
        working.numbers().ifPresent(numbers -> putIn(lines, anew ? left : again, numbers, working, readable));
        if (result.size() == 1) {
            String next = anew && working.numbers().isEmpty() ? left : again;
            for (Working.Entry entry : working.entries()) {
                for (Expression step : entry.steps()) {
                    equation(lines, next, List.of(step));
                    next = again;
                }
            }
            lines.add(next + " = " + Numbers.text(result, 0, Arithmetic.DIGITS));
            return;
        }
        for (Working.Entry entry : working.entries()) {
            chain(lines, again + " " + readable.label(working, entry) + ": ", MatrixSummary.chain(entry));
        }
        if (!readable.large()) {
            block(lines, left + " = ", matrix(result, WIDTH - left.length() - 3));
        }
    }

    private static void putIn(
            List<String> lines, String again, Expression numbers, Working working, MatrixSummary readable) {
        int width = WIDTH - again.length() - 3;
        OptionalInt digits = MatrixSummary.digits(numbers, width);
        if (digits.isPresent()) {
            block(lines, again + " = ", TextMath.block(numbers, digits.getAsInt()));
            return;
        }
        for (StepId id : working.forms().get(0).steps()) {
            String start = again + " " + id + " = ";
            block(lines, start, matrix(readable.scope().step(id), WIDTH - start.length() + 1));
        }
    }

    private static TextBlock matrix(Rounded matrix, int width) {
        return TextBlock.of(matrix, MatrixSummary.digits(matrix, width));
    }

    private static void block(List<String> lines, String start, TextBlock block) {
        lines.add("");
        lines.addAll(TextBlock.of(start).beside(block).lines());
        lines.add("");
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

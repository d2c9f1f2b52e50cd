package chalkline.report;

import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** A step as the rows of a MathML table: what is worked, =, and what it comes to, simpler every time. */
final class HtmlDerivation {
    /** Characters of a page's width, roughly. */
    private static final int WIDTH = 66;

    private final MatrixSummary readable;
    private final List<Html> rows = new ArrayList<>();

    private HtmlDerivation(MatrixSummary readable) {
        this.readable = readable;
    }

    /** The derivation, of these steps only. */
    static List<Html> of(WrittenDerivation derivation, Set<String> shown) {
        List<Html> parts = new ArrayList<>();
        derivation.paragraphs().forEach(paragraph -> parts.add(Html.of("p", paragraph)));
        for (Rule.Phase section : Rule.Phase.values()) {
            List<Html> steps = derivation.rules(section).stream()
                    .filter(rule -> shown.contains(rule.name()))
                    .map(rule -> step(derivation, rule))
                    .toList();
            if (!steps.isEmpty()) {
                parts.add(Html.of("h3", section.title()));
                parts.addAll(steps);
            }
        }
        return parts;
    }

    private static Html step(WrittenDerivation derivation, Rule rule) {
        MatrixSummary readable = derivation.readable();
        List<Working> workings = derivation.workings(rule);
        Working step = workings.get(workings.size() - 1);
        HtmlDerivation written = new HtmlDerivation(readable);
        written.forms(step);
        for (Working definition : workings.subList(0, workings.size() - 1)) {
            written.forms(definition);
            written.numbers(definition, List.of());
        }
        // After a definition it has to be said again what goes on.
        written.numbers(step, workings.size() > 1 ? left(step) : List.of());
        Html math = display(Html.of("mtable", written.rows).in("steps"));
        Html scrolling = Html.scrolling("The derivation of " + rule.name(), math);
        List<Html> parts = readable.large()
                ? List.of(Html.of("p", readable.shapes(step) + ".").in("shapes"), scrolling)
                : List.of(scrolling);
        return Html.of("div", parts).in("step").with("id", "step-" + rule.name());
    }

    /** A formula in a line of text. */
    static Html inline(Expression formula) {
        return Html.of("math", MathMl.of(formula, Arithmetic.DIGITS));
    }

    private static Html display(Html math) {
        return Html.of("math", math).with("display", "block");
    }

    private static List<Html> left(Working working) {
        return MathMl.of(working.left(), 1);
    }

    private void forms(Working working) {
        chain(left(working), List.of(MathMl.operator("=")), working.forms());
    }

    private void row(List<Html> left, List<Html> relation, List<Html> right) {
        rows.add(Html.of(
                "mtr",
                Html.of("mtd", left).in("l"),
                Html.of("mtd", relation),
                Html.of("mtd", right).in("r")));
    }

    private void rows(List<Html> left, List<Html> relation, List<Html> right) {
        List<List<Html>> lines = broken(right);
        row(left, relation, lines.get(0));
        lines.stream().skip(1).forEach(line -> {
            List<Html> indented = new ArrayList<>(List.of(Html.of("mspace").with("width", "1em")));
            indented.addAll(line);
            row(List.of(), List.of(), indented);
        });
    }

    private void matrices(List<Html> left, List<Html> right) {
        row(left, List.of(MathMl.operator("=")), right);
    }

    /** In one row, or a row for every =. */
    private void chain(List<Html> left, List<Html> relation, List<? extends Expression> chain) {
        List<List<Html>> parts =
                chain.stream().map(part -> MathMl.of(part, Arithmetic.DIGITS)).toList();
        if (parts.stream().mapToInt(part -> width(part) + 3).sum() <= WIDTH) {
            List<Html> whole = new ArrayList<>(parts.get(0));
            parts.stream().skip(1).forEach(part -> {
                whole.add(MathMl.operator("="));
                whole.addAll(part);
            });
            row(left, relation, whole);
            return;
        }
        for (int i = 0; i < parts.size(); i++) {
            rows(i == 0 ? left : List.of(), i == 0 ? relation : List.of(MathMl.operator("=")), parts.get(i));
        }
    }

    /** Before + and − where it is wider. */
    private static List<List<Html>> broken(List<Html> row) {
        List<List<Html>> lines = new ArrayList<>();
        List<Html> line = new ArrayList<>();
        List<Html> term = new ArrayList<>();
        for (Html part : open(row)) {
            boolean sign = part.equals(MathMl.operator("+")) || part.equals(MathMl.operator("−"));
            if (sign && !term.isEmpty()) {
                add(lines, line, term);
                term = new ArrayList<>();
            }
            term.add(part);
        }
        add(lines, line, term);
        lines.add(line);
        return lines;
    }

    /** Without the rows of long parentheses, which have to be broken too. */
    private static List<Html> open(List<Html> row) {
        List<Html> parts = new ArrayList<>();
        for (Html part : row) {
            boolean parentheses = part instanceof Html.Element element
                    && element.tag().equals("mrow")
                    && element.content().startsWith("(");
            parts.addAll(parentheses && width(part) > WIDTH / 2 ? open(((Html.Element) part).parts()) : List.of(part));
        }
        return parts;
    }

    private static void add(List<List<Html>> lines, List<Html> line, List<Html> term) {
        if (!line.isEmpty() && width(line) + width(term) > WIDTH) {
            lines.add(List.copyOf(line));
            line.clear();
        }
        line.addAll(term);
    }

    /** How many characters it is wide, roughly. */
    private static int width(List<Html> row) {
        return row.stream().mapToInt(HtmlDerivation::width).sum();
    }

    private static int width(Html part) {
        if (!(part instanceof Html.Element element)) {
            return part.content().length();
        }
        return switch (element.tag()) {
            case "mfrac", "mtable" ->
                element.parts().stream().mapToInt(HtmlDerivation::width).max().orElse(0);
            case "mo" -> 2;
            case "mtd" -> width(element.parts()) + 2;
            default -> width(element.parts());
        };
    }

    private void numbers(Working working, List<Html> left) {
        if (working.result().isEmpty()) {
            return;
        }
        Rounded result = working.result().get();
        working.numbers().ifPresent(numbers -> putIn(numbers, working, left));
        List<Html> equals = List.of(MathMl.operator("="));
        if (result.size() == 1) {
            List<Html> next = working.numbers().isPresent() ? List.of() : left;
            for (Working.Entry entry : working.entries()) {
                for (Expression step : entry.steps()) {
                    chain(next, equals, List.of(step));
                    next = List.of();
                }
            }
            row(next, equals, MathMl.matrix(result, Arithmetic.DIGITS));
            return;
        }
        for (Working.Entry entry : working.entries()) {
            chain(
                    List.of(MathMl.words(readable.label(working, entry))),
                    List.of(MathMl.operator(":")),
                    MatrixSummary.chain(entry));
        }
        if (!readable.large()) {
            matrices(left(working), MathMl.matrix(result, MatrixSummary.digits(result, WIDTH)));
        }
    }

    private void putIn(Expression numbers, Working working, List<Html> left) {
        OptionalInt digits = MatrixSummary.digits(numbers, WIDTH);
        if (digits.isPresent()) {
            matrices(left, MathMl.of(numbers, digits.getAsInt()));
            return;
        }
        for (StepId id : working.forms().get(0).steps()) {
            Rounded matrix = readable.scope().step(id);
            matrices(List.of(MathMl.name(id)), MathMl.matrix(matrix, MatrixSummary.digits(matrix, WIDTH)));
        }
    }
}

package chalkline.report;

import chalkline.answers.Mark;
import chalkline.answers.MarkedEntry;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.answers.Scheme;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A person's answers with their marks. */
final class AnswersSections {
    private static final int MOST_LISTED = 16;
    private static final int DIGITS = 14;
    private static final int VECTOR_DIGITS = 6;

    private final MarkedSheet marked;
    private final Scheme scheme;
    private final Notation notation;
    private final int examples;

    AnswersSections(MarkedSheet marked, Scheme scheme, Notation notation, int examples) {
        this.marked = marked;
        this.scheme = scheme;
        this.notation = notation;
        this.examples = examples;
    }

    /** The first mistake with its arithmetic, and the rounding that decided later answers. */
    List<Html> headlines() {
        List<Html> parts = new ArrayList<>();
        for (String line : AnswersText.headlines(marked, notation, examples)) {
            int word = line.indexOf("  ", 1);
            if (line.startsWith(" ")) {
                parts.add(Html.of("p", line.strip()).in("working"));
            } else {
                Sign sign =
                        line.startsWith("NO MISTAKE  ") ? Sign.GOOD : line.startsWith("FIRST") ? Sign.BAD : Sign.UNSURE;
                parts.add(CheckSections.banner(
                        sign, line.substring(0, word), line.substring(word).strip()));
            }
        }
        return parts;
    }

    /** Every answer. */
    List<Html> table() {
        Html table = Html.of(
                        "table",
                        Html.head("Step", "Mark", "Points", "Answered", "Right", "Formula"),
                        Html.of(
                                "tbody",
                                marked.steps().stream()
                                        .filter(this::isShown)
                                        .flatMap(this::rows)
                                        .toList()))
                .in("steps");
        List<Html> parts = new ArrayList<>(List.of(Html.scrolling("Every answer with its mark", table)));
        if (!marked.sheet().ignored().isEmpty()) {
            parts.add(Html.of(
                    "p",
                    "Ignored, being no step's name: "
                            + String.join(", ", marked.sheet().ignored())));
        }
        parts.add(marks());
        return parts;
    }

    private boolean isShown(MarkedStep step) {
        return step.mark() != Mark.BLANK || scheme.worth(step.name()) > 0;
    }

    /** What the marks mean. */
    static Html marks() {
        return Html.of(
                        "ul",
                        Stream.of(Mark.values())
                                .sorted((a, b) -> Sign.of(a).compareTo(Sign.of(b)))
                                .map(mark -> Html.of(
                                        "li", Sign.of(mark).beside(mark.label()), Html.text(": " + meaning(mark))))
                                .toList())
                .in("legend marks");
    }

    private static String meaning(Mark mark) {
        return switch (mark) {
            case RIGHT -> "the truth, as far as it is written out";
            case ROUNDED_TO_ZERO -> "0 for a number that is not 0, as rounding made it";
            case FOLLOWS -> "what the formula gives on the person's own earlier answers";
            case EMPTY ->
                "worked from nothing: a zero from zeros that earned nothing, or a number that fills the sheet";
            case WRONG -> "neither the truth nor what follows";
            case BLANK -> "not answered";
        };
    }

    private Stream<Html> rows(MarkedStep step) {
        List<String> words = new ArrayList<>(AnswersText.corrections(step, notation));
        step.note().ifPresent(note -> words.add(0, step.name() + " is " + note));
        Html explained = Html.of(
                "tr",
                Html.of("td", ""),
                Html.of("td", CheckSections.lines(words)).with("colspan", "5").in("words"));
        return words.isEmpty() ? Stream.of(row(step)) : Stream.of(row(step), explained);
    }

    private Html row(MarkedStep step) {
        boolean few = step.entries().size() <= MOST_LISTED;
        boolean blank = step.mark() == Mark.BLANK;
        List<Html> answered = CheckSections.lines(
                blank ? List.of() : few ? given(step) : List.of(step.entries().size() + " numbers"));
        List<Html> right = CheckSections.lines(
                blank || !few ? List.of() : Numbers.lines(notation.convert(truth(step)), DIGITS, VECTOR_DIGITS));
        return Html.of(
                "tr",
                Html.of("th", step.name()).with("scope", "row"),
                Html.of("td", Sign.of(step.mark()).beside(mark(step))),
                Html.of("td", points(step)).in("number"),
                Html.of("td", answered),
                Html.of("td", right),
                Html.of(
                        "td",
                        HtmlDerivation.inline(step.rule()
                                .formula()
                                .written(notation, examples)
                                .formula())));
    }

    /** "2 of 3"; nothing where the step is worth nothing. */
    private String points(MarkedStep step) {
        double worth = scheme.worth(step.name());
        return worth > 0 ? ClassReport.number(scheme.points(step)) + " of " + ClassReport.number(worth) : "";
    }

    /** The mark, with the counts where entries differ in theirs. */
    private static String mark(MarkedStep step) {
        long same = step.count(step.mark());
        if (same == step.entries().size()) {
            boolean cut = step.entries().stream().anyMatch(MarkedEntry::truncated);
            return step.mark().label() + (cut ? " (cut off)" : "");
        }
        return Stream.of(Mark.values())
                .filter(mark -> step.count(mark) > 0)
                .sorted((a, b) -> b.compareTo(a))
                .map(mark -> step.count(mark) + " " + mark.label())
                .collect(Collectors.joining(", "));
    }

    /** The answers as written, laid out as their matrix is. */
    private List<String> given(MarkedStep step) {
        int rows = notation == Notation.WX_PLUS_B ? step.columns() : step.rows();
        int columns = step.entries().size() / rows;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            List<String> line = new ArrayList<>();
            for (int j = 0; j < columns; j++) {
                int k = notation == Notation.WX_PLUS_B ? j * step.columns() + i : i * step.columns() + j;
                line.add(
                        step.entries().get(k).given().map(given -> given.text()).orElse("~"));
            }
            lines.add(String.join(" ", line));
        }
        boolean vector = rows == 1 || columns == 1;
        if (step.entries().size() == 1) {
            return lines;
        }
        return vector
                ? List.of("[" + String.join(" ", lines) + "]")
                : lines.stream().map(line -> "[" + line + "]").toList();
    }

    private static Matrix truth(MarkedStep step) {
        return Matrix.of(
                step.rows(),
                step.columns(),
                step.entries().stream().mapToDouble(MarkedEntry::truth).toArray());
    }
}

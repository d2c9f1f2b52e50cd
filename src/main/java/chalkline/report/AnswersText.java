package chalkline.report;

import chalkline.answers.Mark;
import chalkline.answers.MarkedEntry;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.answers.Scheme;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Exercise;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A marked sheet for a terminal: the first mistake, the rounding that decided later answers, then every answer. */
public final class AnswersText {
    private static final int DIGITS = 14;
    /** A step of more answers than this is summarised. */
    private static final int MOST_LISTED = 16;
    /** Of more wrong numbers of a step the first show what is the matter. */
    private static final int MOST_CORRECTED = 6;

    private final MarkedSheet marked;
    private final Notation notation;
    private final int examples;
    private final StringBuilder text = new StringBuilder();

    private AnswersText(MarkedSheet marked, Notation notation, int examples) {
        this.marked = marked;
        this.notation = notation;
        this.examples = examples;
    }

    /** The text, in the notation that the person writes. */
    public static String of(MarkedSheet marked, Exercise exercise, Notation notation) {
        return new AnswersText(marked, notation, exercise.batch().size()).write();
    }

    /** What is said before the table of all answers. */
    static List<String> headlines(MarkedSheet marked, Notation notation, int examples) {
        AnswersText answers = new AnswersText(marked, notation, examples);
        answers.headlines();
        return answers.text.toString().lines().toList();
    }

    private void headlines() {
        if (marked.isBlank()) {
            line("NOTHING ANSWERED  in " + marked.sheet().source());
        } else {
            marked.firstWrong()
                    .ifPresentOrElse(
                            this::firstMistake,
                            () -> line(
                                    withoutMistake() + "  in " + marked.sheet().source() + summary()));
        }
        marked.detected()
                .ifPresent(other -> line("CONVENTION  the numbers agree with " + other.words()
                        + "; if that is your course's, write in " + other.place() + ": " + other.line()));
        marked.rounding().ifPresent(this::rounding);
        lostDigits();
    }

    private String write() {
        headlines();
        table();
        if (!marked.sheet().ignored().isEmpty()) {
            line("Ignored, being no step's name: "
                    + String.join(" ", marked.sheet().ignored()));
        }
        return text.toString();
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    private String summary() {
        return ": "
                + List.of(Mark.RIGHT, Mark.ROUNDED_TO_ZERO, Mark.FOLLOWS, Mark.EMPTY, Mark.WRONG, Mark.BLANK).stream()
                        .filter(mark -> steps(mark) > 0)
                        .map(mark -> steps(mark) + " " + mark.label())
                        .collect(Collectors.joining(", "));
    }

    private long steps(Mark mark) {
        return written(marked).filter(step -> step.mark() == mark).count();
    }

    private String withoutMistake() {
        if (!marked.passes()) {
            return "NOT WORKED";
        }
        boolean complete = written(marked).allMatch(step -> step.count(Mark.BLANK) == 0);
        return complete ? "NO MISTAKE" : "NO MISTAKE SO FAR";
    }

    /** What is wrong in a step, a line each: "dW1[1,2] is 7, right is 5; with the numbers before it, 6". */
    static List<String> corrections(MarkedStep step, Notation notation) {
        List<MarkedEntry> wrong = step.entries().stream()
                .filter(entry -> entry.given().isPresent() && entry.mark() == Mark.WRONG)
                .sorted(readingOrder(notation))
                .toList();
        List<String> lines = new ArrayList<>();
        for (MarkedEntry entry : wrong.subList(0, Math.min(MOST_CORRECTED, wrong.size()))) {
            String right = number(entry.truth());
            String following = number(entry.following());
            lines.add(place(step, entry, notation) + " is "
                    + entry.given().orElseThrow().text() + ", right is " + right
                    + (following.equals(right) ? "" : "; with the numbers before it, " + following));
        }
        if (wrong.size() > MOST_CORRECTED) {
            lines.add((wrong.size() - MOST_CORRECTED) + " more are wrong");
        }
        return lines;
    }

    private static Comparator<MarkedEntry> readingOrder(Notation notation) {
        Comparator<MarkedEntry> byRow = Comparator.comparingInt(MarkedEntry::row);
        return switch (notation) {
            case WX_PLUS_B -> Comparator.comparingInt(MarkedEntry::column).thenComparing(byRow);
            case XW_PLUS_B -> byRow.thenComparingInt(MarkedEntry::column);
        };
    }

    /** Updated parameters come after the worksheet's steps; where nobody answered them, they are left out, as dX is. */
    static Stream<MarkedStep> written(MarkedSheet marked) {
        return marked.steps().stream()
                .filter(step -> step.mark() != Mark.BLANK
                        || step.rule().phase() != Rule.Phase.UPDATE && !Scheme.isExtra(step.rule()));
    }

    private void firstMistake(MarkedStep step) {
        MarkedEntry entry = step.first(Mark.WRONG).orElseThrow();
        String place = place(step, entry);
        line("FIRST MISTAKE  " + place + " is " + entry.given().orElseThrow().text() + " in "
                + marked.sheet().source() + summary());
        if (step.rule().phase() == Rule.Phase.GIVEN) {
            line("  " + place + " is given as " + number(entry.truth()));
        } else {
            line("  " + worked(step, entry));
            if (!number(entry.following()).equals(number(entry.truth()))) {
                line("  Right from the start is " + number(entry.truth()));
            }
        }
        step.note().ifPresent(note -> line("  It is " + note));
    }

    /** The formula, and its arithmetic with the person's own numbers in it. */
    private String worked(MarkedStep step, MarkedEntry entry) {
        Map<StepId, Rounded> numbers = new HashMap<>();
        marked.numbers()
                .forEach((name, value) ->
                        numbers.put(name, Rounded.exact(notation.convert(value.asWritten()), Rounding.TRUTH)));
        Scope scope = new Scope(notation, numbers);
        Expression formula = step.rule().formula().written(notation, examples).worked();
        boolean turned = notation == Notation.WX_PLUS_B;
        int row = turned ? entry.column() : entry.row();
        int column = turned ? entry.row() : entry.column();
        List<String> parts = new ArrayList<>();
        parts.add(step.name() + " = " + step.rule().formula().write(notation, examples));
        Arithmetic.steps(Arithmetic.entry(formula, scope, row, column))
                .forEach(arithmetic -> parts.add(TextMath.line(arithmetic)));
        parts.add(number(formula.value(scope).entry(row, column).value(0)));
        boolean first = written(marked)
                .filter(each -> each.rule().phase() != Rule.Phase.GIVEN)
                .findFirst()
                .filter(step::equals)
                .isPresent();
        return String.join(" = ", parts) + (first ? "" : ", with the numbers before it");
    }

    private void rounding(MarkedSheet.DecidingRounding rounding) {
        MarkedStep step = rounding.step();
        MarkedEntry entry = step.entries().stream()
                .filter(e -> e.given().isPresent() && e.given().get().value() != e.truth())
                .findFirst()
                .orElseThrow();
        List<String> decided = rounding.decided();
        line("ROUNDED  " + place(step, entry) + " = "
                + entry.given().orElseThrow().text() + " is right as written, but it is "
                + number(entry.truth()) + ": that rounding decided " + decided.size() + " later "
                + (decided.size() == 1 ? "answer: " : "answers: ") + String.join(" ", decided));
    }

    /** What a precision cannot do, it cannot get wrong; but nobody should believe those digits. */
    private void lostDigits() {
        if (!marked.sheet().binary()) {
            return;
        }
        // Behind a mistake it is the mistake that took the digits.
        List<String> lost = marked.steps().stream()
                .takeWhile(step -> marked.firstWrong().filter(step::equals).isEmpty())
                .filter(step -> step.mark() != Mark.BLANK)
                .filter(step -> step.entries().stream().allMatch(AnswersText::carriesNoDigit))
                .map(MarkedStep::name)
                .toList();
        if (!lost.isEmpty()) {
            line("NO CORRECT DIGIT  in " + String.join(" ", lost) + ": "
                    + (marked.sheet()
                                    .precision()
                                    .filter(Precision.FLOAT32::equals)
                                    .isPresent()
                            ? "float32 cannot hold them; compute in float64"
                            : "float64 cannot hold them"));
        }
    }

    private static boolean carriesNoDigit(MarkedEntry entry) {
        return entry.given().isPresent()
                && entry.mark() != Mark.WRONG
                && entry.truth() != 0
                && !(Math.abs(entry.given().get().value() - entry.truth()) < Math.abs(entry.truth()) / 2);
    }

    private void table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Step", "Formula", "Answered", "Right", "Mark"));
        written(marked).forEach(step -> rows.addAll(rows(step)));
        text.append(Columns.alignedFormulas(rows));
    }

    private List<List<String>> rows(MarkedStep step) {
        String formula = step.rule().formula().write(notation, examples);
        if (step.mark() == Mark.BLANK) {
            return List.of(List.of(step.name(), formula, "", "", Mark.BLANK.label()));
        }
        if (step.entries().size() > MOST_LISTED) {
            String counts = List.of(Mark.values()).stream()
                    .filter(mark -> step.count(mark) > 0)
                    .map(mark -> step.count(mark) + " " + mark.label())
                    .collect(Collectors.joining(", "));
            return List.of(List.of(step.name(), formula, shape(step), "", counts + note(step)));
        }
        List<List<String>> rows = new ArrayList<>();
        boolean same = step.entries().stream().allMatch(e -> e.mark() == step.mark()) && allZero(step);
        for (MarkedEntry entry :
                step.entries().stream().sorted(readingOrder(notation)).toList()) {
            boolean first = rows.isEmpty();
            rows.add(List.of(
                    first ? step.name() : "",
                    first ? formula : "",
                    entry.given().map(g -> g.text()).orElse(""),
                    same && step.entries().size() > 1 ? "not 0" : number(entry.truth()),
                    entry.mark().label() + (entry.truncated() ? " (cut off)" : "") + (first ? note(step) : "")));
            if (same) {
                break;
            }
        }
        return rows;
    }

    private static boolean allZero(MarkedStep step) {
        return step.entries().stream()
                .allMatch(e -> e.mark() == Mark.ROUNDED_TO_ZERO
                        && e.given().orElseThrow().value() == 0);
    }

    private static String note(MarkedStep step) {
        return step.note().map(note -> ": " + note).orElse("");
    }

    private String shape(MarkedStep step) {
        return switch (notation) {
            case WX_PLUS_B -> step.columns() + "×" + step.rows();
            case XW_PLUS_B -> step.rows() + "×" + step.columns();
        };
    }

    private String place(MarkedStep step, MarkedEntry entry) {
        return place(step, entry, notation);
    }

    /** dW1[2,3], counted from 1 as on paper; a single number without index. */
    static String place(MarkedStep step, MarkedEntry entry, Notation notation) {
        if (step.entries().size() == 1) {
            return step.name();
        }
        return step.name()
                + switch (notation) {
                    case WX_PLUS_B -> "[" + (entry.column() + 1) + "," + (entry.row() + 1) + "]";
                    case XW_PLUS_B -> "[" + (entry.row() + 1) + "," + (entry.column() + 1) + "]";
                };
    }

    private static String number(double value) {
        return Numbers.text(value, DIGITS);
    }
}

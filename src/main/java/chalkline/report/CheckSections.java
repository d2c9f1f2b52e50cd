package chalkline.report;

import chalkline.check.StepVerdict;
import chalkline.check.Verdict;
import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.reference.Rule;
import chalkline.report.CheckView.StepView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a report says of a checked step. */
final class CheckSections {
    /** Of more steps than this, those that matter most are shown. */
    private static final int MOST_STEPS = 48;

    private final CheckView check;
    private final Optional<WrittenDerivation> derivation;
    private final List<StepView> shown;
    private final Map<String, Html> formulas = new HashMap<>();

    /**
     * @param rules what the formulas are taken from, where they are at hand; else they are written in plain characters
     * @param derivation where its numbers are at hand
     */
    CheckSections(CheckView check, List<Rule> rules, Optional<WrittenDerivation> derivation) {
        this.check = check;
        this.derivation = derivation;
        this.shown = shown(check.steps());
        int examples = Math.max(1, check.examples());
        rules.forEach(rule -> formulas.put(
                rule.name(),
                HtmlDerivation.inline(
                        rule.formula().written(check.notation(), examples).formula())));
    }

    /** All, or those that do not agree and those that are nearest to their bound, in their order. */
    private static List<StepView> shown(List<StepView> steps) {
        if (steps.size() <= MOST_STEPS) {
            return steps;
        }
        Set<StepView> gravest = steps.stream()
                .sorted(Comparator.comparing(CheckSections::gravity).reversed())
                .limit(MOST_STEPS)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return steps.stream().filter(gravest::contains).toList();
    }

    /** Its error in units of the bound; beyond all of these where it does not agree. */
    private static double gravity(StepView step) {
        return switch (step.verdict()) {
            case AGREES, CONVENTION -> step.errorOverBound();
            case NOT_EXPOSED -> -1;
            case DEVIATES, NON_FINITE, DEFECT -> Double.POSITIVE_INFINITY;
            case UNDECIDED, UNINFORMATIVE -> Double.MAX_VALUE;
        };
    }

    /** The verdict in a line, with its sign. */
    Html banner() {
        return banner(Sign.of(check.verdict()), check.verdict().label().toUpperCase(Locale.ROOT), check.summary());
    }

    /** A sign, a word, and a sentence. */
    static Html banner(Sign sign, String word, String sentence) {
        return Html.of(
                        "p",
                        sign.picture(),
                        Html.text(" "),
                        Html.of("strong", word),
                        Html.text(" "),
                        Html.of("span", sentence))
                .in("banner " + sign.label());
    }

    /** What was checked. */
    String subject() {
        return "One " + check.engine() + " fit"
                + (check.examples() == 0
                        ? ""
                        : " on " + (check.examples() == 1 ? "1 example" : check.examples() + " examples"))
                + ", " + check.precision().label() + ", checked step by step.";
    }

    /** The first deviation, and the findings. */
    List<Html> findings() {
        List<Html> parts = new ArrayList<>();
        check.steps().stream().filter(StepView::contradicts).findFirst().ifPresent(step -> parts.add(deviation(step)));
        List<Html> items = Stream.concat(check.known().stream(), check.findings().stream())
                .map(each -> (Html) Html.of("li", each))
                .toList();
        if (!items.isEmpty()) {
            parts.add(Html.of("ul", items).in("findings"));
        }
        return parts;
    }

    private static Html deviation(StepView step) {
        String place = step.shape().equals("1×1")
                ? ""
                : step.worst().map(worst -> " [" + worst.place() + "]").orElse("");
        String sentence = step.worst()
                .map(worst -> step.name() + place + " is " + worst.actual() + ", but " + step.formula()
                        + " on its own earlier steps gives " + worst.reference() + ": off by "
                        + Numbers.brief(Math.abs(worst.actual() - worst.reference())) + ", where rounding explains "
                        + Numbers.brief(worst.bound())
                        + ". Later steps are checked from this one's own value, and are not blamed for it.")
                .orElse(step.name() + " deviates.");
        return banner(Sign.BAD, "First deviation", sentence);
    }

    /** The step at which the precisions part, four times. */
    private static Html fourAnswers(CheckView.Precisions precisions) {
        return Html.of(
                        "table",
                        Html.of("caption", precisions.step() + ", four times"),
                        Html.head("on paper", "float32", "float64", "exact"),
                        Html.of(
                                "tbody",
                                Html.row(
                                        "td",
                                        Stream.of(
                                                        precisions.paper(),
                                                        precisions.float32(),
                                                        precisions.float64(),
                                                        precisions.exact())
                                                .map(value -> Numbers.text(value, 10))
                                                .toList())))
                .in("four");
    }

    /** Both pictures. */
    List<Html> charts() {
        List<Html> figures = new ArrayList<>();
        List<StepView> propagation =
                shown.stream().filter(step -> !step.isUpdate()).toList();
        figures.add(StepCharts.agreement(shown));
        figures.add(check.precisions()
                .map(StepCharts::digits)
                .orElseGet(
                        () -> StepCharts.digits(propagation, check.precision().label())));
        List<Html> parts = new ArrayList<>(selection());
        check.precisions()
                .ifPresent(precisions ->
                        parts.add(Html.scrolling(precisions.step() + ", four times", fourAnswers(precisions))));
        parts.add(Html.of("div", figures).in("figures"));
        return parts;
    }

    private List<Html> selection() {
        return shown.size() == check.steps().size()
                ? List.of()
                : List.of(Html.of(
                        "p",
                        "Shown are " + shown.size() + " of " + check.steps().size()
                                + " steps: those that do not agree, and those that are nearest to their bound. check.json"
                                + " has all of them."));
    }

    /** Every step with its numbers. */
    List<Html> table() {
        List<Html> bodies = new ArrayList<>();
        for (Rule.Phase section : Rule.Phase.values()) {
            List<Html> rows = shown.stream()
                    .filter(step -> step.section() == section)
                    .map(this::row)
                    .toList();
            if (!rows.isEmpty()) {
                Html heading = Html.of(
                        "tr",
                        Html.of("th", section.title())
                                .with("scope", "rowgroup")
                                .with("colspan", "7")
                                .in("part"));
                bodies.add(Html.of("tbody", heading).and(rows));
            }
        }
        Html.Element table = Html.of(
                        "table",
                        Html.head(
                                "Step",
                                "Result",
                                "Digits",
                                "Error / bound",
                                check.engine(),
                                "By hand, exact",
                                "Formula"))
                .and(bodies)
                .in("steps");
        List<Html> parts = new ArrayList<>(selection());
        parts.add(Html.scrolling("Every step with its numbers", table));
        parts.add(Html.of(
                        "p",
                        "Digits: significant digits that are right from end to end, the precision's doing. Result: the step worked"
                                + " again from " + check.engine()
                                + "'s own earlier steps agrees within the rounding of that one"
                                + " step, which is what judges the implementation.")
                .in("note"));
        return parts;
    }

    private Html row(StepView step) {
        List<String> actual = values(step.actual(), step);
        List<String> truth = values(step.truth(), step);
        boolean same = step.actual().isPresent() && actual.equals(truth);
        return Html.of(
                "tr",
                Html.of("th", step.name()).with("scope", "row"),
                Html.of("td", Sign.of(step.verdict()).beside(verdict(step))),
                Html.of("td", step.isExposed() ? Integer.toString(step.digits()) : "")
                        .in("number"),
                Html.of("td", step.isExposed() ? StepCharts.bounds(step.errorOverBound()) : "")
                        .in("number"),
                Html.of("td", lines(step.isExposed() ? actual : List.of("not exposed"))),
                Html.of("td", lines(same ? List.of("same") : step.truth().isPresent() ? truth : List.of())),
                Html.of("td", formulas.getOrDefault(step.name(), Html.of("code", step.formula())))
                        .in("formula"));
    }

    /** Lines of numbers, one under the other. */
    static List<Html> lines(List<String> lines) {
        return lines.stream().map(line -> (Html) Html.of("div", line)).toList();
    }

    private List<String> values(Optional<Matrix> values, StepView step) {
        int digits = check.precision() == Precision.FLOAT64 ? 14 : 9;
        int vectorDigits = step.isUpdate() ? 8 : 6;
        return values.map(matrix -> Numbers.lines(matrix, digits, vectorDigits)).orElse(List.of(step.shape()));
    }

    /** The step's verdict, with the counts where entries differ in theirs. */
    private static String verdict(StepView step) {
        String others = step.counts().entrySet().stream()
                .filter(count -> count.getKey() != step.verdict())
                .map(count -> count.getValue() + " " + count.getKey().label())
                .collect(Collectors.joining(", "));
        return step.verdict().label() + (others.isEmpty() ? "" : " (" + others + ")");
    }

    /** The derivation with its numbers. */
    List<Html> written() {
        Set<String> names = shown.stream().map(StepView::name).collect(Collectors.toSet());
        return derivation.map(each -> HtmlDerivation.of(each, names)).orElse(List.of());
    }

    /** What the numbers mean. */
    List<Html> conventions(List<String> more) {
        List<String> sentences = new ArrayList<>(List.of(
                switch (check.notation()) {
                    case WX_PLUS_B ->
                        "Notation Wx+b: examples are columns, a row of W is a unit; shapes and places are written so.";
                    case XW_PLUS_B ->
                        "Notation xW+b: examples are rows, a column of W is a unit; shapes and places are written so.";
                },
                "dZ2 stands for the derivative of the loss with respect to Z2, W1.next for W1 after the step. The loss is"
                        + " the mean over the examples, and every gradient is that mean's.",
                "Exact numbers are worked from the decimals as they were written, in about 30 digits.",
                "A step agrees where its error is at most its bound: the rounding that a correct implementation may show in"
                        + " that one step. There is no tolerance to tune."));
        if (check.steps().stream().anyMatch(step -> step.verdict() == StepVerdict.UNINFORMATIVE)) {
            sentences.add(
                    "Uninformative: within the bound, but the rounding is as large as the value, so that nothing was"
                            + " checked.");
        }
        if (check.steps().stream().anyMatch(step -> !step.isExposed())) {
            sentences.add("Not exposed: " + check.engine()
                    + " never computes that step; the next one is checked in its fused form.");
        }
        if (check.verdict() == Verdict.INCONCLUSIVE) {
            sentences.add(
                    "Inconclusive: nothing contradicts the derivation, but a step was not decided, or a number is not finite.");
        }
        sentences.addAll(more);
        return List.of(Html.of(
                "ul", sentences.stream().map(each -> Html.of("li", each)).toList()));
    }
}

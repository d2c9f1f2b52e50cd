package chalkline.report;

import chalkline.check.CheckResult;
import chalkline.check.Entry;
import chalkline.check.Finding;
import chalkline.check.KnownDifference;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.check.Verdict;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.reference.Rule;
import chalkline.training.CheckedStep;
import chalkline.training.PrecisionComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A checked step for a terminal: the verdict, then the first deviation, then the steps in order, then the findings. */
public final class CheckText {
    private static final int MOST_NAMES = 6;

    private final CheckedStep checked;
    private final CheckResult result;
    private final Notation notation;
    private final StringBuilder text = new StringBuilder();

    private CheckText(CheckedStep checked, Notation notation) {
        this.checked = checked;
        this.result = checked.result();
        this.notation = notation;
    }

    /** The text, in the notation that the person writes. */
    public static String of(CheckedStep checked, Notation notation) {
        return new CheckText(checked, notation).write();
    }

    private String write() {
        int examples = checked.batch().size();
        line(checked.network().name() + ": one " + checked.engine() + " fit on "
                + (examples == 1 ? "1 example" : examples + " examples") + ", "
                + result.precision().label() + ", checked step by step");
        line(verdict(result.verdict()) + "  " + summary());
        result.firstDeviation().ifPresent(this::deviation);
        table();
        result.known().forEach(met -> line(met.kind().toUpperCase(Locale.ROOT) + "  " + known(met)));
        checked.comparison().ifPresent(this::comparison);
        result.findings().stream()
                .filter(finding -> finding.code() != Finding.Code.DIGITS_LOST
                        || checked.comparison().isEmpty())
                .forEach(finding -> line("WARNING  " + finding.message()));
        return text.toString();
    }

    /** The verdict as the end of a sentence about a step: "deviates", "is inconclusive". */
    static String sentence(Verdict verdict) {
        return verdict == Verdict.INCONCLUSIVE ? "is inconclusive" : verdict.label();
    }

    /** A known difference in a line: where it shows, what it is, and how it is accepted. */
    static String known(CheckResult.Met met) {
        KnownDifference difference = met.difference();
        List<String> steps = met.steps();
        String more = steps.size() > MOST_NAMES ? " and " + (steps.size() - MOST_NAMES) + " more" : "";
        boolean open = difference.kind() == KnownDifference.Kind.DEFECT && !met.acknowledged();
        return difference.id() + " (" + steps.stream().limit(MOST_NAMES).collect(Collectors.joining(" ")) + more + "): "
                + difference.formulas() + ". " + difference.consequence()
                + (open ? " --known " + difference.id() + " accepts it" : "");
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }

    /** The verdict as a heading. */
    private static String verdict(Verdict verdict) {
        return verdict.label().toUpperCase(Locale.ROOT);
    }

    /** What the verdict rests on, in a line. */
    static String summary(CheckedStep checked) {
        return new CheckText(checked, Notation.XW_PLUS_B).summary();
    }

    private String summary() {
        List<StepResult> steps = result.propagation();
        List<String> silent = steps.stream()
                .filter(step -> step.verdict() == StepVerdict.UNINFORMATIVE && step.digits() == 0)
                .map(StepResult::name)
                .toList();
        List<String> faint = steps.stream()
                .filter(step -> step.verdict() == StepVerdict.UNINFORMATIVE && step.digits() > 0)
                .map(StepResult::name)
                .toList();
        List<String> undecided = names(result.steps(), StepVerdict.UNDECIDED);
        String notFinite = result.findings().stream()
                .filter(finding -> finding.code() == Finding.Code.NOT_FINITE)
                .map(finding -> finding.step() + " is not finite; ")
                .findFirst()
                .orElse("");
        String fit = result.matchesFit()
                ? "these are the gradients fit() used, bit for bit"
                : "but the recorded step is not the one fit() takes";
        return switch (result.verdict()) {
            case AGREES ->
                count(steps) + " steps, and " + count(result.steps(Rule.Phase.UPDATE))
                        + (checked.network().updaters().stream()
                                        .anyMatch(updater -> !updater.state().isEmpty())
                                ? " steps of the update; "
                                : " updated parameters; ")
                        + aside() + fit;
            case DEVIATES -> "first at " + first(result.firstDeviation().orElseThrow()) + "; " + fit;
            case INCONCLUSIVE ->
                notFinite
                        + (silent.isEmpty()
                                ? ""
                                : silent.size() + " of " + exposed(steps) + " steps " + carry(silent)
                                        + " no correct digit in "
                                        + result.precision().label() + ": " + String.join(" ", silent) + "; ")
                        + (faint.isEmpty()
                                ? ""
                                : faint.size() + " of " + exposed(steps) + " steps " + carry(faint)
                                        + " nothing larger than rounding: " + String.join(" ", faint) + "; ")
                        + (undecided.isEmpty()
                                ? ""
                                : String.join(" ", undecided) + (undecided.size() == 1 ? " has" : " have")
                                        + " no bound in " + result.precision().label() + "; ")
                        + fit;
        };
    }

    /** Which known differences do not speak against it. */
    private String aside() {
        List<String> ids = result.known().stream()
                .map(met -> met.kind() + " " + met.difference().id())
                .toList();
        return ids.isEmpty() ? "" : "known differences aside: " + String.join(", ", ids) + "; ";
    }

    private static String first(StepResult step) {
        return step.name()
                + (step.known().isEmpty()
                        ? ""
                        : ", known as "
                                + step.known().stream().map(KnownDifference::id).collect(Collectors.joining(" and ")));
    }

    private static String carry(List<String> names) {
        return names.size() == 1 ? "carries" : "carry";
    }

    private static List<String> names(List<StepResult> steps, StepVerdict verdict) {
        return steps.stream()
                .filter(step -> step.verdict() == verdict)
                .map(StepResult::name)
                .toList();
    }

    private static long exposed(List<StepResult> steps) {
        return steps.stream()
                .filter(step -> step.verdict() != StepVerdict.NOT_EXPOSED)
                .count();
    }

    private static String count(List<StepResult> steps) {
        long agreeing = steps.stream()
                .filter(step -> step.verdict() == StepVerdict.AGREES)
                .count();
        return agreeing + " of " + exposed(steps);
    }

    private void deviation(StepResult step) {
        Entry worst = step.worst().orElseThrow();
        String place = step.actual().orElseThrow().size() == 1 ? "" : "[" + index(worst) + "]";
        line("  " + step.name() + place + " is " + worst.actual() + ", but "
                + (step.rule().phase() == Rule.Phase.GIVEN
                        ? "must be " + worst.reference() + ": " + formula(step)
                        : formula(step) + " on its own earlier steps gives " + worst.reference()));
        if (!step.known().isEmpty()) {
            line("  as " + step.known().stream().map(KnownDifference::id).collect(Collectors.joining(" and "))
                    + " foretells, below; later steps are checked from this one's own value");
            return;
        }
        line("  off by " + Numbers.brief(worst.error()) + ", where rounding explains " + Numbers.brief(worst.bound())
                + "; " + step.contradictions() + " of "
                + step.actual().orElseThrow().size()
                + " entries deviate; later steps are checked from this one's own value");
    }

    private String formula(StepResult step) {
        return step.rule().formula().write(notation, checked.batch().size());
    }

    private String index(Entry entry) {
        return switch (notation) {
            case WX_PLUS_B -> entry.column() + "," + entry.row();
            case XW_PLUS_B -> entry.row() + "," + entry.column();
        };
    }

    private void table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("Step", "Formula", checked.engine(), "By hand, exact", "Digits", "Result"));
        for (Rule.Phase section : Rule.Phase.values()) {
            List<StepResult> steps = result.steps(section);
            if (!steps.isEmpty()) {
                rows.add(List.of(section.title(), "", "", "", "", ""));
                steps.forEach(step -> rows.addAll(rows(step)));
            }
        }
        text.append(Columns.alignedFormulas(rows));
    }

    private List<List<String>> rows(StepResult step) {
        List<String> truth = step.truth().map(m -> lines(m, step)).orElse(List.of(""));
        List<String> actual = step.actual().map(m -> lines(m, step)).orElse(List.of("not exposed"));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < Math.max(truth.size(), actual.size()); i++) {
            String left = i < actual.size() ? actual.get(i) : "";
            String right = i < truth.size() ? truth.get(i) : "";
            rows.add(List.of(
                    i == 0 ? "  " + step.name() : "",
                    i == 0 ? formula(step) : "",
                    left,
                    left.equals(right) ? "same" : right,
                    i == 0 && step.actual().isPresent() ? String.format(Locale.ROOT, "%6d", step.digits()) : "",
                    i == 0 ? verdict(step) : ""));
        }
        return rows;
    }

    /** An update changes a parameter's last digits, so parameters need more of them than gradients. */
    private List<String> lines(Matrix matrix, StepResult step) {
        int digits = result.precision() == Precision.FLOAT64 ? 14 : 9;
        int vectorDigits = step.rule().phase() == Rule.Phase.UPDATE ? 8 : 6;
        return Numbers.lines(notation.convert(matrix), digits, vectorDigits);
    }

    /** The step's verdict, with the counts where entries differ in theirs. */
    private static String verdict(StepResult step) {
        if (step.counts().size() <= 1) {
            return step.verdict().label();
        }
        String others = step.counts().entrySet().stream()
                .filter(count -> count.getKey() != step.verdict())
                .sorted(Map.Entry.comparingByKey())
                .map(count -> count.getValue() + " " + count.getKey().label())
                .collect(Collectors.joining(", "));
        return step.verdict().label() + " (" + others + ")";
    }

    private void comparison(PrecisionComparison c) {
        String cause = result.findings().stream()
                .filter(finding -> finding.code() == Finding.Code.DIGITS_LOST)
                .map(finding -> finding.message().replaceFirst("^[^:]*:?", ""))
                .findFirst()
                .orElse("");
        line(c.step() + ": on paper " + Numbers.text(c.onPaper(), 10) + " | float32 " + Numbers.text(c.float32(), 10)
                + " | float64 " + Numbers.text(c.float64(), 10) + " | exact " + Numbers.text(c.exact(), 10)
                + (cause.isBlank() ? "" : ":" + cause));
    }
}

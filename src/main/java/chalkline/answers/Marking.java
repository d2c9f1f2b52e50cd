package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Marks one sheet, step after step. */
final class Marking {
    private final Basis basis;
    private final AnswerSheet sheet;
    private final Precision precision;
    private final Optional<MistakeFinder> explanations;

    /** The numbers as written; what is blank is the truth. */
    private final Chain written = new Chain();
    /** The numbers as written; what is blank is worked from the others. */
    private final Chain worked = new Chain();
    /** All that the numbers stand for; what is blank is the truth. */
    private final Chain span = new Chain();
    /** All that the numbers stand for; what is blank is worked from the others. */
    private final Chain workedSpan = new Chain();
    /** Of all that the numbers stand for, what is the truth or follows, or else the number as written. */
    private final Chain narrow = new Chain();
    /** The same of a person who never looks at a wrong answer but the first. */
    private final Chain firstWrong = new Chain();
    /** The numbers as written, with NaN for a zero that comes from nothing else: no mistake explains what is worked from it. */
    private final Chain used = new Chain();

    /** The steps that were not answered. */
    private final List<Rule> blanks = new ArrayList<>();

    private boolean somethingWrong;

    Marking(Basis basis, AnswerSheet sheet, Precision precision, Optional<MistakeFinder> explanations) {
        this.basis = basis;
        this.sheet = sheet;
        this.precision = precision;
        this.explanations = explanations;
    }

    MarkedSheet mark() {
        List<MarkedStep> earned = Unearned.without(basis, steps());
        Map<StepId, Matrix> numbers = new LinkedHashMap<>();
        written.numbers().forEach((name, value) -> numbers.put(name, value.toMatrix()));
        return new MarkedSheet(
                sheet, earned, numbers, new Roundings(basis, sheet, earned).deciding(), Optional.empty());
    }

    /** In how many steps something is wrong. */
    long wrongSteps() {
        return steps().stream().filter(step -> step.count(Mark.WRONG) > 0).count();
    }

    private List<MarkedStep> steps() {
        List<MarkedStep> steps = new ArrayList<>();
        for (StepId name : basis.truth().keySet()) {
            Optional<Rule> rule = basis.rule(name);
            if (rule.isPresent()) {
                steps.add(mark(rule.get()));
            } else if (sheet.answers().containsKey(name)) {
                steps.add(given(name));
            } else {
                Rounded given = exact(basis.truth().get(name).toMatrix());
                List.of(written, worked, span, workedSpan, narrow, firstWrong, used)
                        .forEach(chain -> chain.put(name, given));
            }
        }
        return steps;
    }

    private Rounded exact(Matrix matrix) {
        return Rounded.exact(matrix, Rounding.of(precision));
    }

    /** An updated parameter is also the old one less a change that was answered. */
    private Optional<Expression> changed(Rule rule) {
        return sheet.parameterBefore(rule.id())
                .filter(name -> sheet.answers().containsKey(name.update()))
                .map(name -> Expression.step(name).minus(Expression.step(name.update())));
    }

    private MarkedStep given(StepId name) {
        return mark(
                Rule.given(name, "as given", basis.truth().get(name)),
                new Candidates(basis.truth().get(name)));
    }

    private MarkedStep mark(Rule rule) {
        return mark(rule, new Candidates(rule));
    }

    /** What the formula gives on the person's numbers, in every way that one may fairly take them. */
    private final class Candidates {
        /** On the numbers as written. */
        final List<Rounded> points = new ArrayList<>();
        /** On all that they stand for. */
        final List<Rounded> spans = new ArrayList<>();

        final Rounded own;
        final Rounded ownSpan;
        final Rounded ofNarrow;
        final Rounded ofFirstWrong;
        final Rounded ofUsed;

        Candidates(Rule rule) {
            points.addAll(written.candidates(rule));
            points.addAll(worked.candidates(rule));
            own = points.get(2);
            spans.addAll(span.candidates(rule));
            spans.addAll(workedSpan.candidates(rule));
            ownSpan = spans.get(2);
            spans.addAll(narrow.candidates(rule));
            ofNarrow = spans.get(4);
            spans.addAll(firstWrong.candidates(rule));
            ofFirstWrong = spans.get(6);
            ofUsed = used.value(rule);
            changed(rule).ifPresent(formula -> {
                points.add(written.value(rule.id(), formula));
                spans.add(span.value(rule.id(), formula));
            });
        }

        /** Of what is given, which nothing is worked for. */
        Candidates(Rounded given) {
            own = given;
            ownSpan = given;
            ofNarrow = given;
            ofFirstWrong = given;
            ofUsed = given;
        }

        double following(Rounded exact, int k) {
            return points.isEmpty() ? exact.value(k) : points.get(0).value(k);
        }
    }

    private MarkedStep mark(Rule rule, Candidates candidates) {
        Rounded exact = basis.truth().get(rule.id());
        AnswerMatrix answer = sheet.answers().get(rule.id());
        List<MarkedEntry> entries = new ArrayList<>();
        for (int k = 0; k < exact.size(); k++) {
            Optional<AnswerNumber> number = answer == null ? Optional.empty() : answer.get(k);
            entries.add(entry(rule, k, number, candidates));
        }
        List<Chain> chains = List.of(written, worked, span, workedSpan, narrow);
        Optional<String> note = Optional.ofNullable(answer)
                .flatMap(given ->
                        explanations.flatMap(each -> each.explain(rule, given, entries, chains, blanks, used)));
        carryOn(rule, entries, note.isPresent(), candidates);
        if (answer == null || answer.isBlank()) {
            blanks.add(rule);
        }
        return new MarkedStep(rule, exact.rows(), exact.columns(), entries, note);
    }

    private MarkedEntry entry(Rule rule, int k, Optional<AnswerNumber> number, Candidates candidates) {
        Rounded exact = basis.truth().get(rule.id());
        int row = k / exact.columns();
        int column = k % exact.columns();
        double following = candidates.following(exact, k);
        if (number.isEmpty()) {
            return new MarkedEntry(row, column, number, exact.value(k), following, Mark.BLANK, false);
        }
        AnswerNumber given = number.get();
        Mark mark = given.isZero() ? ofZero(rule, given, k, candidates) : ofNumber(rule, given, k, candidates);
        if (mark == Mark.FOLLOWS) {
            following = candidates.spans.stream()
                    .filter(candidate -> follows(given, candidate, k))
                    .findFirst()
                    .map(candidate -> candidate.value(k))
                    .orElse(following);
        }
        boolean truncated = mark == Mark.RIGHT && given.truncates(exact.value(k)) && !isReached(rule, given, k);
        return new MarkedEntry(row, column, number, exact.value(k), following, mark, truncated);
    }

    private Mark ofNumber(Rule rule, AnswerNumber given, int k, Candidates candidates) {
        double exact = basis.truth().get(rule.id()).value(k);
        boolean right = exact != 0 && given.writes(exact)
                || isReached(rule, given, k)
                || basis.isOnKink(rule.id(), k, given.value());
        if (right) {
            return Mark.RIGHT;
        }
        if (candidates.spans.stream().noneMatch(candidate -> follows(given, candidate, k))) {
            return Mark.WRONG;
        }
        return Mark.FOLLOWS;
    }

    /** Whether it is as near to the truth as the precision can come; of what is written, only where that means anything. */
    private boolean isReached(Rule rule, AnswerNumber given, int k) {
        double exact = basis.truth().get(rule.id()).value(k);
        double bound = basis.bound(precision, rule.id(), k);
        return (sheet.binary() || bound < Math.abs(exact) / 2) && Math.abs(given.value() - exact) <= bound;
    }

    private static boolean follows(AnswerNumber given, Rounded candidate, int k) {
        double error = candidate.error(k);
        return given.writes(candidate.value(k), Double.isFinite(error) ? error : 0);
    }

    /** A 0 is right for a 0, and else where the number has no digit before its last place. */
    private Mark ofZero(Rule rule, AnswerNumber zero, int k, Candidates candidates) {
        double exact = basis.truth().get(rule.id()).value(k);
        boolean isTiny = zero.unit() > 0 ? Math.abs(exact) < zero.unit() : isReached(rule, zero, k);
        boolean isOwn = candidates.points.stream().anyMatch(candidate -> isZero(candidate, k));
        if (exact == 0 || basis.isOnKink(rule.id(), k, 0)) {
            return Mark.RIGHT;
        }
        if (isTiny && (isOwn || !zero.isBareZero())) {
            return Mark.ROUNDED_TO_ZERO;
        }
        if (isOwn) {
            return Mark.FOLLOWS;
        }
        boolean isRounded =
                !zero.isBareZero() && candidates.spans.stream().anyMatch(candidate -> follows(zero, candidate, k));
        return isRounded ? Mark.ROUNDED_TO_ZERO : Mark.WRONG;
    }

    private static boolean isZero(Rounded candidate, int k) {
        return Math.abs(candidate.value(k)) <= candidate.error(k);
    }

    /** The numbers that later steps are worked from; a wrong 0 that a mistake explains was worked, too. */
    private void carryOn(Rule rule, List<MarkedEntry> entries, boolean explained, Candidates candidates) {
        Rounded exact = basis.truth().get(rule.id());
        Numbers asWritten = new Numbers(exact);
        Numbers asWorked = new Numbers(exact);
        Numbers spanned = new Numbers(exact);
        Numbers spannedWorked = new Numbers(exact);
        Numbers narrowed = new Numbers(exact);
        Numbers afterFirst = new Numbers(exact);
        Numbers usable = new Numbers(exact);
        for (int k = 0; k < entries.size(); k++) {
            MarkedEntry entry = entries.get(k);
            if (entry.given().isPresent()) {
                AnswerNumber number = entry.given().get();
                asWritten.set(k, number.value(), 0);
                asWorked.set(k, number.value(), 0);
                spanned.set(k, number.middle(), number.reach());
                spannedWorked.set(k, number.middle(), number.reach());
                narrow(narrowed, k, entry, candidates);
                boolean earned = entry.mark().earns() && !Double.isNaN(candidates.ofUsed.value(k));
                usable.set(k, number.isZero() && !earned && !explained ? Double.NaN : number.value(), 0);
            } else {
                asWritten.set(k, exact.value(k), 0);
                asWorked.copy(k, candidates.own);
                spanned.set(k, exact.value(k), 0);
                spannedWorked.copy(k, candidates.ownSpan);
                narrowed.copy(k, candidates.ofNarrow);
                usable.set(k, candidates.ofUsed.value(k), 0);
            }
            if (somethingWrong && !entry.mark().earns()) {
                afterFirst.copy(k, candidates.ofFirstWrong);
            } else {
                afterFirst.set(k, narrowed.values[k], narrowed.errors[k]);
            }
        }
        somethingWrong |= entries.stream().anyMatch(entry -> entry.mark() == Mark.WRONG);
        written.put(rule.id(), asWritten.rounded());
        worked.put(rule.id(), asWorked.rounded());
        span.put(rule.id(), spanned.rounded());
        workedSpan.put(rule.id(), spannedWorked.rounded());
        narrow.put(rule.id(), narrowed.rounded());
        firstWrong.put(rule.id(), afterFirst.rounded());
        used.put(rule.id(), usable.rounded());
    }

    /**
     * What the person's own number is likely to be: as it is written, or with digits that are not written: those of the truth,
     * where it is right, and those of what follows; of a wrong one any.
     */
    private void narrow(Numbers numbers, int k, MarkedEntry entry, Candidates candidates) {
        AnswerNumber given = entry.given().orElseThrow();
        if (!entry.mark().earns()) {
            numbers.set(k, given.middle(), given.reach());
            return;
        }
        numbers.set(k, given.value(), 0);
        if (entry.mark() == Mark.RIGHT) {
            numbers.include(k, entry.truth(), entry.truth());
        }
        for (Rounded candidate : candidates.spans) {
            if (follows(given, candidate, k)) {
                double low = candidate.value(k) - candidate.error(k);
                double high = candidate.value(k) + candidate.error(k);
                // Without a bound nothing is known but what is written.
                numbers.include(
                        k,
                        Math.max(given.middle() - given.reach(), low),
                        Math.min(given.middle() + given.reach(), high));
            }
        }
    }

    /** A step's numbers with their errors, while they are filled in. */
    private final class Numbers {
        private final int rows;
        private final int columns;
        private final double[] values;
        private final double[] errors;

        Numbers(Rounded shape) {
            rows = shape.rows();
            columns = shape.columns();
            values = new double[shape.size()];
            errors = new double[shape.size()];
        }

        void set(int k, double value, double error) {
            values[k] = value;
            errors[k] = error;
        }

        void copy(int k, Rounded from) {
            set(k, from.value(k), from.error(k));
        }

        /** Widens the error until it reaches both. */
        void include(int k, double from, double to) {
            double low = Math.min(values[k] - errors[k], from);
            double high = Math.max(values[k] + errors[k], to);
            if (low < high) {
                set(k, low / 2 + high / 2, high / 2 - low / 2);
            }
        }

        Rounded rounded() {
            return Rounded.near(Matrix.owning(rows, columns, values), errors, Rounding.of(precision));
        }
    }
}

package chalkline.answers;

import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.reference.Derivation;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Truth;
import chalkline.reference.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Marks a person's sheet against the derivation, error carried forward.
 *
 * <p>An answer is right if it is the truth as far as it is written out. If it is not, it follows if it is what the formula
 * gives on the person's own earlier answers, taken as written, or unrounded from the first wrong one on. f′ may be read at Z
 * or in A. So a mistake costs what it is worth, once.
 */
public final class Marker {
    private final Derivation derivation;
    private final AnswerSheet sheet;
    private final Map<StepId, Rounded> truth;
    /** Where any value between the one-sided derivatives is right. */
    private final List<Truth.Kink> kinks;
    /** How far a correct computation in the person's precision may lie from the truth. */
    private final Map<StepId, Rounded> endToEnd;

    private final MistakeExplanations conventions;

    /** The person's numbers as written; what is blank is the truth. */
    private final Map<StepId, Matrix> written = new LinkedHashMap<>();
    /** The person's numbers as written; what is blank is worked from the others. */
    private final Map<StepId, Matrix> worked = new LinkedHashMap<>();
    /** What the person carries on with who keeps all digits: the truth up to the first wrong answer. */
    private final Map<StepId, Matrix> carried = new LinkedHashMap<>();
    /** The same where the person never looks at what was written after the first wrong answer. */
    private final Map<StepId, Matrix> fromFirstWrong = new LinkedHashMap<>();

    private boolean somethingWrong;

    private Marker(Network network, Batch batch, Map<StepId, Matrix> parameters, AnswerSheet sheet) {
        this.derivation = Derivation.of(network, parameters);
        this.sheet = sheet;
        Truth whole = Truth.of(derivation, batch, parameters);
        this.truth = whole.steps();
        this.kinks = whole.kinks();
        this.endToEnd = derivation.endToEnd(batch, parameters, sheet.precision());
        this.conventions = new MistakeExplanations(network, batch.size());
    }

    /** Every step that can be answered, with its true value; what the step starts from comes first. */
    public static Map<StepId, Matrix> steps(Network network, Batch batch, Map<StepId, Matrix> parameters) {
        Map<StepId, Matrix> steps = new LinkedHashMap<>();
        Derivation.of(network, parameters)
                .truth(batch, parameters)
                .forEach((id, value) -> steps.put(id, value.toMatrix()));
        return steps;
    }

    /**
     * Marks a sheet.
     *
     * @param parameters W and b of every layer
     */
    public static MarkedSheet mark(Network network, Batch batch, Map<StepId, Matrix> parameters, AnswerSheet sheet) {
        return new Marker(network, batch, parameters, sheet).mark();
    }

    private MarkedSheet mark() {
        List<MarkedStep> steps = new ArrayList<>();
        Map<StepId, Rule> rules = new LinkedHashMap<>();
        derivation.rules().forEach(rule -> rules.put(rule.id(), rule));
        for (StepId id : truth.keySet()) {
            Rule rule = rules.get(id);
            if (rule != null) {
                steps.add(mark(rule, candidates(rule)));
            } else if (sheet.answers().containsKey(id)) {
                steps.add(mark(asGiven(id), List.of()));
            } else {
                Matrix given = truth.get(id).toMatrix();
                written.put(id, given);
                worked.put(id, given);
                carried.put(id, given);
                fromFirstWrong.put(id, given);
            }
        }
        return new MarkedSheet(sheet, steps, written, new Roundings(derivation, truth, sheet, steps).deciding());
    }

    private Rule asGiven(StepId id) {
        return Rule.given(id, "as given", truth.get(id));
    }

    /** What the formula gives on the person's numbers, in every way that one may fairly take them. */
    private List<Rounded> candidates(Rule rule) {
        List<Rounded> candidates = new ArrayList<>();
        for (Map<StepId, Matrix> numbers : List.of(written, worked, carried, fromFirstWrong)) {
            Values values = new Values(id -> Rounded.exact(numbers.get(id), Rounding.of(sheet.precision())));
            candidates.add(rule.value(values));
            candidates.add(rule.onPaper(values));
        }
        return candidates;
    }

    private MarkedStep mark(Rule rule, List<Rounded> candidates) {
        Rounded exact = truth.get(rule.id());
        AnswerMatrix answer = sheet.answers().get(rule.id());
        List<MarkedEntry> entries = new ArrayList<>();
        double[] asWritten = new double[exact.size()];
        double[] asWorked = new double[exact.size()];
        double[] asCarried = new double[exact.size()];
        double[] asFromFirstWrong = new double[exact.size()];
        for (int k = 0; k < exact.size(); k++) {
            Optional<AnswerNumber> given = answer == null ? Optional.empty() : answer.get(k);
            MarkedEntry entry = entry(rule, k, given, candidates);
            entries.add(entry);
            double fromOwn =
                    candidates.isEmpty() ? exact.value(k) : candidates.get(2).value(k);
            double fromCarried =
                    candidates.isEmpty() ? exact.value(k) : candidates.get(4).value(k);
            asWritten[k] = given.map(AnswerNumber::value).orElse(exact.value(k));
            asWorked[k] = given.map(AnswerNumber::value).orElse(fromOwn);
            asCarried[k] = carriedOn(entry, exact.value(k), fromCarried);
            asFromFirstWrong[k] =
                    somethingWrong && !candidates.isEmpty() ? candidates.get(6).value(k) : asCarried[k];
        }
        somethingWrong |= entries.stream().anyMatch(entry -> entry.mark() == Mark.WRONG);
        fromFirstWrong.put(rule.id(), Matrix.of(exact.rows(), exact.columns(), asFromFirstWrong));
        written.put(rule.id(), Matrix.of(exact.rows(), exact.columns(), asWritten));
        worked.put(rule.id(), Matrix.of(exact.rows(), exact.columns(), asWorked));
        carried.put(rule.id(), Matrix.of(exact.rows(), exact.columns(), asCarried));
        Optional<String> note =
                answer == null ? Optional.empty() : conventions.explain(rule, answer, entries, exact, candidates);
        return new MarkedStep(rule, exact.rows(), exact.columns(), entries, note);
    }

    /** The number that a person works on with who writes this entry, keeping all digits. */
    private static double carriedOn(MarkedEntry entry, double exact, double fromCarried) {
        return switch (entry.mark()) {
            case RIGHT -> exact;
            case BLANK -> fromCarried;
            case WRONG -> entry.given().orElseThrow().value();
            case FOLLOWS, ROUNDED_TO_ZERO ->
                entry.given().orElseThrow().writes(fromCarried)
                        ? fromCarried
                        : entry.given().orElseThrow().value();
        };
    }

    private MarkedEntry entry(Rule rule, int k, Optional<AnswerNumber> answer, List<Rounded> candidates) {
        Rounded exact = truth.get(rule.id());
        double following =
                candidates.isEmpty() ? exact.value(k) : candidates.get(0).value(k);
        int row = k / exact.columns();
        int column = k % exact.columns();
        if (answer.isEmpty()) {
            return new MarkedEntry(row, column, answer, exact.value(k), following, Mark.BLANK, false);
        }
        AnswerNumber given = answer.get();
        Mark mark = Mark.WRONG;
        boolean truncated = false;
        if (isRight(given, rule.id(), k)) {
            mark = Mark.RIGHT;
            truncated = given.truncates(exact.value(k)) && !isNear(given, exact.value(k), bound(rule.id(), k));
        } else if (given.isZero() && isRoundedToZero(given, exact.value(k), candidates, k)) {
            mark = Mark.ROUNDED_TO_ZERO;
        } else {
            for (Rounded candidate : candidates) {
                if (follows(given, candidate, k)) {
                    mark = Mark.FOLLOWS;
                    following = candidate.value(k);
                    break;
                }
            }
        }
        return new MarkedEntry(row, column, answer, exact.value(k), following, mark, truncated);
    }

    /** The truth within the last written place or what the person's precision can do; a 0 only for a 0. */
    private boolean isRight(AnswerNumber given, StepId id, int k) {
        double exact = truth.get(id).value(k);
        if (kinks.stream().anyMatch(kink -> kink.is(id, k) && kink.spans(given.value()))) {
            return true;
        }
        if (given.isZero() || exact == 0) {
            return given.isZero() && exact == 0 || !given.isZero() && isNear(given, exact, bound(id, k));
        }
        return isNear(given, exact, bound(id, k)) || given.truncates(exact);
    }

    /** The end-to-end bound; what lies this far from the truth may be the best that the precision can do. */
    private double bound(StepId id, int k) {
        Rounded reached = endToEnd.get(id);
        double bound = reached.error(k) + truth.get(id).distance(k, reached.value(k));
        return Double.isFinite(bound) ? bound : 0;
    }

    private static boolean isNear(AnswerNumber given, double value, double bound) {
        return given.rounds(value) || Math.abs(given.value() - value) <= bound;
    }

    /** A 0 that the person's own numbers give, or 0.00 for what rounds to 0.00. */
    private static boolean isRoundedToZero(AnswerNumber zero, double exact, List<Rounded> candidates, int k) {
        boolean follows = candidates.stream().anyMatch(c -> Math.abs(c.value(k)) <= c.error(k) || c.value(k) == 0);
        return follows || (!zero.isBareZero() && zero.rounds(exact));
    }

    private static boolean follows(AnswerNumber given, Rounded candidate, int k) {
        double value = candidate.value(k);
        double bound = Double.isFinite(candidate.error(k)) ? candidate.error(k) : 0;
        if (given.isBareZero()) {
            return Math.abs(value) <= bound;
        }
        return isNear(given, value, bound);
    }
}

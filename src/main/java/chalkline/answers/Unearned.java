package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Rule;
import chalkline.reference.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Takes back the marks of answers that show no work.
 *
 * <p>What follows from a wrong number earns where that number was worked: where its mistake is named, or something follows from
 * it that had to be worked. Nothing has to be worked for a 0, for a number that stands already in what it follows from, for a
 * row or a column like another, for a parameter that is left as it was, and for any number in a range that has room for nearly
 * all; nor for what is right for another step. A wrong 0 that no mistake explains is never taken for work; nor is a step
 * of nothing but zeros on a sheet with several wrong steps that no mistake explains.
 *
 * <p>One number that fills step after step earns nothing; of rows that are copies, where one of them is wrong, only the best one
 * earns.
 */
final class Unearned {
    /** Wrong steps of nothing but one and the same number that make it a filler. */
    private static final int FILLED = 2;
    /** So many wrong steps that no mistake explains are more than a slip. */
    private static final int MANY = 2;
    /** So many numbers, all the same, some of them wrong, are no answers. */
    private static final int FEWEST_OF_ONE = 3;
    /** A mistake is named for certain by a number of two digits, or by two numbers. */
    private static final double TWO_DIGITS = 10;
    /** A number of four digits is that of another step by more than chance. */
    private static final double FOUR_DIGITS = 1000;

    private final Basis basis;
    private final List<MarkedStep> steps;
    /** Whether the sheet has copies in a step that no mistake explains; then no mistake explains its other copies either. */
    private final boolean copies;
    /** Whether it has many wrong steps that no mistake explains. */
    private final boolean unexplained;

    private Unearned(Basis basis, List<MarkedStep> steps) {
        this.basis = basis;
        this.steps = steps;
        this.unexplained = steps.stream()
                        .filter(step ->
                                step.count(Mark.WRONG) > 0 && step.note().isEmpty())
                        .count()
                >= MANY;
        this.copies = steps.stream().anyMatch(step -> !isExplained(step) && hasCopies(step));
    }

    /** The same steps, with such answers marked as empty. */
    static List<MarkedStep> without(Basis basis, List<MarkedStep> steps) {
        Unearned all = new Unearned(basis, new Unearned(basis, steps).withoutFillers());
        Pass worked = all.pass(all.unworked(), false);
        BiPredicate<MarkedStep, MarkedEntry> free = (step, entry) -> isZero(entry)
                && (entry.mark() == Mark.EMPTY
                        || entry.mark() == Mark.WRONG
                                && (step.note().isEmpty()
                                        || all.isFilledWithZeros(step)
                                        || worked.wrongZeros.contains(step.id())));
        return new Unearned(basis, worked.earned).pass(free, true).earned;
    }

    private List<MarkedStep> withoutFillers() {
        if (isOneNumber()) {
            return steps.stream()
                    .map(step -> step.emptied(k -> true, "the one number of the whole sheet"))
                    .toList();
        }
        Map<Double, Integer> wrong = new HashMap<>();
        steps.stream()
                .filter(step -> step.mark() == Mark.WRONG)
                .forEach(step -> filler(step).ifPresent(number -> wrong.merge(number, 1, Integer::sum)));
        return steps.stream()
                .map(step -> {
                    boolean fills = filler(step)
                            .filter(number -> wrong.getOrDefault(number, 0) >= FILLED)
                            .isPresent();
                    Set<Integer> copied = isUnexplained(step) ? Copies.ofWrong(step) : Set.of();
                    return step.emptied(k -> fills, "a number that fills other steps, too")
                            .emptied(copied::contains, "a copy of another row or column");
                })
                .toList();
    }

    /** Whether several steps are answered, all with one number, and something is wrong or it is 0. */
    private boolean isOneNumber() {
        List<AnswerNumber> all = steps.stream().flatMap(Unearned::given).toList();
        boolean several =
                steps.stream().filter(step -> step.mark() != Mark.BLANK).count() > 1;
        boolean wrong = steps.stream().anyMatch(step -> step.count(Mark.WRONG) > 0);
        return several
                && all.stream().map(AnswerNumber::value).distinct().count() == 1
                && (all.get(0).isZero() || wrong && all.size() >= FEWEST_OF_ONE);
    }

    private static Stream<AnswerNumber> given(MarkedStep step) {
        return step.entries().stream().flatMap(entry -> entry.given().stream());
    }

    /** The number that is all of a step's answer. */
    private static Optional<Double> filler(MarkedStep step) {
        Set<Double> numbers = given(step).map(AnswerNumber::value).collect(Collectors.toSet());
        return Optional.of(numbers)
                .filter(all -> all.size() == 1 && step.count(Mark.BLANK) == 0)
                .map(all -> all.iterator().next());
    }

    /** The wrong numbers that nothing shows to be worked. */
    private BiPredicate<MarkedStep, MarkedEntry> unworked() {
        boolean any = steps.stream().anyMatch(step -> step.count(Mark.FOLLOWS) + step.count(Mark.ROUNDED_TO_ZERO) > 0);
        Set<StepId> unworked = steps.stream()
                .filter(step -> any && isUnexplained(step))
                .map(MarkedStep::id)
                .filter(id -> !pass((step, entry) -> step.id().equals(id) && isWrongNumber(entry), false).worked)
                .collect(Collectors.toSet());
        return (step, entry) -> entry.mark() == Mark.EMPTY || isWrongNumber(entry) && unworked.contains(step.id());
    }

    /** Nothing but zeros is what a mistake may give, and what fills a sheet; which of them, its other wrong steps tell. */
    private boolean isFilledWithZeros(MarkedStep step) {
        return unexplained && given(step).allMatch(AnswerNumber::isZero);
    }

    private static boolean isZero(MarkedEntry entry) {
        return entry.given().filter(AnswerNumber::isZero).isPresent();
    }

    private static boolean isWrongNumber(MarkedEntry entry) {
        return entry.mark() == Mark.WRONG && !isZero(entry);
    }

    private boolean isUnexplained(MarkedStep step) {
        return step.count(Mark.WRONG) > 0 && !(isExplained(step) && !(copies && hasCopies(step)));
    }

    /** Whether a mistake is named for it, for certain. */
    private static boolean isExplained(MarkedStep step) {
        List<AnswerNumber> numbers =
                given(step).filter(number -> !number.isZero()).toList();
        boolean certain = numbers.stream().anyMatch(number -> Math.abs(number.value()) >= TWO_DIGITS * number.unit())
                || numbers.stream().map(AnswerNumber::value).distinct().count() > 1;
        return step.note().isPresent() && certain;
    }

    /** Whether a row or a column of it, or of a vector a number, is a wrong copy of another; 0 is none. */
    private static boolean hasCopies(MarkedStep step) {
        boolean vector = step.rows() == 1 || step.columns() == 1;
        return step.count(Mark.WRONG) > 0
                && (vector
                        ? step.entries().size() > 1
                                && filler(step).filter(number -> number != 0).isPresent()
                        : !Copies.ofWrong(step).isEmpty());
    }

    private Pass pass(BiPredicate<MarkedStep, MarkedEntry> nothing, boolean zeros) {
        Pass pass = new Pass(nothing, zeros);
        steps.forEach(pass::take);
        return pass;
    }

    /** One way through the steps, with NaN for the numbers that are no work, so that NaN is what depends on them. */
    private final class Pass {
        private final BiPredicate<MarkedStep, MarkedEntry> nothing;
        /** Whether a 0 that depends on them earns nothing even where it is the truth. */
        private final boolean zeros;

        private final Map<StepId, Rounded> numbers = new LinkedHashMap<>();
        private final Map<StepId, MarkedStep> answers = new HashMap<>();
        /** What the formula of the step has in it. */
        private final Set<StepId> read = new LinkedHashSet<>();

        private final Values values = new Values(id -> {
            read.add(id);
            return numbers.get(id);
        });

        /** The steps without what depends on such numbers and did not have to be worked. */
        private final List<MarkedStep> earned = new ArrayList<>();
        /** The steps with a wrong 0 that depends on them. */
        private final Set<StepId> wrongZeros = new HashSet<>();
        /** Whether something depends on them that had to be worked. */
        private boolean worked;

        /** @param nothing which answers are no work */
        Pass(BiPredicate<MarkedStep, MarkedEntry> nothing, boolean zeros) {
            this.nothing = nothing;
            this.zeros = zeros;
            basis.truth().forEach((id, value) -> {
                if (basis.isGiven(id)) {
                    numbers.put(id, basis.plain(value));
                }
            });
        }

        void take(MarkedStep step) {
            if (step.rule().phase() == Rule.Phase.GIVEN) {
                earned.add(step);
                return;
            }
            read.clear();
            Rounded value = step.rule().value(values);
            Rounded onPaper = step.rule().onPaper(values);
            Set<Integer> emptied = new HashSet<>();
            double[] next = new double[value.size()];
            for (int k = 0; k < next.length; k++) {
                MarkedEntry entry = step.entries().get(k);
                next[k] = entry.given().map(AnswerNumber::value).orElse(value.value(k));
                boolean isNothing = nothing.test(step, entry);
                boolean depends = Double.isNaN(value.value(k)) || Double.isNaN(onPaper.value(k));
                if (!isNothing && depends && entry.given().isPresent()) {
                    boolean given = isNaN(value) || isUnmoved(step);
                    isNothing = isIdle(step, k, given) && (entry.mark() != Mark.RIGHT || zeros && isZero(entry));
                    if (isNothing) {
                        emptied.add(k);
                    }
                    worked |= !isIdle(step, k, true) && entry.mark().earns() && entry.mark() != Mark.RIGHT;
                }
                next[k] = isNothing ? Double.NaN : next[k];
            }
            answers.put(step.id(), step);
            numbers.put(
                    step.id(),
                    Rounded.near(
                            Matrix.owning(value.rows(), value.columns(), next),
                            new double[next.length],
                            Rounding.of(Precision.FLOAT64)));
            earned.add(step.emptied(emptied::contains, "worked from nothing"));
        }

        /** Whether it is an updated parameter of which no number is right but those that are as they were. */
        private boolean isUnmoved(MarkedStep step) {
            return step.rule().phase() == Rule.Phase.UPDATE
                    && step.entries().stream()
                            .filter(entry -> entry.mark() == Mark.RIGHT)
                            .map(entry -> entry.given().orElseThrow().value())
                            .allMatch(number ->
                                    read.stream().filter(basis::isGiven).anyMatch(id -> stands(id, number, false)));
        }

        /**
         * Whether an answer that depends on such numbers did not have to be worked.
         *
         * @param given whether a number is none that is given, either: b for W·A + b
         */
        private boolean isIdle(MarkedStep step, int k, boolean given) {
            MarkedEntry entry = step.entries().get(k);
            double number = entry.given().orElseThrow().value();
            boolean wrong = entry.mark() == Mark.WRONG;
            if (wrong && number == 0) {
                wrongZeros.add(step.id());
            }
            return number == 0
                    || isOfAnother(step, entry.given().orElseThrow())
                    || read.stream().filter(id -> given || !basis.isGiven(id)).anyMatch(id -> stands(id, number, wrong))
                    || entry.mark().earns()
                            && (!entry.given().orElseThrow().isNear(entry.following())
                                    || isMostlyWrong(step)
                                    || Copies.all(step).contains(k));
        }

        /** Whether what follows in it does so by chance. */
        private boolean isMostlyWrong(MarkedStep step) {
            long earns = step.entries().stream()
                    .filter(entry -> entry.mark().earns())
                    .count();
            return step.count(Mark.WRONG) > earns;
        }

        /** Whether it is what is right for another step. */
        private boolean isOfAnother(MarkedStep step, AnswerNumber number) {
            return Math.abs(number.value()) >= FOUR_DIGITS * number.unit()
                    && basis.truth().entrySet().stream()
                            .filter(other -> !other.getKey().equals(step.id()) && !basis.isGiven(other.getKey()))
                            .map(Map.Entry::getValue)
                            .anyMatch(truth -> IntStream.range(0, truth.size())
                                    .mapToDouble(truth::value)
                                    .anyMatch(number::writes));
        }

        /** Whether a step has that number, or has it where it is NaN. */
        private boolean stands(StepId id, double number, boolean whereNothing) {
            Rounded known = numbers.get(id);
            MarkedStep step = answers.get(id);
            for (int k = 0; k < known.size(); k++) {
                double own = step == null
                        ? known.value(k)
                        : step.entries().get(k).given().map(AnswerNumber::value).orElse(known.value(k));
                if (own == number && !(whereNothing && !Double.isNaN(known.value(k)))) {
                    return true;
                }
            }
            return false;
        }
    }

    private static boolean isNaN(Rounded value) {
        return IntStream.range(0, value.size()).allMatch(k -> Double.isNaN(value.value(k)));
    }
}

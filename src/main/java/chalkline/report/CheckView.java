package chalkline.report;

import chalkline.check.StepVerdict;
import chalkline.check.Verdict;
import chalkline.files.JsonValue;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.reference.Rule;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A checked step as a report shows it: what {@code check.json} says, whether that was written a moment or a year ago.
 *
 * @param name of the network
 * @param engine what computed it
 * @param verdict of the whole
 * @param summary what that rests on, a sentence
 * @param precision that it computed in
 * @param notation of names, shapes and values
 * @param examples how many, 0 where that is not said
 * @param features the columns of X
 * @param labels the columns of y
 * @param steps in order
 * @param known the known differences of the engine, a sentence each
 * @param findings a sentence each
 * @param precisions where paper, float32 and float64 part
 */
record CheckView(
        String name,
        String engine,
        Verdict verdict,
        String summary,
        Precision precision,
        Notation notation,
        int examples,
        List<String> features,
        List<String> labels,
        List<StepView> steps,
        List<String> known,
        List<String> findings,
        Optional<Precisions> precisions) {

    /**
     * One step.
     *
     * @param formula in plain characters
     * @param shape in the notation
     * @param errorOverBound of the worst entry; NaN where the step is not exposed
     * @param digits right end to end
     * @param worst the entry that is nearest to its bound, or furthest beyond
     * @param actual its values, where they are few
     * @param truth the exact values, where they are few
     * @param acknowledged whether it is a defect of the engine that is accepted
     */
    record StepView(
            String name,
            Rule.Phase section,
            String formula,
            String shape,
            StepVerdict verdict,
            Map<StepVerdict, Integer> counts,
            double errorOverBound,
            int digits,
            Optional<Worst> worst,
            Optional<Matrix> actual,
            Optional<Matrix> truth,
            boolean acknowledged) {

        /** Whether it speaks against the whole. */
        boolean contradicts() {
            return verdict.contradicts() && !acknowledged;
        }

        /** Whether it was compared. */
        boolean isExposed() {
            return verdict != StepVerdict.NOT_EXPOSED;
        }

        /** Whether it is of the update, which a worksheet leaves out. */
        boolean isUpdate() {
            return section == Rule.Phase.UPDATE;
        }
    }

    /** The worst entry of a step; its place is written in the notation, counted from 1. */
    record Worst(String place, double actual, double reference, double bound) {}

    /** The step at which the precisions part, four times, and the digits that each keeps of every step. */
    record Precisions(String step, double paper, double float32, double float64, double exact, List<Digits> digits) {}

    /** Digits of a step that are right. */
    record Digits(String step, int paper, int float32, int float64) {}

    /**
     * What {@code check --json} and {@code train} write.
     *
     * @throws chalkline.network.InvalidInputException where it is not that, naming the key
     */
    static CheckView read(JsonValue json) {
        return new CheckView(
                json.find("name").map(JsonValue::text).orElse("a network"),
                json.find("engine").map(JsonValue::text).orElse("the engine"),
                named(json.get("verdict"), Verdict.values(), Verdict::label),
                json.find("summary").map(JsonValue::text).orElse(""),
                named(json.get("precision"), Precision.values(), Precision::label),
                named(json.get("notation"), Notation.values(), Notation::label),
                json.find("examples").map(JsonValue::whole).orElse(0),
                texts(json.find("features")),
                texts(json.find("labels")),
                json.get("steps").list().stream().map(CheckView::step).toList(),
                json.find("knownDifferences").stream()
                        .flatMap(known -> known.list().stream())
                        .map(known -> known.get("message").text())
                        .toList(),
                json.get("findings").list().stream()
                        .map(finding -> finding.get("message").text())
                        .toList(),
                json.find("precisions").map(CheckView::precisions));
    }

    private static List<String> texts(Optional<JsonValue> list) {
        return list.stream()
                .flatMap(texts -> texts.list().stream())
                .map(JsonValue::text)
                .toList();
    }

    private interface Label<T> {
        String of(T value);
    }

    private static <T> T named(JsonValue json, T[] values, Label<T> label) {
        return Stream.of(values)
                .filter(value -> label.of(value).equalsIgnoreCase(json.text()))
                .findFirst()
                .orElseThrow(() -> json.refused("one of "
                        + String.join(", ", Arrays.stream(values).map(label::of).toList())));
    }

    private static StepView step(JsonValue json) {
        Map<StepVerdict, Integer> counts = new EnumMap<>(StepVerdict.class);
        for (StepVerdict verdict : StepVerdict.values()) {
            json.get("counts").find(verdict.label()).ifPresent(count -> counts.put(verdict, count.whole()));
        }
        List<JsonValue> shape = json.get("shape").list();
        if (shape.size() != 2) {
            throw json.get("shape").refused("two numbers");
        }
        return new StepView(
                json.get("name").text(),
                named(
                        json.get("section"),
                        Rule.Phase.values(),
                        section -> section.title().toLowerCase(Locale.ROOT)),
                json.find("formula").map(JsonValue::text).orElse(""),
                shape.get(0).whole() + "×" + shape.get(1).whole(),
                named(json.get("verdict"), StepVerdict.values(), StepVerdict::label),
                counts,
                json.find("maxErrorOverBound").map(JsonValue::number).orElse(Double.NaN),
                json.find("digits").map(JsonValue::whole).orElse(0),
                json.find("worst").map(CheckView::worst),
                json.find("actual").map(CheckView::matrix),
                json.find("truth").map(CheckView::matrix),
                json.find("acknowledged").isPresent());
    }

    private static Worst worst(JsonValue json) {
        String place = String.join(
                ", ",
                json.get("index").list().stream()
                        .map(index -> Integer.toString(index.whole() + 1))
                        .toList());
        return new Worst(
                place,
                json.get("actual").number(),
                json.get("reference").number(),
                json.get("bound").number());
    }

    private static Matrix matrix(JsonValue json) {
        double[][] rows = json.list().stream()
                .map(row -> row.list().stream().mapToDouble(JsonValue::number).toArray())
                .toArray(double[][]::new);
        try {
            return Matrix.ofRows(rows);
        } catch (IllegalArgumentException e) {
            throw json.refused("rows of equally many numbers");
        }
    }

    private static Precisions precisions(JsonValue json) {
        return new Precisions(
                json.get("step").text(),
                json.get("paper").number(),
                json.get("float32").number(),
                json.get("float64").number(),
                json.get("exact").number(),
                json.get("digits").list().stream()
                        .map(digits -> new Digits(
                                digits.get("step").text(),
                                digits.get("paper").whole(),
                                digits.get("float32").whole(),
                                digits.get("float64").whole()))
                        .toList());
    }
}

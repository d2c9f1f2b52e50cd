package chalkline.report;

import chalkline.files.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@code evaluation.json} says of a model beside its own figures: folds, features, probabilities. */
final class JudgementSections {
    private static final int MOST_FEATURES = 30;
    private static final int DIGITS = 4;

    private JudgementSections() {}

    static List<Html> of(JsonValue json) {
        List<Html> parts = new ArrayList<>();
        json.find("crossValidation").ifPresent(folds -> parts.addAll(folds(folds)));
        json.find("importance").ifPresent(features -> parts.addAll(importance(json, features)));
        json.find("calibration").ifPresent(calibration -> parts.addAll(calibration(calibration)));
        return parts;
    }

    private static String number(double value) {
        return Numbers.text(value, DIGITS);
    }

    private static Html table(String caption, List<String> titles, List<List<String>> rows) {
        List<Html> lines = rows.stream()
                .map(row -> (Html) Html.of("tr", Html.of("th", row.get(0)).with("scope", "row"))
                        .and(row.stream()
                                .skip(1)
                                .map(cell -> Html.of("td", cell).in("number"))
                                .toList()))
                .toList();
        return Html.scrolling(
                caption,
                Html.of(
                                "table",
                                Html.of("caption", caption),
                                Html.head(titles.toArray(String[]::new)),
                                Html.of("tbody", lines))
                        .in("numeric"));
    }

    private static List<Html> folds(JsonValue json) {
        List<List<String>> rows = EvaluationSections.metricNames().entrySet().stream()
                .flatMap(metric -> spread(json.get("network"), metric.getKey()).stream()
                        .map(own -> List.of(
                                metric.getValue(),
                                own,
                                spread(json.get("linear"), metric.getKey()).orElse(""))))
                .toList();
        int folds = json.get("network").list().size();
        int diverged = json.get("diverged").whole();
        String caption = "Mean ± standard deviation over " + folds + " folds, "
                + json.get("kind").text() + (diverged > 0 ? "; " + diverged + " more diverged" : "");
        return List.of(
                Html.of("h3", "Cross-validation"), table(caption, List.of("Metric", "Network", "Linear model"), rows));
    }

    private static Optional<String> spread(JsonValue folds, String metric) {
        List<Double> values = folds.list().stream()
                .flatMap(fold -> fold.find(metric).stream())
                .map(JsonValue::number)
                .toList();
        if (values.size() < 2 || values.size() < folds.list().size()) {
            return Optional.empty();
        }
        OptionalDouble mean = values.stream().mapToDouble(Double::doubleValue).average();
        double square = values.stream()
                .mapToDouble(value -> Math.pow(value - mean.getAsDouble(), 2))
                .sum();
        return Optional.of(number(mean.getAsDouble()) + " ± " + number(Math.sqrt(square / (values.size() - 1))));
    }

    private static List<Html> importance(JsonValue evaluation, JsonValue json) {
        String loss = evaluation.find("logLoss").isPresent() ? "log loss" : "RMSE";
        List<List<String>> rows = json.list().stream()
                .limit(MOST_FEATURES)
                .map(each -> List.of(
                        each.get("feature").text(), number(each.get("increase").number())))
                .toList();
        return List.of(
                Html.of("h3", "Features"),
                table(
                        "By how much the " + loss + " grows where a column's values are dealt to other rows"
                                + (rows.size() < json.list().size() ? "; the first " + rows.size() : ""),
                        List.of("Column", "Increase"),
                        rows));
    }

    private static List<Html> calibration(JsonValue json) {
        String of = json.find("class").map(name -> "of " + name.text()).orElse("of the predicted class");
        List<Html> parts = new ArrayList<>(List.of(
                Html.of("h3", "Probabilities"),
                Html.of(
                        "p",
                        "Brier score " + number(json.get("brier").number())
                                + ": 0 is perfect, and no probability is better than a true one.")));
        List<JsonValue> bins = json.get("bins").list();
        if (bins.size() > 1) {
            double[] predicted = numbers(bins, "predicted");
            LineChart chart = new LineChart(
                    "Reliability",
                    "Where rows come true as often as predicted, the two lines are one.",
                    "predicted probability " + of,
                    predicted,
                    List.of(
                            new LineChart.Series("share of rows", numbers(bins, "actual")),
                            new LineChart.Series("as predicted", predicted)));
            parts.add(Html.of("div", chart.draw()).in("figures"));
        }
        parts.add(table(
                "Rows by their probability " + of,
                List.of("Predicted", "Actual", "Rows"),
                bins.stream()
                        .map(bin -> List.of(
                                number(bin.get("predicted").number()),
                                number(bin.get("actual").number()),
                                Integer.toString(bin.get("rows").whole())))
                        .toList()));
        List<JsonValue> thresholds = json.get("thresholds").list();
        if (!thresholds.isEmpty()) {
            parts.add(table(
                    "What calling a row " + json.get("class").text() + " from a probability on comes to",
                    List.of("From", "Precision", "Recall", "F1", "Rows called so"),
                    thresholds.stream()
                            .map(each -> Stream.of("at", "precision", "recall", "f1", "called")
                                    .map(key -> number(each.get(key).number()))
                                    .collect(Collectors.toList()))
                            .toList()));
        }
        return parts;
    }

    private static double[] numbers(List<JsonValue> list, String key) {
        return list.stream().mapToDouble(each -> each.get(key).number()).toArray();
    }
}

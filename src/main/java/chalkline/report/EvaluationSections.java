package chalkline.report;

import chalkline.files.JsonValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code evaluation.json} says of a model. */
final class EvaluationSections {
    /** A confusion matrix of more classes is summarised by its commonest confusions. */
    private static final int MOST_CLASSES = 16;

    private static final int MOST_CONFUSIONS = 20;
    private static final int MOST_HISTOGRAMS = 4;
    private static final int SHADES = 4;

    private EvaluationSections() {}

    /** A metric's key in the file and its name, and beside which key it has to be seen. */
    private record Metric(String key, String name, String baseline) {}

    private static final List<Metric> METRICS = List.of(
            new Metric("accuracy", "Accuracy", "baselineAccuracy"),
            new Metric("f1", "F1, macro: the mean over the classes", ""),
            new Metric("weightedF1", "F1, weighted by the rows of each class", ""),
            new Metric("auc", "AUC", ""),
            new Metric("logLoss", "Log loss", ""),
            new Metric("rmse", "RMSE", "baselineRmse"),
            new Metric("mae", "MAE", ""),
            new Metric("r2", "R²", ""));

    /** The metrics' keys and names. */
    static Map<String, String> metricNames() {
        Map<String, String> names = new LinkedHashMap<>();
        METRICS.forEach(metric -> names.put(metric.key(), metric.name()));
        return names;
    }

    /** The most telling metric in a sentence. */
    static String headline(JsonValue json) {
        Optional<Metric> first = METRICS.stream()
                .filter(metric -> json.find(metric.key()).isPresent())
                .findFirst();
        return first.map(metric -> metric.name() + " " + number(json.get(metric.key())) + " on " + rows(json)
                        + json.find(metric.baseline())
                                .map(baseline -> "; a guess without a model reaches " + number(baseline))
                                .orElse("")
                        + ".")
                .orElse("");
    }

    private static String rows(JsonValue json) {
        String on = json.get("on").text();
        int rows = json.get("rows").whole();
        return "the " + rows + " " + on + (on.endsWith("rows") ? "" : rows == 1 ? " row" : " rows");
    }

    private static String number(JsonValue value) {
        return Numbers.text(value.number(), 4);
    }

    static List<Html> of(JsonValue json) {
        List<Html> parts = new ArrayList<>();
        parts.add(Html.scrolling("Metrics", metrics(json)));
        int nonFinite = json.find("nonFinite").map(JsonValue::whole).orElse(0);
        if (nonFinite > 0) {
            parts.add(CheckSections.banner(
                    Sign.BAD, "Not finite", nonFinite + " of these rows have a prediction that is NaN or infinite."));
        }
        json.find("confusion").ifPresent(confusion -> parts.addAll(confusion(confusion)));
        json.find("perClass").ifPresent(classes -> parts.addAll(classes(classes)));
        json.find("outputs").ifPresent(outputs -> {
            if (outputs.list().size() > 1) {
                parts.add(outputs(outputs));
            }
            List<Html> figures = outputs.list().stream()
                    .filter(output -> output.find("residuals").isPresent())
                    .limit(MOST_HISTOGRAMS)
                    .map(ResidualChart::of)
                    .toList();
            parts.add(Html.of("div", figures).in("figures"));
        });
        parts.addAll(JudgementSections.of(json));
        return parts;
    }

    private static Html metrics(JsonValue json) {
        List<Html> rows = METRICS.stream()
                .filter(metric -> json.find(metric.key()).isPresent())
                .map(metric -> (Html) Html.of(
                        "tr",
                        Html.of("th", metric.name()).with("scope", "row"),
                        Html.of("td", number(json.get(metric.key()))).in("number"),
                        Html.of(
                                        "td",
                                        metric.baseline().isEmpty()
                                                ? ""
                                                : json.find(metric.baseline())
                                                        .map(EvaluationSections::number)
                                                        .orElse(""))
                                .in("number"),
                        Html.of(
                                        "td",
                                        json.find("linear")
                                                .flatMap(linear -> linear.find(metric.key()))
                                                .map(EvaluationSections::number)
                                                .orElse(""))
                                .in("number")))
                .toList();
        return Html.of(
                        "table",
                        Html.of("caption", "On " + rows(json)),
                        Html.head(
                                "Metric",
                                "Model",
                                "Guess",
                                json.find("linear")
                                        .map(linear -> linear.get("kind").text())
                                        .orElse("")),
                        Html.of("tbody", rows))
                .in("numeric");
    }

    /** A count of rows of one class that were taken for another. */
    private record Confusion(String actual, String predicted, int rows) {}

    private static List<Html> confusion(JsonValue json) {
        List<String> classes =
                json.get("classes").list().stream().map(JsonValue::text).toList();
        List<List<Integer>> counts = json.get("counts").list().stream()
                .map(row -> row.list().stream().map(JsonValue::whole).toList())
                .toList();
        boolean square =
                counts.size() == classes.size() && counts.stream().allMatch(row -> row.size() == classes.size());
        if (!square) {
            throw json.get("counts").refused("as many rows and columns as there are classes");
        }
        List<Html> parts = new ArrayList<>(List.of(Html.of("h3", "Confusion")));
        if (classes.size() <= MOST_CLASSES) {
            parts.add(Html.scrolling("Confusion matrix", matrix(classes, counts)));
            return parts;
        }
        List<Confusion> confusions = new ArrayList<>();
        for (int a = 0; a < classes.size(); a++) {
            for (int p = 0; p < classes.size(); p++) {
                if (a != p && counts.get(a).get(p) > 0) {
                    confusions.add(new Confusion(
                            classes.get(a), classes.get(p), counts.get(a).get(p)));
                }
            }
        }
        confusions.sort(Comparator.comparingInt(Confusion::rows).reversed());
        List<Html> rows = confusions.stream()
                .limit(MOST_CONFUSIONS)
                .map(each ->
                        (Html) Html.row("td", List.of(each.actual(), each.predicted(), Integer.toString(each.rows()))))
                .toList();
        parts.add(Html.of("p", "Of " + classes.size() + " classes, the pairs that are confused most often."));
        parts.add(Html.scrolling(
                "Commonest confusions",
                Html.of("table", Html.head("Actual", "Predicted", "Rows"), Html.of("tbody", rows))));
        return parts;
    }

    /** The shade of a cell is its share of its row; a frame is around what is right. */
    private static Html matrix(List<String> classes, List<List<Integer>> counts) {
        List<Html> titles =
                new ArrayList<>(List.of(Html.of("th", "Actual ↓  predicted →").with("scope", "col")));
        classes.forEach(name -> titles.add(Html.of("th", name).with("scope", "col")));
        List<Html> rows = new ArrayList<>();
        for (int a = 0; a < classes.size(); a++) {
            int total = counts.get(a).stream().mapToInt(Integer::intValue).sum();
            List<Html> cells =
                    new ArrayList<>(List.of(Html.of("th", classes.get(a)).with("scope", "row")));
            for (int p = 0; p < classes.size(); p++) {
                int count = counts.get(a).get(p);
                int shade = total == 0 ? 0 : (int) Math.ceil((double) SHADES * count / total);
                cells.add(Html.of("td", Integer.toString(count)).in("q" + shade + (a == p ? " right" : "")));
            }
            rows.add(Html.of("tr", cells));
        }
        return Html.of("table", Html.of("thead", Html.of("tr", titles)), Html.of("tbody", rows))
                .in("confusion");
    }

    private static List<Html> classes(JsonValue json) {
        List<JsonValue> list = json.list();
        List<JsonValue> worst = list.size() <= MOST_CLASSES
                ? list
                : list.stream()
                        .sorted(Comparator.comparingDouble(
                                each -> each.get("f1").number()))
                        .limit(MOST_CLASSES)
                        .toList();
        List<Html> rows = worst.stream()
                .map(each -> (Html) Html.of(
                                "tr", Html.of("th", each.get("class").text()).with("scope", "row"))
                        .and(Stream.of("precision", "recall", "f1", "support")
                                .map(key -> Html.of("td", number(each.get(key))).in("number"))
                                .toList()))
                .toList();
        Html table = Html.of(
                        "table",
                        Html.of(
                                "caption",
                                list.size() == worst.size()
                                        ? "Each class against the rest"
                                        : "The " + worst.size() + " of " + list.size() + " classes with the lowest F1"),
                        Html.head("Class", "Precision", "Recall", "F1", "Rows"),
                        Html.of("tbody", rows))
                .in("numeric");
        return List.of(Html.scrolling("Each class", table));
    }

    private static Html outputs(JsonValue json) {
        List<Html> rows = json.list().stream()
                .limit(MOST_CLASSES)
                .map(each -> (Html) Html.of(
                                "tr", Html.of("th", each.get("name").text()).with("scope", "row"))
                        .and(Stream.of("rmse", "mae", "r2", "baselineRmse")
                                .map(key -> Html.of(
                                                "td",
                                                each.find(key)
                                                        .map(EvaluationSections::number)
                                                        .orElse(""))
                                        .in("number"))
                                .toList()))
                .toList();
        return Html.scrolling(
                "Each output",
                Html.of("table", Html.head("Output", "RMSE", "MAE", "R²", "RMSE of a guess"), Html.of("tbody", rows))
                        .in("numeric"));
    }
}

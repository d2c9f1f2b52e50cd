package chalkline.report;

import chalkline.files.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** How the errors of one output are distributed. */
final class ResidualChart {
    private static final int TOP = 18;
    private static final int BOTTOM = 150;
    private static final int LEFT = 40;
    private static final int RIGHT = Chart.WIDTH - 14;

    private ResidualChart() {}

    /** The histogram in an output of {@code evaluation.json}. */
    static Html of(JsonValue output) {
        JsonValue json = output.get("residuals");
        double low = json.get("low").number();
        double high = json.get("high").number();
        List<Integer> counts =
                json.get("counts").list().stream().map(JsonValue::whole).toList();
        int most = counts.stream().mapToInt(Integer::intValue).max().orElse(0);
        if (!(low < high) || most == 0) {
            throw json.refused("a histogram");
        }
        String name = output.get("name").text();
        Axis right = new Axis(low, high, false, LEFT, RIGHT);
        Axis up = Axis.over(0, most, false, BOTTOM, TOP);
        List<Html> parts = new ArrayList<>();
        for (double tick : up.ticks(4)) {
            if (tick == Math.rint(tick)) {
                parts.add(Chart.line(LEFT, up.at(tick), RIGHT, up.at(tick)).in("grid"));
                parts.add(Chart.label(LEFT - 6, up.at(tick) + 4, "end", Numbers.text(tick, 6)));
            }
        }
        for (double tick : right.ticks(5)) {
            parts.add(Chart.label(right.at(tick), BOTTOM + 16, "middle", Numbers.text(tick, 3)));
        }
        List<Html> rows = new ArrayList<>();
        double width = (high - low) / counts.size();
        for (int k = 0; k < counts.size(); k++) {
            double from = low + k * width;
            String range = Numbers.text(from, 4) + " to " + Numbers.text(from + width, 4);
            parts.add(Html.of("rect", Html.of("title", range + ": " + counts.get(k)))
                    .in("bar")
                    .with("x", right.at(from) + 0.5)
                    .with("y", up.at(counts.get(k)))
                    .with("width", right.at(from + width) - right.at(from) - 1)
                    .with("height", BOTTOM - up.at(counts.get(k)))
                    .with("data-value", Integer.toString(counts.get(k))));
            rows.add(Html.of(
                    "tr", Html.of("th", range).with("scope", "row"), Html.of("td", Integer.toString(counts.get(k)))));
        }
        if (low < 0 && high > 0) {
            parts.add(Chart.line(right.at(0), TOP - 6, right.at(0), BOTTOM).in("limit"));
        }
        parts.add(Chart.label((LEFT + RIGHT) / 2.0, BOTTOM + 32, "middle", "prediction − label"));
        return Chart.figure(
                "Residuals of " + name,
                "Rows by prediction − label; the dashed line is 0.",
                Chart.picture("Residuals of " + name, BOTTOM + 38).and(parts),
                Html.scrolling(
                        "Residuals of " + name,
                        Html.of("table", Html.head("Prediction − label", "Rows"), Html.of("tbody", rows))
                                .in("numeric")));
    }
}

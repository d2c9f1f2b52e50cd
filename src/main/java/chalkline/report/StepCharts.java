package chalkline.report;

import chalkline.report.CheckView.Digits;
import chalkline.report.CheckView.StepView;
import java.util.ArrayList;
import java.util.List;

/** The two pictures of a checked step: how near each step came to its bound, and how many digits it keeps. */
final class StepCharts {
    private static final int ROW = 22;
    private static final int TOP = 26;
    private static final int LEFT = 118;
    /** Beyond the bound a bar ends here, with an arrow. */
    private static final double MOST_BOUNDS = 1.2;

    private static final int MOST_DIGITS = 17;

    private StepCharts() {}

    /** Bars of error over bound. */
    static Html agreement(List<StepView> all) {
        List<StepView> steps = all.stream().filter(StepView::isExposed).toList();
        double height = TOP + ROW * steps.size() + 6.0;
        Axis axis = new Axis(0, MOST_BOUNDS, false, LEFT, Chart.WIDTH - 70);
        List<Html> parts = new ArrayList<>();
        parts.add(Chart.label(axis.at(1), 14, "middle", "bound"));
        parts.add(Chart.label(axis.at(0), 14, "middle", "0"));
        parts.add(Chart.line(axis.at(0), TOP - 6, axis.at(0), height - 4).in("axis"));
        List<Html> rows = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            StepView step = steps.get(k);
            parts.add(bar(step, axis, TOP + ROW * k));
            rows.add(Html.of(
                    "tr",
                    Html.of("th", step.name()).with("scope", "row"),
                    Html.of("td", bounds(step.errorOverBound())),
                    Html.of("td", step.verdict().label())));
        }
        parts.add(Chart.line(axis.at(1), TOP - 6, axis.at(1), height - 4).in("limit"));
        return Chart.figure(
                "Agreement, in units of the bound",
                "How far each step's worst entry lies from what its formula gives, in units of what rounding can explain"
                        + " in that one step. Up to 1 it agrees.",
                Chart.picture("Error over bound of every step, the bound being 1", height)
                        .and(parts),
                Html.scrolling(
                        "Error over bound",
                        Html.of("table", Html.head("Step", "Error / bound", "Result"), Html.of("tbody", rows))
                                .in("numeric")));
    }

    private static Html bar(StepView step, Axis axis, double y) {
        double ratio = step.errorOverBound();
        double shown = Double.isNaN(ratio) ? 0 : Math.min(ratio, MOST_BOUNDS);
        String sign = Sign.of(step.verdict()).label();
        List<Html> parts = new ArrayList<>();
        parts.add(Chart.label(LEFT - 8, y + 12, "end", step.name()));
        parts.add(Html.of("rect", Html.of("title", step.name() + ": " + bounds(ratio)))
                .in("bar " + sign)
                .with("x", axis.at(0))
                .with("y", y + 3)
                .with("width", Math.max(1, axis.at(shown) - axis.at(0)))
                .with("height", ROW - 10)
                .with("data-step", step.name())
                .with("data-value", Double.toString(ratio)));
        if (ratio > MOST_BOUNDS) {
            double tip = axis.at(MOST_BOUNDS) + 9;
            parts.add(Html.of("path")
                    .in("bar " + sign)
                    .with(
                            "d",
                            "M" + Html.coordinate(axis.at(MOST_BOUNDS)) + " " + Html.coordinate(y) + "L"
                                    + Html.coordinate(tip) + " " + Html.coordinate(y + 9) + "L"
                                    + Html.coordinate(axis.at(MOST_BOUNDS)) + " " + Html.coordinate(y + 18) + "z"));
        }
        parts.add(Chart.label(Chart.WIDTH - 2, y + 13, "end", bounds(ratio)).in("value"));
        return Html.of("g", parts);
    }

    /** An error in units of the bound. */
    static String bounds(double ratio) {
        return Double.isNaN(ratio) ? "no bound" : Numbers.text(ratio, 2);
    }

    /** The digits of this precision alone. */
    static Html digits(List<StepView> all, String precision) {
        List<StepView> steps = all.stream().filter(StepView::isExposed).toList();
        return digits(
                steps.stream().map(StepView::name).toList(),
                List.of(precision),
                steps.stream().map(step -> new int[] {step.digits()}).toList(),
                "How many significant digits of each step are right, from the numbers as they were written to here.");
    }

    /** The digits on paper, in float32 and in float64. */
    static Html digits(CheckView.Precisions precisions) {
        List<Digits> digits = precisions.digits();
        return digits(
                digits.stream().map(Digits::step).toList(),
                List.of("on paper, 4 digits", "float32", "float64"),
                digits.stream()
                        .map(each -> new int[] {each.paper(), each.float32(), each.float64()})
                        .toList(),
                "How many significant digits of each step are right: where the lines jump to the left, that way of"
                        + " computing parts from the truth.");
    }

    private static Html digits(List<String> steps, List<String> series, List<int[]> digits, String reading) {
        double height = TOP + ROW * steps.size() + 6.0;
        Axis axis = new Axis(0, MOST_DIGITS, false, LEFT + 6, Chart.WIDTH - 14);
        Html.Element picture = Chart.picture("Digits of every step that are right", height);
        for (int tick : new int[] {0, 4, 8, 12, 16}) {
            picture = picture.and(
                    Chart.label(axis.at(tick), 14, "middle", tick == 0 ? "none" : Integer.toString(tick)),
                    Chart.line(axis.at(tick), TOP - 6, axis.at(tick), height - 4)
                            .in("grid"));
        }
        List<Html> rows = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            picture = picture.and(Chart.label(LEFT - 8, TOP + ROW * k + 13, "end", steps.get(k)));
            List<Html> cells =
                    new ArrayList<>(List.of(Html.of("th", steps.get(k)).with("scope", "row")));
            for (int each : digits.get(k)) {
                cells.add(Html.of("td", Integer.toString(each)));
            }
            rows.add(Html.of("tr", cells));
        }
        for (int s = 0; s < series.size(); s++) {
            picture = picture.and(series(steps, series.get(s), digits, s, axis));
        }
        List<String> titles = new ArrayList<>(List.of("Step"));
        titles.addAll(series);
        Html drawn = Html.of("div", Chart.legend(series), picture);
        return Chart.figure(
                "Digits that survive",
                reading,
                drawn,
                Html.scrolling(
                        "Digits that are right",
                        Html.of("table", Html.head(titles.toArray(String[]::new)), Html.of("tbody", rows))
                                .in("numeric")));
    }

    /** Marks of different series lie beside one another where their digits are the same. */
    private static Html series(List<String> steps, String name, List<int[]> digits, int s, Axis axis) {
        int count = digits.isEmpty() ? 1 : digits.get(0).length;
        double shift = (s - (count - 1) / 2.0) * 5;
        StringBuilder points = new StringBuilder();
        List<Html> marks = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            double x = axis.at(digits.get(k)[s]);
            double y = TOP + ROW * k + 9 + shift;
            points.append(k == 0 ? "" : " ")
                    .append(Html.coordinate(x))
                    .append(',')
                    .append(Html.coordinate(y));
            marks.add(Chart.mark(s, x, y)
                    .in("mark")
                    .with("data-step", steps.get(k))
                    .with("data-value", Integer.toString(digits.get(k)[s]))
                    .and(Html.of("title", steps.get(k) + ", " + name + ": " + digits.get(k)[s] + " digits")));
        }
        return Html.of("g", Html.of("polyline").in("line").with("points", points.toString()))
                .and(marks)
                .in("s" + s)
                .with("data-series", name);
    }
}

package chalkline.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Lines over epochs.
 *
 * @param caption what it is
 * @param reading how to read it
 * @param unit what is counted to the right
 * @param x to the right, ascending
 * @param series the lines
 */
record LineChart(String caption, String reading, String unit, double[] x, List<Series> series) {
    private static final int TOP = 12;
    private static final int BOTTOM = 206;
    private static final int LEFT = 56;
    private static final int RIGHT = Chart.WIDTH - 14;
    private static final int MARKS = 8;

    /** A line: its name, and a value for every x, NaN where there is none. */
    record Series(String name, double[] y) {}

    /** The chart; where no value is finite, only the table. */
    Html draw() {
        double[] finite = series.stream()
                .flatMapToDouble(each -> Arrays.stream(each.y()))
                .filter(Double::isFinite)
                .toArray();
        if (finite.length == 0) {
            return Html.of("figure", Html.of("figcaption", caption + ": no finite value"), table());
        }
        Axis right = x[0] == x[x.length - 1]
                ? new Axis(x[0] - 1, x[0] + 1, false, LEFT, RIGHT)
                : new Axis(x[0], x[x.length - 1], false, LEFT, RIGHT);
        Axis up = Axis.over(
                DoubleStream.of(finite).min().getAsDouble(),
                DoubleStream.of(finite).max().getAsDouble(),
                true,
                BOTTOM,
                TOP);
        Html.Element picture = Chart.picture(
                        caption + (up.logarithmic() ? ", on a logarithmic scale" : ""), BOTTOM + 34)
                .with("data-x-low", Double.toString(right.low()))
                .with("data-x-high", Double.toString(right.high()))
                .with("data-y-low", Double.toString(up.low()))
                .with("data-y-high", Double.toString(up.high()))
                .with("data-scale", up.logarithmic() ? "logarithmic" : "linear")
                .and(grid(right, up));
        for (int s = 0; s < series.size(); s++) {
            picture = picture.and(Html.of("g", line(series.get(s), right, up, s))
                    .in("s" + s)
                    .with("data-series", series.get(s).name()));
        }
        Html drawn = series.size() == 1
                ? picture
                : Html.of("div", Chart.legend(series.stream().map(Series::name).toList()), picture);
        String scale = up.logarithmic() ? reading + " The scale is logarithmic." : reading;
        return Chart.figure(caption, scale.strip(), drawn, table());
    }

    private List<Html> grid(Axis right, Axis up) {
        List<Html> grid = new ArrayList<>();
        for (double tick : up.ticks(5)) {
            grid.add(Chart.line(LEFT, up.at(tick), RIGHT, up.at(tick)).in("grid"));
            grid.add(Chart.label(LEFT - 6, up.at(tick) + 4, "end", Numbers.text(tick, 6)));
        }
        for (double tick : right.ticks(5)) {
            if (tick == Math.rint(tick)) {
                grid.add(Chart.label(right.at(tick), BOTTOM + 16, "middle", Numbers.text(tick, 9)));
            }
        }
        grid.add(Chart.label((LEFT + RIGHT) / 2.0, BOTTOM + 31, "middle", unit));
        return grid;
    }

    /** The line, broken where there is no finite value, and marks on some of its points. */
    private List<Html> line(Series each, Axis right, Axis up, int number) {
        List<Html> parts = new ArrayList<>();
        StringBuilder points = new StringBuilder();
        int every = Math.max(1, (x.length - 1) / MARKS);
        List<Html> marks = new ArrayList<>();
        for (int k = 0; k < x.length; k++) {
            double y = each.y()[k];
            if (!Double.isFinite(y) || up.logarithmic() && y <= 0) {
                end(points, parts);
                continue;
            }
            points.append(points.isEmpty() ? "" : " ")
                    .append(Html.coordinate(right.at(x[k])))
                    .append(',')
                    .append(Html.coordinate(up.at(y)));
            if (k % every == 0 || k == x.length - 1) {
                String where = each.name() + ", " + unit + " " + Numbers.text(x[k], 9) + ": " + Numbers.text(y, 6);
                marks.add(Chart.mark(number, right.at(x[k]), up.at(y))
                        .in("mark")
                        .with("data-x", Double.toString(x[k]))
                        .with("data-y", Double.toString(y))
                        .and(Html.of("title", where)));
            }
        }
        end(points, parts);
        parts.addAll(marks);
        return parts;
    }

    private static void end(StringBuilder points, List<Html> parts) {
        if (!points.isEmpty()) {
            parts.add(Html.of("polyline").in("line").with("points", points.toString()));
            points.setLength(0);
        }
    }

    private Html table() {
        List<Html> rows = new ArrayList<>();
        for (int k = 0; k < x.length; k++) {
            List<Html> cells = new ArrayList<>();
            cells.add(Html.of("th", Numbers.text(x[k], 9)).with("scope", "row"));
            for (Series each : series) {
                cells.add(Html.of("td", Double.isNaN(each.y()[k]) ? "NaN" : Numbers.text(each.y()[k], 6)));
            }
            rows.add(Html.of("tr", cells));
        }
        List<String> titles = new ArrayList<>(List.of(unit));
        series.forEach(each -> titles.add(each.name()));
        return Html.scrolling(
                caption,
                Html.of("table", Html.head(titles.toArray(String[]::new)), Html.of("tbody", rows))
                        .in("numeric"));
    }
}

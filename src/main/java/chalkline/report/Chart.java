package chalkline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What charts have in common: a picture, what it shows in words, and the table behind it. */
final class Chart {
    /** Units of a chart's width; at this width a unit is a pixel, on a phone a little less. */
    static final int WIDTH = 380;

    private Chart() {}

    /**
     * A chart.
     *
     * @param caption what it is
     * @param reading how to read it
     * @param picture the SVG
     * @param table the same numbers
     */
    static Html figure(String caption, String reading, Html picture, Html table) {
        return Html.of(
                "figure",
                Html.of("figcaption", Html.of("strong", caption), Html.text(" " + reading)),
                picture,
                Html.of(
                        "details",
                        Html.of("summary", "The numbers behind: " + caption.toLowerCase(Locale.ROOT)),
                        table));
    }

    /** An empty picture of that height. */
    static Html.Element picture(String label, double height) {
        return Html.of("svg")
                .in("chart")
                .with("viewBox", "0 0 " + WIDTH + " " + Html.coordinate(height))
                .with("role", "img")
                .with("aria-label", label);
    }

    static Html.Element line(double x1, double y1, double x2, double y2) {
        return Html.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
    }

    static Html.Element label(double x, double y, String anchor, String text) {
        return Html.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
    }

    /** The mark of the series of that number, so that series differ in shape. */
    static Html.Element mark(int series, double x, double y) {
        return switch (series % 4) {
            case 0 -> Html.of("circle").with("cx", x).with("cy", y).with("r", 4);
            case 1 ->
                Html.of("rect")
                        .with("x", x - 3.5)
                        .with("y", y - 3.5)
                        .with("width", 7)
                        .with("height", 7);
            case 2 -> shape(x, y, "-4.5,3.5 4.5,3.5 0,-4.5");
            default -> shape(x, y, "-5,0 0,-5 5,0 0,5");
        };
    }

    private static Html.Element shape(double x, double y, String corners) {
        List<String> points = new ArrayList<>();
        for (String corner : corners.split(" ")) {
            String[] each = corner.split(",");
            points.add(Html.coordinate(x + Double.parseDouble(each[0])) + ","
                    + Html.coordinate(y + Double.parseDouble(each[1])));
        }
        return Html.of("path").with("d", "M" + String.join(" ", points) + "z");
    }

    /** The names of series beside their marks and lines. */
    static Html legend(List<String> names) {
        List<Html> entries = new ArrayList<>();
        for (int s = 0; s < names.size(); s++) {
            Html picture = Html.of("svg", line(0, 8, 28, 8).in("line"), mark(s, 14, 8))
                    .in("key s" + s)
                    .with("viewBox", "0 0 28 16")
                    .with("aria-hidden", "true");
            entries.add(Html.of("li", picture, Html.text(" " + names.get(s))));
        }
        return Html.of("ul", entries).in("legend");
    }
}

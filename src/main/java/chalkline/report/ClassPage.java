package chalkline.report;

import chalkline.answers.Mark;
import chalkline.answers.MarkedStep;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A class's sheets as a page: the commonest first mistakes, and who went wrong where. */
final class ClassPage {
    private static final int ROW = 22;
    private static final int TOP = 8;
    private static final int LEFT = 78;

    private final String name;
    private final String counts;
    private final Map<String, List<String>> first;
    private final List<Html> rows = new ArrayList<>();
    /** Sheets by the step of their first mistake. */
    private final Map<String, Integer> places = new LinkedHashMap<>();

    /**
     * @param counts a sentence of how many did well
     * @param first the first mistakes, the commonest first, each with the sheets that have it
     */
    ClassPage(String name, String counts, Map<String, List<String>> first) {
        this.name = name;
        this.counts = counts;
        this.first = first;
    }

    /**
     * Adds a sheet.
     *
     * @param steps its marks in the columns' order; none where it could not be read
     * @param mistake the place of its first mistake, or why it has none
     */
    void add(String file, String points, List<Optional<MarkedStep>> steps, String mistake, String note) {
        List<Html> cells = new ArrayList<>();
        cells.add(Html.of("th", file).with("scope", "row"));
        cells.add(Html.of("td", points).in("number"));
        boolean before = true;
        for (Optional<MarkedStep> step : steps) {
            boolean wrong = step.filter(each -> each.mark() == Mark.WRONG).isPresent();
            cells.add(cell(step, wrong && before));
            before &= !wrong;
        }
        steps.stream()
                .flatMap(Optional::stream)
                .filter(each -> each.mark() == Mark.WRONG)
                .findFirst()
                .ifPresent(each -> places.merge(each.name(), 1, Integer::sum));
        cells.add(
                Html.of("td", note.isEmpty() ? mistake : mistake + ": " + note).in("words"));
        rows.add(Html.of("tr", cells));
    }

    private static Html cell(Optional<MarkedStep> step, boolean first) {
        if (step.isEmpty()) {
            return Html.of("td", "");
        }
        Mark mark = step.get().mark();
        Html label = Html.of("span", first ? mark.label() + ", the first mistake" : mark.label())
                .in("unseen");
        return Html.of(
                        "td",
                        Html.of("span", Sign.of(mark).picture(), label)
                                .in("badge " + Sign.of(mark).label()))
                .in(first ? "mark first" : "mark");
    }

    String write(List<String> steps) {
        Html header = Html.of(
                "header",
                Html.of("p", "A class's answers").in("kind"),
                Html.of("h1", name),
                CheckSections.banner(first.isEmpty() ? Sign.GOOD : Sign.UNSURE, "MARKED", counts));
        Page page = new Page(name + ": a class's answers", header);
        page.section("mistakes", "Commonest first mistakes", mistakes(steps));
        page.section("sheets", "Who went wrong where", sheets(steps));
        page.section(
                "reading",
                "How to read it",
                List.of(Html.of(
                        "p",
                        "Marks carry errors forward: a later answer that follows from an earlier mistake is not wrong again."
                                + " So the first mistake of a sheet, framed above, is where to begin. A step is worth one"
                                + " point, in equal parts for its numbers; what is right, rounded to zero or follows has"
                                + " its part.")));
        return page.write();
    }

    private List<Html> mistakes(List<String> steps) {
        if (first.isEmpty()) {
            return List.of();
        }
        List<Html> commonest = new ArrayList<>();
        first.forEach((mistake, files) -> commonest.add(Html.of(
                "tr",
                Html.of("td", Integer.toString(files.size())).in("number"),
                Html.of("td", mistake).in("words"),
                Html.of("td", String.join(", ", files)).in("words"))));
        Html table = Html.of("table", Html.head("Sheets", "First mistake", "Whose"), Html.of("tbody", commonest));
        return List.of(
                Html.scrolling("Commonest first mistakes", table),
                Html.of("div", where(steps)).in("figures"));
    }

    private Html where(List<String> steps) {
        int most = places.values().stream().mapToInt(Integer::intValue).max().orElse(1);
        double height = TOP + ROW * steps.size() + 6.0;
        Axis axis = new Axis(0, most, false, LEFT, Chart.WIDTH - 40);
        List<Html> parts = new ArrayList<>();
        parts.add(Chart.line(LEFT, TOP, LEFT, height - 4).in("axis"));
        List<Html> numbers = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            int count = places.getOrDefault(steps.get(k), 0);
            double y = TOP + ROW * k;
            parts.add(Chart.label(LEFT - 8, y + 13, "end", steps.get(k)));
            parts.add(Html.of("rect")
                    .in("bar bad")
                    .with("x", LEFT)
                    .with("y", y + 3)
                    .with("width", axis.at(count) - LEFT)
                    .with("height", ROW - 10)
                    .with("data-step", steps.get(k))
                    .with("data-value", Integer.toString(count)));
            parts.add(Chart.label(axis.at(count) + 6, y + 13, "start", Integer.toString(count))
                    .in("value"));
            numbers.add(Html.of(
                    "tr", Html.of("th", steps.get(k)).with("scope", "row"), Html.of("td", Integer.toString(count))));
        }
        return Chart.figure(
                "First mistakes by step",
                "How many sheets have their first mistake there.",
                Chart.picture("Sheets by the step of their first mistake", height)
                        .and(parts),
                Html.scrolling(
                        "First mistakes by step",
                        Html.of("table", Html.head("Step", "Sheets"), Html.of("tbody", numbers))
                                .in("numeric")));
    }

    private List<Html> sheets(List<String> steps) {
        List<String> titles = new ArrayList<>(List.of("Sheet", "Points"));
        titles.addAll(steps);
        titles.add("First mistake");
        Html table = Html.of("table", Html.head(titles.toArray(String[]::new)), Html.of("tbody", rows))
                .in("class");
        return List.of(Html.scrolling("Every sheet's marks", table), AnswersSections.marks());
    }
}

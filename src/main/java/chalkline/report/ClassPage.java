package chalkline.report;

import chalkline.answers.Alike;
import chalkline.answers.Classroom;
import chalkline.answers.Mark;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.answers.Submission;
import chalkline.network.Notation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A class's sheets as a page: the commonest first mistakes, who went wrong where, and who wrote alike. */
public final class ClassPage {
    private static final int ROW = 22;
    private static final int TOP = 8;
    private static final int LEFT = 78;

    private final Classroom room;
    private final Notation notation;

    private ClassPage(Classroom room, Notation notation) {
        this.room = room;
        this.notation = notation;
    }

    /** The page, in the notation that the teacher writes. */
    public static String of(Classroom room, Notation notation) {
        return new ClassPage(room, notation).write();
    }

    private String write() {
        boolean clean = room.count(Submission.Outcome.RIGHT) == room.sheets().size();
        Html header = Html.of(
                "header",
                Html.of("p", "A class's answers").in("kind"),
                Html.of("h1", room.name()),
                CheckSections.banner(clean ? Sign.GOOD : Sign.UNSURE, "MARKED", ClassReport.counts(room)));
        Page page = new Page(room.name() + ": a class's answers", header);
        page.section("mistakes", "Commonest first mistakes", mistakes());
        List<String> conventions = ClassReport.conventions(room);
        page.section("conventions", "Conventions", conventions.isEmpty() ? List.of() : List.of(list(conventions)));
        page.section("sheets", "Who went wrong where", sheets());
        List<String> several = ClassReport.several(room);
        page.section(
                "several", "Several sheets of one student", several.isEmpty() ? List.of() : List.of(list(several)));
        page.section("alike", "Sheets that are alike", alike());
        page.section(
                "unread", "Not read", room.notRead().isEmpty() ? List.of() : List.of(list(ClassReport.notRead(room))));
        page.section(
                "reading",
                "How to read it",
                List.of(
                        Html.of(
                                "p",
                                "Marks carry errors forward: a later answer that follows from an earlier mistake is not wrong again."
                                        + " So the first mistake of a sheet, framed above, is where to begin. A step's points are in"
                                        + " equal parts for its numbers; what is right, rounded to zero or follows has its part.")));
        return page.write();
    }

    private static Html list(List<String> lines) {
        return Html.of("ul", lines.stream().map(line -> Html.of("li", line)).toList());
    }

    private List<Html> alike() {
        List<Alike> alike = room.alike();
        return alike.isEmpty()
                ? List.of()
                : List.of(list(alike.stream().map(ClassReport::sentence).toList()));
    }

    private List<Html> mistakes() {
        if (room.firstMistakes().isEmpty()) {
            return List.of();
        }
        List<Html> commonest = new ArrayList<>();
        room.firstMistakes()
                .forEach((mistake, files) -> commonest.add(Html.of(
                        "tr",
                        Html.of("td", Integer.toString(files.size())).in("number"),
                        Html.of("td", mistake).in("words"),
                        Html.of("td", String.join(", ", files)).in("words"))));
        Html table = Html.of("table", Html.head("Sheets", "First mistake", "Whose"), Html.of("tbody", commonest));
        return List.of(
                Html.scrolling("Commonest first mistakes", table),
                Html.of("div", where()).in("figures"));
    }

    /** Sheets by the step of their first mistake. */
    private Map<String, Long> places() {
        return room.marked().stream()
                .flatMap(marked -> marked.firstWrong().stream())
                .collect(Collectors.groupingBy(MarkedStep::name, Collectors.counting()));
    }

    private Html where() {
        List<String> steps = room.scheme().steps();
        Map<String, Long> places = places();
        long most = places.values().stream().mapToLong(Long::longValue).max().orElse(1);
        double height = TOP + ROW * steps.size() + 6.0;
        Axis axis = new Axis(0, most, false, LEFT, Chart.WIDTH - 40);
        List<Html> parts = new ArrayList<>();
        parts.add(Chart.line(LEFT, TOP, LEFT, height - 4).in("axis"));
        List<Html> numbers = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            long count = places.getOrDefault(steps.get(k), 0L);
            double y = TOP + ROW * k;
            parts.add(Chart.label(LEFT - 8, y + 13, "end", steps.get(k)));
            parts.add(Html.of("rect")
                    .in("bar bad")
                    .with("x", LEFT)
                    .with("y", y + 3)
                    .with("width", axis.at(count) - LEFT)
                    .with("height", ROW - 10)
                    .with("data-step", steps.get(k))
                    .with("data-value", Long.toString(count)));
            parts.add(Chart.label(axis.at(count) + 6, y + 13, "start", Long.toString(count))
                    .in("value"));
            numbers.add(Html.of(
                    "tr", Html.of("th", steps.get(k)).with("scope", "row"), Html.of("td", Long.toString(count))));
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

    private List<Html> sheets() {
        List<String> titles = new ArrayList<>(List.of("Sheet", "Points"));
        titles.addAll(room.scheme().steps());
        titles.add("First mistake");
        List<Html> rows = new ArrayList<>();
        room.sheets().forEach(sheet -> rows.add(row(sheet)));
        Html table = Html.of(
                        "table",
                        Html.head(titles.toArray(String[]::new)),
                        Html.of("tbody", rows),
                        Html.of("tfoot", room.marked().isEmpty() ? List.of() : List.of(means())))
                .in("class");
        return List.of(Html.scrolling("Every sheet's marks", table), AnswersSections.marks());
    }

    private Html means() {
        List<Html> cells = new ArrayList<>();
        cells.add(Html.of("th", "Mean").with("scope", "row"));
        cells.add(Html.of("td", outOfAll(room.mean())).in("number"));
        room.means().values().forEach(mean -> cells.add(Html.of("td", Numbers.text(mean, 2))));
        cells.add(Html.of("td", ""));
        return Html.of("tr", cells);
    }

    private String outOfAll(double points) {
        return ClassReport.number(points) + " of "
                + ClassReport.number(room.scheme().total());
    }

    private Html row(Submission sheet) {
        Optional<MarkedSheet> marked = sheet.marked();
        List<Html> cells = new ArrayList<>();
        cells.add(Html.of("th", sheet.file()).with("scope", "row"));
        cells.add(Html.of(
                        "td",
                        marked.map(each -> outOfAll(room.scheme().points(each))).orElse("unreadable"))
                .in("number"));
        Optional<String> first = marked.flatMap(MarkedSheet::firstWrong).map(MarkedStep::name);
        for (String step : room.scheme().steps()) {
            cells.add(cell(marked.flatMap(each -> each.step(step)), first.equals(Optional.of(step))));
        }
        String note = marked.flatMap(MarkedSheet::firstWrong)
                .flatMap(MarkedStep::note)
                .map(each -> ": " + each)
                .orElse("");
        String mistake = marked.isPresent()
                ? ClassReport.firstMistake(room, sheet, notation) + note
                : String.join(" ", sheet.problems());
        cells.add(Html.of("td", mistake).in("words"));
        return Html.of("tr", cells);
    }

    /** A class for the picture, which the style sheet has: a page of a thousand rows says as little as it can in each. */
    private static Html cell(Optional<MarkedStep> step, boolean first) {
        if (step.isEmpty()) {
            return Html.of("td", "");
        }
        Mark mark = step.get().mark();
        return Html.of("td", Html.of("span", first ? mark.label() + ", the first mistake" : mark.label()))
                .in((first ? "first " : "") + Sign.of(mark).label());
    }
}

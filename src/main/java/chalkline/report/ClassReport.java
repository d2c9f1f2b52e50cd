package chalkline.report;

import chalkline.answers.Mark;
import chalkline.answers.MarkedEntry;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.network.Notation;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A class's sheets: points a step as CSV, and the commonest first mistakes. */
public final class ClassReport {
    private final List<Sheet> sheets = new ArrayList<>();
    private final Notation notation;

    /** A file with its marks, or with the reason why it has none. */
    private record Sheet(String file, Optional<MarkedSheet> marked, String problem) {}

    /** A report in the notation that the teacher writes. */
    public ClassReport(Notation notation) {
        this.notation = notation;
    }

    /** Adds a marked sheet. */
    public void add(String file, MarkedSheet marked) {
        sheets.add(new Sheet(file, Optional.of(marked), ""));
    }

    /** Adds a sheet that could not be read. */
    public void addUnreadable(String file, String problem) {
        sheets.add(new Sheet(file, Optional.empty(), problem));
    }

    /**
     * A row a sheet: file, points, what they are out of, each step's points, the first mistake and what explains it. A step
     * is worth 1, in equal parts for its numbers; what is right, rounded to zero or follows has its part.
     *
     * @param steps the columns
     */
    public String csv(List<String> steps) {
        StringWriter out = new StringWriter();
        CsvOutput csv = new CsvOutput(out);
        List<String> header = new ArrayList<>(List.of("file", "points", "of"));
        header.addAll(steps);
        header.addAll(List.of("first_mistake", "note"));
        csv.row(header);
        for (Sheet sheet : sheets) {
            List<String> row = new ArrayList<>();
            row.add(sheet.file());
            double total = 0;
            List<String> points = new ArrayList<>();
            for (String name : steps) {
                Optional<MarkedStep> step = sheet.marked().flatMap(marked -> marked.step(name));
                double worth = step.map(ClassReport::points).orElse(0.0);
                total += worth;
                points.add(step.isPresent() ? number(worth) : "");
            }
            row.add(sheet.marked().isPresent() ? number(total) : "");
            row.add(Integer.toString(steps.size()));
            row.addAll(points);
            row.add(sheet.marked().map(this::firstMistake).orElse("unreadable"));
            row.add(sheet.marked()
                    .flatMap(MarkedSheet::firstWrong)
                    .flatMap(MarkedStep::note)
                    .orElse(sheet.problem()));
            csv.row(row);
        }
        csv.flush();
        return out.toString();
    }

    /**
     * What the sheets came to together.
     *
     * @param well sheets without mistake
     * @param first the first mistakes, the commonest first, each with the sheets that have it
     */
    private record Summary(int well, int blank, int unreadable, Map<String, List<String>> first) {
        String counts(int sheets) {
            return sheets + (sheets == 1 ? " sheet: " : " sheets: ") + well + " without mistake"
                    + (blank > 0 ? ", " + blank + " blank" : "")
                    + (unreadable > 0 ? ", " + unreadable + " unreadable" : "");
        }
    }

    private Summary summarised() {
        Map<String, List<String>> first = new LinkedHashMap<>();
        int well = 0;
        int unreadable = 0;
        int blank = 0;
        for (Sheet sheet : sheets) {
            if (sheet.marked().isEmpty()) {
                unreadable++;
            } else if (sheet.marked().get().isBlank()) {
                blank++;
            } else if (sheet.marked().get().passes()) {
                well++;
            } else {
                MarkedStep step = sheet.marked().get().firstWrong().orElseThrow();
                first.computeIfAbsent(
                                step.name()
                                        + step.note().map(note -> ": " + note).orElse(""),
                                key -> new ArrayList<>())
                        .add(sheet.file());
            }
        }
        Map<String, List<String>> commonest = new LinkedHashMap<>();
        first.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .forEach(entry -> commonest.put(entry.getKey(), entry.getValue()));
        return new Summary(well, blank, unreadable, commonest);
    }

    /** How many did well, and where the others went wrong first, the commonest first. */
    public String summary() {
        Summary summary = summarised();
        StringBuilder text = new StringBuilder(summary.counts(sheets.size())).append('\n');
        if (!summary.first().isEmpty()) {
            text.append("Commonest first mistakes\n");
            summary.first()
                    .forEach((mistake, files) ->
                            text.append(String.format(Locale.ROOT, "  %4d  %s%n", files.size(), mistake)));
        }
        return text.toString();
    }

    /**
     * The same as a page for a browser: who went wrong where.
     *
     * @param name of the network
     * @param steps the columns
     */
    public String html(String name, List<String> steps) {
        Summary summary = summarised();
        ClassPage page = new ClassPage(name, summary.counts(sheets.size()), summary.first());
        for (Sheet sheet : sheets) {
            page.add(
                    sheet.file(),
                    sheet.marked()
                            .map(marked -> number(steps.stream()
                                            .mapToDouble(step -> worth(marked, step))
                                            .sum())
                                    + " of " + steps.size())
                            .orElse("unreadable"),
                    steps.stream()
                            .map(step -> sheet.marked().flatMap(marked -> marked.step(step)))
                            .toList(),
                    sheet.marked().map(this::firstMistake).orElse(sheet.problem()),
                    sheet.marked()
                            .flatMap(MarkedSheet::firstWrong)
                            .flatMap(MarkedStep::note)
                            .orElse(""));
        }
        return page.write(steps);
    }

    private static double worth(MarkedSheet marked, String step) {
        return marked.step(step).map(ClassReport::points).orElse(0.0);
    }

    private String firstMistake(MarkedSheet marked) {
        if (marked.isBlank()) {
            return "blank";
        }
        return marked.firstWrong()
                .map(step -> AnswersText.place(step, step.first(Mark.WRONG).orElseThrow(), notation))
                .orElse("none");
    }

    private static double points(MarkedStep step) {
        long earned = step.entries().stream()
                .map(MarkedEntry::mark)
                .filter(Mark::earns)
                .count();
        return (double) earned / step.entries().size();
    }

    private static String number(double points) {
        return Numbers.text(points, 3);
    }
}

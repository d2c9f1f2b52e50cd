package chalkline.answers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A class's sheets, marked.
 *
 * @param name of the network
 * @param examples of the batch
 * @param scheme what each step is worth
 * @param sheets in the order of their files
 * @param notRead files of the folder that are no sheets, each with the reason
 */
public record Classroom(
        String name, int examples, Scheme scheme, List<Submission> sheets, Map<String, String> notRead) {
    public Classroom {
        sheets = List.copyOf(sheets);
        notRead = Collections.unmodifiableMap(new LinkedHashMap<>(notRead));
    }

    /** How many sheets came to that. */
    public long count(Submission.Outcome outcome) {
        return sheets.stream().filter(sheet -> sheet.outcome(scheme) == outcome).count();
    }

    /** The sheets with marks. */
    public List<MarkedSheet> marked() {
        return sheets.stream().flatMap(sheet -> sheet.marked().stream()).toList();
    }

    /** The mean points of the sheets that could be read; NaN where there are none. */
    public double mean() {
        return marked().stream().mapToDouble(scheme::points).average().orElse(Double.NaN);
    }

    /** The same of each step. */
    public Map<String, Double> means() {
        Map<String, Double> means = new LinkedHashMap<>();
        for (String step : scheme.steps()) {
            means.put(
                    step,
                    marked().stream()
                            .mapToDouble(sheet ->
                                    sheet.step(step).map(scheme::points).orElse(0.0))
                            .average()
                            .orElse(Double.NaN));
        }
        return means;
    }

    /** The first mistakes and what explains them, the commonest first, each with the files that have it. */
    public Map<String, List<String>> firstMistakes() {
        Map<String, List<String>> first = new LinkedHashMap<>();
        for (Submission sheet : sheets) {
            Optional<MarkedStep> wrong = sheet.marked().flatMap(MarkedSheet::firstWrong);
            wrong.ifPresent(step -> first.computeIfAbsent(
                            step.name() + step.note().map(note -> ": " + note).orElse(""), key -> new ArrayList<>())
                    .add(sheet.file()));
        }
        return first.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** Conventions that sheets agree with and nobody has declared, each with the number of its sheets. */
    public Map<MarkedSheet.Detected, Long> detected() {
        return marked().stream()
                .flatMap(sheet -> sheet.detected().stream())
                .collect(Collectors.groupingBy(Function.identity(), LinkedHashMap::new, Collectors.counting()));
    }

    /** Who handed in several sheets, and those. */
    public Map<Student, List<Submission>> several() {
        Map<Student, List<Submission>> several = new LinkedHashMap<>();
        byStudent().values().stream()
                .filter(own -> own.size() > 1)
                .forEach(own -> several.put(own.get(0).student(), own));
        return several;
    }

    /** A sheet a student: of several the one with the most points. */
    public List<Submission> counted() {
        return byStudent().values().stream()
                .map(own -> own.stream()
                        .max(Comparator.comparingDouble(
                                sheet -> sheet.marked().map(scheme::points).orElse(-1.0)))
                        .orElseThrow())
                .toList();
    }

    private Map<String, List<Submission>> byStudent() {
        return sheets.stream()
                .collect(
                        Collectors.groupingBy(sheet -> sheet.student().key(), LinkedHashMap::new, Collectors.toList()));
    }

    /** Sheets that share wrong numbers. */
    public List<Alike> alike() {
        return Alike.among(sheets);
    }
}

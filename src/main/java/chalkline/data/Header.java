package chalkline.data;

import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The names of a file's columns.
 *
 * @param names as they are written; a column without a name has the empty one
 * @param fromFile whether the file has them
 */
record Header(List<String> names, boolean fromFile) {
    private static final Pattern CONTROLS = Pattern.compile("\\s*\\p{Cntrl}\\s*");
    private static final List<Character> SEPARATORS = List.of(',', ';', '\t', '|', '~', '^', ':', '#', '!');

    Header {
        names = List.copyOf(names);
    }

    /** The header in a file's first line, or what the format puts in its place; names that occur twice are a problem. */
    static Header of(List<String> cells, long line, CsvFormat format, TableProblems problems) {
        return of(cells.stream().map(Header::cleaned).toList(), line, true, format, problems);
    }

    /** The header of a file whose first line has values: what the format says, else the columns' places. */
    static Header numbered(int columns, CsvFormat format, TableProblems problems) {
        List<String> names =
                IntStream.rangeClosed(1, columns).mapToObj(Header::numbered).toList();
        return of(names, 1, false, format, problems);
    }

    /** The name given to the unnamed column in that place, counted from 1. */
    static String numbered(int place) {
        return "column_" + place;
    }

    /** Names may be written in several lines. */
    private static String cleaned(String cell) {
        return CONTROLS.matcher(cell).replaceAll(" ").strip();
    }

    private static Header of(
            List<String> written, long line, boolean fromFile, CsvFormat format, TableProblems problems) {
        List<String> names = written;
        if (!format.names().isEmpty() && format.names().size() != names.size()) {
            problems.add(
                    line,
                    Sentences.counted(names.size(), "column") + ", but data.names has "
                            + format.names().size());
        } else if (!format.names().isEmpty()) {
            names = format.names();
        }
        Header header = new Header(names, fromFile);
        header.requireDifferent(line, problems);
        return header;
    }

    /** The names, with one for every column but the first, which may number the rows. */
    List<String> named() {
        List<String> all = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            all.add(names.get(j).isEmpty() && j > 0 ? numbered(j + 1) : names.get(j));
        }
        return all;
    }

    private void requireDifferent(long line, TableProblems problems) {
        Set<String> taken = new HashSet<>(names);
        Map<String, Integer> places = new HashMap<>();
        List<String> renamed = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            String name = names.get(j);
            Integer first = name.isEmpty() ? null : places.putIfAbsent(name, j);
            String other = named().get(j);
            for (int n = 2; first != null && taken.contains(other); n++) {
                other = name + "_" + n;
            }
            taken.add(other);
            renamed.add(other);
            if (first != null) {
                twice.add("column name " + Sentences.name(name) + " occurs twice, in columns " + (first + 1) + " and "
                        + (j + 1));
            }
        }
        if (!twice.isEmpty()) {
            problems.add(line, String.join("; ", twice), new Remedy.Key("names", YamlText.list(renamed)));
        }
    }

    int size() {
        return names.size();
    }

    /** Where every column is. Those of the names that are missing become one problem. */
    Map<String, Integer> find(List<String> wanted, char separator, TableProblems problems) {
        Map<String, Integer> places = new HashMap<>();
        for (int j = 0; j < names.size(); j++) {
            places.put(names.get(j), j);
        }
        List<String> missing =
                wanted.stream().filter(name -> !places.containsKey(name)).toList();
        if (!missing.isEmpty()) {
            Optional<Character> other = otherSeparator(separator);
            problems.add(
                    "no column " + Sentences.listed(missing) + "; " + what()
                            + other.map(c -> "; is the separator " + (c == '\t' ? "a tab" : "'" + c + "'") + "?")
                                    .orElse(""),
                    other.filter(c -> problems.areMendedByOptions())
                            .map(c -> new Remedy[] {new Remedy.Key("separator", YamlText.of(c.toString()))})
                            .orElse(new Remedy[0]));
        }
        return places;
    }

    private String what() {
        String columns = "the columns are " + Sentences.listed(names);
        if (!fromFile) {
            return "the first line has values, not names, so " + columns + "; --label " + names.size() + " is "
                    + names.get(names.size() - 1) + ", and data.names: [NAME, …] names them all";
        }
        return names.stream().noneMatch(name -> Double.isNaN(NumberText.parse(name)))
                ? "the first line must be column names, but has only numbers"
                : columns;
    }

    /** A whole line that was taken for one name says which character it was written with. */
    private Optional<Character> otherSeparator(char separator) {
        return names.size() == 1 && fromFile
                ? SEPARATORS.stream()
                        .filter(c -> c != separator && names.get(0).indexOf(c) >= 0)
                        .findFirst()
                : Optional.empty();
    }
}

package chalkline.data;

import chalkline.network.Sentences;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names of a file's columns.
 *
 * @param names as they are written; a column without a name has the empty one
 */
record Header(List<String> names) {
    private static final char[] SEPARATORS = {',', ';', '\t', '|'};

    Header {
        names = List.copyOf(names);
    }

    /** The header in a file's first line, or what the format puts in its place; names that occur twice are a problem. */
    static Header of(List<String> cells, long line, CsvFormat format, TableProblems problems) {
        List<String> names = cells.stream().map(String::strip).toList();
        if (!format.names().isEmpty() && format.names().size() != names.size()) {
            problems.add(
                    line,
                    Sentences.counted(names.size(), "column") + ", but data.names has "
                            + format.names().size());
        } else if (!format.names().isEmpty()) {
            names = format.names();
        }
        Header header = new Header(names);
        header.requireDifferent(line, problems);
        return header;
    }

    /** The names, with one for every column but the first, which may number the rows. */
    List<String> named() {
        List<String> all = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            all.add(names.get(j).isEmpty() && j > 0 ? "column_" + (j + 1) : names.get(j));
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
            problems.add(line, String.join("; ", twice) + "; write data.names: " + YamlText.list(renamed));
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
            boolean noNames = names.stream().noneMatch(name -> Double.isNaN(NumberText.parse(name)));
            problems.add("no column " + Sentences.listed(missing)
                    + (noNames
                            ? "; the first line must be column names, but has only numbers"
                            : "; the columns are " + Sentences.listed(names) + otherSeparator(separator)));
        }
        return places;
    }

    /** A whole line that was taken for one name says which character it was written with. */
    private String otherSeparator(char separator) {
        if (names.size() == 1) {
            for (char c : SEPARATORS) {
                if (c != separator && names.get(0).indexOf(c) >= 0) {
                    return "; is the separator " + (c == '\t' ? "a tab" : "'" + c + "'") + "?";
                }
            }
        }
        return "";
    }
}

package chalkline.answers;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An array as programs print it: {@code [[1. 2.]\n [3. 4.]]}, {@code array([[1., 2.]], dtype=float32)}, {@code
 * tensor(0.5)}, {@code 0.25}.
 *
 * @param rows its numbers as text
 * @param flat whether it has no rows
 */
record PrintedArray(List<List<String>> rows, boolean flat) {
    private static final Pattern AROUND = Pattern.compile(
            "(?s)^(?:np\\.|numpy\\.|torch\\.)?(?:array|tensor|Parameter containing:\\s*tensor)\\((.*?)(?:,\\s*[a-z_]+=.*)?\\)$");
    private static final Pattern ROW = Pattern.compile("\\[([^\\[\\]]*)]");
    private static final Pattern BETWEEN = Pattern.compile("[\\s,;]+");

    static PrintedArray parse(String text) {
        String inner = AROUND.matcher(text.strip()).replaceFirst("$1").strip();
        List<List<String>> rows = new ArrayList<>();
        if (inner.startsWith("[")) {
            ROW.matcher(inner).results().forEach(row -> rows.add(cells(row.group(1))));
        } else {
            rows.add(List.of(inner));
        }
        return new PrintedArray(rows, !inner.matches("(?s)\\[\\s*\\[.*"));
    }

    private static List<String> cells(String row) {
        String stripped = row.strip();
        return stripped.isEmpty() ? List.of() : BETWEEN.splitAsStream(stripped).toList();
    }
}

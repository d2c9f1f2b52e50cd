package chalkline.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Long formulas in lines. */
final class Lines {
    private Lines() {}

    /** The formula broken before {@code +} and {@code -} where it is wider; never within braces. */
    static List<String> broken(String formula, int width, ToIntFunction<String> measure) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String term : terms(formula)) {
            if (!line.isEmpty() && measure.applyAsInt(line + term) > width) {
                lines.add(line);
                line = term.stripLeading();
            } else {
                line += term;
            }
        }
        lines.add(line);
        return lines;
    }

    private static List<String> terms(String formula) {
        List<String> terms = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < formula.length(); i++) {
            char c = formula.charAt(i);
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0 && i > 0 && (formula.startsWith(" + ", i) || formula.startsWith(" - ", i))) {
                terms.add(formula.substring(from, i));
                from = i;
            }
        }
        terms.add(formula.substring(from));
        return terms;
    }
}

package chalkline.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggests the name that a misspelt or foreign one probably means. */
public final class Spelling {
    private static final int LONGEST = 40;
    private static final int SHORT = 3;

    private Spelling() {}

    /**
     * What ends a sentence on an unknown name: what it is here, never a different function, or the nearest name; empty where
     * there is none.
     */
    public static Optional<String> hint(String given, Collection<String> known) {
        return WordsElsewhere.of(given, known)
                .map(word -> word.said(known))
                .or(() -> nearest(given, known).map(name -> ", did you mean " + name + "?"));
    }

    /** The known name that {@link #hint} names. */
    static Optional<String> meant(String given, Collection<String> known) {
        return WordsElsewhere.of(given, known).map(word -> word.name(known)).orElseGet(() -> nearest(given, known));
    }

    /** The known name nearest to the given one, if it is near: a third of its letters differ, or one; rmse is not near mse. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String name = normal(given);
        return known.stream()
                .filter(candidate -> near(distance(name, normal(candidate)), candidate)
                        && (candidate.length() > SHORT
                                || name.startsWith(normal(candidate).substring(0, 1))))
                .min(Comparator.comparingInt(candidate -> distance(name, normal(candidate))));
    }

    private static boolean near(int distance, String candidate) {
        return distance <= Math.max(1, candidate.length() / 3) && distance < candidate.length();
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    }

    /** The edit distance: insertions, deletions, substitutions, and swaps of neighbouring letters. */
    public static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int substituted = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(substituted, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}

package chalkline.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Suggests the name that a misspelt or foreign one probably means. */
public final class Spelling {
    private static final int LONGEST = 40;
    /** What Keras, PyTorch and scikit-learn call the same thing. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("mean-squared-error", "mse"),
            Map.entry("squared-error", "mse"),
            Map.entry("mseloss", "mse"),
            Map.entry("mean-absolute-error", "mean-absolute-error"),
            Map.entry("absolute-error", "mean-absolute-error"),
            Map.entry("l1loss", "mean-absolute-error"),
            Map.entry("bce", "xent"),
            Map.entry("bceloss", "xent"),
            Map.entry("binary-crossentropy", "xent"),
            Map.entry("binary-cross-entropy", "xent"),
            Map.entry("categorical-crossentropy", "mcxent"),
            Map.entry("sparse-categorical-crossentropy", "mcxent"),
            Map.entry("cross-entropy", "mcxent"),
            Map.entry("crossentropyloss", "mcxent"),
            Map.entry("kld", "kl-divergence"),
            Map.entry("kullback-leibler-divergence", "kl-divergence"),
            Map.entry("cosine-similarity", "cosine-proximity"),
            Map.entry("linear", "identity"),
            Map.entry("logistic", "sigmoid"),
            Map.entry("silu", "swish"),
            Map.entry("rmsprop", "rms-prop"),
            Map.entry("adagrad", "ada-grad"),
            Map.entry("adadelta", "ada-delta"),
            Map.entry("adamax", "ada-max"),
            Map.entry("amsgrad", "ams-grad"),
            Map.entry("glorot-normal", "xavier"),
            Map.entry("glorot-uniform", "xavier-uniform"),
            Map.entry("he-normal", "relu"),
            Map.entry("he-uniform", "relu-uniform"),
            Map.entry("learning-rate-init", "learning-rate"),
            Map.entry("lr", "learning-rate"),
            Map.entry("max-iter", "epochs"),
            Map.entry("num-epochs", "epochs"),
            Map.entry("n-epochs", "epochs"),
            Map.entry("nb-epoch", "epochs"),
            Map.entry("n-iter-no-change", "patience"),
            Map.entry("tol", "min-delta"),
            Map.entry("optimizer", "updater"),
            Map.entry("solver", "updater"),
            Map.entry("kernel-initializer", "weight-init"),
            Map.entry("kernel-init", "weight-init"),
            Map.entry("use-bias", "has-bias"),
            Map.entry("neurons", "units"),
            Map.entry("out-features", "units"),
            Map.entry("random-state", "seed"),
            Map.entry("random-seed", "seed"),
            Map.entry("test-size", "test"),
            Map.entry("validation-fraction", "validation"),
            Map.entry("validation-split", "validation"),
            Map.entry("sep", "separator"),
            Map.entry("delimiter", "separator"),
            Map.entry("na-values", "missing-values"),
            Map.entry("column-names", "names"),
            Map.entry("path", "file"),
            Map.entry("target", "labels"));

    private Spelling() {}

    /** The known name of what other programs call by this name; never a different function. */
    public static Optional<String> ofOthers(String given, Collection<String> known) {
        return Optional.ofNullable(ELSEWHERE.get(normal(given))).filter(known::contains);
    }

    /** The known name nearest to the given one, if it is near: a third of its letters differ, or one. */
    public static Optional<String> nearest(String given, Collection<String> known) {
        if (given.length() > LONGEST) {
            return Optional.empty();
        }
        String name = normal(given);
        return known.stream()
                .filter(candidate -> near(distance(name, normal(candidate)), candidate))
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

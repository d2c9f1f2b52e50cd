package chalkline.answers;

import chalkline.network.StepId;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that people and programs give to steps: dL_dW1, grad_W1, W1_grad and dw1 are all dW1. */
final class StepNames {
    private static final Pattern GRADIENT = Pattern.compile(
            "(?:d[ljce]_?/?d_?|dloss_?/?d_?|grad_?|g_|d_?)([zawbgu]_?[0-9]+)|([zawbgu]_?[0-9]+)[._]?grad");
    private static final Pattern NEXT =
            Pattern.compile("([wbg]_?[0-9]+)[._]?(?:next|new)|(?:next|new)_?([wbg]_?[0-9]+)");
    private static final Pattern VALUE = Pattern.compile("[zawbgu]_?[0-9]+");

    private StepNames() {}

    /** The step that is meant, where it is one of these. */
    static Optional<StepId> canonical(String given, Collection<StepId> steps) {
        return StepId.parse(given)
                .filter(steps::contains)
                .or(() -> meant(given.strip().toLowerCase(Locale.ROOT)).filter(steps::contains));
    }

    private static Optional<StepId> meant(String name) {
        switch (name) {
            case "x", "a0":
                return Optional.of(StepId.X);
            case "y":
                return Optional.of(StepId.Y);
            case "loss", "l", "cost", "j", "error", "e":
                return Optional.of(StepId.LOSS);
            default:
                break;
        }
        Matcher next = NEXT.matcher(name);
        if (next.matches()) {
            return plain(next.group(1) == null ? next.group(2) : next.group(1)).map(StepId::next);
        }
        Matcher gradient = GRADIENT.matcher(name);
        if (gradient.matches()) {
            return plain(gradient.group(1) == null ? gradient.group(2) : gradient.group(1))
                    .map(StepId::gradient);
        }
        return VALUE.matcher(name).matches() ? plain(name) : Optional.empty();
    }

    /** "w_1" as W1, "b1" as b1. */
    private static Optional<StepId> plain(String name) {
        String letter = name.substring(0, 1);
        return StepId.parse((letter.equals("b") || letter.equals("g") ? letter : letter.toUpperCase(Locale.ROOT))
                + name.substring(1).replace("_", ""));
    }
}

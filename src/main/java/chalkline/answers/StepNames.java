package chalkline.answers;

import chalkline.network.Step;
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

    /** The step's own name, where one of these steps is meant. */
    static Optional<String> canonical(String given, Collection<String> steps) {
        if (steps.contains(given)) {
            return Optional.of(given);
        }
        return meant(given.strip().toLowerCase(Locale.ROOT)).filter(steps::contains);
    }

    private static Optional<String> meant(String name) {
        switch (name) {
            case "x", "a0":
                return Optional.of(Step.X);
            case "y":
                return Optional.of(Step.Y);
            case "loss", "l", "cost", "j", "error", "e":
                return Optional.of(Step.LOSS);
            default:
                break;
        }
        Matcher next = NEXT.matcher(name);
        if (next.matches()) {
            return Optional.of(Step.next(plain(next.group(1) == null ? next.group(2) : next.group(1))));
        }
        Matcher gradient = GRADIENT.matcher(name);
        if (gradient.matches()) {
            return Optional.of(Step.gradient(plain(gradient.group(1) == null ? gradient.group(2) : gradient.group(1))));
        }
        return VALUE.matcher(name).matches() ? Optional.of(plain(name)) : Optional.empty();
    }

    /** "w_1" as W1, "b1" as b1. */
    private static String plain(String name) {
        String letter = name.substring(0, 1);
        return (letter.equals("b") || letter.equals("g") ? letter : letter.toUpperCase(Locale.ROOT))
                + name.substring(1).replace("_", "");
    }
}

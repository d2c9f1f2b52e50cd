package chalkline.answers;

import chalkline.network.StepId;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that people, courses and programs give to steps: dL_dW1, ∂L/∂W1, grad_W1, W1_grad, grads["dW1"] and dw1 are all
 * dW1; delta2 is dZ2, net_h1 the first unit's Z1, y_hat the last A, Δw1 what is subtracted from W1.
 */
final class StepNames {
    private static final Pattern INDEXED =
            Pattern.compile("(.*[^\\[^])\\[\\s*([0-9]{1,6})\\s*(?:[,;]\\s*([0-9]{1,6})\\s*)?]");
    private static final Pattern KEYED = Pattern.compile("[a-z_]+\\[['\"](.+)['\"]]");
    private static final Pattern GRADIENT =
            Pattern.compile("(?:d_?(?:l|j|c|e|loss|cost)_?/?d_?|gradient_?|grad_?|g_|nabla_?|d_?)([zawbgu]_?[0-9]+)"
                    + "|([zawbgu]_?[0-9]+)[._]?grad(?:ient)?");
    private static final Pattern NEXT = Pattern.compile(
            "([wbg]_?[0-9]+)(?:[._]?(?:next|new|updated|plus)|\\+|')|(?:next|new|updated)_?([wbg]_?[0-9]+)");
    private static final Pattern UPDATE =
            Pattern.compile("(?:delta|change|update)_?([wb]_?[0-9]+)|([wb]_?[0-9]+)[._]?(?:update|change|delta)");
    private static final Pattern VALUE = Pattern.compile("[zawbgu]_?[0-9]+");
    private static final Pattern COURSE =
            Pattern.compile("(net|in|z|out|a|act|delta|error_term)_?(?:l(?:ayer)?_?)?([0-9]{1,6})");
    /** net_h1, out_o2, delta_o1: a unit of the hidden or the output layer. */
    private static final Pattern UNIT = Pattern.compile("(net|in|z|out|a|delta)_?([ho])_?([0-9]{1,6})");

    private static final Pattern LAYER = Pattern.compile(
            "(net|z|a|out|delta|d_?z|d_?a)_?(h|hidden|o|out|output)|(d_?)?(y_?hat|y_?pred|prediction|output)");

    private final Collection<StepId> steps;
    private final Map<String, String> aliases;
    private final int depth;

    /**
     * @param steps the names of all steps
     * @param aliases the sheet's own names, and what they mean
     */
    StepNames(Collection<StepId> steps, Map<String, String> aliases) {
        this.steps = steps;
        this.aliases = aliases;
        int layers = 0;
        while (steps.contains(StepId.a(layers + 1))) {
            layers++;
        }
        this.depth = layers;
    }

    /** What is meant; empty where it is no step's name. */
    Optional<StepTarget> target(String given) {
        String meant = aliases.getOrDefault(given, given);
        Optional<StepId> own = StepId.parse(meant).filter(steps::contains);
        if (own.isPresent()) {
            return own.map(StepTarget::whole);
        }
        String name = normal(meant);
        Matcher indexed = INDEXED.matcher(name);
        if (indexed.matches()) {
            int first = Integer.parseInt(indexed.group(2));
            StepTarget.Entry entry = indexed.group(3) == null
                    ? new StepTarget.Entry(0, first)
                    : new StepTarget.Entry(first, Integer.parseInt(indexed.group(3)));
            return step(indexed.group(1)).map(step -> new StepTarget(step, Optional.of(entry)));
        }
        Matcher unit = UNIT.matcher(name);
        if (unit.matches() && (unit.group(2).equals("o") || depth == 2)) {
            int layer = unit.group(2).equals("o") ? depth : 1;
            StepTarget.Entry entry = new StepTarget.Entry(0, Integer.parseInt(unit.group(3)));
            return quantity(unit.group(1), layer).map(step -> new StepTarget(step, Optional.of(entry)));
        }
        return step(name).map(StepTarget::whole);
    }

    private Optional<StepId> step(String name) {
        return meant(name).filter(steps::contains);
    }

    /** In small letters, Greek ones written out. */
    private static String normal(String given) {
        String name = given.strip();
        for (int digit = 0; digit <= 9; digit++) {
            name = name.replace((char) ('₀' + digit), (char) ('0' + digit));
        }
        name = name.replace("Δ", "delta")
                .replace("∆", "delta")
                .replace("δ", "delta")
                .replace("∂", "d")
                .replace("∇", "nabla_")
                .replace("ŷ", "y_hat")
                .replace("′", "'")
                .toLowerCase(Locale.ROOT);
        // W^[1] is W of layer 1.
        name = name.replaceAll("\\^?\\{?\\^\\[([0-9]+)]}?", "$1").replaceAll("\\s+", "_");
        Matcher keyed = KEYED.matcher(name);
        return keyed.matches() ? keyed.group(1) : name;
    }

    private Optional<StepId> meant(String name) {
        for (StepId step : steps) {
            if (step.toString().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(step);
            }
        }
        switch (name) {
            case "x", "a0":
                return Optional.of(StepId.X);
            case "y":
                return Optional.of(StepId.Y);
            case "loss", "l", "cost", "j", "error", "e", "e_total", "total_error", "loss_value":
                return Optional.of(StepId.LOSS);
            default:
                break;
        }
        Matcher next = NEXT.matcher(name);
        if (next.matches()) {
            return plain(next.group(1) == null ? next.group(2) : next.group(1)).map(StepId::next);
        }
        Matcher update = UPDATE.matcher(name);
        if (update.matches()) {
            return plain(update.group(1) == null ? update.group(2) : update.group(1))
                    .map(StepId::update);
        }
        Matcher gradient = GRADIENT.matcher(name);
        if (gradient.matches()) {
            return plain(gradient.group(1) == null ? gradient.group(2) : gradient.group(1))
                    .map(StepId::gradient);
        }
        if (VALUE.matcher(name).matches()) {
            return plain(name);
        }
        Matcher course = COURSE.matcher(name);
        if (course.matches()) {
            return quantity(course.group(1), Integer.parseInt(course.group(2)));
        }
        return ofLayer(name);
    }

    private Optional<StepId> ofLayer(String name) {
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return Optional.empty();
        }
        if (layer.group(4) != null) {
            StepId output = StepId.a(depth);
            return Optional.of(layer.group(3) == null ? output : output.gradient());
        }
        boolean hidden = layer.group(2).startsWith("h");
        return hidden && depth != 2 ? Optional.empty() : quantity(layer.group(1).replace("_", ""), hidden ? 1 : depth);
    }

    /** Layer 0 has only an A. */
    private static Optional<StepId> quantity(String word, int layer) {
        String name = switch (word) {
            case "net", "in", "z" -> "Z";
            case "delta", "error_term", "dz" -> "dZ";
            case "da" -> "dA";
            default -> "A";
        };
        return name.equals("A") ? Optional.of(StepId.a(layer)) : StepId.parse(name + layer);
    }

    /** "w_1" as W1, "b1" as b1. */
    private static Optional<StepId> plain(String name) {
        String letter = name.substring(0, 1);
        return StepId.parse((letter.equals("b") || letter.equals("g") ? letter : letter.toUpperCase(Locale.ROOT))
                + name.substring(1).replace("_", ""));
    }
}

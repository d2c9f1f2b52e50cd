package chalkline.answers;

import chalkline.network.StepId;
import chalkline.reference.Rule;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A person's answer to one step, marked.
 *
 * @param rule the step and its formula; for what the step starts from, "as given"
 * @param rows of the step, inside's notation
 * @param columns of the step, inside's notation
 * @param entries row by row
 * @param note what explains it, where something does: a convention, a transpose
 */
public record MarkedStep(Rule rule, int rows, int columns, List<MarkedEntry> entries, Optional<String> note) {
    public MarkedStep {
        entries = List.copyOf(entries);
    }

    /** The same step, where those of its answers that have a part in the points, and of which this holds, are empty. */
    MarkedStep emptied(Predicate<MarkedEntry> unearned) {
        List<MarkedEntry> changed = entries.stream()
                .map(entry -> entry.mark().earns() && unearned.test(entry) ? entry.emptied() : entry)
                .toList();
        return new MarkedStep(rule, rows, columns, changed, note);
    }

    /** Which step. */
    public StepId id() {
        return rule.id();
    }

    /** The name that people see. */
    public String name() {
        return rule.name();
    }

    /** Entries with that mark. */
    public long count(Mark mark) {
        return entries.stream().filter(entry -> entry.mark() == mark).count();
    }

    /** The mark of the step as a whole: the gravest of its entries'. */
    public Mark mark() {
        Mark gravest = Mark.BLANK;
        for (MarkedEntry entry : entries) {
            gravest = entry.mark().compareTo(gravest) > 0 ? entry.mark() : gravest;
        }
        return gravest;
    }

    /** The first entry with that mark. */
    public Optional<MarkedEntry> first(Mark mark) {
        return entries.stream().filter(entry -> entry.mark() == mark).findFirst();
    }
}

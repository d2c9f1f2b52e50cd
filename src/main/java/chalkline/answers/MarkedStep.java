package chalkline.answers;

import chalkline.network.StepId;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

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

    /**
     * The same step, where some of its answers that have a part in the points are empty.
     *
     * @param unearned which entries, row by row
     * @param why what such an answer is
     */
    MarkedStep emptied(IntPredicate unearned, String why) {
        List<MarkedEntry> changed = new ArrayList<>();
        for (int k = 0; k < entries.size(); k++) {
            MarkedEntry entry = entries.get(k);
            changed.add(entry.mark().earns() && unearned.test(k) ? entry.emptied() : entry);
        }
        boolean explains = !changed.equals(entries) && count(Mark.WRONG) == 0;
        return new MarkedStep(rule, rows, columns, changed, explains ? Optional.of(why) : note);
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

package chalkline.data;

import chalkline.data.InferenceOptions.Gaps;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * How a table with a known schema is read.
 *
 * @param labels whether label columns are read; without, they need not exist and are not looked at
 * @param gaps how missing values are treated
 * @param dropUnlabelled whether a row whose label is missing is left out, not refused
 * @param keepGoing whether a row that cannot be read stays as one that cannot be used, with the reason
 * @param mayBeEmpty whether there may be no rows
 * @param keep columns whose cells are kept as they are, besides those of identifiers
 */
public record ReadOptions(
        boolean labels, Gaps gaps, boolean dropUnlabelled, boolean keepGoing, boolean mayBeEmpty, List<String> keep) {
    public ReadOptions {
        keep = List.copyOf(keep);
    }

    /** Rows with labels, each of which must be readable. */
    public static ReadOptions labelled(Gaps gaps) {
        return new ReadOptions(true, gaps, false, false, false, List.of());
    }

    /** Rows without labels, each of which must be readable. */
    public static ReadOptions unlabelled(Gaps gaps) {
        return new ReadOptions(false, gaps, false, false, false, List.of());
    }

    /** The same, leaving out rows without a label. */
    public ReadOptions dropping(boolean rowsWithoutLabel) {
        return new ReadOptions(labels, gaps, rowsWithoutLabel, keepGoing, mayBeEmpty, keep);
    }

    /** The same, keeping rows that cannot be read. */
    public ReadOptions goingOn(boolean over) {
        return new ReadOptions(labels, gaps, dropUnlabelled, over, mayBeEmpty, keep);
    }

    /** The same for tables that may have no rows, of which these columns are kept. */
    public ReadOptions keeping(List<String> columns) {
        return new ReadOptions(labels, gaps, dropUnlabelled, keepGoing, true, columns);
    }

    /** The columns that are kept of a table with this schema. */
    List<String> keptWith(Schema schema) {
        LinkedHashSet<String> all = new LinkedHashSet<>(mayBeEmpty ? schema.identifiers() : List.of());
        all.addAll(keep);
        return new ArrayList<>(all);
    }
}

package chalkline.cli;

import chalkline.data.Table;
import chalkline.network.Precision;
import chalkline.report.PredictionRows;
import chalkline.training.SavedModel;
import java.io.Serializable;
import java.io.Writer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Writes the predictions for a table, part by part, and counts its rows. */
final class Predictions implements Consumer<Table> {
    /**
     * What is written of each row.
     *
     * @param keep columns whose cells stand in the result, besides those that tell rows apart
     * @param keepGoing whether rows that cannot be predicted stay, with the reason
     * @param json whether each row is a JSON object
     */
    record Form(List<String> keep, boolean keepGoing, boolean json) implements Serializable {
        Form {
            keep = List.copyOf(keep);
        }
    }

    /**
     * How many rows there are.
     *
     * @param unseen those with a category that no training row had
     * @param unusable those without a prediction
     */
    record Counts(long rows, long unseen, long unusable) implements Serializable {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Counts more) {
            return new Counts(rows + more.rows, unseen + more.unseen, unusable + more.unusable);
        }
    }

    private final SavedModel saved;
    private final Form form;
    private final Optional<List<String>> columns;
    private final boolean header;
    private final Writer out;
    private final Consumer<String> notes;
    private final Set<String> said = new HashSet<>();
    private PredictionRows rows;
    private Counts counts = Counts.NONE;

    /**
     * Nothing is written yet.
     *
     * @param columns whose cells are kept; those of the first part where empty
     * @param header whether the names of the columns come first
     * @param notes is told what a person should know, a sentence at a time, before the rows that it is about are written
     */
    Predictions(
            SavedModel saved,
            Form form,
            Optional<List<String>> columns,
            boolean header,
            Writer out,
            Consumer<String> notes) {
        this.saved = saved;
        this.form = form;
        this.columns = columns;
        this.header = header;
        this.out = out;
        this.notes = notes;
    }

    @Override
    public void accept(Table part) {
        if (rows == null) {
            TableNotes.ofIgnored(part).ifPresent(notes);
            rows = new PredictionRows(
                    out,
                    part.schema(),
                    Precision.named(saved.model().inspect().dataType()).orElse(Precision.FLOAT64),
                    columns.orElseGet(part::keptColumns),
                    form.json(),
                    form.keepGoing());
            if (header) {
                rows.writeHeader();
            }
        }
        // What encoding it is may show only in a later part.
        part.notes().stream().filter(said::add).forEach(notes);
        int without =
                part.rows() == 0 ? 0 : rows.write(part, form.keepGoing() ? saved.outputs(part) : saved.predict(part));
        rows.flush();
        counts = counts.plus(new Counts(part.rows(), part.rowsWithUnseen(), without));
    }

    Counts counts() {
        return counts;
    }
}

package chalkline.training;

import chalkline.check.LabelFindings;
import chalkline.data.Table;
import chalkline.network.Batch;
import chalkline.network.Network;
import java.util.stream.IntStream;

/**
 * Rows to check a step on.
 *
 * @param batch the rows
 * @param labels findings about the labels of all rows, of which these are a part
 */
public record Sample(Batch batch, LabelFindings labels) {
    private static final int ROWS_AT_A_TIME = 4096;

    /** Rows that are all there are. */
    public static Sample of(Network network, Batch batch) {
        return new Sample(batch, LabelFindings.of(network, batch));
    }

    /** The labels of the first rows of a table, as the network is trained on them. */
    static LabelFindings labels(Network network, Table table, int rows) {
        LabelFindings labels = new LabelFindings(network, table.schema().outputNames());
        for (int start = 0; start < rows; start += ROWS_AT_A_TIME) {
            int[] part = IntStream.range(start, Math.min(rows, start + ROWS_AT_A_TIME))
                    .toArray();
            labels.add(table.targets(part), table.mask(part));
        }
        return labels;
    }

    /** The first rows of a table, or all if there are fewer. */
    static Sample first(Network network, Table table, int rows) {
        int[] first = IntStream.range(0, Math.min(rows, table.rows())).toArray();
        return new Sample(table.batch(first), labels(network, table, table.rows()));
    }

    /** The first of these rows; findings about labels stay those of all rows. */
    public Sample first(int rows) {
        return new Sample(batch.first(rows), labels);
    }
}

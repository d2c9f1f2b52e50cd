package chalkline.data;

/** Features of a table's rows that this process does not hold, missing ones NaN and categories by their indices. */
public interface DistantRows {

    /** How many there are. */
    int count();

    /** How many features each has. */
    int columns();

    /** Those of these rows, in this order, one row after the other. */
    double[] rows(int... rows);

    /** Those of all rows in one column. */
    double[] column(int column);
}

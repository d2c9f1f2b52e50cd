package chalkline.data;

/** What a column of a file holds, where a person says so instead of leaving it to the cells. */
public enum ColumnType {
    /** Numbers. */
    NUMERIC,
    /** Names, whatever they look like: a feature has one input a name, a label one class a name. */
    CATEGORICAL,
    /** Nothing that is used. */
    IGNORE
}

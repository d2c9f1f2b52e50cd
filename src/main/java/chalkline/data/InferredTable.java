package chalkline.data;

/**
 * A file that was looked through and read at once.
 *
 * @param inferred what it shows of its columns
 * @param table its rows, which have labels
 */
public record InferredTable(InferredSchema inferred, Table table) {}

package chalkline.data;

/**
 * A file whose schema was inferred while it was read.
 *
 * @param inferred what it shows of its columns
 * @param table its rows, which have labels
 */
public record InferredTable(InferredSchema inferred, Table table) {}

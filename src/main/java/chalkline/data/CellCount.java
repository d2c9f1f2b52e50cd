package chalkline.data;

/** How many cells of a kind there are, and the first of them. */
final class CellCount {
    private long count;
    private ColumnProfile.Cell first;

    void add(long line, String text) {
        count++;
        if (first == null) {
            first = new ColumnProfile.Cell(line, text.strip());
        }
    }

    /** One more after the first. */
    void increment() {
        count++;
    }

    long count() {
        return count;
    }

    /** Null where there is none. */
    ColumnProfile.Cell first() {
        return first;
    }
}

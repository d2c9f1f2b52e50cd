package chalkline.data;

/** A text of a column, and how often it occurs. */
final class SeenText {
    private final int place;
    private final long line;
    private long count;

    /**
     * @param place among the column's texts
     * @param line in which it stands first
     */
    SeenText(int place, long line) {
        this.place = place;
        this.line = line;
    }

    void again() {
        count++;
    }

    int place() {
        return place;
    }

    long line() {
        return line;
    }

    long count() {
        return count;
    }
}

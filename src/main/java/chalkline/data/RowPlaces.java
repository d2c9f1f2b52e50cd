package chalkline.data;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Where rows stand, for sentences: {@code file:line}, or {@code row 1} where they stand in no file. */
final class RowPlaces {
    static final RowPlaces NONE = new RowPlaces(new TreeMap<>(), new long[0]);

    /** The first row of each file, with what comes before a line's number. */
    private final TreeMap<Integer, String> files;

    private final long[] lines;

    private RowPlaces(TreeMap<Integer, String> files, long... lines) {
        this.files = files;
        this.lines = lines;
    }

    String of(int row) {
        return row < lines.length ? files.floorEntry(row).getValue() + lines[row] : "row " + (row + 1);
    }

    /** These, of so many rows, and then the others. */
    RowPlaces and(RowPlaces more, int rows) {
        if (lines.length < rows) {
            return this;
        }
        TreeMap<Integer, String> allFiles = new TreeMap<>(files);
        for (Map.Entry<Integer, String> file : more.files.entrySet()) {
            allFiles.put(rows + file.getKey(), file.getValue());
        }
        long[] all = Arrays.copyOf(lines, rows + more.lines.length);
        System.arraycopy(more.lines, 0, all, rows, more.lines.length);
        return new RowPlaces(allFiles, all);
    }

    /** Collects the places of a part of a file, row after row. */
    static final class Builder {
        private final TreeMap<Integer, String> files = new TreeMap<>();
        private long[] lines = new long[64];
        private int rows;

        void add(String file, long line) {
            if (files.isEmpty() || !files.lastEntry().getValue().equals(file)) {
                files.put(rows, file);
            }
            lines = rows == lines.length ? Arrays.copyOf(lines, 2 * rows) : lines;
            lines[rows++] = line;
        }

        RowPlaces build() {
            return new RowPlaces(files, Arrays.copyOf(lines, rows));
        }
    }
}

package chalkline.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table knows of its rows besides their numbers.
 *
 * @param ignoredColumns the file's unused columns, in its order
 * @param said notes on how the file was read
 * @param keptColumns the columns whose cells are kept as they are
 * @param kept of each row the cells that are kept as they are; empty where none are
 * @param unseen of each row that has any, the columns with an unknown category
 * @param unusable of each row that could not be read, the reason
 * @param places where rows stand
 */
record RowNotes(
        List<String> ignoredColumns,
        List<String> said,
        List<String> keptColumns,
        List<List<String>> kept,
        Map<Integer, List<String>> unseen,
        Map<Integer, String> unusable,
        RowPlaces places) {
    static final RowNotes NONE =
            new RowNotes(List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), RowPlaces.NONE);

    /** The notes of these rows and then those of as many others as follow. */
    RowNotes and(RowNotes more, int rows) {
        Map<Integer, List<String>> allUnseen = new LinkedHashMap<>(unseen);
        more.unseen.forEach((row, columns) -> allUnseen.put(rows + row, columns));
        Map<Integer, String> allUnusable = new LinkedHashMap<>(unusable);
        more.unusable.forEach((row, why) -> allUnusable.put(rows + row, why));
        List<String> allSaid = new ArrayList<>(said);
        more.said.stream().filter(note -> !said.contains(note)).forEach(allSaid::add);
        List<List<String>> allKept = new ArrayList<>(kept);
        allKept.addAll(more.kept);
        return new RowNotes(
                ignoredColumns, allSaid, keptColumns, allKept, allUnseen, allUnusable, places.and(more.places, rows));
    }

    /** Collects the notes of a part of a file. */
    static final class Builder {
        private final List<List<String>> kept = new ArrayList<>();
        private final Map<Integer, List<String>> unseen = new LinkedHashMap<>();
        private final Map<Integer, String> unusable = new LinkedHashMap<>();
        private final RowPlaces.Builder places = new RowPlaces.Builder();

        /** Where the next row stands. */
        void place(String file, long line) {
            places.add(file, line);
        }

        void kept(List<String> cells) {
            kept.add(cells);
        }

        void unseen(int row, String column) {
            unseen.computeIfAbsent(row, any -> new ArrayList<>()).add(column);
        }

        void unusable(int row, String why) {
            unusable.put(row, why);
        }

        RowNotes build(List<String> ignoredColumns, List<String> said, List<String> keptColumns) {
            return new RowNotes(
                    List.copyOf(ignoredColumns),
                    List.copyOf(said),
                    List.copyOf(keptColumns),
                    kept,
                    unseen,
                    unusable,
                    places.build());
        }
    }
}

package chalkline.spark;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Which partition has which row: the rows that are trained on, in the order of the table, cut into parts. */
final class Partitioning {
    /** The rows of each partition. */
    private final int[][] parts;
    /** By row of the table: its partition, and how many of that partition's rows come before it. */
    private final int[] partition;

    private final int[] place;

    /**
     * @param rows of the table, each once
     * @param ends where each part ends, the last at their number
     */
    Partitioning(int[] rows, int... ends) {
        int[] ordered = rows.clone();
        Arrays.sort(ordered);
        int size = ordered[ordered.length - 1] + 1;
        parts = new int[ends.length][];
        partition = new int[size];
        place = new int[size];
        for (int p = 0; p < parts.length; p++) {
            parts[p] = Arrays.copyOfRange(ordered, p == 0 ? 0 : ends[p - 1], ends[p]);
            for (int k = 0; k < parts[p].length; k++) {
                partition[parts[p][k]] = p;
                place[parts[p][k]] = k;
            }
        }
    }

    /** As many parts as asked for, or as rows where these are fewer, which differ by one row at most. */
    static Partitioning even(int[] rows, int parts) {
        int count = Math.min(parts, rows.length);
        return new Partitioning(
                rows,
                IntStream.rangeClosed(1, count)
                        .map(p -> (int) ((long) rows.length * p / count))
                        .toArray());
    }

    int parts() {
        return parts.length;
    }

    /** The rows of the table that a partition has, in its order. */
    int[] rows(int p) {
        return parts[p];
    }

    /** Those of these rows that each partition has, in the order given, as it counts its own. */
    int[][] places(int... rows) {
        int[] counts = new int[parts.length];
        for (int row : rows) {
            counts[partition[row]]++;
        }
        int[][] places = Arrays.stream(counts).mapToObj(int[]::new).toArray(int[][]::new);
        Arrays.fill(counts, 0);
        for (int row : rows) {
            int p = partition[row];
            places[p][counts[p]++] = place[row];
        }
        return places;
    }
}

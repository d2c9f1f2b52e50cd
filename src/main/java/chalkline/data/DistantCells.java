package chalkline.data;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Rows that are elsewhere and are fetched when they are asked for; some of them are held in this process. */
final class DistantCells implements RowCells {
    private final DistantRows distant;
    private final Cells held;
    /** Where each row is among those held; -1 where it is not. */
    private final int[] places;

    private DistantCells(DistantRows distant, Cells held, int... places) {
        this.distant = distant;
        this.held = held;
        this.places = places;
    }

    static DistantCells of(DistantRows distant) {
        int[] none = new int[distant.count()];
        Arrays.fill(none, -1);
        return new DistantCells(distant, new Cells.Builder(distant.columns()).build(), none);
    }

    @Override
    public DistantCells holding(int... indices) {
        int[] more = Arrays.stream(indices).filter(row -> places[row] < 0).toArray();
        int[] all = places.clone();
        for (int k = 0; k < more.length; k++) {
            all[more[k]] = held.rows() + k;
        }
        return more.length == 0 ? this : new DistantCells(distant, held.and(here(more)), all);
    }

    @Override
    public int rows() {
        return places.length;
    }

    @Override
    public int columns() {
        return distant.columns();
    }

    @Override
    public boolean isHere() {
        return false;
    }

    @Override
    public double get(int row, int column) {
        double[] cells = new double[columns()];
        copyRows(cells, row);
        return cells[column];
    }

    @Override
    public IntToDoubleFunction column(int column) {
        double[] fetched = distant.column(column);
        return row -> row < fetched.length ? fetched[row] : held.get(places[row], column);
    }

    @Override
    public void copyRows(double[] to, int... indices) {
        int[] missing = Arrays.stream(indices).filter(row -> places[row] < 0).toArray();
        double[] fetched = missing.length == 0 ? new double[0] : distant.rows(missing);
        int next = 0;
        for (int i = 0; i < indices.length; i++) {
            int place = places[indices[i]];
            if (place < 0) {
                System.arraycopy(fetched, next * columns(), to, i * columns(), columns());
                next++;
            } else {
                held.copyRow(place, to, i * columns());
            }
        }
    }

    /** The others are held. */
    @Override
    public RowCells and(RowCells more) {
        Cells others = more.here(IntStream.range(0, more.rows()).toArray());
        int[] all = Arrays.copyOf(places, places.length + others.rows());
        for (int k = 0; k < others.rows(); k++) {
            all[places.length + k] = held.rows() + k;
        }
        return new DistantCells(distant, held.and(others), all);
    }
}

package chalkline.reference;

import java.util.Arrays;

/**
 * Sums of products of matrices, and transposes, worked through in panels that stay in the processor's caches.
 *
 * <p>Rows are copied into arrays of their own and all of them walked with one index: only then does the JIT compiler turn the
 * inner loops into vector instructions.
 */
final class Panels {
    private static final int ROWS = 32;
    private static final int COLUMNS = 512;
    /** Rows of the right factor that are added in one go. */
    private static final int DEPTH = 4;

    private static final int BLOCK = 16;

    private Panels() {}

    /**
     * c += a·b.
     *
     * @param a rows × inner
     * @param b inner × columns, where b has as many rows as a has columns
     * @param c rows × columns
     */
    static void accumulate(double[] a, double[] b, double[] c, int rows, int columns) {
        accumulate(a, b, false, c, rows, columns);
    }

    /** c += a·|b|. */
    static void accumulateSizes(double[] a, double[] b, double[] c, int rows, int columns) {
        accumulate(a, b, true, c, rows, columns);
    }

    private static void accumulate(double[] a, double[] b, boolean sizes, double[] c, int rows, int columns) {
        int inner = a.length / rows;
        int width = Math.min(columns, COLUMNS);
        double[][] sums = new double[Math.min(rows, ROWS)][width];
        double[][] panel = new double[DEPTH][width];
        for (int j = 0; j < columns; j += width) {
            int w = Math.min(width, columns - j);
            for (int i = 0; i < rows; i += ROWS) {
                int end = Math.min(rows, i + ROWS);
                load(c, i, end, j, w, columns, sums);
                for (int k = 0; k < inner; k += DEPTH) {
                    int depth = Math.min(DEPTH, inner - k);
                    load(b, k, k + depth, j, w, columns, panel);
                    if (sizes) {
                        takeSizes(panel, depth, w);
                    }
                    for (int row = i; row < end; row++) {
                        int x = row * inner + k;
                        if (depth == DEPTH) {
                            add(a[x], a[x + 1], a[x + 2], a[x + 3], panel, sums[row - i], w);
                        } else {
                            for (int d = 0; d < depth; d++) {
                                add(a[x + d], panel[d], sums[row - i], w);
                            }
                        }
                    }
                }
                store(sums, c, i, end, j, w, columns);
            }
        }
    }

    private static void add(double x0, double x1, double x2, double x3, double[][] panel, double[] sums, int width) {
        double[] b0 = panel[0];
        double[] b1 = panel[1];
        double[] b2 = panel[2];
        double[] b3 = panel[3];
        for (int j = 0; j < width; j++) {
            sums[j] = Math.fma(x3, b3[j], Math.fma(x2, b2[j], Math.fma(x1, b1[j], Math.fma(x0, b0[j], sums[j]))));
        }
    }

    private static void add(double x, double[] b, double[] sums, int width) {
        for (int j = 0; j < width; j++) {
            sums[j] = Math.fma(x, b[j], sums[j]);
        }
    }

    /**
     * c = a·b in doubled precision, every matrix in two halves.
     *
     * <p>Every sum begins at an offset of 4S, S ≥ |a||b|, and so stays between 3S and 5S: what an addition makes of it is an
     * exact difference (Sterbenz), and what the addition leaves of its product, at most 5S·2⁻⁵³, is one fused multiply-add
     * more. That takes four operations a term, where sums of any size take ten (Ogita, Rump and Oishi, Accurate sum and dot
     * product, 2005). The second halves take up 3n numbers, whose sum stays below (5n + 2)·2⁻⁵³·S; with the 5n roundings of
     * what is left of the products, the error is at most (7.5n² + 19n + 6)·2⁻¹⁰⁶·S, less than (n + 4)²·2⁻¹⁰³·S.
     *
     * @param aLow null where all of it is 0
     * @param bLow null where all of it is 0
     * @param c rows × columns; the offsets, and in their place then the product
     * @param cLow zeros, and then the second halves
     */
    static void accumulateExtended(
            double[] a, double[] aLow, double[] b, double[] bLow, double[] c, double[] cLow, int rows, int columns) {
        int inner = a.length / rows;
        int width = Math.min(columns, COLUMNS);
        double[][] sums = new double[Math.min(rows, ROWS)][width];
        double[][] lows = new double[Math.min(rows, ROWS)][width];
        double[][] panel = new double[DEPTH][width];
        double[][] panelLow = new double[DEPTH][width];
        double[] offsets = new double[width];
        double[] x = new double[DEPTH];
        for (int j = 0; j < columns; j += width) {
            int w = Math.min(width, columns - j);
            for (int i = 0; i < rows; i += ROWS) {
                int end = Math.min(rows, i + ROWS);
                load(c, i, end, j, w, columns, sums);
                load(cLow, i, end, j, w, columns, lows);
                for (int k = 0; k < inner; k += DEPTH) {
                    int depth = Math.min(DEPTH, inner - k);
                    loadDeep(b, k, depth, j, w, columns, panel);
                    if (bLow != null) {
                        loadDeep(bLow, k, depth, j, w, columns, panelLow);
                    }
                    for (int row = i; row < end; row++) {
                        loadDeep(a, row * inner + k, depth, x);
                        addExtended(x[0], x[1], panel[0], panel[1], sums[row - i], lows[row - i], w);
                        addExtended(x[2], x[3], panel[2], panel[3], sums[row - i], lows[row - i], w);
                        if (bLow != null) {
                            add(x[0], x[1], x[2], x[3], panelLow, lows[row - i], w);
                        }
                        if (aLow != null) {
                            loadDeep(aLow, row * inner + k, depth, x);
                            add(x[0], x[1], x[2], x[3], panel, lows[row - i], w);
                        }
                    }
                }
                for (int row = i; row < end; row++) {
                    System.arraycopy(c, row * columns + j, offsets, 0, w);
                    normalise(offsets, sums[row - i], lows[row - i], w);
                }
                store(sums, c, i, end, j, w, columns);
                store(lows, cLow, i, end, j, w, columns);
            }
        }
    }

    /** Two rows in one go: the JIT compiler makes no vector instructions of longer loops. */
    private static void addExtended(
            double x0, double x1, double[] b0, double[] b1, double[] sums, double[] lows, int width) {
        for (int j = 0; j < width; j++) {
            double s0 = sums[j];
            double s1 = Math.fma(x0, b0[j], s0);
            double s2 = Math.fma(x1, b1[j], s1);
            lows[j] += Math.fma(x0, b0[j], s0 - s1) + Math.fma(x1, b1[j], s1 - s2);
            sums[j] = s2;
        }
    }

    /** Takes the offsets away; the first half becomes the double nearest to the whole. */
    private static void normalise(double[] offsets, double[] sums, double[] lows, int width) {
        for (int j = 0; j < width; j++) {
            double high = sums[j] - offsets[j];
            double sum = high + lows[j];
            double shifted = sum - high;
            lows[j] = (high - (sum - shifted)) + (lows[j] - shifted);
            sums[j] = sum;
        }
    }

    /** |v| of every entry. */
    private static void takeSizes(double[][] panel, int rows, int width) {
        for (int row = 0; row < rows; row++) {
            double[] values = panel[row];
            for (int j = 0; j < width; j++) {
                values[j] = Math.abs(values[j]);
            }
        }
    }

    /** In square blocks, so that reading along rows and writing along columns both stay in the processor's caches. */
    static double[] transposed(double[] from, int rows, int columns) {
        double[] to = new double[from.length];
        for (int i0 = 0; i0 < rows; i0 += BLOCK) {
            for (int j0 = 0; j0 < columns; j0 += BLOCK) {
                for (int i = i0; i < Math.min(i0 + BLOCK, rows); i++) {
                    for (int j = j0; j < Math.min(j0 + BLOCK, columns); j++) {
                        to[j * rows + i] = from[i * columns + j];
                    }
                }
            }
        }
        return to;
    }

    private static void load(double[] from, int first, int end, int column, int width, int columns, double[][] to) {
        for (int row = first; row < end; row++) {
            System.arraycopy(from, row * columns + column, to[row - first], 0, width);
        }
    }

    /** As many rows as are there, and zeros for the rest. */
    private static void loadDeep(
            double[] from, int first, int depth, int column, int width, int columns, double[][] to) {
        load(from, first, first + depth, column, width, columns, to);
        for (int row = depth; row < DEPTH; row++) {
            Arrays.fill(to[row], 0);
        }
    }

    private static void loadDeep(double[] from, int first, int depth, double[] to) {
        System.arraycopy(from, first, to, 0, depth);
        Arrays.fill(to, depth, DEPTH, 0);
    }

    private static void store(double[][] from, double[] to, int first, int end, int column, int width, int columns) {
        for (int row = first; row < end; row++) {
            System.arraycopy(from[row - first], 0, to, row * columns + column, width);
        }
    }
}

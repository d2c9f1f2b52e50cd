package chalkline.reference;

import java.util.List;

/** L2 norms, and what is scaled or clipped by them. */
final class Norms {
    private Norms() {}

    /** Σx over all entries of all of them, 1 × 1, summed in any order. */
    static Rounded total(List<Rounded> parts) {
        return row(parts).rowSums();
    }

    private static Rounded row(List<Rounded> parts) {
        Rounded row = new Rounded(
                parts.get(0).rounding(),
                1,
                parts.stream().mapToInt(Rounded::size).sum());
        int k = 0;
        for (Rounded part : parts) {
            for (int i = 0; i < part.size(); i++) {
                copy(part, i, row, k++);
            }
        }
        return row;
    }

    private static void copy(Rounded from, int i, Rounded to, int k) {
        if (from.rounding().isExtended()) {
            to.set(k, from.extended(i), from.error(i));
        } else {
            to.set(k, from.value(i), from.error(i));
        }
    }

    /** x where its norm is at most the limit, and x·limit/norm elsewhere. */
    static Rounded toAtMost(Rounded x, Rounded norm, Rounded limit) {
        return choose(x, x.hadamard(limit.over(norm)), norm, limit, true);
    }

    /**
     * x where norm ≤ limit, else y. Within the norm's error of the limit an implementation may take either.
     *
     * @param meet whether x and y are the same where norm = limit; otherwise they are chosen by the value alone
     */
    private static Rounded choose(Rounded x, Rounded y, Rounded norm, Rounded limit, boolean meet) {
        Rounded result = new Rounded(x.rounding(), x.rows(), x.columns());
        for (int k = 0; k < x.size(); k++) {
            int n = indexOf(norm, k, x.columns());
            Rounded taken = norm.value(n) <= limit.value(0) ? x : y;
            copy(taken, k, result, k);
            double distance = Math.abs(norm.value(n) - limit.value(0));
            double open = norm.error(n) + limit.error(0);
            if (!(distance > open) && (meet || open != 0)) {
                double apart = Math.abs(x.value(k) - y.value(k));
                result.entries().errors()[k] = apart + Math.max(x.error(k), y.error(k));
            }
        }
        return result;
    }

    private static int indexOf(Rounded norm, int k, int columns) {
        return norm.size() == 1 ? 0 : norm.rows() == 1 ? k % columns : k / columns;
    }

    /** The smaller of both, entry by entry; its error is at most the larger of theirs. */
    static Rounded min(Rounded a, Rounded b) {
        return pick(a, b, true);
    }

    /** The larger of both, entry by entry. */
    static Rounded max(Rounded a, Rounded b) {
        return pick(a, b, false);
    }

    private static Rounded pick(Rounded a, Rounded b, boolean smaller) {
        Rounded result = new Rounded(a.rounding(), Math.max(a.rows(), b.rows()), Math.max(a.columns(), b.columns()));
        for (int i = 0, k = 0; i < result.rows(); i++) {
            for (int j = 0; j < result.columns(); j++, k++) {
                int p = a.index(i, j);
                int q = b.index(i, j);
                // NaN stays NaN.
                boolean first =
                        Double.isNaN(a.value(p)) || !Double.isNaN(b.value(q)) && smaller == (a.value(p) <= b.value(q));
                copy(first ? a : b, first ? p : q, result, k);
                boolean decided = Math.abs(a.value(p) - b.value(q)) > a.error(p) + b.error(q);
                if (!decided) {
                    result.entries().errors()[k] = Math.max(a.error(p), b.error(q));
                }
            }
        }
        return result;
    }

    /** a + b + …, in any order: one operation fewer than terms, of their magnitudes (Higham, §4.2). */
    static Rounded sumInAnyOrder(List<Rounded> terms) {
        Rounded sum = terms.stream().reduce(Rounded::plus).orElseThrow();
        if (terms.size() < 3) {
            return sum;
        }
        double[] sizes = new double[sum.size()];
        double[] inherited = new double[sum.size()];
        for (Rounded term : terms) {
            boolean whole = term.size() == sum.size();
            for (int k = 0; k < sizes.length; k++) {
                int at = whole ? k : term.index(k / sum.columns(), k % sum.columns());
                sizes[k] += Math.abs(term.value(at)) + term.error(at);
                inherited[k] += term.error(at);
            }
        }
        Rounding rounding = sum.rounding();
        double gamma = rounding.gamma(terms.size() - 1);
        for (int k = 0; k < sizes.length; k++) {
            double inAnyOrder = inherited[k] + gamma * sizes[k] + rounding.tiny() * terms.size();
            double largestPartialSum = (sizes[k] + Math.abs(sum.value(k))) / 2;
            sum.entries().errors()[k] = rounding.within(largestPartialSum, Math.max(sum.error(k), inAnyOrder));
        }
        return sum;
    }
}

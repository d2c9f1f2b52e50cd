package chalkline.direct;

import chalkline.network.Constraint;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.List;
import java.util.Optional;

/**
 * W, b or g of a layer, and how a step changes it: L1 and L2 are added to its gradient, the updater subtracts what it makes of that,
 * and the constraints bring it back. Its entries are those of the layer's arrays from one index to another, row by row.
 */
final class LayerParameter {
    final StepId id;
    final Updater updater;
    final Terms terms;
    private final List<Constraint> constraints;
    private final int rows;
    private final int columns;
    private final int from;
    private final int to;
    private final Block p;
    private final Block g;
    private final Block[] kept;
    final UpdaterNumbers numbers;
    private final UpdaterLoop loop;

    /** @param row where it begins in the layer's arrays */
    LayerParameter(Network network, StepId id, int row, Block p, Block g, Block... kept) {
        Layer layer = network.layer(id.layer());
        this.id = id;
        this.updater = network.updater(id.layer(), id.isBias());
        this.terms = layer.regularisation().of(id.isBias());
        this.constraints = layer.constraints(id.isBias());
        this.rows = row == 0 ? layer.inputs() : 1;
        this.columns = layer.units();
        this.from = row * columns;
        this.to = from + rows * columns;
        this.p = p;
        this.g = g;
        this.kept = kept;
        this.numbers = new UpdaterNumbers(updater, terms);
        this.loop = new UpdaterLoop(numbers, p, g, kept);
        Optional<Matrix> given = switch (id.role()) {
            case W -> layer.weights();
            case B -> layer.biases();
            default -> layer.gains();
        };
        set(given.orElseThrow());
    }

    Matrix value() {
        return matrix(p);
    }

    Matrix gradient() {
        g.pull(to);
        return matrix(g);
    }

    /** The i-th array that the updater keeps. */
    Matrix kept(int i) {
        return matrix(kept[i]);
    }

    private Matrix matrix(Block array) {
        return array.matrix(from, rows, columns);
    }

    void set(Matrix value) {
        set(p, value);
    }

    void setKept(int i, Matrix value) {
        set(kept[i], value);
    }

    void setGradient(Matrix value) {
        g.pull(to);
        set(g, value);
    }

    private void set(Block array, Matrix value) {
        if (value.rows() != rows || value.columns() != columns) {
            throw new IllegalArgumentException(id + " is " + value.shape() + " but must be " + rows + "×" + columns);
        }
        for (int k = 0; k < value.size(); k++) {
            array.set(from + k, value.get(k));
        }
    }

    /** √Σg². */
    double norm() {
        return Math.sqrt(g.squares(from, to, 1));
    }

    /** g / norm, which is 0 where the norm is. */
    void divide(double norm) {
        for (int k = from; k < to; k++) {
            g.set(k, norm == 0 ? 0 : g.get(k) / norm);
        }
    }

    /** g·min(1, threshold / norm). */
    void toAtMost(double threshold, double norm) {
        double factor = threshold / norm;
        for (int k = from; k < to && norm > threshold; k++) {
            g.set(k, g.get(k) * factor);
        }
    }

    /** max(−threshold, min(threshold, g)). */
    void clip(double threshold) {
        for (int k = from; k < to; k++) {
            g.set(k, Math.max(-threshold, Math.min(threshold, g.get(k))));
        }
    }

    /** g + l1·sign(p) + l2·p. */
    void regularise() {
        if (terms.l1() > 0) {
            for (int k = from; k < to; k++) {
                g.set(k, g.get(k) + terms.l1() * Math.signum(p.get(k)));
            }
        }
        if (terms.l2() > 0) {
            g.add(terms.l2(), p, from, to);
        }
    }

    /** l1·Σ|p| + ½·l2·Σp² + ½·decay·Σp². */
    double penalty() {
        double sizes = 0;
        for (int k = from; k < to; k++) {
            sizes += Math.abs(p.get(k));
        }
        return terms.l1() * sizes + (terms.l2() + terms.weightDecay()) / 2 * p.squares(from, to, 1);
    }

    /** The updater. */
    void update() {
        update(from, to);
    }

    /** The updater, of the layer's entries from one to another. */
    void update(int start, int end) {
        loop.update(start, end);
    }

    /**
     * The constraints, one after the other: of W over the inputs of each unit or the units of each input, of b over all.
     *
     * @return whether there are any
     */
    boolean constrain() {
        for (int i = 0; i < constraints.size(); i++) {
            Constraint constraint = constraints.get(i);
            if (id.isBias()) {
                constrain(constraint, from, to, 1);
            } else if (constraint.dimension() == 0) {
                for (int j = 0; j < columns; j++) {
                    constrain(constraint, from + j, to, columns);
                }
            } else {
                for (int start = from; start < to; start += columns) {
                    constrain(constraint, start, start + columns, 1);
                }
            }
        }
        return !constraints.isEmpty();
    }

    private void constrain(Constraint constraint, int start, int end, int step) {
        if (constraint.kind() == Constraint.Kind.NON_NEGATIVE) {
            for (int k = start; k < end; k += step) {
                p.set(k, Math.max(p.get(k), 0));
            }
            return;
        }
        double norm = Math.sqrt(p.squares(start, end, step));
        for (int k = start; k < end; k += step) {
            p.set(k, constrained(constraint, p.get(k), norm));
        }
    }

    private static double constrained(Constraint constraint, double p, double norm) {
        return switch (constraint.kind()) {
            // p·min(1, most / ‖p‖)
            case MAX_NORM -> norm <= constraint.most() ? p : p * (constraint.most() / norm);
            // p / ‖p‖
            case UNIT_NORM -> norm == 0 ? 0 : p / norm;
            // (1 − rate)·p + rate·c·p / ‖p‖, c being the norm moved into [least, most]
            case MIN_MAX_NORM -> {
                double moved = Math.max(constraint.least(), Math.min(constraint.most(), norm));
                double scaled = norm == 0 ? 0 : p / norm * moved;
                yield constraint.rate() == 1 ? scaled : (1 - constraint.rate()) * p + constraint.rate() * scaled;
            }
            case NON_NEGATIVE -> Math.max(p, 0);
        };
    }
}

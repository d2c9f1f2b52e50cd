package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Notation;
import java.util.Optional;

/** Turns a matrix as it was written into inside's notation. */
final class Orientation {
    private Orientation() {}

    /**
     * The matrix in inside's notation: by the notation it is in where that fits the step's shape, else the other way round,
     * which it then says; empty where neither fits. A vector may be written as a row or as a column.
     */
    static Optional<AnswerMatrix> of(AnswerMatrix written, Matrix step, Notation notation) {
        AnswerMatrix converted = switch (notation) {
            case WX_PLUS_B -> straight(written.turned());
            case XW_PLUS_B -> written;
        };
        if (fits(converted, step)) {
            return Optional.of(converted);
        }
        AnswerMatrix other = converted.turned();
        if (!fits(other, step)) {
            return Optional.empty();
        }
        boolean vector = step.rows() == 1 || step.columns() == 1;
        return Optional.of(vector ? straight(other) : other);
    }

    private static AnswerMatrix straight(AnswerMatrix matrix) {
        return new AnswerMatrix(matrix.rows(), matrix.columns(), matrix.entries(), false);
    }

    private static boolean fits(AnswerMatrix matrix, Matrix step) {
        return matrix.rows() == step.rows() && matrix.columns() == step.columns();
    }
}

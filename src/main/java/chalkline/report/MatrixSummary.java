package chalkline.report;

import chalkline.reference.Expression;
import chalkline.reference.Rounded;
import chalkline.reference.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * What is readable of matrices, and in words what is not.
 *
 * @param scope the matrices
 * @param large whether there is more of them than anybody reads
 */
record MatrixSummary(Scope scope, boolean large) {
    private static final int MOST_ROWS = 6;
    private static final int MOST_NUMBERS = 400;
    /** Significant digits of a matrix's numbers: the most that fit. */
    private static final int[] MATRIX_DIGITS = {8, 6, 4};

    static MatrixSummary of(Scope scope) {
        boolean large = scope.steps().values().stream()
                .anyMatch(matrix -> matrix.rows() > MOST_ROWS || matrix.columns() > MOST_ROWS);
        long numbers = scope.steps().values().stream().mapToLong(Rounded::size).sum();
        return new MatrixSummary(scope, large || numbers > MOST_NUMBERS);
    }

    /** The most digits of matrices with which the formula is no wider than that; empty where it is too wide with any. */
    static OptionalInt digits(Expression formula, int width) {
        for (int digits : MATRIX_DIGITS) {
            if (TextMath.block(formula, digits).width() <= width) {
                return OptionalInt.of(digits);
            }
        }
        return OptionalInt.empty();
    }

    /** The same for a matrix by itself, which is written in any case. */
    static int digits(Rounded matrix, int width) {
        return digits(Arithmetic.number(matrix), width).orElse(MATRIX_DIGITS[MATRIX_DIGITS.length - 1]);
    }

    /** "W1 is 100×784, X is 784×32; Z1 is 100×32, its largest entry (5, 7)". */
    String shapes(Working working) {
        Rounded result = working.result().orElseThrow();
        int largest = Working.largest(result);
        String operands = working.forms().get(0).steps().stream()
                .map(id -> id + " is " + shape(scope.step(id)))
                .collect(Collectors.joining(", "));
        return operands + "; " + TextMath.line(working.left()) + " is " + shape(result)
                + (result.size() == 1
                        ? ""
                        : ", its largest entry " + place(largest, result) + " "
                                + Numbers.text(result, largest, Arithmetic.DIGITS));
    }

    private static String shape(Rounded matrix) {
        return matrix.size() == 1 ? "a number" : matrix.rows() + "×" + matrix.columns();
    }

    private static String place(int k, Rounded matrix) {
        return "(" + (k / matrix.columns() + 1) + ", " + (k % matrix.columns() + 1) + ")";
    }

    /** "entry 2", "entry (1, 3)"; the first of several that are not shown is the "first entry". */
    String label(Working working, Working.Entry entry) {
        Rounded result = working.result().orElseThrow();
        if (!large && working.entries().size() < result.size()) {
            return "first entry";
        }
        if (result.rows() == 1 || result.columns() == 1) {
            return "entry " + (Math.max(entry.row(), entry.column()) + 1);
        }
        return "entry " + place(entry.row() * result.columns() + entry.column(), result);
    }

    /** An entry's arithmetic and its result. */
    static List<Expression> chain(Working.Entry entry) {
        List<Expression> chain = new ArrayList<>(entry.steps());
        chain.add(Arithmetic.number(entry.result()));
        return chain;
    }
}

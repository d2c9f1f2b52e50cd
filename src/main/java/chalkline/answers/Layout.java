package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which way round the matrices of a file stand that does not say so. PyTorch has examples as rows and W as units × inputs: so
 * what belongs to W has a layout of its own.
 *
 * <p>A matrix that is not square shows its layout by its shape. Where all are square, those count that are the truth one way
 * round alone; a single one among others is a mistake, not a layout.
 */
final class Layout {
    /** So much farther from the truth is a matrix the wrong way round. */
    private static final double FARTHER = 1000;

    private final Part ofWeights = new Part();
    private final Part ofOthers = new Part();

    private static final class Part {
        private final Map<StepId, AnswerMatrix> squares = new LinkedHashMap<>();
        private final List<Boolean> turnedByShape = new ArrayList<>();
        private final List<Boolean> turnedByValue = new ArrayList<>();

        /** Whether its squares are to be turned, where the other part is that. */
        boolean isTurned(Part other) {
            if (!turnedByShape.isEmpty()) {
                return isTurnedByShape();
            }
            long turned = turnedByValue.stream().filter(Boolean::booleanValue).count();
            long straight = turnedByValue.size() - turned;
            boolean alone = other.squares.isEmpty() && other.turnedByShape.isEmpty() && squares.size() == 1;
            return straight == 0 && other.isTurnedByShape() || turned > straight && (turned > 1 || alone);
        }

        boolean isTurnedByShape() {
            return !turnedByShape.isEmpty() && !turnedByShape.contains(false);
        }
    }

    /** Takes a matrix that is no vector, with the truth of its step. */
    void add(StepId step, AnswerMatrix given, Matrix truth) {
        Part part = step.role() == StepId.Role.W ? ofWeights : ofOthers;
        if (truth.rows() != truth.columns()) {
            part.turnedByShape.add(given.transposed());
            return;
        }
        part.squares.put(step, given);
        double straight = distance(given, truth);
        double turned = distance(given.turned(), truth);
        if (turned < straight / FARTHER || straight < turned / FARTHER) {
            part.turnedByValue.add(turned < straight);
        }
    }

    /** The square matrices that stand the other way round, turned. */
    Map<StepId, AnswerMatrix> turned() {
        Map<StepId, AnswerMatrix> turned = new LinkedHashMap<>();
        if (ofWeights.isTurned(ofOthers)) {
            ofWeights.squares.forEach((step, given) -> turned.put(step, given.turned()));
        }
        if (ofOthers.isTurned(ofWeights)) {
            ofOthers.squares.forEach((step, given) -> turned.put(step, given.turned()));
        }
        return turned;
    }

    private static double distance(AnswerMatrix given, Matrix truth) {
        double sum = 0;
        for (int k = 0; k < truth.size(); k++) {
            double right = truth.get(k);
            sum += given.get(k).map(number -> Math.abs(number.value() - right)).orElse(0.0);
        }
        return sum;
    }
}

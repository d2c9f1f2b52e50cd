package chalkline.answers;

import chalkline.network.Matrix;
import chalkline.network.Notation;
import java.nio.file.Path;
import java.util.Map;

/** Reads a sheet of arrays, as NumPy and PyTorch users save them. */
final class NpzSheet {
    NpzSheet(String shownName, Map<String, Matrix> steps, Notation notation) {}

    AnswerSheet read(Path file) {
        throw new UnsupportedOperationException();
    }
}

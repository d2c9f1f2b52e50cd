package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.data.Npz;
import chalkline.data.NpzArray;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Step;
import chalkline.network.Step.Source;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceNpzTest {
    private static final Matrix X = Matrix.of(1, 2, 3, 4);
    private static final Matrix W = Matrix.of(2, 3, 1, 2, 3, 4, 5, 6);
    private static final Matrix B = Matrix.of(1, 3, 7, 8, 9);

    private final Trace trace = new Trace(
            Precision.FLOAT64,
            1,
            List.of(
                    new Step(StepId.of("X"), Source.RECORDED, Optional.of(X)),
                    new Step(StepId.of("W1"), Source.RECORDED, Optional.of(W)),
                    new Step(StepId.of("b1"), Source.EVALUATED, Optional.of(B)),
                    new Step(StepId.of("dA1"), Source.NOT_EXPOSED, Optional.empty()),
                    new Step(StepId.of("W1.next"), Source.RECORDED, Optional.of(W))));

    @TempDir
    private Path directory;

    private Map<String, NpzArray> written(Notation notation) {
        Path file = directory.resolve("new directory").resolve("trace.npz");
        TraceNpz.write(file, trace, notation);
        return Npz.read(file, "trace.npz");
    }

    @Test
    void examplesAreColumnsInTheClassroom() {
        Map<String, NpzArray> expected = new LinkedHashMap<>();
        expected.put("X", array(Matrix.of(2, 1, 3, 4)));
        expected.put("W1", array(Matrix.of(3, 2, 1, 4, 2, 5, 3, 6)));
        expected.put("b1", array(Matrix.of(3, 1, 7, 8, 9)));
        expected.put("W1.next", array(Matrix.of(3, 2, 1, 4, 2, 5, 3, 6)));
        assertThat(written(Notation.WX_PLUS_B)).containsExactlyEntriesOf(expected);
    }

    @Test
    void examplesAreRowsInNumPy() {
        Map<String, NpzArray> expected = new LinkedHashMap<>();
        expected.put("X", array(X));
        expected.put("W1", array(W));
        expected.put("b1", array(B));
        expected.put("W1.next", array(W));
        assertThat(written(Notation.XW_PLUS_B)).containsExactlyEntriesOf(expected);
    }

    private static NpzArray array(Matrix matrix) {
        return new NpzArray(Precision.FLOAT64, List.of(matrix.rows(), matrix.columns()), matrix);
    }

    @Test
    void placesThatCannotBeWrittenAreNamed() throws IOException {
        assertThatThrownBy(() -> TraceNpz.write(directory, trace, Notation.XW_PLUS_B))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(directory + ": cannot be written: it is a directory");
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> TraceNpz.write(file.resolve("trace.npz"), trace, Notation.XW_PLUS_B))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith(file.resolve("trace.npz") + ": cannot be written: ");
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.NumPy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What check writes for NumPy, put together again by NumPy. */
class CheckNpzTest {
    private static final String CONFIGURATION = """
            name: two-layers
            seed: 1
            precision: float64
            notation: %s
            network:
              inputs: 3
              layers:
                - dense:  { units: 4, activation: sigmoid }
                - output: { units: 2, activation: sigmoid, loss: mse }
            data:
              train: { x: [[1, 2, 3], [-1, 0, 2], [0.5, 0.1, -2], [3, 1, 1], [0, 0, 1]],
                       y: [[0, 1], [1, 0], [0, 0], [1, 1], [0.5, 0.5]] }
              normalize: none
            training: { updater: { sgd: { learning-rate: 0.1 } }, batch-size: 5, epochs: 1 }
            model: model.zip
            """;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({"Wx+b, '(3, 5) (2, 5) (4, 3) (4, 1)'", "xW+b, '(5, 3) (5, 2) (3, 4) (1, 4)'"})
    void everyFormulaHoldsInNumPy(String notation, String shapes) throws IOException {
        Files.writeString(directory.resolve("c.yaml"), CONFIGURATION.formatted(notation));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(
                new PrintWriter(out),
                new PrintWriter(err),
                "check",
                "-C",
                directory.toString(),
                "c.yaml",
                "--npz",
                "t.npz");
        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.DONE);
        assertThat(NumPy.run("""
                        z = np.load(sys.argv[1], allow_pickle=False)
                        # Under Wx+b everything stands transposed.
                        rows = sys.argv[2] == "xW+b"
                        t = {name: z[name] if rows else z[name].T for name in z}
                        sigmoid = lambda x: 1 / (1 + np.exp(-x))
                        n = len(t["X"])
                        z1 = t["X"] @ t["W1"] + t["b1"]
                        z2 = sigmoid(z1) @ t["W2"] + t["b2"]
                        error = sigmoid(z2) - t["y"]
                        dz2 = error * 2 / error.size * sigmoid(z2) * (1 - sigmoid(z2))
                        dz1 = dz2 @ t["W2"].T * sigmoid(z1) * (1 - sigmoid(z1))
                        expected = dict(Z1=z1, A1=sigmoid(z1), Z2=z2, A2=sigmoid(z2), loss=[[np.mean(error**2)]],
                                        dZ2=dz2, dW2=sigmoid(z1).T @ dz2, dZ1=dz1, dW1=t["X"].T @ dz1,
                                        db1=dz1.sum(axis=0, keepdims=True))
                        expected["W1.next"] = t["W1"] - 0.1 * t["dW1"]
                        for name in expected:
                            np.testing.assert_allclose(t[name], expected[name], rtol=1e-12, err_msg=name)
                        print(*(z[name].shape for name in ("X", "y", "W1", "b1")))
                        """, directory.resolve("t.npz"), notation)).containsExactly(shapes);
    }
}

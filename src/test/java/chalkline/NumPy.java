package chalkline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real NumPy. Where there is none, tests that need it are skipped; in continuous integration they fail. */
public final class NumPy {
    private static final Optional<String> PYTHON = Stream.of("/usr/bin/python3", "python3", "python")
            .filter(NumPy::hasNumPy)
            .findFirst();

    private NumPy() {}

    private static boolean hasNumPy(String python) {
        try {
            return finished(List.of(python, "-c", "import numpy")).code == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs the script with numpy as np and these arguments, sys.argv[1:]; returns the lines of its output. */
    public static List<String> run(String script, Object... arguments) throws IOException {
        if (PYTHON.isEmpty()) {
            String missing = "no Python with NumPy: install python3-numpy";
            Assumptions.assumeTrue("true".equals(System.getenv("CI")), missing);
            fail(missing);
        }
        List<String> command =
                new ArrayList<>(List.of(PYTHON.orElseThrow(), "-c", "import sys\nimport numpy as np\n" + script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Finished finished = finished(command);
        assertThat(finished.code).as(finished.output).isZero();
        return finished.output.lines().toList();
    }

    private record Finished(int code, String output) {}

    private static Finished finished(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Finished(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

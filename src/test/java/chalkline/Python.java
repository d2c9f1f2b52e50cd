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

/**
 * A Python with a library. Where there is none, tests that need it are skipped; in continuous integration they fail.
 *
 * @param module what the library is imported as
 * @param distributionPackage what it is installed as
 */
public record Python(String module, String distributionPackage) {

    /** Runs the script with these arguments, sys.argv[1:]; returns the lines of its output. */
    public List<String> run(String script, Object... arguments) throws IOException {
        Optional<String> python = Stream.of("/usr/bin/python3", "python3", "python")
                .filter(this::hasModule)
                .findFirst();
        if (python.isEmpty()) {
            String missing = "no Python with " + module + ": install " + distributionPackage;
            Assumptions.assumeTrue("true".equals(System.getenv("CI")), missing);
            fail(missing);
        }
        List<String> command = new ArrayList<>(List.of(python.orElseThrow(), "-c", "import sys\n" + script));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Finished finished = finished(command);
        assertThat(finished.code).as(finished.output).isZero();
        return finished.output.lines().toList();
    }

    private boolean hasModule(String python) {
        try {
            return finished(List.of(python, "-c", "import " + module)).code == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private record Finished(int code, String output) {}

    private static Finished finished(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Finished(process.waitFor(), output);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

package chalkline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
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
        ChildProcess.Ended ended = ended(command);
        assertThat(ended.code()).as(ended.output()).isZero();
        return ended.output().lines().toList();
    }

    private boolean hasModule(String python) {
        try {
            return ended(List.of(python, "-c", "import " + module)).code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static ChildProcess.Ended ended(List<String> command) throws IOException {
        try {
            return ChildProcess.run(new ProcessBuilder(command).redirectErrorStream(true));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}

package chalkline.dl4j;

import chalkline.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine of its own, for what can be seen or done only once in one. */
final class ChildJvm {
    private ChildJvm() {}

    /** Begins every line of output that is a result. */
    static final String PROBE = "PROBE ";

    /** Runs the class's main method to its end; returns the lines of its output that begin with PROBE, without that. */
    static List<String> run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        ChildProcess.Ended ended = ChildProcess.run(of(main, arguments));
        if (ended.code() != 0) {
            throw new AssertionError("the virtual machine failed:\n" + ended.output());
        }
        return ended.output()
                .lines()
                .filter(line -> line.startsWith(PROBE))
                .map(line -> line.substring(PROBE.length()))
                .toList();
    }

    /** One that runs the class's main method, not yet started; its errors are in its output. */
    static ProcessBuilder of(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }
}

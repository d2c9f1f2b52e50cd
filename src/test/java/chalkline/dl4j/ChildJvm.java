package chalkline.dl4j;

import chalkline.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A virtual machine of its own, for what can be seen or done only once in one. */
final class ChildJvm {
    private ChildJvm() {}

    /** Runs the class's main method to its end; returns the lines of its output that begin with PROBE, without that. */
    static List<String> run(Class<?> main, String... arguments) throws IOException, InterruptedException {
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
        ChildProcess.Ended ended = ChildProcess.run(new ProcessBuilder(command).redirectErrorStream(true));
        if (ended.code() != 0) {
            throw new AssertionError("the virtual machine failed:\n" + ended.output());
        }
        return ended.output()
                .lines()
                .filter(line -> line.startsWith("PROBE "))
                .map(line -> line.substring("PROBE ".length()))
                .toList();
    }
}

package chalkline.cli;

import chalkline.ChildProcess;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A directory with Chalkline's configurations and data, where commands are run as from a terminal. */
record Workplace(Path directory) {
    private static final List<String> FILES = List.of(
            "configs/assignment-01.yaml",
            "configs/assignment-01-rescaled.yaml",
            "configs/iris.yaml",
            "data/assignment-01.csv",
            "data/iris.csv");

    /** What a command came to. */
    record Outcome(int code, String out, String err) {
        /** What no user should see for a mistake of their own. */
        boolean hasStackTrace() {
            return (out + err).contains("\tat ") || (out + err).contains("Exception");
        }

        JsonObject json() {
            return JsonParser.parseString(out).getAsJsonObject();
        }
    }

    static Workplace in(Path directory) throws IOException {
        for (String file : FILES) {
            Path target = directory.resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(Path.of(file), target);
        }
        return new Workplace(directory);
    }

    /** Runs a command in this virtual machine, its relative paths taken from here. */
    Outcome run(String command, String... arguments) {
        return runAsIs(fromHere(command, arguments));
    }

    /** Runs a command line in this virtual machine. */
    static Outcome runAsIs(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Outcome(code, out.toString(), err.toString());
    }

    private String[] fromHere(String command, String... arguments) {
        return Stream.concat(Stream.of(command, "-C", directory.toString()), Arrays.stream(arguments))
                .toArray(String[]::new);
    }

    /** The command line of a virtual machine that runs a command, its relative paths taken from here. */
    List<String> javaCommand(List<String> options, String classPath, String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        line.addAll(options);
        line.addAll(List.of("-cp", classPath, Main.class.getName()));
        line.addAll(List.of(fromHere(command, arguments)));
        return line;
    }

    /** Starts a process in this directory, with an environment that has no locale, as under cron. */
    Process start(List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.redirectError(directory.resolve("stderr").toFile());
        builder.environment().keySet().removeIf(name -> name.equals("LANG") || name.startsWith("LC_"));
        return ChildProcess.start(builder);
    }

    /** Runs a process to its end. */
    Outcome process(List<String> line) throws IOException, InterruptedException {
        Process process = start(line);
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, read("stderr"));
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    String read(String file) {
        try {
            return Files.readString(path(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path write(String file, String text) throws IOException {
        return Files.writeString(path(file), text);
    }

    /** A copy of a file with texts replaced; each must be there. */
    Path edited(String file, String copy, String... replacements) throws IOException {
        String text = read(file);
        for (int k = 0; k < replacements.length; k += 2) {
            if (!text.contains(replacements[k])) {
                throw new IllegalArgumentException(file + " does not contain " + replacements[k]);
            }
            text = text.replace(replacements[k], replacements[k + 1]);
        }
        return write(copy, text);
    }

    /** The names in a directory, sorted; none where there is no directory. */
    List<String> names(String file) throws IOException {
        if (!Files.isDirectory(path(file))) {
            return List.of();
        }
        try (Stream<Path> list = Files.list(path(file))) {
            return list.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }
}

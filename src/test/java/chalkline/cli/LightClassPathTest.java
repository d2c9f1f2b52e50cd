package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine direct needs nothing of Deeplearning4j: its commands run where that cannot be loaded, as in target/chalkline-direct. */
class LightClassPathTest {
    private static final long MEGABYTE = 1_000_000;

    @TempDir
    private Path directory;

    private Workplace here;
    private Path natives;
    private List<Path> classPath;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory.resolve("work"));
        natives = directory.resolve("natives");
        Set<String> artifacts = artifacts();
        classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath())
                .filter(entry -> entry.endsWith("target/classes") || isOf(artifacts, entry))
                .toList();
    }

    /** Those of the package, as pom.xml has them. */
    private static Set<String> artifacts() throws IOException {
        Matcher list = Pattern.compile("<direct.artifacts>(.*)</direct.artifacts>")
                .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(list.find()).isTrue();
        return Set.of(list.group(1).split(","));
    }

    /** In a repository of Maven a jar is in the folder of its version, in that of its artifact. */
    private static boolean isOf(Set<String> artifacts, Path jar) {
        return jar.toString().endsWith(".jar")
                && artifacts.contains(jar.getParent().getParent().getFileName().toString());
    }

    private Outcome run(String command, String... arguments) throws IOException, InterruptedException {
        String all = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        return here.process(
                here.javaCommand(List.of("-Dorg.bytedeco.javacpp.cachedir=" + natives), all, command, arguments));
    }

    @Test
    void trainsPredictsEvaluatesAndInspectsInTwentyMegabytes() throws IOException, InterruptedException {
        for (List<String> line : List.of(
                List.of("train", "configs/iris.yaml", "--set", "training.epochs=2", "--set", "model=m.zip"),
                List.of("predict", "m.zip", "data/iris.csv"),
                List.of("evaluate", "m.zip", "data/iris.csv"),
                List.of("inspect", "m.zip"))) {
            String[] arguments = Stream.concat(line.stream().skip(1), Stream.of("--engine", "direct"))
                    .toArray(String[]::new);
            Outcome outcome = run(line.get(0), arguments);
            assertThat(outcome.code()).as("%s: %s", line, outcome.err()).isZero();
        }
        // Our own jar has 2.3.
        assertThat(bytes(classPath.stream().filter(Files::isRegularFile))).isLessThan(17_600_000);
        try (Stream<Path> unpacked = Files.walk(natives)) {
            assertThat(bytes(unpacked.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))))
                    .isBetween(MEGABYTE, 40 * MEGABYTE);
        }
    }

    private static long bytes(Stream<Path> files) {
        return files.mapToLong(file -> file.toFile().length()).sum();
    }

    @Test
    void saysWhichEngineIsThere() throws IOException, InterruptedException {
        Outcome outcome = run("check", "configs/assignment-01.yaml");
        assertThat(outcome.code()).isEqualTo(ExitCode.FAILED);
        assertThat(outcome.err()).endsWith("; without Deeplearning4j there is --engine direct\n");
    }
}

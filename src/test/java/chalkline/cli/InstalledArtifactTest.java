package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import chalkline.cli.Workplace.Outcome;
import chalkline.dl4j.Dl4j;
import chalkline.training.Predictor;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Maven project of somebody else's, src/test/consumer, that depends on the installed artifact alone. Whatever else it
 * needs is in the local repository, since Chalkline itself was built from it.
 */
@Tag("slow")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "making a link needs a privilege there")
class InstalledArtifactTest {
    @TempDir
    private Path directory;

    @Test
    void aProjectThatDependsOnTheInstalledArtifactPredicts() throws IOException, InterruptedException {
        Workplace here = Workplace.in(directory);
        here.edited("configs/iris.yaml", "short.yaml", "epochs: 100", "epochs: 5");
        assertThat(here.run("train", "short.yaml", "--run-dir", "run").code()).isZero();

        Path repository = linkedRepository(here.path("repository"));
        try {
            Path project = Path.of("").toAbsolutePath();
            here.write("log", "");
            maven(
                    here,
                    project,
                    repository,
                    "jar:jar",
                    "install:install-file",
                    "-Dfile=" + project.resolve("target/chalkline.jar"),
                    "-DpomFile=" + project.resolve("pom.xml"));
            Path consumer = copied(project.resolve("src/test/consumer"), here.path("consumer"));
            Path classPath = here.path("class-path");
            maven(
                    here,
                    consumer,
                    repository,
                    "compile",
                    "dependency:build-classpath",
                    "-Dmdep.outputFile=" + classPath);

            List<String> jars = Arrays.stream(Files.readString(classPath).split(File.pathSeparator))
                    .map(jar -> Path.of(jar).getFileName().toString())
                    .toList();
            assertThat(jars)
                    .contains("chalkline-0.1.0-SNAPSHOT.jar", "commons-io-2.22.0.jar", "commons-lang3-3.22.0.jar")
                    .noneMatch(
                            jar -> jar.startsWith("picocli") || jar.startsWith("logback") || jar.startsWith("junit"));

            List<String> java = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    consumer.resolve("target/classes") + File.pathSeparator + Files.readString(classPath));
            Outcome checked = here.process(with(java, "consumer.Gradients"));
            assertThat(checked.code()).as(checked.err()).isZero();
            assertThat(checked.out()).startsWith("DEVIATES  first at dZ1").endsWith("AGREES\n");
            Outcome predicted = here.process(
                    with(java, "consumer.Irises", here.path("models/iris.zip").toString()));
            assertThat(predicted.code()).as(predicted.err()).isZero();
            Predictor expected = Predictor.load(new Dl4j(), here.path("models/iris.zip"));
            assertThat(predicted.out().strip())
                    .isEqualTo(expected.predict(List.of(iris(5.1, 3.5, 1.4, 0.2), iris(5.9, 3.0, 5.1, 1.8)))
                            .toString())
                    .contains("label=Optional[setosa]");
        } finally {
            unlink(repository);
        }
    }

    private static List<String> with(List<String> java, String... arguments) {
        List<String> command = new ArrayList<>(java);
        command.addAll(List.of(arguments));
        return command;
    }

    private static Map<String, Double> iris(double... values) {
        return Map.of(
                "sepal_length_cm", values[0],
                "sepal_width_cm", values[1],
                "petal_length_cm", values[2],
                "petal_width_cm", values[3]);
    }

    private static void maven(Workplace here, Path project, Path repository, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q", "-ntp", "-Dmaven.repo.local=" + repository));
        command.addAll(List.of(arguments));
        Path log = here.path("log");
        Process process = ChildProcess.start(new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
        assertThat(process.waitFor()).as(() -> readable(log)).isZero();
    }

    private static String readable(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** The local repository once more, by links, but without Chalkline: what is installed here stays here. */
    private static Path linkedRepository(Path linked) throws IOException {
        Path repository = Path.of(System.getProperty(
                "localRepository", System.getProperty("user.home") + File.separator + ".m2/repository"));
        Path from = repository;
        Path to = linked;
        for (String next : List.of("io", "github", "chalkline")) {
            Files.createDirectories(to);
            try (Stream<Path> children = Files.list(from)) {
                for (Path child : children.toList()) {
                    if (!child.getFileName().toString().equals(next)) {
                        Files.createSymbolicLink(to.resolve(child.getFileName()), child);
                    }
                }
            }
            from = from.resolve(next);
            to = to.resolve(next);
            if (!Files.isDirectory(from)) {
                break;
            }
        }
        return linked;
    }

    /** Removes the links, which nobody then follows by mistake when the directory is removed. */
    private static void unlink(Path linked) throws IOException {
        try (Stream<Path> files = Files.walk(linked, 3)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    private static Path copied(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return to;
    }
}

package chalkline.cli;

import chalkline.config.Configuration;
import chalkline.config.Confinement;
import chalkline.files.Addresses;
import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options of every command: help, and the directory that relative paths are resolved against. */
final class WorkingDirectory {
    @Option(
            names = "-C",
            paramLabel = "DIR",
            description = "Take relative paths from this directory instead of the working directory.")
    private Path directory = Path.of("");

    @Option(
            names = "--confine",
            paramLabel = "DIR",
            description =
                    "A configuration that somebody else wrote names no file outside of this directory, by no link.")
    private Optional<Path> confine = Optional.empty();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The -C before the command, then the one after it. */
    Path path() {
        Main main = (Main) command.parent().userObject();
        return main.directory().resolve(directory);
    }

    /** The options that give another process the same directories. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (!path().toString().isEmpty()) {
            arguments.addAll(List.of("-C", path().toString()));
        }
        confine.ifPresent(folder -> arguments.addAll(List.of("--confine", folder.toString())));
        return arguments;
    }

    /** A path of the command line. In the folder of {@code --confine} the links are a stranger's. */
    Path resolve(Path path) {
        Path resolved = Addresses.resolve(path(), path);
        confinement().filter(folder -> isIn(folder.folder(), resolved)).ifPresent(folder -> confined(resolved));
        return resolved;
    }

    /** Reads a configuration within {@code --confine}. */
    Configuration read(Path file, List<String> settings) {
        requireConfined(file, settings);
        Configuration configuration = Configuration.read(file, path(), settings);
        confined(configuration.model());
        return configuration;
    }

    /** Refuses a configuration that leads out of the folder that it is confined to. */
    void requireConfined(Path file, List<String> settings) {
        confinement().ifPresent(folder -> {
            resolve(file);
            folder.require(file, path(), settings);
        });
    }

    private static boolean isIn(Path folder, Path file) {
        return file.getFileSystem().equals(folder.getFileSystem())
                && file.toAbsolutePath()
                        .normalize()
                        .startsWith(folder.toAbsolutePath().normalize());
    }

    /** A path that a stranger's configuration or links may have chosen. */
    Path confined(Path path) {
        confinement().filter(folder -> !folder.contains(path)).ifPresent(folder -> {
            throw new InvalidInputException(path + ": " + folder.outside());
        });
        return path;
    }

    /** A directory whose files may be links that a stranger made. */
    void requireConfinedFiles(Path folder) {
        if (confine.isPresent()) {
            try (Stream<Path> files = Files.walk(confined(folder))) {
                files.forEach(this::confined);
            } catch (IOException e) {
                throw FileFailure.of(folder, "cannot be read", e);
            }
        }
    }

    private Optional<Confinement> confinement() {
        return confine.map(folder -> {
            if (!Files.isDirectory(path().resolve(folder))) {
                throw new InvalidInputException("--confine " + folder + ": there is no such directory");
            }
            return new Confinement(path().resolve(folder));
        });
    }
}

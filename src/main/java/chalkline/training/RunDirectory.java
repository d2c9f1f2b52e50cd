package chalkline.training;

import chalkline.files.FileFailure;
import chalkline.network.InvalidInputException;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** The directory that a run leaves behind. It is created anew, never written over. */
public final class RunDirectory {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss");

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates that directory.
     *
     * @throws InvalidInputException where there is something already, or it cannot be created
     */
    public static RunDirectory create(Path path) {
        if (!made(path)) {
            throw new InvalidInputException(path + ": the run directory is there already; a run is never written over");
        }
        return new RunDirectory(path);
    }

    /** Creates {@code runs/<name>/<timestamp>} in the directory, with a number behind it where that is taken. */
    public static RunDirectory createUnder(Path directory, String name) {
        Path runs = directory.resolve("runs").resolve(name);
        String timestamp = TIMESTAMP.format(LocalDateTime.now());
        Path path = runs.resolve(timestamp);
        for (int n = 2; !made(path); n++) {
            path = runs.resolve(timestamp + "-" + n);
        }
        return new RunDirectory(path);
    }

    /** Creates the directory; false where there is something already, even if that came only just now. */
    private static boolean made(Path path) {
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw FileFailure.of(path, "the run directory cannot be created", e);
        }
        try {
            Files.createDirectory(path);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw FileFailure.of(path, "the run directory cannot be created", e);
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Writes a whole file. */
    public void write(String file, String content) {
        try {
            Files.writeString(path.resolve(file), content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw FileFailure.of(path.resolve(file), "cannot be written", e);
        }
    }

    /** Adds a line to a file, which is created with the first one. */
    public void append(String file, String line) {
        try {
            Files.writeString(path.resolve(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw FileFailure.of(path.resolve(file), "cannot be written", e);
        }
    }

    /** What the run started from: the configuration as given and with its defaults, the machine, and the data's hash. */
    void describe(Job job, Engine engine) {
        write("config.yaml", job.configuration().text());
        write("config.resolved.yaml", job.configuration().resolved());
        write("environment.json", environment(job, engine));
    }

    private static String environment(Job job, Engine engine) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("started", LocalDateTime.now().toString());
        environment.putAll(Environment.of(engine));
        job.configuration().data().file().ifPresent(file -> environment.put("dataSha256", sha256(file)));
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(environment) + "\n";
    }

    private static String sha256(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}

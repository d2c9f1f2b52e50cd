package chalkline.training;

import chalkline.files.AtomicFile;
import chalkline.files.FileFailure;
import chalkline.files.Storage;
import chalkline.files.StrictJson;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import com.google.gson.GsonBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The directory of a run. It is newly created, never overwritten. */
public final class RunDirectory {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss");

    private static final String LOCK = ".lock";

    private final Path path;

    private RunDirectory(Path path) {
        this.path = path;
    }

    /**
     * Creates that directory.
     *
     * @throws InvalidInputException if it exists already, or cannot be created
     */
    public static RunDirectory create(Path path) {
        if (!made(path)) {
            throw new InvalidInputException(path + ": the run directory is there already; a run is never written over");
        }
        return new RunDirectory(path);
    }

    /**
     * That directory for a run that begins anew: it is created, or a run in it was killed before it had a checkpoint.
     *
     * @throws InvalidInputException where something else is there
     */
    public static RunDirectory beginAnew(Path path) {
        boolean killed = Files.isDirectory(path)
                && !Files.exists(path.resolve("result.json"))
                && new CheckpointDirectory(new RunDirectory(path)).last().isEmpty()
                && (RunRecord.isRun(path) || new RunDirectory(path).names().isEmpty());
        return killed ? new RunDirectory(path) : create(path);
    }

    /** Creates {@code runs/<name>/<timestamp>} in the directory, with a number added if that exists. */
    public static RunDirectory createUnder(Path directory, String name) {
        Path runs = directory.resolve("runs").resolve(name);
        String timestamp = TIMESTAMP.format(LocalDateTime.now());
        Path path = runs.resolve(timestamp);
        for (int n = 2; !made(path); n++) {
            path = runs.resolve(timestamp + "-" + n);
        }
        return new RunDirectory(path);
    }

    /**
     * The directory of an existing run.
     *
     * @throws InvalidInputException where there is none
     */
    public static RunDirectory open(Path path) {
        if (!Files.isDirectory(path)) {
            throw new InvalidInputException(path + ": there is no such run directory");
        }
        return new RunDirectory(path);
    }

    /**
     * The directory in {@code runs/<name>} with the newest checkpoint, if any.
     *
     * @param directory what relative paths are taken from
     */
    public static Optional<RunDirectory> lastUnder(Path directory, String name) {
        Path runs = directory.resolve("runs").resolve(name);
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try {
            return Storage.of(runs).list(runs).stream()
                    .filter(Files::isDirectory)
                    .map(RunDirectory::new)
                    .filter(run -> run.lastCheckpointTime().isPresent())
                    .max(Comparator.comparing((RunDirectory run) ->
                                    run.lastCheckpointTime().orElseThrow())
                            .thenComparing(run -> run.path.getFileName().toString()));
        } catch (IOException e) {
            throw FileFailure.of(runs, "cannot be read", e);
        }
    }

    /** The run directory, if it is there and has a checkpoint. */
    public static Optional<RunDirectory> withCheckpoint(Path path) {
        return Optional.of(new RunDirectory(path))
                .filter(run -> new CheckpointDirectory(run).last().isPresent());
    }

    private Optional<FileTime> lastCheckpointTime() {
        return new CheckpointDirectory(this).last().map(file -> {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException e) {
                throw FileFailure.of(file, "cannot be read", e);
            }
        });
    }

    /** Creates the directory; false if it exists already, even if another process has just created it. */
    private static boolean made(Path path) {
        Storage storage = Storage.of(path);
        try {
            Path parent = path.toAbsolutePath().getParent();
            if (parent == null) {
                return false;
            }
            storage.createDirectories(parent);
            boolean made = storage.createDirectory(path);
            storage.forceDirectory(parent);
            return made;
        } catch (IOException e) {
            throw FileFailure.of(path, "the run directory cannot be created", e);
        }
    }

    /** Keeps other processes from training the run until it is closed or this process ends. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Locks this run against other processes, which would add to its records. Without effect on file systems without locks.
     *
     * @throws InvalidInputException if another process is training it
     */
    Lock lock() {
        Optional<Closeable> lock;
        try {
            lock = Storage.of(path).lock(path.resolve(LOCK));
        } catch (IOException e) {
            return () -> {};
        }
        Closeable held = lock.orElseThrow(
                () -> new InvalidInputException(path + ": the run is being trained by another process"));
        return () -> {
            try {
                held.close();
            } catch (IOException e) {
                // Nothing was written, and the lock ends with the process.
            }
        };
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Its current content, sorted; directories end with a slash. */
    public List<String> names() {
        try {
            return Storage.of(path).list(path).stream()
                    .filter(file -> !file.getFileName().toString().equals(LOCK))
                    .map(file -> file.getFileName() + (Files.isDirectory(file) ? "/" : ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw FileFailure.of(path, "cannot be read", e);
        }
    }

    /** Writes a whole file, replacing that of the run before it was resumed. */
    public void write(String file, String content) {
        AtomicFile.write(path.resolve(file), out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
    }

    /** Writes a whole file of JSON. */
    void writeJson(String file, Object content) {
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(content);
        write(file, Sentences.escapedJson(json) + "\n");
    }

    /**
     * Cuts a file after its first lines, for a run that is resumed from an earlier state.
     *
     * @throws InvalidInputException if it has fewer complete lines, or one of them is not a JSON object
     */
    void rewind(String file, long lines) {
        Path whole = path.resolve(file);
        try {
            // A power failure may have left any bytes behind the lines that were made sure of.
            String text = Files.exists(whole) ? new String(Files.readAllBytes(whole), StandardCharsets.ISO_8859_1) : "";
            int end = 0;
            for (long line = 0; line < lines; line++) {
                int start = end;
                end = text.indexOf('\n', start) + 1;
                if (end == 0) {
                    throw new InvalidInputException(whole + ": has " + line
                            + " records, but the checkpoint was written after " + lines + " epochs");
                }
                // A disk that did not keep what it said it had may have left anything in a record.
                StrictJson.parseObject(
                        text.substring(start, end).getBytes(StandardCharsets.ISO_8859_1), whole + ":" + (line + 1));
            }
            if (end < text.length()) {
                byte[] kept = text.substring(0, end).getBytes(StandardCharsets.ISO_8859_1);
                AtomicFile.write(whole, out -> out.write(kept));
            }
        } catch (IOException e) {
            throw FileFailure.of(whole, "cannot be read", e);
        }
    }

    /** Forces a file's lines to the disk, if there are any. */
    void sync(String file) {
        if (!Files.exists(path.resolve(file))) {
            return;
        }
        try (Storage.Output out = Storage.of(path).append(path.resolve(file))) {
            out.force();
            Storage.of(path).forceDirectory(path);
        } catch (IOException e) {
            throw FileFailure.of(path.resolve(file), "cannot be written", e);
        }
    }

    /** Appends a line to a file, which the first line creates. */
    public void append(String file, String line) {
        try (Storage.Output out = Storage.of(path).append(path.resolve(file))) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FileFailure.of(path.resolve(file), "cannot be written", e);
        }
    }

    /** Writes the configuration, as given and with its defaults. */
    void describe(Job job) {
        write("config.yaml", job.configuration().text());
        write("config.resolved.yaml", job.configuration().resolved());
    }

    /** Writes what the run starts from: its configuration, the machine, and the data's digest. */
    void describe(Job job, Engine engine) {
        describe(job);
        writeJson("environment.json", environment(job, engine));
    }

    private static Map<String, Object> environment(Job job, Engine engine) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("started", LocalDateTime.now().toString());
        environment.putAll(Environment.of(engine));
        if (!job.configuration().settings().isEmpty()) {
            environment.put("settings", job.configuration().settings());
        }
        if (!job.dataSha256().isEmpty()) {
            environment.put("dataSha256", job.dataSha256());
        }
        job.networkFile().ifPresent(file -> environment.put("networkSha256", file.sha256()));
        return environment;
    }
}

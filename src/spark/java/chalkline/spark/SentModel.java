package chalkline.spark;

import chalkline.training.Engine;
import chalkline.training.Model;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** A model on its way to the executors: the model zip, which an engine writes to a file and reads from one. */
final class SentModel {
    private SentModel() {}

    static byte[] written(Model model) {
        try {
            Path directory = Files.createTempDirectory("chalkline");
            Path file = directory.resolve("model.zip");
            try {
                model.save(file, Map.of());
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be sent: " + e.getMessage(), e);
        }
    }

    static Model read(byte[] zip, Engine engine) {
        return read(zip, file -> engine.load(file).model());
    }

    /** What is read from it, by one who reads files. */
    static <T> T read(byte[] zip, Function<Path, T> reader) {
        try {
            Path file = Files.createTempFile("chalkline", ".zip");
            try {
                Files.write(file, zip);
                return reader.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the model cannot be read on an executor: " + e.getMessage(), e);
        }
    }
}

package chalkline.spark;

import chalkline.files.Addresses;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file of a table as the driver saw it, which an executor must see too, as must another that reads it again should that one die.
 *
 * @param size in bytes
 * @param written when, in milliseconds
 */
record SeenFile(String path, long size, long written) implements Serializable {

    static SeenFile of(Path file) throws IOException {
        return new SeenFile(
                file.toAbsolutePath().toString(),
                Files.size(file),
                Files.getLastModifiedTime(file).toMillis());
    }

    /** Where it is here. */
    Path here() {
        return Addresses.resolve(Path.of(""), path);
    }

    /** Why it is not the same file on this machine; empty where it is. */
    Optional<String> otherHere() {
        try {
            Path file = here();
            if (!Files.exists(file)) {
                return Optional.of("no such file");
            }
            boolean same =
                    Files.size(file) == size && Files.getLastModifiedTime(file).toMillis() == written;
            return same ? Optional.empty() : Optional.of("is another file than on the driver, or was changed");
        } catch (IOException e) {
            return Optional.of("cannot be read (" + e.getMessage() + ")");
        }
    }
}

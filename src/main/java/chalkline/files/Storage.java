package chalkline.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All that is done to files. It is the disk, unless a path's file system brings a storage of its own. Nothing here ends
 * because its thread is interrupted, which is when checkpoints are due.
 */
public interface Storage {

    /** A file that is being written. */
    abstract class Output extends OutputStream {
        /** Returns when all that was written outlasts a power failure, under whatever name the file then has. */
        public abstract void force() throws IOException;
    }

    /** A file that is being read. */
    interface Input extends Closeable {
        long length() throws IOException;

        /**
         * Fills the array's first bytes with the file's from a position on.
         *
         * @throws java.io.EOFException where the file has not so many
         */
        void read(long position, byte[] into, int count) throws IOException;
    }

    /** What keeps the file at that path. */
    static Storage of(Path path) {
        return path.getFileSystem() instanceof Storage own ? own : Disk.DISK;
    }

    /** A new file, or an old one without its content. */
    Output create(Path file) throws IOException;

    /** Writes behind what the file holds, if it is there. */
    Output append(Path file) throws IOException;

    Input open(Path file) throws IOException;

    /** Gives the file the other name, at once; whatever had that name before has it no longer. */
    void rename(Path file, Path name) throws IOException;

    /** Gives the file a second name or, where there is no such thing, makes a copy that outlasts a power failure. */
    void link(Path file, Path name) throws IOException;

    /** Of a file or an empty directory; nothing, where there is none. */
    void delete(Path file) throws IOException;

    /** Whether there was none before; that above it must be there. */
    boolean createDirectory(Path directory) throws IOException;

    List<Path> list(Path directory) throws IOException;

    /** Returns when the names in the directory outlast a power failure, where the system can be asked for that. */
    void forceDirectory(Path directory) throws IOException;

    /** Keeps others from locking that file, which is made, until this is closed; empty where somebody has locked it. */
    Optional<Closeable> lock(Path file) throws IOException;

    /** Creates a directory and all above it that are missing; they outlast a power failure. */
    default void createDirectories(Path directory) throws IOException {
        Path above = directory.toAbsolutePath().getParent();
        if (above == null) {
            return;
        }
        if (Files.isDirectory(directory)) {
            // As long as it is empty, whoever made it may have been killed before its name was forced.
            if (Files.isReadable(directory) && list(directory).isEmpty()) {
                forceDirectory(above);
            }
            return;
        }
        createDirectories(above);
        if (!createDirectory(directory) && !Files.isDirectory(directory)) {
            throw new FileAlreadyExistsException(directory.toString());
        }
        forceDirectory(above);
    }

    /** Deletes a file or a directory with all that is in it, links themselves and not what they lead to. */
    default void deleteAll(Path file) throws IOException {
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            for (Path each : list(file)) {
                deleteAll(each);
            }
        }
        delete(file);
    }
}

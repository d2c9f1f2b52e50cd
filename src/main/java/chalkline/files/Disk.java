package chalkline.files;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The system's own files. Streams instead of channels, which are closed when their thread is interrupted. */
final class Disk implements Storage {
    static final Storage DISK = new Disk();

    /** What some network file systems answer who are to force a directory. */
    private static final Pattern UNSUPPORTED = Pattern.compile("Invalid argument|Operation not supported");

    private Disk() {}

    @Override
    public Output create(Path file) throws IOException {
        return new FileOutput(new FileOutputStream(file.toFile()));
    }

    @Override
    public Output append(Path file) throws IOException {
        return new FileOutput(new FileOutputStream(file.toFile(), true));
    }

    @Override
    public Input open(Path file) throws IOException {
        return new FileInput(new RandomAccessFile(file.toFile(), "r"));
    }

    @Override
    public void rename(Path file, Path name) throws IOException {
        Files.move(file, name, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void link(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            Files.copy(file, name, StandardCopyOption.COPY_ATTRIBUTES);
            try (Output copy = append(name)) {
                copy.force();
            }
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    @Override
    public boolean createDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(directory, StandardOpenOption.READ);
        } catch (IOException e) {
            // Windows opens no directory.
            return;
        }
        try (channel) {
            channel.force(true);
        } catch (IOException e) {
            if (!UNSUPPORTED.matcher(String.valueOf(e.getMessage())).matches()) {
                throw e;
            }
        }
    }

    @Override
    public Optional<Closeable> lock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Another thread of this process has it.
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    private static final class FileOutput extends Output {
        private final FileOutputStream out;

        FileOutput(FileOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            out.write(bytes, from, count);
        }

        @Override
        public void force() throws IOException {
            out.getFD().sync();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    private record FileInput(RandomAccessFile file) implements Input {
        @Override
        public long length() throws IOException {
            return file.length();
        }

        @Override
        public void read(long position, byte[] into, int count) throws IOException {
            file.seek(position);
            file.readFully(into, 0, count);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

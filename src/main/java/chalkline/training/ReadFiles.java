package chalkline.training;

import chalkline.files.Digests;
import chalkline.files.FileFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Files from before they are read until after: their digests are of the bytes that were read in between, or it is known that
 * somebody wrote to them or put others in their place.
 */
final class ReadFiles {
    /** How far apart two times of a file are at least, on the coarsest of file systems, with some room. */
    private static final Duration COARSEST_CLOCK = Duration.ofSeconds(4);

    private final Supplier<List<Path>> files;
    private final Path directory;
    private final List<FileState> states;
    private final Instant start;
    private final List<ModelRecord.DataFile> digests;

    private ReadFiles(Supplier<List<Path>> files, Path directory) {
        this.files = files;
        this.directory = directory;
        this.states = states();
        this.start = Instant.now();
        this.digests = digests();
    }

    /**
     * To be called before any of them is read.
     *
     * @param files finds them, now and later
     * @param directory that names are relative to
     */
    static ReadFiles watched(Supplier<List<Path>> files, Path directory) {
        return new ReadFiles(files, directory);
    }

    /**
     * The digests of what was read since; empty where the files are not what they were then. What nobody has touched is not read
     * again.
     */
    Optional<List<ModelRecord.DataFile>> unchanged() {
        boolean same = states.equals(states());
        boolean certain = states.stream().allMatch(state -> state.isOlder(start));
        return Optional.of(digests)
                .filter(known -> same && (certain || digests().equals(known)));
    }

    private List<FileState> states() {
        return files.get().stream().map(FileState::of).toList();
    }

    private List<ModelRecord.DataFile> digests() {
        return files.get().stream()
                .map(file -> new ModelRecord.DataFile(shown(file, directory), Digests.sha256(file)))
                .toList();
    }

    /** The path relative to the directory that relative paths are resolved against, if it is below it. */
    private static String shown(Path file, Path directory) {
        Path from = directory.toAbsolutePath().normalize();
        Path path = file.toAbsolutePath().normalize();
        return (path.startsWith(from) ? from.relativize(path) : path).toString().replace('\\', '/');
    }

    /**
     * What a file system changes when a file is written to or replaced.
     *
     * @param changed when anything of it was changed, the time of its content included, which anybody can set; empty where the
     *     system does not say
     */
    private record FileState(long size, FileTime written, Optional<Object> changed, Object key) {
        static FileState of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new FileState(now.size(), now.lastModifiedTime(), changed(file), now.fileKey());
            } catch (IOException e) {
                throw FileFailure.of(file, "cannot be read", e);
            }
        }

        private static Optional<Object> changed(Path file) throws IOException {
            boolean known = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            return known ? Optional.of(Files.getAttribute(file, "unix:ctime")) : Optional.empty();
        }

        /** Whether it was last written to so long before that its time cannot be the same when it is written to again. */
        boolean isOlder(Instant start) {
            return written.toInstant().isBefore(start.minus(COARSEST_CLOCK));
        }
    }
}

package chalkline.files;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a path leads that is to be written. Links are followed, so that they stay links, also to a file that is not there yet.
 *
 * @param path without a link
 * @param kind what stands there
 */
record OutputPlace(Path path, Kind kind) {
    private static final int MOST_LINKS = 40;
    private static final Pattern DESCRIPTOR = Pattern.compile("/proc/(?:self|[0-9]+)(?:/task/[0-9]+)?/fd/([0-9]{1,9})");

    enum Kind {
        /** A regular file, or nothing yet. */
        FILE,
        /** What the process has open already: {@code /dev/stdout}, {@code /dev/fd/63}, even where that is a file. */
        DESCRIPTOR,
        /** A device, a pipe, a socket. */
        SPECIAL
    }

    static OutputPlace of(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        for (int links = 0; links < MOST_LINKS; links++) {
            Path parent = place.getParent();
            if (parent != null && Files.isDirectory(parent)) {
                place = parent.toRealPath().resolve(place.getFileName());
            }
            if (DESCRIPTOR.matcher(place.toString()).matches()) {
                return new OutputPlace(place, Kind.DESCRIPTOR);
            }
            if (!Files.isSymbolicLink(place)) {
                if (Files.isDirectory(place)) {
                    throw new FileSystemException(place.toString(), null, "it is a directory");
                }
                boolean file = !Files.exists(place) || Files.isRegularFile(place);
                return new OutputPlace(place, file ? Kind.FILE : Kind.SPECIAL);
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        throw new FileSystemException(target.toString(), null, "its links lead in a circle");
    }

    /** Writes to what is not replaced, as a device is not. */
    void send(AtomicFile.Content content) throws IOException {
        Matcher descriptor = DESCRIPTOR.matcher(path.toString());
        int number = descriptor.matches() ? Integer.parseInt(descriptor.group(1)) : -1;
        // Opened anew, a file behind standard output would be written from its beginning.
        if (number == 1 || number == 2) {
            content.writeTo(new FileOutputStream(number == 1 ? FileDescriptor.out : FileDescriptor.err));
            return;
        }
        try (OutputStream out = PipeEnd.write(path, kind == Kind.DESCRIPTOR)) {
            content.writeTo(out);
        }
    }
}

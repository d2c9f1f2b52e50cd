package chalkline.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files that are being written. They say by which process, so that the next one can tell what a killed one left from
 * what a living one is writing.
 */
final class TemporaryName {
    private static final Pattern NAME =
            Pattern.compile("\\.chalkline-(?:([0-9a-f]{8})-([0-9]{1,18})-([0-9]{1,18})-)?[0-9a-f-]+\\.tmp");
    /** Nothing takes as long to write. What a machine left that is not this one can be told by its age alone. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final String MACHINE = machine();
    private static final String OWN =
            ".chalkline-" + MACHINE + "-" + ProcessHandle.current().pid() + "-" + start(ProcessHandle.current()) + "-";

    private TemporaryName() {}

    /** A new name beside the file. */
    static Path beside(Path place) {
        return place.resolveSibling(OWN + UUID.randomUUID().toString().substring(0, 13) + ".tmp");
    }

    /** Whether it is such a name, of this release or of one before. */
    static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /** Deletes what killed processes left in a directory; what cannot be deleted stays, and nobody reads it. */
    static void deleteAbandoned(Path directory) {
        try {
            for (Path file : Storage.of(directory).list(directory)) {
                if (isAbandoned(file)) {
                    Storage.of(file).delete(file);
                }
            }
        } catch (IOException e) {
            // The directory is not there yet, or is not ours to clean.
        }
    }

    private static boolean isAbandoned(Path file) throws IOException {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return false;
        }
        if (MACHINE.equals(name.group(1))) {
            Optional<ProcessHandle> writer = ProcessHandle.of(Long.parseLong(name.group(2)));
            return writer.filter(process -> start(process) == Long.parseLong(name.group(3)))
                    .isEmpty();
        }
        Instant written = Files.getLastModifiedTime(file).toInstant();
        return written.isBefore(Instant.now().minus(LONGEST));
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** What the process numbers are of: this machine since it was started and, in a container, its own numbers. */
    private static String machine() {
        String known = "";
        try {
            known = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            // Elsewhere than on Linux there is one set of process numbers.
        }
        return Digests.sha256(known.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }
}

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
 * Names of files that are being written. They contain the process, so that a later process can tell the left-overs of a killed
 * one from the files of a running one.
 */
final class TemporaryName {
    private static final Pattern NAME =
            Pattern.compile("\\.chalkline-(?:([0-9a-f]{8})-([0-9]{1,18})-([0-9]{1,18})-)?[0-9a-f-]+\\.tmp");
    /** No write takes as long. Left-overs of another machine are recognised by age alone. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final String MACHINE = machine();
    private static final String OWN =
            ".chalkline-" + MACHINE + "-" + ProcessHandle.current().pid() + "-" + start(ProcessHandle.current()) + "-";

    private TemporaryName() {}

    /** A new temporary name beside the file. */
    static Path beside(Path place) {
        return place.resolveSibling(OWN + UUID.randomUUID().toString().substring(0, 13) + ".tmp");
    }

    /** Whether it is such a name, of this or an older release. */
    static boolean isOne(Path file) {
        return NAME.matcher(file.getFileName().toString()).matches();
    }

    /** Deletes left-overs of killed processes in a directory. What cannot be deleted stays; it is never read. */
    static void deleteAbandoned(Path directory) {
        try {
            for (Path file : Storage.of(directory).list(directory)) {
                if (isAbandoned(file)) {
                    Storage.of(file).delete(file);
                }
            }
        } catch (IOException e) {
            // The directory does not exist yet, or may not be read.
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

    /** Where the process numbers are valid: on this machine since it was started and, in a container, in its own number space. */
    private static String machine() {
        String known = "";
        try {
            known = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"))
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/pid"));
        } catch (IOException e) {
            // Other systems than Linux have a single number space.
        }
        return Digests.sha256(known.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }
}

package chalkline.files;

import chalkline.network.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip that can be read in one way only. A reader that goes by the directory at the end and one that goes from entry
 * to entry see the same names and the same bytes: entries follow each other without gap or overlap from the file's
 * first byte, headers agree with the directory, no name comes twice. Sizes are believed only as upper bounds; what an
 * entry really inflates to is counted. No encryption, no comment at the end; of zip64 only the wide sizes that Python
 * writes in front of small entries.
 */
public final class StrictZip implements Closeable {
    // Two bits of deflate stand for 258 bytes at most.
    private static final long DEFLATE_AT_BEST = 1032;

    private static final int LARGEST_PART = 1 << 16;

    private final ZipBytes file;
    private final Map<String, ZipDirectory.Member> entries;

    /**
     * What is known about the zips that somebody reads.
     *
     * @param name with its article, for sentences: "a model zip"
     * @param mostEntries how many there may be
     * @param mostBytes what all entries together may inflate to, however small the file is
     * @param largestRatio how many times the file's own length is allowed beyond that
     * @param storedStreams whether an entry may be stored as it is with its size behind it, which a reader that has not
     *     seen the directory cannot follow
     */
    public record Kind(String name, int mostEntries, long mostBytes, long largestRatio, boolean storedStreams) {}

    private StrictZip(ZipBytes file, Map<String, ZipDirectory.Member> entries) {
        this.file = file;
        this.entries = entries;
    }

    /**
     * Opens the file and checks its whole structure.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException where there is no file or it is not such a zip
     */
    public static StrictZip open(Path path, String shownName, Kind kind) {
        if (!Files.exists(path)) {
            throw new InvalidInputException(shownName + ": there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(shownName + ": is not a file, but "
                    + (Files.isDirectory(path) ? "a directory" : "something special"));
        }
        ZipBytes file = ZipBytes.open(path, shownName);
        try {
            return new StrictZip(file, ZipDirectory.read(file, kind));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e instanceof InvalidInputException invalid ? invalid : file.unreadable(e);
        }
    }

    /** The names of the entries, in the file's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** How long the entry says that it is. */
    public long size(String name) {
        return entries.get(name).size();
    }

    /** Whether who unpacks the zip makes a link of the entry. */
    public boolean isLink(String name) {
        return entries.get(name).link();
    }

    /**
     * The content of the entry.
     *
     * @param limit how many bytes it may have
     * @throws InvalidInputException where it has more, or is damaged
     */
    public byte[] read(String name, long limit) {
        ZipDirectory.Member entry = entries.get(name);
        if (entry.size() > limit) {
            throw file.invalid(
                    entry.named() + " has " + entry.size() + " bytes, but at most " + limit + " can be needed");
        }
        try {
            byte[] content = entry.isStored() ? file.bytes(entry.data(), (int) entry.size()) : inflate(entry);
            CRC32 crc = new CRC32();
            crc.update(content);
            if ((int) crc.getValue() != entry.crc()) {
                throw file.invalid(
                        "is damaged: " + entry.named() + " does not have the checksum that was stored with it");
            }
            return content;
        } catch (IOException e) {
            throw file.unreadable(e);
        }
    }

    @Override
    public void close() {
        file.close();
    }

    private byte[] inflate(ZipDirectory.Member entry) throws IOException {
        if (entry.size() > DEFLATE_AT_BEST * entry.packed()) {
            throw badSize(entry);
        }
        byte[] content = new byte[(int) entry.size()];
        Inflater inflater = new Inflater(true);
        try {
            byte[] packed = new byte[(int) Math.min(Math.max(entry.packed(), 1), LARGEST_PART)];
            byte[] beyond = new byte[1];
            long left = entry.packed();
            int filled = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput() && left > 0) {
                    int some = (int) Math.min(left, packed.length);
                    file.read(entry.data() + entry.packed() - left, packed, some);
                    left -= some;
                    inflater.setInput(packed, 0, some);
                }
                boolean full = filled == content.length;
                int got = full ? inflater.inflate(beyond) : inflater.inflate(content, filled, content.length - filled);
                if (full && got > 0 || got == 0 && !inflater.finished() && (left == 0 || !inflater.needsInput())) {
                    throw badSize(entry);
                }
                filled += got;
            }
            if (filled != content.length || inflater.getBytesRead() != entry.packed()) {
                throw badSize(entry);
            }
            return content;
        } catch (DataFormatException e) {
            throw file.invalid("is damaged: " + entry.named() + " cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    private InvalidInputException badSize(ZipDirectory.Member entry) {
        return file.invalid("is damaged: " + entry.named() + " does not inflate to the size that was stored with it");
    }
}

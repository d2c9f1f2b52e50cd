package chalkline.dl4j;

import chalkline.network.InvalidInputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip that can be read in one way only. A reader that goes by the directory at the end and one that goes from entry
 * to entry see the same names and the same bytes: entries follow each other without gap or overlap from the file's
 * first byte, headers agree with the directory, no name comes twice. Sizes are believed only as upper bounds; what an
 * entry really inflates to is counted. No encryption, no zip64, no comment at the end.
 */
final class StrictZip implements Closeable {
    private static final int MOST_ENTRIES = 64;
    private static final int LARGEST_DIRECTORY = 1 << 16;
    private static final int END_SIZE = 22;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int HAS_DESCRIPTOR = 1 << 3;
    // Two bits of deflate's level, the descriptor, names in UTF-8; everything else changes how data is to be read.
    private static final int FLAGS = 0b110 | HAS_DESCRIPTOR | 1 << 11;
    // Trained parameters hardly compress. Zeros do, a thousandfold, and small files may be full of them.
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final long LARGEST_RATIO = 100;

    private final RandomAccessFile file;
    private final String shownName;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private record Entry(String name, int flags, int method, int crc, long packed, long size, long offset, long data) {}

    private StrictZip(RandomAccessFile file, String shownName) {
        this.file = file;
        this.shownName = shownName;
    }

    /**
     * Opens the file and checks its whole structure.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException where there is no file or it is not such a zip
     */
    static StrictZip open(Path path, String shownName) {
        if (!Files.exists(path)) {
            throw new InvalidInputException(shownName + ": there is no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new InvalidInputException(shownName + ": is not a file, but "
                    + (Files.isDirectory(path) ? "a directory" : "something special"));
        }
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "r");
        } catch (IOException e) {
            throw new InvalidInputException(shownName + ": cannot be read: " + Sentences.reason(e), e);
        }
        StrictZip zip = new StrictZip(file, shownName);
        try {
            zip.readStructure();
            return zip;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e instanceof InvalidInputException invalid ? invalid : zip.unreadable(e);
        }
    }

    /** The names of the entries, in the file's order. */
    Set<String> names() {
        return entries.keySet();
    }

    /**
     * The content of the entry.
     *
     * @param limit how many bytes it may have
     * @throws InvalidInputException where it has more, or is damaged
     */
    byte[] read(String name, long limit) {
        Entry entry = entries.get(name);
        if (entry.size > limit) {
            throw invalid(named(entry) + " has " + entry.size + " bytes, but at most " + limit + " can be needed");
        }
        try {
            byte[] content = entry.method == STORED ? bytes(entry.data, (int) entry.size) : inflate(entry);
            CRC32 crc = new CRC32();
            crc.update(content);
            if ((int) crc.getValue() != entry.crc) {
                throw invalid("is damaged: " + named(entry) + " does not have the checksum that was stored with it");
            }
            return content;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // It was only read: nothing is lost with it.
        }
    }

    private void readStructure() throws IOException {
        long length = file.length();
        if (length == 0) {
            throw invalid("is empty");
        }
        if (length < 4 || buffer(0, 4).getInt() != LOCAL_SIGNATURE) {
            throw invalid("is not a zip file");
        }
        ByteBuffer end = length < END_SIZE ? null : buffer(length - END_SIZE, END_SIZE);
        if (end == null || end.getInt() != END_SIGNATURE) {
            throw invalid("is damaged or cut off: the zip's last record is not at its end");
        }
        int disk = end.getShort();
        int directoryDisk = end.getShort();
        int here = end.getShort() & 0xffff;
        int count = end.getShort() & 0xffff;
        long size = end.getInt() & 0xffffffffL;
        long start = end.getInt() & 0xffffffffL;
        if (count > MOST_ENTRIES || size > LARGEST_DIRECTORY) {
            throw invalid("has " + count + " entries; a model zip has at most " + MOST_ENTRIES);
        }
        if (disk != 0
                || directoryDisk != 0
                || here != count
                || end.getShort() != 0
                || start + size + END_SIZE != length) {
            throw invalid("is damaged: the zip's last record does not fit the file");
        }
        long next = 0;
        long total = 0;
        ByteBuffer directory = buffer(start, (int) size);
        for (int i = 0; i < count; i++) {
            Entry entry = readEntry(directory, next, start);
            if (entries.putIfAbsent(entry.name, entry) != null) {
                throw invalid("has the entry " + Sentences.quoted(entry.name) + " twice");
            }
            next = endOf(entry, start);
            total += entry.size;
        }
        if (directory.hasRemaining() || next != start) {
            throw invalid("is damaged: there are bytes between the zip's entries that belong to none");
        }
        if (total > Math.max(ALWAYS_ALLOWED, LARGEST_RATIO * length)) {
            throw invalid("would inflate from " + length + " to " + total + " bytes, which no trained model does");
        }
    }

    /** The directory's next entry, whose local header has to stand at {@code expected}. */
    private Entry readEntry(ByteBuffer directory, long expected, long directoryStart) throws IOException {
        if (directory.remaining() < CENTRAL_SIZE || directory.getInt() != CENTRAL_SIGNATURE) {
            throw damagedDirectory();
        }
        directory.getInt(); // versions
        int flags = directory.getShort() & 0xffff;
        int method = directory.getShort() & 0xffff;
        directory.getInt(); // time
        int crc = directory.getInt();
        long packed = directory.getInt() & 0xffffffffL;
        long size = directory.getInt() & 0xffffffffL;
        int nameLength = directory.getShort() & 0xffff;
        int extraLength = directory.getShort() & 0xffff;
        int commentLength = directory.getShort() & 0xffff;
        int disk = directory.getShort();
        directory.getShort(); // internal attributes
        directory.getInt(); // external attributes
        long offset = directory.getInt() & 0xffffffffL;
        if (directory.remaining() < nameLength + extraLength + commentLength || disk != 0) {
            throw damagedDirectory();
        }
        byte[] name = new byte[nameLength];
        directory.get(name);
        directory.position(directory.position() + extraLength + commentLength);
        String shown = new String(name, StandardCharsets.ISO_8859_1);
        if (offset != expected || offset + LOCAL_SIZE + nameLength > directoryStart) {
            throw invalid(
                    "is damaged: the entry " + Sentences.quoted(shown) + " does not begin where the one before ends");
        }
        ByteBuffer local = buffer(offset, LOCAL_SIZE + nameLength);
        int signature = local.getInt();
        local.getShort(); // version
        boolean agrees = signature == LOCAL_SIGNATURE
                && (local.getShort() & 0xffff) == flags
                && (local.getShort() & 0xffff) == method;
        local.getInt(); // time
        boolean described = (flags & HAS_DESCRIPTOR) != 0;
        agrees &= same(local.getInt(), crc, described);
        agrees &= same(local.getInt(), (int) packed, described);
        agrees &= same(local.getInt(), (int) size, described);
        agrees &= (local.getShort() & 0xffff) == nameLength;
        int localExtra = local.getShort() & 0xffff;
        byte[] localName = new byte[nameLength];
        local.get(localName);
        Entry entry = new Entry(
                shown, flags, method, crc, packed, size, offset, offset + LOCAL_SIZE + nameLength + localExtra);
        if (!agrees || !Arrays.equals(name, localName)) {
            throw invalid("is damaged: the zip's directory and " + named(entry) + " itself do not agree");
        }
        if ((flags & ~FLAGS) != 0
                || method != STORED && method != DEFLATED
                || method == STORED && (described || packed != size)) {
            throw invalid(named(entry) + " is encrypted or packed in a way that model zips are not");
        }
        return entry;
    }

    /** A header that is written before its data may leave to the descriptor what was not known yet. */
    private static boolean same(int local, int central, boolean described) {
        return local == central || described && local == 0;
    }

    /** Where the entry ends: after its data, or after the descriptor that repeats checksum and sizes. */
    private long endOf(Entry entry, long directoryStart) throws IOException {
        long end = entry.data + entry.packed;
        if ((entry.flags & HAS_DESCRIPTOR) == 0) {
            return end;
        }
        ByteBuffer descriptor = end + 16 > directoryStart ? null : buffer(end, 16);
        if (descriptor == null
                || descriptor.getInt() != DESCRIPTOR_SIGNATURE
                || descriptor.getInt() != entry.crc
                || descriptor.getInt() != (int) entry.packed
                || descriptor.getInt() != (int) entry.size) {
            throw invalid("is damaged: the zip's directory and " + named(entry) + " itself do not agree");
        }
        return end + 16;
    }

    private byte[] inflate(Entry entry) throws IOException {
        byte[] content = new byte[(int) entry.size];
        Inflater inflater = new Inflater(true);
        try {
            byte[] packed = new byte[1 << 16];
            byte[] beyond = new byte[1];
            long left = entry.packed;
            int filled = 0;
            file.seek(entry.data);
            while (!inflater.finished()) {
                if (inflater.needsInput() && left > 0) {
                    int some = (int) Math.min(left, packed.length);
                    file.readFully(packed, 0, some);
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
            if (filled != content.length || inflater.getBytesRead() != entry.packed) {
                throw badSize(entry);
            }
            return content;
        } catch (DataFormatException e) {
            throw new InvalidInputException(shownName + ": is damaged: " + named(entry) + " cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    private ByteBuffer buffer(long offset, int length) throws IOException {
        return ByteBuffer.wrap(bytes(offset, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] bytes(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(offset);
        file.readFully(bytes);
        return bytes;
    }

    private InvalidInputException badSize(Entry entry) {
        return invalid("is damaged: " + named(entry) + " does not inflate to the size that was stored with it");
    }

    private InvalidInputException damagedDirectory() {
        return invalid("is damaged: the zip's directory cannot be read");
    }

    private InvalidInputException unreadable(Exception e) {
        return new InvalidInputException(shownName + ": cannot be read: " + Sentences.reason(e), e);
    }

    private static String named(Entry entry) {
        return "the entry " + Sentences.quoted(entry.name);
    }

    private InvalidInputException invalid(String what) {
        return new InvalidInputException(shownName + ": " + what);
    }
}

package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
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
    private static final int DIRECTORY_BYTES_AN_ENTRY = 1 << 10;
    private static final int END_SIZE = 22;
    private static final int CENTRAL_SIZE = 46;
    private static final int LOCAL_SIZE = 30;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int CENTRAL_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    private static final int WIDE_SIZES = 1;
    private static final int WIDE = 0xffffffff;
    /** NTFS times, Unix times and owners in three forms, the mark of a jar. */
    private static final Set<Integer> HARMLESS = Set.of(0x000a, 0x5455, 0x5855, 0x7855, 0x7875, 0xcafe);

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int HAS_DESCRIPTOR = 1 << 3;
    // Two bits of deflate's level, the descriptor, names in UTF-8; everything else changes how data is to be read.
    private static final int IN_UTF_8 = 1 << 11;
    private static final int FLAGS = 0b110 | HAS_DESCRIPTOR | IN_UTF_8;
    // Two bits of deflate stand for 258 bytes at most.
    private static final long DEFLATE_AT_BEST = 1032;

    private final Storage.Input file;
    private final String shownName;
    private final Kind kind;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

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

    private record Entry(
            String name, int flags, int method, int crc, long packed, long size, long data, boolean wideSizes) {}

    private StrictZip(Storage.Input file, String shownName, Kind kind) {
        this.file = file;
        this.shownName = shownName;
        this.kind = kind;
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
        Storage.Input file;
        try {
            file = Storage.of(path).open(path);
        } catch (IOException e) {
            throw new InvalidInputException(shownName + ": cannot be read: " + Sentences.reason(e), e);
        }
        StrictZip zip = new StrictZip(file, shownName, kind);
        try {
            zip.readStructure();
            return zip;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e instanceof InvalidInputException invalid ? invalid : zip.unreadable(e);
        }
    }

    /** The names of the entries, in the file's order. */
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** How long the entry says that it is. */
    public long size(String name) {
        return entries.get(name).size;
    }

    /**
     * The content of the entry.
     *
     * @param limit how many bytes it may have
     * @throws InvalidInputException where it has more, or is damaged
     */
    public byte[] read(String name, long limit) {
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
        int first = length < 4 ? 0 : buffer(0, 4).getInt();
        boolean withoutEntries = first == END_SIGNATURE && length == END_SIZE;
        if (first != LOCAL_SIGNATURE && !withoutEntries) {
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
        if (count > kind.mostEntries) {
            throw invalid("has " + count + " entries; " + kind.name + " has at most " + kind.mostEntries);
        }
        if (size > (long) kind.mostEntries * DIRECTORY_BYTES_AN_ENTRY) {
            throw invalid("has a zip directory of " + size + " bytes, too many for " + kind.name);
        }
        String misfit = "is damaged: the zip's last record does not fit the file";
        if (start + size + END_SIZE < length) {
            throw ambiguous(misfit);
        }
        if (disk != 0
                || directoryDisk != 0
                || here != count
                || end.getShort() != 0
                || start + size + END_SIZE != length) {
            throw invalid(misfit);
        }
        long next = 0;
        long total = 0;
        ByteBuffer directory = buffer(start, (int) size);
        for (int i = 0; i < count; i++) {
            Entry entry = readEntry(directory, next, start);
            if (entries.putIfAbsent(entry.name, entry) != null) {
                throw ambiguous("has the entry " + Sentences.quoted(entry.name) + " twice");
            }
            next = endOf(entry, start);
            total += entry.size;
        }
        if (directory.hasRemaining() || next != start) {
            throw ambiguous("is damaged: there are bytes between the zip's entries that belong to none");
        }
        if (total > Math.max(kind.mostBytes, kind.largestRatio * length)) {
            throw invalid(
                    "would inflate from " + length + " to " + total + " bytes, which is too much for " + kind.name);
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
        String shown = text(name, flags);
        requireHarmless(directory.slice().limit(extraLength).order(ByteOrder.LITTLE_ENDIAN), false, shown);
        directory.position(directory.position() + extraLength + commentLength);
        if (offset != expected || offset + LOCAL_SIZE + nameLength > directoryStart) {
            throw ambiguous(
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
        int localPacked = local.getInt();
        int localSize = local.getInt();
        agrees &= (local.getShort() & 0xffff) == nameLength;
        int localExtra = local.getShort() & 0xffff;
        byte[] localName = new byte[nameLength];
        local.get(localName);
        long data = offset + LOCAL_SIZE + nameLength + localExtra;
        if (data > directoryStart) {
            throw damagedDirectory();
        }
        ByteBuffer extra = buffer(offset + LOCAL_SIZE + nameLength, localExtra);
        ByteBuffer wide = wideSizes(extra.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        if (wide != null) {
            agrees &= same(wide.getLong(), size, described) && same(wide.getLong(), packed, described);
        }
        agrees &= wide != null && localSize == WIDE || same(localSize, (int) size, described);
        agrees &= wide != null && localPacked == WIDE || same(localPacked, (int) packed, described);
        Entry entry = new Entry(shown, flags, method, crc, packed, size, data, wide != null);
        if (!agrees || !Arrays.equals(name, localName)) {
            throw disagreement(entry);
        }
        requireHarmless(extra, true, shown);
        if ((flags & ~FLAGS) != 0
                || method != STORED && method != DEFLATED
                || method == STORED && (described && !kind.storedStreams || packed != size)) {
            throw invalid(named(entry) + " is encrypted or packed in a way that " + kind.name + " is not");
        }
        return entry;
    }

    /** The name as its flag says; without the flag no encoding is agreed upon, and every byte stands for itself. */
    private String text(byte[] name, int flags) {
        if ((flags & IN_UTF_8) == 0) {
            return new String(name, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidInputException(shownName + ": is damaged: an entry's name is not UTF-8 text", e);
        }
    }

    /**
     * Of what may stand behind a name, times and owners alone are taken: other fields can give the entry another name, other
     * sizes or another encoding, and some readers follow them.
     */
    private void requireHarmless(ByteBuffer extra, boolean local, String name) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                throw damagedDirectory();
            }
            if (!HARMLESS.contains(id) && !(local && id == WIDE_SIZES)) {
                throw ambiguous("can be read in two ways: the entry " + Sentences.quoted(name) + " has the extra field "
                        + String.format(Locale.ROOT, "0x%04x", id) + ", which only some programs follow");
            }
            extra.position(extra.position() + length);
        }
        if (extra.hasRemaining()) {
            throw damagedDirectory();
        }
    }

    /** The size and the packed size in 64 bits, where the fields behind a local header's name have them; or null. */
    private static ByteBuffer wideSizes(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = extra.getShort() & 0xffff;
            if (length > extra.remaining()) {
                return null;
            }
            if (id == WIDE_SIZES && length == 2 * Long.BYTES) {
                return extra;
            }
            extra.position(extra.position() + length);
        }
        return null;
    }

    /** A header that is written before its data may leave to the descriptor what was not known yet. */
    private static boolean same(long local, long central, boolean described) {
        return local == central || described && local == 0;
    }

    /** Where the entry ends: after its data, or after the descriptor that repeats checksum and sizes. */
    private long endOf(Entry entry, long directoryStart) throws IOException {
        long end = entry.data + entry.packed;
        if ((entry.flags & HAS_DESCRIPTOR) == 0) {
            return end;
        }
        int length = entry.wideSizes ? 24 : 16;
        ByteBuffer descriptor = end + length > directoryStart ? null : buffer(end, length);
        if (descriptor == null
                || descriptor.getInt() != DESCRIPTOR_SIGNATURE
                || descriptor.getInt() != entry.crc
                || size(descriptor, entry) != entry.packed
                || size(descriptor, entry) != entry.size) {
            throw disagreement(entry);
        }
        return end + length;
    }

    private static long size(ByteBuffer descriptor, Entry entry) {
        return entry.wideSizes ? descriptor.getLong() : descriptor.getInt() & 0xffffffffL;
    }

    private byte[] inflate(Entry entry) throws IOException {
        if (entry.size > DEFLATE_AT_BEST * entry.packed) {
            throw badSize(entry);
        }
        byte[] content = new byte[(int) entry.size];
        Inflater inflater = new Inflater(true);
        try {
            byte[] packed = new byte[1 << 16];
            byte[] beyond = new byte[1];
            long left = entry.packed;
            int filled = 0;
            while (!inflater.finished()) {
                if (inflater.needsInput() && left > 0) {
                    int some = (int) Math.min(left, packed.length);
                    file.read(entry.data + entry.packed - left, packed, some);
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
        file.read(offset, bytes, length);
        return bytes;
    }

    private InvalidInputException badSize(Entry entry) {
        return invalid("is damaged: " + named(entry) + " does not inflate to the size that was stored with it");
    }

    private InvalidInputException disagreement(Entry entry) {
        return ambiguous("is damaged: the zip's directory and " + named(entry) + " itself do not agree");
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

    private InvalidInputException ambiguous(String what) {
        return new AmbiguousFileException(shownName + ": " + what);
    }

    private InvalidInputException invalid(String what) {
        return new InvalidInputException(shownName + ": " + what);
    }
}

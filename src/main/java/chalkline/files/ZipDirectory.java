package chalkline.files;

import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Where the entries of a zip lie, once it is certain that every reader finds the same ones. */
final class ZipDirectory {
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

    private static final int UNIX = 3;
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;

    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int HAS_DESCRIPTOR = 1 << 3;
    // Two bits of deflate's level, the descriptor, names in UTF-8; everything else changes how data is to be read.
    private static final int IN_UTF_8 = 1 << 11;
    private static final int FLAGS = 0b110 | HAS_DESCRIPTOR | IN_UTF_8;
    /** An entry as both of its headers describe it; its data begins at {@code data}. */
    record Member(
            String name,
            int flags,
            int method,
            int crc,
            long packed,
            long size,
            long data,
            boolean wideSizes,
            boolean link) {
        boolean isStored() {
            return method == STORED;
        }

        /** For sentences. */
        String named() {
            return "the entry " + Sentences.quoted(name);
        }
    }

    private final ZipBytes file;
    private final StrictZip.Kind kind;
    private final Map<String, Member> entries = new LinkedHashMap<>();

    private ZipDirectory(ZipBytes file, StrictZip.Kind kind) {
        this.file = file;
        this.kind = kind;
    }

    /** The entries by name, in the file's order. */
    static Map<String, Member> read(ZipBytes file, StrictZip.Kind kind) throws IOException {
        ZipDirectory directory = new ZipDirectory(file, kind);
        directory.read();
        return directory.entries;
    }

    private void read() throws IOException {
        long length = file.length();
        if (length == 0) {
            throw file.invalid("is empty");
        }
        int first = length < 4 ? 0 : file.buffer(0, 4).getInt();
        boolean withoutEntries = first == END_SIGNATURE && length == END_SIZE;
        ByteBuffer end = length < END_SIZE ? null : file.buffer(length - END_SIZE, END_SIZE);
        boolean ends = end != null && end.getInt() == END_SIGNATURE;
        if (first != LOCAL_SIGNATURE && !withoutEntries) {
            throw ends
                    ? file.ambiguous(
                            "can be read in two ways: it is a zip only from its end, and begins as another file")
                    : file.invalid("is not a zip file");
        }
        if (!ends) {
            throw file.invalid("is damaged or cut off: the zip's last record is not at its end");
        }
        int disk = end.getShort();
        int directoryDisk = end.getShort();
        int here = end.getShort() & 0xffff;
        int count = end.getShort() & 0xffff;
        long size = end.getInt() & 0xffffffffL;
        long start = end.getInt() & 0xffffffffL;
        if (count > kind.mostEntries()) {
            throw file.invalid("has " + count + " entries; " + kind.name() + " has at most " + kind.mostEntries());
        }
        if (size > (long) kind.mostEntries() * DIRECTORY_BYTES_AN_ENTRY) {
            throw file.invalid("has a zip directory of " + size + " bytes, too many for " + kind.name());
        }
        String misfit = "is damaged: the zip's last record does not fit the file";
        if (start + size + END_SIZE < length) {
            throw file.ambiguous(misfit);
        }
        if (disk != 0
                || directoryDisk != 0
                || here != count
                || end.getShort() != 0
                || start + size + END_SIZE != length) {
            throw file.invalid(misfit);
        }
        long next = 0;
        long total = 0;
        ByteBuffer directory = file.buffer(start, (int) size);
        for (int i = 0; i < count; i++) {
            Member entry = readEntry(directory, next, start);
            if (entries.putIfAbsent(entry.name, entry) != null) {
                throw file.ambiguous("has the entry " + Sentences.quoted(entry.name) + " twice");
            }
            next = endOf(entry, start);
            total += entry.size;
        }
        if (directory.hasRemaining() || next != start) {
            throw file.ambiguous("is damaged: there are bytes between the zip's entries that belong to none");
        }
        if (total > Math.max(kind.mostBytes(), kind.largestRatio() * length)) {
            throw file.invalid(
                    "would inflate from " + length + " to " + total + " bytes, which is too much for " + kind.name());
        }
    }

    /** The directory's next entry, whose local header has to stand at {@code expected}. */
    private Member readEntry(ByteBuffer directory, long expected, long directoryStart) throws IOException {
        if (directory.remaining() < CENTRAL_SIZE || directory.getInt() != CENTRAL_SIGNATURE) {
            throw file.damagedDirectory();
        }
        int system = directory.getInt() >>> 8 & 0xff;
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
        int mode = directory.getInt() >>> 16;
        long offset = directory.getInt() & 0xffffffffL;
        if (directory.remaining() < nameLength + extraLength + commentLength || disk != 0) {
            throw file.damagedDirectory();
        }
        byte[] name = new byte[nameLength];
        directory.get(name);
        String shown = text(name, flags);
        requireHarmless(directory.slice().limit(extraLength).order(ByteOrder.LITTLE_ENDIAN), false, shown);
        directory.position(directory.position() + extraLength + commentLength);
        if (offset != expected || offset + LOCAL_SIZE + nameLength > directoryStart) {
            throw file.ambiguous(
                    "is damaged: the entry " + Sentences.quoted(shown) + " does not begin where the one before ends");
        }
        ByteBuffer local = file.buffer(offset, LOCAL_SIZE + nameLength);
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
            throw file.damagedDirectory();
        }
        ByteBuffer extra = file.buffer(offset + LOCAL_SIZE + nameLength, localExtra);
        ByteBuffer wide = wideSizes(extra.duplicate().order(ByteOrder.LITTLE_ENDIAN));
        if (wide != null) {
            agrees &= same(wide.getLong(), size, described) && same(wide.getLong(), packed, described);
        }
        agrees &= wide != null && localSize == WIDE || same(localSize, (int) size, described);
        agrees &= wide != null && localPacked == WIDE || same(localPacked, (int) packed, described);
        Member entry = new Member(
                shown,
                flags,
                method,
                crc,
                packed,
                size,
                data,
                wide != null,
                system == UNIX && (mode & FILE_TYPE) == LINK);
        if (!agrees || !Arrays.equals(name, localName)) {
            throw disagreement(entry);
        }
        requireHarmless(extra, true, shown);
        if ((flags & ~FLAGS) != 0
                || method != STORED && method != DEFLATED
                || method == STORED && (described && !kind.storedStreams() || packed != size)) {
            throw file.invalid(entry.named() + " is encrypted or packed in a way that " + kind.name() + " is not");
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
            throw file.invalid("is damaged: an entry's name is not UTF-8 text", e);
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
                throw file.damagedDirectory();
            }
            if (!HARMLESS.contains(id) && !(local && id == WIDE_SIZES)) {
                throw file.ambiguous(
                        "can be read in two ways: the entry " + Sentences.quoted(name) + " has the extra field "
                                + String.format(Locale.ROOT, "0x%04x", id) + ", which only some programs follow");
            }
            extra.position(extra.position() + length);
        }
        if (extra.hasRemaining()) {
            throw file.damagedDirectory();
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
    private long endOf(Member entry, long directoryStart) throws IOException {
        long end = entry.data + entry.packed;
        if ((entry.flags & HAS_DESCRIPTOR) == 0) {
            return end;
        }
        int length = entry.wideSizes ? 24 : 16;
        ByteBuffer descriptor = end + length > directoryStart ? null : file.buffer(end, length);
        if (descriptor == null
                || descriptor.getInt() != DESCRIPTOR_SIGNATURE
                || descriptor.getInt() != entry.crc
                || size(descriptor, entry) != entry.packed
                || size(descriptor, entry) != entry.size) {
            throw disagreement(entry);
        }
        return end + length;
    }

    private static long size(ByteBuffer descriptor, Member entry) {
        return entry.wideSizes ? descriptor.getLong() : descriptor.getInt() & 0xffffffffL;
    }

    private InvalidInputException disagreement(Member entry) {
        return file.ambiguous("is damaged: the zip's directory and " + entry.named() + " itself do not agree");
    }
}

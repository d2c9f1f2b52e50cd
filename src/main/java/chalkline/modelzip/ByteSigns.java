package chalkline.modelzip;

import chalkline.modelzip.Danger.Kind;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * What bytes are, by the marks that programs know them by. A mark of few bytes counts at the beginning alone: the numbers of an
 * array have any four bytes somewhere.
 */
final class ByteSigns {
    /** As much of one part is repeated in front of the next. */
    static final int OVERLAP = 512;

    private static final int END_SIZE = 22;
    private static final int CENTRAL_SIZE = 46;
    private static final int TAR_BLOCK = 512;
    private static final int TAR_SUM = 148;

    private static final List<Mark> MARKS = List.of(
            anywhere(Kind.SERIALIZED_OBJECT, "holds a serialized Java object", "aced0005", ByteSigns::isObject),
            anywhere(Kind.SERIALIZED_OBJECT, "holds a serialized Java object in Base64", text("rO0ABX")),
            anywhere(Kind.NESTED_ARCHIVE, "is a zip", "504b0304", ByteSigns::isZipEntry),
            anywhere(Kind.NESTED_ARCHIVE, "is a zip", "504b0506", ByteSigns::isZipEnd),
            first(Kind.NESTED_ARCHIVE, "is a zip", "504b0304"),
            first(Kind.NESTED_ARCHIVE, "is a zip", "504b0506"),
            first(Kind.NESTED_ARCHIVE, "is a zip", "504b0606"),
            first(Kind.NESTED_ARCHIVE, "is a part of a zip", "504b0708"),
            anywhere(Kind.NESTED_ARCHIVE, "is a zip of Java's modules", "4a4d0100504b0304"),
            anywhere(Kind.NESTED_ARCHIVE, "is a 7z archive", "377abcaf271c"),
            first(Kind.NESTED_ARCHIVE, "is a 7z archive", "377abcaf"),
            anywhere(Kind.NESTED_ARCHIVE, "is a rar archive", "526172211a07"),
            first(Kind.NESTED_ARCHIVE, "is a rar archive", "52617221"),
            anywhere(Kind.NESTED_ARCHIVE, "is an xz archive", "fd377a585a00"),
            first(Kind.NESTED_ARCHIVE, "is an xz archive", "fd377a58"),
            first(Kind.NESTED_ARCHIVE, "is a zstd archive", "28b52ffd"),
            first(Kind.NESTED_ARCHIVE, "is a zstd archive", "5.2a4d18"),
            first(Kind.NESTED_ARCHIVE, "is an lz4 archive", "04224d18"),
            first(Kind.NESTED_ARCHIVE, "is an lzma archive", "5d0000..00"),
            first(Kind.NESTED_ARCHIVE, "is an lzma archive", "5d0000..01"),
            first(Kind.NESTED_ARCHIVE, "is an lzip archive", "4c5a4950"),
            anywhere(Kind.NESTED_ARCHIVE, "is an lzop archive", "894c5a4f000d0a1a"),
            anywhere(Kind.NESTED_ARCHIVE, "is compressed with snappy", "ff060000734e61507059"),
            anywhere(Kind.NESTED_ARCHIVE, "is compressed with gzip", "1f8b08", ByteSigns::isGzip),
            first(Kind.NESTED_ARCHIVE, "is compressed with gzip", "1f8b"),
            first(Kind.NESTED_ARCHIVE, "is compressed with zlib", "78", ByteSigns::isZlib),
            first(Kind.NESTED_ARCHIVE, "is compressed with compress", "1f9d"),
            anywhere(Kind.NESTED_ARCHIVE, "is compressed with bzip2", "425a68..314159265359"),
            first(Kind.NESTED_ARCHIVE, "is compressed with bzip2", "425a68"),
            anywhere(Kind.NESTED_ARCHIVE, "is a tar archive", "7573746172003030"),
            anywhere(Kind.NESTED_ARCHIVE, "is a tar archive", "7573746172202000"),
            first(Kind.NESTED_ARCHIVE, "is a tar archive", "", ByteSigns::isTar),
            first(Kind.NESTED_ARCHIVE, "is an ar archive", text("!<arch>\n")),
            first(Kind.NESTED_ARCHIVE, "is a cpio archive", text("07070"), ByteSigns::isCpio),
            first(Kind.NESTED_ARCHIVE, "is a xar archive", text("xar!")),
            first(Kind.NESTED_ARCHIVE, "is a cabinet", text("MSCF")),
            first(Kind.NESTED_ARCHIVE, "is a packed jar", "cafed00d"),
            first(Kind.NESTED_ARCHIVE, "is a compound document", "d0cf11e0a1b11ae1"),
            anywhere(Kind.CODE, "is a Java class", "cafebabe0000", ByteSigns::isClass),
            first(Kind.CODE, "is a Java class", "cafebabe"),
            anywhere(Kind.CODE, "is a program", "7f454c46", ByteSigns::isElf),
            first(Kind.CODE, "is a program", "7f454c46"),
            anywhere(Kind.CODE, "is a program", "4d5a", ByteSigns::isWindows),
            first(Kind.CODE, "is a program", "4d5a"),
            first(Kind.CODE, "is a program", "feedface"),
            first(Kind.CODE, "is a program", "feedfacf"),
            first(Kind.CODE, "is a program", "cefaedfe"),
            first(Kind.CODE, "is a program", "cffaedfe"),
            first(Kind.CODE, "is a program", "cafebabf"),
            first(Kind.CODE, "is a program for a virtual machine", "0061736d"),
            anywhere(Kind.CODE, "is a program for a virtual machine", "0061736d01000000"),
            first(Kind.CODE, "is a program for a virtual machine", text("dex\n")),
            first(Kind.CODE, "is a program for a virtual machine", "4243c0de"),
            first(Kind.CODE, "is a link of Windows", "4c0000000114020000000000c0000000"),
            first(Kind.CODE, "is a script", text("#!")),
            first(Kind.CODE, "is a script", "efbbbf2321"),
            first(Kind.CODE, "is a program of Python", "....0d0a0000"),
            anywhere(Kind.CODE, "is a Python pickle", "80..95........00000000", ByteSigns::isPickleFrame),
            first(Kind.CODE, "is a Python pickle", "80", ByteSigns::isPickle));

    private static final Mark[][] BY_FIRST_BYTE = byFirstByte();

    private final byte[] bytes;
    private final boolean beginning;
    private final boolean numbers;

    /**
     * Of a file, or of a part of one.
     *
     * @param beginning whether the file begins here
     * @param numbers whether any byte may be anywhere in it: what is weak behind the beginning is no mark then
     */
    ByteSigns(byte[] bytes, boolean beginning, boolean numbers) {
        this.bytes = bytes;
        this.beginning = beginning;
        this.numbers = numbers;
    }

    /** More that holds where the mark stands. */
    private interface Condition {
        boolean holds(ByteSigns signs, int at);
    }

    /**
     * A mark.
     *
     * @param values of its bytes
     * @param masks of the bits of each that count
     */
    private record Mark(Kind kind, String what, boolean anywhere, int[] values, int[] masks, Condition condition) {
        /** @param pattern hexadecimal digits, and points for any */
        static Mark of(Kind kind, String what, boolean anywhere, String pattern, Condition condition) {
            int[] values = new int[pattern.length() / 2];
            int[] masks = new int[values.length];
            for (int k = 0; k < pattern.length(); k++) {
                boolean any = pattern.charAt(k) == '.';
                values[k / 2] = values[k / 2] << 4 | (any ? 0 : Character.digit(pattern.charAt(k), 16));
                masks[k / 2] = masks[k / 2] << 4 | (any ? 0 : 15);
            }
            return new Mark(kind, what, anywhere, values, masks, condition);
        }

        boolean isAt(ByteSigns signs, int i) {
            if (!anywhere && !signs.isBeginning(i) || i + values.length > signs.bytes.length) {
                return false;
            }
            for (int k = 0; k < values.length; k++) {
                if ((signs.bytes[i + k] & masks[k]) != values[k]) {
                    return false;
                }
            }
            return condition.holds(signs, i);
        }
    }

    private static Mark anywhere(Kind kind, String what, String pattern) {
        return anywhere(kind, what, pattern, (signs, at) -> true);
    }

    private static Mark anywhere(Kind kind, String what, String pattern, Condition condition) {
        return Mark.of(kind, what, true, pattern, condition);
    }

    private static Mark first(Kind kind, String what, String pattern) {
        return first(kind, what, pattern, (signs, at) -> true);
    }

    private static Mark first(Kind kind, String what, String pattern, Condition condition) {
        return Mark.of(kind, what, false, pattern, condition);
    }

    private static String text(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    private static Mark[][] byFirstByte() {
        Mark[][] byFirst = new Mark[256][];
        for (int first = 0; first < byFirst.length; first++) {
            int value = first;
            byFirst[first] = MARKS.stream()
                    .filter(mark -> mark.anywhere() && mark.values()[0] == value)
                    .toArray(Mark[]::new);
        }
        return byFirst;
    }

    /** The first sign of each kind, with a clause about it. */
    Map<Kind, String> found() {
        Map<Kind, String> found = new LinkedHashMap<>();
        MARKS.stream().filter(mark -> mark.isAt(this, 0)).forEach(mark -> found.putIfAbsent(mark.kind(), mark.what()));
        for (int i = 1; i < bytes.length; i++) {
            Mark[] marks = BY_FIRST_BYTE[bytes[i] & 0xff];
            for (Mark mark : marks) {
                if (!found.containsKey(mark.kind()) && mark.isAt(this, i)) {
                    found.put(mark.kind(), mark.what() + (mark.what().startsWith("is ") ? " behind other bytes" : ""));
                }
            }
        }
        return found;
    }

    private boolean isBeginning(int i) {
        return beginning && i == 0;
    }

    private int at(int i) {
        return i < bytes.length ? bytes[i] & 0xff : 0;
    }

    private long four(int i) {
        return at(i) | at(i + 1) << 8 | at(i + 2) << 16 | (long) at(i + 3) << 24;
    }

    private boolean isObject(int start) {
        int i = start + 4;
        boolean strict = numbers && !isBeginning(start);
        if (!strict) {
            return at(i) >= 0x70 && at(i) <= 0x7E;
        }
        // Blocks of plain data and resets may come before the object.
        while (at(i) == 0x79 || at(i) == 0x77) {
            i += at(i) == 0x79 ? 1 : 2 + at(i + 1);
        }
        boolean hasClass = at(i) == 0x73 || at(i) == 0x75 || at(i) == 0x76 || at(i) == 0x7E;
        return hasClass && (at(i + 1) == 0x72 || at(i + 1) == 0x7D);
    }

    private boolean isZipEntry(int i) {
        boolean known = at(i + 8) <= 20 || at(i + 8) >= 93 && at(i + 8) <= 99;
        return at(i + 4) < 64 && at(i + 5) == 0 && known && at(i + 9) == 0;
    }

    /** Programs look for a zip's end, and so find one behind anything. Of its entries they may then believe anything. */
    private boolean isZipEnd(int i) {
        long directory = i - four(i + 12);
        return i + END_SIZE <= bytes.length
                && four(i + 12) >= CENTRAL_SIZE
                && directory >= 0
                && four((int) directory) == 0x02014b50;
    }

    private boolean isGzip(int i) {
        boolean system = at(i + 9) <= 13 || at(i + 9) == 255;
        return !numbers && at(i + 3) < 32 && (at(i + 8) == 0 || at(i + 8) == 2 || at(i + 8) == 4) && system;
    }

    /** Only what can be inflated. */
    private boolean isZlib(int i) {
        if (bytes.length < 8 || (at(i) << 8 | at(i + 1)) % 31 != 0) {
            return false;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, i, bytes.length - i);
            return inflater.inflate(new byte[64]) > 0;
        } catch (DataFormatException e) {
            return false;
        } finally {
            inflater.end();
        }
    }

    /** Tar's first block holds the sum of its own bytes, those of the sum taken as spaces. */
    private boolean isTar(int start) {
        if (bytes.length < TAR_BLOCK) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < TAR_BLOCK; i++) {
            sum += i >= TAR_SUM && i < TAR_SUM + 8 ? ' ' : at(start + i);
        }
        String written = new String(bytes, start + TAR_SUM, 8, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        return written.matches("[0-7]{1,7}") && Integer.parseInt(written, 8) == sum;
    }

    /** Its header is digits. */
    private boolean isCpio(int i) {
        return IntStream.range(i, i + 40).allMatch(k -> Character.digit(at(k), 16) >= 0);
    }

    private boolean isClass(int i) {
        int version = at(i + 6) << 8 | at(i + 7);
        return version >= 45 && version < 128;
    }

    private boolean isElf(int i) {
        return (at(i + 4) == 1 || at(i + 4) == 2) && (at(i + 5) == 1 || at(i + 5) == 2) && at(i + 6) == 1;
    }

    /** A program of Windows says where its second header is. */
    private boolean isWindows(int i) {
        long header = four(i + 0x3c);
        return header < OVERLAP && four(i + (int) header) == 0x00004550;
    }

    private boolean isPickleFrame(int i) {
        return at(i + 1) == 4 || at(i + 1) == 5;
    }

    private boolean isPickle(int i) {
        return at(i + 1) >= 2 && at(i + 1) <= 5 && at(bytes.length - 1) == '.';
    }
}

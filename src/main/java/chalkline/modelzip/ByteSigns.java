package chalkline.modelzip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What an entry's bytes are, by the marks that programs know them by. A mark of few bytes counts at the beginning alone: the
 * numbers of an array have any four bytes somewhere.
 *
 * @param bytes the entry, or the next part of a long one
 * @param name of the entry
 */
record ByteSigns(byte[] bytes, String name) {
    /** The longest mark that is looked for anywhere: parts overlap by as much. */
    static final int LONGEST = 16;

    private static final int OBJECT = 0xACED0005;
    private static final int ZIP = 0x504B0304;
    private static final int JAVA_CLASS = 0xCAFEBABE;
    private static final int ELF = 0x7F454C46;
    private static final Set<Integer> ZIP_METHODS = Set.of(0, 8, 9, 12, 14, 93, 95);
    private static final Set<Integer> FAT_AND_MACH = Set.of(0xFEEDFACE, 0xFEEDFACF, 0xCEFAEDFE, 0xCFFAEDFE, 0xCAFEBABF);
    private static final Set<String> ARRAYS = Set.of("coefficients.bin", "updaterState.bin");

    /** How an object begins that is written in Base64, and in hexadecimal digits. */
    private static final byte[] IN_BASE64 = "rO0ABX".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] IN_HEX = "aced00057".getBytes(StandardCharsets.US_ASCII);

    private int at(int i) {
        return i < bytes.length ? bytes[i] & 0xff : 0;
    }

    private int four(int i) {
        return at(i) << 24 | at(i + 1) << 16 | at(i + 2) << 8 | at(i + 3);
    }

    /** Whether a serialized Java object begins somewhere in it. */
    boolean hasObject() {
        boolean array = ARRAYS.contains(name);
        for (int i = 0; i + 4 < bytes.length; i++) {
            int first = at(i);
            if (first == 0xAC && four(i) == OBJECT && isObject(i + 4, i == 0 || !array)
                    || first == 'r' && startsWith(i, IN_BASE64)
                    || (first == 'a' || first == 'A') && startsWith(i, IN_HEX)) {
                return true;
            }
        }
        return false;
    }

    /** @param any whether it may be of any kind, or only one with a class */
    private boolean isObject(int i, boolean any) {
        boolean described = at(i + 1) == 0x72 || at(i + 1) == 0x7D;
        return switch (at(i)) {
            case 0x73, 0x75, 0x76, 0x7E -> any || described;
            default -> any && at(i) >= 0x70;
        };
    }

    private boolean startsWith(int from, byte... mark) {
        if (from + mark.length > bytes.length) {
            return false;
        }
        for (int k = 0; k < mark.length; k++) {
            int c = bytes[from + k];
            if (c != mark[k] && !(mark == IN_HEX && Character.toLowerCase(c) == mark[k])) {
                return false;
            }
        }
        return true;
    }

    /** The archive that it is, or that begins somewhere in it. */
    Optional<String> archive() {
        String what = switch (four(0)) {
            case ZIP, 0x504B0506 -> "a zip";
            case 0x377ABCAF -> "a 7z archive";
            case 0x52617221 -> "a rar archive";
            case 0xFD377A58 -> "an xz archive";
            case 0x28B52FFD -> "a zstd archive";
            case 0x04224D18 -> "an lz4 archive";
            case 0x5D000080, 0x5D000000 -> at(4) <= 1 ? "an lzma archive" : "";
            default ->
                four(0) >>> 16 == 0x1F8B
                        ? "compressed with gzip"
                        : four(0) >>> 8 == 0x425A68 ? "compressed with bzip2" : isTar() ? "a tar archive" : "";
        };
        return Optional.of(what).filter(known -> !known.isEmpty()).or(this::hiddenZip);
    }

    private boolean isTar() {
        return bytes.length > 262 && new String(bytes, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    }

    /** Programs look for a zip's end, and so find one behind anything. */
    private Optional<String> hiddenZip() {
        for (int i = 1; i + 10 < bytes.length; i++) {
            if (at(i) == 'P'
                    && four(i) == ZIP
                    && at(i + 4) < 64
                    && at(i + 5) == 0
                    && at(i + 9) == 0
                    && ZIP_METHODS.contains(at(i + 8))) {
                return Optional.of("a zip behind other bytes");
            }
        }
        return Optional.empty();
    }

    /** The program that it is, or that begins somewhere in it. */
    Optional<String> program() {
        int first = four(0);
        if (isClass(0)) {
            return Optional.of("a Java class");
        }
        if (first == ELF || first >>> 16 == 0x4D5A || FAT_AND_MACH.contains(first)) {
            return Optional.of("a program");
        }
        if (first == 0x0061736D || first == 0x6465780A) {
            return Optional.of("a program for a virtual machine");
        }
        if (first >>> 16 == 0x2321 || first >>> 8 == 0xEFBBBF && (four(3) >>> 16) == 0x2321) {
            return Optional.of("a script");
        }
        if (at(0) == 0x80 && at(1) >= 2 && at(1) <= 5 && at(bytes.length - 1) == '.') {
            return Optional.of("a Python pickle");
        }
        return hiddenProgram();
    }

    private boolean isClass(int i) {
        return four(i) == JAVA_CLASS && at(i + 4) == 0 && at(i + 6) == 0 && at(i + 7) < 128;
    }

    private Optional<String> hiddenProgram() {
        for (int i = 1; i + 8 < bytes.length; i++) {
            int first = at(i);
            boolean aClass = first == 0xCA && isClass(i) && at(i + 5) == 0 && at(i + 7) >= 45;
            boolean elf = first == 0x7F
                    && four(i) == ELF
                    && (at(i + 4) == 1 || at(i + 4) == 2)
                    && (at(i + 5) == 1 || at(i + 5) == 2)
                    && at(i + 6) == 1;
            if (aClass || elf) {
                return Optional.of((aClass ? "a Java class" : "a program") + " behind other bytes");
            }
        }
        return Optional.empty();
    }

    /** What two names have in common that lead to one file on some system. */
    static String folded(String name) {
        return name.replace('\\', '/').replaceAll("(^|/)(?:\\.?/)+", "$1").toLowerCase(Locale.ROOT);
    }
}

package chalkline.modelzip;

import chalkline.files.AmbiguousFileException;
import chalkline.files.StrictZip;
import chalkline.modelzip.Danger.Kind;
import chalkline.network.InvalidInputException;
import chalkline.network.Sentences;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Looks for what is dangerous in a model zip of Deeplearning4j's, of any release and any network, without loading any of it. The
 * zip is read in both ways that programs read one, by its directory and from entry to entry, since a danger may be in either.
 */
public final class ZipScan {
    private static final StrictZip.Kind KIND = new StrictZip.Kind("a model zip", 10_000, 64L << 20, 100, true);
    private static final int MOST_ENTRIES = 10_000;
    /** As much of an entry as is looked at; of a JSON all of it. */
    private static final int MOST_BYTES = 16 << 20;

    private static final long LARGEST_RATIO = 100;
    private static final long SMALL = 64L << 20;
    private static final int OBJECT = 0xACED0005;

    private final String shownName;
    private final Set<Danger> dangers = new LinkedHashSet<>();
    private Optional<InvalidInputException> unreadable = Optional.empty();

    private ZipScan(String shownName) {
        this.shownName = shownName;
    }

    /**
     * The dangers in the order of the file; none if the zip is clean.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException if it cannot be read, and nothing dangerous was found before that
     */
    public static List<Danger> of(Path file, String shownName) {
        ZipScan scan = new ZipScan(shownName);
        scan.structure(file);
        scan.byDirectory(file);
        scan.byEntries(file);
        if (scan.dangers.isEmpty() && scan.unreadable.isPresent()) {
            throw scan.unreadable.get();
        }
        return List.copyOf(scan.dangers);
    }

    private void structure(Path file) {
        try (StrictZip zip = StrictZip.open(file, shownName, KIND)) {
            zip.names().forEach(this::name);
            for (String name : zip.names()) {
                if (zip.size(name) <= MOST_BYTES) {
                    zip.read(name, MOST_BYTES);
                }
            }
        } catch (AmbiguousFileException e) {
            String what = e.problems()
                    .get(0)
                    .substring(Math.min(shownName.length() + 2, e.getMessage().length()));
            dangers.add(new Danger(Kind.TWO_READINGS, "", what));
        } catch (InvalidInputException e) {
            unreadable = Optional.of(e);
        }
    }

    private void name(String name) {
        String plain = name.replace('\\', '/');
        boolean leadsOut = plain.startsWith("/")
                || plain.matches("[A-Za-z]:.*")
                || List.of(plain.split("/")).contains("..")
                || name.indexOf('\0') >= 0;
        if (leadsOut) {
            dangers.add(new Danger(Kind.PATH, Sentences.printable(name), "the entry's name leads out of its folder"));
        }
    }

    private void byDirectory(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                name(entry.getName());
                try (InputStream in = zip.getInputStream(entry)) {
                    content(entry, in);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            notRead(e);
        }
    }

    private void byEntries(Path file) {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file), StandardCharsets.UTF_8)) {
            int entries = 0;
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                name(entry.getName());
                content(entry, zip);
                if (++entries > MOST_ENTRIES) {
                    throw new ZipException("more than " + MOST_ENTRIES + " entries");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            notRead(e);
        }
    }

    private void notRead(Exception e) {
        unreadable = unreadable.or(() ->
                Optional.of(new InvalidInputException(shownName + ": cannot be read: " + Sentences.reason(e), e)));
    }

    private void content(ZipEntry entry, InputStream in) throws IOException {
        byte[] bytes = in.readNBytes(MOST_BYTES);
        long rest = bytes.length < MOST_BYTES ? 0 : skipped(in);
        long packed = Math.max(entry.getCompressedSize(), 1);
        String name = entry.getName();
        String shown = Sentences.printable(name);
        if (bytes.length + rest > Math.max(SMALL, LARGEST_RATIO * packed)) {
            dangers.add(new Danger(Kind.BOMB, shown, "inflates to more than " + (bytes.length + rest) + " bytes"));
        }
        int first = start(bytes);
        if (first == OBJECT || hasObject(name, bytes)) {
            dangers.add(new Danger(Kind.SERIALIZED_OBJECT, shown, "holds a serialized Java object"));
        }
        archive(bytes, first).ifPresent(what -> dangers.add(new Danger(Kind.NESTED_ARCHIVE, shown, "is " + what)));
        program(first).ifPresent(what -> dangers.add(new Danger(Kind.CODE, shown, "is " + what)));
        if (name.equalsIgnoreCase("normalizer.bin")) {
            normalizer(bytes)
                    .ifPresent(className -> dangers.add(new Danger(
                            Kind.CLASS_NAME, shown, "names the class " + Sentences.quoted(className) + " to read it")));
        }
        if (name.toLowerCase(Locale.ROOT).endsWith(".json")) {
            classNames(shown, bytes, rest);
        }
    }

    private static long skipped(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long rest = 0;
        // A zip bomb is recognised long before its end.
        for (int n = in.read(buffer); n >= 0 && rest < 1L << 32; n = in.read(buffer)) {
            rest += n;
        }
        return rest;
    }

    private void classNames(String name, byte[] bytes, long rest) {
        try {
            if (rest > 0) {
                throw new InvalidInputException(
                        shownName + ": the entry " + Sentences.quoted(name) + " is too long to be looked through");
            }
            for (String className : ClassNames.foreign(bytes, shownName + ": " + name)) {
                dangers.add(new Danger(
                        Kind.CLASS_NAME,
                        name,
                        "names the class " + Sentences.quoted(className) + ", which is not Deeplearning4j's"));
            }
        } catch (AmbiguousFileException e) {
            dangers.add(new Danger(Kind.TWO_READINGS, name, "has a key twice, of which programs take either"));
        } catch (InvalidInputException e) {
            unreadable = unreadable.or(() -> Optional.of(e));
        }
    }

    private static int start(byte... bytes) {
        return bytes.length < 4
                ? 0
                : (bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
    }

    /** Whether an object begins somewhere in it; the numbers of an array may look like one by chance, and are not read so. */
    private static boolean hasObject(String name, byte... bytes) {
        if (name.equals("coefficients.bin") || name.equals("updaterState.bin") || name.equals("updater.bin")) {
            return false;
        }
        for (int i = 0; i + 4 < bytes.length; i++) {
            boolean magic = bytes[i] == (byte) 0xAC
                    && bytes[i + 1] == (byte) 0xED
                    && bytes[i + 2] == 0
                    && bytes[i + 3] == 5
                    && bytes[i + 4] >= 0x70;
            if (magic) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> archive(byte[] bytes, int first) {
        String what = switch (first) {
            case 0x504B0304, 0x504B0506 -> "a zip";
            case 0x377ABCAF -> "a 7z archive";
            case 0x52617221 -> "a rar archive";
            case 0xFD377A58 -> "an xz archive";
            case 0x28B52FFD -> "a zstd archive";
            default ->
                first >>> 16 == 0x1F8B
                        ? "compressed with gzip"
                        : first >>> 8 == 0x425A68 ? "compressed with bzip2" : isTar(bytes) ? "a tar archive" : "";
        };
        return Optional.of(what).filter(known -> !known.isEmpty());
    }

    private static boolean isTar(byte... bytes) {
        return bytes.length > 262 && new String(bytes, 257, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    }

    private static Optional<String> program(int first) {
        if (first == 0xCAFEBABE) {
            return Optional.of("a Java class");
        }
        if (first == 0x7F454C46 || first >>> 16 == 0x4D5A || first == 0xFEEDFACF || first == 0xCFFAEDFE) {
            return Optional.of("a program");
        }
        return first >>> 16 == 0x2321 ? Optional.of("a script") : Optional.empty();
    }

    /** The class named by a custom normaliser. */
    private static Optional<String> normalizer(byte... bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            boolean custom = in.readUTF().equals("NORMALIZER")
                    && in.readInt() >= 0
                    && in.readUTF().equals("CUSTOM");
            return custom ? Optional.of(in.readUTF()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

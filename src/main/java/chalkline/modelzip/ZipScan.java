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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final int PART = 1 << 20;
    private static final long MOST_LOOKED_AT = 1L << 32;

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
            Map<String, String> folded = new HashMap<>();
            for (String name : zip.names()) {
                name(name);
                if (zip.isLink(name)) {
                    dangers.add(new Danger(
                            Kind.PATH, Sentences.printable(name), "is a link, which can lead out of its folder"));
                }
                String other = folded.put(ByteSigns.folded(name), name);
                if (other != null) {
                    dangers.add(new Danger(
                            Kind.TWO_READINGS,
                            Sentences.printable(name),
                            "is the same file as " + Sentences.quoted(other) + " on some systems"));
                }
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
        String name = entry.getName();
        String shown = Sentences.printable(name);
        signs(shown, new ByteSigns(bytes, name));
        long rest = bytes.length < MOST_BYTES ? 0 : rest(in, shown, bytes);
        long packed = Math.max(entry.getCompressedSize(), 1);
        if (bytes.length + rest > Math.max(SMALL, LARGEST_RATIO * packed)) {
            dangers.add(new Danger(Kind.BOMB, shown, "inflates to more than " + (bytes.length + rest) + " bytes"));
        }
        if (name.equalsIgnoreCase("normalizer.bin")) {
            normalizer(bytes)
                    .ifPresent(className -> dangers.add(new Danger(
                            Kind.CLASS_NAME, shown, "names the class " + Sentences.quoted(className) + " to read it")));
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".json")) {
            classNames(shown, bytes, rest);
        } else if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            ClassNames.ofTags(bytes).forEach(className -> foreign(shown, className));
        }
    }

    private void signs(String shown, ByteSigns signs) {
        if (signs.hasObject()) {
            dangers.add(new Danger(Kind.SERIALIZED_OBJECT, shown, "holds a serialized Java object"));
        }
        signs.archive().ifPresent(what -> dangers.add(new Danger(Kind.NESTED_ARCHIVE, shown, "is " + what)));
        signs.program().ifPresent(what -> dangers.add(new Danger(Kind.CODE, shown, "is " + what)));
    }

    /** Looks at what follows the first bytes, part by part, and counts it. A zip bomb is recognised long before its end. */
    private long rest(InputStream in, String shown, byte[] first) throws IOException {
        byte[] before = first;
        long rest = 0;
        while (rest < MOST_LOOKED_AT) {
            byte[] next = in.readNBytes(PART);
            if (next.length == 0) {
                return rest;
            }
            rest += next.length;
            // A zero in front: only what can be anywhere is looked for.
            byte[] part = new byte[1 + ByteSigns.LONGEST + next.length];
            System.arraycopy(before, before.length - ByteSigns.LONGEST, part, 1, ByteSigns.LONGEST);
            System.arraycopy(next, 0, part, 1 + ByteSigns.LONGEST, next.length);
            signs(shown, new ByteSigns(part, shown));
            before = part;
        }
        return rest;
    }

    private void foreign(String name, String className) {
        dangers.add(new Danger(
                Kind.CLASS_NAME,
                name,
                "names the class " + Sentences.quoted(className) + ", which is not Deeplearning4j's"));
    }

    private void classNames(String name, byte[] bytes, long rest) {
        try {
            if (rest > 0) {
                throw new InvalidInputException(
                        shownName + ": the entry " + Sentences.quoted(name) + " is too long to be looked through");
            }
            ClassNames.foreign(bytes, shownName + ": " + name).forEach(className -> foreign(name, className));
        } catch (AmbiguousFileException e) {
            dangers.add(new Danger(Kind.TWO_READINGS, name, "has a key twice, of which programs take either"));
        } catch (InvalidInputException e) {
            unreadable = unreadable.or(() -> Optional.of(e));
        }
    }

    /** The class named by a custom normaliser. */
    private static Optional<String> normalizer(byte... bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            boolean normalizer = in.readUTF().equals("NORMALIZER");
            in.readInt(); // the version, which tells nothing
            boolean custom = normalizer && in.readUTF().equals("CUSTOM");
            return custom ? Optional.of(in.readUTF()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}

package chalkline.modelzip;

import chalkline.files.AmbiguousFileException;
import chalkline.files.Digests;
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
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Looks for what is dangerous in a model zip of Deeplearning4j's, of any release and any network, without loading any of it. The
 * zip is read in all ways that programs read one: by its directory, from every header of an entry, and as bytes, since a danger
 * may be in any of them.
 */
public final class ZipScan {
    private static final StrictZip.Kind KIND = new StrictZip.Kind("a model zip", 10_000, 64L << 20, 100, true);
    private static final int MOST_ENTRIES = 10_000;
    /** As much of an entry as is looked at at once; of a JSON all of it. */
    private static final int MOST_BYTES = 16 << 20;

    private static final long LARGEST_RATIO = 100;
    private static final long SMALL = 64L << 20;
    private static final int PART = 1 << 20;
    private static final byte[] ENTRY = {'P', 'K', 3, 4};
    private static final Set<String> ARRAYS = Set.of("coefficients.bin", "updaterState.bin");
    /** Entries that Chalkline's own strict readers alone read, where people's names of columns and classes stand. */
    private static final String OWN = "chalkline/";

    private final String shownName;
    private final Path file;
    private final Set<Danger> dangers = new LinkedHashSet<>();
    /** The digests of what was looked at: most of it is met in several readings. */
    private final Set<String> looked = new HashSet<>();

    private Optional<InvalidInputException> unreadable = Optional.empty();
    /** How many bytes may still be inflated in the reading that is going on. */
    private long left;

    private ZipScan(Path file, String shownName) {
        this.file = file;
        this.shownName = shownName;
    }

    /**
     * The dangers in the order of the file; none if the zip is clean.
     *
     * @param shownName the file's name in sentences
     * @throws InvalidInputException if it cannot be read, and nothing dangerous was found before that
     */
    public static List<Danger> of(Path file, String shownName) {
        ZipScan scan = new ZipScan(file, shownName);
        scan.structure();
        if (Files.isRegularFile(file)) {
            scan.byDirectory();
            scan.byBytes();
        }
        if (scan.dangers.isEmpty() && scan.unreadable.isPresent()) {
            throw scan.unreadable.get();
        }
        return List.copyOf(scan.dangers);
    }

    private void structure() {
        try (StrictZip zip = StrictZip.open(file, shownName, KIND)) {
            for (String name : zip.names()) {
                if (zip.isLink(name)) {
                    add(Kind.PATH, name, "is a link, which can lead out of its folder");
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

    private void add(Kind kind, String name, String what) {
        dangers.add(new Danger(kind, Sentences.printable(name), what));
    }

    private void byDirectory() {
        try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.ISO_8859_1)) {
            startReading();
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            names(entries.stream().map(ZipEntry::getName).collect(Collectors.toCollection(LinkedHashSet::new)));
            for (ZipEntry entry : entries) {
                try (InputStream in = zip.getInputStream(entry)) {
                    content(entry, in);
                } catch (IOException e) {
                    notRead(e);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            notRead(e);
        }
    }

    private void names(Set<String> names) {
        Map<String, String> folded = new HashMap<>();
        for (String name : names) {
            EntryNames.danger(name).ifPresent(danger -> add(danger.kind(), name, danger.what()));
            String other = folded.putIfAbsent(EntryNames.folded(name), name);
            if (other != null) {
                add(Kind.TWO_READINGS, name, "is the same file as " + Sentences.quoted(other) + " on some systems");
            }
        }
    }

    /**
     * Looks through the file itself, between its entries and in its comments too, and at each entry that begins anywhere. What
     * cannot be read of these is no entry or was met by the directory.
     */
    private void byBytes() {
        Set<Kind> known = dangers.stream().map(Danger::kind).collect(Collectors.toSet());
        startReading();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] part = in.readNBytes(PART);
            int entries = 0;
            for (long start = 0; part.length > 0; ) {
                Map<Kind, String> found = new ByteSigns(part, start == 0, true).found();
                for (Kind kind : List.of(Kind.SERIALIZED_OBJECT, Kind.CODE)) {
                    if (found.containsKey(kind) && !known.contains(kind)) {
                        dangers.add(new Danger(kind, "", found.get(kind)));
                    }
                }
                for (int at = indexOf(part, 0); at >= 0 && entries < MOST_ENTRIES; at = indexOf(part, at + 1)) {
                    entries++;
                    entryAt(start + at);
                }
                byte[] next = in.readNBytes(PART);
                start += part.length - Math.min(part.length, ByteSigns.OVERLAP);
                part = next.length == 0 ? next : joined(part, next);
            }
        } catch (IOException e) {
            notRead(e);
        }
    }

    private static int indexOf(byte[] part, int from) {
        for (int i = from; i + ENTRY.length <= part.length; i++) {
            if (part[i] == ENTRY[0] && part[i + 1] == ENTRY[1] && part[i + 2] == ENTRY[2] && part[i + 3] == ENTRY[3]) {
                return i;
            }
        }
        return -1;
    }

    private void entryAt(long position) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(position);
            ZipInputStream zip = new ZipInputStream(in, StandardCharsets.ISO_8859_1);
            ZipEntry entry = zip.getNextEntry();
            if (entry != null) {
                EntryNames.danger(entry.getName()).ifPresent(found -> add(found.kind(), entry.getName(), found.what()));
                content(entry, zip);
            }
        } catch (ZipException | IllegalArgumentException e) {
            // No entry, or one that the directory's reading has met.
        }
    }

    private void startReading() {
        left = Math.max(SMALL, LARGEST_RATIO * Math.max(file.toFile().length(), 1));
    }

    private void notRead(Exception e) {
        unreadable = unreadable.or(() ->
                Optional.of(new InvalidInputException(shownName + ": cannot be read: " + Sentences.reason(e), e)));
    }

    /** What was inflated before the end of a damaged entry counts too. */
    private void content(ZipEntry entry, InputStream in) throws IOException {
        String name = entry.getName();
        boolean numbers = ARRAYS.contains(name);
        long size = 0;
        byte[] part = read(in, MOST_BYTES, name);
        byte[] beginning = part;
        boolean first = true;
        boolean known = false;
        do {
            known = !looked.add(name + " " + first + " " + Digests.sha256(part));
            if (!known) {
                add(name, new ByteSigns(part, first, numbers).found());
                text(name, part, first);
            }
            size += part.length - (first ? 0 : ByteSigns.OVERLAP);
            long packed = Math.max(entry.getCompressedSize(), 1);
            if (size > Math.max(SMALL, entry.getCompressedSize() < 0 ? Long.MAX_VALUE : LARGEST_RATIO * packed)) {
                add(Kind.BOMB, name, "inflates to more than " + size + " bytes");
                return;
            }
            byte[] next = part.length < MOST_BYTES && first ? new byte[0] : read(in, PART, name);
            first = false;
            part = next.length == 0 ? next : joined(part, next);
        } while (part.length > 0 && left > 0);
        if (size > beginning.length || !known) {
            normalizer(beginning).ifPresent(what -> add(Kind.CLASS_NAME, name, what));
            classNames(name, beginning, size > beginning.length);
        }
    }

    private void text(String name, byte[] part, boolean first) {
        String text = ARRAYS.contains(name) ? "" : TextSigns.textOf(part).orElse("");
        if (!text.isEmpty()) {
            add(name, TextSigns.found(text));
        }
        if (!text.isEmpty() && !first) {
            classNames(name, ClassNames.seen(text, false));
        }
    }

    private void add(String name, Map<Kind, String> found) {
        found.forEach((kind, what) -> add(kind, name, what));
    }

    /** The next bytes of an entry; none where all of the zip's entries would come to too many. */
    private byte[] read(InputStream in, int most, String name) throws IOException {
        byte[] bytes = left <= 0 ? new byte[0] : in.readNBytes(most);
        boolean before = left > 0;
        left -= bytes.length;
        if (before && left <= 0) {
            add(Kind.BOMB, name, "and the entries before it inflate to more than an honest zip of this length");
        }
        return bytes;
    }

    private static byte[] joined(byte[] before, byte[] next) {
        int kept = Math.min(before.length, ByteSigns.OVERLAP);
        byte[] part = new byte[kept + next.length];
        System.arraycopy(before, before.length - kept, part, 0, kept);
        System.arraycopy(next, 0, part, kept, next.length);
        return part;
    }

    private void classNames(String name, byte[] beginning, boolean goesOn) {
        String text = TextSigns.textOf(beginning).orElse("");
        boolean json = name.toLowerCase(Locale.ROOT).endsWith(".json");
        boolean looked = json || text.stripLeading().startsWith("{");
        Set<String> names = new HashSet<>();
        boolean strict = false;
        if (looked) {
            try {
                if (goesOn) {
                    throw new InvalidInputException(
                            shownName + ": the entry " + Sentences.quoted(name) + " is too long to be looked through");
                }
                String where = shownName + ": " + Sentences.printable(name);
                Set<String> members = ClassNames.inJson(text, where);
                strict = true;
                if (!name.startsWith(OWN)) {
                    names.addAll(members);
                }
            } catch (AmbiguousFileException e) {
                add(Kind.TWO_READINGS, name, "has a key twice, of which programs take either");
            } catch (InvalidInputException e) {
                unreadable = json ? unreadable.or(() -> Optional.of(e)) : unreadable;
            }
        }
        names.addAll(ClassNames.seen(text, !strict));
        classNames(name, names);
    }

    private void classNames(String name, Set<String> foreign) {
        foreign.stream()
                .sorted()
                .forEach(className -> add(
                        Kind.CLASS_NAME,
                        name,
                        "names the class " + Sentences.quoted(className) + ", which is not Deeplearning4j's"));
    }

    /** A custom normaliser names the class that reads it. */
    private static Optional<String> normalizer(byte... bytes) {
        boolean custom = false;
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            boolean normalizer = in.readUTF().equals("NORMALIZER");
            in.readInt(); // the version, which tells nothing
            custom = normalizer && in.readUTF().equals("CUSTOM");
            return custom
                    ? Optional.of("names the class " + Sentences.quoted(in.readUTF()) + " to read it")
                    : Optional.empty();
        } catch (IOException e) {
            return custom ? Optional.of("names the class that reads it") : Optional.empty();
        }
    }
}

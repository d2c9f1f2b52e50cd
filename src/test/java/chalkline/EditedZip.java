package chalkline;

import chalkline.files.ZipFileWriter;
import chalkline.modelzip.Manifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Model zips that somebody changed who knows how they are made: the manifest is right again. */
public final class EditedZip {
    private EditedZip() {}

    /** The entries of a zip, in its order. */
    public static Map<String, byte[]> entries(Path zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    /** A copy of a zip in which texts of an entry are replaced; each must be there. */
    public static Path of(Path zip, Path copy, String entry, String... replacements) throws IOException {
        Map<String, byte[]> entries = entries(zip);
        String text = new String(entries.get(entry), StandardCharsets.UTF_8);
        for (int k = 0; k < replacements.length; k += 2) {
            if (!text.contains(replacements[k])) {
                throw new IllegalArgumentException(entry + " does not contain " + replacements[k] + ": " + text);
            }
            text = text.replace(replacements[k], replacements[k + 1]);
        }
        entries.put(entry, text.getBytes(StandardCharsets.UTF_8));
        return write(copy, entries);
    }

    /** A zip of these entries, with a manifest where there was one. */
    public static Path write(Path zip, Map<String, byte[]> entries) throws IOException {
        if (entries.remove(Manifest.NAME) != null) {
            entries.put(Manifest.NAME, Manifest.of(entries).json());
        }
        try (OutputStream out = Files.newOutputStream(zip)) {
            ZipFileWriter.write(out, entries, true);
        }
        return zip;
    }
}

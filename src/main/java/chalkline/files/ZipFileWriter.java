package chalkline.files;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zips so that equal entries give equal bytes at any time and place. */
public final class ZipFileWriter {
    /** Not the first second of 1980: Java then adds a field in the system's time zone. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

    private ZipFileWriter() {}

    /**
     * Writes the entries in the map's order. The stream stays open.
     *
     * @param deflated whether they are compressed
     * @throws IOException where the stream cannot be written to
     */
    public static void write(OutputStream out, Map<String, byte[]> entries, boolean deflated) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        // Trained parameters hardly become smaller by more work, and zeros do by the least.
        zip.setLevel(Deflater.BEST_SPEED);
        for (Map.Entry<String, byte[]> each : entries.entrySet()) {
            byte[] content = each.getValue();
            ZipEntry entry = new ZipEntry(each.getKey());
            entry.setTimeLocal(NO_TIME);
            if (!deflated) {
                CRC32 checksum = new CRC32();
                checksum.update(content);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.length);
                entry.setCrc(checksum.getValue());
            }
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
        zip.finish();
        out.flush();
    }
}

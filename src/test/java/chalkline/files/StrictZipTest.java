package chalkline.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Python's zips have that Java's have not; its first entry is W1.npy of 176 bytes. */
class StrictZipTest {
    private static final StrictZip.Kind STREAMED = new StrictZip.Kind("a zip", 11, 10_000, 0, true);
    private static final StrictZip.Kind KNOWN = new StrictZip.Kind("a zip", 11, 10_000, 0, false);
    private static final int LOCAL_SIZE_FIELD = 22;
    private static final int WIDE_SIZE_FIELD = 30 + "W1.npy".length() + 4;

    @TempDir
    private Path directory;

    private static byte[] fixture(String version, String name) throws IOException, URISyntaxException {
        String resource = "/npz/numpy-" + version + "/" + name + ".npz";
        return Files.readAllBytes(
                Path.of(StrictZipTest.class.getResource(resource).toURI()));
    }

    private StrictZip open(byte[] content, StrictZip.Kind kind) throws IOException {
        return StrictZip.open(Files.write(directory.resolve("a.zip"), content), "a.zip", kind);
    }

    @Test
    void sizesBehindStoredEntriesAreForReadersOfTheDirectoryOnly() throws IOException, URISyntaxException {
        byte[] streamed = fixture("2.4.6", "streamed");
        try (StrictZip zip = open(streamed, STREAMED)) {
            assertThat(zip.names()).hasSize(11).startsWith("W1.npy").endsWith("∂b.npy");
            assertThat(zip.read("W1.npy", 1000)).hasSize(176);
        }
        assertRefused(streamed, KNOWN, "a.zip: the entry \"W1.npy\" is encrypted or packed in a way that a zip is not");
        open(fixture("2.4.6", "streamed-deflated"), KNOWN).close();
    }

    @Test
    void wideSizesAgreeWithTheDirectory() throws IOException, URISyntaxException {
        String expected = "a.zip: is damaged: the zip's directory and the entry \"W1.npy\" itself do not agree";
        for (String version : new String[] {"1.24.2", "2.4.6"}) {
            byte[] zip = fixture(version, "stored");
            open(zip, KNOWN).close();
            for (int field : new int[] {LOCAL_SIZE_FIELD, WIDE_SIZE_FIELD, WIDE_SIZE_FIELD + 8}) {
                assertRefused(with(zip, field, 175), KNOWN, expected);
            }
            // Without them, the sign that they are there is a size like any other.
            byte[] without = with(zip, LOCAL_SIZE_FIELD, -1);
            without[WIDE_SIZE_FIELD - 4] = 2;
            assertRefused(without, KNOWN, expected);
            // The field claims more than the header has.
            byte[] longer = with(zip, LOCAL_SIZE_FIELD, -1);
            longer[WIDE_SIZE_FIELD - 2] = 17;
            assertRefused(longer, KNOWN, expected);
        }
    }

    @Test
    void limitsAreThoseOfTheKind() throws IOException, URISyntaxException {
        byte[] zip = fixture("1.24.2", "stored");
        assertRefused(
                zip,
                new StrictZip.Kind("a small zip", 10, 10_000, 0, true),
                "a.zip: has 11 entries; a small zip has at most 10");
        assertRefused(
                zip,
                new StrictZip.Kind("a small zip", 11, 1000, 0, true),
                "a.zip: would inflate from 2886 to 1652 bytes, which is too much for a small zip");
        open(zip, new StrictZip.Kind("a small zip", 11, 1000, 1, true)).close();
    }

    private static byte[] with(byte[] zip, int place, int value) {
        byte[] changed = Arrays.copyOf(zip, zip.length);
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(place, value);
        return changed;
    }

    private void assertRefused(byte[] content, StrictZip.Kind kind, String sentence) {
        assertThatThrownBy(() -> open(content, kind))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(sentence);
    }
}

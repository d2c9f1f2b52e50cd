package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The encoding is decided where the first byte stands that is not ASCII, by all that comes behind it. */
class CsvTextTest {
    private static final Charset WINDOWS = Charset.forName(CsvText.OTHER_ENCODING);

    @TempDir
    private Path folder;

    private void assertIs(byte[] content, String text, String encoding) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(compressed)) {
            out.write(content);
        }
        for (byte[] bytes : new byte[][] {content, compressed.toByteArray()}) {
            Path file = Files.write(folder.resolve("table.csv"), bytes);
            try (CsvText characters = CsvText.open(file, CsvFormat.DEFAULT)) {
                StringBuilder read = new StringBuilder();
                BufferedReader reader = new BufferedReader(characters);
                for (int c = reader.read(); c >= 0; c = reader.read()) {
                    read.append((char) c);
                }
                assertThat(read.toString().equals(text)).isTrue();
                assertThat(characters.encoding()).isEqualTo(encoding);
            }
        }
    }

    /** So many ASCII characters first, at and beside the ends of buffers. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8191, 8192, 8193, 16_383, 100_000})
    void whatComesBehindAsciiDecides(int ascii) throws IOException {
        String plain = "x".repeat(ascii);
        String words = plain + "Müller, 5 €, 𝒙\n" + plain;
        assertIs(plain.getBytes(StandardCharsets.US_ASCII), plain, CsvText.USUAL_ENCODING);
        assertIs(words.getBytes(StandardCharsets.UTF_8), words, CsvText.USUAL_ENCODING);
        String german = plain + "Müller, 5 €\n" + plain;
        assertIs(german.getBytes(WINDOWS), german, CsvText.OTHER_ENCODING);
    }

    /** One byte that is not UTF-8, however late, and the whole file is not. */
    @ParameterizedTest
    @ValueSource(ints = {0, 8191, 50_000})
    void aFileIsInOneEncoding(int between) throws IOException {
        ByteArrayOutputStream mixed = new ByteArrayOutputStream();
        mixed.write("ü".getBytes(StandardCharsets.UTF_8));
        mixed.write("x".repeat(between).getBytes(StandardCharsets.US_ASCII));
        mixed.write("ü".getBytes(WINDOWS));
        assertIs(mixed.toByteArray(), "Ã¼" + "x".repeat(between) + "ü", CsvText.OTHER_ENCODING);
        byte[] cut = ("x".repeat(between) + "ü").getBytes(StandardCharsets.UTF_8);
        byte[] withoutEnd = Arrays.copyOf(cut, cut.length - 1);
        assertIs(withoutEnd, "x".repeat(between) + "Ã", CsvText.OTHER_ENCODING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE"})
    void aMarkDecides(String encoding) throws IOException {
        assertIs("\uFEFFa;ü\n1;2\n".getBytes(Charset.forName(encoding)), "a;ü\n1;2\n", CsvText.USUAL_ENCODING);
    }
}

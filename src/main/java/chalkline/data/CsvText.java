package chalkline.data;

import chalkline.files.PipeEnd;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** The characters of a file, compressed with gzip or not, in the encoding that it is in. */
final class CsvText {
    static final String USUAL_ENCODING = "UTF-8";
    /** The encoding of files that are not UTF-8: the usual one of Windows in Western languages. */
    static final String OTHER_ENCODING = "windows-1252";

    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_MARK = 3;

    private CsvText() {}

    /** The bytes, uncompressed. */
    private static InputStream bytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        BufferedInputStream in = new BufferedInputStream(PipeEnd.read(file), BUFFER);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return gzip ? new GZIPInputStream(in, BUFFER) : in;
    }

    /** The encoding that a byte order mark says, which is skipped. */
    private static Optional<String> mark(PushbackInputStream in) throws IOException {
        byte[] start = in.readNBytes(LONGEST_MARK);
        String encoding = null;
        int length = 0;
        if (start.length == LONGEST_MARK
                && start[0] == (byte) 0xEF
                && start[1] == (byte) 0xBB
                && start[2] == (byte) 0xBF) {
            encoding = "UTF-8";
            length = LONGEST_MARK;
        } else if (start.length >= 2 && start[0] == (byte) 0xFE && start[1] == (byte) 0xFF) {
            encoding = "UTF-16BE";
            length = 2;
        } else if (start.length >= 2 && start[0] == (byte) 0xFF && start[1] == (byte) 0xFE) {
            encoding = "UTF-16LE";
            length = 2;
        }
        in.unread(start, length, start.length - length);
        return Optional.ofNullable(encoding);
    }

    /**
     * The characters, without a byte order mark.
     *
     * @param encoding of a file without such a mark; empty for UTF-8
     */
    static BufferedReader open(Path file, Optional<String> encoding) throws IOException {
        PushbackInputStream in = new PushbackInputStream(bytes(file), LONGEST_MARK);
        try {
            String name = mark(in).or(() -> encoding).orElse(USUAL_ENCODING);
            CharsetDecoder decoder = CsvFormat.charset(name).newDecoder();
            if (name.equals(OTHER_ENCODING)) {
                // Five of its bytes have no meaning.
                decoder.onUnmappableCharacter(CodingErrorAction.REPLACE).onMalformedInput(CodingErrorAction.REPLACE);
            }
            return new BufferedReader(new InputStreamReader(in, decoder), BUFFER);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** Whether the file has no byte order mark and is not UTF-8. */
    static boolean isOtherEncoding(Path file) throws IOException {
        try (PushbackInputStream in = new PushbackInputStream(bytes(file), LONGEST_MARK)) {
            return mark(in).isEmpty() && !isUtf8(in);
        }
    }

    private static boolean isAscii(byte... array) {
        int all = 0;
        for (byte each : array) {
            all |= each;
        }
        return all >= 0;
    }

    private static boolean isUtf8(InputStream in) throws IOException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        byte[] array = new byte[BUFFER];
        CharBuffer characters = CharBuffer.allocate(BUFFER);
        int kept = 0;
        while (true) {
            int read = in.readNBytes(array, kept, BUFFER - kept);
            boolean end = read < BUFFER - kept;
            if (!end && kept == 0 && isAscii(array)) {
                continue;
            }
            ByteBuffer bytes = ByteBuffer.wrap(array, 0, kept + read);
            CoderResult result = decoder.decode(bytes, characters.clear(), end);
            if (result.isError()) {
                return false;
            }
            if (end) {
                return true;
            }
            kept = bytes.remaining();
            System.arraycopy(array, bytes.position(), array, 0, kept);
        }
    }
}

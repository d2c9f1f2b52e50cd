package chalkline.data;

import chalkline.files.PipeEnd;
import chalkline.network.InvalidInputException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.zip.GZIPInputStream;

/**
 * The characters of a file, compressed with gzip or not, in the encoding that it is in.
 *
 * <p>A Parquet file has the characters of a CSV file with its rows.
 *
 * <p>What a person gave decides, and a byte order mark must not say otherwise. Where nobody did, such a mark says the encoding;
 * without one, the file is ASCII as far as it goes, and its first other byte makes the rest be looked through: it is UTF-8 or,
 * where it is not that, Windows-1252.
 */
final class CsvText extends Reader {
    static final String USUAL_ENCODING = "UTF-8";
    /** The encoding of files that are not UTF-8: the usual one of Windows in Western languages. */
    static final String OTHER_ENCODING = "windows-1252";

    private static final int BUFFER = 1 << 13;
    private static final int LONGEST_MARK = 3;

    /** A file that is not the text it should be; the message is what it is. */
    static final class OtherContentException extends CharacterCodingException {
        private static final long serialVersionUID = 1L;
        private final String sentence;

        OtherContentException(String sentence) {
            this.sentence = sentence;
        }

        @Override
        public String getMessage() {
            return sentence;
        }
    }

    private static final String PARQUET = "PAR1";
    private static final String NO_PARQUET =
            "is a Parquet file, which a build with Spark reads: mvn -Pspark -DskipTests "
                    + "package, then java -cp 'target/chalkline.jar:target/lib/*:SPARK_HOME/jars/*' chalkline.cli.Main …; or save it as CSV";

    private final Path file;
    private final InputStream in;
    private final CharsetDecoder ascii = StandardCharsets.US_ASCII.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    /** How many bytes went into {@link #bytes} before those that are there. */
    private long before;

    private String encoding;
    /** Whether it was made of the rows of a file of another kind. */
    private boolean ofRows;
    /** The characters from here on; null while all were ASCII and the encoding is open. */
    private Reader rest;

    private CsvText(Path file, InputStream in, String encoding) {
        this.file = file;
        this.in = in;
        this.encoding = encoding;
    }

    /**
     * The characters, without a byte order mark.
     *
     * @param format of which the encoding counts; one that was only found leaves open which of the two usual ones it is, if the file
     *     can be looked through
     * @throws OtherContentException where the file has a byte order mark that goes against the given encoding, or is no text
     */
    static CsvText open(Path file, CsvFormat format) throws IOException {
        if (isParquet(file)) {
            CsvText text = new CsvText(file, rows(file), USUAL_ENCODING);
            text.rest = decoded(text.in, USUAL_ENCODING);
            text.ofRows = true;
            return text;
        }
        String asked =
                CsvFormat.charset(format.encoding().orElse(USUAL_ENCODING)).name();
        PushbackInputStream in = new PushbackInputStream(bytes(file), LONGEST_MARK);
        try {
            Optional<String> marked = mark(in);
            if (format.encodingDecides() && marked.isPresent() && !isOf(marked.get(), asked)) {
                throw new OtherContentException("begins with the byte order mark of " + marked.get()
                        + ", but data.encoding says " + asked + "; leave data.encoding out, and the mark decides");
            }
            boolean either = asked.equals(USUAL_ENCODING) || asked.equals(OTHER_ENCODING);
            boolean open = either && !format.encodingDecides() && Files.isRegularFile(file);
            CsvText text = new CsvText(file, in, open ? USUAL_ENCODING : asked);
            if (marked.isPresent() || !open) {
                text.rest = decoded(in, marked.orElse(asked));
            }
            return text;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static boolean isParquet(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(PARQUET.length()), StandardCharsets.ISO_8859_1).equals(PARQUET);
        }
    }

    private static InputStream rows(Path file) throws IOException {
        try {
            return ServiceLoader.load(TextOfRows.class)
                    .findFirst()
                    .orElseThrow(() -> new OtherContentException(NO_PARQUET))
                    .open(file);
        } catch (OtherContentException e) {
            throw e;
        } catch (IOException e) {
            throw noParquet(e);
        } catch (InvalidInputException e) {
            throw new OtherContentException(String.join("; ", e.problems()));
        } catch (NoClassDefFoundError | ServiceConfigurationError withoutSpark) {
            throw new OtherContentException(NO_PARQUET);
        }
    }

    private static IOException noParquet(IOException e) {
        return new OtherContentException("cannot be read as Parquet: " + e.getMessage());
    }

    /** The bytes, uncompressed. */
    private static InputStream bytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        BufferedInputStream in = new BufferedInputStream(PipeEnd.read(file), BUFFER);
        in.mark(2);
        int first = in.read();
        int second = in.read();
        in.reset();
        boolean gzip = first == 0x1f && second == 0x8b;
        if (first == 'P' && second == 'K' && isZip(in)) {
            in.close();
            throw new OtherContentException("is an Excel workbook or another zip file, not text; save it as CSV");
        }
        return gzip ? new GZIPInputStream(in, BUFFER) : in;
    }

    private static boolean isZip(BufferedInputStream in) throws IOException {
        in.mark(LONGEST_MARK + 1);
        byte[] start = in.readNBytes(LONGEST_MARK + 1);
        in.reset();
        return start.length > LONGEST_MARK && start[2] == 3 && start[LONGEST_MARK] == 4;
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

    /** Whether a text with that mark is in the encoding: UTF-16 has two. */
    private static boolean isOf(String marked, String encoding) {
        return marked.equals(encoding) || encoding.equals("UTF-16") && marked.startsWith(encoding);
    }

    private static Reader decoded(InputStream in, String encoding) {
        Charset charset = CsvFormat.charset(encoding);
        CharsetDecoder decoder = charset.newDecoder();
        if (charset.name().equals(OTHER_ENCODING)) {
            // Five of its bytes have no meaning.
            decoder.onUnmappableCharacter(CodingErrorAction.REPLACE).onMalformedInput(CodingErrorAction.REPLACE);
        }
        return new InputStreamReader(in, decoder);
    }

    /** Whether it is no file's own text but was made of rows, as {@link TextOfRows} has them. */
    boolean isOfRows() {
        return ofRows;
    }

    /** The encoding, which a byte order mark may go against; UTF-8 while it is open. */
    String encoding() {
        return encoding;
    }

    @Override
    public int read(char[] to, int from, int length) throws IOException {
        while (rest == null) {
            if (!bytes.hasRemaining()) {
                before += bytes.limit();
                int more = in.read(bytes.array());
                if (more < 0) {
                    return -1;
                }
                bytes.limit(more).position(0);
            }
            CharBuffer characters = CharBuffer.wrap(to, from, length);
            ascii.reset().decode(bytes, characters, true);
            int count = characters.position() - from;
            if (count > 0 || length == 0) {
                return count;
            }
            decide();
        }
        try {
            return rest.read(to, from, length);
        } catch (IOException e) {
            throw ofRows ? noParquet(e) : e;
        }
    }

    private void decide() throws IOException {
        encoding = isUtf8(before + bytes.position()) ? USUAL_ENCODING : OTHER_ENCODING;
        InputStream left = new ByteArrayInputStream(bytes.array(), bytes.position(), bytes.remaining());
        rest = decoded(new SequenceInputStream(left, in), encoding);
    }

    /** Whether all bytes of the file from there on are UTF-8. */
    private boolean isUtf8(long from) throws IOException {
        try (InputStream again = bytes(file)) {
            again.skipNBytes(from);
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            ByteBuffer read = ByteBuffer.allocate(BUFFER);
            CharBuffer characters = CharBuffer.allocate(BUFFER);
            boolean end = false;
            while (!end) {
                int count = again.read(read.array(), read.position(), read.remaining());
                end = count < 0;
                read.limit(read.position() + Math.max(0, count)).position(0);
                if (decoder.decode(read, characters.clear(), end).isError()) {
                    return false;
                }
                read.compact();
            }
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

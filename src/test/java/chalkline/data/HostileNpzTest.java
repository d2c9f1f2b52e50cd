package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileNpzTest {
    private static final String F8 = NpzFiles.header("<f8", false, "(1, 1)");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("a.npz");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "object     | is an object array, which holds pickled Python objects: reading one can run any code."
                        + " Rows of different lengths make such an array",
                "structured | is a structured array; plain numbers are needed",
                "text       | holds text, not numbers",
            })
    void arraysOfNumPyWithoutNumbersAreRefused(String name, String expected) throws URISyntaxException {
        for (String version : new String[] {"1.24.2", "2.4.6"}) {
            assertRefused(NpzReadTest.fixture(version, name), "a.npz: \"W1\" " + expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<f2     | float16",
                "<f16    | longdouble",
                "<c16    | complex",
                "<M8[ns] | dates",
                "=f8     | native order",
                "|f8     | no order",
                "<i16    | too wide",
                "<b4     | no such type",
                "<f88    | no such type",
                "f8      | no order",
            })
    void otherTypesAreRefused(String type, String kind) throws IOException {
        refuseHeader(
                NpzFiles.header(type, false, "(1, 1)"),
                "has the type \"" + type + "\"; float32, float64, whole numbers and truth values can be read");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(2, 3, 4) | has 3 dimensions; a matrix has two, a vector one, a number none",
                "(0, 3)    | has the shape (0, 3), so no numbers",
                "(0,)      | has the shape (0,), so no numbers",
                "(1, 2)    | has 8 bytes of numbers, but its shape (1, 2) and type \"<f8\" need 16",
                "(16777216, 1) | has 8 bytes of numbers, but its shape (16777216, 1) and type \"<f8\" need 134217728",
                "(16777217, 1) | has the shape (16777217, 1), but the arrays of a file can have at most 16777216"
                        + " numbers in all",
                "(4294967296, 4294967296) | has the shape (4294967296, 4294967296), but the arrays of a file can have"
                        + " at most 16777216 numbers in all",
                "(999999999999999999,)  | has the shape (999999999999999999,), but the arrays of a file can have"
                        + " at most 16777216 numbers in all",
            })
    void shapesThatDoNotFitAreRefused(String shape, String expected) throws IOException {
        refuseHeader(NpzFiles.header("<f8", false, shape), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                                                 | 1",
                "{}                                                                 | 3",
                "{'descr': '<f8', 'fortran_order': False}                           | 41",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)           | 57",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)} x        | 59",
                "{'descr': '<f8', 'fortran_order': 0, 'shape': (1, 1)}              | 35",
                "{'descr': '<f8', 'fortran_order': Falsehood, 'shape': (1, 1)}      | 40",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1)}             | 53",
                "{'descr': '<f8', 'fortran_order': False, 'shape': [1, 1]}          | 51",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (-1, 1)}         | 52",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (01, 1)}         | 52",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1.0)}        | 56",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2**9, 1)}       | 53",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000000000,)} | 52",
                "{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': ()} | 18",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (), 'more': ''}  | 55",
                "{'descr': '\\x3cf8', 'fortran_order': False, 'shape': (1, 1)}      | 11",
                "{'descr': __import__('os'), 'fortran_order': False, 'shape': ()}   | 11",
            })
    void headersThatNumPyDoesNotWriteAreRefused(String header, int place) throws IOException {
        String shown = header.length() > 60 ? header.substring(0, 60) + "…" : header;
        refuseHeader(header, "has a header that NumPy does not write, \"" + shown + "\", at character " + place);
    }

    private void refuseHeader(String header, String expected) throws IOException {
        for (int version = 1; version <= 3; version++) {
            refuseArray(NpzFiles.npy(version, header, new byte[8]), expected);
        }
    }

    private void refuseArray(byte[] array, String expected) throws IOException {
        NpzFiles.write(file, Map.of("W1.npy", array));
        assertRefused(file, "a.npz: \"W1\" " + expected);
    }

    @Test
    void headersAreBounded() throws IOException {
        refuseArray(
                NpzFiles.npy(2, F8 + " ".repeat(10_001 - F8.length()), new byte[8]),
                "has a header of 10001 bytes; 10000 can be read, and an array of plain numbers needs about a hundred");
        byte[] long2 = NpzFiles.npy(2, F8, new byte[8]);
        ByteBuffer.wrap(long2).putInt(8, -1);
        refuseArray(
                long2,
                "has a header of 4294967295 bytes; 10000 can be read,"
                        + " and an array of plain numbers needs about a hundred");
        byte[] deep = NpzFiles.npy(1, "{'descr': " + "[".repeat(9_900), new byte[8]);
        refuseArray(deep, "is a structured array; plain numbers are needed");
        refuseArray(
                NpzFiles.npy(3, "\u0000", new byte[8]),
                "has a header that NumPy does not write, \"�\", at character 1");
        byte[] notUtf8 = NpzFiles.npy(3, "{}", new byte[8]);
        notUtf8[12] = (byte) 0xff;
        refuseArray(notUtf8, "has a header that is not UTF-8 text");
    }

    @Test
    void otherBytesAreRefused() throws IOException {
        refuseArray(new byte[0], "is cut off");
        refuseArray(new byte[100], "is not an array of NumPy's");
        refuseArray(
                NpzFiles.npy(4, F8, new byte[8]), "has the format version 4.0; versions 1.0, 2.0 and 3.0 can be read");
        byte[] array = NpzFiles.npy(1, F8, new byte[8]);
        refuseArray(Arrays.copyOf(array, 20), "is cut off");
        refuseArray(Arrays.copyOf(NpzFiles.npy(2, F8, new byte[8]), 11), "is cut off");
        refuseArray(
                Arrays.copyOf(array, array.length - 1),
                "has 7 bytes of numbers, but its shape (1, 1) and type \"<f8\" need 8");
        refuseArray(
                Arrays.copyOf(array, array.length + 1),
                "has 9 bytes of numbers, but its shape (1, 1) and type \"<f8\" need 8");
    }

    @ParameterizedTest
    @ValueSource(longs = {(1L << 53) + 1, -(1L << 53) - 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void wholeNumbersBeyondFloat64AreRefused(long value) throws IOException {
        byte[] numbers = ByteBuffer.allocate(48).putLong(40, value).array();
        refuseArray(
                NpzFiles.npy(1, NpzFiles.header(">i8", false, "(2, 3)"), numbers),
                "has " + value + " in row 2, column 3; float64 holds whole numbers exactly up to 2^53 only");
        refuseArray(
                NpzFiles.npy(1, NpzFiles.header(">u8", true, "(3, 2)"), numbers),
                "has " + Long.toUnsignedString(value)
                        + " in row 3, column 2; float64 holds whole numbers exactly up to 2^53 only");
    }

    @Test
    void theLargestExactWholeNumbersAreRead() throws IOException {
        byte[] numbers =
                ByteBuffer.allocate(16).putLong(1L << 53).putLong(-(1L << 53)).array();
        NpzFiles.write(file, Map.of("a.npy", NpzFiles.npy(1, NpzFiles.header(">i8", false, "(2,)"), numbers)));
        assertThat(Npz.read(file, "a.npz").get("a").matrix()).isEqualTo(Matrix.of(1, 2, 0x1p53, -0x1p53));
    }

    @Test
    void otherFilesAreRefused() throws IOException, URISyntaxException {
        assertRefused(file, "a.npz: there is no such file");
        assertRefused(directory, "a.npz: is not a file, but a directory");
        Files.write(file, new byte[0]);
        assertRefused(file, "a.npz: is empty");
        Files.writeString(file, "W1: 0.1");
        assertRefused(file, "a.npz: is not a zip file");
        Files.write(file, NpzFiles.npy(1, F8, new byte[8]));
        assertRefused(file, "a.npz: is a single array without a name; numpy.savez(file, W1=…, b1=…) writes named ones");
        assertRefused(NpzReadTest.fixture("1.24.2", "none"), "a.npz: has no arrays");
        NpzFiles.write(file, Map.of("../evil\n.txt", new byte[8]));
        assertRefused(file, "a.npz: the entry \"../evil�.txt\" is not an array; its name does not end in .npy");
    }

    @Test
    void bombsAreRefusedBeforeAnythingIsAllocated() throws IOException {
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i <= 1000; i++) {
            many.put(i + ".npy", new byte[0]);
        }
        NpzFiles.write(file, many);
        assertRefused(file, "a.npz: has 1001 entries; an .npz file has at most 1000");

        Map<String, byte[]> zeros = new LinkedHashMap<>();
        byte[] array = NpzFiles.npy(1, NpzFiles.header("<f8", false, "(10000000,)"), new byte[80_000_000]);
        zeros.put("a.npy", array);
        zeros.put("b.npy", array);
        NpzFiles.write(file, zeros);
        assertThatThrownBy(() -> Npz.read(file, "a.npz"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("a.npz: would inflate from " + Files.size(file) + " to " + 2 * array.length
                        + " bytes, which is too much for an .npz file");

        // Bytes can be as many numbers as eight times fewer float64.
        zeros.clear();
        array = NpzFiles.npy(1, NpzFiles.header("|u1", false, "(16777216,)"), new byte[16_777_216]);
        zeros.put("a.npy", array);
        zeros.put("b.npy", NpzFiles.npy(1, NpzFiles.header("|u1", false, "()"), new byte[1]));
        NpzFiles.write(file, zeros);
        assertRefused(
                file,
                "a.npz: \"b\" has the shape (), but the arrays of a file can have at most 16777216 numbers in all");
    }

    /** The declared size is made another, in the directory and in front of the entry. */
    @ParameterizedTest
    @ValueSource(ints = {10, 100_000_000})
    void declaredSizesAreNotBelieved(int declared) throws IOException, URISyntaxException {
        byte[] bytes = Files.readAllBytes(NpzReadTest.fixture("1.24.2", "deflated"));
        ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = zip.getInt(22);
        int changed = 0;
        for (int i = 0; i + 4 <= bytes.length && changed < 3; i++) {
            if (zip.getInt(i) == size && (i < 60 || i > bytes.length - 700)) {
                zip.putInt(i, declared);
                changed++;
            }
        }
        assertThat(changed).isEqualTo(3);
        Files.write(file, bytes);
        assertRefused(
                file, "a.npz: is damaged: the entry \"W1.npy\" does not inflate to the size that was stored with it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored", "deflated", "streamed", "streamed-deflated"})
    void everyTruncationIsNoticed(String name) throws IOException, URISyntaxException {
        byte[] whole = Files.readAllBytes(NpzReadTest.fixture("2.4.6", name));
        for (int length = 4; length < whole.length; length += 17) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(file, "a.npz: is damaged or cut off: the zip's last record is not at its end");
        }
    }

    /** Bits that say nothing about the numbers, such as an entry's date, may flip. */
    @ParameterizedTest
    @ValueSource(strings = {"stored", "deflated", "streamed", "streamed-deflated"})
    void everyFlippedBitIsNoticedOrChangesNothing(String name) throws IOException, URISyntaxException {
        Path original = NpzReadTest.fixture("2.4.6", name);
        Map<String, NpzArray> expected = Npz.read(original, "a.npz");
        byte[] whole = Files.readAllBytes(original);
        Random random = new Random(3);
        int refused = 0;
        for (int i = 0; i < 500; i++) {
            byte[] flipped = whole.clone();
            flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, flipped);
            try {
                assertThat(Npz.read(file, "a.npz")).containsExactlyEntriesOf(expected);
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).startsWith("a.npz: ").doesNotContain("\n");
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(350);
    }

    @Test
    void sameNameTwiceIsRefused() throws IOException {
        byte[] array = NpzFiles.npy(1, F8, new byte[8]);
        Map<String, byte[]> two = new LinkedHashMap<>();
        two.put("W1.npy", array);
        two.put("W2.npy", array);
        NpzFiles.write(file, two);
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        Files.write(file, text.replace("W2.npy", "W1.npy").getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(file, "a.npz: has the entry \"W1.npy\" twice");
    }

    private static void assertRefused(Path file, String sentence) {
        assertThatThrownBy(() -> Npz.read(file, "a.npz"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(sentence);
    }
}

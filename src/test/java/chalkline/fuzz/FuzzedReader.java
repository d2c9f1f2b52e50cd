package chalkline.fuzz;

import chalkline.answers.AnswerSheet;
import chalkline.config.Configuration;
import chalkline.data.CsvFormat;
import chalkline.data.CsvTables;
import chalkline.data.InferenceOptions;
import chalkline.data.InferredTable;
import chalkline.data.Npz;
import chalkline.data.Table;
import chalkline.data.TestTables;
import chalkline.files.SimulatedDisk;
import chalkline.files.Storage;
import chalkline.files.StrictZip;
import chalkline.modelzip.ConfigurationGuard;
import chalkline.modelzip.JsonNetworkReader;
import chalkline.network.Conventions;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.StepId;
import com.google.gson.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * What a fuzzer calls, with inputs that it grows by what code they reach. {@code -Dchalkline.reader} names the reader. It takes
 * the input or refuses it in sentences; whatever else it throws is a finding, and so is a zip of which another reader makes
 * something else.
 */
public final class FuzzedReader {
    /** The readers of what comes from strangers. */
    enum Reader {
        ZIP,
        CONFIGURATION,
        YAML,
        CSV,
        NPZ,
        ANSWERS
    }

    private static final Reader READER =
            Reader.valueOf(System.getProperty("chalkline.reader", "zip").toUpperCase(Locale.ROOT));
    private static final StrictZip.Kind KIND = new StrictZip.Kind("a model zip", 64, 1 << 20, 100, false);
    /** What {@link AnswerSheet} tells its formats by; an input's first byte says which. */
    static final List<String> SHEETS = List.of("sheet.yaml", "sheet.csv", "sheet.ipynb", "sheet.npz");

    private static final int LONGEST_MESSAGE = 21_000;
    private static final SimulatedDisk DISK = new SimulatedDisk();
    private static final SimulatedDisk.Moment EMPTY = DISK.moment();
    private static final Map<StepId, Matrix> STEPS = Map.of(
            StepId.z(1),
            Matrix.zeros(2, 3),
            StepId.a(1),
            Matrix.zeros(2, 3),
            StepId.LOSS,
            Matrix.zeros(1, 1),
            StepId.w(1).gradient(),
            Matrix.zeros(4, 3),
            StepId.b(1).gradient(),
            Matrix.zeros(1, 3));

    private FuzzedReader() {}

    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        try {
            read(input);
        } catch (InvalidInputException e) {
            String message = e.getMessage();
            if (message.isBlank() || message.length() > LONGEST_MESSAGE) {
                throw new AssertionError("no sentence: " + message, e);
            }
        }
    }

    private static void read(byte[] input) throws IOException {
        switch (READER) {
            case ZIP -> readZip(input);
            case CONFIGURATION -> {
                JsonObject checked = ConfigurationGuard.check(input, "configuration.json");
                JsonNetworkReader.read("model.zip", checked.toString(), new double[0]);
            }
            case YAML ->
                Configuration.parse(
                        new String(input, StandardCharsets.UTF_8), Path.of("x.yaml"), Path.of("nowhere"), List.of());
            case CSV -> {
                Path file = file("table.csv", input);
                InferenceOptions options = InferenceOptions.of(List.of("y"));
                InferredTable once = CsvTables.inferAndRead(file, "table.csv", CsvFormat.DEFAULT, options);
                Table again = TestTables.again(once, file, "table.csv", options);
                if (!Arrays.equals(TestTables.cells(once.table()), TestTables.cells(again))) {
                    throw new AssertionError("read in two ways");
                }
            }
            case NPZ -> Npz.read(file("arrays.npz", input), "arrays.npz");
            case ANSWERS -> {
                String name = SHEETS.get(input.length == 0 ? 0 : Math.floorMod(input[0], SHEETS.size()));
                byte[] content = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
                AnswerSheet.read(file(name, content), name, STEPS, Notation.XW_PLUS_B, Conventions.NONE);
            }
        }
    }

    private static Path file(String name, byte[] content) throws IOException {
        DISK.restore(EMPTY);
        Path file = DISK.getPath("/", name);
        try (Storage.Output out = DISK.create(file)) {
            out.write(content);
        }
        return file;
    }

    /** What is taken, a reader that goes from entry to entry takes too, and makes the same of it. */
    private static void readZip(byte[] input) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (StrictZip zip = StrictZip.open(file("model.zip", input), "model.zip", KIND)) {
            for (String name : zip.names()) {
                entries.put(name, zip.read(name, 1 << 20));
            }
        }
        try (ZipInputStream stream = new ZipInputStream(new ByteArrayInputStream(input), StandardCharsets.ISO_8859_1)) {
            for (byte[] content : entries.values()) {
                ZipEntry entry = stream.getNextEntry();
                if (entry == null || !Arrays.equals(stream.readAllBytes(), content)) {
                    throw new AssertionError("read in two ways");
                }
            }
            if (stream.getNextEntry() != null) {
                throw new AssertionError("an entry that is not in the directory");
            }
        }
    }
}

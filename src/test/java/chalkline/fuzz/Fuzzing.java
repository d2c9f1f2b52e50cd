package chalkline.fuzz;

import chalkline.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Runs Jazzer on one reader after another, each in a virtual machine of its own, and prints how many inputs each had. What it
 * finds ends with exit code 1, and the input is in {@code target/fuzz}. {@code mvn -q -Pfuzz test} gives each reader ten million
 * inputs; {@code -Dfuzz.seconds=18} ends each after so long, {@code -Dfuzz.readers=zip,csv} names some, and
 * {@code -Dfuzz.seed=1} draws the same inputs again, as far as a clock allows; otherwise each run draws its own.
 */
final class Fuzzing {
    private static final Path FOLDER = Path.of("target", "fuzz");
    private static final Pattern DONE = Pattern.compile("Done (\\d+) (?:runs )?in (\\d+) second");
    private static final long LARGEST_SEED = 16 << 10;
    private static final int MOST_SEEDS = 60;
    private static final long MINUTES = 60 * 24;

    private Fuzzing() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        String names = System.getProperty("fuzz.readers", "zip,configuration,yaml,csv,npz,answers");
        boolean clean = true;
        for (String name : names.split(",")) {
            clean &= fuzz(FuzzedReader.Reader.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        if (!clean) {
            System.exit(1);
        }
    }

    private static boolean fuzz(FuzzedReader.Reader reader) throws IOException, InterruptedException {
        String name = reader.name().toLowerCase(Locale.ROOT);
        Path corpus = FOLDER.resolve(name);
        seed(reader, corpus);
        List<String> line = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Dchalkline.reader=" + name,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzedReader.class.getName(),
                "--instrumentation_includes=chalkline.**",
                "--reproducer_path=" + FOLDER,
                "-artifact_prefix=" + FOLDER + "/" + name + "-",
                "-runs=" + System.getProperty("fuzz.runs", "10000000"),
                "-max_total_time=" + System.getProperty("fuzz.seconds", "0"),
                "-seed=" + System.getProperty("fuzz.seed", "0"),
                // Time spent in regular expressions on guessing at text that they would match finds no more.
                "--disabled_hooks=com.code_intelligence.jazzer.sanitizers.RegexRoadblocks",
                "-timeout=60",
                "-max_len=" + longest(reader),
                "-print_final_stats=1",
                corpus.toString());
        Process process = ChildProcess.start(new ProcessBuilder(line).redirectErrorStream(true), MINUTES);
        String output = new String(process.getInputStream().readAllBytes());
        int code = process.waitFor();
        Files.writeString(FOLDER.resolve(name + ".txt"), output);
        Matcher done = DONE.matcher(output);
        String counts = done.find() ? done.group(1) + " inputs in " + done.group(2) + " s" : "not to the end";
        System.out.println(name + ": " + counts + (code == 0 ? "" : ", FOUND:\n" + finding(output)));
        return code == 0;
    }

    /** What a table or a sheet of a few columns and rows needs; long ones cost the time of many short ones. */
    private static int longest(FuzzedReader.Reader reader) {
        return switch (reader) {
            case CSV, ANSWERS -> 2 << 10;
            case ZIP, CONFIGURATION, YAML, NPZ -> 64 << 10;
        };
    }

    /** What was thrown and the input in base 64, without Jazzer's lines of progress. */
    private static String finding(String output) {
        return output.lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("INFO"))
                .collect(Collectors.joining("\n"));
    }

    private static void seed(FuzzedReader.Reader reader, Path corpus) throws IOException {
        Files.createDirectories(corpus);
        List<byte[]> seeds = new ArrayList<>();
        switch (reader) {
            case ZIP -> seeds.addAll(files(".zip"));
            case CONFIGURATION -> seeds.addAll(configurations());
            case YAML -> seeds.addAll(files(".yaml"));
            case CSV -> seeds.addAll(files(".csv"));
            case NPZ -> seeds.addAll(files(".npz"));
            case ANSWERS -> {
                for (int i = 0; i < FuzzedReader.SHEETS.size(); i++) {
                    String sheet = FuzzedReader.SHEETS.get(i);
                    for (byte[] content : files(sheet.substring(sheet.indexOf('.')))) {
                        byte[] prefixed = new byte[content.length + 1];
                        prefixed[0] = (byte) i;
                        System.arraycopy(content, 0, prefixed, 1, content.length);
                        seeds.add(prefixed);
                    }
                }
            }
        }
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(corpus.resolve("seed-" + i), seeds.get(i));
        }
    }

    private static List<byte[]> files(String ending) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : paths(ending)) {
            if (Files.size(file) <= LARGEST_SEED && contents.size() < MOST_SEEDS) {
                contents.add(Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static List<byte[]> configurations() throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (Path file : paths(".zip")) {
            try (ZipFile zip = new ZipFile(file.toFile())) {
                contents.add(
                        zip.getInputStream(zip.getEntry("configuration.json")).readAllBytes());
            }
        }
        return contents;
    }

    private static List<Path> paths(String ending) throws IOException {
        try (Stream<Path> tests = Files.walk(Path.of("src/test/resources"));
                Stream<Path> own = Files.walk(Path.of("configs"))) {
            return Stream.concat(tests, own)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}

package chalkline.modelzip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.EditedZip;
import chalkline.Seeds;
import chalkline.modelzip.Danger.Kind;
import chalkline.network.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Zips with something dangerous in every place that Deeplearning4j has for it, and zips with nothing of the kind. */
@ExtendWith(Seeds.class)
class ZipScanTest {
    private static final int HOSTILE = 600;
    private static final String CONFIGURATION = "configuration.json";
    /** Gadgets' names and those of a stranger, in packages that look like Deeplearning4j's too. */
    private static final List<String> FOREIGN = List.of(
            "evil.Act",
            "com.sun.rowset.JdbcRowSetImpl",
            "org.springframework.context.support.ClassPathXmlApplicationContext",
            "ch.qos.logback.core.db.JNDIConnectionSource",
            "org.deeplearning4j.nnevil.Layer",
            "org.deeplearning4j.util.ModelSerializer",
            "org.nd4j.linalg.activationsevil.Act",
            "org.nd4j.serde.base64.Nd4jBase64",
            "java.util.ArrayList<evil.Act>",
            "[Ljava.lang.Object;");

    @TempDir
    private Path directory;

    private Path zip;
    private Map<String, byte[]> honest;

    @BeforeEach
    void honestZip() throws IOException {
        zip = directory.resolve("model.zip");
        honest = EditedZip.entries(Path.of("src/test/resources/hostile/config-esc.zip"));
    }

    private List<Kind> kinds() {
        return ZipScan.of(zip, "model.zip").stream().map(Danger::kind).toList();
    }

    /** What a stranger changes, with the kind of danger that it is. */
    private record Hostile(Kind kind, byte[] bytes) {}

    @Test
    void missesNoneOfManyHostileZips() throws IOException {
        int zips = 0;
        Map<Kind, Integer> found = new LinkedHashMap<>();
        for (long seed : Seeds.upTo(HOSTILE)) {
            Hostile hostile = hostile(new Random(seed));
            Files.write(zip, hostile.bytes());
            assertThat(kinds()).contains(hostile.kind());
            found.merge(hostile.kind(), 1, Integer::sum);
            zips++;
        }
        System.out.println("inspect --scan: " + zips + " hostile zips, 0 missed: " + found);
    }

    private Hostile hostile(Random random) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(honest);
        return switch (random.nextInt(18)) {
            case 0 -> object(entries, random);
            case 1 -> normalizer(entries, random);
            case 2, 3, 4 -> className(entries, random);
            case 5 -> nested(entries, random);
            case 6 -> hidden(entries, random);
            case 7 -> path(entries, random);
            case 8 -> renamed(entries, random);
            case 9 -> written(entries, random);
            case 10 -> tagged(entries, random);
            case 11 -> sameFile(entries, random);
            case 12 -> behindDamage(entries, random);
            case 13 -> inOtherEncoding(entries, random);
            case 14 -> betweenEntries(entries, random);
            case 15 -> archive(entries, random);
            case 16 -> named(entries, random);
            default -> program(entries, random);
        };
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... some) {
        return some[random.nextInt(some.length)];
    }

    private static byte[] object(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of(random.nextInt())));
        }
        return bytes.toByteArray();
    }

    private static int intAt(byte[] bytes, int at) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
    }

    /** Of the directory's first record. */
    private static int directory(byte... plain) {
        return intAt(plain, plain.length - 6);
    }

    /** A reader that gives up at the first entry, which is damaged, encrypted or packed in an unknown way, sees nothing. */
    private static Hostile behindDamage(Map<String, byte[]> entries, Random random) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>();
        all.put("chalkline/a.txt", "some words, some words, some words".getBytes(StandardCharsets.UTF_8));
        all.putAll(entries);
        all.put(oneOf(random, "preprocessor.bin", "objects/a"), object(random));
        byte[] zipped = zipped(all);
        int record = directory(zipped);
        switch (random.nextInt(3)) {
            case 0 -> Arrays.fill(zipped, 45, 50, (byte) 0xff);
            case 1 -> {
                zipped[6] |= 1;
                zipped[record + 8] |= 1;
            }
            default -> {
                zipped[8] = 99;
                zipped[record + 10] = 99;
            }
        }
        return new Hostile(Kind.SERIALIZED_OBJECT, zipped);
    }

    /** A configuration that other readers decode, in other forms than strict JSON, or too deep or long for it. */
    private static Hostile inOtherEncoding(Map<String, byte[]> entries, Random random) throws IOException {
        String json = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        String evil = oneOf(
                random,
                "\"x\":{\"@class\":\"evil.Act\"}",
                "'x':{'@class':'evil.Act'}",
                "\"x\":{\"@class\"/* of x */:/**/\"evil.Act\"}",
                "\"x\":\"{\\\"@class\\\":\\\"evil.Act\\\"}\"",
                "\"x\":" + "[".repeat(50) + "[\"evil.Act\",{}]" + "]".repeat(50),
                "\"x\":{\"@class\":\"\\u0065vil.Act\"}",
                "\"x\":{\"className\":\"javax.script.ScriptEngineManager\"}");
        Charset charset = Charset.forName(oneOf(random, "UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"));
        String mark = random.nextBoolean() ? "\uFEFF" : "";
        entries.put(
                CONFIGURATION,
                (mark + json.replaceFirst("\\{", "{" + Matcher.quoteReplacement(evil) + ",")).getBytes(charset));
        return new Hostile(Kind.CLASS_NAME, zipped(entries));
    }

    /** Where no entry is: in front of the directory, in a comment, behind the end. */
    private static Hostile betweenEntries(Map<String, byte[]> entries, Random random) throws IOException {
        byte[] plain = zipped(entries);
        byte[] object = object(random);
        int directory = directory(plain);
        byte[] changed = switch (random.nextInt(3)) {
            case 0 -> {
                byte[] moved = joined(
                        joined(Arrays.copyOf(plain, directory), object),
                        Arrays.copyOfRange(plain, directory, plain.length));
                ByteBuffer.wrap(moved)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(moved.length - 6, directory + object.length);
                yield moved;
            }
            case 1 -> {
                byte[] commented = joined(plain, object);
                commented[plain.length - 2] = (byte) object.length;
                yield commented;
            }
            default -> joined(plain, object);
        };
        return new Hostile(Kind.SERIALIZED_OBJECT, changed);
    }

    private static Hostile archive(Map<String, byte[]> entries, Random random) throws IOException {
        String[] beginnings = {
            "377abcaf271c0004",
            "526172211a070100",
            "fd377a585a000004",
            "28b52ffd",
            "502a4d1804000000",
            "04224d18",
            "5d00008000",
            "4c5a495001",
            "894c5a4f000d0a1a0a",
            "ff060000734e61507059",
            "1f8b080000000000000003",
            "1f9d90",
            "425a6839314159265359",
            "213c617263683e0a",
            "78617221001c0001",
            "4d53434600000000",
            "cafed00d",
            "d0cf11e0a1b11ae1",
            "504b0506",
            "504b0606",
            "504b0708"
        };
        String beginning = oneOf(random, beginnings);
        byte[] inner = joined(HexFormat.of().parseHex(beginning), new byte[100]);
        boolean known = Set.of(0, 1, 2, 8, 9, 12).contains(List.of(beginnings).indexOf(beginning));
        boolean behind = known && random.nextBoolean();
        entries.put("chalkline/x", behind ? joined(new byte[1 + random.nextInt(100)], inner) : inner);
        return new Hostile(Kind.NESTED_ARCHIVE, zipped(entries));
    }

    private static Hostile named(Map<String, byte[]> entries, Random random) throws IOException {
        Kind kind = random.nextBoolean() ? Kind.CODE : Kind.PATH;
        entries.put(
                kind == Kind.CODE
                        ? oneOf(random, "run.bat", "a/b.PY", "META-INF/services/org.nd4j.Backend", "lib.so")
                        : oneOf(
                                random,
                                "AUX.txt",
                                "a/nul",
                                "configuration.json::$DATA",
                                "~/x",
                                "a\u202etxt",
                                "a\u001b[2J"),
                "x".getBytes(StandardCharsets.UTF_8));
        return new Hostile(kind, zipped(entries));
    }

    private static Hostile object(Map<String, byte[]> entries, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String place =
                oneOf(random, "preprocessor.bin", "objects/a", "normalizer.bin", "updater.bin", "chalkline/x", "a/b");
        if (random.nextBoolean() && !place.equals("updater.bin")) {
            bytes.write(new byte[random.nextInt(5000)]);
        }
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of(random.nextInt())));
        }
        entries.put(place, bytes.toByteArray());
        return new Hostile(Kind.SERIALIZED_OBJECT, zipped(entries));
    }

    /** An object as a text, and one in the place of numbers or behind them. */
    private static Hostile written(Map<String, byte[]> entries, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>(List.of(random.nextInt())));
        }
        byte[] object = bytes.toByteArray();
        String json = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        switch (random.nextInt(6)) {
            case 4 -> {
                int before = random.nextInt(3);
                String text = Base64.getMimeEncoder(4 + random.nextInt(70), new byte[] {'\n'})
                        .encodeToString(joined(new byte[before], object));
                entries.put("chalkline/a.txt", text.getBytes(StandardCharsets.UTF_8));
            }
            case 5 -> {
                HexFormat form = oneOf(
                        random,
                        HexFormat.ofDelimiter(" "),
                        HexFormat.ofDelimiter(", ").withPrefix("0x").withUpperCase(),
                        HexFormat.of().withPrefix("\\x"));
                entries.put("chalkline/a.txt", form.formatHex(object).getBytes(StandardCharsets.UTF_8));
            }
            case 0 -> {
                String text = Base64.getEncoder().encodeToString(object);
                entries.put(
                        CONFIGURATION,
                        json.replaceFirst("\\{", "{\"a\":\"" + text + "\",").getBytes(StandardCharsets.UTF_8));
            }
            case 1 -> {
                String text = HexFormat.of().formatHex(object);
                entries.put(
                        "chalkline/a.txt",
                        (random.nextBoolean() ? text : text.toUpperCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
            }
            case 2 -> entries.put("coefficients.bin", joined(object, entries.get("coefficients.bin")));
            default -> entries.put("coefficients.bin", joined(entries.get("coefficients.bin"), object));
        }
        return new Hostile(Kind.SERIALIZED_OBJECT, zipped(entries));
    }

    private static Hostile tagged(Map<String, byte[]> entries, Random random) throws IOException {
        String text = oneOf(
                random,
                "a: !!javax.script.ScriptEngineManager []",
                "!<tag:yaml.org,2002:javax.script.ScriptEngineManager> [1]",
                "%TAG ! tag:yaml.org,2002:\n---\na: !javax.script.ScriptEngineManager []",
                "%TAG !e! tag:yaml.org,2002:javax.script.\n---\n- !e!ScriptEngineManager []",
                "a: !!%6Aavax.script.ScriptEngineManager []",
                "a: { b: !javax.script.ScriptEngineManager [] }",
                "x: &a evil.Act\ny: { \"@class\": *a }",
                "- !!com.sun.rowset.JdbcRowSetImpl { dataSourceName: x }");
        entries.put(
                oneOf(random, "configuration.yaml", "chalkline/a.YML", "config.yml", CONFIGURATION, "model"),
                text.getBytes(StandardCharsets.UTF_8));
        return new Hostile(Kind.CLASS_NAME, zipped(entries));
    }

    private static Hostile sameFile(Map<String, byte[]> entries, Random random) throws IOException {
        entries.put(
                oneOf(
                        random,
                        "./configuration.json",
                        "Configuration.json",
                        "CHALKLINE/schema.json",
                        "chalkline\\schema.json"),
                "{}".getBytes(StandardCharsets.UTF_8));
        return new Hostile(Kind.TWO_READINGS, zipped(entries));
    }

    private static Hostile normalizer(Map<String, byte[]> entries, Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF("NORMALIZER");
            out.writeInt(random.nextInt(5) - 2);
            out.writeUTF("CUSTOM");
            out.writeUTF(FOREIGN.get(random.nextInt(FOREIGN.size())));
        }
        entries.put("normalizer.bin", bytes.toByteArray());
        return new Hostile(Kind.CLASS_NAME, zipped(entries));
    }

    private static Hostile className(Map<String, byte[]> entries, Random random) throws IOException {
        String name = FOREIGN.get(random.nextInt(FOREIGN.size()));
        String member =
                oneOf(random, "@class", "@class", "@type", "@c", "\\u0040class", "@cl\\u0061ss", "@cl\nass", "type");
        String value = switch (random.nextInt(member.contains("\n") ? 1 : 5)) {
            case 0 -> "{\"" + member + "\" : \"" + name + "\"}";
            case 1 -> "[\"" + name + "\", {}]";
            case 2 -> "[\"" + name + "\", [\"b\", 1], 2]";
            case 3 -> "[\"evil.small\", \"x\"]";
            default -> "{\"a\" : [{\"x\" : {\"" + member + "\" : \"" + name + "\", \"p\" : 1}}]}";
        };
        String json = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        String old = oneOf(
                random,
                "\"biasUpdater\" : null",
                "\"constraints\" : null",
                "\"idropout\" : null",
                "\"weightNoise\" : null",
                "\"stepFunction\" : null",
                "\"inputPreProcessors\" : { }");
        String key = oneOf(random, old.split(" : ")[0], "\"dist\"", "\"vertices\"", "\"a\"");
        assertThat(json).contains(old);
        entries.put(
                CONFIGURATION,
                json.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(key + " : " + value))
                        .getBytes(StandardCharsets.UTF_8));
        return new Hostile(Kind.CLASS_NAME, zipped(entries));
    }

    private static Hostile nested(Map<String, byte[]> entries, Random random) throws IOException {
        byte[] inner = zipped(new LinkedHashMap<>(Map.of("x", new byte[random.nextInt(100)])));
        if (random.nextBoolean()) {
            ByteArrayOutputStream gzip = new ByteArrayOutputStream();
            try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
                out.write(inner);
            }
            inner = gzip.toByteArray();
        }
        String place = oneOf(random, "inner.zip", "normalizer.bin", "chalkline/x", "lib.jar", "updaterState.bin");
        boolean behind = inner[0] == 'P' && random.nextBoolean();
        entries.put(place, behind ? joined(new byte[1 + random.nextInt(100)], inner) : inner);
        return new Hostile(Kind.NESTED_ARCHIVE, zipped(entries));
    }

    /** The same bytes are another zip for a program that reads in the other way. */
    private static Hostile hidden(Map<String, byte[]> entries, Random random) throws IOException {
        byte[] plain = zipped(entries);
        byte[] other = zipped(new LinkedHashMap<>(Map.of(CONFIGURATION, new byte[1 + random.nextInt(50)])));
        byte[] both = switch (random.nextInt(3)) {
            case 0 -> joined(other, plain);
            case 1 -> twice(plain);
            default -> unicodePath(plain);
        };
        return new Hostile(Kind.TWO_READINGS, both);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** The directory calls an entry by another name than its own header does. */
    private static byte[] twice(byte[] plain) {
        byte[] changed = plain.clone();
        byte[] name = CONFIGURATION.getBytes(StandardCharsets.US_ASCII);
        int last = -1;
        for (int i = 0; i + name.length < changed.length; i++) {
            if (Arrays.equals(changed, i, i + name.length, name, 0, name.length)) {
                last = i;
            }
        }
        changed[last] = 'C';
        return changed;
    }

    private static byte[] unicodePath(byte[] plain) {
        try {
            return Files.readAllBytes(Path.of("src/test/resources/hostile/unicode-path.zip"));
        } catch (IOException e) {
            throw new UncheckedIOException(plain.length + " bytes", e);
        }
    }

    private static Hostile path(Map<String, byte[]> entries, Random random) throws IOException {
        entries.put(oneOf(random, "../evil", "a/../../evil", "/etc/passwd", "..\\evil", "C:\\evil"), new byte[1]);
        return new Hostile(Kind.PATH, zipped(entries));
    }

    /** Under another package of old releases, where nobody of this release looks. */
    private static Hostile renamed(Map<String, byte[]> entries, Random random) throws IOException {
        String json = new String(entries.get(CONFIGURATION), StandardCharsets.UTF_8);
        String other = oneOf(random, "org.evil.", "org.deeplearning4jx.", "com.skymind.", "");
        entries.put(
                CONFIGURATION,
                json.replace("\"@class\" : \"org.", "\"@class\" : \"" + other).getBytes(StandardCharsets.UTF_8));
        return new Hostile(Kind.CLASS_NAME, zipped(entries));
    }

    private static Hostile program(Map<String, byte[]> entries, Random random) throws IOException {
        byte[][] starts = {
            {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE},
            {0x7F, 'E', 'L', 'F'},
            {'M', 'Z', 0, 0},
            {'#', '!', '/', 'b'},
            {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '#', '!'},
            {0, 'a', 's', 'm'},
            {'d', 'e', 'x', '\n'},
            {(byte) 0xCE, (byte) 0xFA, (byte) 0xED, (byte) 0xFE},
            {0, 0, 0x7F, 'E', 'L', 'F', 2, 1, 1},
            {0, (byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 61}
        };
        entries.put(
                oneOf(random, "a.class", "b.so", "chalkline/x"),
                Arrays.copyOf(starts[random.nextInt(starts.length)], 100));
        return new Hostile(Kind.CODE, zipped(entries));
    }

    private static byte[] zipped(Map<String, byte[]> entries) throws IOException {
        Path file = Files.createTempFile("scan", ".zip");
        try {
            EditedZip.write(file, new LinkedHashMap<>(entries));
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    /** Each entry is its own beginning and inflates to a gigabyte: nobody has time for that. */
    @Test
    void aBombOfEntriesThatOverlapIsLeftSoon() throws IOException {
        byte[] entry = zipped(new LinkedHashMap<>(Map.of("a", new byte[50 << 20])));
        int directory = directory(entry);
        byte[] record = Arrays.copyOfRange(entry, directory, entry.length - 22);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(entry, 0, directory);
        for (int i = 0; i < 5000; i++) {
            bytes.write(record);
        }
        byte[] end = Arrays.copyOfRange(entry, entry.length - 22, entry.length);
        ByteBuffer.wrap(end)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(8, (short) 5000)
                .putShort(10, (short) 5000)
                .putInt(12, 5000 * record.length);
        bytes.write(end);
        Files.write(zip, bytes.toByteArray());
        assertThat(kinds()).contains(Kind.TWO_READINGS, Kind.BOMB);
    }

    /** R names columns so; such names stand in the entries that Chalkline alone reads. */
    @Test
    void namesOfColumnsAreNoClasses() throws IOException {
        honest.put(
                "chalkline/schema.json",
                "{\"features\":[\"Sepal.Length\",\"java.lang.Runtime\"],\"labels\":[\"!x.Y\"]}"
                        .getBytes(StandardCharsets.UTF_8));
        EditedZip.write(zip, new LinkedHashMap<>(honest));
        assertThat(kinds()).isEmpty();
    }

    @Test
    void aBombIsOne() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(honest);
        entries.put("chalkline/zeros", new byte[100 << 20]);
        EditedZip.write(zip, entries);
        assertThat(kinds()).containsOnly(Kind.BOMB);
    }

    /** Beyond what is held in memory at once. */
    @Test
    void theEndOfALongEntryIsLookedAtToo() throws IOException {
        byte[] random = new byte[18 << 20];
        new Random(1).nextBytes(random);
        byte[] object = {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r', 0, 1, 'x'};
        for (int place : new int[] {(17 << 20) - 4, random.length - object.length}) {
            byte[] content = random.clone();
            System.arraycopy(object, 0, content, place, object.length);
            honest.put("chalkline/long", content);
            EditedZip.write(zip, new LinkedHashMap<>(honest));
            assertThat(kinds()).containsExactly(Kind.SERIALIZED_OBJECT);
        }
    }

    @Test
    void aLinkIsOne() throws IOException {
        byte[] plain = zipped(honest);
        // The directory's first record: made on Unix, with the mode of a link.
        int record = new String(plain, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        plain[record + 5] = 3;
        plain[record + 41] = (byte) 0xA1;
        Files.write(zip, plain);
        assertThat(kinds()).containsExactly(Kind.PATH);
    }

    /** Public zips of all releases, and those of this one. */
    @Test
    void alarmsForNoneThatIsPublic() throws IOException {
        List<Path> zips = new ArrayList<>();
        for (String folder : List.of("zips", "golden")) {
            try (Stream<Path> files = Files.walk(Path.of("src/test/resources", folder))) {
                files.filter(file -> file.toString().endsWith(".zip")).forEach(zips::add);
            }
        }
        assertThat(zips).hasSizeGreaterThan(10);
        for (Path each : zips) {
            assertThat(ZipScan.of(each, each.toString())).as(each.toString()).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadIsNotClean() throws IOException {
        byte[] whole = zipped(honest);
        for (int length : new int[] {0, 1, 3, 30, whole.length / 2, whole.length - 1}) {
            Files.write(zip, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> ZipScan.of(zip, "model.zip"))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageStartingWith("model.zip: ");
        }
        assertThatThrownBy(() -> ZipScan.of(directory.resolve("none.zip"), "none.zip"))
                .hasMessage("none.zip: there is no such file");
    }

    /** A danger is one, however the rest of the zip was cut. */
    @Test
    void whatCanBeReadOfADamagedZipIsLookedAt() throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("preprocessor.bin", new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 's', 'r', 0, 1, 'x'});
        entries.putAll(honest);
        byte[] whole = zipped(entries);
        Files.write(zip, Arrays.copyOf(whole, whole.length - 30));
        assertThat(kinds()).containsExactly(Kind.SERIALIZED_OBJECT);
    }
}

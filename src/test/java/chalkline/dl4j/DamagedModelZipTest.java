package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

class DamagedModelZipTest {
    @TempDir
    private Path directory;

    private MultiLayerNetwork network;
    private byte[] saved;
    private Path zip;

    @BeforeAll
    static void oneThread() {
        SavedNetworks.oneThread();
    }

    @BeforeEach
    void save() throws IOException {
        network = SavedNetworks.trained(DataType.DOUBLE, new Adam(0.01), 3);
        zip = directory.resolve("model.zip");
        ModelZip.save(zip, network, Map.of("chalkline/schema.json", "{}".getBytes(StandardCharsets.UTF_8)));
        saved = Files.readAllBytes(zip);
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 200; i++) {
            int length = random.nextInt(saved.length);
            Files.write(zip, Arrays.copyOf(saved, length));
            String expected = length == 0
                    ? "model.zip: is empty"
                    : length < 4
                            ? "model.zip: is not a zip file"
                            : "model.zip: is damaged or cut off: the zip's last record is not at its end";
            assertThatThrownBy(this::load)
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessage(expected);
        }
    }

    /** Bits that say nothing about the model, such as an entry's date, may flip: then it loads as it was saved. */
    @Test
    void everyFlippedBitIsNoticedOrChangesNothing() throws IOException {
        Random random = new Random(2);
        int harmless = 0;
        for (int i = 0; i < 500; i++) {
            int bit = random.nextInt(saved.length * 8);
            byte[] flipped = saved.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(zip, flipped);
            ModelZip.LoadedModel loaded;
            try {
                loaded = load();
            } catch (InvalidInputException e) {
                assertThat(e.getMessage()).startsWith("model.zip: ").doesNotContain("\n");
                continue;
            }
            harmless++;
            assertThat(SavedNetworks.parameters(loaded.network())).isEqualTo(SavedNetworks.parameters(network));
            assertThat(SavedNetworks.updaterState(loaded.network())).isEqualTo(SavedNetworks.updaterState(network));
            assertThat(loaded.network().getLayerWiseConfigurations()).isEqualTo(network.getLayerWiseConfigurations());
            assertThat(loaded.network().getIterationCount()).isEqualTo(3);
            assertThat(loaded.entries()).containsOnlyKeys("chalkline/schema.json");
        }
        assertThat(harmless).isLessThan(100);
    }

    @Test
    void flippedBitInsideAnEntryIsNamed() throws IOException {
        byte[] flipped = saved.clone();
        flipped[200] ^= 1;
        Files.write(zip, flipped);
        assertThatThrownBy(this::load)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageMatching("model\\.zip: is damaged: the entry \"configuration\\.json\" (cannot be inflated"
                        + "|does not inflate to the size that was stored with it"
                        + "|does not have the checksum that was stored with it)");
    }

    @Test
    void lostUpdaterStateIsNoticed() throws IOException {
        Map<String, byte[]> entries = SavedNetworks.entries(zip);
        entries.remove("updaterState.bin");
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: is damaged: the entry \"updaterState.bin\" is missing");
    }

    @Test
    void lostManifestIsNoticed() throws IOException {
        Map<String, byte[]> entries = SavedNetworks.entries(zip);
        entries.remove("chalkline/manifest.json");
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: is damaged: the entry \"chalkline/manifest.json\" is missing");
    }

    @Test
    void exchangedEntryIsNoticed() throws IOException {
        Map<String, byte[]> entries = SavedNetworks.entries(zip);
        entries.get("coefficients.bin")[100] ^= 1;
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: was changed after it was saved: the entry \"coefficients.bin\" has other content");
    }

    @Test
    void addedEntryIsNoticed() throws IOException {
        Map<String, byte[]> entries = SavedNetworks.entries(zip);
        entries.put("chalkline/more", new byte[3]);
        SavedNetworks.write(zip, entries);
        assertRefused("model.zip: was changed after it was saved: the entry \"chalkline/more\" was added");
    }

    @Test
    void whatIsNoZipIsNamed() throws IOException {
        Files.writeString(zip, "weights: 1, 2, 3");
        assertRefused("model.zip: is not a zip file");
        Files.write(zip, new byte[0]);
        assertRefused("model.zip: is empty");
        Files.delete(zip);
        assertRefused("model.zip: there is no such file");
        Files.createDirectory(zip);
        assertRefused("model.zip: is not a file, but a directory");
    }

    @Test
    void otherZipsAreNamed() throws IOException {
        SavedNetworks.write(zip, Map.of("coefficients.bin", new byte[8]));
        assertRefused("model.zip: is not a model zip: it has no entry \"configuration.json\"");
        SavedNetworks.write(zip, Map.of("readme.txt", new byte[8]));
        assertRefused("model.zip: the entry \"readme.txt\" does not belong into a model zip");
    }

    private ModelZip.LoadedModel load() {
        return ModelZip.load(zip, "model.zip");
    }

    private void assertRefused(String sentence) {
        assertThatThrownBy(this::load).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
    }
}

package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** No class that a zip names is loaded. That the same zips do run code elsewhere shows that this could be seen. */
class ForeignCodeTest {
    @TempDir
    private Path directory;

    /** The array form gets around a check of @class alone: the mapper takes an array's first text for the class. */
    @Test
    void noForeignCodeIsLoadedLetAloneRun() throws Exception {
        Path model = directory.resolve("0-model.zip");
        ModelSerializer.writeModel(SavedNetworks.untrained(DataType.DOUBLE, new Adam(0.01)), model.toFile(), true);
        Map<String, byte[]> entries = SavedNetworks.entries(model);
        String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
        String planted = "chalkline.dl4j.PlantedActivation";

        write(
                "1-array.zip",
                entries,
                "configuration.json",
                json.replaceFirst("\"idropout\" : null", "\"idropout\" : [\"" + planted + "\", {}]")
                        .getBytes(StandardCharsets.UTF_8));
        write(
                "2-class.zip",
                entries,
                "configuration.json",
                json.replace("org.nd4j.linalg.activations.impl.ActivationTanH", planted)
                        .getBytes(StandardCharsets.UTF_8));
        write(
                "3-normalizer.zip",
                entries,
                "normalizer.bin",
                HostileModelZipTest.normalizer("CUSTOM", "chalkline.dl4j.PlantedStrategy"));
        write("4-object.zip", entries, "preprocessor.bin", serialized(new PlantedPreProcessor()));

        List<String> lines = ChildJvm.run(ForeignCodeProbe.class, directory.toString());

        assertThat(lines)
                .containsExactly(
                        "ours 0-model.zip loaded | loaded: | ran: null",
                        "ours 1-array.zip: configuration.json: layer 1 (DenseLayer): idropout does not name its class in @class"
                                + " | loaded: | ran: null",
                        "ours 2-class.zip: configuration.json: layer 1 (DenseLayer): activationFn names the class"
                                + " \"chalkline.dl4j.PlantedActivation\", which is not a known activation"
                                + " | loaded: | ran: null",
                        "ours 3-normalizer.zip: normalizer.bin is refused: it names a class to run,"
                                + " \"chalkline.dl4j.PlantedStrategy\" | loaded: | ran: null",
                        "ours 4-object.zip: the entry \"preprocessor.bin\" is refused: it holds a serialized Java"
                                + " object, and reading one can run any code | loaded: | ran: null",
                        "theirs 0-model.zip loaded | loaded: | ran: null",
                        "theirs 1-array.zip refused | loaded: PlantedActivation | ran: static initialiser",
                        "theirs 2-class.zip loaded | loaded: PlantedActivation | ran: null",
                        "theirs 3-normalizer.zip loaded | loaded: PlantedActivation PlantedStrategy | ran: constructor",
                        "theirs 4-object.zip loaded | loaded: PlantedPreProcessor PlantedActivation PlantedStrategy"
                                + " | ran: readObject");
    }

    private void write(String name, Map<String, byte[]> entries, String entry, byte[] content) throws IOException {
        Map<String, byte[]> changed = new LinkedHashMap<>(entries);
        changed.put(entry, content);
        SavedNetworks.write(directory.resolve(name), changed);
    }

    private static byte[] serialized(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }
}

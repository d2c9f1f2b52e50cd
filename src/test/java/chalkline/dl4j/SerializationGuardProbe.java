package chalkline.dl4j;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InvalidClassException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;

/** Run in a virtual machine of its own, because a serial filter can be set only once: everything needed, behind it. */
public final class SerializationGuardProbe {
    private SerializationGuardProbe() {}

    /** @param arguments the zip to write and read */
    public static void main(String[] arguments) throws Exception {
        SerializationGuard.install();
        SerializationGuard.install();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ArrayList<>());
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            System.out.println("PROBE read " + in.readObject());
        } catch (InvalidClassException e) {
            System.out.println("PROBE rejected");
        }
        SavedNetworks.oneThread();
        Path zip = Path.of(arguments[0]);
        MultiLayerNetwork network = SavedNetworks.trained(DataType.DOUBLE, new Adam(0.01), 3);
        MultiLayerNetwork copy = network.clone();
        SavedNetworks.fit(copy, 3, 5);
        SavedNetworks.fit(network, 3, 5);
        ModelZip.save(zip, network, Map.of());
        byte[] parameters = SavedNetworks.parameters(network);
        System.out.println("PROBE "
                + Arrays.equals(parameters, SavedNetworks.parameters(copy))
                + Arrays.equals(
                        parameters,
                        SavedNetworks.parameters(ModelZip.load(zip, "model.zip").network()))
                + Arrays.equals(
                        parameters,
                        SavedNetworks.parameters(ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true))));
    }
}

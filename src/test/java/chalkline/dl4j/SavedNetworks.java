package chalkline.dl4j;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Small networks to save, and zips taken apart and put together. */
final class SavedNetworks {
    static final int INPUTS = 4;
    static final int OUTPUTS = 2;

    private SavedNetworks() {}

    /** Sums in one order only, so that equal bits can be asked for. */
    static void oneThread() {
        Nd4j.getBackend();
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    static MultiLayerNetwork untrained(DataType type, IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .updater(updater)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(5)
                        .activation(Activation.TANH)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(5)
                        .nOut(OUTPUTS)
                        .activation(Activation.SIGMOID)
                        .build())
                .build());
        network.init();
        return network;
    }

    static MultiLayerNetwork trained(DataType type, IUpdater updater, int steps) {
        MultiLayerNetwork network = untrained(type, updater);
        fit(network, 0, steps);
        return network;
    }

    /** The batches numbered from {@code first} up to {@code end}. */
    static void fit(MultiLayerNetwork network, int first, int end) {
        for (int step = first; step < end; step++) {
            network.fit(batch(network.getLayerWiseConfigurations().getDataType(), step));
        }
    }

    static DataSet batch(DataType type, int number) {
        Random random = new Random(number);
        return new DataSet(
                uniform(random, INPUTS).castTo(type), uniform(random, OUTPUTS).castTo(type));
    }

    private static INDArray uniform(Random random, int columns) {
        double[][] values = new double[6][columns];
        for (double[] row : values) {
            Arrays.setAll(row, i -> random.nextDouble());
        }
        return Nd4j.createFromArray(values);
    }

    static byte[] parameters(MultiLayerNetwork network) {
        return bits(network.params());
    }

    static byte[] updaterState(MultiLayerNetwork network) {
        INDArray state = network.getUpdater().getStateViewArray();
        return state == null ? new byte[0] : bits(state);
    }

    static byte[] predictions(MultiLayerNetwork network) {
        DataType type = network.getLayerWiseConfigurations().getDataType();
        return bits(network.output(batch(type, 1000).getFeatures()));
    }

    private static byte[] bits(INDArray array) {
        try {
            return NdArrays.written(array);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The entries of a zip, in its order. */
    static Map<String, byte[]> entries(Path zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    static Path write(Path zip, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream zipped = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zipped.putNextEntry(new ZipEntry(entry.getKey()));
                zipped.write(entry.getValue());
            }
        }
        return zip;
    }
}

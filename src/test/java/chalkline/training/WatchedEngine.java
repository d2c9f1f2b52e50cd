package chalkline.training;

import chalkline.dl4j.Dl4jModel;
import chalkline.files.AtomicFile;
import chalkline.network.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j with Adam and dropout, whose files are written in the same way, byte for byte, with a word to somebody at
 * each point on the way.
 */
final class WatchedEngine extends DelegatingEngine {
    private final Consumer<WritePoint> watcher;

    WatchedEngine(Consumer<WritePoint> watcher) {
        this.watcher = watcher;
    }

    /** A dense layer and an output layer, each with dropout on its input and as wide as asked for. */
    @Override
    public Model build(Network network) {
        MultiLayerNetwork built = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(network.seed())
                .dataType(DataType.FLOAT)
                .updater(new Adam(0.03))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(network.inputs())
                        .nOut(network.layer(1).units())
                        .activation(Activation.TANH)
                        .dropOut(0.9)
                        .build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(network.layer(1).units())
                        .nOut(network.layer(2).units())
                        .activation(Activation.SOFTMAX)
                        .dropOut(0.7)
                        .build())
                .build());
        built.init();
        return new WatchedModel(Dl4jModel.of(built));
    }

    private final class WatchedModel extends DelegatingModel {
        WatchedModel(Dl4jModel model) {
            super(model);
        }

        @Override
        public void save(Path file, Map<String, byte[]> entries) {
            replace(file, entries, written -> {}, file.resolveSibling("nothing is ever replaced here"));
        }

        @Override
        public void replace(Path file, Map<String, byte[]> entries, Consumer<Path> inspection, Path previous) {
            byte[] content = bytes(file, entries);
            watcher.accept(WritePoint.of(file, "DUE"));
            AtomicFile.replace(
                    file,
                    out -> {
                        out.write(content, 0, content.length / 2);
                        watcher.accept(WritePoint.of(file, "HALF_WRITTEN"));
                        out.write(content, content.length / 2, content.length - content.length / 2);
                        watcher.accept(WritePoint.of(file, "WRITTEN"));
                    },
                    written -> {
                        inspection.accept(written);
                        watcher.accept(WritePoint.of(file, "SYNCED"));
                    },
                    previous);
            watcher.accept(WritePoint.of(file, "RENAMED"));
        }

        /** What the model itself would write there. */
        private byte[] bytes(Path file, Map<String, byte[]> entries) {
            try {
                Path elsewhere = Files.createTempFile("watched", ".zip");
                model.save(elsewhere, entries);
                byte[] content = Files.readAllBytes(elsewhere);
                Files.delete(elsewhere);
                return content;
            } catch (IOException e) {
                throw new UncheckedIOException(file + ": " + e.getMessage(), e);
            }
        }
    }
}

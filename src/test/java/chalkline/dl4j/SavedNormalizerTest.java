package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.data.CsvFormat;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.Normalizer.Kind;
import chalkline.data.Schema;
import chalkline.network.Matrix;
import chalkline.training.Preprocessing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.learning.config.Sgd;

/** What a program of Deeplearning4j's own finds in a zip. */
class SavedNormalizerTest {
    private static final List<Double> OFFSETS = List.of(20.0, -3.5, 0.0, 0.0);
    private static final List<Double> SCALES = List.of(4.0, 0.25, 1.0, 1.0);
    private static final Matrix FEATURES = Matrix.ofRows(new double[][] {{26.5, -3.4, 0, 1}, {19, -3.75, 1, 0}});
    private static final Matrix LABELS = Matrix.ofRows(new double[][] {{1001, 3}, {990.5, -2}});

    @TempDir
    private Path directory;

    @BeforeAll
    static void oneThread() {
        SavedNetworks.oneThread();
    }

    private Path save(Normalizer features, Normalizer labels, DataType type) {
        Preprocessing preprocessing = new Preprocessing(
                new Schema(List.of("a", "b", "c", "d"), List.of("y", "z"), List.of()),
                CsvFormat.DEFAULT,
                Imputer.NONE,
                features,
                labels);
        Path zip = directory.resolve("model.zip");
        ModelZip.save(zip, SavedNetworks.untrained(type, new Sgd(0.1)), preprocessing.toEntries());
        return zip;
    }

    private static Normalizer labels(Kind kind) {
        return kind == Kind.NONE ? Normalizer.NONE : new Normalizer(kind, List.of(1000.0, 0.5), List.of(10.0, 3.0));
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARDIZE, STANDARDIZE, FLOAT, 1e-5",
        "STANDARDIZE, NONE, DOUBLE, 1e-15",
        "MIN_MAX, MIN_MAX, DOUBLE, 1e-13",
        "MIN_MAX, NONE, FLOAT, 1e-5"
    })
    void theFrameworkScalesAsChalklineDoes(Kind ofFeatures, Kind ofLabels, DataType type, double error)
            throws Exception {
        Normalizer features = new Normalizer(ofFeatures, OFFSETS, SCALES);
        Normalizer labels = labels(ofLabels);
        Path zip = save(features, labels, type);
        DataNormalization restored = ModelSerializer.restoreNormalizerFromFile(zip.toFile());

        DataSet data = new DataSet(NdArrays.of(FEATURES, type), NdArrays.of(LABELS, type));
        restored.preProcess(data);
        assertThat(NdArrays.matrix(data.getFeatures()).toArray())
                .containsExactly(features.apply(FEATURES).toArray(), within(error));
        assertThat(NdArrays.matrix(data.getLabels()).toArray())
                .containsExactly(labels.apply(LABELS).toArray(), within(error));
        restored.revertLabels(data.getLabels());
        assertThat(NdArrays.matrix(data.getLabels()).toArray()).containsExactly(LABELS.toArray(), within(1000 * error));
        // And the network that goes with it.
        assertThat(ModelSerializer.restoreMultiLayerNetwork(zip.toFile(), true).numParams())
                .isEqualTo(37);
    }

    @Test
    void thereIsNoneWhereTheFrameworkHasNoSuchNormalizer() throws IOException {
        Normalizer standardize = new Normalizer(Kind.STANDARDIZE, OFFSETS, SCALES);
        save(Normalizer.NONE, labels(Kind.STANDARDIZE), DataType.FLOAT);
        assertThat(SavedNetworks.entries(directory.resolve("model.zip"))).doesNotContainKey("normalizer.bin");
        save(standardize, labels(Kind.MIN_MAX), DataType.FLOAT);
        assertThat(SavedNetworks.entries(directory.resolve("model.zip"))).doesNotContainKey("normalizer.bin");
        save(new Normalizer(Kind.STANDARDIZE, OFFSETS, List.of(4.0, 1e-6, 1.0, 1.0)), Normalizer.NONE, DataType.DOUBLE);
        assertThat(SavedNetworks.entries(directory.resolve("model.zip"))).doesNotContainKey("normalizer.bin");
        save(standardize, Normalizer.NONE, DataType.FLOAT);
        assertThat(SavedNetworks.entries(directory.resolve("model.zip"))).containsKey("normalizer.bin");
    }
}

package chalkline.direct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Defaults;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.training.Engine;
import chalkline.training.Model;
import chalkline.training.State;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both engines write one zip: each loads what the other saved, bit for bit, and goes on from there. */
@ExtendWith(Seeds.class)
class OneZipTest {
    private static final int NETWORKS = 40;
    private static final int STEPS = 3;
    /** Of others Deeplearning4j has other constants, or another formula. */
    private static final Set<Activation.Kind> ALIKE = Set.of(
            Activation.Kind.CUBE,
            Activation.Kind.IDENTITY,
            Activation.Kind.LEAKY_RELU,
            Activation.Kind.RELU,
            Activation.Kind.SIGMOID,
            Activation.Kind.SOFTMAX,
            Activation.Kind.SOFTPLUS,
            Activation.Kind.SOFTSIGN,
            Activation.Kind.TANH);

    /** Beyond it an activation may overflow. */
    private static final double LARGE = 1e3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(Precision.class)
    void deeplearning4jReadsItAsItsOwn(Precision precision) throws IOException {
        int compared = 0;
        for (long seed : Seeds.upTo(NETWORKS)) {
            RandomNetworks.Case random = Covered.of(seed + seed / 19, precision);
            Model direct = new Direct().build(random.network());
            train(direct, random);
            Path file = folder.resolve(seed + ".zip");
            direct.save(file, Map.of());
            MultiLayerNetwork plain = ModelSerializer.restoreMultiLayerNetwork(new File(file.toString()), true);
            assertThat(plain.getIterationCount()).isEqualTo(STEPS);
            assertThat(plain.getEpochCount()).isEqualTo(1);
            Network known = withoutDefaults(direct.network("zip"));
            if (isBuiltAsAsked(known)) {
                compared++;
                MultiLayerConfiguration own = configuration(known, direct.state(), folder.resolve("own.zip"));
                assertThat(plain.getLayerWiseConfigurations().toJson())
                        .as("network %d", seed)
                        .isEqualTo(own.toJson());
            }
            Engine.Loaded loaded = new Dl4j().load(file);
            assertThat(loaded.model().state()).as("network %d", seed).isEqualTo(direct.state());
            if (isFinite(direct.state()) && ALIKE.containsAll(activations(known))) {
                assertClose(
                        loaded.model().predict(random.batch().features()),
                        direct.predict(random.batch().features()));
            }
        }
        assertThat(compared).isGreaterThan(NETWORKS / 4);
    }

    private static Network withoutDefaults(Network network) {
        return Network.sequence(
                network.name(),
                network.seed(),
                network.precision(),
                network.layers(),
                network.loss(),
                network.updater(),
                network.biasUpdater(),
                Defaults.NONE,
                List.of());
    }

    /** Deeplearning4j's builder does not where weight decay and L2 stand together, constraints have an order, or biases a rate. */
    private static boolean isBuiltAsAsked(Network network) {
        return network.biasUpdater().isEmpty()
                && network.layers().stream()
                        .allMatch(layer -> layer.constraints().isEmpty()
                                && List.of(true, false).stream()
                                        .map(layer.regularisation()::of)
                                        .allMatch(terms -> terms.l2() == 0 || terms.weightDecay() == 0));
    }

    private static MultiLayerConfiguration configuration(Network network, State state, Path file) throws IOException {
        Model model = new Dl4j().build(network);
        model.restore(state);
        model.save(file, Map.of());
        return ModelSerializer.restoreMultiLayerNetwork(new File(file.toString()), true)
                .getLayerWiseConfigurations();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void whatDeeplearning4jSavesIsLoadedBitForBit(Precision precision) {
        int saved = 0;
        for (long seed : Seeds.upTo(NETWORKS)) {
            RandomNetworks.Case random = Covered.of(seed + seed / 19, precision);
            Model dl4j = new Dl4j().build(random.network());
            train(dl4j, random);
            Path file = folder.resolve(seed + ".zip");
            if (!isSaved(dl4j, file)) {
                continue;
            }
            saved++;
            Model direct = new Direct().load(file).model();
            assertThat(direct.state()).as("network %d", seed).isEqualTo(dl4j.state());
            assertThat(direct.network("zip").layers())
                    .isEqualTo(dl4j.network("zip").layers());
            Path again = folder.resolve("again.zip");
            direct.save(again, Map.of());
            assertThat(new Dl4j().load(again).model().state()).isEqualTo(dl4j.state());
        }
        assertThat(saved).isGreaterThan(NETWORKS / 2);
    }

    /** Deeplearning4j loses some schedules of biases' updaters, and is then refused. */
    private static boolean isSaved(Model model, Path file) {
        try {
            model.save(file, Map.of());
            return true;
        } catch (InvalidInputException e) {
            assertThat(e).hasMessageContaining("cannot be saved");
            return false;
        }
    }

    private static void train(Model model, RandomNetworks.Case random) {
        for (int step = 0; step < STEPS; step++) {
            model.fit(random.batch());
        }
        model.endEpoch();
    }

    private static boolean isFinite(State state) {
        return state.arrays().values().stream()
                .allMatch(array -> Arrays.stream(array.values()).allMatch(value -> Math.abs(value) < LARGE));
    }

    private static List<Activation.Kind> activations(Network network) {
        return network.layers().stream().map(layer -> layer.activation().kind()).toList();
    }

    /** The same but for rounding. */
    private static void assertClose(Matrix one, Matrix other) {
        for (int k = 0; k < one.size(); k++) {
            assertThat(one.get(k)).isCloseTo(other.get(k), within(1e-4 * Math.max(1, Math.abs(other.get(k)))));
        }
    }
}

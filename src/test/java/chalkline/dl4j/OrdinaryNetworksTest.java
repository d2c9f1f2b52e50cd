package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Seeds;
import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.known.Catalogue;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Constraint;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.Updater;
import chalkline.training.Recording;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Classifiers as people build them, with each of the things that Deeplearning4j does otherwise: how their checks end. */
@Tag("slow")
@Timeout(900)
@ExtendWith(Seeds.class)
class OrdinaryNetworksTest {
    private static final int NETWORKS = 100;
    private static final int STEPS = 3;
    private static final int INPUTS = 4;
    private static final int CLASSES = 3;
    private static final int EXAMPLES = 16;
    private static final Updater SGD = Updater.sgd(0.1);

    /** What the networks have in common. */
    enum Kind {
        SGD(OrdinaryNetworksTest.SGD, Verdict.AGREES),
        RMS_PROP(Updater.of(Updater.Kind.RMS_PROP, fixed(0.01), 0.95, 1e-8), Verdict.AGREES),
        ADA_GRAD(Updater.of(Updater.Kind.ADA_GRAD, fixed(0.1), 1e-6), Verdict.AGREES),
        ADAM(Updater.of(Updater.Kind.ADAM, fixed(1e-3), 0.9, 0.999, 1e-8), Verdict.AGREES),
        NADAM(Updater.of(Updater.Kind.NADAM, fixed(1e-3), 0.9, 0.999, 1e-8), Verdict.DEVIATES),
        MAX_NORM(OrdinaryNetworksTest.SGD, Verdict.AGREES),
        /** Inputs that were not scaled: softmax is sure, and often wrong. */
        SURE_SOFTMAX(OrdinaryNetworksTest.SGD, Verdict.AGREES);

        private final Updater updater;
        /** How they may end, besides inconclusive. */
        private final Verdict ends;

        Kind(Updater updater, Verdict ends) {
            this.updater = updater;
            this.ends = ends;
        }

        private static Schedule fixed(double rate) {
            return Schedule.fixed(rate);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void endAsTheirKnownDifferencesSay(Kind kind) {
        for (Precision precision : Precision.values()) {
            Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
            Map<String, Integer> known = new TreeMap<>();
            for (long seed : Seeds.upTo(NETWORKS)) {
                Random random = new Random(seed);
                Network network = network(kind, precision, random);
                Dl4jModel model = new Dl4j().build(network);
                for (int step = 0; step < STEPS; step++) {
                    Batch batch = batch(kind, random);
                    Recording recording = model.record(batch);
                    CheckResult result = Check.of(
                            step == 0 ? network : network.later(),
                            batch,
                            recording.trace(),
                            recording.matchesFit(),
                            new Catalogue().accepting());
                    assertThat(result.steps())
                            .filteredOn(each ->
                                    each.verdict().contradicts() && each.known().isEmpty())
                            .extracting(StepResult::name)
                            .isEmpty();
                    assertThat(result.verdict()).isIn(kind.ends, Verdict.INCONCLUSIVE);
                    verdicts.merge(result.verdict(), 1, Integer::sum);
                    result.known().forEach(met -> known.merge(met.difference().id(), 1, Integer::sum));
                    model.fit(batch);
                }
            }
            System.out.printf("%s in %s, of %d: %s %s%n", kind, precision.label(), NETWORKS * STEPS, verdicts, known);
        }
    }

    private static Network network(Kind kind, Precision precision, Random random) {
        List<Layer> layers = new ArrayList<>();
        int width = INPUTS;
        for (int hidden = 1 + random.nextInt(2); hidden > 0; hidden--) {
            int units = 6 + random.nextInt(11);
            Activation f = Activation.of(random.nextBoolean() ? Activation.Kind.RELU : Activation.Kind.TANH);
            layers.add(drawn(kind, width, units, f));
            width = units;
        }
        layers.add(drawn(kind, width, CLASSES, Activation.SOFTMAX));
        return Network.sequence("ordinary", 1 + random.nextInt(1000), precision, layers, Loss.MCXENT, kind.updater);
    }

    private static Layer drawn(Kind kind, int inputs, int units, Activation f) {
        Layer layer = Layer.dense(inputs, units, f, Initialiser.XAVIER, Optional.empty(), Optional.empty());
        return kind == Kind.MAX_NORM ? layer.with(List.of(Constraint.maxNorm(Constraint.On.WEIGHTS, 0, 1))) : layer;
    }

    private static Batch batch(Kind kind, Random random) {
        double[] x = new double[EXAMPLES * INPUTS];
        for (int k = 0; k < x.length; k++) {
            x[k] = random.nextGaussian() * (kind == Kind.SURE_SOFTMAX ? 30 : 1);
        }
        double[] y = new double[EXAMPLES * CLASSES];
        for (int i = 0; i < EXAMPLES; i++) {
            y[i * CLASSES + random.nextInt(CLASSES)] = 1;
        }
        return new Batch(
                Matrix.of(EXAMPLES, INPUTS, x),
                Matrix.of(EXAMPLES, CLASSES, y),
                Collections.nCopies(INPUTS, "x"),
                Collections.nCopies(CLASSES, "y"));
    }
}

package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.check.Verdict;
import chalkline.dl4j.Dl4j;
import chalkline.dl4j.Dl4jModel;
import chalkline.network.Batch;
import chalkline.network.Defaults;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.training.Recording;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How Deeplearning4j's builders take a configuration: silently otherwise than it was asked for. */
class RegularisationDefectsTest {
    private static final BigDecimal HALF = new BigDecimal("0.5");

    /** W = 3. */
    private static Network network(Defaults defaults, Regularisation own) {
        return OneWeight.network(defaults, own, List.of(), Matrix.of(1, 1, 3));
    }

    /** Every number here is a short binary fraction: DL4J's result has no rounding at all. */
    private static void computes(Network network, String w, String score, String askedW, String askedScore) {
        Trace trace = OneWeight.fit(network);
        assertThat(new BigDecimal(trace.value(StepId.of("W1.next")).get(0))).isEqualByComparingTo(w);
        assertThat(new BigDecimal(trace.value(StepId.of("score")).get(0))).isEqualByComparingTo(score);
        assertThat(new BigDecimal(w)).isNotEqualByComparingTo(askedW);
        assertThat(OneWeight.check(network)
                        .step("W1.next")
                        .orElseThrow()
                        .truth()
                        .orElseThrow()
                        .get(0))
                .isEqualTo(Double.parseDouble(askedW));
        assertThat(OneWeight.check(network)
                        .step("score")
                        .orElseThrow()
                        .truth()
                        .orElseThrow()
                        .get(0))
                .isEqualTo(Double.parseDouble(askedScore));
    }

    private static void foretoldBy(Network network, String id, String... steps) {
        for (String step : steps) {
            assertThat(Foretellings.of(network, OneWeight.batch(network), OneWeight.fit(network), step))
                    .isEqualTo(id);
        }
    }

    /** W − η·d·W and ½·d·W², exactly. */
    private static String decayed(String d) {
        BigDecimal w = new BigDecimal(3);
        return w.subtract(OneWeight.RATE.multiply(new BigDecimal(d)).multiply(w))
                .toString();
    }

    private static String penalty(String d) {
        return HALF.multiply(new BigDecimal(d)).multiply(new BigDecimal(9)).toString();
    }

    @Test
    void weightDecayOfAllLayersIsAppliedTwice() {
        Regularisation decay = OneWeight.ofWeights(0, 0, 0.5);
        Network network = network(OneWeight.defaults(decay), decay);
        assertThat(OneWeight.deviations(network)).containsExactly("score", "W1.next");
        computes(network, decayed("1"), penalty("1"), decayed("0.5"), penalty("0.5"));
        foretoldBy(network, "weight-decay-twice", "score", "W1.next");
    }

    @Test
    void weightDecayOfALayerIsRight() {
        Network network = network(Defaults.NONE, OneWeight.ofWeights(0, 0, 0.5));
        assertThat(OneWeight.deviations(network)).isEmpty();
    }

    @Test
    void weightDecayOfALayerDoesNotReplaceThatOfAllLayers() {
        Network network = network(OneWeight.defaults(OneWeight.ofWeights(0, 0, 0.5)), OneWeight.ofWeights(0, 0, 0.25));
        assertThat(OneWeight.deviations(network)).containsExactly("score", "W1.next");
        computes(network, decayed("0.75"), penalty("0.75"), decayed("0.25"), penalty("0.25"));
        foretoldBy(network, "weight-decay-added", "score", "W1.next");
    }

    @Test
    void l2OfALayerIsRightWhereItReplacesThatOfAllLayers() {
        Network network = network(OneWeight.defaults(OneWeight.ofWeights(0, 0.5, 0)), OneWeight.ofWeights(0, 0.25, 0));
        assertThat(OneWeight.deviations(network)).isEmpty();
    }

    @Test
    void aLayerCannotSwitchOffTheL2OfAllLayers() {
        // L1 keeps the score in the derivation.
        Network network =
                network(OneWeight.defaults(OneWeight.ofWeights(0.25, 0.5, 0)), OneWeight.ofWeights(0.25, 0, 0));
        assertThat(OneWeight.deviations(network)).containsExactly("score", "W1.next");
        // l1 = ¼ adds ¼ to the gradient and ¾ to the score, l2 = ½ adds 1.5 and 2.25.
        computes(network, "2.5625", "3", "2.9375", "0.75");
        foretoldBy(network, "l1-l2-kept", "score", "W1.next");
    }

    @Test
    void aLayerCannotSwitchOffTheL1OfAllLayers() {
        Network network =
                network(OneWeight.defaults(OneWeight.ofWeights(0.25, 0.5, 0)), OneWeight.ofWeights(0, 0.5, 0));
        assertThat(OneWeight.deviations(network)).containsExactly("score", "W1.next");
        computes(network, "2.5625", "3", "2.625", "2.25");
        foretoldBy(network, "l1-l2-kept", "score", "W1.next");
    }

    @Test
    void l2IsDroppedWhereWeightDecayIsGivenToo() {
        Network network = network(Defaults.NONE, OneWeight.ofWeights(0, 0.5, 0.25));
        assertThat(OneWeight.deviations(network)).containsExactly("score", "W1.next");
        computes(network, decayed("0.25"), penalty("0.25"), decayed("0.75"), penalty("0.75"));
        foretoldBy(network, "l2-dropped", "score", "W1.next");
    }

    @Test
    void inAModelTheDuplicateIsFoundAndDeviates() {
        Regularisation decay = OneWeight.ofWeights(0, 0, 0.5);
        Dl4jModel built = new Dl4j().build(network(OneWeight.defaults(decay), decay));
        Network read = built.network("model.zip");
        Batch batch = OneWeight.batch(read);
        Recording recording = built.record(batch);
        CheckResult result = Check.of(read, batch, recording.trace(), recording.matchesFit());

        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().map(StepResult::name)).contains("score");
        assertThat(Foretellings.of(read, batch, recording.trace(), "score")).isEqualTo("weight-decay-twice");
        assertThat(Foretellings.of(read, batch, recording.trace(), "W1.next")).isEqualTo("weight-decay-twice");
        assertThat(result.findings())
                .contains(new Finding(
                        StepId.of("W1.next"),
                        Finding.Code.REGULARISER_DUPLICATE,
                        "layer 1: W1 has weight decay 0.5 twice; once is asked for"));
    }
}

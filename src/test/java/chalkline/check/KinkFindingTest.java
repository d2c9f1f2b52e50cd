package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Activation;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Rounded;
import chalkline.reference.Rounding;
import chalkline.reference.Truth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence for a truth that lies exactly on a kink. */
class KinkFindingTest {
    private static final Network NETWORK = Network.sequence(
            "n",
            1,
            Precision.FLOAT64,
            List.of(layer(Activation.of(Activation.Kind.RELU6)), layer(Activation.of(Activation.Kind.HARD_TANH))),
            new Loss(Loss.Kind.HINGE),
            Updater.sgd(0.1));

    private static Layer layer(Activation f) {
        return Layer.dense(2, 2, f, Initialiser.XAVIER, Optional.empty(), Optional.empty());
    }

    private static Truth truth(String step, int rows, int columns, Truth.Kink... kinks) {
        double[] values = IntStream.range(0, rows * columns).mapToDouble(k -> k).toArray();
        Rounded value = Rounded.exact(Matrix.of(rows, columns, values), Rounding.TRUTH);
        return new Truth(Map.of(StepId.of(step), value), List.of(kinks), 0);
    }

    @Test
    void ofAnOrdinaryTruthNothingIsSaid() {
        assertThat(KinkFinding.of(NETWORK, Truth.NONE)).isEmpty();
        assertThat(KinkFinding.of(NETWORK, truth("dZ1", 2, 2))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "dZ1; 2; 2; 3; dZ1 of example 2, unit 2 lies exactly on a kink of relu6: taken as 3",
                "dZ2; 3; 2; 4; dZ2 of example 3, unit 1 lies exactly on a kink of hard-tanh: taken as 4",
                "A1; 2; 2; 1; A1 of example 1, unit 2 lies exactly on a kink of relu6: taken as 1",
                "dA2; 2; 2; 2; dA2 of example 2, unit 1 lies exactly on a kink of hinge: taken as 2",
                "W1.next; 2; 2; 2; W1.next of input 2, unit 1 lies exactly on a kink of |p|, whose slope is 0 at 0: taken as 2",
                "b2.next; 1; 2; 1; b2.next of unit 2 lies exactly on a kink of |p|, whose slope is 0 at 0: taken as 1"
            })
    void namesTheEntryAndTheFunction(String step, int rows, int columns, int entry, String says) {
        Finding finding = KinkFinding.of(
                        NETWORK, truth(step, rows, columns, new Truth.Kink(StepId.of(step), entry, -0.5, 7)))
                .get(0);
        assertThat(finding.message()).isEqualTo(says + ", from below it is -0.5, from above 7");
        assertThat(finding.step()).isEqualTo(StepId.of(step));
        assertThat(finding.code()).isEqualTo(Finding.Code.ON_A_KINK);
    }

    @Test
    void saysOfHowManyTheSideIsOpen() {
        Map<StepId, Rounded> steps = truth("dZ1", 2, 2).steps();
        assertThat(KinkFinding.of(NETWORK, new Truth(steps, List.of(), 1)))
                .extracting(Finding::message)
                .containsExactly(
                        "1 example lies so near a kink that the side is undecided: the values by hand may be those of "
                                + "the other side");
        assertThat(KinkFinding.of(NETWORK, new Truth(steps, List.of(), 7))
                        .get(0)
                        .message())
                .startsWith("7 examples lie so near");
    }

    @Test
    void countsTheOthers() {
        Truth.Kink one = new Truth.Kink(StepId.of("dZ1"), 0, 0, 1);
        assertThat(KinkFinding.of(NETWORK, truth("dZ1", 2, 2, one, one)).get(0).message())
                .endsWith("from above 1 (and 1 more entry)");
        assertThat(KinkFinding.of(NETWORK, truth("dZ1", 2, 2, one, one, one))
                        .get(0)
                        .message())
                .endsWith("from above 1 (and 2 more entries)");
    }
}

package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Contradiction;
import chalkline.network.Defaults;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Updater;
import chalkline.reference.Derivation;
import chalkline.reference.Expression;
import chalkline.reference.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The findings, sentence by sentence. */
class FindingsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SIGMOID; MSE; 18; y1 = 18 is outside the sigmoid's (0, 1): the loss cannot fall below 289",
                "SIGMOID; L2; -0.5; y1 = -0.5 is outside the sigmoid's (0, 1): the loss cannot fall below 0.25",
                "TANH; HALF_SQUARED_ERROR; 3; y1 = 3 is outside the tanh's (-1, 1): the loss cannot fall below 2",
                "RELU; L2; -3; y1 = -3 is outside the relu's [0, ∞): the loss cannot fall below 9",
                "SIGMOID; XENT; 2; y1 = 2 is outside the sigmoid's (0, 1): the loss xent has no meaning there",
                "TANH; L2; 1e15; y1 = 1.0E15 is outside the tanh's (-1, 1): the loss cannot fall below"
                        + " 9.99999999999998E29",
                "TANH; L2; 1e14; y1 = 100000000000000 is outside the tanh's (-1, 1): the loss cannot fall below"
                        + " 9.9999999999998E27",
                "TANH; MSE; -1e15; y1 = -1.0E15 is outside the tanh's (-1, 1): the loss cannot fall below"
                        + " 9.99999999999998E29",
            })
    void aLabelThatNoOutputReaches(Activation.Kind kind, Loss.Kind loss, double label, String sentence) {
        List<Finding> findings = labels(Activation.of(kind), new Loss(loss), Matrix.of(1, 1, label));
        assertThat(findings).extracting(Finding::message).containsExactly(sentence);
        assertThat(findings).extracting(Finding::step).containsExactly(StepId.LOSS);
        assertThat(findings).extracting(Finding::code).containsExactly(Finding.Code.LABELS_OUTSIDE_RANGE);
    }

    @Test
    void severalLabelsAndTheRowOfTheFirst() {
        // Row 2: 0 + 3² = 9, row 3: 1² + 2² = 5, of four rows.
        assertThat(labels(Activation.SIGMOID, Loss.L2, Matrix.of(4, 2, 0, 1, 1, 4, -1, 3, 0, 0)))
                .extracting(Finding::message)
                .containsExactly("y2 of row 2 = 4 (and 2 more labels) is outside the sigmoid's (0, 1):"
                        + " the loss cannot fall below 3.5");
        assertThat(labels(Activation.SIGMOID, Loss.MSE, Matrix.of(2, 2, 0, 1, 1, 4)))
                .extracting(Finding::message)
                .containsExactly("y2 of row 2 = 4 is outside the sigmoid's (0, 1): the loss cannot fall below 2.25");
    }

    @Test
    void labelsAtTheEdgesOfTheRangeAreWithinReach() {
        assertThat(labels(Activation.SIGMOID, Loss.L2, Matrix.of(1, 3, 0, 0.5, 1)))
                .isEmpty();
        assertThat(labels(Activation.TANH, Loss.L2, Matrix.of(1, 2, -1, 1))).isEmpty();
        assertThat(labels(Activation.RELU, Loss.L2, Matrix.of(1, 2, 0, 1e30))).isEmpty();
        assertThat(labels(Activation.IDENTITY, Loss.L2, Matrix.of(1, 2, -1e30, 1e30)))
                .isEmpty();
    }

    @Test
    void labelsThatSoftmaxTakesForProbabilitiesAndThatAreNone() {
        String then =
                ": with softmax and mcxent dZ1 is A1·sum(y) - y, not A1 - y, and A1 is drawn to y / sum(y); labels"
                        + " that are 0 or 1 each for itself go with sigmoid and xent";
        assertThat(labels(Activation.SOFTMAX, Loss.MCXENT, Matrix.of(1, 3, 0.5, 0.5, 0.5)))
                .extracting(Finding::message)
                .containsExactly("the labels sum to 1.5, not 1" + then);
        List<Finding> several =
                labels(Activation.SOFTMAX, Loss.MCXENT, Matrix.of(4, 3, 0, 1, 0, 1, 1, 0, 0.1, 0.2, 0.7, 0, 0, 0));
        assertThat(several)
                .extracting(Finding::message)
                .containsExactly(
                        "the labels of row 2 sum to 2, not 1 (and those of 1 more row not to 1 either)" + then);
        assertThat(several).extracting(Finding::code).containsExactly(Finding.Code.LABELS_NOT_NORMALISED);
    }

    @Test
    void probabilitiesAsTheyAreWrittenAreAllRight() {
        assertThat(labels(Activation.SOFTMAX, Loss.MCXENT, Matrix.of(2, 3, 0.333, 0.333, 0.334, 0.1, 0.2, 0.7)))
                .isEmpty();
        // The gradient that is worked for these is A·0.999 − y, which has to be said.
        assertThat(labels(Activation.SOFTMAX, Loss.MCXENT, Matrix.of(1, 3, 0.333, 0.333, 0.333)))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("the labels sum to 0.999, not 1: ");
        assertThat(labels(Activation.SOFTMAX, Loss.L2, Matrix.of(1, 3, 0.5, 0.5, 0.5)))
                .isEmpty();
        // A row of which not all labels count is none that sums to 1.
        Batch masked = batch(Matrix.of(2, 2, 1, 1, 0, 1)).masked(Matrix.of(2, 1, 0, 1));
        assertThat(of(network(Activation.SOFTMAX, Loss.MCXENT, 2), masked, Precision.FLOAT64, List.of(), true))
                .isEmpty();
    }

    /** A batch is two of the rows; the labels that are named are those of all. */
    @Test
    void labelsOfAllRowsNotOfTheBatchAlone() {
        Network network = network(Activation.SIGMOID, Loss.L2, 1);
        LabelFindings all = new LabelFindings(network, List.of("price"));
        all.add(Matrix.of(2, 1, 0, 1), Optional.empty());
        all.add(Matrix.of(3, 1, 0.5, 3, -2), Optional.empty());
        Batch two = batch(Matrix.of(2, 1, 0, 1));
        // (2² + 2²) / 5.
        assertThat(Findings.of(network, two, all, Precision.FLOAT64, List.of(), true))
                .extracting(Finding::message)
                .containsExactly("price of row 4 = 3 (and 1 more label) is outside the sigmoid's (0, 1):"
                        + " the loss of all 5 rows cannot fall below 1.6");
    }

    @Test
    void aRecordingThatDiffersComesFirst() {
        Network network = network(Activation.SIGMOID, Loss.MSE, 1);
        List<Finding> findings =
                of(network, batch(Matrix.of(1, 1, 18)), Precision.FLOAT64, List.of(forward("Z1", 16), dZ(8)), false);
        assertThat(findings)
                .extracting(Finding::message)
                .containsExactly(
                        "the recorded step and an unrecorded one on the same batch differ: what follows is unconfirmed",
                        "y1 = 18 is outside the sigmoid's (0, 1): the loss cannot fall below 289",
                        "dZ1 keeps 8 digits in float64, the steps before it 16 or more: 1 - A1 cancels");
        assertThat(findings)
                .extracting(finding -> finding.code().label())
                .containsExactly("recording-differs", "labels-outside-range", "digits-lost");
        assertThat(findings).extracting(Finding::step).containsExactly(StepId.LOSS, StepId.LOSS, StepId.of("dZ1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SIGMOID; 8; dZ1 keeps 8 digits in float32, the steps before it 12 or more: 1 - A1 cancels",
                "TANH; 1; dZ1 keeps 1 digit in float32, the steps before it 12 or more: 1 - A1^2 cancels",
                "SOFTMAX; 0; dZ1 keeps no correct digit in float32, the steps before it 12 or more: A1 - y cancels",
                "RELU; 2; dZ1 keeps 2 digits in float32, the steps before it 12 or more",
                "IDENTITY; 2; dZ1 keeps 2 digits in float32, the steps before it 12 or more",
            })
    void aGradientThatLosesDigitsAndWhy(Activation.Kind kind, int digits, String sentence) {
        List<Finding> findings = of(
                network(Activation.of(kind), Loss.L2, 1),
                batch(Matrix.of(1, 1, 0.5)),
                Precision.FLOAT32,
                List.of(forward("Z1", 14), forward("A1", 12), forward("loss", 13), dZ(digits)),
                true);
        assertThat(findings).extracting(Finding::message).containsExactly(sentence);
    }

    @Test
    void fourDigitsFewerThanAllBeforeAreNotableAndThreeAreNot() {
        assertThat(lost(forward("Z1", 16), dZ(12))).containsExactly("dZ1");
        assertThat(lost(forward("Z1", 16), dZ(13))).isEmpty();
        // Only gradients are told of, and only against the fewest digits so far.
        assertThat(lost(forward("Z1", 16), forward("A1", 8), dZ(5))).isEmpty();
        assertThat(lost(forward("Z1", 16), forward("A1", 8), dZ(4))).containsExactly("dZ1");
        assertThat(lost(forward("Z1", 8), forward("A1", 16), dZ(5))).isEmpty();
        // The first that loses them, not what is worked from it.
        assertThat(lost(
                        forward("Z1", 16),
                        gradient("dA1", StepVerdict.AGREES, 15),
                        dZ(8),
                        gradient("dW1", StepVerdict.AGREES, 2)))
                .containsExactly("dZ1");
        assertThat(lost(forward("Z1", 16), gradient("dW1", StepVerdict.AGREES, 2)))
                .containsExactly("dW1");
    }

    @Test
    void whatIsNotExposedHasNoDigitsToLose() {
        assertThat(lost(forward("Z1", 16), gradient("dA1", StepVerdict.NOT_EXPOSED, 0), dZ(15)))
                .isEmpty();
        assertThat(lost(forward("Z1", 16), gradient("dA1", StepVerdict.NOT_EXPOSED, 0), dZ(12)))
                .containsExactly("dZ1");
    }

    @Test
    void afterADeviationNobodyAsksWhereDigitsWent() {
        assertThat(lost(forward("Z1", 16), gradient("dA1", StepVerdict.DEVIATES, 0), dZ(0)))
                .isEmpty();
        assertThat(lost(forward("Z1", 16), gradient("dA1", StepVerdict.NON_FINITE, 0), dZ(0)))
                .isEmpty();
    }

    /** A loss leads to the score alone, and what the updater keeps to the update. */
    @Test
    void whatADeviationDoesNotLeadToIsAskedAllTheSame() {
        StepResult z = forward("Z1", 16);
        assertThat(lost(z, step("loss", Rule.Phase.FORWARD, StepVerdict.DEVIATES, 0), dZ(8)))
                .containsExactly("dZ1");
        StepResult kept = step("W1.m", Rule.Phase.GIVEN, StepVerdict.DEVIATES, 0);
        assertThat(lost(kept, z, dZ(8))).containsExactly("dZ1");
        assertThat(lost(step("W1", Rule.Phase.GIVEN, StepVerdict.DEVIATES, 0), z, dZ(8)))
                .isEmpty();
    }

    @Test
    void whatADescriptionSaysTwiceIsAFinding() {
        Network plain = network(Activation.SIGMOID, Loss.MSE, 1);
        Contradiction twice = new Contradiction(
                StepId.of("W1"), Contradiction.Kind.REGULARISER_DUPLICATE, "l2 twice", Regularisation.Terms.NONE);
        Network contradicting = Network.sequence(
                "n",
                1,
                plain.precision(),
                plain.layers(),
                plain.loss(),
                plain.updater(),
                Optional.empty(),
                Defaults.NONE,
                List.of(twice));
        assertThat(of(contradicting, batch(Matrix.of(1, 1, 0.5)), Precision.FLOAT64, List.of(), true))
                .containsExactly(new Finding(StepId.of("W1"), Finding.Code.REGULARISER_DUPLICATE, "l2 twice"));
    }

    /** The cause is that of the layer the step belongs to. */
    @Test
    void theCauseIsTheLayersOwn() {
        Network two = Network.sequence(
                "n",
                1,
                Precision.FLOAT64,
                List.of(layer(Activation.TANH, 1), layer(Activation.SIGMOID, 1)),
                Loss.L2,
                Updater.sgd(0.1));
        Batch batch = batch(Matrix.of(1, 1, 0.5));
        assertThat(of(
                        two,
                        batch,
                        Precision.FLOAT64,
                        List.of(forward("Z1", 16), gradient("dZ2", StepVerdict.AGREES, 9)),
                        true))
                .extracting(Finding::message)
                .containsExactly("dZ2 keeps 9 digits in float64, the steps before it 16 or more: 1 - A2 cancels");
        assertThat(of(two, batch, Precision.FLOAT64, List.of(forward("Z1", 16), dZ(9)), true))
                .extracting(Finding::message)
                .containsExactly("dZ1 keeps 9 digits in float64, the steps before it 16 or more: 1 - A1^2 cancels");
    }

    private static List<Finding> of(
            Network network, Batch batch, Precision precision, List<StepResult> steps, boolean matchesFit) {
        Derivation derivation = network.layer(network.depth()).activation().kind() == Activation.Kind.SOFTMAX
                ? Derivation.withoutOutputGradient(network, Map.of(), batch.labels())
                : Derivation.of(network);
        List<StepResult> ruled =
                steps.stream().map(step -> ruled(step, derivation)).toList();
        return Findings.of(network, batch, LabelFindings.of(network, batch), precision, ruled, matchesFit);
    }

    /** The step by the network's own rule. */
    private static StepResult ruled(StepResult step, Derivation derivation) {
        return derivation.rules().stream()
                .filter(rule -> rule.id().equals(step.id()))
                .findFirst()
                .map(rule -> step(rule, step.verdict(), step.digits()))
                .orElse(step);
    }

    private static List<String> lost(StepResult... steps) {
        return of(
                        network(Activation.SIGMOID, Loss.L2, 1),
                        batch(Matrix.of(1, 1, 0.5)),
                        Precision.FLOAT64,
                        List.of(steps),
                        true)
                .stream()
                .map(Finding::step)
                .map(StepId::toString)
                .toList();
    }

    private static List<Finding> labels(Activation activation, Loss loss, Matrix labels) {
        return of(network(activation, loss, labels.columns()), batch(labels), Precision.FLOAT64, List.of(), true);
    }

    private static StepResult forward(String name, int digits) {
        return step(name, Rule.Phase.FORWARD, StepVerdict.AGREES, digits);
    }

    private static StepResult dZ(int digits) {
        return gradient("dZ1", StepVerdict.AGREES, digits);
    }

    private static StepResult gradient(String name, StepVerdict verdict, int digits) {
        return step(name, Rule.Phase.BACKWARD, verdict, digits);
    }

    private static StepResult step(String name, Rule.Phase section, StepVerdict verdict, int digits) {
        Expression words = new Expression.Words(name);
        Rule rule = new Rule(
                StepId.of(name), section, examples -> new Rule.Written(words, List.of(words), Optional.empty(), words));
        return step(rule, verdict, digits);
    }

    private static StepResult step(Rule rule, StepVerdict verdict, int digits) {
        return new StepResult(
                rule,
                Step.Source.RECORDED,
                verdict,
                Map.of(),
                Optional.empty(),
                0,
                digits,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false);
    }

    private static Network network(Activation activation, Loss loss, int outputs) {
        return Network.sequence("n", 1, Precision.FLOAT64, List.of(layer(activation, outputs)), loss, Updater.sgd(0.1));
    }

    private static Layer layer(Activation activation, int outputs) {
        return Layer.dense(1, outputs, activation, Initialiser.XAVIER, Optional.empty(), Optional.empty());
    }

    private static Batch batch(Matrix labels) {
        List<String> names = new ArrayList<>();
        IntStream.rangeClosed(1, labels.columns()).forEach(k -> names.add("y" + k));
        return new Batch(Matrix.of(labels.rows(), 1, new double[labels.rows()]), labels, List.of("x"), names);
    }
}

package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.GradientNormalisation;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Updater;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What deviates because something else was done than what was asked for is explained by that. */
class ExplanationsTest {
    private static final Matrix W1 = Matrix.of(2, 2, 0.5, -0.25, 2, 1.5);
    private static final Matrix W2 = Matrix.of(2, 2, -1, 0.75, 0.5, 3);
    private static final Batch BATCH = new Batch(
            Matrix.of(3, 2, 1, -0.5, 0.25, 2, -1, -1),
            Matrix.of(3, 2, 1, 0, 0.5, 0.25, -0.5, 1),
            List.of("x1", "x2"),
            List.of("y1", "y2"));

    private static Layer layer(Matrix w, Activation activation, Terms terms) {
        return Layer.dense(
                        2, 2, activation, Initialiser.XAVIER, Optional.of(w), Optional.of(Matrix.of(1, 2, 0.5, -0.125)))
                .with(new Regularisation(terms, Terms.NONE));
    }

    private static Network network(Activation activation, Loss loss, Terms first, Terms second, Defaults defaults) {
        return Network.sequence(
                "n",
                1,
                Precision.FLOAT64,
                List.of(layer(W1, activation, first), layer(W2, Activation.IDENTITY, second)),
                loss,
                Updater.sgd(0.1),
                Optional.empty(),
                defaults,
                List.of());
    }

    private static Network regularised(Terms first, Terms second) {
        return network(Activation.TANH, Loss.MSE, first, second, Defaults.NONE);
    }

    private static Network with(Loss loss) {
        return network(Activation.TANH, loss, Terms.NONE, Terms.NONE, Defaults.NONE);
    }

    private static Network constrained(List<Constraint> constraints, GradientNormalisation normalisation) {
        Network plain = with(Loss.MSE);
        return plain.with(plain.layers().stream()
                .map(layer -> layer.with(constraints).with(normalisation))
                .toList());
    }

    private static Terms terms(double l1, double l2, double decay) {
        return new Terms(l1, l2, decay, true);
    }

    static Stream<Arguments> doneInsteadOfAsked() {
        GradientNormalisation clip =
                new GradientNormalisation(GradientNormalisation.Kind.CLIP_ELEMENT_WISE_ABSOLUTE_VALUE, 0.125);
        List<Constraint> unit = List.of(Constraint.unitNorm(Constraint.On.WEIGHTS, 0));
        return Stream.of(
                Arguments.of(
                        regularised(terms(0.25, 0.25, 0), terms(0.5, 0, 0)),
                        regularised(Terms.NONE, Terms.NONE),
                        "no regularisation"),
                Arguments.of(
                        constrained(unit, GradientNormalisation.NONE),
                        constrained(
                                List.of(Constraint.maxNorm(Constraint.On.WEIGHTS, 0, 1e6)), GradientNormalisation.NONE),
                        "no constraint"),
                Arguments.of(
                        constrained(List.of(), clip),
                        constrained(List.of(), GradientNormalisation.NONE),
                        "no normalisation of the gradient"),
                Arguments.of(with(Loss.MSE), with(Loss.L2), "a sum over the outputs for their mean"),
                Arguments.of(with(Loss.L2), with(Loss.MSE), "a mean over the outputs for their sum"),
                Arguments.of(with(Loss.HALF_SQUARED_ERROR), with(Loss.L2), "no half in front of the squares"));
    }

    @ParameterizedTest
    @MethodSource
    void doneInsteadOfAsked(Network asked, Network done, String how) {
        RandomNetworks.Case each = new RandomNetworks.Case(done, BATCH);
        CheckResult result = Check.of(asked, BATCH, PlainStep.of(done, BATCH, each.parameters()), true);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        List<String> deviating = result.steps().stream()
                .filter(step -> step.verdict() == StepVerdict.DEVIATES)
                .map(step -> step.name() + " is explained by " + how)
                .toList();
        assertThat(result.findings().stream()
                        .filter(finding -> finding.code() == Finding.Code.EXPLAINED)
                        .map(Finding::message))
                .containsExactlyElementsOf(deviating);
    }

    /** A fault of no known kind stays unexplained: nothing is made up. */
    @Test
    void whatNothingExplainsStaysUnexplained() {
        Network asked = regularised(terms(0, 0, 0.25), terms(0, 0, 0.5));
        Network done = regularised(terms(0, 0, 0.375), terms(0, 0, 0.5));
        RandomNetworks.Case each = new RandomNetworks.Case(done, BATCH);
        CheckResult result = Check.of(asked, BATCH, PlainStep.of(done, BATCH, each.parameters()), true);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.findings()).noneMatch(finding -> finding.code() == Finding.Code.EXPLAINED);
    }
}

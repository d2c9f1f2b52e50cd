package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.TwoBranches;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.InvalidInputException;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Seeds.class)
class FormulasTest {
    private static final String COSINE = "(A1(sum of A1 y over units) - y(sum of A1^2 over units))"
            + " / ((sqrt(sum of y^2 over units) sqrt(sum of A1^2 over units))(sum of A1^2 over units))";

    /** What a person reads is what the computer does: every written formula, put over the truth, gives the truth. */
    @ParameterizedTest
    @EnumSource(Notation.class)
    void everyWrittenFormulaGivesItsStep(Notation notation) {
        everyWrittenFormulaGivesItsStep(notation, 60);
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource(Notation.class)
    void everyWrittenFormulaOfMoreNetworksGivesItsStep(Notation notation) {
        everyWrittenFormulaGivesItsStep(notation, Integer.getInteger("chalkline.networks", 1000));
    }

    private static void everyWrittenFormulaGivesItsStep(Notation notation, int networks) {
        for (long seed : Seeds.upTo(networks)) {
            RandomNetworks.Case each = RandomNetworks.of(seed, Precision.FLOAT64);
            Network network = each.network();
            Map<StepId, Matrix> parameters = each.parameters();
            check(Derivation.of(network, parameters), each, parameters, notation);
            check(
                    Derivation.withoutOutputGradient(
                            network, parameters, each.batch().labels()),
                    each,
                    parameters,
                    notation);
        }
    }

    private static void check(
            Derivation derivation, RandomNetworks.Case each, Map<StepId, Matrix> parameters, Notation notation) {
        Map<StepId, Rounded> steps = new HashMap<>(derivation.truth(each.batch(), parameters));
        if (notation == Notation.WX_PLUS_B) {
            steps.replaceAll((name, value) -> value.transposed());
        }
        Scope scope = new Scope(notation, steps);
        for (Rule rule : derivation.rules()) {
            Rule.Written written = rule.formula().written(notation, each.batch().size());
            assertSame(
                    written.worked().value(scope),
                    scope.step(rule.id()),
                    each.network().name() + " " + rule.name());
            written.definition().ifPresent(definition -> {
                for (Expression form : definition.forms()) {
                    Rounded defined = definition.defined().value(scope);
                    Rounded value = form.value(scope);
                    // identity' is the number 1, whatever the shape.
                    assertSame(
                            value.size() == 1 ? defined.minus(defined).plus(value) : value,
                            defined,
                            each.network().name() + " " + form.plain());
                }
            });
        }
    }

    private static void assertSame(Rounded actual, Rounded expected, String where) {
        assertThat(actual.rows()).as(where).isEqualTo(expected.rows());
        assertThat(actual.columns()).as(where).isEqualTo(expected.columns());
        for (int k = 0; k < expected.size(); k++) {
            if (!Double.isFinite(expected.value(k))) {
                assertThat(actual.value(k)).as("%s entry %d", where, k).isNotFinite();
                continue;
            }
            double bound = actual.error(k) + expected.error(k) + 1e-300;
            if (!Double.isFinite(bound)) {
                // A saturated sigmoid's 1 − a may be 0 within its error.
                continue;
            }
            assertThat(Math.abs(actual.minus(expected).value(k)))
                    .as("%s entry %d: %s, not %s", where, k, actual.value(k), expected.value(k))
                    .isLessThanOrEqualTo(bound);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MSE; IDENTITY; sum (A1 - y)^2 / 6; 2(A1 - y) / 6; dA1 identity'(Z1); (2(A1 - y) / 6) identity'(Z1)",
                "L2; RELU; sum (A1 - y)^2 / 3; 2(A1 - y) / 3; dA1 ReLU'(Z1); (2(A1 - y) / 3) ReLU'(Z1)",
                "HALF_SQUARED_ERROR; TANH; sum (A1 - y)^2 / 6; (A1 - y) / 3; dA1 tanh'(Z1); ((A1 - y) / 3) tanh'(Z1)",
                "MCXENT; SOFTMAX; -sum y ln A1 / 3; -y / A1 / 3; dA1 softmax'(Z1); (A1 - y) / 3",
                "L1; RELU; sum |A1 - y| / 3; sign(A1 - y) / 3; dA1 ReLU'(Z1); (sign(A1 - y) / 3) ReLU'(Z1)",
                "MEAN_ABSOLUTE_ERROR; RELU; sum |A1 - y| / 6; sign(A1 - y) / 6; dA1 ReLU'(Z1);"
                        + " (sign(A1 - y) / 6) ReLU'(Z1)",
                "MEAN_ABSOLUTE_PERCENTAGE_ERROR; RELU; 100(sum |A1 - y| / |y|) / 6; 100 sign(A1 - y) / |y| / 6;"
                        + " dA1 ReLU'(Z1); (100 sign(A1 - y) / |y| / 6) ReLU'(Z1)",
                "MEAN_SQUARED_LOGARITHMIC_ERROR; RELU; sum (ln((1 + A1) / (1 + y)))^2 / 6;"
                        + " 2 ln((1 + A1) / (1 + y)) / (1 + A1) / 6; dA1 ReLU'(Z1);"
                        + " (2 ln((1 + A1) / (1 + y)) / (1 + A1) / 6) ReLU'(Z1)",
                "KL_DIVERGENCE; RELU; sum y ln(y / A1) / 3; -y / A1 / 3; dA1 ReLU'(Z1); (-y / A1 / 3) ReLU'(Z1)",
                "COSINE_PROXIMITY; RELU; -sum A1 y / (sqrt(sum of A1^2 over units) sqrt(sum of y^2 over units)) / 3; "
                        + COSINE + " / 3; dA1 ReLU'(Z1); (" + COSINE + " / 3) ReLU'(Z1)",
                "HINGE; RELU; sum max(0, 1 - y A1) / 3; -y(1 where 1 - y A1 > 0, else 0) / 3; dA1 ReLU'(Z1);"
                        + " (-y(1 where 1 - y A1 > 0, else 0) / 3) ReLU'(Z1)",
                "SQUARED_HINGE; RELU; sum max(0, 1 - y A1)^2 / 3; -2 y max(0, 1 - y A1) / 3; dA1 ReLU'(Z1);"
                        + " (-2 y max(0, 1 - y A1) / 3) ReLU'(Z1)",
                "POISSON; RELU; sum (A1 - y ln A1) / 3; (1 - y / A1) / 3; dA1 ReLU'(Z1); ((1 - y / A1) / 3) ReLU'(Z1)",
                "WASSERSTEIN; RELU; sum y A1 / 6; y / 6; dA1 ReLU'(Z1); (y / 6) ReLU'(Z1)",
                "XENT; SIGMOID; -sum (y ln A1 + (1 - y) ln(1 - A1)) / 3; (A1 - y) / (A1(1 - A1)) / 3;"
                        + " dA1 sigmoid'(Z1); ((A1 - y) / (A1(1 - A1)) / 3) sigmoid'(Z1)"
            })
    void lossesOfThreeExamplesWithTwoOutputs(
            Loss.Kind loss, Activation.Kind kind, String value, String gradient, String dZ, String fused) {
        Network network = network(loss, Activation.of(kind), 2, 0.1);
        assertThat(formula(Derivation.of(network), "loss", 3)).isEqualTo(value);
        assertThat(formula(Derivation.of(network), "dA1", 3)).isEqualTo(gradient);
        assertThat(formula(Derivation.of(network), "dZ1", 3)).isEqualTo(dZ);
        assertThat(formula(fused(network, 1, 0, 0, 1, 0.25, 0.75), "dZ1", 3)).isEqualTo(fused);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MSE; (A1 - y)^2; 2(A1 - y); (2(A1 - y)) sigmoid'(Z1)",
                "L2; (A1 - y)^2; 2(A1 - y); (2(A1 - y)) sigmoid'(Z1)",
                "HALF_SQUARED_ERROR; (A1 - y)^2 / 2; A1 - y; (A1 - y) sigmoid'(Z1)",
                "MCXENT; -y ln A1; -y / A1; (-y / A1) sigmoid'(Z1)",
                "XENT; -(y ln A1 + (1 - y) ln(1 - A1)); (A1 - y) / (A1(1 - A1));"
                        + " ((A1 - y) / (A1(1 - A1))) sigmoid'(Z1)"
            })
    void lossesOfOneNumber(Loss.Kind loss, String value, String gradient, String fused) {
        Network network = network(loss, Activation.SIGMOID, 1, 0.1);
        assertThat(formula(Derivation.of(network), "loss", 1)).isEqualTo(value);
        assertThat(formula(Derivation.of(network), "dA1", 1)).isEqualTo(gradient);
        assertThat(formula(fused(network, 1), "dZ1", 1)).isEqualTo(fused);
    }

    @Test
    void layersAndUpdates() {
        Derivation derivation = Derivation.of(network(Loss.Kind.MSE, Activation.SIGMOID, 1, 1e-4));
        assertThat(formula(derivation, "Z1", 1)).isEqualTo("W1 X + b1");
        assertThat(formula(derivation, "A1", 1)).isEqualTo("sigmoid(Z1)");
        assertThat(formula(derivation, "dW1", 1)).isEqualTo("dZ1 X^T");
        assertThat(formula(derivation, "db1", 1)).isEqualTo("dZ1");
        assertThat(formula(derivation, "db1", 2)).isEqualTo("sum of dZ1 over examples");
        assertThat(formula(derivation, "W1.next", 1)).isEqualTo("W1 - 0.0001 dW1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "MSE; SIGMOID; 1; mask(W1 X + b1); sum mask(A1 - y)^2 / 6; mask(2(A1 - y)) / 6",
                "MSE; SIGMOID; 2; mask(W1 X + b1); sum mask(A1 - y)^2 / 6; mask(2(A1 - y)) / 6",
                "MSE; SOFTMAX; 2; W1 X + b1; sum mask(A1 - y)^2 / 6; mask(2(A1 - y)) / 6",
                "COSINE_PROXIMITY; TANH; 2; W1 X + b1; ; ",
                "COSINE_PROXIMITY; TANH; 1; mask(W1 X + b1); ; "
            })
    void masks(Loss.Kind loss, Activation.Kind kind, int columns, String z, String value, String gradient) {
        Network network = network(loss, Activation.of(kind), 2, 0.1);
        Derivation derivation = Derivation.of(network, Map.of(StepId.MASK, Matrix.zeros(3, columns)));
        assertThat(formula(derivation, "Z1", 3)).isEqualTo(z);
        if (value != null) {
            assertThat(formula(derivation, "loss", 3)).isEqualTo(value);
            assertThat(formula(derivation, "dA1", 3)).isEqualTo(gradient);
        }
    }

    @Test
    void layerNormalisation() {
        List<Layer> layers = List.of(
                Layer.dense(3, 2, Activation.TANH, Initialiser.XAVIER, Optional.empty(), Optional.empty())
                        .withLayerNorm(),
                Layer.dense(2, 1, Activation.IDENTITY, Initialiser.XAVIER, Optional.empty(), Optional.empty()));
        Derivation derivation =
                Derivation.of(Network.sequence("n", 1, Precision.FLOAT64, layers, Loss.MSE, Updater.sgd(0.1)));
        String mean = "sum of U1 over units / 2";
        String deviation = "sqrt(sum of (U1 - " + mean + ")^2 over units / 2)";
        String standardised = "((U1 - " + mean + ") / " + deviation + ")";
        assertThat(derivation.rules())
                .extracting(Rule::name)
                .containsExactly(
                        "U1", "Z1", "A1", "Z2", "A2", "loss", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dU1", "dW1",
                        "db1", "dg1", "W1.next", "b1.next", "g1.next", "W2.next", "b2.next");
        assertThat(formula(derivation, "U1", 3)).isEqualTo("W1 X");
        assertThat(formula(derivation, "Z1", 3)).isEqualTo("g1" + standardised + " + b1");
        assertThat(formula(derivation, "dU1", 3))
                .isEqualTo("(dZ1 g1 - sum of dZ1 g1 over units / 2 - " + standardised + "(sum of (dZ1 g1)"
                        + standardised + " over units / 2)) / " + deviation);
        assertThat(formula(derivation, "dW1", 3)).isEqualTo("dU1 X^T");
        assertThat(formula(derivation, "dg1", 3)).isEqualTo("sum of dZ1" + standardised + " over examples");
        assertThat(formula(derivation, "g1.next", 3)).isEqualTo("g1 - 0.1 dg1");
    }

    /** An example of which all units are the same, of however many, has nothing but its mean. */
    @ParameterizedTest
    @CsvSource({"1, 0.5", "3, 0"})
    void unitsThatAreAllTheSameNormaliseToZero(int units, double input) {
        double[] ones = new double[units];
        Arrays.fill(ones, 1);
        Matrix w = Matrix.of(1, units, ones);
        Layer hidden = Layer.dense(1, units, Activation.IDENTITY, Initialiser.XAVIER, Optional.of(w), Optional.of(w))
                .withLayerNorm();
        Layer output = Layer.dense(
                        units,
                        1,
                        Activation.IDENTITY,
                        Initialiser.XAVIER,
                        Optional.of(w.transposed()),
                        Optional.empty())
                .withoutBias();
        Network network =
                Network.sequence("n", 1, Precision.FLOAT64, List.of(hidden, output), Loss.MSE, Updater.sgd(0.1));
        Batch batch = new Batch(Matrix.of(1, 1, input), Matrix.of(1, 1, 7), List.of("x"), List.of("y"));
        Map<StepId, Matrix> parameters =
                Map.of(StepId.of("W1"), w, StepId.of("b1"), w, StepId.of("g1"), w, StepId.of("W2"), w.transposed());

        Map<StepId, Rounded> steps = Derivation.of(network).endToEnd(batch, parameters, Precision.FLOAT64);

        for (int k = 0; k < units; k++) {
            assertThat(steps.get(StepId.of("Z1")).value(k)).isEqualTo(1);
            assertThat(steps.get(StepId.of("dU1")).value(k)).isZero();
            assertThat(steps.get(StepId.of("dU1")).error(k)).isLessThan(1e-300);
            assertThat(steps.get(StepId.of("dg1")).value(k)).isZero();
        }
    }

    /** Of the output layer as well, with dA and without. */
    @Test
    void drawnSlopes() {
        Network network = network(Loss.Kind.L2, Activation.rrelu(0.1, 0.5), 2, 0.1);
        assertThat(formula(Derivation.of(network), "A1", 1)).isEqualTo("Z1 where Z1 >= 0, else S1 Z1");
        assertThat(formula(Derivation.of(network), "dZ1", 1)).isEqualTo("dA1(1 where Z1 >= 0, else S1)");

        Map<StepId, Matrix> started = Map.of(
                StepId.of("W1"),
                Matrix.of(2, 2, 1, 0, 0, 1),
                StepId.of("b1"),
                Matrix.of(1, 2, 0, 0),
                StepId.of("S1"),
                Matrix.of(1, 2, 0.25, 0.5));
        Batch batch =
                new Batch(Matrix.of(1, 2, -4, 3), Matrix.of(1, 2, 1, 1), List.of("x1", "x2"), List.of("y1", "y2"));
        for (Derivation each : List.of(Derivation.of(network), fused(network, 1, 1))) {
            Map<StepId, Rounded> steps = each.truth(batch, started);
            assertThat(steps.get(StepId.of("A1")).toMatrix()).isEqualTo(Matrix.of(1, 2, -1, 3));
            assertThat(steps.get(StepId.of("dZ1")).toMatrix()).isEqualTo(Matrix.of(1, 2, -1, 4));
        }
        for (Notation notation : Notation.values()) {
            RandomNetworks.Case one = new RandomNetworks.Case(network, batch);
            check(Derivation.of(network), one, started, notation);
            check(fused(network, 1, 1), one, started, notation);
        }
    }

    @Test
    void layersWithoutBiasesOrParametersAndDropout() {
        List<Layer> layers = List.of(
                Layer.dense(2, 2, Activation.TANH, Initialiser.XAVIER, Optional.empty(), Optional.empty())
                        .withoutBias(),
                Layer.dropout(2, 0.8),
                Layer.dense(2, 2, Activation.IDENTITY, Initialiser.XAVIER, Optional.empty(), Optional.empty())
                        .with(OptionalDouble.of(0.5)),
                Layer.activation(2, Activation.SIGMOID));
        Derivation derivation =
                Derivation.of(Network.sequence("n", 1, Precision.FLOAT64, layers, Loss.MSE, Updater.sgd(0.1)));
        assertThat(derivation.rules())
                .extracting(Rule::name)
                .containsExactly(
                        "Z1", "A1", "A2", "D3", "Z3", "A3", "Z4", "A4", "loss", "dA4", "dZ4", "dA3", "dZ3", "dW3",
                        "db3", "dD3", "dA2", "dA1", "dZ1", "dW1", "W1.next", "W3.next", "b3.next");
        assertThat(formula(derivation, "Z1", 1)).isEqualTo("W1 X");
        assertThat(formula(derivation, "A2", 1)).isEqualTo("A1 M2");
        assertThat(formula(derivation, "D3", 1)).isEqualTo("A2 M3");
        assertThat(formula(derivation, "Z3", 1)).isEqualTo("W3 D3 + b3");
        assertThat(formula(derivation, "Z4", 1)).isEqualTo("A3");
        assertThat(formula(derivation, "dA3", 1)).isEqualTo("dZ4");
        assertThat(formula(derivation, "dW3", 1)).isEqualTo("dZ3 D3^T");
        assertThat(formula(derivation, "dD3", 1)).isEqualTo("W3^T dZ3");
        assertThat(formula(derivation, "dA2", 1)).isEqualTo("dD3 M3");
        assertThat(formula(derivation, "dA1", 1)).isEqualTo("dA2 M2");
    }

    /** Without dA the labels decide what is written: A − y is only true where those of every example sum to 1. */
    @Test
    void aLayerOfSeveralInputsIsRefused() {
        Network network = TwoBranches.network();
        assertThatThrownBy(() -> Derivation.of(network))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("branches: layer d takes layer b and layer c; the derivation covers networks whose layers"
                        + " take one input each");
    }

    @Test
    void softmaxAndCrossEntropyOfLabelsThatDoNotSumToOne() {
        Network network = network(Loss.Kind.MCXENT, Activation.SOFTMAX, 3, 0.1);
        assertThat(formula(fused(network, 0.1, 0.2, 0.7), "dZ1", 1)).isEqualTo("A1 - y");
        assertThat(formula(fused(network, 0.1, 0.2, 0.7, 0.5, 0.5, 0.5), "dZ1", 2))
                .isEqualTo("(A1(sum of y over units) - y) / 2");
        assertThat(formula(fused(network, 0, 0, 0), "dZ1", 1)).isEqualTo("A1(sum of y over units) - y");
        assertThat(formula(fused(network, 0.333, 0.333, 0.333), "dZ1", 1)).isEqualTo("A1(sum of y over units) - y");
        Derivation masked = Derivation.withoutOutputGradient(
                network, Map.of(StepId.MASK, Matrix.of(1, 1, 1)), Matrix.of(1, 3, 1, 0, 0));
        assertThat(formula(masked, "dZ1", 1)).isEqualTo("A1(sum of mask y over units) - mask y");
    }

    /** What is written without dA is what is worked, after every activation, with weights and masks, whatever labels sum to. */
    @ParameterizedTest
    @EnumSource(Loss.Kind.class)
    void everyFusedFormulaGivesItsStepOnLabelsOfAnySum(Loss.Kind kind) {
        for (Activation.Kind activation : Activation.Kind.values()) {
            for (long seed : Seeds.upTo(6)) {
                Random random = new Random(31L * activation.ordinal() + seed);
                int n = 1 + random.nextInt(3);
                int m = 1 + random.nextInt(3);
                Optional<List<Double>> weights = seed % 2 == 0 || !kind.takesWeights()
                        ? Optional.empty()
                        : Optional.of(random.doubles(m, 0.5, 2).boxed().toList());
                Network network =
                        network(kind, Activation.of(activation), m, 0.1).with(new Loss(kind, weights));
                Map<StepId, Matrix> started = new HashMap<>(Map.of(
                        StepId.of("W1"), drawn(random, 2, m, -1, 1), StepId.of("b1"), drawn(random, 1, m, -1, 1)));
                if (network.layer(1).drawsSlopes()) {
                    started.put(StepId.of("S1"), drawn(random, n, m, 0.1, 0.3));
                }
                if (seed % 3 == 0) {
                    double[] mask = random.ints(n, 0, 2).asDoubleStream().toArray();
                    started.put(StepId.MASK, Matrix.of(n, 1, mask));
                }
                boolean none = seed == 1 && activation == Activation.Kind.SOFTMAX;
                Matrix labels = none ? Matrix.zeros(n, m) : drawn(random, n, m, 0, 1.5);
                Batch batch =
                        new Batch(drawn(random, n, 2, -2, 2), labels, List.of("x1", "x2"), Collections.nCopies(m, "y"));
                RandomNetworks.Case one = new RandomNetworks.Case(network, batch);
                for (Notation notation : Notation.values()) {
                    check(Derivation.withoutOutputGradient(network, started, labels), one, started, notation);
                }
            }
        }
    }

    private static Matrix drawn(Random random, int rows, int columns, double low, double high) {
        return Matrix.of(
                rows, columns, random.doubles((long) rows * columns, low, high).toArray());
    }

    /** The formulas without dA, for these labels. */
    private static Derivation fused(Network network, double... labels) {
        int examples = labels.length / network.outputs();
        return Derivation.withoutOutputGradient(
                network,
                Map.of(),
                Matrix.of(examples, network.outputs(), labels).asWritten());
    }

    private static Network network(Loss.Kind loss, Activation activation, int outputs, double rate) {
        Layer layer = Layer.dense(2, outputs, activation, Initialiser.XAVIER, Optional.empty(), Optional.empty());
        return Network.sequence("n", 1, Precision.FLOAT64, List.of(layer), new Loss(loss), Updater.sgd(rate));
    }

    private static String formula(Derivation derivation, String step, int examples) {
        return derivation.rules().stream()
                .filter(rule -> rule.name().equals(step))
                .findFirst()
                .orElseThrow()
                .formula()
                .write(Notation.WX_PLUS_B, examples);
    }
}

package chalkline.check;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.check.PlainStep.Fault;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is planted in a right step is what the step is explained by first; what fits nothing is not explained. */
@ExtendWith(Seeds.class)
class PlantedExplanationsTest {
    private static final int N = 5;
    private static final Matrix W1 = Matrix.of(3, 3, 0.4, -0.3, 0.2, 0.1, 0.5, -0.6, 0.7, -0.2, 0.3);
    private static final Matrix W2 = Matrix.of(3, 3, -0.5, 0.3, 0.8, 0.2, -0.4, 0.6, 0.9, 0.1, -0.7);
    private static final Matrix B1 = Matrix.of(1, 3, 0.1, -0.2, 0.3);
    private static final Matrix B2 = Matrix.of(1, 3, -0.4, 0.25, 0.15);
    private static final Batch BATCH = new Batch(
            Matrix.of(N, 3, 1, -2, 0.5, 0.3, 0.7, -1.1, 2, 0.1, 0.9, -0.4, 1.3, 0.6, 0.8, -0.9, 1.7),
            Matrix.of(N, 3, 0.2, 0.9, 0.4, 0.1, 0.6, 0.3, 0.7, 0.8, 0.5, 0.9, 0.2, 0.1, 0.4, 0.3, 0.6),
            List.of("x1", "x2", "x3"),
            List.of("y1", "y2", "y3"));

    private static Network network(Activation hidden, Updater updater, Terms terms) {
        return Network.sequence(
                "n",
                1,
                Precision.FLOAT64,
                List.of(
                        Layer.dense(3, 3, hidden, Initialiser.XAVIER, Optional.of(W1), Optional.of(B1))
                                .with(new Regularisation(terms, Terms.NONE)),
                        Layer.dense(3, 3, Activation.SIGMOID, Initialiser.XAVIER, Optional.of(W2), Optional.of(B2))),
                Loss.MSE,
                updater);
    }

    private static Network plain() {
        return network(Activation.TANH, Updater.sgd(0.1), Terms.NONE);
    }

    private static Trace right(Network network) {
        return PlainStep.of(network, BATCH, new RandomNetworks.Case(network, BATCH).parameters());
    }

    private static Trace with(Trace trace, String step, UnaryOperator<double[]> change) {
        Matrix value = trace.value(StepId.of(step));
        return trace.with(
                Map.of(StepId.of(step), Matrix.of(value.rows(), value.columns(), change.apply(value.toArray()))));
    }

    private static Trace each(Trace trace, String step, DoubleUnaryOperator change) {
        return with(trace, step, values -> Arrays.stream(values).map(change).toArray());
    }

    private static double[] transposed(double... values) {
        return IntStream.range(0, 9).mapToDouble(k -> values[k % 3 * 3 + k / 3]).toArray();
    }

    /** A·Bᵀ of 5 × 3 and 3 × 3. */
    private static double[] timesTransposed(Matrix a, Matrix b) {
        double[] product = new double[15];
        for (int k = 0; k < 15; k++) {
            for (int j = 0; j < 3; j++) {
                product[k] += a.get(k / 3, j) * b.get(k % 3, j);
            }
        }
        return product;
    }

    private static Arguments planted(String step, String how, Network asked, Trace trace) {
        return Arguments.of(step, how, asked, trace);
    }

    private static Arguments done(String step, String how, Network asked, Network instead) {
        return Arguments.of(step, how, asked, right(instead));
    }

    static Stream<Arguments> explanations() {
        Network tanh = plain();
        Trace right = right(tanh);
        List<Arguments> all = new ArrayList<>();
        all.add(planted(
                "dW2",
                "a factor of N = 5: a sum over the examples for their mean",
                tanh,
                each(right, "dW2", v -> 5 * v)));
        all.add(planted("dW1", "a division by N = 5 once more", tanh, each(right, "dW1", v -> v / 5)));
        all.add(planted("dW2", "a factor of the number of outputs, 3", tanh, each(right, "dW2", v -> 3 * v)));
        all.add(planted("dW2", "a division by the number of outputs, 3", tanh, each(right, "dW2", v -> v / 3)));
        all.add(planted("loss", "a division by 2", tanh, each(right, "loss", v -> v / 2)));
        all.add(planted("dA2", "a division by 2", tanh, each(right, "dA2", v -> v / 2)));
        all.add(planted("dA2", "a factor of 2", tanh, each(right, "dA2", v -> v * 2)));
        all.add(planted("dW1", "the opposite sign", tanh, fault(Fault.WRONG_SIGN, 1)));
        all.add(planted("W2.next", "the opposite sign, of dW2", tanh, with(right, "W2.next", next -> {
            for (int k = 0; k < 9; k++) {
                next[k] = W2.get(k) + 0.1 * right.value(StepId.of("dW2")).get(k);
            }
            return next;
        })));
        all.add(planted("dA1", "the transpose of W2", tanh, fault(Fault.UNTRANSPOSED_W, 2)));
        all.add(planted(
                "dW1", "the entries of its transpose: all 9 of them", tanh, with(right, "dW1", v -> transposed(v))));
        all.add(planted("Z2", "b2 left out", tanh, fault(Fault.MISSING_BIAS, 2)));
        all.add(planted(
                "db2",
                "0 in all 3 entries: it was not worked, or was overwritten",
                tanh,
                fault(Fault.DROPPED_BIAS_GRADIENT, 2)));
        all.add(planted("Z2", "Z1 in the place of A1", tanh, with(right, "Z2", z -> {
            for (int k = 0; k < 15; k++) {
                z[k] = B2.get(k % 3);
                for (int j = 0; j < 3; j++) {
                    z[k] += right.value(StepId.z(1)).get(k / 3, j) * W2.get(j, k % 3);
                }
            }
            return z;
        })));
        all.add(planted("Z2", "b1 in the place of b2", tanh, with(right, "Z2", z -> {
            for (int k = 0; k < 15; k++) {
                z[k] += B1.get(k % 3) - B2.get(k % 3);
            }
            return z;
        })));
        all.add(planted(
                "dA1",
                "W2 after its update for the one before",
                tanh,
                with(
                        right,
                        "dA1",
                        v -> timesTransposed(
                                right.value(StepId.z(2).gradient()),
                                right.value(StepId.w(2).next())))));
        all.add(planted(
                "dW2",
                "numbers that were rounded to float32, all 9 of them",
                tanh,
                fault(Fault.FLOAT_CAST_GRADIENT, 2)));
        double limit = 0.003;
        long beyond = Arrays.stream(right.value(StepId.of("dW2")).toArray())
                .filter(v -> Math.abs(v) > limit)
                .count();
        all.add(planted(
                "dW2",
                "a limit, from -0.003 to 0.003, which " + beyond + " of 9 entries would lie beyond",
                tanh,
                each(right, "dW2", v -> Math.max(-limit, Math.min(limit, v)))));
        all.add(planted("dW2", "a factor of 0.37 in all entries", tanh, each(right, "dW2", v -> 0.37 * v)));
        all.add(planted(
                "A1",
                "dropout that nobody asked for: 5 of 15 entries are 0, the others 1.5 times what they should be",
                tanh,
                with(
                        right,
                        "A1",
                        v -> IntStream.range(0, 15)
                                .mapToDouble(k -> k % 3 == 1 ? 0 : 1.5 * v[k])
                                .toArray())));
        all.add(planted(
                "dZ1",
                "no tanh': its derivative was left out",
                tanh,
                with(right, "dZ1", v -> right.value(StepId.a(1).gradient()).toArray())));
        all.add(done(
                "A1",
                "softsign for tanh",
                tanh,
                network(Activation.of(Activation.Kind.SOFTSIGN), Updater.sgd(0.1), Terms.NONE)));
        all.add(done(
                "W1.next",
                "a factor of 7 in all entries of what is subtracted",
                tanh,
                network(Activation.TANH, Updater.sgd(0.7), Terms.NONE)));

        Network leaky = network(new Activation(Activation.Kind.LEAKY_RELU, List.of(0.1)), Updater.sgd(0.1), Terms.NONE);
        all.add(done(
                "A1",
                "the usual parameters of leaky-relu",
                leaky,
                network(Activation.of(Activation.Kind.LEAKY_RELU), Updater.sgd(0.1), Terms.NONE)));
        all.add(done(
                "A1",
                "settings that were rounded to float32",
                leaky,
                network(
                        new Activation(Activation.Kind.LEAKY_RELU, List.of((double) 0.1f)),
                        Updater.sgd(0.1),
                        Terms.NONE)));
        all.add(planted(
                "dZ1",
                "the derivative of another piece of the activation in 2 of 15 entries",
                leaky,
                with(right(leaky), "dZ1", v -> {
                    v[3] = right(leaky).value(StepId.a(1).gradient()).get(3)
                            * (right(leaky).value(StepId.z(1)).get(3) > 0 ? 0.1 : 1);
                    v[7] = right(leaky).value(StepId.a(1).gradient()).get(7)
                            * (right(leaky).value(StepId.z(1)).get(7) > 0 ? 0.1 : 1);
                    return v;
                })));

        Terms some = new Terms(0.25, 0.125, 0, true);
        Network regularised = network(Activation.TANH, Updater.sgd(0.1), some);
        all.add(done("W1.next", "no regularisation", regularised, tanh));
        all.add(done(
                "score",
                "twice the regularisation",
                regularised,
                network(Activation.TANH, Updater.sgd(0.1), new Terms(0.5, 0.25, 0, true))));

        Network adam = network(Activation.TANH, Updater.of(Updater.Kind.ADAM, 0.01, 0.85, 0.98), Terms.NONE);
        all.add(done(
                "W1.m.next",
                "the usual beta1, 0.9",
                adam,
                network(Activation.TANH, Updater.of(Updater.Kind.ADAM, 0.01, 0.9, 0.98), Terms.NONE)));
        all.add(planted(
                "W1.update",
                "moments without the correction of their start from 0",
                adam,
                with(right(adam), "W1.update", v -> {
                    Trace trace = right(adam);
                    for (int k = 0; k < 9; k++) {
                        v[k] = 0.01
                                * trace.value(StepId.of("W1.m.next")).get(k)
                                / (Math.sqrt(trace.value(StepId.of("W1.v.next")).get(k)) + 1e-8);
                    }
                    return v;
                })));
        return all.stream();
    }

    private static Trace fault(Fault fault, int layer) {
        Network network = plain();
        return PlainStep.of(network, BATCH, new RandomNetworks.Case(network, BATCH).parameters(), fault, layer, 0);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("explanations")
    void whatWasPlantedIsNamedFirst(String step, String how, Network asked, Trace trace) {
        CheckResult result = Check.of(asked, BATCH, trace, true);
        assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
        assertThat(result.firstDeviation().orElseThrow().name()).isEqualTo(step);
        assertThat(explanations(result).get(0)).isEqualTo(step + " is explained by " + how);
        assertThat(explanations(Check.of(asked, BATCH, right(asked), true))).isEmpty();
    }

    @Test
    void anOverflowOnTheWay() {
        Network network = network(Activation.SIGMOID, Updater.sgd(0.1), Terms.NONE);
        Batch large = new Batch(
                Matrix.of(2, 3, 4000, 2000, -1000, 1, 2, 3),
                Matrix.of(2, 3, 1, 0, 1, 1, 0, 1),
                List.of("x1", "x2", "x3"),
                List.of("y1", "y2", "y3"));
        Trace right = PlainStep.of(network, large, new RandomNetworks.Case(network, large).parameters());
        double[] z = right.value(StepId.z(1)).toArray();
        long lost = Arrays.stream(z).filter(v -> v > 709.8).count();
        assertThat(lost).isPositive();
        // e^z / (1 + e^z)
        Trace naive = with(
                right,
                "A1",
                a -> Arrays.stream(z).map(v -> Math.exp(v) / (1 + Math.exp(v))).toArray());
        assertThat(explanations(Check.of(network, large, naive, true)).get(0))
                .isEqualTo(
                        "A1 is explained by an overflow: e^Z1 is beyond float64 where |Z1| > 709.78271, as in each of the "
                                + lost + " entries that are not finite");
        assertThat(explanations(Check.of(network, large, right, true))).isEmpty();
    }

    /** Numbers that are off in no way that anybody would name. */
    @Test
    void whatFitsNothingIsNotExplained() {
        Trace right = right(plain());
        SplittableRandom random = new SplittableRandom(7);
        List<Trace> unexplained = List.of(
                PlainStep.of(
                        plain(),
                        BATCH,
                        new RandomNetworks.Case(plain(), BATCH).parameters(),
                        Fault.ONE_ENTRY_OFF,
                        1,
                        1e-9),
                PlainStep.of(
                        plain(),
                        BATCH,
                        new RandomNetworks.Case(plain(), BATCH).parameters(),
                        Fault.ONE_ENTRY_OFF,
                        1,
                        -0.3),
                each(right, "dW1", v -> v * (1 + 1e-6 * random.nextDouble())),
                each(right, "A1", v -> v + 0.01 * random.nextDouble()),
                each(right, "loss", v -> v * 1.2345),
                with(right, "dW2", v -> {
                    double first = v[0];
                    v[0] = v[5];
                    v[5] = first;
                    return v;
                }),
                with(right, "dW2", v -> {
                    v[0] = Double.NaN;
                    return v;
                }));
        for (Trace trace : unexplained) {
            CheckResult result = Check.of(plain(), BATCH, trace, true);
            assertThat(result.verdict()).isEqualTo(Verdict.DEVIATES);
            String first = result.firstDeviation().orElseThrow().name();
            assertThat(explanations(result)).noneMatch(each -> each.startsWith(first + " "));
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void rightStepsHaveNothingToExplain(Precision precision) {
        for (long seed : Seeds.upTo(60)) {
            RandomNetworks.Case random = RandomNetworks.of(seed, precision);
            Trace trace = PlainStep.of(random.network(), random.batch(), random.parameters());
            assertThat(explanations(Check.of(random.network(), random.batch(), trace, true)))
                    .isEmpty();
        }
    }

    /** Whatever a network has and whatever deviates: what is tried instead never needs a step that is not there. */
    @ParameterizedTest
    @EnumSource(Precision.class)
    void everyStepThatDeviatesCanBeAskedFor(Precision precision) {
        for (long seed : Seeds.upTo(40)) {
            RandomNetworks.Case random = RandomNetworks.of(seed, precision);
            Trace trace = PlainStep.of(random.network(), random.batch(), random.parameters());
            StepId changed = trace.steps().stream()
                    .filter(step -> step.value().isPresent() && step.id().isOfUpdate())
                    .reduce((first, second) -> second)
                    .orElseThrow()
                    .id();
            Trace faulty = each(each(trace, changed.toString(), v -> v * 1.01 + 1e-3), "loss", v -> v * 1.23 + 1);
            assertThat(Check.of(random.network(), random.batch(), faulty, true).verdict())
                    .isNotEqualTo(Verdict.AGREES);
        }
    }

    private static List<String> explanations(CheckResult result) {
        return result.findings().stream()
                .filter(finding -> finding.code() == Finding.Code.EXPLAINED)
                .map(Finding::message)
                .toList();
    }
}

package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.Seeds;
import chalkline.network.Activation;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every backward rule gives is the derivative of what the forward rules give: the loss is worked again, in decimals of 60
 * digits, with one entry of one step moved to either side.
 */
@ExtendWith(Seeds.class)
class BackwardRulesTest {
    /** Of the learning rate 1, with which a parameter moves by the derivative of the score. */
    private static final Updater DESCENT = Updater.sgd(1);

    private final Set<String> met = new TreeSet<>();
    private int compared;
    private int undefined;

    /** In as many small networks as it takes to meet everything. */
    @Test
    void areTheDerivativesOfTheForwardRules() {
        Set<String> all = all();
        for (long seed : Seeds.upTo(500)) {
            RandomNetworks.Case each = PrintedFormulaTest.small(seed + 7_000_000);
            met.addAll(kinds(each));
            check(each, new Random(seed));
            if (met.containsAll(all)) {
                break;
            }
        }
        assertThat(met).containsAll(all);
        assertThat(undefined).as("entries without a derivative, of " + compared).isLessThan(compared / 10);
    }

    @Test
    @Tag("slow")
    void areTheDerivativesInManyMoreNetworks() {
        for (long seed : Seeds.upTo(2000)) {
            check(PrintedFormulaTest.small(seed), new Random(seed));
        }
        assertThat(undefined).as("entries without a derivative, of " + compared).isLessThan(compared / 10);
    }

    private void check(RandomNetworks.Case each, Random random) {
        Network network = PrintedFormulaTest.with(DESCENT, each.network());
        Map<StepId, Matrix> started = each.parameters();
        Derivation whole = Derivation.of(network, started);
        Derivation fused =
                Derivation.withoutOutputGradient(network, started, each.batch().labels());
        Map<StepId, Rounded> truth = whole.extended(each.batch(), started);
        Forward forward = new Forward(whole, each, truth);
        for (Rule rule : whole.rules()) {
            if (rule.phase() == Rule.Phase.BACKWARD) {
                met.add(rule.name().replaceAll("[0-9]", ""));
                StepId of = StepId.of(rule.name().substring(1));
                int k = random.nextInt(truth.get(of).size());
                same(forward.slope(StepId.LOSS, of, k), truth.get(rule.id()), k, where(each, rule));
            }
        }
        Rule last = fused.rules().stream()
                .filter(rule -> rule.phase() == Rule.Phase.BACKWARD)
                .findFirst()
                .orElseThrow();
        Rounded value = fused.extended(each.batch(), started).get(last.id());
        int k = random.nextInt(value.size());
        same(
                forward.slope(StepId.LOSS, StepId.of(last.name().substring(1)), k),
                value,
                k,
                where(each, last) + ", fused");
        pulls(each, network, truth, forward, random);
    }

    /** With plain descent by 1 a parameter moves by the derivative of the score, where its layer does nothing else to it. */
    private void pulls(
            RandomNetworks.Case each, Network network, Map<StepId, Rounded> truth, Forward forward, Random random) {
        if (!truth.containsKey(StepId.SCORE)) {
            return;
        }
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            boolean isPlain = layer.gradientNormalisation().equals(GradientNormalisation.NONE)
                    && layer.constraints().isEmpty();
            for (StepId name : isPlain ? network.parameters(l) : List.<StepId>of()) {
                if (!network.updater(l, name.isBias()).equals(DESCENT)) {
                    continue;
                }
                Rounded before = truth.get(name);
                int k = random.nextInt(before.size());
                Rounded moved = before.minus(truth.get(name.next()));
                same(
                        forward.slope(StepId.SCORE, name, k),
                        moved,
                        k,
                        each.network().name() + " " + name);
                met.addAll(PrintedFormulaTest.pulls(layer.regularisation().of(name.isBias())));
            }
        }
    }

    private static String where(RandomNetworks.Case each, Rule rule) {
        return each.network().name() + " " + rule.name() + " = "
                + rule.formula()
                        .written(Notation.XW_PLUS_B, each.batch().size())
                        .formula()
                        .plain();
    }

    private void same(BigDecimal slope, Rounded gradient, int k, String where) {
        compared++;
        BigDecimal value = gradient.decimal(k).orElse(null);
        double own = gradient.error(k);
        if (slope == null || value == null || !(own < Double.POSITIVE_INFINITY)) {
            undefined++;
            return;
        }
        assertThat(slope.subtract(value).abs().doubleValue())
                .as("%s [%d]: %s, not %s", where, k, value.doubleValue(), slope.doubleValue())
                // Where the second derivative jumps, as softsign's at 0, the quotient errs by its step.
                .isLessThanOrEqualTo(own + 2e-20 * Math.abs(value.doubleValue()) + 1e-36);
    }

    private static Set<String> kinds(RandomNetworks.Case each) {
        Network network = each.network();
        Set<String> kinds = new TreeSet<>(Set.of(network.loss().kind().name()));
        network.loss().weights().ifPresent(weights -> kinds.add("weights"));
        each.batch().mask().ifPresent(mask -> kinds.add("mask"));
        for (Layer layer : network.layers()) {
            kinds.add(layer.kind() + " layer");
            kinds.add(layer.activation().kind().name());
            if (layer.masksItsInput()) {
                kinds.add("dropout");
            }
        }
        return kinds;
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>(Set.of("mask", "weights", "dropout", "l1", "l2", "weight decay"));
        Stream.of(Activation.Kind.values()).map(Enum::name).forEach(all::add);
        Stream.of(Loss.Kind.values()).map(Enum::name).forEach(all::add);
        Stream.of(Layer.Kind.values()).map(kind -> kind + " layer").forEach(all::add);
        all.addAll(Set.of("dA", "dZ", "dU", "dD", "dW", "db", "dg"));
        return all;
    }

    /** The forward rules, from any step on. */
    private record Forward(List<Rule> rules, int examples, Map<StepId, BigDecimal[][]> steps) {
        Forward(Derivation derivation, RandomNetworks.Case each, Map<StepId, Rounded> given) {
            this(
                    derivation.rules().stream()
                            .filter(rule -> rule.phase() == Rule.Phase.FORWARD)
                            .toList(),
                    each.batch().size(),
                    new HashMap<>());
            given.forEach((name, value) -> steps.put(name, DecimalFormula.of(value)));
            // Not the truth's thirty digits: everything behind what was given is worked anew.
            for (Rule rule : rules) {
                steps.put(rule.id(), value(rule, steps));
            }
        }

        private BigDecimal[][] value(Rule rule, Map<StepId, BigDecimal[][]> from) {
            return rule.formula().over(examples).judged().accept(new DecimalFormula(true, from::get));
        }

        /** ∂ that number / ∂ the k-th entry of that step; null where there is none. */
        BigDecimal slope(StepId number, StepId of, int k) {
            BigDecimal above = moved(number, of, k, DecimalFormula.STEP);
            BigDecimal below = moved(number, of, k, DecimalFormula.STEP.negate());
            return DecimalFormula.slope(above, steps.get(number)[0][0], below);
        }

        private BigDecimal moved(StepId number, StepId of, int k, BigDecimal by) {
            Map<StepId, BigDecimal[][]> changed = new HashMap<>(steps);
            BigDecimal[][] step =
                    Arrays.stream(steps.get(of)).map(BigDecimal[]::clone).toArray(BigDecimal[][]::new);
            BigDecimal[] row = step[k / step[0].length];
            int column = k % step[0].length;
            if (row[column] == null) {
                return null;
            }
            row[column] = row[column].add(by);
            changed.put(of, step);
            boolean isGiven = rules.stream().noneMatch(rule -> rule.id().equals(of));
            boolean isBehind = isGiven;
            for (Rule rule : rules) {
                if (isBehind) {
                    changed.put(rule.id(), value(rule, changed));
                }
                isBehind |= rule.id().equals(of);
            }
            return changed.get(number)[0][0];
        }
    }
}

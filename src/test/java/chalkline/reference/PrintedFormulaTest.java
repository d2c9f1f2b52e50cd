package chalkline.reference;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.RandomNetworks;
import chalkline.RandomUpdaters;
import chalkline.Seeds;
import chalkline.network.Activation;
import chalkline.network.Constraint;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Notation;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The line that is printed for a step is its rule: read from its characters and worked in decimals of 60 digits, it gives what
 * the rule gives, in both notations.
 */
@ExtendWith(Seeds.class)
class PrintedFormulaTest {
    /** f′ is a difference quotient of the step 1e-20, which errs by a quarter of it where f″ jumps, as ELU's at 0. */
    private static final double OF_QUOTIENT = 1e-19;

    private static final Pattern KEPT = Pattern.compile("((?:W|b|g)[0-9]+)\\.([a-zA-Z]+)\\.next");
    private static final Pattern LAYER = Pattern.compile("d?[A-Za-z]+?([0-9]+).*");
    /** Constants that have no end are printed to 12 digits. */
    private static final Set<Activation.Kind> ROUNDED =
            Set.of(Activation.Kind.SELU, Activation.Kind.GELU, Activation.Kind.RATIONAL_TANH);

    private static final List<Elementary> SMALL = List.of(
            Elementary.NEGATIVE,
            Elementary.SQUARE,
            Elementary.LN,
            Elementary.SQRT,
            Elementary.SIGN,
            Elementary.POSITIVE_PART,
            Elementary.ONE_WHERE_POSITIVE,
            Elementary.ABS);

    private final Set<String> met = new TreeSet<>();
    private int undefined;
    private int compared;

    /** As many small networks as it takes until each of them has something that no other has. */
    @Test
    void isTheRuleOfEveryKind() {
        Set<String> all = kinds();
        for (long seed : Seeds.upTo(500)) {
            RandomNetworks.Case each = updated(small(seed), seed);
            if (met.addAll(kinds(each.network()))) {
                check(each, seed);
            }
            if (met.containsAll(all)) {
                break;
            }
        }
        assertThat(met).containsAll(all);
        assertThat(undefined).as("entries without a value, of " + compared).isLessThan(compared / 20);
    }

    @Test
    @Tag("slow")
    void isTheRule() {
        for (long seed : Seeds.upTo(400)) {
            check(updated(RandomNetworks.of(seed, Precision.FLOAT64), seed), seed);
        }
        assertThat(undefined).as("entries without a value, of " + compared).isLessThan(compared / 20);
    }

    /** Any formula at all, not only those that rules have: it falls apart nowhere. */
    @Test
    void isReadAsTheTreeThatItWasPrintedFrom() {
        Map<StepId, BigDecimal[][]> steps = new HashMap<>();
        for (long seed : Seeds.upTo(1500)) {
            Random random = new Random(seed);
            for (String name : List.of("W1", "Z1", "dA1", "y")) {
                Matrix matrix = Matrix.of(2, 2, random.doubles(4, -2, 2).toArray());
                steps.put(StepId.of(name), DecimalFormula.of(Rounded.exact(matrix, Rounding.TRUTH)));
            }
            DecimalFormula decimals = new DecimalFormula(true, steps::get);
            Expression tree = tree(random, 4);
            String line = tree.plain();
            Expression read = FormulaParser.parse(line, Notation.XW_PLUS_B, Optional.empty());
            BigDecimal[][] expected = tree.accept(decimals);
            BigDecimal[][] actual = read.accept(decimals);
            for (int k = 0; k < expected.length * expected[0].length; k++) {
                BigDecimal right = expected[k / expected[0].length][k % expected[0].length];
                double size = right == null ? 0 : Math.abs(right.doubleValue());
                same(actual[k / actual[0].length][k % actual[0].length], right, 1e-40 * (1 + size), line);
            }
        }
        assertThat(undefined).as("entries without a value, of " + compared).isLessThan(compared / 2);
    }

    private static Expression tree(Random random, int height) {
        if (height == 0 || random.nextInt(8) == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> Expression.number(random.nextInt(5) - 1);
                case 1 -> Expression.number((random.nextInt(80) - 20) / 16.0);
                default -> Expression.step(StepId.of(List.of("Z1", "dA1", "y").get(random.nextInt(3))));
            };
        }
        Expression one = tree(random, height - 1);
        Expression other = tree(random, height - 1);
        return switch (random.nextInt(17)) {
            case 0, 1 -> one.plus(other);
            case 2, 3 -> one.minus(other);
            case 4, 5 -> one.times(other);
            case 6, 7 -> one.over(other);
            case 8 -> one.min(other);
            case 9 -> one.max(other);
            // Its operand is 2 × 2, whatever the other is.
            case 10 ->
                Expression.step(StepId.of("y"))
                        .times(other)
                        .product(Expression.step(StepId.of("W1")).transposed());
            case 11 -> Expression.step(StepId.of("W1")).product(other.plus(Expression.step(StepId.of("dA1"))));
            case 12 -> one.total(Expression.Over.values()[random.nextInt(4)]);
            case 13 -> one.in(Activation.of(Activation.Kind.SOFTSIGN));
            case 14 -> new Expression.Where(one, Expression.number(0.5), random.nextBoolean(), other, one);
            // No rule has bars within bars.
            default ->
                one.in(SMALL.get(random.nextInt(SMALL.size() - (one.plain().contains("|") ? 1 : 0))));
        };
    }

    private static RandomNetworks.Case updated(RandomNetworks.Case drawn, long seed) {
        List<Updater> updaters = RandomUpdaters.all(seed);
        return new RandomNetworks.Case(
                with(updaters.get((int) (seed % updaters.size())), drawn.network()), drawn.batch());
    }

    /** The first one behind that seed whose numbers are few. */
    static RandomNetworks.Case small(long seed) {
        for (long other = 1000 * seed; ; other++) {
            RandomNetworks.Case each = RandomNetworks.of(other, Precision.FLOAT64);
            int widest = each.network().layers().stream()
                    .mapToInt(layer -> Math.max(layer.units(), layer.inputs()))
                    .max()
                    .orElseThrow();
            if (widest * each.batch().size() <= 12 && widest <= 4) {
                return each;
            }
        }
    }

    static Network with(Updater updater, Network network) {
        return Network.sequence(
                network.name(),
                network.seed(),
                network.precision(),
                network.layers(),
                network.loss(),
                updater,
                Optional.empty(),
                network.defaults(),
                List.of());
    }

    private void check(RandomNetworks.Case each, long seed) {
        Map<StepId, Matrix> started = started(each, new Random(seed));
        List<Derivation> derivations = List.of(
                Derivation.of(each.network(), started),
                Derivation.withoutOutputGradient(
                        each.network(), started, each.batch().labels()));
        for (Derivation derivation : derivations) {
            Map<StepId, Rounded> truth = derivation.extended(each.batch(), started);
            for (Notation notation : Notation.values()) {
                Map<StepId, BigDecimal[][]> steps = new HashMap<>();
                truth.forEach((name, step) ->
                        steps.put(name, DecimalFormula.of(notation == Notation.WX_PLUS_B ? step.transposed() : step)));
                derivation.rules().forEach(rule -> check(rule, each, notation, truth, steps));
            }
        }
    }

    private void check(
            Rule rule,
            RandomNetworks.Case each,
            Notation notation,
            Map<StepId, Rounded> truth,
            Map<StepId, BigDecimal[][]> steps) {
        Optional<Activation> activation = layer(rule.name())
                .filter(l -> l <= each.network().depth())
                .map(l -> each.network().layer(l).activation());
        DecimalFormula decimals = new DecimalFormula(notation == Notation.XW_PLUS_B, steps::get);
        double digits = activation.filter(f -> ROUNDED.contains(f.kind())).isPresent() ? 1e-11 : 1e-24;
        Rounded step = truth.get(rule.id());
        Rounded expected = notation == Notation.WX_PLUS_B ? step.transposed() : step;
        Rule.Written written = rule.formula().written(notation, each.batch().size());
        List<Expression> forms = new ArrayList<>(written.forms());
        forms.add(written.onPaper());
        for (Expression form : forms) {
            String line = form.plain();
            // softmax' is no function of one number; a score of ten terms or more shows the first and the last of them.
            if (line.contains("softmax'") || rule.id().equals(StepId.SCORE) && line.contains(" + ... + ")) {
                continue;
            }
            String where = each.network().name() + ", " + notation.label() + ": " + rule.name() + " = " + line;
            double within = line.contains("'") ? Math.max(digits, OF_QUOTIENT) : digits;
            same(FormulaParser.parse(line, notation, activation).accept(decimals), expected, within, where);
        }
        written.definition().ifPresent(definition -> {
            String defined = definition.defined().plain();
            BigDecimal[][] slope =
                    FormulaParser.parse(defined, notation, activation).accept(decimals);
            for (Expression form : definition.forms()) {
                String line = form.plain();
                String where = each.network().name() + ", " + notation.label() + ": " + defined + " = " + line;
                BigDecimal[][] value =
                        FormulaParser.parse(line, notation, activation).accept(decimals);
                same(value, slope, expected, digits, where);
            }
        });
    }

    private static Optional<Integer> layer(String step) {
        Matcher matcher = LAYER.matcher(step);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }

    /** What the step starts from: also what an updater has kept, after some steps and epochs. */
    private static Map<StepId, Matrix> started(RandomNetworks.Case each, Random random) {
        Map<StepId, Matrix> started = new LinkedHashMap<>(each.parameters());
        started.put(StepId.ITERATION, Matrix.of(1, 1, random.nextInt(6)));
        started.put(StepId.EPOCH, Matrix.of(1, 1, random.nextInt(4)));
        for (Rule rule : Derivation.of(each.network(), started).rules()) {
            Matcher kept = KEPT.matcher(rule.name());
            if (kept.matches()) {
                Matrix parameter = started.get(StepId.of(kept.group(1)));
                double[] values = random.doubles(parameter.size(), 0.01, 1).toArray();
                started.put(
                        StepId.of(kept.group(1)).state(kept.group(2)),
                        Matrix.of(parameter.rows(), parameter.columns(), values));
            }
        }
        return started;
    }

    private void same(BigDecimal[][] actual, Rounded expected, double digits, String where) {
        assertThat(actual.length * actual[0].length).as(where).isEqualTo(expected.size());
        double largest = 0;
        for (int k = 0; k < expected.size(); k++) {
            double size = Math.abs(expected.value(k));
            largest = size < Double.POSITIVE_INFINITY ? Math.max(largest, size) : largest;
        }
        for (int k = 0; k < expected.size(); k++) {
            BigDecimal value = actual[k / expected.columns()][k % expected.columns()];
            BigDecimal right = expected.decimal(k).orElse(null);
            double own = 4 * expected.error(k);
            same(value, right, own < Double.POSITIVE_INFINITY ? own + digits * largest : own, where + " [" + k + "]");
        }
    }

    /**
     * A definition's forms against its difference quotient; one that is a number is the same everywhere.
     */
    private void same(BigDecimal[][] actual, BigDecimal[][] slope, Rounded step, double digits, String where) {
        double within = Math.max(digits, OF_QUOTIENT);
        for (int i = 0; i < slope.length; i++) {
            for (int j = 0; j < slope[0].length; j++) {
                BigDecimal value = actual.length == 1 && actual[0].length == 1 ? actual[0][0] : actual[i][j];
                double size = slope[i][j] == null ? 1 : Math.max(1, Math.abs(slope[i][j].doubleValue()));
                same(value, slope[i][j], within * size, where + " [" + i + ", " + j + "]");
            }
        }
    }

    private void same(BigDecimal actual, BigDecimal expected, double within, String where) {
        compared++;
        if (actual == null || expected == null || !(within < Double.POSITIVE_INFINITY)) {
            undefined++;
            return;
        }
        assertThat(actual.subtract(expected).abs().doubleValue())
                .as("%s: %s, not %s", where, actual.doubleValue(), expected.doubleValue())
                .isLessThanOrEqualTo(within);
    }

    private static Set<String> kinds(Network network) {
        Set<String> kinds = new TreeSet<>(Set.of(network.loss().kind().name()));
        for (int l = 1; l <= network.depth(); l++) {
            Layer layer = network.layer(l);
            kinds.add(layer.kind() + " layer");
            kinds.add(layer.activation().kind().name());
            layer.layerNorm().ifPresent(norm -> kinds.add("layer norm"));
            kinds.add(layer.gradientNormalisation().kind().name());
            for (Constraint constraint : layer.constraints()) {
                kinds.add(constraint.kind().name());
            }
            for (boolean bias : new boolean[] {false, true}) {
                Updater updater = network.updater(l, bias);
                kinds.add(updater.kind().name());
                updater.rate().ifPresent(rate -> kinds.add(rate.kind() + " schedule"));
                kinds.addAll(pulls(layer.regularisation().of(bias)));
            }
        }
        return kinds;
    }

    static Set<String> pulls(Regularisation.Terms terms) {
        Set<String> pulls = new TreeSet<>();
        if (terms.l1() > 0) {
            pulls.add("l1");
        }
        if (terms.l2() > 0) {
            pulls.add("l2");
        }
        if (terms.weightDecay() > 0) {
            pulls.add("weight decay");
        }
        return pulls;
    }

    private static Set<String> kinds() {
        return Stream.of(
                        names(Loss.Kind.values()),
                        names(Activation.Kind.values()),
                        names(GradientNormalisation.Kind.values()),
                        names(Constraint.Kind.values()),
                        Stream.of(Layer.Kind.values()).map(kind -> kind + " layer"),
                        names(Updater.Kind.values()),
                        Stream.of(Schedule.Kind.values()).map(kind -> kind + " schedule"),
                        Stream.of("layer norm", "l1", "l2", "weight decay"))
                .flatMap(each -> each)
                .collect(Collectors.toSet());
    }

    private static Stream<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name);
    }
}

package chalkline.dl4j.defects;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Batch;
import chalkline.network.Constraint;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * RegularisationDefectsTest, ConstraintDefectsTest: Deeplearning4j takes a configuration for another one. The other one is
 * built here as Deeplearning4j builds it, and explains a step only where the step agrees with it.
 */
final class RegularisationDefects {
    private final Network asked;
    private final Batch batch;
    private final Trace trace;
    private final Network taken;
    private CheckResult result;
    private CheckResult scored;

    RegularisationDefects(Network asked, Batch batch, Trace trace) {
        this.asked = asked;
        this.batch = batch;
        this.trace = trace;
        this.taken = taken(false);
    }

    /** The network as Deeplearning4j takes it. */
    Network taken() {
        return taken;
    }

    Optional<String> explanation(StepResult step) {
        if (taken.equals(asked) && taken(true).equals(asked)) {
            return Optional.empty();
        }
        if (step.name().equals(Step.SCORE)) {
            scored = scored == null ? Check.of(taken(true), batch, trace, true) : scored;
            return KnownDefects.when(
                    agrees(scored, step.name()) && decides(scored, step), "regularisation is taken otherwise");
        }
        if (!ofUpdate(step)) {
            return Optional.empty();
        }
        int l = Integer.parseInt(step.name().substring(1, step.name().indexOf('.')));
        boolean constraints = Step.isNext(step.name())
                && !asked.layer(l).constraints().equals(taken.layer(l).constraints());
        return KnownDefects.when(
                agrees(step.name()) && decides(result(), step) && startsAsTaken(step),
                constraints ? "constraints are taken otherwise" : "regularisation is taken otherwise");
    }

    /** Where constraints are taken for which nobody asked: whether what they change is what Deeplearning4j's network gives. */
    boolean startsAsTaken(StepResult step) {
        boolean next = Step.isNext(step.name()) && ofUpdate(step);
        String unconstrained = step.name().replace(".next", ".unconstrained");
        return !next || result().step(unconstrained).isEmpty() || agrees(unconstrained);
    }

    private CheckResult result() {
        result = result == null ? Check.of(taken, batch, trace, true) : result;
        return result;
    }

    private static boolean ofUpdate(StepResult step) {
        return step.name().matches("[Wbg][0-9]+\\..*");
    }

    private boolean agrees(String name) {
        if (result().step(name).isPresent()) {
            return agrees(result(), name);
        }
        // What nothing constrains is its own next.
        String next = name.replace(".unconstrained", ".next");
        return trace.value(name).equals(trace.value(next)) && agrees(result(), next);
    }

    /** What merely has no bound explains nothing: as much of the step is decided as was before. */
    private static boolean decides(CheckResult result, StepResult step) {
        return result.step(step.name())
                .map(other -> other.count(StepVerdict.UNDECIDED) <= step.count(StepVerdict.UNDECIDED))
                .orElse(true);
    }

    /** One rounding more: where there are two regularisers for one, they are added one after the other. */
    private static boolean agrees(CheckResult result, String name) {
        StepResult other = result.step(name).orElseThrow();
        return !other.verdict().contradicts()
                || other.verdict() == StepVerdict.DEVIATES && other.maxErrorOverBound() <= 2;
    }

    private Network taken(boolean forScore) {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l <= asked.depth(); l++) {
            Layer layer = asked.layer(l);
            layers.add(
                    layer.kind() == Layer.Kind.DENSE
                            ? layer.with(new Regularisation(taken(l, false, forScore), taken(l, true, forScore)))
                                    .with(constraints(layer, asked.defaults().constraints()))
                            : layer);
        }
        return asked.with(layers);
    }

    /**
     * A layer without constraints of its own, or with some of biases that it does not have, gets those of all layers, but not
     * those of all parameters.
     */
    private static List<Constraint> constraints(Layer layer, List<Constraint> global) {
        List<Constraint> own = layer.constraints();
        boolean none = own.stream().allMatch(each -> each.on() == Constraint.On.BIASES && !layer.hasBias());
        if (!none && !own.equals(global)) {
            return own;
        }
        List<Constraint> kept = new ArrayList<>();
        global.stream().filter(each -> each.on() == Constraint.On.WEIGHTS).forEach(kept::add);
        global.stream().filter(each -> each.on() == Constraint.On.BIASES).forEach(kept::add);
        return kept;
    }

    private enum Kind {
        L1,
        L2,
        DECAY
    }

    private record Regulariser(Kind kind, double coefficient, boolean timesRate) {}

    private Terms taken(int l, boolean bias, boolean forScore) {
        Terms global = asked.defaults().regularisation().of(bias);
        List<Regulariser> list = listed(asked.layer(l).regularisation().of(bias), global);
        double l1 = sum(list, Kind.L1);
        double l2 = sum(list, Kind.L2);
        List<Regulariser> decays =
                list.stream().filter(each -> each.kind() == Kind.DECAY).toList();
        boolean mixed = decays.stream().map(Regulariser::timesRate).distinct().count() > 1;
        if (!mixed || forScore) {
            return new Terms(
                    l1,
                    l2,
                    sum(list, Kind.DECAY),
                    decays.isEmpty() || decays.get(0).timesRate());
        }
        // Where a schedule is lost no update is a number.
        double rate = UpdaterDefects.rate(asked, trace, l, bias);
        return new Terms(
                l1,
                l2,
                decays.stream()
                        .mapToDouble(
                                each -> each.coefficient() * (each.timesRate() ? (Double.isNaN(rate) ? 0 : rate) : 1))
                        .sum(),
                false);
    }

    /** As the layer's builder makes a list of its own, and all layers' is added to it. */
    private static List<Regulariser> listed(Terms own, Terms global) {
        List<Regulariser> all = new ArrayList<>();
        add(all, Kind.L1, global.l1(), true);
        add(all, Kind.L2, global.l2(), true);
        add(all, Kind.DECAY, global.weightDecay(), global.decayTimesRate());
        List<Regulariser> list = new ArrayList<>();
        if (own.l1() != global.l1()) {
            add(list, Kind.L1, own.l1(), true);
        }
        if (own.l2() != global.l2()) {
            add(list, Kind.L2, own.l2(), true);
        }
        boolean otherDecay = own.weightDecay() != global.weightDecay()
                || own.weightDecay() > 0 && own.decayTimesRate() != global.decayTimesRate();
        if (otherDecay) {
            add(list, Kind.DECAY, own.weightDecay(), own.decayTimesRate());
        }
        if (list.isEmpty()) {
            list.addAll(all);
        }
        List<Regulariser> merged = new ArrayList<>(list);
        for (Regulariser each : all) {
            boolean there = list.stream().anyMatch(other -> other.kind() == each.kind());
            if (each.kind() == Kind.DECAY || !there) {
                merged.add(each);
            }
        }
        return merged;
    }

    private static void add(List<Regulariser> list, Kind kind, double coefficient, boolean timesRate) {
        if (coefficient > 0) {
            if (kind == Kind.DECAY) {
                list.removeIf(each -> each.kind() == Kind.L2);
            }
            list.add(new Regulariser(kind, coefficient, timesRate));
        }
    }

    private static double sum(List<Regulariser> list, Kind kind) {
        return list.stream()
                .filter(each -> each.kind() == kind)
                .mapToDouble(Regulariser::coefficient)
                .sum();
    }
}

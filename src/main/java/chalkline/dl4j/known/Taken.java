package chalkline.dl4j.known;

import chalkline.network.Constraint;
import chalkline.network.Contradiction;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A network's regularisation and constraints as Deeplearning4j's builders take them: a layer's builder keeps a list of what
 * differs from all layers', weight decay in it drops L2, and then what all layers have is added to the list.
 */
final class Taken {
    /** What of a network may be taken otherwise. */
    enum Part {
        L1,
        L2,
        DECAY,
        CONSTRAINTS
    }

    private final Network asked;
    private final Collection<Part> parts;
    private final Rates rates;

    /** η of layer l's weights or biases. */
    @FunctionalInterface
    interface Rates {
        double of(int l, boolean bias);
    }

    private Taken(Network asked, Collection<Part> parts, Rates rates) {
        this.asked = asked;
        this.parts = parts;
        this.rates = rates;
    }

    /**
     * The network with these parts of it as Deeplearning4j takes them.
     *
     * @param rates what makes one decay of two, where one is times the rate and the other is not; the score adds up both
     *     as if neither were
     */
    static Network in(Network asked, Collection<Part> parts, Optional<Rates> rates) {
        return new Taken(asked, parts, rates.orElse((l, bias) -> 1)).network();
    }

    private Network network() {
        List<Layer> layers = new ArrayList<>();
        for (int l = 1; l <= asked.depth(); l++) {
            Layer layer = asked.layer(l);
            layers.add(layer.kind() == Layer.Kind.DENSE ? taken(l, layer) : layer);
        }
        return asked.with(layers);
    }

    private Layer taken(int l, Layer layer) {
        Layer regularised = layer.with(new Regularisation(terms(l, layer, false), terms(l, layer, true)));
        return parts.contains(Part.CONSTRAINTS)
                ? regularised.with(constraints(layer, asked.defaults().constraints()))
                : regularised;
    }

    private Terms terms(int l, Layer layer, boolean bias) {
        Terms own = layer.regularisation().of(bias);
        Terms global = asked.defaults().regularisation().of(bias);
        Terms taken = ofFile(bias ? StepId.b(l) : StepId.w(l))
                .filter(sum -> !sum.equals(own))
                .orElseGet(() -> merged(l, bias, own, global));
        boolean decay = parts.contains(Part.DECAY);
        return new Terms(
                parts.contains(Part.L1) ? taken.l1() : own.l1(),
                parts.contains(Part.L2) ? taken.l2() : own.l2(),
                decay ? taken.weightDecay() : own.weightDecay(),
                decay ? taken.decayTimesRate() : own.decayTimesRate());
    }

    /** What a saved model's list adds up to, where it names a regulariser more than once. */
    private Optional<Terms> ofFile(StepId parameter) {
        return asked.contradictions().stream()
                .filter(each -> each.step().equals(parameter.next()))
                .map(Contradiction::sum)
                .findFirst();
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

    private record Regulariser(Part kind, double coefficient, boolean timesRate) {}

    private Terms merged(int l, boolean bias, Terms own, Terms global) {
        List<Regulariser> list = listed(own, global);
        List<Regulariser> decays =
                list.stream().filter(each -> each.kind() == Part.DECAY).toList();
        boolean mixed = decays.stream().map(Regulariser::timesRate).distinct().count() > 1;
        // Where a schedule is lost the rate is NaN, and no update is a number.
        double rate = mixed && !Double.isNaN(rates.of(l, bias)) ? rates.of(l, bias) : 0;
        double decay = mixed
                ? decays.stream()
                        .mapToDouble(each -> each.coefficient() * (each.timesRate() ? rate : 1))
                        .sum()
                : sum(list, Part.DECAY);
        boolean timesRate = !mixed && (decays.isEmpty() || decays.get(0).timesRate());
        return new Terms(sum(list, Part.L1), sum(list, Part.L2), decay, timesRate);
    }

    private static List<Regulariser> listed(Terms own, Terms global) {
        List<Regulariser> all = new ArrayList<>();
        add(all, Part.L1, global.l1(), true);
        add(all, Part.L2, global.l2(), true);
        add(all, Part.DECAY, global.weightDecay(), global.decayTimesRate());
        List<Regulariser> list = new ArrayList<>();
        if (own.l1() != global.l1()) {
            add(list, Part.L1, own.l1(), true);
        }
        if (own.l2() != global.l2()) {
            add(list, Part.L2, own.l2(), true);
        }
        boolean otherDecay = own.weightDecay() != global.weightDecay()
                || own.weightDecay() > 0 && own.decayTimesRate() != global.decayTimesRate();
        if (otherDecay) {
            add(list, Part.DECAY, own.weightDecay(), own.decayTimesRate());
        }
        if (list.isEmpty()) {
            list.addAll(all);
        }
        List<Regulariser> merged = new ArrayList<>(list);
        for (Regulariser each : all) {
            boolean there = list.stream().anyMatch(other -> other.kind() == each.kind());
            if (each.kind() == Part.DECAY || !there) {
                merged.add(each);
            }
        }
        return merged;
    }

    private static void add(List<Regulariser> list, Part kind, double coefficient, boolean timesRate) {
        if (coefficient > 0) {
            if (kind == Part.DECAY) {
                list.removeIf(each -> each.kind() == Part.L2);
            }
            list.add(new Regulariser(kind, coefficient, timesRate));
        }
    }

    private static double sum(List<Regulariser> list, Part kind) {
        return list.stream()
                .filter(each -> each.kind() == kind)
                .mapToDouble(Regulariser::coefficient)
                .sum();
    }
}

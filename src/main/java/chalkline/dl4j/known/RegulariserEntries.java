package chalkline.dl4j.known;

import static chalkline.dl4j.known.CatalogueEntry.defect;

import chalkline.check.StepResult;
import chalkline.dl4j.known.CatalogueEntry.Texts;
import chalkline.dl4j.known.Taken.Part;
import chalkline.network.Constraint;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Regularisation.Terms;
import chalkline.network.StepId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Regularisation and constraints that Deeplearning4j's builders take otherwise than they were asked for. A step is foretold
 * by the textbook's own rules, of the network as it is taken.
 */
final class RegulariserEntries {
    /** Names a parameter's regularisation, or a layer's constraints, that are taken otherwise. */
    @FunctionalInterface
    private interface Concerns {
        boolean parameter(Regularised parameter);
    }

    /**
     * What one parameter has.
     *
     * @param own what was asked for
     * @param global what was asked for of all layers
     * @param taken as Deeplearning4j takes it
     */
    private record Regularised(Layer layer, Layer takenLayer, boolean bias, Terms own, Terms global, Terms taken) {
        static Regularised of(Network asked, Network taken, int l, boolean bias) {
            return new Regularised(
                    asked.layer(l),
                    taken.layer(l),
                    bias,
                    asked.layer(l).regularisation().of(bias),
                    asked.defaults().regularisation().of(bias),
                    taken.layer(l).regularisation().of(bias));
        }

        boolean otherDecay() {
            return taken.weightDecay() != own.weightDecay();
        }

        boolean isTwice() {
            return taken.weightDecay() == 2 * own.weightDecay();
        }

        boolean otherConstraints() {
            return !takenLayer.constraints().equals(layer.constraints());
        }

        boolean hasConstraintsOfAll() {
            return layer.constraints().stream().anyMatch(each -> each.on() == Constraint.On.ALL);
        }
    }

    private record Named(CatalogueEntry entry, List<Part> parts, Concerns concerns) {}

    private static final List<Named> NAMED = List.of(
            named(
                    defect(
                                    "weight-decay-twice",
                                    "η·c·W is added to the update",
                                    "2·η·c·W: the weight decay of all layers is added to a layer's once more",
                                    "Weights decay twice as fast as was asked for.")
                            .reported(8737),
                    List.of(Part.DECAY),
                    p -> p.otherDecay() && p.isTwice()),
            named(
                    defect(
                                    "weight-decay-added",
                                    "the weight decay of a layer replaces that of all layers",
                                    "the weight decay of all layers is added to the layer's own",
                                    "A layer decays by the sum of both, and cannot be left out.")
                            .reported(9093),
                    List.of(Part.DECAY),
                    p -> p.otherDecay() && !p.isTwice()),
            named(
                    defect(
                            "l2-dropped",
                            "l2 and weight-decay both act",
                            "weight-decay drops the l2 beside it; the builder warns of it",
                            "L2 that was asked for does not take place."),
                    List.of(Part.L2),
                    p -> p.taken().l2() < p.own().l2()),
            named(
                    defect(
                                    "l1-l2-kept",
                                    "l1: 0 or l2: 0 of a layer replaces that of all layers",
                                    "0 is taken for not given: that of all layers is kept",
                                    "A layer that was to be left out is regularised all the same.")
                            .reported(9093),
                    List.of(Part.L1, Part.L2),
                    p -> p.taken().l1() != p.own().l1()
                            || p.taken().l2() > p.own().l2()),
            named(
                    defect(
                            "constraints-on-all-dropped",
                            "constraints of all parameters of all layers act",
                            "a layer takes over constraints of weights and of biases, and no others",
                            "Constraints that were asked for do not take place."),
                    List.of(Part.CONSTRAINTS),
                    p -> p.otherConstraints() && p.hasConstraintsOfAll()),
            named(
                    defect(
                            "constraints-kept",
                            "a layer that asks for no constraints has none",
                            "the constraints of all layers are kept",
                            "A layer that was to be left out is constrained all the same."),
                    List.of(Part.CONSTRAINTS),
                    p -> p.otherConstraints() && !p.hasConstraintsOfAll()));

    static final List<CatalogueEntry> ALL = NAMED.stream().map(Named::entry).toList();

    private RegulariserEntries() {}

    private static Named named(Texts texts, List<Part> parts, Concerns concerns) {
        Predicate<Network> met = network -> {
            Network taken = Taken.in(network, parts, Optional.empty());
            return parameters(network, taken).stream().anyMatch(concerns::parameter);
        };
        return new Named(
                texts.where(met, (fit, step) -> {
                    Network taken = in(fit, step, parts);
                    return concerned(fit, taken, step).stream().anyMatch(concerns::parameter)
                            && fit.givenBy(taken, step)
                            && startsAsTaken(fit, taken, step);
                }),
                parts,
                concerns);
    }

    /** The network with these parts of it as Deeplearning4j takes them, for that step. */
    static Network in(Fit fit, StepResult step, Collection<Part> parts) {
        return Taken.in(
                fit.network(), parts, step.id().equals(StepId.SCORE) ? Optional.empty() : Optional.of(fit::rate));
    }

    /** What is taken otherwise of the parameters that the step is of, where these parts are. */
    static List<CatalogueEntry> of(Fit fit, StepResult step, Collection<Part> parts) {
        List<Regularised> concerned = concerned(fit, in(fit, step, parts), step);
        return NAMED.stream()
                .filter(named -> named.parts().stream().anyMatch(parts::contains)
                        && concerned.stream().anyMatch(named.concerns()::parameter))
                .map(Named::entry)
                .toList();
    }

    /**
     * Where constraints are taken for which nobody asked, the table has no step before them: whether what they change is what
     * the network that is taken gives.
     */
    static boolean startsAsTaken(Fit fit, Network taken, StepResult step) {
        if (!step.id().isNext()) {
            return true;
        }
        StepId before = step.id().parameter().unconstrained();
        boolean asked = fit.rule(fit.network(), before).isPresent();
        return asked || fit.rule(taken, before).map(Fit::agrees).orElse(true);
    }

    private static List<Regularised> concerned(Fit fit, Network taken, StepResult step) {
        Network asked = fit.network();
        if (step.id().equals(StepId.SCORE)) {
            return parameters(asked, taken);
        }
        StepId id = step.id();
        return id.isOfUpdate() ? List.of(Regularised.of(asked, taken, id.layer(), id.isBias())) : List.of();
    }

    private static List<Regularised> parameters(Network asked, Network taken) {
        return IntStream.rangeClosed(1, asked.depth())
                .boxed()
                .flatMap(l -> asked.parameters(l).stream()
                        .map(parameter -> Regularised.of(asked, taken, l, parameter.isBias())))
                .toList();
    }
}

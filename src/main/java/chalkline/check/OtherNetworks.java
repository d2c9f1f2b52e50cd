package chalkline.check;

import chalkline.network.Activation;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Schedule;
import chalkline.network.StepId;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Networks that may have been worked on instead of the one that was asked for. */
final class OtherNetworks {
    /**
     * @param how what would have been done instead
     * @param instead the network that would have been worked on
     */
    record Hypothesis(String how, Network instead) {}

    private OtherNetworks() {}

    /**
     * Networks with other settings.
     *
     * @param deviating layers whose update deviates: the others may be as asked for
     */
    static Stream<Hypothesis> settings(Network network, Set<Integer> deviating) {
        List<Hypothesis> all = new ArrayList<>();
        add(all, "no regularisation", network, terms(t -> Terms.NONE));
        add(all, "twice the regularisation", network, terms(OtherNetworks::twice));
        add(
                all,
                "weight decay without the learning rate, or with it where it is without",
                network,
                terms(t -> new Terms(t.l1(), t.l2(), t.weightDecay(), !t.decayTimesRate())));
        add(all, "no constraint", network, layers(layer -> layer.with(List.of())));
        add(all, "no normalisation of the gradient", network, layers(layer -> layer.with(GradientNormalisation.NONE)));
        all.add(new Hypothesis("a sum over the outputs for their mean", loss(network, Loss.Kind.MSE, Loss.Kind.L2)));
        all.add(new Hypothesis("a mean over the outputs for their sum", loss(network, Loss.Kind.L2, Loss.Kind.MSE)));
        all.add(new Hypothesis(
                "no half in front of the squares", loss(network, Loss.Kind.HALF_SQUARED_ERROR, Loss.Kind.L2)));
        all.add(new Hypothesis(
                "a half in front of the squares", loss(network, Loss.Kind.L2, Loss.Kind.HALF_SQUARED_ERROR)));
        if (updatesFromTheSameSteps(network)) {
            add(
                    all,
                    "the updater of all layers for a layer's own",
                    network,
                    layers(layer -> layer.withUpdaters(Optional.empty(), Optional.empty())));
        }
        updaters(network).forEach(all::add);
        add(all, "settings that were rounded to float32", network, OtherNetworks::rounded);
        return all.stream()
                .flatMap(each -> Stream.of(each, new Hypothesis(each.how(), only(network, each.instead(), deviating))))
                .distinct();
    }

    /** Whether any of its updaters in the place of another would need no step that the other does not: schedules, moments. */
    private static boolean updatesFromTheSameSteps(Network network) {
        return Stream.concat(
                        network.updaters().stream(),
                        Stream.concat(Stream.of(network.updater()), network.biasUpdater().stream()))
                .allMatch(each -> each.kind() == network.updater().kind()
                        && each.values().values().stream().noneMatch(Schedule::changes));
    }

    /** Networks with another activation in that step's layer. */
    static Stream<Hypothesis> functions(Network network, StepId step) {
        int l = step.layer();
        boolean isSlope = l > 0 && step.equals(StepId.z(l).gradient());
        if (l == 0 || !isSlope && !step.equals(StepId.a(l))) {
            return Stream.empty();
        }
        Activation asked = network.layer(l).activation();
        Stream<Activation> usual = Stream.of(Activation.of(asked.kind()));
        Stream<Activation> others = Arrays.stream(Activation.Kind.values())
                .filter(kind -> kind != asked.kind() && kind != Activation.Kind.RRELU)
                .map(Activation::of);
        return Stream.concat(usual, others)
                .filter(other -> !other.equals(asked))
                .map(other -> new Hypothesis(how(asked, other, isSlope), with(network, l, other)));
    }

    private static String how(Activation asked, Activation other, boolean isSlope) {
        if (other.kind() == asked.kind()) {
            return "the usual parameters of " + asked.kind().label();
        }
        if (other.kind() == Activation.Kind.IDENTITY) {
            return "no " + asked.kind().label() + (isSlope ? "': its derivative was left out" : ": it was left out");
        }
        String prime = isSlope ? "'" : "";
        return other.kind().label() + prime + " for " + asked.kind().label() + prime;
    }

    /** One parameter of the updater as it is where none is given. */
    private static List<Hypothesis> updaters(Network network) {
        List<Hypothesis> all = new ArrayList<>();
        for (Updater updater : network.updaters()) {
            for (Updater.Parameter parameter : updater.kind().parameters()) {
                double usual = updater.kind().usual(parameter);
                if (Double.isFinite(usual)) {
                    Updater other = updater.with(parameter, Schedule.fixed(usual));
                    all.add(new Hypothesis(
                            "the usual " + parameter.label() + ", " + Cause.number(usual),
                            with(network, each -> each.equals(updater) ? other : each)));
                }
            }
        }
        return all;
    }

    private static Network with(Network network, UnaryOperator<Updater> instead) {
        return layers(layer -> layer.withUpdaters(
                        layer.updater().map(instead), layer.biasUpdater().map(instead)))
                .apply(network)
                .with(instead.apply(network.updater()), network.biasUpdater().map(instead));
    }

    private static Network with(Network network, int l, Activation other) {
        List<Layer> layers = new ArrayList<>(network.layers());
        layers.set(l - 1, network.layer(l).with(other));
        return network.with(layers);
    }

    private static void add(List<Hypothesis> all, String how, Network network, UnaryOperator<Network> instead) {
        all.add(new Hypothesis(how, instead.apply(network)));
    }

    /** The network that is other in those layers alone: the score adds up all of them. */
    private static Network only(Network network, Network instead, Set<Integer> layers) {
        return instead.with(IntStream.rangeClosed(1, network.depth())
                .mapToObj(l -> (layers.contains(l) ? instead : network).layer(l))
                .toList());
    }

    private static UnaryOperator<Network> layers(UnaryOperator<Layer> instead) {
        return network -> network.with(instead);
    }

    private static UnaryOperator<Network> terms(UnaryOperator<Terms> instead) {
        return layers(layer -> layer.with(new Regularisation(
                instead.apply(layer.regularisation().weights()),
                instead.apply(layer.regularisation().biases()))));
    }

    private static Terms twice(Terms terms) {
        return new Terms(2 * terms.l1(), 2 * terms.l2(), 2 * terms.weightDecay(), terms.decayTimesRate());
    }

    private static Network loss(Network network, Loss.Kind asked, Loss.Kind instead) {
        return network.loss().equals(new Loss(asked)) ? network.with(new Loss(instead)) : network;
    }

    /** Every number of its settings as float32 holds it. */
    private static Network rounded(Network network) {
        Network updated = with(
                network,
                updater -> new Updater(
                        updater.kind(),
                        updater.values().entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, each -> rounded(each.getValue())))));
        return terms(OtherNetworks::rounded)
                .andThen(layers(layer -> layer.with(rounded(layer.activation()))))
                .apply(updated);
    }

    private static Schedule rounded(Schedule schedule) {
        return schedule.changes() ? schedule : Schedule.fixed((float) schedule.number(Schedule.Name.VALUE));
    }

    private static Terms rounded(Terms terms) {
        return new Terms((float) terms.l1(), (float) terms.l2(), (float) terms.weightDecay(), terms.decayTimesRate());
    }

    private static Activation rounded(Activation activation) {
        return new Activation(
                activation.kind(),
                activation.parameters().stream()
                        .map(number -> (double) number.floatValue())
                        .toList());
    }
}

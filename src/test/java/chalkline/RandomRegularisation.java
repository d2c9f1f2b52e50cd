package chalkline;

import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.GradientNormalisation;
import chalkline.network.Layer;
import chalkline.network.Network;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Regularisation, clipping, constraints and an updater of the biases for half of the random networks. */
final class RandomRegularisation {
    private static final Constraint.On[] ON = Constraint.On.values();
    private static final GradientNormalisation.Kind[] KINDS = GradientNormalisation.Kind.values();

    private final Random random;

    private RandomRegularisation(Random random) {
        this.random = random;
    }

    /** The same network, with more to it in every other case; drawn apart, so that the rest of it stays as it was. */
    static Network of(Network plain) {
        Random random = new Random(0x9E3779B97F4A7C15L * plain.seed());
        return random.nextBoolean() ? plain : new RandomRegularisation(random).more(plain);
    }

    private Network more(Network plain) {
        Defaults defaults = chance(3)
                ? new Defaults(regularisation(), normalisation(), chance(4) ? constraints() : List.of())
                : Defaults.NONE;
        List<Layer> layers = new ArrayList<>();
        for (Layer layer : plain.layers()) {
            if (layer.kind() != Layer.Kind.DENSE) {
                layers.add(layer);
                continue;
            }
            layers.add(layer.with(chance(2) ? regularisation() : defaults.regularisation())
                    .with(chance(2) ? normalisation() : defaults.gradientNormalisation())
                    .with(chance(4) ? constraints() : defaults.constraints()));
        }
        return Network.sequence(
                plain.name(),
                plain.seed(),
                plain.precision(),
                layers,
                plain.loss(),
                plain.updater(),
                chance(3) ? Optional.of(Updater.sgd(0.03)) : Optional.empty(),
                defaults,
                List.of());
    }

    private Regularisation regularisation() {
        return new Regularisation(terms(), chance(3) ? terms() : Terms.NONE);
    }

    private Terms terms() {
        return new Terms(
                chance(3) ? coefficient() : 0,
                chance(2) ? coefficient() : 0,
                chance(3) ? coefficient() : 0,
                random.nextBoolean());
    }

    private GradientNormalisation normalisation() {
        return new GradientNormalisation(
                KINDS[random.nextInt(KINDS.length)], Math.pow(10, -2 + 2.5 * random.nextDouble()));
    }

    private List<Constraint> constraints() {
        Constraint.On on = ON[random.nextInt(ON.length)];
        int dimension = on == Constraint.On.WEIGHTS ? random.nextInt(2) : 0;
        Constraint drawn = switch (random.nextInt(4)) {
            case 0 -> Constraint.maxNorm(on, dimension, 0.1 + random.nextDouble());
            case 1 -> Constraint.minMaxNorm(on, dimension, 0.5, 1.5, chance(2) ? 1 : 0.25);
            case 2 -> Constraint.unitNorm(on, dimension);
            default -> Constraint.nonNegative(on);
        };
        return List.of(drawn);
    }

    private double coefficient() {
        return Math.pow(10, -4 + 3 * random.nextDouble());
    }

    private boolean chance(int outOf) {
        return random.nextInt(outOf) == 0;
    }
}

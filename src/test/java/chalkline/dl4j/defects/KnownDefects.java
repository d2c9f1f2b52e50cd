package chalkline.dl4j.defects;

import chalkline.check.StepResult;
import chalkline.network.Batch;
import chalkline.network.Layer;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Step;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.Optional;

/**
 * What Deeplearning4j 1.0.0-M2.1 is known to compute otherwise than the textbook. A step that deviates is explained only
 * where an imitation of the defect gives Deeplearning4j's own numbers, all of them, within rounding.
 */
public final class KnownDefects {
    private final Network network;
    private final Trace trace;
    private final RegularisationDefects regularisation;
    private final ConstraintDefects constraints;
    private final GradientNormDefects norms;
    private final UpdaterDefects updaters;
    private final LossDefects losses;
    private final LossLayerDefects lossLayers;
    private final ActivationDefects activations;

    private KnownDefects(Network network, Batch batch, Trace trace) {
        this.network = network;
        this.trace = trace;
        this.regularisation = new RegularisationDefects(network, batch, trace);
        this.constraints = new ConstraintDefects(regularisation.taken(), trace);
        this.norms = new GradientNormDefects(regularisation.taken(), batch, trace);
        this.updaters = new UpdaterDefects(regularisation.taken(), trace);
        this.losses = new LossDefects(network, trace);
        this.lossLayers = new LossLayerDefects(network, trace);
        this.activations = new ActivationDefects(network, trace);
    }

    /** Of a step of that network, as it was asked for, on that batch. */
    public static KnownDefects of(Network network, Batch batch, Trace trace) {
        return new KnownDefects(network, batch, trace);
    }

    /** The defect that gives the step's numbers; empty where none does. */
    public Optional<String> explanation(StepResult step) {
        return regularisation
                .explanation(step)
                .or(() -> constraints.explanation(step).filter(defect -> regularisation.startsAsTaken(step)))
                .or(() -> norms.explanation(step))
                .or(() -> updaters.explanation(step))
                .or(() -> losses.explanation(step))
                .or(() -> lossLayers.explanation(step))
                .or(() -> activations.explanation(step))
                .or(() -> ignoredDropout(step));
    }

    /** IgnoredDropoutTest: activation layers, and loss layers, take their input as it is. */
    private Optional<String> ignoredDropout(StepResult step) {
        for (int l = 1; l <= network.depth(); l++) {
            boolean ignores = network.layer(l).kind() == Layer.Kind.ACTIVATION;
            if (ignores && step.name().equals(Step.m(l)) && isAll(trace.value(step.name()), 1)) {
                return Optional.of("dropout of a layer without parameters is ignored");
            }
        }
        return Optional.empty();
    }

    static boolean isAll(Matrix matrix, double value) {
        return Arrays.stream(matrix.toArray()).allMatch(entry -> entry == value);
    }

    static Optional<String> when(boolean known, String defect) {
        return known ? Optional.of(defect) : Optional.empty();
    }
}

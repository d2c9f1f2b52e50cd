package chalkline.dl4j.known;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.StepResult;
import chalkline.dl4j.Dl4j;
import chalkline.network.Activation;
import chalkline.network.Batch;
import chalkline.network.Constraint;
import chalkline.network.Defaults;
import chalkline.network.GradientNormalisation;
import chalkline.network.Initialiser;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Regularisation;
import chalkline.network.Regularisation.Terms;
import chalkline.network.Trace;
import chalkline.network.Updater;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * One layer a = x·W + b with x = 0 and y = b: its loss and its gradients are exactly 0, and only what is done beside them
 * changes W and b. The learning rate is ¼, so that products with it round nothing.
 */
final class OneWeight {
    /** η. */
    static final BigDecimal RATE = new BigDecimal("0.25");

    private OneWeight() {}

    /** Regularisation of W alone. */
    static Regularisation ofWeights(double l1, double l2, double decay) {
        return new Regularisation(new Terms(l1, l2, decay, true), Terms.NONE);
    }

    static Defaults defaults(Regularisation regularisation, Constraint... constraints) {
        return new Defaults(regularisation, GradientNormalisation.NONE, List.of(constraints));
    }

    /** The layer has what is asked for, of which all layers have the defaults. */
    static Network network(Defaults defaults, Regularisation own, List<Constraint> constraints, Matrix w) {
        Layer layer = Layer.dense(
                        w.rows(),
                        w.columns(),
                        Activation.IDENTITY,
                        Initialiser.XAVIER,
                        Optional.of(w),
                        Optional.of(Matrix.of(1, w.columns(), new double[w.columns()])))
                .with(own)
                .with(constraints);
        return Network.sequence(
                "one-weight",
                1,
                Precision.FLOAT64,
                List.of(layer),
                Loss.MSE,
                Updater.sgd(RATE.doubleValue()),
                Optional.empty(),
                defaults,
                List.of());
    }

    static Batch batch(Network network) {
        int n = network.inputs();
        int m = network.outputs();
        return new Batch(
                Matrix.of(1, n, new double[n]),
                Matrix.of(1, m, new double[m]),
                Collections.nCopies(n, "x"),
                Collections.nCopies(m, "y"));
    }

    static Trace fit(Network network) {
        return new Dl4j().build(network).record(batch(network)).trace();
    }

    static CheckResult check(Network network) {
        var recording = new Dl4j().build(network).record(batch(network));
        return Check.of(network, batch(network), recording.trace(), recording.matchesFit());
    }

    /** The steps that are wrong. */
    static List<String> deviations(Network network) {
        return check(network).steps().stream()
                .filter(step -> step.verdict().contradicts())
                .map(StepResult::name)
                .toList();
    }
}

package chalkline.reference;

import static chalkline.reference.Expression.step;

import chalkline.network.Activation;
import chalkline.network.Layer;
import chalkline.network.Loss;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.reference.LossFormulas.Output;
import chalkline.reference.Rule.Written;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The loss of the network's output, and the way back into its last layer L; {@link LossFormulas} has the losses.
 *
 * <pre>
 * loss    = mean of loss(AL, y) over the examples   1 × 1
 * dAL     = ∂loss/∂AL                               N × nOut
 * </pre>
 *
 * <p>A mask of the labels, 1 or 0, is a factor of every label's share of the loss, which stays the mean over all N examples.
 */
final class LossRules {
    private final Network network;
    private final int last;
    private final Optional<Expression> mask;
    private final boolean labelsSumToOne;

    LossRules(Network network, Optional<Expression> mask, boolean labelsSumToOne) {
        this.network = network;
        this.last = network.depth();
        this.mask = mask;
        this.labelsSumToOne = labelsSumToOne;
    }

    void forward(RuleList rules) {
        rules.forward(StepId.LOSS, examples -> Written.as(formulas(examples).value()));
    }

    void backward(RuleList rules) {
        rules.backward(StepId.a(last), examples -> Written.as(formulas(examples).gradient()));
    }

    /** dZL of an implementation that never computes dAL. */
    Written fused(int examples) {
        Layer layer = network.layer(last);
        LossFormulas written = formulas(examples);
        LossFormulas judged =
                formulas(examples, ActivationRules.value(layer, last).judged());
        if (layer.activation().kind() == Activation.Kind.SOFTMAX
                && network.loss().kind() == Loss.Kind.MCXENT) {
            return Written.judged(
                    judged.crossEntropyThroughSoftmax(false), written.crossEntropyThroughSoftmax(labelsSumToOne));
        }
        Written through = ActivationRules.backward(layer, last, judged.totalGradient(), written.gradient());
        // An implementation divides after f′, not before.
        return through.held(judged.mean(through.judged()));
    }

    private LossFormulas formulas(int examples) {
        return formulas(examples, step(StepId.a(last)));
    }

    /** The loss, dAL and dZL by formulas that stay finite where outputs saturate; none where there are no such. */
    Map<StepId, Expression> ofZ(int examples) {
        Activation f = network.layer(last).activation();
        Map<StepId, Expression> ofZ = new HashMap<>();
        Output.of(f, step(StepId.z(last)))
                .map(output -> formulas(examples, output))
                .ifPresent(formulas -> formulas.throughOutput(f).ifPresent(dZ -> {
                    ofZ.put(StepId.LOSS, formulas.value());
                    ofZ.put(StepId.a(last).gradient(), formulas.splitGradient());
                    ofZ.put(StepId.z(last).gradient(), dZ);
                }));
        return ofZ;
    }

    private LossFormulas formulas(int examples, Expression a) {
        return formulas(examples, Output.of(a));
    }

    private LossFormulas formulas(int examples, Output output) {
        return new LossFormulas(network.loss(), network.outputs(), examples, output, mask);
    }
}

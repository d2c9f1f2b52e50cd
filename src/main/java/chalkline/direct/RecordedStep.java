package chalkline.direct;

import chalkline.network.Accuracy;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Schedule;
import chalkline.network.Step;
import chalkline.network.Step.Scaling;
import chalkline.network.Step.Source;
import chalkline.network.StepId;
import chalkline.network.Trace;
import chalkline.network.Updater;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What passed through a step, as a trace: each quantity is the engine's own number, copied while the step ran. */
final class RecordedStep implements Witness {
    /** Its tanh of floats is the next round number above a scan of it; the others are within the usual. */
    private static final Accuracy OF_FLOATS = new Accuracy(4, 4, 4, 7, 14.5, 9);

    private final Network network;
    private final Map<StepId, Matrix> seen = new LinkedHashMap<>();

    RecordedStep(Network network) {
        this.network = network;
    }

    @Override
    public void saw(StepId id, Matrix value) {
        seen.put(id, value);
    }

    /**
     * @param iteration how many steps were taken before it
     * @param epoch how many epochs were ended before it
     */
    Trace trace(int examples, long iteration, long epoch) {
        List<Step> steps = new ArrayList<>();
        boolean keeps =
                network.updaters().stream().anyMatch(updater -> !updater.state().isEmpty());
        boolean scheduled = network.updaters().stream()
                .flatMap(updater -> updater.values().values().stream())
                .anyMatch(Schedule::changes);
        StepId last = StepId.a(network.depth()).gradient();
        if (keeps || scheduled) {
            steps.add(recorded(StepId.ITERATION, Matrix.of(1, 1, iteration)));
            steps.add(recorded(StepId.EPOCH, Matrix.of(1, 1, epoch)));
        }
        if (!seen.containsKey(last)) {
            steps.add(new Step(last, Source.NOT_EXPOSED, Optional.empty()));
        }
        seen.forEach((id, value) -> {
            boolean isOfUpdate = id.suffixes().equals(List.of("update"));
            if (!isOfUpdate || !updater(id).state().isEmpty()) {
                steps.add(id.isGradient() ? mean(id, value, network.loss().divisor(examples)) : recorded(id, value));
            }
        });
        return new Trace(
                network.precision(),
                examples,
                network.precision() == Precision.FLOAT32 ? OF_FLOATS : Accuracy.USUAL,
                steps);
    }

    private Updater updater(StepId id) {
        return network.updater(id.layer(), id.isBias());
    }

    /** A sum over the examples; of a parameter's gradient the engine divides it in its own precision. */
    private Step mean(StepId id, Matrix sum, int divisor) {
        double[] each =
                Arrays.stream(sum.values()).map(value -> share(value, divisor)).toArray();
        Matrix mean = Matrix.owning(sum.rows(), sum.columns(), each);
        boolean later = !id.isByExample()
                && network.precision() == Precision.FLOAT32
                && !network.precision().dividesExactly(mean, divisor);
        return new Step(id, Source.RECORDED, Optional.of(mean), new Scaling(divisor, later));
    }

    /** A share too small for a double is the smallest one: a 0 would be taken for an exact one. */
    private static double share(double sum, int divisor) {
        double share = sum / divisor;
        return share == 0 && sum != 0 ? Math.copySign(Double.MIN_VALUE, sum) : share;
    }

    private static Step recorded(StepId id, Matrix value) {
        return new Step(id, Source.RECORDED, Optional.of(value));
    }
}

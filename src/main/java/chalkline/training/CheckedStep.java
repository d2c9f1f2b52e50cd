package chalkline.training;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.Finding;
import chalkline.check.NumericalCheck;
import chalkline.check.OwnFunction;
import chalkline.network.Batch;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.network.Trace;
import chalkline.reference.Exercise;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An engine's training step, checked.
 *
 * @param engine the engine's name
 * @param network as configured
 * @param batch what was trained on
 * @param trace what the engine computed
 * @param result what the check says
 * @param comparison the step that lost its digits, in other precisions; only for networks small enough to be worked by hand
 */
public record CheckedStep(
        String engine,
        Network network,
        Batch batch,
        Trace trace,
        CheckResult result,
        Optional<PrecisionComparison> comparison) {

    /**
     * Records one step of a model of that network, and checks it. The model is not changed.
     *
     * @param acknowledged ids of the engine's known defects that are accepted
     */
    public static CheckedStep of(
            Engine engine, Network network, Model model, Sample sample, Collection<String> acknowledged) {
        return of(engine, network, sample, () -> model.record(sample.batch()), acknowledged);
    }

    /** The same of a step that this records. */
    static CheckedStep of(
            Engine engine,
            Network network,
            Sample sample,
            Supplier<Recording> recorder,
            Collection<String> acknowledged) {
        Recording recording = recorder.get();
        CheckedStep alone = of(engine, network, sample, recording, acknowledged);
        return new CheckedStep(
                engine.name(),
                network,
                sample.batch(),
                alone.trace(),
                alone.result().with(randomness(recording, recorder)),
                comparison(engine, network, sample.batch(), alone.result()));
    }

    /** Where a recording is not the fit: whether the same step, recorded once more, gives other numbers. */
    static List<Finding> randomness(Recording recording, Supplier<Recording> recorder) {
        if (recording.matchesFit()) {
            return List.of();
        }
        Trace again = recorder.get().trace();
        return recording.trace().steps().stream()
                .filter(step -> !step.value().equals(again.step(step.id()).value()))
                .findFirst()
                .map(step -> new Finding(
                        step.id(),
                        Finding.Code.EXPLAINED,
                        step.name() + " is explained by randomness: recorded twice from the same state, the step first "
                                + "differs there"))
                .stream()
                .toList();
    }

    /**
     * The same of a network with functions that nobody has derived.
     *
     * @param withStandIns the network with a known function in the place of each
     * @param recording of the network itself
     * @param functions themselves
     */
    public static CheckedStep of(
            Engine engine,
            Network withStandIns,
            Recording recording,
            Batch batch,
            List<OwnFunction> functions,
            Collection<String> acknowledged) {
        CheckResult result = NumericalCheck.of(
                withStandIns,
                functions,
                batch,
                recording.trace(),
                recording.matchesFit(),
                engine.knownDifferences().accepting(acknowledged));
        return new CheckedStep(engine.name(), withStandIns, batch, recording.trace(), result, Optional.empty());
    }

    /** Checks a step that was recorded, without a comparison of the precisions. */
    static CheckedStep of(
            Engine engine, Network network, Sample sample, Recording recording, Collection<String> acknowledged) {
        CheckResult result = Check.of(
                network,
                sample.batch(),
                sample.labels(),
                recording.trace(),
                recording.matchesFit(),
                engine.knownDifferences().accepting(acknowledged));
        return new CheckedStep(engine.name(), network, sample.batch(), recording.trace(), result, Optional.empty());
    }

    /** The same with further findings. */
    public CheckedStep with(List<Finding> further) {
        return new CheckedStep(engine, network, batch, trace, result.with(further), comparison);
    }

    /** The same step to be worked by hand: given numbers as written, random ones as they were drawn. */
    public Exercise exercise() {
        return new Exercise(network, batch, network.parameters(trace));
    }

    private static Optional<PrecisionComparison> comparison(
            Engine engine, Network network, Batch batch, CheckResult result) {
        if (!PrecisionComparison.isSmallEnough(network, batch)) {
            return Optional.empty();
        }
        return result.findings().stream()
                .filter(finding -> finding.code() == Finding.Code.DIGITS_LOST)
                .findFirst()
                .map(finding -> PrecisionComparison.of(
                        finding.step(),
                        batch,
                        engine.build(network.in(Precision.FLOAT32))
                                .record(batch)
                                .trace(),
                        engine.build(network.in(Precision.FLOAT64))
                                .record(batch)
                                .trace(),
                        network));
    }
}

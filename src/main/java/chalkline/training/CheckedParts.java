package chalkline.training;

import chalkline.check.Check;
import chalkline.check.CheckResult;
import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import chalkline.network.Step;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A step that is taken in parts: what each comes to is held against the derivation over its own rows. */
final class CheckedParts {
    private CheckedParts() {}

    /**
     * The step, as it was checked as a whole; or, instead, its first part that deviates.
     *
     * <p>A part's forward steps are recorded here, on the rows that it says it took; its gradients are its own.
     */
    static CheckedStep of(CheckedStep whole, Engine engine, Job job, Model model, List<Fitter.Part> parts) {
        for (Fitter.Part part : parts) {
            Batch batch = job.table().batch(part.rows());
            Recording recording = model.record(batch);
            Trace trace = with(part.sum(), recording.trace());
            CheckResult result = Check.of(
                    job.network(),
                    batch,
                    job.labels(),
                    trace,
                    recording.matchesFit(),
                    engine.knownDifferences().accepting(job.configuration().known()));
            Optional<StepResult> first =
                    result.propagation().stream().filter(StepResult::contradicts).findFirst();
            if (first.isPresent()) {
                Finding finding = new Finding(
                        first.get().id(),
                        Finding.Code.PART_DEVIATES,
                        "this is not the whole step, but what " + part.place() + " came to on "
                                + Sentences.counted(batch.size(), "row") + ": its " + first.get().name() + " deviates");
                return new CheckedStep(
                        whole.engine(),
                        whole.network(),
                        batch,
                        trace,
                        result.with(List.of(finding)),
                        Optional.empty());
            }
        }
        return whole;
    }

    /** The trace with the means that follow from these sums. */
    private static Trace with(GradientSum sum, Trace trace) {
        return new Trace(
                trace.precision(),
                trace.examples(),
                trace.accuracy(),
                trace.steps().stream().map(step -> with(sum, step)).toList());
    }

    private static Step with(GradientSum sum, Step step) {
        StepId parameter = step.id().parameter();
        if (!step.id().equals(parameter.gradient()) || !sum.arrays().containsKey(parameter)) {
            return step;
        }
        Matrix array = sum.arrays().get(parameter);
        int divisor = step.scaling().divisor();
        double[] mean = Arrays.stream(array.values()).map(each -> each / divisor).toArray();
        Matrix value = Matrix.of(array.rows(), array.columns(), mean);
        return new Step(step.id(), step.source(), Optional.of(value), step.scaling());
    }
}

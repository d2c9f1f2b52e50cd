package chalkline.training;

import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Sentences;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step that is taken in parts: what each comes to is held against the derivation over its own rows. */
final class CheckedParts {
    private CheckedParts() {}

    /**
     * The first step, as it was checked as a whole; or, instead, its first part that deviates.
     *
     * <p>A part's forward steps are recorded here, on the rows that it says it took; its gradients are its own.
     */
    static CheckedStep firstStep(Engine engine, Job job, Model model, Fitter fitter) {
        CheckedStep whole = CheckedStep.of(
                engine, job.network(), model, job.sample(), job.configuration().known());
        for (Fitter.Part part : fitter.parts(job.batches(0).get(0))) {
            Batch batch = job.table().batch(part.rows());
            Recording recording = model.record(batch);
            Trace trace = recording.trace().with(means(part.sum(), recording.trace()));
            CheckedStep checked = CheckedStep.of(
                    engine,
                    job.network(),
                    new Sample(batch, job.labels()),
                    new Recording(trace, recording.matchesFit()),
                    job.configuration().known());
            Optional<StepResult> first = checked.result().propagation().stream()
                    .filter(StepResult::contradicts)
                    .findFirst();
            if (first.isPresent()) {
                String step = first.get().name();
                return checked.with(List.of(new Finding(
                        first.get().id(),
                        Finding.Code.PART_DEVIATES,
                        "this is not the whole step, but what " + part.place() + " came to on "
                                + Sentences.counted(batch.size(), "row") + ": its " + step + " deviates")));
            }
        }
        return whole;
    }

    /** The gradients that follow from these sums, each scaled as that of the trace. */
    private static Map<StepId, Matrix> means(GradientSum sum, Trace trace) {
        Map<StepId, Matrix> means = new LinkedHashMap<>();
        sum.arrays().forEach((parameter, array) -> {
            StepId id = parameter.gradient();
            int divisor = trace.step(id).scaling().divisor();
            double[] mean =
                    Arrays.stream(array.values()).map(each -> each / divisor).toArray();
            means.put(id, Matrix.of(array.rows(), array.columns(), mean));
        });
        return means;
    }
}

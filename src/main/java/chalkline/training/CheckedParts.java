package chalkline.training;

import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.network.Batch;
import chalkline.network.Network;
import chalkline.network.Sentences;
import java.util.List;
import java.util.Optional;

/**
 * A step that is taken in parts: what each comes to is held against the derivation over its own rows, and what they come to
 * together against the derivation over all of them. Forward steps are recorded here, on these rows; gradients are those of the
 * parts, and the update is the step from their sum.
 *
 * @param job what is trained
 * @param model before the step; it is not changed
 * @param parts of the step; none where it is taken as a whole
 */
record CheckedParts(Job job, Model model, List<Fitter.Part> parts) {

    /** The first step, as a whole; or, instead, its first part that deviates. */
    static CheckedStep firstStep(Engine engine, Job job, Model model, Fitter fitter) {
        CheckedParts step =
                new CheckedParts(job, model, fitter.parts(job.batches(0).get(0)));
        Sample sample = job.sample();
        return step.firstDeviating(engine, job.network())
                .orElseGet(() -> CheckedStep.of(
                        engine,
                        job.network(),
                        sample,
                        () -> step.recorded(sample.batch()),
                        job.configuration().known()));
    }

    /** The step on the batch, recorded. */
    Recording recorded(Batch batch) {
        return parts.stream()
                .map(Fitter.Part::sum)
                .reduce(GradientSum::plus)
                .map(sum -> model.record(batch, sum))
                .orElseGet(() -> model.record(batch));
    }

    /** The first part of which a gradient deviates. */
    Optional<CheckedStep> firstDeviating(Engine engine, Network network) {
        return parts.stream()
                .flatMap(part -> deviating(part, engine, network).stream())
                .findFirst();
    }

    private Optional<CheckedStep> deviating(Fitter.Part part, Engine engine, Network network) {
        Batch batch = job.table().batch(part.rows());
        CheckedStep checked = CheckedStep.of(
                engine,
                network,
                new Sample(batch, job.labels()),
                model.record(batch, part.sum()),
                job.configuration().known());
        return checked.result().propagation().stream()
                .filter(StepResult::contradicts)
                .findFirst()
                .map(first -> checked.with(List.of(new Finding(
                        first.id(),
                        Finding.Code.PART_DEVIATES,
                        "this is not the whole step, but what " + part.place() + " came to on "
                                + Sentences.counted(batch.size(), "row") + ": its " + first.name() + " deviates"))));
    }
}

package chalkline.training;

import chalkline.check.Finding;
import chalkline.check.LabelFindings;
import chalkline.check.Verdict;
import chalkline.config.TrainingSpec;
import chalkline.network.Batch;
import chalkline.network.Matrix;
import chalkline.network.Network;
import chalkline.network.StepId;
import chalkline.network.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks some steps of a running training. The step is recorded on a copy; then the model takes it itself. What is checked is
 * the training's own step: it begins with what the step before left and ends with what the model has afterwards, and only in
 * between stands what the copy recorded. Where both are the copy's own, bit for bit, that is the recorded step.
 */
final class StepChecks {
    private final Job job;
    private final Engine engine;
    private final Model model;
    private final TrainingObserver observer;
    private final CheckSchedule schedule;
    private CheckTally tally;
    /** What the last step left, where the next one is checked. */
    private Optional<State> left = Optional.empty();

    /** @param before what was checked already */
    StepChecks(
            Job job, Engine engine, Model model, TrainingObserver observer, CheckSchedule schedule, CheckTally before) {
        this.job = job;
        this.engine = engine;
        this.model = model;
        this.observer = observer;
        this.schedule = schedule;
        this.tally = before;
    }

    /** What the checks came to so far. */
    CheckTally tally() {
        return tally;
    }

    /** Whether training is to end because a step did not agree. */
    boolean endTraining() {
        return tally.first().isPresent()
                && job.configuration().training().onDeviation() == TrainingSpec.OnDeviation.STOP;
    }

    /**
     * Takes a step, and checks it where it is its turn.
     *
     * @param fitter takes it
     * @param measured as of {@link Fitter#fit}
     * @param before how far training had come
     * @param rows of the job's table
     */
    Model.Measured take(Fitter fitter, boolean measured, Progress before, int... rows) {
        long number = before.iteration() + 1;
        Model.Measured step =
                schedule.isDue(number) ? checked(fitter, measured, before, rows) : fitter.fit(measured, rows);
        left = schedule.isDue(number + 1) ? Optional.of(model.state()) : Optional.empty();
        return step;
    }

    private Model.Measured checked(Fitter fitter, boolean measured, Progress before, int... rows) {
        long begun = schedule.now();
        Batch batch = job.table().batch(rows);
        State start = left.orElseGet(model::state);
        CheckedParts parts = new CheckedParts(job, model, fitter.parts(rows));
        Recording recording = parts.recorded(batch);
        List<Finding> random = CheckedStep.randomness(recording, () -> parts.recorded(batch));
        Optional<CheckedStep> faulty = parts.firstDeviating(engine, network(recording.trace()));
        long recorded = schedule.now();
        Model.Measured step = fitter.fit(measured, rows);
        long taken = schedule.now();
        State end = model.state();
        // Where the training ends because it diverges, that is said of it.
        if (Double.isFinite(step.loss()) && end.isFinite()) {
            long number = before.iteration() + 1;
            CheckedStep judged = faulty.orElseGet(
                    () -> judged(batch, recording, new State(start.arrays(), number - 1, before.epoch()), end)
                            .with(random));
            tally = tally.with(number, judged.result().verdict());
            observer.checkedLater(number, judged);
        }
        schedule.spent(schedule.now() - taken + recorded - begun);
        return step;
    }

    private CheckedStep judged(Batch batch, Recording recording, State start, State end) {
        Map<StepId, Matrix> own = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        Map<StepId, Matrix> began = new LinkedHashMap<>(start.arrays());
        began.put(StepId.ITERATION, Matrix.of(1, 1, start.iteration()));
        began.put(StepId.EPOCH, Matrix.of(1, 1, start.epoch()));
        began.forEach((id, value) -> {
            if (differs(recording.trace(), id, value)) {
                own.put(id, value);
                findings.add(new Finding(
                        id,
                        Finding.Code.STATE_CHANGED,
                        id + " is no longer what step " + start.iteration() + " left when step "
                                + (start.iteration() + 1) + " begins"));
            }
        });
        end.arrays().forEach((parameter, value) -> {
            StepId id = parameter.next();
            if (differs(recording.trace(), id, value)) {
                own.put(id, value);
                findings.add(new Finding(
                        id,
                        Finding.Code.RECORDING_DIFFERS,
                        id + " of the training is not that of the same step on a copy"));
            }
        });
        Trace trace = recording.trace().with(own);
        CheckedStep checked = of(batch, new Recording(trace, recording.matchesFit()));
        boolean unseen = !findings.isEmpty() && checked.result().verdict() == Verdict.AGREES;
        return (unseen ? of(batch, new Recording(trace, false)) : checked).with(findings);
    }

    private static boolean differs(Trace trace, StepId id, Matrix value) {
        return trace.has(id) && !trace.value(id).equals(value);
    }

    private Network network(Trace trace) {
        boolean first =
                trace.has(StepId.ITERATION) && trace.value(StepId.ITERATION).get(0) == 0;
        return first ? job.network() : job.network().later();
    }

    private CheckedStep of(Batch batch, Recording recording) {
        Network network = network(recording.trace());
        Sample sample = new Sample(batch, new LabelFindings(network, batch.labelNames()));
        return CheckedStep.of(
                engine, network, sample, recording, job.configuration().known());
    }
}

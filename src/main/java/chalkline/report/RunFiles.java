package chalkline.report;

import chalkline.check.Verdict;
import chalkline.network.Notation;
import chalkline.training.CheckTally;
import chalkline.training.CheckedStep;
import chalkline.training.EpochMetrics;
import chalkline.training.Judgement;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import com.google.gson.JsonObject;
import java.util.Map;

/** Writes a run's files into its directory while it goes on. */
public final class RunFiles implements TrainingObserver {
    /** A trace of more numbers than this is nothing that anybody reads. */
    private static final int LARGEST_TRACE = 100_000;

    private final RunDirectory directory;
    private final Notation notation;
    private boolean hasDisagreed;

    /** Files in that directory, in the notation that the person writes. */
    public RunFiles(RunDirectory directory, Notation notation) {
        this.directory = directory;
        this.notation = notation;
    }

    @Override
    public void checked(CheckedStep step) {
        directory.write("check.json", CheckJson.of(step, notation));
        if (TraceNpz.size(step.trace()) <= LARGEST_TRACE) {
            TraceNpz.write(directory.path().resolve("trace.npz"), step.trace(), notation);
        }
    }

    /** A line of each, and the whole of the first that does not agree. */
    @Override
    public void checkedLater(long iteration, CheckedStep step) {
        Verdict verdict = step.result().verdict();
        JsonObject record = new JsonObject();
        record.addProperty("iteration", iteration);
        record.addProperty("verdict", verdict.label());
        step.result().firstDeviation().ifPresent(first -> record.addProperty("first", first.name()));
        directory.append(CheckTally.FILE, Json.line(record));
        if (verdict != Verdict.AGREES && !hasDisagreed) {
            hasDisagreed = true;
            directory.write(CheckTally.FIRST_FILE, CheckJson.of(step, notation));
        }
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        JsonObject record = new JsonObject();
        record.addProperty("epoch", metrics.epoch());
        record.addProperty("iteration", metrics.iteration());
        record.add("loss", Json.number(metrics.loss()));
        metrics.validationLoss().ifPresent(loss -> record.add("validationLoss", Json.number(loss)));
        addNorms(record, "gradientNorms", metrics.gradientNorms());
        addNorms(record, "updateNorms", metrics.updateNorms());
        addNorms(record, "parameterNorms", metrics.parameterNorms());
        directory.append("metrics.jsonl", Json.line(record));
    }

    private static void addNorms(JsonObject record, String name, Map<String, Double> norms) {
        if (!norms.isEmpty()) {
            JsonObject object = new JsonObject();
            norms.forEach((parameter, norm) -> object.add(parameter, Json.number(norm)));
            record.add(name, object);
        }
    }

    @Override
    public void evaluated(Judgement judgement) {
        directory.write("evaluation.json", EvaluationJson.of(judgement));
    }
}

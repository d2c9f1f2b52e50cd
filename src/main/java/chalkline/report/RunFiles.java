package chalkline.report;

import chalkline.data.Npz;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.network.Step;
import chalkline.training.CheckedStep;
import chalkline.training.EpochMetrics;
import chalkline.training.Evaluation;
import chalkline.training.FileFailure;
import chalkline.training.RunDirectory;
import chalkline.training.TrainingObserver;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a run's files into its directory while it goes on. */
public final class RunFiles implements TrainingObserver {
    /** A trace of more numbers than this is nothing that anybody reads. */
    private static final int LARGEST_TRACE = 100_000;

    private final RunDirectory directory;
    private final Notation notation;

    /** Files in that directory, in the notation that the person writes. */
    public RunFiles(RunDirectory directory, Notation notation) {
        this.directory = directory;
        this.notation = notation;
    }

    @Override
    public void checked(CheckedStep step) {
        directory.write("check.json", CheckJson.of(step.result(), notation));
        Map<String, Matrix> arrays = new LinkedHashMap<>();
        for (Step each : step.trace().steps()) {
            each.value().ifPresent(value -> arrays.put(each.name(), notation.convert(value)));
        }
        if (arrays.values().stream().mapToLong(Matrix::size).sum() <= LARGEST_TRACE) {
            try (OutputStream out = Files.newOutputStream(directory.path().resolve("trace.npz"))) {
                Npz.write(out, arrays);
            } catch (IOException e) {
                throw FileFailure.of(directory.path().resolve("trace.npz"), "cannot be written", e);
            }
        }
    }

    @Override
    public void epoch(EpochMetrics metrics) {
        JsonObject record = new JsonObject();
        record.addProperty("epoch", metrics.epoch());
        record.addProperty("iteration", metrics.iteration());
        record.add("loss", Json.number(metrics.loss()));
        metrics.validationLoss().ifPresent(loss -> record.add("validationLoss", Json.number(loss)));
        directory.append("metrics.jsonl", Json.line(record));
    }

    @Override
    public void evaluated(Evaluation evaluation, String rows) {
        directory.write("evaluation.json", EvaluationJson.of(evaluation, rows));
    }
}

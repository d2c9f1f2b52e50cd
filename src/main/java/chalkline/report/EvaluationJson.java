package chalkline.report;

import chalkline.training.ClassEvaluation;
import chalkline.training.Judgement;
import chalkline.training.ModelEvaluation;
import chalkline.training.RegressionEvaluation;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.OptionalDouble;

/**
 * An evaluation as {@code evaluation.json} holds it. Numbers have all their digits; NaN and infinities are the strings
 * {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; a metric that is undefined is absent.
 */
public final class EvaluationJson {
    private EvaluationJson() {}

    /**
     * The evaluation as an indented JSON object.
     *
     * @param on which rows they were: "test", "training", "all rows"
     */
    public static String of(ModelEvaluation evaluation, String on) {
        return Json.pretty(object(evaluation, on)).stripTrailing();
    }

    /** The same with all that is said beside it. */
    public static String of(Judgement judgement) {
        JsonObject object = object(judgement.evaluation(), judgement.on());
        JudgementJson.add(object, judgement);
        return Json.pretty(object).stripTrailing();
    }

    private static JsonObject object(ModelEvaluation evaluation, String on) {
        JsonObject object = new JsonObject();
        object.addProperty("on", on);
        object.addProperty("rows", evaluation.rows());
        object.addProperty("nonFinite", evaluation.nonFinite());
        evaluation.metrics().forEach((name, value) -> add(object, name, value));
        if (evaluation instanceof ClassEvaluation classes) {
            add(object, classes);
        } else if (evaluation instanceof RegressionEvaluation regression) {
            add(object, regression);
        }
        return object;
    }

    private static void add(JsonObject object, ClassEvaluation evaluation) {
        object.addProperty("baselineClass", evaluation.majorityClass());
        if (!evaluation.confusion().isEmpty()) {
            object.add("confusion", confusion(evaluation));
        }
        JsonArray perClass = new JsonArray();
        for (ClassEvaluation.OneClass one : evaluation.perClass()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("class", one.name());
            add(entry, "precision", one.precision());
            add(entry, "recall", one.recall());
            add(entry, "f1", one.f1());
            entry.addProperty("support", one.support());
            perClass.add(entry);
        }
        object.add("perClass", perClass);
    }

    private static JsonObject confusion(ClassEvaluation evaluation) {
        JsonArray classes = new JsonArray();
        evaluation.perClass().forEach(one -> classes.add(one.name()));
        JsonArray counts = new JsonArray();
        evaluation.confusion().forEach(row -> {
            JsonArray line = new JsonArray();
            row.forEach(line::add);
            counts.add(line);
        });
        JsonObject confusion = new JsonObject();
        confusion.add("classes", classes);
        confusion.add("counts", counts);
        return confusion;
    }

    private static void add(JsonObject object, RegressionEvaluation evaluation) {
        JsonArray outputs = new JsonArray();
        for (RegressionEvaluation.Output output : evaluation.outputs()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("name", output.name());
            add(entry, "rmse", output.rmse());
            add(entry, "mae", output.mae());
            add(entry, "r2", output.r2());
            add(entry, "baselineRmse", output.baselineRmse());
            output.residuals().ifPresent(residuals -> entry.add("residuals", residuals(residuals)));
            outputs.add(entry);
        }
        object.add("outputs", outputs);
    }

    private static JsonObject residuals(RegressionEvaluation.Residuals residuals) {
        JsonObject json = new JsonObject();
        add(json, "low", residuals.low());
        add(json, "high", residuals.high());
        JsonArray counts = new JsonArray();
        residuals.counts().forEach(counts::add);
        json.add("counts", counts);
        return json;
    }

    private static void add(JsonObject object, String name, OptionalDouble value) {
        value.ifPresent(number -> add(object, name, number));
    }

    private static void add(JsonObject object, String name, double value) {
        if (Double.isFinite(value)) {
            object.addProperty(name, value);
        } else {
            object.addProperty(name, Double.toString(value));
        }
    }
}

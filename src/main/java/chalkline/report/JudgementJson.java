package chalkline.report;

import chalkline.training.Calibration;
import chalkline.training.CrossValidation;
import chalkline.training.Judgement;
import chalkline.training.ModelEvaluation;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;

/** What {@code evaluation.json} says beside the network's own figures: additions to it. */
final class JudgementJson {
    private JudgementJson() {}

    static void add(JsonObject object, Judgement judgement) {
        judgement.linear().ifPresent(linear -> {
            JsonObject json = figures(linear.evaluation());
            json.addProperty("kind", linear.kind().label());
            object.add("linear", json);
        });
        judgement.crossValidation().ifPresent(folds -> object.add("crossValidation", folds(folds)));
        if (!judgement.importance().isEmpty()) {
            JsonArray importance = new JsonArray();
            judgement.importance().forEach(each -> {
                JsonObject json = new JsonObject();
                json.addProperty("feature", each.feature());
                json.add("increase", Json.number(each.increase()));
                importance.add(json);
            });
            object.add("importance", importance);
        }
        judgement.calibration().ifPresent(calibration -> object.add("calibration", calibration(calibration)));
    }

    private static JsonObject figures(ModelEvaluation evaluation) {
        JsonObject json = new JsonObject();
        evaluation.metrics().forEach((name, value) -> json.add(name, Json.number(value)));
        return json;
    }

    private static JsonObject folds(CrossValidation folds) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", folds.kind());
        json.addProperty("diverged", folds.diverged());
        json.add("network", each(folds.network()));
        json.add("linear", each(folds.linear()));
        return json;
    }

    private static JsonArray each(List<ModelEvaluation> folds) {
        JsonArray array = new JsonArray();
        folds.stream().map(JudgementJson::figures).forEach(array::add);
        return array;
    }

    private static JsonObject calibration(Calibration calibration) {
        JsonObject json = new JsonObject();
        calibration.of().ifPresent(name -> json.addProperty("class", name));
        json.add("brier", Json.number(calibration.brier()));
        JsonArray bins = new JsonArray();
        for (Calibration.Bin bin : calibration.bins()) {
            JsonObject one = new JsonObject();
            one.add("predicted", Json.number(bin.predicted()));
            one.add("actual", Json.number(bin.actual()));
            one.addProperty("rows", bin.rows());
            bins.add(one);
        }
        json.add("bins", bins);
        JsonArray thresholds = new JsonArray();
        for (Calibration.Threshold threshold : calibration.thresholds()) {
            JsonObject one = new JsonObject();
            one.addProperty("at", threshold.at());
            one.addProperty("precision", threshold.precision());
            one.addProperty("recall", threshold.recall());
            one.addProperty("f1", threshold.f1());
            one.addProperty("called", threshold.called());
            thresholds.add(one);
        }
        json.add("thresholds", thresholds);
        return json;
    }
}

package chalkline.report;

import chalkline.answers.MarkedEntry;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.answers.Scheme;
import chalkline.network.Notation;
import chalkline.reference.Exercise;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** A marked sheet as JSON; places are in the notation that it names. */
public final class AnswersJson {
    private AnswersJson() {}

    /** The JSON, indented. */
    public static String of(MarkedSheet marked, Scheme scheme, Exercise exercise, Notation notation) {
        JsonObject root = new JsonObject();
        root.addProperty("command", "mark");
        root.addProperty("name", exercise.network().name());
        root.addProperty("sheet", marked.sheet().source());
        root.addProperty("notation", notation.label());
        root.addProperty("examples", exercise.batch().size());
        root.add("features", CheckJson.texts(exercise.batch().featureNames()));
        root.add("labels", CheckJson.texts(exercise.batch().labelNames()));
        root.addProperty("passes", marked.passes());
        marked.firstWrong().ifPresent(step -> root.addProperty("firstMistake", step.name()));
        root.add("points", Json.number(scheme.points(marked)));
        root.add("of", Json.number(scheme.total()));
        root.add("answers", answers(marked, notation));
        return Json.pretty(root);
    }

    /** A mark for every number. */
    static JsonArray answers(MarkedSheet marked, Notation notation) {
        JsonArray answers = new JsonArray();
        for (MarkedStep step : marked.steps()) {
            for (MarkedEntry entry : step.entries()) {
                answers.add(answer(step.name(), entry, notation));
            }
        }
        return answers;
    }

    private static JsonObject answer(String step, MarkedEntry entry, Notation notation) {
        JsonObject json = new JsonObject();
        json.addProperty("step", step);
        json.add("index", CheckJson.index(entry.row(), entry.column(), notation));
        entry.given().ifPresent(given -> json.addProperty("given", given.text()));
        json.add("truth", Json.number(entry.truth()));
        json.add("following", Json.number(entry.following()));
        json.addProperty("mark", entry.mark().label());
        return json;
    }
}

package chalkline.report;

import chalkline.answers.Classroom;
import chalkline.answers.Submission;
import chalkline.network.Notation;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/** A class's marks as JSON. */
public final class ClassJson {
    private ClassJson() {}

    /** The JSON, indented. */
    public static String of(Classroom room, Notation notation) {
        JsonObject root = new JsonObject();
        root.addProperty("command", "mark");
        root.addProperty("name", room.name());
        root.addProperty("notation", notation.label());
        JsonObject worth = new JsonObject();
        room.scheme().weights().forEach(worth::addProperty);
        root.add("of", worth);
        root.add("mean", Json.number(room.mean()));
        JsonObject means = new JsonObject();
        room.means().forEach((step, mean) -> means.add(step, Json.number(mean)));
        root.add("means", means);
        JsonArray sheets = new JsonArray();
        room.sheets().forEach(sheet -> sheets.add(sheet(room, sheet, notation)));
        root.add("sheets", sheets);
        JsonArray alike = new JsonArray();
        room.alike().forEach(pair -> {
            JsonObject json = new JsonObject();
            json.add("sheets", CheckJson.texts(List.of(pair.first(), pair.second())));
            json.addProperty("numbers", pair.numbers());
            json.addProperty("identical", pair.identical());
            alike.add(json);
        });
        root.add("alike", alike);
        root.add("notRead", CheckJson.texts(List.copyOf(room.notRead().keySet())));
        return Json.pretty(root);
    }

    private static JsonObject sheet(Classroom room, Submission sheet, Notation notation) {
        JsonObject json = new JsonObject();
        json.addProperty("file", sheet.file());
        json.addProperty("student", sheet.student().name());
        sheet.variant().ifPresent(seed -> json.addProperty("variant", seed));
        json.addProperty("outcome", sheet.outcome(room.scheme()).name().toLowerCase(Locale.ROOT));
        if (!sheet.problems().isEmpty()) {
            json.add("problems", CheckJson.texts(sheet.problems()));
        }
        sheet.marked().ifPresent(marked -> {
            json.add("points", Json.number(room.scheme().points(marked)));
            marked.firstWrong().ifPresent(step -> json.addProperty("firstMistake", step.name()));
            json.add("answers", AnswersJson.answers(marked, notation));
        });
        return json;
    }
}

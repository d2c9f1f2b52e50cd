package chalkline.report;

import chalkline.answers.Marked;
import chalkline.answers.MarkedEntry;
import chalkline.answers.MarkedStep;
import chalkline.check.CheckResult;
import chalkline.check.Entry;
import chalkline.check.Finding;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;

/** A checked step as JSON; shapes and indices are in the notation that it names. */
public final class CheckJson {
    private CheckJson() {}

    /** The JSON, indented. */
    public static String of(CheckResult result, Notation notation) {
        return Json.pretty(json(result, notation));
    }

    /** The JSON with a person's answers, indented. */
    public static String of(CheckResult result, Marked marked, Notation notation) {
        JsonObject root = json(result, notation);
        JsonArray answers = new JsonArray();
        for (MarkedStep step : marked.steps()) {
            for (MarkedEntry entry : step.entries()) {
                answers.add(answer(step.name(), entry, notation));
            }
        }
        root.add("answers", answers);
        return Json.pretty(root);
    }

    private static JsonObject answer(String step, MarkedEntry entry, Notation notation) {
        JsonObject json = new JsonObject();
        json.addProperty("step", step);
        json.add("index", index(entry.row(), entry.column(), notation));
        entry.given().ifPresent(given -> json.addProperty("given", given.text()));
        json.add("truth", Json.number(entry.truth()));
        json.add("following", Json.number(entry.following()));
        json.addProperty("mark", entry.mark().label());
        return json;
    }

    private static JsonArray index(int row, int column, Notation notation) {
        return switch (notation) {
            case WX_PLUS_B -> pair(column, row);
            case XW_PLUS_B -> pair(row, column);
        };
    }

    private static JsonObject json(CheckResult result, Notation notation) {
        JsonObject root = new JsonObject();
        root.addProperty("command", "check");
        root.addProperty("verdict", result.verdict().label());
        root.addProperty("precision", result.precision().label());
        root.addProperty("notation", notation.label());
        root.addProperty("matchesFit", result.matchesFit() ? "bitwise" : "no");
        JsonArray steps = new JsonArray();
        result.steps().forEach(step -> steps.add(step(step, notation)));
        root.add("steps", steps);
        JsonArray findings = new JsonArray();
        result.findings().forEach(finding -> findings.add(finding(finding)));
        root.add("findings", findings);
        return root;
    }

    private static JsonObject step(StepResult step, Notation notation) {
        JsonObject json = new JsonObject();
        json.addProperty("name", step.name());
        json.addProperty("section", step.rule().section().title().toLowerCase(Locale.ROOT));
        Matrix shaped =
                notation.convert(step.actual().orElseGet(() -> step.truth().orElseThrow()));
        json.add("shape", pair(shaped.rows(), shaped.columns()));
        json.addProperty("source", step.source().label());
        json.addProperty("verdict", step.verdict().label());
        JsonObject counts = new JsonObject();
        for (StepVerdict verdict : StepVerdict.values()) {
            if (step.count(verdict) > 0) {
                counts.addProperty(verdict.label(), step.count(verdict));
            }
        }
        json.add("counts", counts);
        step.worst().ifPresent(worst -> {
            json.add("maxErrorOverBound", Json.number(step.maxErrorOverBound()));
            json.add("worst", worst(worst, notation));
            json.add("endToEndRelativeError", Json.number(step.endToEndRelativeError()));
            json.addProperty("digits", step.digits());
        });
        return json;
    }

    private static JsonObject worst(Entry entry, Notation notation) {
        JsonObject json = new JsonObject();
        json.add("index", index(entry.row(), entry.column(), notation));
        json.add("actual", Json.number(entry.actual()));
        json.add("reference", Json.number(entry.reference()));
        json.add("bound", Json.number(entry.bound()));
        json.add("truth", Json.number(entry.truth()));
        return json;
    }

    private static JsonObject finding(Finding finding) {
        JsonObject json = new JsonObject();
        json.addProperty("step", finding.step());
        json.addProperty("code", finding.code().label());
        json.addProperty("message", finding.message());
        return json;
    }

    private static JsonArray pair(int first, int second) {
        JsonArray pair = new JsonArray();
        pair.add(first);
        pair.add(second);
        return pair;
    }
}

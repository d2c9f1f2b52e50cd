package chalkline.report;

import chalkline.check.CheckResult;
import chalkline.check.Entry;
import chalkline.check.Finding;
import chalkline.check.KnownDifference;
import chalkline.check.StepResult;
import chalkline.check.StepVerdict;
import chalkline.network.Matrix;
import chalkline.network.Notation;
import chalkline.training.CheckedStep;
import chalkline.training.PrecisionComparison;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;

/** A checked step as JSON; shapes and indices are in the notation that it names. */
public final class CheckJson {
    /** The values of a step of more than this many are in the trace, if anywhere. */
    private static final int MOST_VALUES = 16;

    private CheckJson() {}

    /** The JSON, indented. */
    public static String of(CheckedStep checked, Notation notation) {
        return Json.pretty(json(checked, notation));
    }

    /** Row and column, counted from 0 as the notation has them. */
    static JsonArray index(int row, int column, Notation notation) {
        return switch (notation) {
            case WX_PLUS_B -> pair(column, row);
            case XW_PLUS_B -> pair(row, column);
        };
    }

    /** The JSON itself. */
    static JsonObject json(CheckedStep checked, Notation notation) {
        CheckResult result = checked.result();
        JsonObject root = new JsonObject();
        root.addProperty("command", "check");
        root.addProperty("name", checked.network().name());
        root.addProperty("verdict", result.verdict().label());
        root.addProperty("summary", CheckText.summary(checked));
        root.addProperty("engine", checked.engine());
        root.addProperty("precision", result.precision().label());
        root.addProperty("notation", notation.label());
        root.addProperty("matchesFit", result.matchesFit() ? "bitwise" : "no");
        root.addProperty("examples", checked.batch().size());
        root.add("features", texts(checked.batch().featureNames()));
        root.add("labels", texts(checked.batch().labelNames()));
        JsonArray steps = new JsonArray();
        result.steps()
                .forEach(step -> steps.add(step(step, notation, checked.batch().size())));
        root.add("steps", steps);
        JsonArray known = new JsonArray();
        result.known().forEach(met -> known.add(known(met)));
        root.add("knownDifferences", known);
        JsonArray findings = new JsonArray();
        result.findings().forEach(finding -> findings.add(finding(finding)));
        root.add("findings", findings);
        checked.comparison().ifPresent(comparison -> root.add("precisions", precisions(comparison)));
        return root;
    }

    private static JsonObject known(CheckResult.Met met) {
        KnownDifference difference = met.difference();
        JsonObject json = new JsonObject();
        json.addProperty("id", difference.id());
        json.addProperty("class", difference.kind().label());
        json.addProperty("acknowledged", met.acknowledged());
        json.add("steps", texts(met.steps()));
        json.addProperty("textbook", difference.textbook());
        json.addProperty("framework", difference.framework());
        json.addProperty("since", difference.since());
        difference.report().ifPresent(report -> json.addProperty("report", report));
        json.addProperty("consequence", difference.consequence());
        json.addProperty("message", CheckText.known(met));
        return json;
    }

    private static JsonObject precisions(PrecisionComparison comparison) {
        JsonObject json = new JsonObject();
        json.addProperty("step", comparison.step().toString());
        json.add("paper", Json.number(comparison.onPaper()));
        json.add("float32", Json.number(comparison.float32()));
        json.add("float64", Json.number(comparison.float64()));
        json.add("exact", Json.number(comparison.exact()));
        JsonArray digits = new JsonArray();
        for (PrecisionComparison.Digits kept : comparison.digits()) {
            JsonObject entry = new JsonObject();
            entry.addProperty("step", kept.step().toString());
            entry.addProperty("paper", kept.onPaper());
            entry.addProperty("float32", kept.float32());
            entry.addProperty("float64", kept.float64());
            digits.add(entry);
        }
        json.add("digits", digits);
        return json;
    }

    static JsonArray texts(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static JsonObject step(StepResult step, Notation notation, int examples) {
        JsonObject json = new JsonObject();
        json.addProperty("name", step.name());
        json.addProperty("section", step.rule().phase().title().toLowerCase(Locale.ROOT));
        json.addProperty("formula", step.rule().formula().write(notation, examples));
        Matrix shaped =
                notation.convert(step.actual().orElseGet(() -> step.truth().orElseThrow()));
        json.add("shape", pair(shaped.rows(), shaped.columns()));
        json.addProperty("source", step.source().label());
        json.addProperty("verdict", step.verdict().label());
        if (!step.known().isEmpty()) {
            json.add(
                    "known",
                    texts(step.known().stream().map(KnownDifference::id).toList()));
        }
        if (step.acknowledged()) {
            json.addProperty("acknowledged", true);
        }
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
        if (shaped.size() <= MOST_VALUES) {
            step.actual().ifPresent(actual -> json.add("actual", values(notation.convert(actual))));
            step.truth().ifPresent(truth -> json.add("truth", values(notation.convert(truth))));
        }
        return json;
    }

    private static JsonArray values(Matrix matrix) {
        JsonArray rows = new JsonArray();
        for (int i = 0; i < matrix.rows(); i++) {
            JsonArray row = new JsonArray();
            for (int j = 0; j < matrix.columns(); j++) {
                row.add(Json.number(matrix.get(i, j)));
            }
            rows.add(row);
        }
        return rows;
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
        json.addProperty("step", finding.step().toString());
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

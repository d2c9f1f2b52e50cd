package chalkline.report;

import chalkline.answers.Mark;
import chalkline.answers.MarkedSheet;
import chalkline.answers.MarkedStep;
import chalkline.answers.Scheme;
import chalkline.network.Notation;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A sheet's points as Gradescope reads them from an autograder's {@code results/results.json}: a test a step, with {@code
 * score}, {@code max_score}, {@code status}, {@code name} and {@code output}; the score is their sum. Of a sheet that cannot be
 * read {@code score} is 0 and {@code output} says why. See <a
 * href="https://gradescope-autograders.readthedocs.io/en/latest/specs/">Autograder Specifications</a>, Output format.
 */
public final class GradescopeResults {
    private GradescopeResults() {}

    /** The JSON of a marked sheet. */
    public static String of(MarkedSheet marked, Scheme scheme, Notation notation, int examples) {
        JsonObject root = new JsonObject();
        root.addProperty("output", String.join("\n", AnswersText.headlines(marked, notation, examples)));
        root.addProperty("output_format", "text");
        JsonArray tests = new JsonArray();
        for (String name : scheme.steps()) {
            marked.step(name).ifPresent(step -> tests.add(test(step, scheme, notation)));
        }
        root.add("tests", tests);
        return Json.pretty(root);
    }

    /** The JSON of a sheet that cannot be read. */
    public static String unreadable(List<String> problems) {
        JsonObject root = new JsonObject();
        root.addProperty("score", 0);
        root.addProperty("output", String.join("\n", problems));
        root.addProperty("output_format", "text");
        return Json.pretty(root);
    }

    private static JsonObject test(MarkedStep step, Scheme scheme, Notation notation) {
        double points = scheme.points(step);
        JsonObject test = new JsonObject();
        test.addProperty("name", step.name());
        test.addProperty("score", points);
        test.addProperty("max_score", scheme.worth(step.name()));
        test.addProperty("status", points == scheme.worth(step.name()) ? "passed" : "failed");
        String wrong = AnswersText.corrections(step, notation).stream().collect(Collectors.joining("\n"));
        String note = step.note().map(each -> step.name() + " is " + each).orElse("");
        boolean blank = step.mark() == Mark.BLANK;
        test.addProperty(
                "output",
                blank
                        ? "not answered"
                        : List.of(note, wrong).stream()
                                .filter(part -> !part.isEmpty())
                                .collect(Collectors.joining("\n")));
        test.addProperty("output_format", "text");
        return test;
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
    private static final String WORKSHEET = "configs/assignment-01.yaml";
    private static final List<String> PROPAGATION =
            List.of("Z1", "A1", "Z2", "A2", "loss", "dA2", "dZ2", "dW2", "db2", "dA1", "dZ1", "dW1", "db1");
    private static final List<String> UPDATE = List.of("W1.next", "b1.next", "W2.next", "b2.next");

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    @Test
    void agreesWithTheWorksheetInItsOrderAndCountsTheUpdateApart() {
        Outcome check = here.run("check", WORKSHEET);
        assertThat(check.code()).isZero();
        assertThat(check.err()).isEmpty();
        assertThat(check.out().lines().limit(2))
                .containsExactly(
                        "assignment-01: one Deeplearning4j fit on 1 example, float64, checked step by step",
                        "AGREES  13 of 13 steps, and 4 of 4 updated parameters; "
                                + "these are the gradients fit() used, bit for bit");
        assertThat(check.out())
                .contains("\ndZ2: on paper 0 | float32 0 | float64 -3.836099764e-7 | exact -3.836099724e-7: 1 - A2"
                        + " cancels\n")
                .contains("\nWARNING  y = 18 is outside the sigmoid's (0, 1): the loss cannot fall below 289\n");
        List<String> steps = check.out()
                .lines()
                .filter(line -> line.startsWith("  ") && !line.startsWith("   "))
                .map(line -> line.strip().split(" ")[0])
                .toList();
        assertThat(steps.subList(0, 13)).isEqualTo(PROPAGATION);
        assertThat(steps.subList(13, steps.size())).isEqualTo(UPDATE);
        assertThat(check.out().lines().filter(line -> line.startsWith("  dZ2")))
                .singleElement()
                .asString()
                .containsPattern("dA2 sigmoid'\\(Z2\\) +-3\\.8360997637419e-7 +-3\\.8360997244521e-7 +8 +agrees$");
    }

    @Test
    void writesTheContractsJson() {
        Outcome check = here.run("check", WORKSHEET, "--json", "-");
        assertThat(check.code()).isZero();
        assertThat(check.err()).isEmpty();
        JsonObject json = check.json();
        assertThat(json.keySet())
                .containsExactly(
                        "command",
                        "name",
                        "verdict",
                        "summary",
                        "engine",
                        "precision",
                        "notation",
                        "matchesFit",
                        "examples",
                        "features",
                        "labels",
                        "steps",
                        "knownDifferences",
                        "findings",
                        "precisions");
        assertThat(json.get("name").getAsString()).isEqualTo("assignment-01");
        assertThat(json.get("summary").getAsString())
                .isEqualTo(
                        "13 of 13 steps, and 4 of 4 updated parameters; these are the gradients fit() used, bit for bit");
        assertThat(json.get("engine").getAsString()).isEqualTo("Deeplearning4j");
        assertThat(json.get("examples").getAsInt()).isEqualTo(1);
        assertThat(json.get("features").toString()).isEqualTo("[\"x1\",\"x2\",\"x3\"]");
        assertThat(json.get("labels").toString()).isEqualTo("[\"y\"]");
        assertThat(json.getAsJsonObject("precisions")
                        .getAsJsonArray("digits")
                        .get(6)
                        .toString())
                .isEqualTo("{\"step\":\"dZ2\",\"paper\":0,\"float32\":0,\"float64\":8}");
        assertThat(json.get("command").getAsString()).isEqualTo("check");
        assertThat(json.get("verdict").getAsString()).isEqualTo("agrees");
        assertThat(json.get("precision").getAsString()).isEqualTo("float64");
        assertThat(json.get("notation").getAsString()).isEqualTo("Wx+b");
        assertThat(json.get("matchesFit").getAsString()).isEqualTo("bitwise");

        Map<String, JsonObject> steps = steps(json);
        assertThat(steps.keySet().stream().toList().subList(0, 13)).isEqualTo(PROPAGATION);
        assertThat(steps.keySet().stream().toList().subList(13, 17)).isEqualTo(UPDATE);
        for (JsonObject step : steps.values()) {
            assertThat(step.keySet())
                    .containsExactly(
                            "name",
                            "section",
                            "formula",
                            "shape",
                            "source",
                            "verdict",
                            "counts",
                            "maxErrorOverBound",
                            "worst",
                            "endToEndRelativeError",
                            "digits",
                            "actual",
                            "truth");
            assertThat(step.get("verdict").getAsString()).isEqualTo("agrees");
            assertThat(step.get("source").getAsString()).isIn("recorded", "evaluated");
            assertThat(step.get("maxErrorOverBound").getAsDouble()).isBetween(0.0, 1.0);
            JsonObject worst = step.getAsJsonObject("worst");
            assertThat(worst.keySet()).containsExactly("index", "actual", "reference", "bound", "truth");
            assertThat(worst.getAsJsonArray("index")).hasSize(2);
            JsonArray shape = step.getAsJsonArray("shape");
            assertThat(step.getAsJsonObject("counts").get("agrees").getAsInt())
                    .isEqualTo(shape.get(0).getAsInt() * shape.get(1).getAsInt());
        }
        assertThat(steps.get("Z1").get("shape")).hasToString("[3,1]");
        assertThat(steps.get("dW1").get("shape")).hasToString("[3,3]");
        assertThat(steps.get("dW2").get("shape")).hasToString("[1,3]");
        assertThat(steps.get("db1").get("shape")).hasToString("[3,1]");
        assertThat(steps.get("W2.next").get("shape")).hasToString("[1,3]");

        JsonObject dZ2 = steps.get("dZ2");
        assertThat(dZ2.getAsJsonObject("worst").get("actual").getAsDouble()).isEqualTo(-3.836099763741904e-7);
        assertThat(dZ2.getAsJsonObject("worst").get("truth").getAsDouble())
                .isCloseTo(-3.83609972445209595e-7, within(1e-21));
        assertThat(dZ2.get("endToEndRelativeError").getAsDouble()).isBetween(1.0e-8, 1.05e-8);
        assertThat(dZ2.get("digits").getAsInt()).isEqualTo(8);

        Map<String, String> findings = new LinkedHashMap<>();
        for (JsonElement element : json.getAsJsonArray("findings")) {
            JsonObject finding = element.getAsJsonObject();
            assertThat(finding.keySet()).containsExactly("step", "code", "message");
            findings.put(
                    finding.get("code").getAsString(), finding.get("message").getAsString());
        }
        assertThat(findings)
                .containsEntry(
                        "labels-outside-range",
                        "y = 18 is outside the sigmoid's (0, 1): the loss cannot fall below 289");
    }

    @Test
    void showsIndicesInTheNotationThatIsNamed() {
        JsonObject json = here.run("check", WORKSHEET, "--json", "-").json();
        JsonObject dW2 = steps(json).get("dW2");
        assertThat(dW2.getAsJsonObject("worst").getAsJsonArray("index").get(0).getAsInt())
                .isZero();
        JsonObject inRows =
                here.run("check", "configs/iris.yaml", "--json", "-").json();
        assertThat(inRows.get("notation").getAsString()).isEqualTo("xW+b");
        assertThat(steps(inRows).get("dW1").get("shape")).hasToString("[4,10]");
        assertThat(steps(inRows).get("dA2").get("source").getAsString()).isEqualTo("not-exposed");
        assertThat(steps(inRows).get("dA2").keySet())
                .containsExactly("name", "section", "formula", "shape", "source", "verdict", "counts");
    }

    @Test
    void writesJsonToAFileBesideTheText() {
        Outcome check = here.run("check", WORKSHEET, "--json", "check.json");
        assertThat(check.code()).isZero();
        assertThat(check.out()).startsWith("assignment-01: one Deeplearning4j fit");
        assertThat(here.read("check.json"))
                .isEqualTo(here.run("check", WORKSHEET, "--json", "-").out());
    }

    @Test
    void makesTheDirectoryForTheJsonUnlessAFileIsInTheWay() {
        assertThat(here.run("check", WORKSHEET, "--json", "results/check.json").code())
                .isZero();
        assertThat(here.read("results/check.json")).startsWith("{");
        Outcome check = here.run("check", WORKSHEET, "--json", WORKSHEET + "/check.json");
        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(check.err())
                .isEqualTo(here.path(WORKSHEET + "/check.json") + ": cannot be written: " + here.path(WORKSHEET)
                        + " is not a directory" + System.lineSeparator());
    }

    @Test
    void saysOfFloat32FirstHowManyStepsCarryNoCorrectDigit() {
        Outcome check = here.run("check", WORKSHEET, "--precision", "float32");
        assertThat(check.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(check.out().lines().skip(1).findFirst())
                .contains("INCONCLUSIVE  7 of 13 steps carry no correct digit in float32: "
                        + "dZ2 dW2 db2 dA1 dZ1 dW1 db1; these are the gradients fit() used, bit for bit");
        JsonObject json = here.run("check", WORKSHEET, "--precision", "float32", "--json", "-")
                .json();
        assertThat(json.get("verdict").getAsString()).isEqualTo("inconclusive");
        assertThat(json.get("precision").getAsString()).isEqualTo("float32");
        JsonObject dZ2 = steps(json).get("dZ2");
        assertThat(dZ2.get("verdict").getAsString()).isEqualTo("uninformative");
        assertThat(dZ2.getAsJsonObject("worst").get("actual").getAsDouble()).isZero();
        assertThat(dZ2.get("endToEndRelativeError").getAsDouble()).isEqualTo(1.0);
    }

    @Test
    void isInconclusiveWhereNumbersLeaveFloat32() throws IOException {
        here.edited(WORKSHEET, "large.yaml", "[[20, 3, 4]]", "[[1e300, 3, 4]]");
        Outcome check = here.run("check", "large.yaml", "--precision", "float32");
        assertThat(check.code()).isEqualTo(ExitCode.INCONCLUSIVE);
        assertThat(check.out().lines().skip(1).findFirst().orElseThrow())
                .contains("X is not finite; 1 of 13 steps carries no correct digit in float32: dZ2; Z1 A1 Z2 dW2 dW1")
                .contains("have no bound in float32; ");
        assertThat(check.out())
                .contains("WARNING  X, column 1, is Infinity: 1e300 is beyond float32's largest number, 3.4028235e38");
        JsonObject json = here.run("check", "large.yaml", "--precision", "float32", "--json", "-")
                .json();
        assertThat(steps(json).get("Z1").getAsJsonObject("worst").get("actual").getAsString())
                .isEqualTo("Infinity");
    }

    @Test
    void takesOtherRowsAndFewerRows() {
        assertThat(here.run("check", "configs/iris.yaml", "--rows", "3").out())
                .startsWith("iris: one Deeplearning4j fit on 3 examples, float32, checked step by step\nAGREES ");
        Outcome other = here.run("check", WORKSHEET, "--data", "data/assignment-01.csv");
        assertThat(other.code()).isZero();
        assertThat(other.out()).isEqualTo(here.run("check", WORKSHEET).out());
    }

    @Test
    void refusesDataWithOtherColumns() {
        Outcome check = here.run("check", WORKSHEET, "--data", "data/iris.csv");
        assertThat(check.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(check.out()).isEmpty();
        assertThat(check.err())
                .startsWith(here.path("data/iris.csv") + ": no column \"x1\", \"x2\", \"x3\", \"y\"; the columns "
                        + "are \"sepal_length_cm\"");
        assertThat(check.hasStackTrace()).isFalse();
    }

    private static Map<String, JsonObject> steps(JsonObject json) {
        Map<String, JsonObject> steps = new LinkedHashMap<>();
        for (JsonElement element : json.getAsJsonArray("steps")) {
            steps.put(element.getAsJsonObject().get("name").getAsString(), element.getAsJsonObject());
        }
        return steps;
    }
}

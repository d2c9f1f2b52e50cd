package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sheet --variants} and {@code mark CONFIG DIR}: a class, as its teacher has it. */
class ClassCommandTest {
    private static final String CONFIG = "configs/assignment-01.yaml";

    @TempDir
    private Path directory;

    private Workplace place;

    @BeforeEach
    void copyConfigurations() throws IOException {
        place = Workplace.in(directory);
        Files.createDirectories(place.path("class"));
    }

    private void folder(String name) throws IOException {
        Files.createDirectories(place.path(name));
    }

    @Test
    void everyVariantsSheetIsMarkedByItsOwnNumbers() throws IOException {
        Workplace.Outcome written = place.run("sheet", CONFIG, "--variants", "12", "--out", "sheets");
        assertThat(written.code()).isZero();
        assertThat(place.names("sheets"))
                .hasSize(12)
                .startsWith("variant-01.yaml")
                .endsWith("variant-12.yaml");
        assertThat(place.read("sheets/variant-07.yaml"))
                .startsWith("# Answers to assignment-01, variant 7.\n")
                .contains("\nvariant: 7\n", "\nstudent: ~ ");
        for (int seed : List.of(7, 8)) {
            place.run("derive", CONFIG, "--variant", Integer.toString(seed), "--npz", "right.npz");
            String z1 = answer(place.run("mark", CONFIG, "right.npz", "--variant", "" + seed, "--json", "-"), "Z1");
            Files.writeString(
                    place.path("class/" + seed + ".yaml"),
                    place.read("sheets/variant-0" + seed + ".yaml").replaceFirst("Z1: .*", "Z1: " + z1));
        }
        Workplace.Outcome marked = place.run("mark", CONFIG, "class");
        assertThat(marked.code()).as(marked.out()).isZero();
        assertThat(marked.err()).contains("2 without mistake as far as answered");
        assertThat(marked.out())
                .contains("\n7.yaml,1,17,1,0")
                .contains(",7,7\n")
                .contains(",8,8\n");
        // The neighbour's numbers are wrong in one's own sheet.
        place.write("class/8.yaml", place.read("class/7.yaml").replace("variant: 7", "variant: 8"));
        assertThat(place.run("mark", CONFIG, "class").code()).isEqualTo(1);
        Workplace.Outcome other = place.run("mark", CONFIG, "class/7.yaml", "--variant", "9");
        assertThat(other.code()).isEqualTo(2);
        assertThat(other.err()).endsWith("class/7.yaml: is of variant 7, not of --variant 9\n");
    }

    private static String answer(Workplace.Outcome outcome, String step) {
        return outcome.json().getAsJsonArray("answers").asList().stream()
                .map(answer -> answer.getAsJsonObject())
                .filter(answer -> answer.get("step").getAsString().equals(step))
                .map(answer -> answer.get("truth").getAsString())
                .toList()
                .toString();
    }

    @Test
    void aSheetSaysItsStep() throws IOException {
        place.edited(CONFIG, "two.yaml", "epochs: 1", "epochs: 2");
        place.run("sheet", "two.yaml", "--step", "2", "--out", "second.yaml");
        assertThat(place.read("second.yaml")).contains("step 2 of the training.", "\nstep: 2\n", "# iteration = 1");
        place.write("second.yaml", place.read("second.yaml").replace("  Z2: ~", "  Z2: 18.3000312"));
        Workplace.Outcome marked = place.run("mark", "two.yaml", "second.yaml");
        assertThat(marked.out())
                .as(marked.out())
                .startsWith("NO MISTAKE SO FAR")
                .contains("1 right");
    }

    @Test
    void examplesBesideGivenWeightsComeAsTheyAreWritten() throws IOException {
        place.write(
                "three.yaml",
                place.read(CONFIG)
                        .replace("x: [[20, 3, 4]]", "x: [[20, 3, 4], [1, 2, 3], [5, 6, 7], [8, 9, 10]]")
                        .replace("y: [[18]]", "y: [[18], [1], [2], [3]]"));
        for (int step = 1; step <= 4; step++) {
            String y = List.of("18", "1", "2", "3").get(step - 1);
            assertThat(place.run("sheet", "three.yaml", "--step", Integer.toString(step))
                            .out())
                    .contains("# y = " + y + "\n");
        }
    }

    @Test
    void severalSheetsOfAStudentAreSaidAndTheBestCounts() throws IOException {
        folder("class/Anna Schmidt_4711_assignsubmission_file_/.ipynb_checkpoints");
        String folder = "class/Anna Schmidt_4711_assignsubmission_file_/";
        place.write(folder + "a.yaml", "answers: { Z2: 17.123456, loss: 17.654321 }");
        place.write(folder + "b.yaml", "answers: { Z2: 17.123456, loss: 17.654321, A2: 1 }");
        place.write(folder + ".ipynb_checkpoints/a.yaml", "answers: { Z2: 18.3 }");
        Workplace.Outcome marked = place.run("mark", CONFIG, "class", "--out", "marks");
        assertThat(marked.out())
                .startsWith("2 sheets: ")
                .contains("Several  Anna Schmidt handed in Anna Schmidt_4711_assignsubmission_file_/a.yaml, ")
                .contains(".ipynb_checkpoints/a.yaml: in a hidden folder")
                .doesNotContain("Alike");
        assertThat(place.read("marks/moodle.csv").lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("Participant 4711,Anna Schmidt,Anna Schmidt,1,17,");
    }

    @Test
    void anExportedFolderIsTakenWholeAndWhatIsNoSheetIsNamed() throws IOException {
        folder("class/Anna Schmidt_4711_assignsubmission_file_");
        folder("class/Ben/part");
        place.write("class/Anna Schmidt_4711_assignsubmission_file_/sheet.yaml", "student: 007\nanswers: { A2: 1 }");
        place.write("class/Ben/part/ben.yml", "answers: { loss: 17 }");
        place.write("class/photo.jpg", "");
        place.write("class/submission_metadata.yml", "submission_1: {}");
        Workplace.Outcome marked = place.run("mark", CONFIG, "class", "--out", "class/marks");
        assertThat(marked.code()).isEqualTo(1);
        assertThat(marked.err()).isEmpty();
        assertThat(marked.out())
                .startsWith("2 sheets: 0 without mistake, 1 without mistake as far as answered, 1 with a mistake\n")
                .contains("Not read  photo.jpg: ", "Not read  submission_metadata.yml: ");
        assertThat(place.names("class/marks")).containsExactly("class.html", "feedback", "moodle.csv", "points.csv");
        assertThat(place.read("class/marks/moodle.csv").lines())
                .containsExactly(
                        "Identifier,Full name,ID number,Grade,Maximum Grade,Last modified (grade),Feedback comments",
                        "Participant 4711,Anna Schmidt,007,1,17,-,\"NO MISTAKE SO FAR  in Anna"
                                + " Schmidt_4711_assignsubmission_file_/sheet.yaml: 1 right, 12 blank\"",
                        ",Ben/part/ben,Ben/part/ben,0,17,-,\"FIRST MISTAKE  loss is 17 in Ben/part/ben.yml: 1 wrong, 12"
                                + " blank. loss = (A2 - y)^2 = (0.99999998871735 - 18)^2 = (-17.000000011283)^2 ="
                                + " 289.00000038361, with the numbers before it\"");
        String page = place.read("class/marks/feedback/Ben/part/ben.yml.html");
        assertThat(page).contains("loss is 17, right is 289.00000038361", "0 of 17 points", ">Ben/part/ben</h1>");
        // The marks themselves are no sheets.
        assertThat(place.run("mark", CONFIG, "class", "--out", "class/marks").out())
                .isEqualTo(marked.out());
    }

    @Test
    void weightsDecideThePoints() throws IOException {
        place.write("weighted.yaml", place.read(CONFIG) + "points: { update: 0, dZ2: 4, dW1: 2.5 }\n");
        place.write("class/anna.yaml", Files.readString(Path.of("configs/assignment-01.answers.yaml")));
        Workplace.Outcome marked = place.run("mark", "weighted.yaml", "class");
        assertThat(marked.code()).isZero();
        assertThat(marked.out().lines())
                .containsExactly(
                        "file,points,of,Z1,A1,Z2,A2,loss,dA2,dZ2,dW2,db2,dA1,dZ1,dW1,db1,first_mistake,note,student,variant",
                        "anna.yaml,17.5,17.5,1,1,1,1,1,1,4,1,1,1,1,2.5,1,none,,anna,");
        assertThat(marked.err()).contains("1 sheet: 1 without mistake\n");
        place.write("unknown.yaml", place.read(CONFIG) + "points: { dW3: 1, dW2: -1 }\n");
        assertThat(place.run("mark", "unknown.yaml", "class").err())
                .endsWith("unknown.yaml:38:24: points.dW2: must be at least 0, not -1\n");
        place.write("unknown.yaml", place.read(CONFIG) + "points: { dW3: 1 }\n");
        assertThat(place.run("mark", "unknown.yaml", "class").err())
                .contains("unknown.yaml:38:16: points.dW3: unknown step dW3, did you mean");
    }

    @Test
    void theGradientOfTheInputsIsAStepWhereItIsAskedFor() throws IOException {
        // W1ᵀ·dZ1 of the worksheet's dZ1.
        place.write("input.yaml", "answers: { dX: [-2.30165983467e-7, -2.7619918016e-7, -3.22232376854e-7] }");
        Workplace.Outcome marked = place.run("mark", CONFIG, "input.yaml");
        assertThat(marked.code()).as(marked.out()).isZero();
        assertThat(marked.out()).contains("\ndX    W1^T dZ1 ");
        assertThat(place.run("sheet", CONFIG).out()).doesNotContain("dX");
        place.write("asked.yaml", place.read(CONFIG) + "points: { dX: 2 }\n");
        assertThat(place.run("sheet", "asked.yaml").out()).contains("\n  dX: [~, ~, ~] # W1^T dZ1\n");
        place.write("class/anna.yaml", place.read("input.yaml"));
        assertThat(place.run("mark", "asked.yaml", "class").out()).contains("db1,dX,W1.next", "anna.yaml,2,19,");
    }

    @Test
    void sharedWrongNumbersAreNamedAndSharedRightOnesAreNot() throws IOException {
        String right = Files.readString(Path.of("configs/assignment-01.answers.yaml"));
        place.write("class/a.yaml", right);
        place.write("class/b.yaml", right);
        String wrong = right.replace("Z1: [3.9,", "Z1: [4.71,").replace("dA2: -34", "dA2: -31.7");
        place.write("class/c.yaml", wrong);
        place.write("class/d.yaml", wrong.replace("A2: 1", "A2: 0.9"));
        place.write("class/e.yaml", right.replace("dA2: -34", "dA2: -31.7"));
        Workplace.Outcome marked = place.run("mark", CONFIG, "class");
        assertThat(marked.err().lines().filter(line -> line.startsWith("Alike")))
                .containsExactly("Alike  c.yaml and d.yaml share 2 wrong numbers that no usual mistake explains");
        place.write("class/f.yaml", "# copied\n" + place.read("class/e.yaml"));
        JsonObject json = place.run("mark", CONFIG, "class", "--json", "-").json();
        assertThat(json.getAsJsonArray("alike")).hasSize(2);
        assertThat(json.getAsJsonArray("alike").get(1).toString())
                .isEqualTo("{\"sheets\":[\"e.yaml\",\"f.yaml\"],\"numbers\":1,\"identical\":true}");
        assertThat(json.getAsJsonArray("sheets")).hasSize(6);
        assertThat(json.getAsJsonObject("means").get("Z1").getAsDouble()).isEqualTo((4 + 2 * 2 / 3.0) / 6);
        assertThat(json.getAsJsonArray("sheets")
                        .get(2)
                        .getAsJsonObject()
                        .get("firstMistake")
                        .getAsString())
                .isEqualTo("Z1");
    }

    @Test
    void gradescopeReadsResults() throws IOException {
        folder("submission");
        place.write("submission/my answers.yaml", "answers: { Z1: [3.9, 12.1, 7], A2: 1 }");
        place.write("submission/readme.txt", "");
        Workplace.Outcome marked = place.run("mark", CONFIG, "submission", "--results", "results.json");
        assertThat(marked.code()).isEqualTo(1);
        JsonObject results = JsonParser.parseString(place.read("results.json")).getAsJsonObject();
        assertThat(results.keySet()).containsExactly("output", "output_format", "tests");
        assertThat(results.get("output").getAsString()).startsWith("FIRST MISTAKE  Z1[3,1] is 7 in ");
        assertThat(results.getAsJsonArray("tests")).hasSize(17);
        assertThat(results.getAsJsonArray("tests").get(0).getAsJsonObject().toString())
                .isEqualTo("{\"name\":\"Z1\",\"score\":0.6666666666666666,\"max_score\":1.0,\"status\":\"failed\","
                        + "\"output\":\"Z1[3,1] is 7, right is 20.3\",\"output_format\":\"text\"}");
        assertThat(results.getAsJsonArray("tests")
                        .get(3)
                        .getAsJsonObject()
                        .get("status")
                        .getAsString())
                .isEqualTo("passed");
        place.write("submission/my answers.yaml", "answers: { Z1: [3.9, 12.1] }");
        assertThat(place.run("mark", CONFIG, "submission", "--results", "results.json")
                        .code())
                .isEqualTo(2);
        results = JsonParser.parseString(place.read("results.json")).getAsJsonObject();
        assertThat(results.get("score").getAsInt()).isZero();
        assertThat(results.get("output").getAsString())
                .endsWith("has 2 numbers, but Z1 has 3×1 numbers in Wx+b notation");
        place.write("submission/second.yaml", "answers: { A2: 1 }");
        assertThat(place.run("mark", CONFIG, "submission", "--results", "results.json")
                        .err())
                .endsWith("submission: holds 2 sheets, but --results is of one\n");
    }

    @Test
    void whatIsGivenIsTakenAsItIsWrittenAndNothingIsDrawnUnasked() throws IOException {
        place.edited(CONFIG, "plain.yaml", "  normalize: none # the worksheet's numbers as they are\n", "");
        assertThat(place.run("sheet", "plain.yaml").out()).contains("# X = [[20], [3], [4]]\n");
        place.edited(
                CONFIG,
                "standard.yaml",
                "normalize: none # the worksheet's numbers as they are",
                "normalize: standardize");
        assertThat(place.run("sheet", "standard.yaml").out()).contains("# X = [[0], [0], [0]]\n");
        String w2 = "        weights: [[0.2, 0.4, 0.6]] # W2\n";
        place.edited(CONFIG, "drawn.yaml", w2, "");
        assertThat(place.run("sheet", "drawn.yaml").code()).isZero();
        place.edited(CONFIG, "unasked.yaml", w2, "", "seed: 42\n", "");
        Workplace.Outcome refused = place.run("sheet", "unasked.yaml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .endsWith(": network.layers[1].output: has no weights, but another layer has: give them, or have them"
                        + " drawn with seed: 42\n");
    }
}

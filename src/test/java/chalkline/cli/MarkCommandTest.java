package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.NumPy;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code mark}, {@code sheet} and {@code derive}, as a student and a teacher use them. */
class MarkCommandTest {
    private static final String CONFIG = "configs/assignment-01.yaml";

    @TempDir
    private Path directory;

    private Workplace place;

    @BeforeEach
    void copyConfigurations() throws IOException {
        place = Workplace.in(directory);
    }

    private Workplace.Outcome mark(String yaml) throws IOException {
        place.write("sheet.yaml", yaml);
        return place.run("mark", CONFIG, "sheet.yaml");
    }

    @Test
    void theFirstMistakeComesFirstWithItsArithmeticAndWhatIsRight() throws IOException {
        Workplace.Outcome outcome =
                mark("answers: { Z1: [3.9, 12.1, 20.3], A1: [3.9, 12.1, 20.3], Z2: 18.3, A2: 1, loss: 17, dA2: -34 }");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(outcome.out().lines().findFirst().orElseThrow())
                .startsWith("FIRST MISTAKE  loss is 17 in ")
                .endsWith("sheet.yaml: 5 right, 1 wrong, 7 blank");
        assertThat(outcome.out().lines().skip(1).limit(2))
                .containsExactly(
                        "  loss = (A2 - y)^2 = (1 - 18)^2 = (-17)^2 = 289, with the numbers before it",
                        "  Right from the start is 289.00000038361");
    }

    @Test
    void aBlankSheetExits1AndAnEmptyOneIsTheTemplate() {
        Workplace.Outcome written = place.run("sheet", CONFIG, "--out", "blank.yaml");
        assertThat(written.code()).isZero();
        assertThat(place.read("blank.yaml")).contains("notation: Wx+b", "Z1: [~, ~, ~] # W1 X + b1", "# y = 18");
        Workplace.Outcome marked = place.run("mark", CONFIG, "blank.yaml");
        assertThat(marked.code()).isEqualTo(1);
        assertThat(marked.out()).startsWith("NOTHING ANSWERED");
    }

    @Test
    void aVariantHasOtherNumbersAndTheSameSeedTheSame() {
        for (String seed : List.of("7", "7", "8")) {
            place.run("sheet", CONFIG, "--variant", seed, "--out", "sheet-" + seed + ".yaml");
        }
        assertThat(place.read("sheet-7.yaml")).isNotEqualTo(place.read("sheet-8.yaml"));
        Workplace.Outcome checked = place.run("check", CONFIG, "--variant", "7");
        assertThat(checked.code()).isZero();
        assertThat(checked.out()).startsWith("assignment-01: one").doesNotContain("WARNING", "20.3");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() throws IOException {
        place.run("train", CONFIG);
        Workplace.Outcome variant =
                place.run("check", "models/assignment-01.zip", "--data", "data/assignment-01.csv", "--variant", "7");
        assertThat(variant.code()).isEqualTo(2);
        assertThat(variant.err()).startsWith("--variant is for a configuration; a model has its numbers");
        place.write("sheet.yaml", "answers: { A2: 1 }");
        Workplace.Outcome csv = place.run("mark", CONFIG, "sheet.yaml", "--csv", "points.csv");
        assertThat(csv.code()).isEqualTo(2);
        assertThat(csv.err()).startsWith("--csv goes with a folder of sheets");
        Workplace.Outcome zip = place.run("derive", "models/assignment-01.zip");
        assertThat(zip.code()).isEqualTo(2);
        assertThat(zip.err())
                .startsWith("derive is for a configuration; one with this model's network says network: { from:"
                        + " models/assignment-01.zip }\n");
        Workplace.Outcome ending = place.run("derive", CONFIG, "--out", "derivation.pdf");
        assertThat(ending.code()).isEqualTo(2);
        assertThat(ending.err())
                .startsWith("--out is derivation.pdf but must end in .md (Markdown), .tex (LaTeX) or .txt (text)\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--answers s.yaml --variant 7, mark a.yaml s.yaml --variant 7",
        "--answers class --csv p.csv, mark a.yaml class --csv p.csv",
        "--csv p.csv --rows 2, mark a.yaml DIR --csv p.csv --rows 2",
        "--answers-template s.yaml, sheet a.yaml --out s.yaml",
        "--derivation d.tex --data d.csv, derive a.yaml --out d.tex --data d.csv"
    })
    void whatBecameACommandIsNamedWithTheLineToType(String options, String line) {
        String[] words = options.split(" ");
        Workplace.Outcome outcome = Workplace.runAsIs(
                Stream.concat(Stream.of("check", "a.yaml"), Stream.of(words)).toArray(String[]::new));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines())
                .containsExactly(
                        words[0] + " is the command " + line.split(" ")[0] + " now: chalkline " + line,
                        "More with: chalkline " + line.split(" ")[0] + " --help");
    }

    @Test
    void whatIsGivenWholeLoadsNoNativeLibrary() throws Exception {
        place.write("sheet.yaml", "answers: { A2: 1 }");
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        for (String command : List.of("mark", "sheet", "derive")) {
            List<String> line = place.javaCommand(
                    List.of("-Xlog:class+load:file=" + place.path("classes.log")),
                    classPath,
                    command,
                    command.equals("mark") ? new String[] {CONFIG, "sheet.yaml"} : new String[] {CONFIG});
            Workplace.Outcome outcome = place.process(line);
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(place.read("classes.log"))
                    .contains("chalkline.reference.Derivation ")
                    .doesNotContain(" org.nd4j.", " org.bytedeco.");
        }
    }

    @Test
    void drawnWeightsAreThoseOfTheTraining() throws IOException {
        place.write("drawn.yaml", DRAWN);
        for (int step = 1; step <= 3; step++) {
            place.run("derive", "drawn.yaml", "--step", Integer.toString(step), "--npz", step + ".npz");
            Workplace.Outcome marked = place.run("mark", "drawn.yaml", step + ".npz", "--step", Integer.toString(step));
            assertThat(marked.out()).startsWith("NO MISTAKE");
        }
        place.run("check", "drawn.yaml", "--steps", "3", "--npz", "trace.npz");
        // The framework's own numbers of its third step, which it came to by itself.
        Workplace.Outcome trace = place.run("mark", "drawn.yaml", "trace.npz", "--step", "3");
        assertThat(trace.code()).as(trace.out()).isZero();
        assertThat(place.run("mark", "drawn.yaml", "trace.npz", "--step", "1").code())
                .isEqualTo(1);
    }

    /** (x − 4)² from 10, as University of Saida publishes it: 7.6, 4.0, 0.76, −0.86. */
    @Test
    void classicalMomentumIsMarkedByTheDerivationAlone() throws IOException {
        place.write("momentum.yaml", """
                name: momentum
                notation: Wx+b
                network: { layers: [ output: { units: 1, activation: identity, loss: mse, has-bias: false, weights: [[10]] } ] }
                data: { train: { x: [[1]], y: [[4]] } }
                training: { updater: { momentum: { learning-rate: 0.2, momentum: 0.9 } }, batch-size: 1, epochs: 4 }
                """);
        List<String> published = List.of("7.6", "4.0", "0.76", "-0.86");
        for (int step = 1; step <= published.size(); step++) {
            place.write("sheet.yaml", "step: " + step + "\nanswers: { W1.next: " + published.get(step - 1) + " }");
            Workplace.Outcome marked = place.run("mark", "momentum.yaml", "sheet.yaml");
            assertThat(marked.code()).as(marked.out()).isZero();
        }
        assertThat(place.run("derive", "momentum.yaml", "--step", "2").out())
                .contains("W1.v.next = 0.9 W1.v + 0.2 dW1");
        Workplace.Outcome checked = place.run("check", "momentum.yaml");
        assertThat(checked.code()).isEqualTo(2);
        assertThat(checked.err())
                .isEqualTo(
                        "momentum: Deeplearning4j has no classical momentum, only Nesterov's, updater: { nesterovs: {"
                                + " learning-rate: 0.1, momentum: 0.9 } }; mark, sheet and derive work with it\n");
    }

    @Test
    void jsonHasAMarkForEveryNumber() throws IOException {
        place.write("sheet.yaml", "answers: { A2: 1, dZ2: 0, dW2: [0, 0, 1] }");
        JsonObject json = place.run("mark", CONFIG, "sheet.yaml", "--json", "-").json();
        JsonObject dZ2 = json.getAsJsonArray("answers").asList().stream()
                .map(element -> element.getAsJsonObject())
                .filter(answer -> answer.get("step").getAsString().equals("dZ2"))
                .findFirst()
                .orElseThrow();
        assertThat(dZ2.get("given").getAsString()).isEqualTo("0");
        assertThat(dZ2.get("mark").getAsString()).isEqualTo("rounded-to-zero");
        assertThat(dZ2.getAsJsonArray("index").toString()).isEqualTo("[0,0]");
        assertThat(dZ2.get("truth").getAsDouble()).isEqualTo(-3.836099724452096e-7);
        assertThat(json.getAsJsonArray("answers").asList().stream()
                        .map(element -> element.getAsJsonObject())
                        .filter(answer -> answer.get("mark").getAsString().equals("wrong"))
                        .map(answer -> answer.get("index").toString()))
                .containsExactly("[0,2]");
    }

    @Test
    void everyMistakeOfASheetIsNamedWithItsPlace() throws IOException {
        Workplace.Outcome outcome =
                mark("notation: Wx+b\nanswers:\n  Z1: [1, 2]\n  Z9: 3\n  dW1: [[1, 2], [3]]\n  A2: one\n");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err().lines().map(line -> line.replace(directory + "/", "")))
                .containsExactly(
                        "sheet.yaml:3:7: answers.Z1: has 2 numbers, but Z1 has 3×1 numbers in Wx+b notation",
                        "sheet.yaml:4:3: answers: unknown step Z9, did you mean Z1? (known: X, y, W1, b1, W2, b2, Z1, A1,"
                                + " Z2, A2, loss, dA2, dZ2, dW2, db2, dA1, dZ1, dW1, db1, dX, W1.next, b1.next, W2.next,"
                                + " b2.next)",
                        "sheet.yaml:5:17: answers.dW1[1]: the row has 1 number but the first has 2",
                        "sheet.yaml:6:7: answers.A2: must be a number, not one");
    }

    @Test
    void hostileSheetsEndWithASentence() throws IOException {
        List<String> hostile = List.of(
                "a: " + "[".repeat(5000),
                "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nanswers: { Z1: [*c, *c] }",
                "answers: { Z2: 1e999999999 }",
                "answers: 7",
                "",
                "answers: { Z1: .nan }");
        for (String yaml : hostile) {
            Workplace.Outcome outcome = mark(yaml);
            assertThat(outcome.code())
                    .as(yaml.substring(0, Math.min(30, yaml.length())))
                    .isEqualTo(2);
            assertThat(outcome.hasStackTrace()).isFalse();
        }
        Files.write(place.path("bad.npz"), new byte[] {'P', 'K', 3, 4, 0, 0});
        Workplace.Outcome npz = place.run("mark", CONFIG, "bad.npz");
        assertThat(npz.code()).isEqualTo(2);
        assertThat(npz.err().lines()).hasSize(1);
    }

    @Test
    void aClassBecomesOneCsvAndASummary() throws IOException {
        Files.createDirectory(place.path("class"));
        place.write("class/anna.yaml", Files.readString(Path.of("configs/assignment-01.answers.yaml")));
        place.write("class/ben.yaml", "answers: { Z1: [3.9, 12.1, 20.3], A2: 1, loss: 17 }");
        place.write("class/carl.yaml", "answers: { loss: 144.5 }");
        place.write("class/dora.yaml", "answers: { loss: 17 }");
        place.write("class/=1+cmd.yaml", "answers: { A2: 1 }");
        place.write("class/emil.yaml", "answers: { Z1: [1, 2] }");
        place.write("class/notes.txt", "no sheet");
        Workplace.Outcome outcome = place.run("mark", CONFIG, "class");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.out().lines())
                .containsExactly(
                        "file,points,of,Z1,A1,Z2,A2,loss,dA2,dZ2,dW2,db2,dA1,dZ1,dW1,db1,W1.next,b1.next,W2.next,b2.next,"
                                + "first_mistake,note,student,variant",
                        "'=1+cmd.yaml,1,17,0,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,none as far as answered,,'=1+cmd,",
                        "anna.yaml,13,17,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0,0,0,none as far as answered,,anna,",
                        "ben.yaml,2,17,1,0,0,1,0,0,0,0,0,0,0,0,0,0,0,0,0,loss,,ben,",
                        "carl.yaml,0,17,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,loss,\"half of the right value: a loss with a ½,"
                                + " or a derivative's 2 forgotten\",carl,",
                        "dora.yaml,0,17,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,loss,,dora,",
                        "emil.yaml,,17,,,,,,,,,,,,,,,,,,unreadable,\"emil.yaml:1:16: answers.Z1: has 2 numbers, but Z1 has"
                                + " 3×1 numbers in Wx+b notation\",emil,");
        assertThat(outcome.err())
                .contains("6 sheets: 0 without mistake, 2 without mistake as far as answered, 3 with a mistake,"
                        + " 1 unreadable\n")
                .contains("Mean  3.2 of 17 points; Z1 0.4, A1 0.2,")
                .contains("Commonest first mistakes\n     2  loss\n     1  loss: half of the right value")
                .contains("\nNot read  notes.txt: no sheet of answers\n");

        place.run("mark", CONFIG, "class", "--csv", "class/points.csv", "--json", "class/class.json");
        Workplace.Outcome again = place.run("mark", CONFIG, "class");
        assertThat(again.out()).isEqualTo(outcome.out());
        assertThat(again.err())
                .contains("\nNot read  class.json: marks, which this command wrote\n")
                .contains("\nNot read  points.csv: marks, which this command wrote\n");

        Workplace.Outcome toFile = place.run("mark", CONFIG, "class", "--csv", "points.csv");
        assertThat(toFile.out()).startsWith("6 sheets");
        assertThat(place.read("points.csv")).isEqualTo(outcome.out());
    }

    /** Right work on other numbers: float64 holds what is right here. */
    @Test
    void digitsThatAMistakeTookAreNotThePrecisions() throws IOException {
        place.write("others.yaml", place.read(CONFIG).replace("[[20, 3, 4]]", "[[2, 3, 4]]"));
        place.run("derive", "others.yaml", "--npz", "others.npz");
        Workplace.Outcome marked = place.run("mark", CONFIG, "others.npz");
        assertThat(marked.code()).isEqualTo(1);
        assertThat(marked.out()).startsWith("FIRST MISTAKE  X").doesNotContain("NO CORRECT DIGIT");
        place.write("first.yaml", "answers: { Z1: [3.8, 12.1, 20.3] }\n");
        assertThat(place.run("mark", CONFIG, "first.yaml").out().lines())
                .contains("  Z1 = W1 X + b1 = 0.1·20 + 0.2·3 + 0.3·4 + 0.1 = 2 + 0.6 + 1.2 + 0.1 = 3.9");
    }

    @Test
    void numPysOwnNumbersAreRightAndFloat32CarriesNoDigit() throws Exception {
        NumPy.run(NUMPY, "64", place.path("w64.npz").toString());
        NumPy.run(NUMPY, "32", place.path("w32.npz").toString());
        Workplace.Outcome float64 = place.run("mark", CONFIG, "w64.npz");
        assertThat(float64.code()).isZero();
        assertThat(float64.out()).startsWith("NO MISTAKE").contains("w64.npz: 13 right");
        Workplace.Outcome float32 = place.run("mark", CONFIG, "w32.npz");
        assertThat(float32.code()).isZero();
        assertThat(float32.out())
                .contains("NO CORRECT DIGIT  in dZ2 dW2 db2 dA1 dZ1 dW1 db1: float32 cannot hold them");
    }

    @Test
    void aTraceIsARightAnswerAndATransposedArrayAmongOthersIsNamed() throws Exception {
        place.run("check", CONFIG, "--npz", "trace.npz");
        Workplace.Outcome own = place.run("mark", CONFIG, "trace.npz");
        assertThat(own.code()).isZero();
        NumPy.run(
                "import numpy as np, sys\nt = dict(np.load(sys.argv[1]))\nt['dW1'] = t['dW1'].T\nt['spam'] = 1\nnp.savez(sys.argv[2], **t)",
                place.path("trace.npz").toString(),
                place.path("turned.npz").toString());
        Workplace.Outcome turned = place.run("mark", CONFIG, "turned.npz");
        assertThat(turned.code()).isEqualTo(1);
        assertThat(turned.out())
                .startsWith("FIRST MISTAKE  dW1")
                .contains("It is the transpose of the right matrix")
                .contains("Ignored, being no step's name: spam");
    }

    /** Weights and a mask are drawn, the updater keeps something, and an epoch has two mini-batches. */
    private static final String DRAWN = """
            name: drawn
            seed: 5
            precision: float64
            network:
              layers:
                - dense: { units: 3, activation: tanh, retain-probability: 0.8 }
                - output: { units: 1, activation: sigmoid, loss: xent }
            data: { train: { x: [[1, 2], [-1, 0.5], [0.3, 1]], y: [[1], [0], [1]] }, normalize: none }
            training: { updater: { adam: { learning-rate: 0.1 } }, batch-size: 2, epochs: 3 }
            """;

    /** The worksheet as one writes it in NumPy; the first argument is the precision, the second the file. */
    private static final String NUMPY = """
            import numpy as np, sys
            t = np.float64 if sys.argv[1] == '64' else np.float32
            x, y = np.array([[20, 3, 4]], t).T, t(18)
            W1 = np.array([[.1, .2, .3], [.4, .5, .6], [.7, .8, .9]], t)
            b1, W2, b2 = np.array([[.1, .2, .3]], t).T, np.array([[.2, .4, .6]], t), np.array([[.5]], t)
            Z1 = W1 @ x + b1
            A1 = np.maximum(Z1, 0)
            Z2 = W2 @ A1 + b2
            A2 = 1 / (1 + np.exp(-Z2))
            loss = (A2 - y) ** 2
            dA2 = 2 * (A2 - y)
            dZ2 = dA2 * A2 * (1 - A2)
            dW2, db2, dA1 = dZ2 @ A1.T, dZ2, W2.T @ dZ2
            dZ1 = dA1 * (Z1 > 0)
            np.savez(sys.argv[2], Z1=Z1, A1=A1, Z2=Z2, A2=A2, loss=loss, dA2=dA2, dZ2=dZ2, grad_W2=dW2, db2=db2,
                     dA1=dA1, dZ1=dZ1, dL_dW1=dZ1 @ x.T, db1=dZ1)
            """;
}

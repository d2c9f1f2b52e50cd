package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A table that nothing can be learnt from: one sentence for what is wrong with it, exit 2, nothing left behind. */
class UnusableTablesTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void writeConfiguration() throws IOException {
        here = new Workplace(directory);
        here.write("t.yaml", """
                name: t
                network: { layers: [{ output: { activation: softmax, loss: mcxent } }] }
                data: { train: { file: t.csv, labels: [kind] } }
                """);
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                table("a,b,kind\n1,2,p\n3,q\n", ":3: 2 cells, but the header has 3 columns"),
                table("a,b,kind\n1,2,p\n3,4,5,q\n", ":3: 4 cells, but the header has 3 columns"),
                table(
                        "a,kind,a\n1,p,2\n3,q,4\n",
                        ":1: column name \"a\" occurs twice, in columns 1 and 3; write data.names: "
                                + "[a, kind, a_2]"),
                table(
                        "a,b,kind\n1,2,p\n3,four,q\n",
                        ":3: column \"b\": \"four\" is not a number; write data.missing-values: "
                                + "[four], or data.columns: { b: categorical }"),
                table(
                        "a,b,kind\n1,2,p\n3,4,\n5,6,q\n",
                        ":3: column \"kind\" is empty; write data.missing-labels: drop-rows"),
                table(
                        "a,b,kind\n1,2,p\n-Infinity,4,q\n",
                        ":3: column \"a\": \"-Infinity\" is not a finite number; write "
                                + "data.missing-values: [\"-Infinity\"]"),
                table("a,b,kind\n1,2,p\n1e309,4,q\n", ":3: column \"a\": \"1e309\" is too large for float64"),
                table("", ": the file is empty; its first line must be column names"),
                table("a,b,kind\n", ": column names but no rows"),
                table("a,b,kind\n1,2,p\n3,4,p\n", ": there is only one class, \"p\", in label column \"kind\""),
                table("a,b,sort\n1,2,p\n", ": no column \"kind\"; the columns are \"a\", \"b\", \"sort\""));
    }

    private static Arguments table(String text, String... problems) {
        return Arguments.of(text, List.of(problems));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void areRefusedInASentence(String text, List<String> problems) throws IOException {
        Path csv = here.write("t.csv", text);
        for (String command : List.of("train", "check")) {
            List<String> expected = new ArrayList<>();
            problems.forEach(problem -> expected.add(csv + problem));
            refused(here.run(command, "t.yaml"), expected);
        }
        assertThat(here.names("")).containsExactly("t.csv", "t.yaml");
    }

    @Test
    void labelsThatTheOutputLayerHasNoUnitsForAreRefused() throws IOException {
        here.write("t.csv", "a,kind\n1,p\n2,q\n3,r\n");
        here.edited("t.yaml", "two.yaml", "activation: softmax", "units: 2, activation: softmax");
        refused(
                here.run("train", "two.yaml"),
                List.of(
                        "two.yaml:2:40: network.layers[0].output.units: layer 1 has 2 units but the data needs 3 outputs"));
    }

    private static void refused(Outcome outcome, List<String> sentences) {
        assertThat(outcome.err().lines()).containsExactlyElementsOf(sentences);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UsageTest {

    @Test
    void showsTheCommandsWhereNoneIsGiven() {
        Outcome outcome = Workplace.runAsIs();
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("Usage: chalkline").contains("  train ", "  check ", "  inspect ");
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(
                        "train \t",
                        "Invalid value for positional parameter at index 0 (CONFIG|TABLE): a path cannot be blank",
                        "chalkline train"),
                Arguments.of(
                        "bogus",
                        "there is no command bogus; the commands are train, check, mark, sheet, derive, predict, evaluate, inspect, report, runs, doctor",
                        "chalkline"),
                Arguments.of("--bogus", "Unknown option: '--bogus'", "chalkline"),
                Arguments.of("train", "Missing required parameter: 'CONFIG|TABLE'", "chalkline train"),
                Arguments.of(
                        "train a.yaml b.yaml",
                        "train takes no further argument, but was given b.yaml",
                        "chalkline train"),
                Arguments.of(
                        "train days/a.csv days/b.csv.gz days/c.csv --label y",
                        "train takes no further argument, but was given days/b.csv.gz; several files of one table are a folder, "
                                + "or a pattern in quotes: 'data/*.csv'",
                        "chalkline train"),
                Arguments.of("train a.yaml --epochs 3", "Unknown options: '--epochs', '3'", "chalkline train"),
                Arguments.of("check", "Missing required parameter: 'CONFIG|MODEL.zip'", "chalkline check"),
                Arguments.of("check a.yaml --rows 0", "--rows is 0 but must be at least 1", "chalkline check"),
                Arguments.of("check a.yaml --rows -1", "--rows is -1 but must be at least 1", "chalkline check"),
                Arguments.of(
                        "check a.yaml --rows many",
                        "Invalid value for option '--rows': 'many' is not an int",
                        "chalkline check"),
                Arguments.of(
                        "check a.yaml --precision float16",
                        "Invalid value for option '--precision': \"float16\" is neither float32 nor float64",
                        "chalkline check"),
                Arguments.of(
                        "check a.yaml --labels y",
                        "--labels is for a model zip; a configuration names its labels itself",
                        "chalkline check"),
                Arguments.of("mark a.yaml", "Missing required parameter: 'SHEET|DIR'", "chalkline mark"),
                Arguments.of("derive a.yaml --step 0", "--step is 0 but must be at least 1", "chalkline derive"),
                Arguments.of("check a.zip", "a model zip is checked on data: give --data CSV", "chalkline check"),
                Arguments.of("predict a.zip", "Missing required parameter: 'CSV'", "chalkline predict"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysInASentenceWhatIsWrongAndWhereTheHelpIs(String line, String sentence, String command) {
        Outcome outcome = Workplace.runAsIs(line.split(" "));
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).containsExactly(sentence, "More with: " + command + " --help");
    }

    @Test
    void helpsOnStandardOutput() {
        Outcome help = Workplace.runAsIs("--help");
        assertThat(help.code()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out().lines())
                .contains(
                        "Usage: chalkline [-hvV] [-C=DIR] COMMAND",
                        "  0          done, and what was checked agrees",
                        "  1          it deviates, an answer is wrong, or a model is not published",
                        "  2          usage, configuration, data or model file unusable",
                        "  3          the check is inconclusive",
                        "  4          training diverged",
                        "  5          the machine or Chalkline failed",
                        "  130, 143   interrupted, after a clean checkpoint");
        for (String command : List.of("train", "check", "mark", "sheet", "derive", "predict", "evaluate", "inspect")) {
            Outcome one = Workplace.runAsIs(command, "--help");
            assertThat(one.code()).isZero();
            assertThat(one.err()).isEmpty();
            assertThat(one.out())
                    .startsWith("Usage: chalkline " + command + " [-hv]")
                    .contains("-C=DIR");
        }
    }

    @Test
    void namesItsVersions() {
        Outcome version = Workplace.runAsIs("--version");
        assertThat(version.code()).isZero();
        assertThat(version.out().strip())
                .matches("chalkline \\S+, Deeplearning4j 1\\.0\\.0-M2\\.1, Java \\Q" + Runtime.version() + "\\E");
    }

    @Test
    void takesPathsFromTheDirectoryBeforeTheCommandToo() {
        Outcome before = Workplace.runAsIs("-C", "configs", "check", "assignment-01.yaml");
        assertThat(before.err()).isEmpty();
        assertThat(before.code()).isZero();
        Outcome both = Workplace.runAsIs("-C", "src", "check", "-C", "../configs", "assignment-01.yaml");
        assertThat(both.out()).isEqualTo(before.out());
    }

    @Test
    void callsABugABug() {
        StringWriter err = new StringWriter();
        IllegalStateException bug = new IllegalStateException("two and two are five");
        assertThat(Main.report(bug, new PrintWriter(err), false)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().lines())
                .containsExactly(
                        "This is a bug in Chalkline: java.lang.IllegalStateException: two and two are five",
                        "-v shows where it happened; please report that");
        Main.report(bug, new PrintWriter(err), true);
        assertThat(err.toString()).contains("    at " + UsageTest.class.getName());
    }

    @Test
    void tellsAMistakeFromAFailureOfTheMachine() {
        StringWriter err = new StringWriter();
        PrintWriter writer = new PrintWriter(err);
        assertThat(Main.report(new InvalidInputException(List.of("a.csv:1: first", "a.csv:2: second")), writer, false))
                .isEqualTo(ExitCode.UNUSABLE);
        assertThat(Main.report(
                        new UncheckedIOException("a.zip: the disk is full", new IOException("x")), writer, false))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString().lines())
                .containsExactly("a.csv:1: first", "a.csv:2: second", "a.zip: the disk is full");
    }
}

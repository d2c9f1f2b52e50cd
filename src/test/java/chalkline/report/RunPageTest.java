package chalkline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.Worksheet;
import chalkline.network.Batch;
import chalkline.network.InvalidInputException;
import chalkline.network.Network;
import chalkline.network.Precision;
import chalkline.training.RunDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunPageTest {
    private static final int MOST_BYTES = 2_000_000;

    @TempDir
    private Path directory;

    private RunDirectory checked(Network network, Batch batch) {
        return LargeRun.checked(directory.resolve("run"), network, batch);
    }

    private String page() {
        return RunPage.of(directory.resolve("run"), directory);
    }

    @Test
    void aMillionParametersAndAThousandEpochsStayBelowTwoMegabytes() {
        LargeRun.write(directory.resolve("run"));
        String page = page();
        assertThat(page.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(MOST_BYTES);
        assertThat(page)
                .contains(">1024×256<", "The 16 of 500 classes with the lowest F1", "Gradient norms", "Update norms")
                .contains("Of 1000 epochs, those are drawn and listed that are highest or lowest of their time")
                .as("the peak")
                .contains("<th scope=\"row\">613</th><td>99</td>");
        assertThat(page.length()).isLessThan(MOST_BYTES / 2);
    }

    @Test
    void ofADeepNetworkTheStepsNearestToTheirBoundAreShown() {
        int[] widths = IntStream.rangeClosed(0, 40).map(l -> 3).toArray();
        checked(LargeRun.network(widths), LargeRun.batch(2, 3, 3));
        String page = page();
        assertThat(page).contains("Shown are 48 of 321 steps: those that do not agree, and those that are nearest");
        assertThat(page.split("<rect class=\"bar", -1)).hasSize(48 + 1);
    }

    @Test
    void withoutItsConfigurationFormulasArePlainAndThereIsNoDerivation() {
        checked(Worksheet.network(Precision.FLOAT64), Worksheet.batch());
        assertThat(page())
                .contains("<code>dA2 sigmoid&#39;(Z2)</code>", "NO MODEL", "No epoch was ended.")
                .doesNotContain("The derivation by hand", "<math");
    }

    @Test
    void aLossThatIsNoNumberIsADivergence() {
        RunDirectory run = checked(Worksheet.network(Precision.FLOAT64), Worksheet.batch());
        run.append("metrics.jsonl", "{\"epoch\":1,\"iteration\":1,\"loss\":2.5}");
        run.append("metrics.jsonl", "{\"epoch\":2,\"iteration\":2,\"loss\":\"NaN\"}");
        assertThat(page())
                .contains(
                        "DIVERGED",
                        "2 epochs, mean training loss of an epoch 2.5 → NaN. The loss is no finite number.");
    }

    @Test
    void stepsThatWereCheckedWhileTrainingAreCounted() {
        RunDirectory run = checked(Worksheet.network(Precision.FLOAT64), Worksheet.batch());
        assertThat(page()).doesNotContain("Checked while training");
        run.append("checks.jsonl", "{\"iteration\":7,\"verdict\":\"agrees\"}");
        run.append("checks.jsonl", "{\"iteration\":9,\"verdict\":\"deviates\",\"first\":\"dW1\"}");
        assertThat(page())
                .contains("Checked while training: 1 agrees, 1 deviates; the first that does not agree is step 9.");
    }

    @Test
    void whatIsNoRunIsRefusedInASentence() throws IOException {
        Path run = directory.resolve("run");
        refused(run + ": there is no such run directory");
        Files.createDirectory(run);
        refused(run
                + ": is no run directory, or the run ended before its first step was checked: there is no check.json");
        Path check = run.resolve("check.json");
        Files.writeString(check, "{\"verdict\": ");
        refused(check + ": not JSON at line 1 column 13");
        Files.writeString(check, "[]");
        refused(check + ": not a JSON object");
        Files.writeString(check, "{\"verdict\": \"fine\"}");
        refused(check + ": verdict: must be one of agrees, deviates, inconclusive");
        Files.writeString(
                check,
                "{\"verdict\": \"agrees\", \"precision\": \"float32\", \"notation\": \"xW+b\", \"findings\": [],"
                        + " \"steps\": [{\"name\": \"Z1\", \"section\": \"forward\", \"counts\": {}, \"shape\": [1],"
                        + " \"verdict\": \"agrees\"}]}");
        refused(check + ": steps[0]: shape: must be two numbers");
        Files.delete(check);
    }

    @Test
    void damagedRecordsAreNamed() throws IOException {
        RunDirectory run = checked(Worksheet.network(Precision.FLOAT64), Worksheet.batch());
        Path metrics = run.path().resolve("metrics.jsonl");
        Files.writeString(metrics, "{\"epoch\":1,\"iteration\":1,\"loss\":2.5}\n{\"epoch\":2}\n");
        refused(metrics + ":2: key \"loss\" is missing");
        Files.writeString(metrics, "{\"epoch\":1,\"iteration\":1,\"loss\":\"much\"}\n");
        refused(metrics + ":1: loss: must be a number");
    }

    private void refused(String sentence) {
        assertThatThrownBy(this::page).isInstanceOf(InvalidInputException.class).hasMessage(sentence);
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Deeplearning4j is known not to be the textbook: what the commands say of it, and exit with. */
@Timeout(120)
class KnownDifferencesTest {
    private static final String IRIS = "data/iris.csv";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    private void job(String training, String... more) throws IOException {
        here.write("job.yaml", """
                name: job
                network:
                  layers:
                    - dense: { units: 10, activation: relu }
                    - output: { activation: softmax, loss: mcxent }
                data:
                  train: { file: data/iris.csv, labels: [species] }
                training:
                  %s
                  batch-size: 16
                  epochs: 2
                %s
                """.formatted(training, String.join("\n", more)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void aConventionAgreesAndIsNamedInOneLine(String precision) throws IOException {
        job("updater: { rms-prop: { learning-rate: 0.01 } }");
        Outcome check = here.run("check", "job.yaml", "--precision", precision, "--json", "check.json");
        assertThat(check.code()).isZero();
        assertThat(check.out()).contains("known differences aside: convention rms-prop-start; ");
        assertThat(check.out().lines().filter(line -> line.startsWith("CONVENTION")))
                .containsExactly(
                        "CONVENTION  rms-prop-start (W1.cache b1.cache W2.cache b2.cache): the cache starts from ε;"
                                + " in the textbook the cache starts from 0. First updates are smaller than the textbook's where"
                                + " gradients are near √ε or below.");
        assertThat(check.out()).containsPattern("\n  W1\\.cache .* convention\n");
        JsonObject json = JsonParser.parseString(here.read("check.json")).getAsJsonObject();
        JsonObject known = json.getAsJsonArray("knownDifferences").get(0).getAsJsonObject();
        assertThat(known.get("id").getAsString()).isEqualTo("rms-prop-start");
        assertThat(known.get("class").getAsString()).isEqualTo("convention");
        assertThat(known.getAsJsonArray("steps")).hasSize(4);
        assertThat(json.getAsJsonArray("steps").get(0).getAsJsonObject().getAsJsonArray("known"))
                .hasSize(1);
    }

    @Test
    void aDefectDeviatesUnlessItIsAcknowledged() throws IOException {
        job("weight-decay: 0.01");
        Outcome open = here.run("check", "job.yaml");
        assertThat(open.code()).isEqualTo(1);
        assertThat(open.out())
                .contains("DEVIATES  first at score, known as weight-decay-twice; ")
                .contains("\nDEFECT  weight-decay-twice (score W1.next W2.next): ")
                .contains("--known weight-decay-twice accepts it\n");
        Outcome given = here.run("check", "job.yaml", "--known", "weight-decay-twice");
        assertThat(given.code()).isZero();
        assertThat(given.out()).contains("known differences aside: acknowledged defect weight-decay-twice; ");
        assertThat(here.run("check", "job.yaml", "--known", "rms-prop-start").code())
                .isEqualTo(1);
        job("weight-decay: 0.01", "check: { known: [weight-decay-twice] }");
        assertThat(here.run("check", "job.yaml").code()).isZero();
        assertThat(here.run("check", "job.yaml", "--steps", "3").code()).isZero();
    }

    @Test
    void anUnknownIdIsRefusedWithItsPlaceAndTheOneThatWasMeant() throws IOException {
        job("weight-decay: 0.01", "check: { known: [weight-decay-twize] }");
        Outcome configured = here.run("check", "job.yaml");
        assertThat(configured.code()).isEqualTo(2);
        assertThat(configured.err())
                .startsWith("job.yaml:12:18: check.known[0]: unknown known difference weight-decay-twize, did you mean"
                        + " weight-decay-twice? (known: ");
        Outcome option = here.run("check", "job.yaml", "--known", "rmsprop-start");
        assertThat(option.code()).isEqualTo(2);
        assertThat(option.err())
                .contains("--known: unknown known difference rmsprop-start, did you mean rms-prop-start?");
    }

    /** The model's record, inspect, the checked model, and the run's page name them. */
    @Test
    void aTrainedModelRemembersThem() throws IOException {
        job(
                "updater: { rms-prop: { learning-rate: 0.01 } }\n  weight-decay: 0.01",
                "check: { known: [weight-decay-twice] }");
        assertThat(here.run("train", "job.yaml", "--run-dir", "run").code()).isZero();
        assertThat(here.read("run/config.resolved.yaml")).contains("\ncheck: { known: [weight-decay-twice] }\n");
        assertThat(here.read("run/report.html")).contains("rms-prop-start (W1.cache");
        Outcome inspect = here.run("inspect", "models/job.zip");
        assertThat(inspect.out())
                .contains("known differences: rms-prop-start, weight-decay-twice\n")
                .contains("\nKnown differences that training may meet\n")
                .contains("\n  convention rms-prop-start: ")
                .contains("\n  defect weight-decay-twice: ");
        // The zip's configuration has the decay twice, and the updater has started.
        Outcome check = here.run("check", "models/job.zip", "--data", IRIS);
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out()).contains("weight-decay-twice").doesNotContain("rms-prop-start (");
        assertThat(here.run("check", "models/job.zip", "--data", IRIS, "--known", "weight-decay-twice")
                        .code())
                .isZero();
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import chalkline.training.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --engine} and {@code training.engine}: one job, two engines. */
class EnginesTest {
    private static final String[] SHORT = {
        "--set",
        "precision=float64",
        "--set",
        "training.epochs=4",
        "--set",
        "training.updater={ adam: { learning-rate: 0.01 } }"
    };

    private static final long LONG = 12_000_000_000L;

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    private Outcome train(String engine, String model, String... more) {
        String[] all = new String[SHORT.length + more.length + 5];
        System.arraycopy(
                new String[] {"configs/iris.yaml", "--engine", engine, "--set", "model=" + model}, 0, all, 0, 5);
        System.arraycopy(SHORT, 0, all, 5, SHORT.length);
        System.arraycopy(more, 0, all, 5 + SHORT.length, more.length);
        return here.run("train", all);
    }

    @ParameterizedTest
    @CsvSource({"dl4j, direct", "direct, dl4j"})
    void aRunThatOneEngineBeganEndsOnTheOther(String first, String second) throws IOException {
        Outcome half = train(first, "models/a.zip", "--run-dir", "run", "--max-steps", "17");
        assertThat(half.code()).as(half.err()).isZero();
        Outcome rest = train(second, "models/a.zip", "--run-dir", "run", "--resume", "--max-steps", "40");
        assertThat(rest.code()).as(rest.err()).isZero();
        assertThat(rest.err()).contains("run after step 17");
        Outcome whole = train(first, "models/b.zip");
        assertThat(whole.code()).as(whole.err()).isZero();
        Map<StepId, Matrix> a = arrays("models/a.zip");
        Map<StepId, Matrix> b = arrays("models/b.zip");
        assertThat(a.keySet()).isEqualTo(b.keySet());
        assertThat(a.keySet()).hasSize(12);
        a.forEach((id, matrix) -> {
            for (int k = 0; k < matrix.size(); k++) {
                assertThat(matrix.get(k)).as("%s", id).isCloseTo(b.get(id).get(k), within(1e-9));
            }
        });
    }

    @Test
    void ofDropoutItIsSaidThatTheOtherEngineDrawsOtherMasks() throws IOException {
        here.edited(
                "configs/iris.yaml",
                "configs/drops.yaml",
                "    - output:",
                "    - dropout: { retain-probability: 0.8 }\n    - output:");
        assertThat(drops("direct", "--max-steps", "9").code()).isZero();
        Outcome same = drops("direct", "--resume", "--max-steps", "10");
        assertThat(same.err()).contains("after step 9").doesNotContain("dropout masks");
        Outcome other = drops("dl4j", "--resume");
        assertThat(other.code()).as(other.err()).isZero();
        assertThat(other.err())
                .contains(", and with other numbers if that was another engine, which draws other dropout masks\n");
    }

    private Outcome drops(String engine, String... more) {
        String[] all = new String[more.length + 7];
        System.arraycopy(
                new String[] {"configs/drops.yaml", "--engine", engine, "--run-dir", "run", "--set", "training.epochs=2"
                },
                0,
                all,
                0,
                7);
        System.arraycopy(more, 0, all, 7, more.length);
        return here.run("train", all);
    }

    private Map<StepId, Matrix> arrays(String model) {
        return new Dl4j().load(here.path(model)).model().state().arrays();
    }

    @Test
    void directChecksItsOwnSteps() {
        Outcome check = here.run("check", "configs/assignment-01.yaml", "--engine", "direct");
        assertThat(check.code()).as(check.err()).isZero();
        assertThat(check.out()).contains("AGREES  13 of 13 steps").contains("Chalkline direct");
        assertThat(here.run("check", "configs/iris.yaml", "--engine", "direct", "--steps", "5")
                        .code())
                .isZero();
    }

    @Test
    void aModelOfOneEngineIsUsedByTheOther() {
        assertThat(train("direct", "models/a.zip").code()).isZero();
        Outcome dl4j = here.run("evaluate", "models/a.zip", "data/iris.csv");
        Outcome direct = here.run("evaluate", "models/a.zip", "data/iris.csv", "--engine", "direct");
        assertThat(dl4j.code()).as(dl4j.err()).isZero();
        assertThat(direct.out()).isEqualTo(dl4j.out());
        assertThat(here.run("inspect", "models/a.zip", "--engine", "direct").code())
                .isZero();
    }

    @Test
    void whatDirectDoesNotTrainIsRefusedInOneSentence() throws IOException {
        here.write("rrelu.yaml", """
                name: d
                network: { layers: [{ dense: { units: 3, activation: rrelu } }, { output: { activation: softmax, loss: mcxent } }] }
                data: { train: { file: data/iris.csv, labels: [species] } }
                training: { engine: direct }
                """);
        Outcome refused = here.run("train", "rrelu.yaml");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("layer 1 has the activation rrelu").contains("training: { engine: dl4j }");
    }

    @Test
    void aLongRunThatDirectCouldDoSaysSo() {
        Job iris = job("configs/iris.yaml");
        assertThat(Engines.advice(iris, LONG))
                .contains("--engine direct trains this network by the same steps, faster");
        assertThat(Engines.advice(iris, LONG / 2)).isEmpty();
        assertThat(Engines.advice(job("configs/iris.yaml", "training.engine=direct"), LONG))
                .isEmpty();
        Outcome wrong = here.run("train", "configs/iris.yaml", "--engine", "torch");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("\"torch\" is neither dl4j nor direct");
    }

    private Job job(String configuration, String... settings) {
        return Job.prepare(Configuration.read(Path.of(configuration), directory, List.of(settings)));
    }
}

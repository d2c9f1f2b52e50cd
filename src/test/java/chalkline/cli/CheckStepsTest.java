package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code check --steps}: several steps of a training in a row. */
class CheckStepsTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void copyFiles() throws IOException {
        here = Workplace.in(directory);
    }

    private void configuration(String updater) throws IOException {
        Files.writeString(directory.resolve("several.yaml"), """
                name: several
                seed: 7
                precision: float64
                notation: xW+b
                network:
                  layers:
                    - dense:
                        units: 4
                        activation: tanh
                        l2: 0.01
                        retain-probability: 0.5
                    - output: { units: 2, activation: identity, loss: mse, weights: [[.1, .2], [.3, .4], [.5, .6], [.7, .8]] }
                data:
                  train:
                    x: [[1, 2, 3], [-1, .5, 2], [.5, -2, 1], [2, 1, -1], [0, 1, 1]]
                    y: [[1, 0], [0, 1], [.5, .5], [1, 1], [0, 0]]
                  normalize: none
                training:
                  updater: %s
                  batch-size: 2
                model: models/several.zip
                """.formatted(updater));
    }

    @Test
    void everyStepOfThreeEpochsAgrees() throws IOException {
        configuration("{ adam: { learning-rate: { step: { initial: 0.1, decay-rate: 0.5, step: 1, by: epoch } } } }");
        Outcome check = here.run("check", "several.yaml", "--steps", "9");
        assertThat(check.err()).isEqualTo("Steps 1 to 9 of the training: 9 agree. Step 9:\n");
        assertThat(check.code()).isZero();
        // Two epochs have ended before the ninth step, so that the rate was halved twice.
        assertThat(check.out()).containsPattern("\n  rate +.* 0\\.025 +");
        assertThat(check.out()).contains("\n  W1.m.next ").contains("\n  W1.update ");
    }

    @Test
    void endsAtTheFirstStepThatDeviates() throws IOException {
        // Deeplearning4j's rises as the iteration approaches the last one.
        configuration("{ sgd: { learning-rate: { poly: { initial: 0.1, power: 2, max-iter: 9 } } } }");
        Outcome check = here.run("check", "several.yaml", "--steps", "9");
        assertThat(check.err()).isEqualTo("Steps 1 to 2 of the training: 1 agree, step 2 deviates. Step 2:\n");
        assertThat(check.code()).isEqualTo(1);
        assertThat(check.out()).contains("DEVIATES  first at rate, known as poly-schedule; ");
    }

    @Test
    void goesWithATrainingOnly() throws IOException {
        assertThat(here.run("check", "configs/assignment-01.yaml", "--steps", "0")
                        .err())
                .startsWith("--steps is 0 but must be at least 1\n");
        Outcome withRows = here.run("check", "configs/assignment-01.yaml", "--steps", "2", "--rows", "1");
        assertThat(withRows.code()).isEqualTo(2);
        assertThat(withRows.err())
                .startsWith("--steps follows the training of a configuration: it goes with none of a model zip, --data,"
                        + " --rows and --variant\n");
    }
}

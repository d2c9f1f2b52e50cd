package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.RandomUpdaters;
import chalkline.Seeds;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import chalkline.network.Schedule;
import chalkline.network.Schedule.By;
import chalkline.network.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Seeds.class)
class UpdaterConfigurationTest {
    @TempDir
    private Path directory;

    private Configuration read(String updater) throws IOException {
        Path file = directory.resolve("x.yaml");
        Files.writeString(file, """
                name: x
                network: { layers: [{ output: { units: 1, activation: sigmoid, loss: mse } }] }
                data: { train: { x: [[1]], y: [[0]] } }
                training:
                  updater: %s
                """.formatted(updater));
        return Configuration.read(Path.of("x.yaml"), directory);
    }

    private Updater updater(String yaml) throws IOException {
        return read(yaml).training().updater();
    }

    @Test
    void namesAloneHaveTheDefaultsOfDeeplearning4j() throws IOException {
        assertThat(updater("adam")).isEqualTo(Updater.of(Updater.Kind.ADAM, Schedule.fixed(1e-3), 0.9, 0.999, 1e-8));
        assertThat(updater("nadam")).isEqualTo(Updater.of(Updater.Kind.NADAM, Schedule.fixed(1e-3), 0.9, 0.999, 1e-8));
        assertThat(updater("ams-grad"))
                .isEqualTo(Updater.of(Updater.Kind.AMS_GRAD, Schedule.fixed(1e-3), 0.9, 0.999, 1e-8));
        assertThat(updater("ada-belief"))
                .isEqualTo(Updater.of(Updater.Kind.ADA_BELIEF, Schedule.fixed(1e-3), 0.9, 0.999, 1e-14));
        assertThat(updater("ada-max")).isEqualTo(Updater.of(Updater.Kind.ADA_MAX, Schedule.fixed(1e-3), 0.9, 0.999));
        assertThat(updater("ada-delta")).isEqualTo(Updater.of(Updater.Kind.ADA_DELTA, 0.95, 1e-6));
        assertThat(updater("ada-grad")).isEqualTo(Updater.of(Updater.Kind.ADA_GRAD, Schedule.fixed(0.1), 1e-6));
        assertThat(updater("rms-prop")).isEqualTo(Updater.of(Updater.Kind.RMS_PROP, Schedule.fixed(0.1), 0.95, 1e-8));
        assertThat(updater("nesterovs"))
                .isEqualTo(Updater.of(Updater.Kind.NESTEROVS, Schedule.fixed(0.1))
                        .with(Updater.Parameter.MOMENTUM, Schedule.fixed(0.9)));
        assertThat(updater("no-op")).isEqualTo(Updater.of(Updater.Kind.NO_OP));
    }

    @Test
    void aRateOf0AndAMomentumOf1AreAccepted() throws IOException {
        assertThat(updater("{ sgd: { learning-rate: 0 } }")).isEqualTo(Updater.sgd(0));
        assertThat(updater("{ nesterovs: { momentum: 1 } }"))
                .isEqualTo(Updater.of(Updater.Kind.NESTEROVS, Schedule.fixed(0.1))
                        .with(Updater.Parameter.MOMENTUM, Schedule.fixed(1)));
    }

    @Test
    void aSumInsteadOfAMean() throws IOException {
        Configuration sums = read("adam\n  mini-batch: false");

        assertThat(sums.toNetwork(1, 1).loss()).isEqualTo(Loss.MSE.asSum());
        assertThat(sums.resolved()).contains("\n  mini-batch: false\n");
        assertThat(read("adam\n  mini-batch: true").resolved()).doesNotContain("mini-batch");
    }

    @Test
    void schedules() throws IOException {
        assertThat(updater("{ adam: { learning-rate: { exponential: { initial: 0.1, gamma: 0.99, by: epoch } } } }"))
                .isEqualTo(Updater.of(
                        Updater.Kind.ADAM,
                        Schedule.of(Schedule.Kind.EXPONENTIAL, By.EPOCH, 0.1, 0.99),
                        0.9,
                        0.999,
                        1e-8));
        assertThat(updater("{ nesterovs: { momentum: { map: { values: { 0: 0.5, 10: 0.9 } } } } }"))
                .isEqualTo(Updater.of(Updater.Kind.NESTEROVS, Schedule.fixed(0.1))
                        .with(Updater.Parameter.MOMENTUM, Schedule.map(By.ITERATION, Map.of(0, 0.5, 10, 0.9))));
    }

    @Test
    void whatIsWrittenReadsBack() throws IOException {
        for (long seed : Seeds.upTo(30)) {
            for (Updater updater : RandomUpdaters.all(seed)) {
                assertThat(updater(UpdaterWriter.write(updater))).isEqualTo(updater);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "adm | x.yaml:5:12: training.updater: unknown updater adm, did you mean adam? (known: sgd, adam, ada-max,"
                        + " nadam, ams-grad, ada-belief, ada-delta, ada-grad, rms-prop, nesterovs, momentum, no-op)",
                "sgd | x.yaml:5:12: training.updater.sgd: learning-rate is missing; write, for example, learning-rate: 0.1",
                "{ adam: { beta1: 1 } } | x.yaml:5:29: training.updater.adam.beta1: must be from 0 to less than 1, not 1",
                "{ adam: { epsilon: -1 } } |"
                        + " x.yaml:5:31: training.updater.adam.epsilon: must be 0 or greater, not -1",
                "{ adam: { beta: 0.9 } } |"
                        + " x.yaml:5:22: training.updater.adam.beta: unknown key, did you mean beta1?",
                "{ sgd: { learning-rate: { poly: { initial: 1, power: 2, max-iter: 0 } } } } |"
                        + " x.yaml:5:44: training.updater.sgd.learning-rate.poly: max-iter is 0.0 but must be positive",
                "{ sgd: { learning-rate: { map: { values: { 1: 1 } } } } } | x.yaml:5:43:"
                        + " training.updater.sgd.learning-rate.map: there is no value for 0, which it has to start from",
                "{ sgd: { learning-rate: { steps: { initial: 1 } } } } | x.yaml:5:38:"
                        + " training.updater.sgd.learning-rate: unknown schedule steps, did you mean step? (known:"
                        + " exponential, inverse, poly, sigmoid, step, map, cycle)",
            })
    void problems(String yaml, String sentence) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(sentence);
    }
}

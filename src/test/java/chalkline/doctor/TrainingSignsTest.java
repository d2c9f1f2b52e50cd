package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
import chalkline.training.EpochMetrics;
import chalkline.training.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said at the end of a training, from its losses alone. The labels alternate: the best constant has the loss ln 2. */
class TrainingSignsTest {
    private static final double CONSTANT = Math.log(2);

    @TempDir
    private Path directory;

    private Job job(String data, String training) throws IOException {
        Files.writeString(
                directory.resolve("data.csv"),
                IntStream.range(0, 60)
                        .mapToObj(i -> i * i + "," + i % 2)
                        .collect(Collectors.joining("\n", "x,y\n", "\n")));
        Files.writeString(directory.resolve("job.yaml"), """
                name: job
                network: { layers: [{ output: { activation: sigmoid, loss: xent } }] }
                data:
                  train: { file: data.csv, labels: [y] }
                %s
                training:
                  epochs: 5
                %s
                """.formatted(data.indent(2), training.indent(2)));
        return Job.prepare(Configuration.read(Path.of("job.yaml"), directory));
    }

    private static EpochMetrics epoch(long number, double validationLoss) {
        return new EpochMetrics(number, number, 0.1, OptionalDouble.of(validationLoss), Map.of(), Map.of(), Map.of());
    }

    private static List<String> messages(List<Diagnosis> findings) {
        return findings.stream().map(Diagnosis::message).toList();
    }

    @Test
    void nothingWasLearnt() throws IOException {
        TrainingSigns signs = new TrainingSigns(job("", ""));
        assertThat(messages(signs.findings(0.98 * CONSTANT))).containsExactly("nothing was learnt");
        assertThat(signs.findings(0.98 * CONSTANT).get(0).evidence())
                .isEqualTo("the training loss is 98 % of what always answering the same would have");
    }

    @Test
    void ofALossBelowTheBestConstantsOrOfNoneNothingIsSaid() throws IOException {
        TrainingSigns signs = new TrainingSigns(job("", ""));
        assertThat(signs.findings(0.96 * CONSTANT)).isEmpty();
        assertThat(signs.findings(Double.NaN)).isEmpty();
    }

    @Test
    void theTrainingRowsAreLearntByHeart() throws IOException {
        TrainingSigns signs = new TrainingSigns(job("split: { validation: 0.2, order: file }", ""));
        signs.epoch(epoch(1, 0.9 * CONSTANT));
        signs.epoch(epoch(2, 0.7 * CONSTANT));
        signs.epoch(epoch(3, 1.2 * CONSTANT));
        assertThat(messages(signs.findings(0.1 * CONSTANT))).containsExactly("the training rows are learnt by heart");
        assertThat(signs.findings(0.1 * CONSTANT).get(0).evidence())
                .startsWith("the validation loss is 120 % of what always answering the same would have, after 70 % in"
                        + " epoch 2");
        // The training rows are not learnt either; or the validation loss fell to its end.
        assertThat(signs.findings(0.6 * CONSTANT)).isEmpty();
        signs.epoch(epoch(4, 0.9 * CONSTANT));
        assertThat(signs.findings(0.1 * CONSTANT)).isEmpty();
    }

    @Test
    void earlyStoppingKeepsTheBestEpochByItself() throws IOException {
        TrainingSigns signs =
                new TrainingSigns(job("split: { validation: 0.2, order: file }", "early-stopping: { patience: 3 }"));
        signs.epoch(epoch(1, 0.5 * CONSTANT));
        signs.epoch(epoch(2, 2 * CONSTANT));
        assertThat(signs.findings(0.1 * CONSTANT)).isEmpty();
    }
}

package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.config.Configuration;
import chalkline.training.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rows say of each other; and that they say nothing where all is well. */
class RowSignsTest {
    private static final int ROWS = 400;

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(3);

    private Job job(IntFunction<String> row, String split, String more) throws IOException {
        String table = IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining("\n", "a,b,y\n", "\n"));
        Files.writeString(directory.resolve("data.csv"), table);
        Files.writeString(directory.resolve("job.yaml"), """
                name: job
                network: { layers: [{ output: { units: 2, activation: softmax, loss: mcxent } }] }
                data:
                  train: { file: data.csv, labels: [y] }
                %s
                %s
                """.formatted(split.indent(2), more));
        return Job.prepare(Configuration.read(Path.of("job.yaml"), directory));
    }

    private String cell() {
        return Long.toString(random.nextLong(1_000_000));
    }

    private static List<String> messages(List<Diagnosis> findings) {
        return findings.stream()
                .map(each -> each.code().label() + ": " + each.message())
                .toList();
    }

    @Test
    void rowsThatContradictEachOther() throws IOException {
        Job none = job(i -> i % 3 + "," + i % 2 + "," + (random.nextBoolean() ? "yes" : "no"), "", "");
        assertThat(messages(new RowSigns(none).findings()))
                .containsExactly("shuffled-or-misaligned-labels: rows with the same inputs contradict each other: the "
                        + "labels have nothing to do with them");
        // One in five is wrong, and there is something to learn.
        Job noisy = job(i -> i % 3 + "," + i % 2 + "," + (random.nextInt(5) == 0 ^ i % 3 == 0 ? "yes" : "no"), "", "");
        assertThat(new RowSigns(noisy).findings()).isEmpty();
    }

    @Test
    void aTestThatRepeatsTheTraining() throws IOException {
        IntFunction<String> distinct = i -> cell() + "," + cell() + "," + (i % 2 == 0 ? "yes" : "no");
        Job apart = job(distinct, "split: { test: 0.3 }", "");
        assertThat(new RowSigns(apart).findings()).isEmpty();
        Files.copy(directory.resolve("data.csv"), directory.resolve("again.csv"));
        String table = Files.readString(directory.resolve("data.csv"));
        Job same = job(i -> table.lines().skip(i + 1L).findFirst().orElseThrow(), "test: { file: again.csv }", "");
        assertThat(messages(new RowSigns(same).findings()))
                .containsExactly("wrong-metric: the test repeats the training: its figures say nothing of new rows");
    }

    @Test
    void anAccuracyThatAlwaysAnsweringTheSameHas() throws IOException {
        IntFunction<String> rare = i -> cell() + "," + cell() + "," + (i % 20 == 0 ? "yes" : "no");
        assertThat(messages(new RowSigns(job(rare, "", "publish-if: { accuracy: \">= 0.95\" }")).findings()))
                .containsExactly("wrong-metric: the accuracy that is asked for is reached by always answering the same "
                        + "class");
        assertThat(new RowSigns(job(rare, "", "publish-if: { accuracy: \">= 0.97\" }")).findings())
                .isEmpty();
    }

    @Test
    void classesThatOnlyTheLastRowsHave() throws IOException {
        IntFunction<String> sorted = i -> cell() + "," + cell() + "," + (i < 280 ? "yes" : "no");
        assertThat(messages(new RowSigns(job(sorted, "split: { test: 0.25, order: file }", "")).findings()))
                .containsExactly("other: the rows held out are of classes that the training hardly has");
        assertThat(new RowSigns(job(sorted, "split: { test: 0.25 }", "")).findings())
                .isEmpty();
    }

    @Test
    void aLinearModelLeavesWhatIsNotLinear() throws IOException {
        IntFunction<String> line = i -> i % 20 + "," + cell() + "," + (i % 20 > 8 ? "yes" : "no");
        assertThat(LinearBaseline.of(job(line, "", ""))).isBetween(0.0, 0.3);
        IntFunction<String> chance = i -> cell() + "," + cell() + "," + (random.nextBoolean() ? "yes" : "no");
        assertThat(LinearBaseline.of(job(chance, "", ""))).isBetween(0.97, 1.03);
    }

    @Test
    void labelsThatHaveSlipped() throws IOException {
        int[] a = random.ints(ROWS + 2, 0, 1000).toArray();
        IntFunction<String> right = i -> a[i] + "," + cell() + "," + (a[i] > 500 ? "yes" : "no");
        IntFunction<String> slipped = i -> a[i] + ",0," + (a[i + 2] > 500 ? "yes" : "no");
        IntFunction<String> drawn = i -> a[i] + "," + cell() + "," + (random.nextBoolean() ? "yes" : "no");
        assertThat(new NeighbourSigns(job(right, "", ""), Double.NaN).finding()).isEmpty();
        assertThat(new NeighbourSigns(job(right, "", ""), Double.NaN).canBeLearnt())
                .isTrue();
        assertThat(new NeighbourSigns(job(right, "", ""), Double.NaN).slipped()).isEmpty();
        assertThat(new NeighbourSigns(job(drawn, "", ""), Double.NaN).slipped()).isEmpty();
        assertThat(new NeighbourSigns(job(slipped, "", ""), Double.NaN)
                        .slipped()
                        .orElseThrow()
                        .message())
                .isEqualTo("the labels have slipped by 2 rows");
        assertThat(new NeighbourSigns(job(drawn, "", ""), Double.NaN)
                        .finding()
                        .orElseThrow()
                        .message())
                .isEqualTo("the labels have nothing to do with the inputs that stand beside them");
        assertThat(new NeighbourSigns(job(drawn, "", ""), Double.NaN).canBeLearnt())
                .isFalse();
    }
}

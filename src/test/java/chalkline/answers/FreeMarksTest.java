package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Seeds;
import chalkline.answers.PublishedExamplesTest.Task;
import chalkline.network.Conventions;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who has worked nothing earns nothing, and who has worked something no more than that. */
@ExtendWith(Seeds.class)
class FreeMarksTest {
    private static final List<String> FILLERS =
            List.of("0", "0.0", "0.00", "0.0000", "-0", "1", "1.0", "-1", "0.5", "0.37", "2", "10", "1e3");

    @TempDir
    private Path directory;

    static Stream<Path> tasks() throws IOException {
        return Stream.concat(
                PublishedExamplesTest.examples(),
                AnswerCasesTest.cases().map(AnswerCasesTest.Case::folder).distinct());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void aSheetOfOneNumberEarnsNothing(Path folder) {
        Task task = Task.of(folder);
        Marker marker = new Marker(task.network(), task.batch(), task.parameters());
        Map<StepId, Matrix> steps = task.steps();
        List<String> earned = new ArrayList<>();
        for (String filler : FILLERS) {
            Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();
            steps.forEach((name, step) -> {
                if (!task.parameters().containsKey(name) && !name.equals(StepId.X) && !name.equals(StepId.Y)) {
                    answers.put(name, filled(step, filler));
                }
            });
            MarkedSheet marked = marker.mark(
                    new AnswerSheet("filled", Optional.empty(), false, answers, List.of(), Conventions.NONE));
            for (MarkedStep step : marked.steps()) {
                long marks = step.entries().stream()
                        .filter(entry -> entry.mark().earns())
                        .count();
                if (marks > 0) {
                    earned.add(filler + ": " + step.name() + " " + step.mark());
                }
            }
        }
        assertThat(earned).isEmpty();
    }

    @Test
    void aFewHundredSheetsEarnNoMoreThanTheyWork() throws IOException {
        assertThat(earnedTooMuch(10, 1)).isEmpty();
    }

    @Test
    @Tag("slow")
    void ofTenThousandSheetsNoneEarnsMoreThanItWorks() throws IOException {
        int networks = Math.min(385, Integer.getInteger("chalkline.networks", 385));
        assertThat(earnedTooMuch(networks, 2)).isEmpty();
    }

    /** Of so many networks, so many sheets of each kind. */
    private List<String> earnedTooMuch(int networks, int each) throws IOException {
        List<String> tooMuch = new ArrayList<>();
        Map<Adversary.Kind, List<Integer>> tally = new TreeMap<>();
        for (long seed : Seeds.upTo(networks)) {
            Random random = new Random(seed);
            HandCalculation student = new HandCalculation(random);
            Files.writeString(directory.resolve("config.yaml"), student.configuration());
            Task task = Task.of(directory);
            Marker marker = new Marker(task.network(), task.batch(), task.parameters());
            Adversary adversary = new Adversary(student, random);
            for (Adversary.Kind kind : Adversary.Kind.values()) {
                for (int i = 0; i < each; i++) {
                    MarkedSheet marked = marker.mark(new AnswerSheet(
                            "adversary",
                            Optional.empty(),
                            false,
                            adversary.fill(kind),
                            List.of(),
                            student.conventions));
                    long earned = marked.steps().stream()
                            .flatMap(step -> step.entries().stream())
                            .filter(entry -> entry.mark().earns())
                            .count();
                    int worked = adversary.worked(kind);
                    List<Integer> sums = tally.computeIfAbsent(kind, key -> new ArrayList<>(List.of(0, 0, 0)));
                    sums.set(0, sums.get(0) + 1);
                    sums.set(1, sums.get(1) + (int) earned);
                    sums.set(2, sums.get(2) + worked);
                    if (earned > worked) {
                        Seeds.suspect();
                        tooMuch.add("seed " + seed + ", " + kind + ": " + earned + " of " + worked + "; " + adversary
                                + "; " + follows(marked));
                    }
                }
            }
        }
        tally.forEach((kind, sums) -> System.out.println(
                kind + ": " + sums.get(0) + " sheets, " + sums.get(1) + " numbers earned, " + sums.get(2) + " worked"));
        return tooMuch;
    }

    private static String follows(MarkedSheet marked) {
        List<String> words = new ArrayList<>();
        for (MarkedStep step : marked.steps()) {
            for (MarkedEntry entry : step.entries()) {
                boolean truth = entry.given()
                        .filter(number -> Adversary.writes(number.text(), entry.truth()))
                        .isPresent();
                if (entry.mark().earns() && !truth) {
                    words.add(step.name() + "[" + entry.row() + "," + entry.column() + "] "
                            + entry.given().orElseThrow().text() + " "
                            + entry.mark().label());
                }
            }
            step.note().ifPresent(note -> words.add(step.name() + " is " + note));
        }
        return String.join(", ", words);
    }

    private static AnswerMatrix filled(Matrix step, String number) {
        Optional<AnswerNumber> entry = Optional.of(AnswerNumber.written(number, new BigDecimal(number)));
        return new AnswerMatrix(step.rows(), step.columns(), Collections.nCopies(step.size(), entry), false);
    }
}

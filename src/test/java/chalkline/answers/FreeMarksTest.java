package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Seeds;
import chalkline.answers.HandCalculation.Writing;
import chalkline.answers.PublishedExamplesTest.Task;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who has worked nothing earns nothing. */
@ExtendWith(Seeds.class)
class FreeMarksTest {
    @TempDir
    private Path directory;

    private static final List<String> FILLERS =
            List.of("0", "0.0", "0.00", "0.0000", "-0", "1", "1.0", "-1", "0.5", "0.37", "2", "10", "1e3");

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
    void aFewSheetsEarnNoMoreThanIsWorkedInThem() throws IOException {
        assertThat(excess(20, 10)).isEmpty();
    }

    @Test
    @Tag("slow")
    void tenThousandSheetsEarnNoMoreThanIsWorkedInThem() throws IOException {
        assertThat(excess(250, 40)).isEmpty();
    }

    /** How the steps that were not worked are filled. */
    private enum Filling {
        ZERO,
        ZERO_WITH_PLACES,
        CONSTANT,
        COPIED_ROW,
        COPIED_STEP
    }

    /** Sheets that earned more than is worked in them. */
    private List<String> excess(int networks, int sheets) throws IOException {
        List<String> excess = new ArrayList<>();
        for (long seed : Seeds.upTo(networks)) {
            Random random = new Random(seed);
            HandCalculation student = new HandCalculation(random);
            Files.writeString(directory.resolve("config.yaml"), student.configuration());
            Task task = Task.of(directory);
            Marker marker = new Marker(task.network(), task.batch(), task.parameters());
            Writing writing = new Writing(random.nextBoolean() ? 3 : 5, false, RoundingMode.HALF_UP, false);
            Map<StepId, AnswerMatrix> right =
                    student.work(HandCalculation.Mistake.NONE, 0, writing).orElseThrow();
            for (int i = 0; i < sheets; i++) {
                Filling filling = Filling.values()[random.nextInt(Filling.values().length)];
                String constant = List.of("1", "0.5", "1.00", "0.1", "2", "-1", "0.37", "0.123", "10", "-0.25")
                        .get(random.nextInt(10));
                double share = random.nextDouble();
                Map<StepId, AnswerMatrix> answers = new LinkedHashMap<>();
                Set<StepId> filled = new HashSet<>();
                right.forEach((name, worked) -> {
                    if (random.nextDouble() < share) {
                        answers.put(name, worked);
                    } else {
                        filled.add(name);
                        answers.put(name, filled(filling, constant, worked, answers));
                    }
                });
                MarkedSheet marked = marker.mark(
                        new AnswerSheet("filled", Optional.empty(), false, answers, List.of(), student.conventions));
                String free = earned(marked, filled, right);
                if (!free.isEmpty()) {
                    Seeds.suspect();
                    excess.add("seed " + seed + ", " + filling + " " + constant + ": " + free + " of " + filled);
                }
            }
        }
        return excess;
    }

    private static AnswerMatrix filled(
            Filling filling, String constant, AnswerMatrix worked, Map<StepId, AnswerMatrix> before) {
        return switch (filling) {
            case ZERO -> filled(worked, "0");
            case ZERO_WITH_PLACES -> filled(worked, "0.000");
            case CONSTANT -> filled(worked, constant);
            case COPIED_ROW -> {
                List<Optional<AnswerNumber>> entries = new ArrayList<>();
                for (int k = 0; k < worked.entries().size(); k++) {
                    entries.add(worked.get(k % worked.columns()));
                }
                yield new AnswerMatrix(worked.rows(), worked.columns(), entries, false);
            }
            case COPIED_STEP -> {
                List<AnswerMatrix> alike = before.values().stream()
                        .filter(other -> other.rows() == worked.rows() && other.columns() == worked.columns())
                        .toList();
                yield alike.isEmpty() ? filled(worked, constant) : alike.get(alike.size() - 1);
            }
        };
    }

    /** What was earned by filling; a number that is the right one as it is written, or one that its own row was worked for, is not. */
    private static String earned(MarkedSheet marked, Set<StepId> filled, Map<StepId, AnswerMatrix> right) {
        List<String> free = new ArrayList<>();
        for (StepId name : filled) {
            for (MarkedEntry entry : marked.step(name.toString()).orElseThrow().entries()) {
                AnswerMatrix worked = right.get(name);
                AnswerNumber honest = worked.get(entry.row() * worked.columns() + entry.column())
                        .orElseThrow();
                AnswerNumber given = entry.given().orElseThrow();
                if (entry.mark().earns() && !given.writes(honest.value())) {
                    free.add(name + " " + given.text() + " " + entry.mark() + " for " + honest.text());
                }
            }
        }
        return String.join(", ", free);
    }

    private static AnswerMatrix filled(AnswerMatrix worked, String number) {
        Optional<AnswerNumber> entry = Optional.of(AnswerNumber.written(number, new BigDecimal(number)));
        return new AnswerMatrix(
                worked.rows(),
                worked.columns(),
                Collections.nCopies(worked.entries().size(), entry),
                false);
    }

    private static AnswerMatrix filled(Matrix step, String number) {
        Optional<AnswerNumber> entry = Optional.of(AnswerNumber.written(number, new BigDecimal(number)));
        return new AnswerMatrix(step.rows(), step.columns(), Collections.nCopies(step.size(), entry), false);
    }
}

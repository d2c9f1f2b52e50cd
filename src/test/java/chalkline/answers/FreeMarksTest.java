package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.answers.PublishedExamplesTest.Task;
import chalkline.network.Matrix;
import chalkline.network.StepId;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who has worked nothing earns nothing. */
class FreeMarksTest {
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

    private static AnswerMatrix filled(Matrix step, String number) {
        Optional<AnswerNumber> entry = Optional.of(AnswerNumber.written(number, new BigDecimal(number)));
        return new AnswerMatrix(step.rows(), step.columns(), Collections.nCopies(step.size(), entry), false);
    }
}

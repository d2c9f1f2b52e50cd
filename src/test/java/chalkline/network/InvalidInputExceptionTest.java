package chalkline.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class InvalidInputExceptionTest {

    @Test
    void saysEveryProblem() {
        assertThat(new InvalidInputException(List.of("a.csv:1: one", "a.csv:2: two")).problems())
                .containsExactly("a.csv:1: one", "a.csv:2: two");
    }

    @Test
    void countsThoseBeyondTheHundredth() {
        List<String> problems = new InvalidInputException(Collections.nCopies(5000, "a.csv: is wrong")).problems();
        assertThat(problems).hasSize(101);
        assertThat(problems.get(100)).isEqualTo("and 4900 more problems");
    }

    @Test
    void isNoLongerThanItsLongestSentences() {
        String message = new InvalidInputException(Collections.nCopies(50, "x".repeat(15_000))).getMessage();
        assertThat(message).hasSizeLessThan(21_000).endsWith("and 49 more problems");
    }
}

package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found depends on the budget's steps and arithmetic, and never on what the machine took for them. */
class BudgetTest {
    @TempDir
    private Path directory;

    private Examination examine(String program, Budget budget) throws IOException {
        return Doctor.examine(InventedPrograms.named(program).write(directory), directory, Practice::engine, budget);
    }

    @Test
    void theSameIsTriedAndFoundEveryTime() throws IOException {
        Examination once = examine("all-zero", Budget.USUAL);
        assertThat(once.findings()).isNotEmpty();
        assertThat(examine("all-zero", Budget.USUAL)).isEqualTo(once);
    }

    @Test
    void nothingFollowsFromATrainingThatWasGivenUp() throws IOException {
        Examination examination = examine("all-zero", new Budget(1500, 1, 5, 0));
        assertThat(examination.findings()).isEmpty();
        assertThat(examination.tried())
                .containsExactly(
                        "as it stands: not taken to its end, which takes this machine too long; nothing follows"
                                + " from it");
    }

    @Test
    void whatHasHadItsShareOfArithmeticIsTheLast() throws IOException {
        assertThat(examine("all-zero", new Budget(1500, 1, 1e-9, 30)).tried()).hasSize(2);
    }
}

package chalkline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.doctor.InventedPrograms.Program;
import chalkline.report.DoctorText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on programs that were invented after its criteria: silent on healthy ones, a true cause among the first two. */
class InventedProgramsTest {
    /** Of a second each, and so that every moment of finding out has one. */
    private static final String SHORT = "softmax-of-one|labels-1-and-2|same-inputs"
            + "|accuracy-of-the-majority|one-epoch-of-60-rows|all-zero|sgd-2-regression|three-clouds|ten-rows";

    @TempDir
    private Path directory;

    @Test
    void aFew() throws IOException {
        examine(SHORT);
    }

    @Test
    @Tag("slow")
    void all() throws IOException {
        examine(".*(" + System.getProperty("only", "") + ").*");
    }

    private void examine(String which) throws IOException {
        List<String> alarms = new ArrayList<>();
        List<String> missed = new ArrayList<>();
        int ill = 0;
        List<Program> programs = new ArrayList<>(InventedPrograms.healthy());
        programs.addAll(InventedPrograms.faulty());
        for (Program program : programs) {
            if (!program.name().matches(which)) {
                continue;
            }
            Stopwatch watch = new Stopwatch();
            Examination examination = Practice.examine(program.write(directory), directory);
            double seconds = watch.seconds();
            List<String> found = examination.findings().stream()
                    .map(each -> each.code().label())
                    .toList();
            boolean named = found.stream().limit(2).anyMatch(program.causes()::contains);
            boolean right = program.causes().isEmpty() ? found.isEmpty() : named;
            String line = program.name() + " " + program.causes() + ": " + found
                    + String.format(Locale.ROOT, " in %.1f s", seconds);
            System.out.println((right ? "   " : "!  ") + line);
            if (!right || Boolean.getBoolean("shown")) {
                System.out.println(DoctorText.of(examination).indent(8));
            }
            ill += program.causes().isEmpty() ? 0 : 1;
            if (!right) {
                (program.causes().isEmpty() ? alarms : missed).add(line);
            }
        }
        System.out.println(ill - missed.size() + " of " + ill + " named; alarms " + alarms);
        assertThat(alarms).isEmpty();
        assertThat(missed).hasSizeLessThanOrEqualTo(ill / 5);
    }
}

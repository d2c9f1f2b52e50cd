package chalkline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedTablesTest {
    @Test
    void theCommittedTableIsTheGeneratedOne() throws IOException {
        StringWriter generated = new StringWriter();
        GeneratedTables.friedman(600, generated);
        assertThat(generated.toString()).isEqualTo(Files.readString(Path.of("data/friedman.csv")));
    }

    @Test
    void theRuleHasTwentyFeaturesAndTwoSides() throws IOException {
        StringWriter generated = new StringWriter();
        GeneratedTables.rule(3, generated);
        assertThat(generated.toString().lines()).hasSize(4).allMatch(line -> line.split(",").length == 21);
        assertThat(generated.toString())
                .startsWith("x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,x12,x13,x14,x15,x16,x17,x18,x19,x20,side\n"
                        + "0.0147,0.4520,-0.6825,");
    }
}

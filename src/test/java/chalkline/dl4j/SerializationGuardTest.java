package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SerializationGuardTest {

    /** Training, copying, saving and loading go on as before: three times the same parameters. */
    @Test
    void refusesEveryObjectAndNothingNeeded(@TempDir Path directory) throws Exception {
        assertThat(ChildJvm.run(
                        SerializationGuardProbe.class,
                        directory.resolve("model.zip").toString()))
                .containsExactly("rejected", "truetruetrue");
    }
}

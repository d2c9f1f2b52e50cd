package chalkline.dl4j.known;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the known differences has the catalogue's tables. */
class KnownDifferencesPageTest {
    private static final Path PAGE = Path.of("src/site/markdown/known-differences.md");

    @Test
    void itsTablesAreTheCatalogues() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("run the command that %s names, and put what it prints there", PAGE)
                .endsWith(KnownDifferencesPage.tables());
    }
}

package chalkline.direct;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java has no code for float and double at once: what is written twice says the same. */
class TwinsTest {
    private static final Path SOURCES = Path.of("src/main/java/chalkline/direct");

    @Test
    void whatIsOfDoublesIsWhatIsOfFloatsWordForWord() throws IOException {
        List<String> floats = names("Float");
        assertThat(floats).contains("FloatBlock.java");
        assertThat(names("Double"))
                .containsExactlyElementsOf(floats.stream()
                        .map(name -> name.replace("Float", "Double"))
                        .toList());
        for (String name : floats) {
            String expected = Files.readString(SOURCES.resolve(name))
                    .replace("(float) ", "")
                    .replace("(double) ", "")
                    .replace("sgem", "dgem")
                    .replace("Float", "Double")
                    .replace("float", "double");
            String twin = Files.readString(SOURCES.resolve(name.replace("Float", "Double")));
            assertThat(words(twin)).as(name).isEqualTo(words(expected));
        }
    }

    private static List<String> names(String start) throws IOException {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(start))
                    .sorted()
                    .toList();
        }
    }

    private static String words(String text) {
        return text.replaceAll("\\s+", "");
    }
}

package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.network.Notation;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Worked examples by others against marks that a calculation in 50 digits fixed before the first run. That calculation takes
 * a number as it is written; where intervals, digits cut off or the mark {@code empty} change a mark, {@code changed.json}
 * has the mark and the reason.
 */
class AnswerCasesTest {
    private static final Path CASES = Path.of("src/test/resources/answers/cases");

    /** A sheet of a case. */
    record Case(Path folder, String sheet) {
        @Override
        public String toString() {
            return folder.getFileName() + "/" + sheet;
        }

        Path file() {
            return Stream.of("yaml", "npz", "json", "csv", "ipynb")
                    .map(ending -> folder.resolve(sheet + "." + ending))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
        }
    }

    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(CASES)) {
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                json(folder.resolve("expected.json")).keySet().forEach(sheet -> cases.add(new Case(folder, sheet)));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isMarkedAsExpected(Case sheet) throws IOException {
        JsonObject expected = json(sheet.folder().resolve("expected.json")).getAsJsonObject(sheet.sheet());
        Path changes = sheet.folder().resolve("changed.json");
        JsonObject changed = Files.exists(changes) ? json(changes).getAsJsonObject(sheet.sheet()) : new JsonObject();
        MarkedSheet marked = PublishedExamplesTest.mark(sheet.folder(), sheet.file());
        Notation notation = PublishedExamplesTest.notation(sheet.folder());
        Map<String, List<String>> actual = new LinkedHashMap<>();
        Map<String, List<String>> right = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> step :
                expected.getAsJsonObject("marks").entrySet()) {
            List<String> marks = PublishedExamplesTest.inReadingOrder(
                    marked.step(step.getKey()).orElseThrow(), notation);
            actual.put(step.getKey(), marks);
            List<String> before =
                    words(step.getValue(), marked.step(step.getKey()).orElseThrow(), notation);
            JsonObject change = changed.getAsJsonObject(step.getKey());
            right.put(
                    step.getKey(),
                    change == null
                            ? before
                            : words(
                                    change.get("marks"),
                                    marked.step(step.getKey()).orElseThrow(),
                                    notation));
            if (change != null) {
                assertThat(right.get(step.getKey())).as("changed").isNotEqualTo(before);
                assertThat(change.get("because").getAsString()).isNotBlank();
            }
        }
        assertThat(actual).isEqualTo(right);
        JsonElement first = changed.has("first") ? changed.get("first") : expected.get("first");
        assertThat(marked.firstWrong().map(MarkedStep::name).orElse("none"))
                .isEqualTo(first.isJsonNull() ? "none" : first.getAsString());
    }

    /** One word for all, or one an entry, row by row as the sheet has it; turned where they stand the other way round. */
    private static List<String> words(JsonElement marks, MarkedStep step, Notation notation) {
        if (!marks.isJsonArray()) {
            return Collections.nCopies(step.entries().size(), marks.getAsString());
        }
        List<List<String>> rows = new ArrayList<>();
        for (JsonElement row : marks.getAsJsonArray()) {
            rows.add(row.getAsJsonArray().asList().stream()
                    .map(JsonElement::getAsString)
                    .toList());
        }
        List<String> words = new ArrayList<>();
        if (rows.size() == (notation == Notation.WX_PLUS_B ? step.columns() : step.rows())) {
            rows.forEach(words::addAll);
        } else {
            for (int j = 0; j < rows.get(0).size(); j++) {
                int column = j;
                rows.forEach(row -> words.add(row.get(column)));
            }
        }
        return words;
    }

    private static JsonObject json(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    }
}

package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFormatTest {
    @Test
    void jsonBringsTheSameFormatBack() {
        CsvFormat format = new CsvFormat('\t', List.of("NA", "\"none\""));
        assertThat(CsvFormat.fromJson(format.toJson(), "m.zip")).isEqualTo(format);
        CsvFormat all = new CsvFormat(Optional.of(';'), Optional.of("windows-1252"), List.of("x", "y"), List.of());
        assertThat(CsvFormat.fromJson(all.toJson(), "m.zip")).isEqualTo(all);
        CsvFormat found = CsvFormat.DEFAULT.with(',').in("windows-1252");
        assertThat(found.toJson()).doesNotContain("encoding-by");
        assertThat(CsvFormat.fromJson(found.toJson(), "m.zip")).isEqualTo(found);
        assertThat(CsvFormat.DEFAULT.toJson()).isEqualTo("{\"separator\":\",\",\"missing-values\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"separator\":\"ab\",\"missing-values\":[]}   | \"ab\" cannot stand between cells",
                "{\"separator\":\"\",\"missing-values\":[]}     | \"\" cannot stand between cells",
                "{\"separator\":\"\\n\",\"missing-values\":[]}  | \"�\" cannot stand between cells",
                "{\"separator\":\".\",\"missing-values\":[]}    | \".\" cannot stand between cells",
                "{\"separator\":\";\",\"missing-values\":[],\"encoding\":\"klingon\"} "
                        + "| there is no encoding \"klingon\"",
                "{\"separator\":\";\",\"missing-values\":[],\"encoding\":\"UTF-8\",\"encoding-by\":\"me\"} "
                        + "| encoding-by is \"me\", which can only be configuration",
                "{\"separator\":\";\"}                          | key \"missing-values\" is missing",
            })
    void anythingElseIsRefused(String json, String problem) {
        assertThatThrownBy(() -> CsvFormat.fromJson(json, "m.zip!csv.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip!csv.json: " + problem);
    }
}

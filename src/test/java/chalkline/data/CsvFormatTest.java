package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.config.DataSpec;
import chalkline.network.InvalidInputException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFormatTest {
    @Test
    void jsonBringsTheSameFormatBack() {
        CsvFormat format = new CsvFormat('\t', List.of("NA", "\"none\""));
        assertThat(CsvFormat.fromJson(format.toJson(), "m.zip")).isEqualTo(format);
        assertThat(CsvFormat.DEFAULT.toJson())
                .isEqualTo("{\"separator\":\",\",\"missing-values\":[\"NA\",\"N/A\",\"NaN\",\"null\",\"?\"]}");
    }

    @Test
    void theConfigurationHasTheSameDefaults() {
        assertThat(CsvFormat.DEFAULT)
                .isEqualTo(new CsvFormat(DataSpec.Csv.DEFAULT_SEPARATOR, DataSpec.Csv.DEFAULT_MISSING_VALUES));
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
                "{\"separator\":\";\"}                          | key \"missing-values\" is missing",
            })
    void anythingElseIsRefused(String json, String problem) {
        assertThatThrownBy(() -> CsvFormat.fromJson(json, "m.zip!csv.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip!csv.json: " + problem);
    }
}

package chalkline.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.data.CsvFormat;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.data.Schema;
import chalkline.network.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {
    private static final Preprocessing PREPROCESSING = new Preprocessing(
            new Schema(List.of("x", "color"), List.of("y"), List.of(), Map.of("color", List.of("blue", "red"))),
            new CsvFormat('|', List.of("-")),
            new Imputer(Imputer.Policy.MEDIAN, List.of(0.1, 1.0)),
            new Normalizer(Normalizer.Kind.STANDARDIZE, List.of(1 / 3.0, 0.0, 0.0), List.of(3.0, 1.0, 1.0)),
            new Normalizer(Normalizer.Kind.MIN_MAX, List.of(-5.0), List.of(1e-300)));

    @Test
    void entriesBringTheSameBack() {
        assertThat(Preprocessing.fromEntries(PREPROCESSING.toEntries(), "m.zip"))
                .contains(PREPROCESSING);
    }

    @Test
    void aModelOfSomebodyElsesHasNone() {
        assertThat(Preprocessing.fromEntries(Map.of("chalkline/other.json", new byte[0]), "m.zip"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema", "csv", "imputer", "normalizer", "label-normalizer"})
    void everyPartIsNeeded(String part) {
        Map<String, byte[]> entries = new HashMap<>(PREPROCESSING.toEntries());
        entries.remove("chalkline/" + part + ".json");
        String there = part.equals("schema") ? "csv" : "schema";
        assertThatThrownBy(() -> Preprocessing.fromEntries(entries, "m.zip"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip: has the entry \"chalkline/" + there + ".json\" but not \"chalkline/" + part
                        + ".json\", which belongs to it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "normalizer       | {\"kind\":\"min-max\",\"offsets\":[0,1],\"scales\":[1,1]} | 2 offsets for 3 inputs",
                "label-normalizer | {\"kind\":\"min-max\",\"offsets\":[0,1],\"scales\":[1,1]} | 2 offsets for 1 label",
                "imputer          | {\"policy\":\"mean\",\"values\":[0,2]} | value 2 is 2.0, which is no category's index",
                "csv              | {\"separator\":\"7\",\"missing-values\":[]} | \"7\" cannot stand between cells",
                "schema           | {} | key \"features\" is missing",
            })
    void partsThatDoNotFitAreRefused(String part, String json, String problem) {
        Map<String, byte[]> entries = new HashMap<>(PREPROCESSING.toEntries());
        String name = "chalkline/" + part + ".json";
        entries.put(name, json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Preprocessing.fromEntries(entries, "m.zip"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip!" + name + ": " + problem);
    }

    @Test
    void classesAreNotScaled() {
        Preprocessing classes = new Preprocessing(
                new Schema(List.of("x"), List.of("y"), List.of("a", "b")),
                CsvFormat.DEFAULT,
                Imputer.NONE,
                Normalizer.NONE,
                new Normalizer(Normalizer.Kind.MIN_MAX, List.of(0.0, 0.0), List.of(2.0, 2.0)));
        assertThatThrownBy(() -> Preprocessing.fromEntries(classes.toEntries(), "m.zip"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip!chalkline/label-normalizer.json: classes are not scaled");
    }
}

package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.network.InvalidInputException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
    private static final Schema IRIS =
            new Schema(List.of("length", "width"), List.of("species"), List.of("setosa", "versicolor", "virginica"));
    private static final Schema HOUSE = new Schema(List.of("area"), List.of("price", "\"rent\" in €"), List.of());

    @Test
    void outputsAreClassesElseLabels() {
        assertThat(IRIS.inputs()).isEqualTo(2);
        assertThat(IRIS.outputs()).isEqualTo(3);
        assertThat(IRIS.outputNames()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(HOUSE.outputs()).isEqualTo(2);
        assertThat(HOUSE.outputNames()).containsExactly("price", "\"rent\" in €");
    }

    @Test
    void jsonBringsTheSameSchemaBack() {
        assertThat(Schema.fromJson(IRIS.toJson(), "m.zip")).isEqualTo(IRIS);
        assertThat(Schema.fromJson(HOUSE.toJson(), "m.zip")).isEqualTo(HOUSE);
        assertThat(IRIS.toJson())
                .isEqualTo("{\"features\":[\"length\",\"width\"],\"labels\":[\"species\"],"
                        + "\"classes\":[\"setosa\",\"versicolor\",\"virginica\"]}");
    }

    @Test
    void aCategoryIsAnInput() {
        Schema schema = new Schema(
                List.of("color", "area", "town"),
                List.of("y"),
                List.of(),
                Map.of("color", List.of("blue", "red"), "town", List.of("Bonn")));
        assertThat(schema.inputs()).isEqualTo(4);
        assertThat(schema.inputNames()).containsExactly("color=blue", "color=red", "area", "town=Bonn");
        assertThat(schema.toJson())
                .isEqualTo("{\"features\":[\"color\",\"area\",\"town\"],\"labels\":[\"y\"],\"classes\":[],"
                        + "\"categories\":{\"color\":[\"blue\",\"red\"],\"town\":[\"Bonn\"]}}");
        assertThat(Schema.fromJson(schema.toJson(), "m.zip")).isEqualTo(schema);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                                          | not a JSON object",
                "{                                                           | not JSON at line 1 column 2",
                "{\"features\":[\"a\"],\"labels\":[\"y\"]}                   | key \"classes\" is missing",
                "{\"features\":[\"a\"],\"features\":[\"b\"]}                 | key \"features\" occurs twice",
                "{\"@class\":\"java.lang.Runtime\"}                          | unknown key \"@class\"",
                "{\"features\":\"a\"}                                        | features: must be a list of texts",
                "{\"features\":[\"a\",1]}                                    | features: must be a list of texts",
                "{\"features\":[[\"a\"]]}                                    | features: must be a list of texts",
                "{\"features\":null}                                         | key \"features\" is missing",
                "{\"features\":['a']}                                        | not JSON at line 1 column 15",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[]}{}  | not JSON at line 1 column 48",
                "{\"features\":[],\"labels\":[\"y\"],\"classes\":[]}         | there is no feature column",
                "{\"features\":[\"a\"],\"labels\":[],\"classes\":[]}         | there is no label column",
                "{\"features\":[\"a\"],\"labels\":[\"a\"],\"classes\":[]}    | column \"a\" occurs twice",
                "{\"features\":[\" \"],\"labels\":[\"y\"],\"classes\":[]}    "
                        + "| column name \" \" is blank or has spaces around it",
                "{\"features\":[\"a\\u001bb\"],\"labels\":[\"y\"],\"classes\":[]} "
                        + "| column name \"a�b\" is longer than 1000 characters or has control characters",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[\"p\"]} "
                        + "| there is only one class, \"p\", in label column \"y\"",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[\"q\",\"p\"]} "
                        + "| class \"p\" must come before \"q\", and only once",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[\"p\",\"p\"]} "
                        + "| class \"p\" must come before \"p\", and only once",
                "{\"features\":[\"a\"],\"labels\":[\"y\",\"z\"],\"classes\":[\"p\",\"q\"]} "
                        + "| classes need one label column, not 2",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[],\"categories\":{\"b\":[\"p\"]}} "
                        + "| there are categories of \"b\", which is no feature column",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[],\"categories\":{\"a\":[]}} "
                        + "| feature column \"a\" has no categories",
                "{\"features\":[\"a\"],\"labels\":[\"y\"],\"classes\":[],\"categories\":{\"a\":[\"q\",\"p\"]}} "
                        + "| category \"p\" must come before \"q\", and only once",
                "{\"categories\":[]} | categories: must be an object",
                "{\"categories\":{\"a\":[1]}} | categories: a: must be a list of texts",
                "{\"categories\":{\"a\":[],\"a\":[]}} | key \"a\" occurs twice",
            })
    void anythingElseIsRefused(String json, String problem) {
        assertThatThrownBy(() -> Schema.fromJson(json, "m.zip: schema.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip: schema.json: " + problem);
    }

    @Test
    void listsWithoutEndAreRefused() {
        String json = "{\"features\":[" + "\"a\",".repeat(500_001) + "\"a\"]}";
        assertThatThrownBy(() -> Schema.fromJson(json, "m.zip")).hasMessage("m.zip: more than 500000 values");
    }
}

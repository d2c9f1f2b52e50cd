package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import chalkline.data.Imputer.Policy;
import chalkline.data.InferenceOptions.Gaps;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImputerTest {
    private static final Schema SCHEMA =
            new Schema(List.of("x", "color"), List.of("y"), List.of(), Map.of("color", List.of("blue", "red")));

    @TempDir
    private Path folder;

    private Table read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        return TestTables.read(file, "t.csv", List.of("y"), CsvFormat.DEFAULT, Map.of(), Gaps.FILLED);
    }

    @ParameterizedTest
    @CsvSource({"MEAN,3.5", "MEDIAN,2.5", "MOST_FREQUENT,2", "CONSTANT,-7"})
    void thePolicyChoosesFromTheTrainingRowsAlone(Policy policy, double expected) throws IOException {
        Table table = read("x,color,y\n2,red,0\n,red,0\n2,,0\n3,blue,0\n7,,0\n1000,blue,0\n900,blue,0\n");
        Imputer imputer = Imputer.fit(policy, -7, table, 0, 1, 2, 3, 4);
        assertThat(imputer).isEqualTo(new Imputer(policy, List.of(expected, 1.0)));
        Table complete = table.with(imputer);
        assertThat(complete.features(1, 2, 5)).isEqualTo(Matrix.of(3, 3, expected, 0, 1, 2, 0, 1, 1000, 1, 0));
    }

    @Test
    void aTieGoesToTheSmallest() throws IOException {
        Table table = read("x,color,y\n5,red,0\n4,blue,0\n4,blue,0\n5,red,0\n9,red,0\n,blue,0\n");
        assertThat(Imputer.fit(Policy.MOST_FREQUENT, 0, table, 0, 1, 2, 3, 4, 5))
                .isEqualTo(new Imputer(Policy.MOST_FREQUENT, List.of(4.0, 0.0)));
    }

    @Test
    void normalisersAreFittedToWhatWasFilledIn() throws IOException {
        Table table = read("x,color,y\n1,red,0\n,blue,0\n4,red,0\n");
        Table complete = table.with(Imputer.fit(Policy.CONSTANT, 9, table, 0, 1, 2));
        assertThat(Normalizer.fit(Normalizer.Kind.MIN_MAX, complete, 0, 1))
                .isEqualTo(new Normalizer(Normalizer.Kind.MIN_MAX, List.of(1.0, 0.0, 0.0), List.of(8.0, 1.0, 1.0)));
    }

    @Test
    void whereNoTrainingRowHasAValueZeroStands() throws IOException {
        Table table = read("x,color,y\n,red,0\n,blue,0\n1,red,0\n");
        assertThat(Imputer.fit(Policy.MEDIAN, 0, table, 0, 1).values()).containsExactly(0.0, 0.0);
        assertThat(Imputer.fit(Policy.CONSTANT, 3, table, 0, 1).values()).containsExactly(3.0, 0.0);
    }

    @Test
    void jsonBringsEveryBitBack() {
        Imputer imputer = new Imputer(Policy.MEAN, List.of(1 / 3.0, 1.0));
        assertThat(Imputer.fromJson(imputer.toJson(), SCHEMA, "m.zip")).isEqualTo(imputer);
        assertThat(Imputer.fromJson(Imputer.NONE.toJson(), SCHEMA, "m.zip")).isEqualTo(Imputer.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"policy\":\"guess\",\"values\":[]}      | unknown policy \"guess\"",
                "{\"policy\":\"refuse\",\"values\":[1]}    | refuse with 1 values",
                "{\"policy\":\"mean\",\"values\":[]}       | mean with 0 values",
                "{\"policy\":\"mean\",\"values\":[1]}      | 1 value for 2 feature columns",
                "{\"policy\":\"mean\",\"values\":[1e999,0]} | value 1 is Infinity",
                "{\"policy\":\"mean\",\"values\":[1,2]}    | value 2 is 2.0, which is no category's index",
                "{\"policy\":\"mean\",\"values\":[1,-1]}   | value 2 is -1.0, which is no category's index",
                "{\"policy\":\"mean\",\"values\":[1,0.5]}  | value 2 is 0.5, which is no category's index",
                "{\"policy\":\"mean\"}                     | key \"values\" is missing",
            })
    void anythingElseIsRefused(String json, String problem) {
        assertThatThrownBy(() -> Imputer.fromJson(json, SCHEMA, "m.zip!imputer.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip!imputer.json: " + problem);
    }
}

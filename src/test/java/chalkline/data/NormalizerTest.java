package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import chalkline.data.Normalizer.Kind;
import chalkline.network.InvalidInputException;
import chalkline.network.Matrix;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {
    private static Table column(double... values) {
        return Table.inline(Matrix.of(values.length, 1, values), Matrix.of(values.length, 1, values));
    }

    private static Normalizer fit(double... values) {
        return Normalizer.fit(
                Kind.STANDARDIZE,
                column(values),
                IntStream.range(0, values.length).toArray());
    }

    /** Provenance: the sums over data/iris.csv in 40-digit decimal arithmetic, rounded once. */
    @Test
    void irisHasTheMeansAndPopulationDeviationsOfExactArithmetic() {
        Table iris = CsvTables.read(Path.of("data/iris.csv"), "data/iris.csv", List.of("species"));
        Normalizer normalizer =
                Normalizer.fit(Kind.STANDARDIZE, iris, IntStream.range(0, 150).toArray());
        double[] means = {5.843333333333334, 3.0573333333333332, 3.758, 1.1993333333333334};
        double[] deviations = {0.8253012917851409, 0.43441096773549454, 1.759404065775303, 0.7596926279021594};
        for (int j = 0; j < 4; j++) {
            assertThat(normalizer.offsets().get(j)).isCloseTo(means[j], within(1e-15 * means[j]));
            assertThat(normalizer.scales().get(j)).isCloseTo(deviations[j], within(1e-14 * deviations[j]));
        }
    }

    @Test
    void onlyTheTrainingRowsCount() {
        Normalizer normalizer = Normalizer.fit(Kind.STANDARDIZE, column(1, 1000, 3), 0, 2);
        assertThat(normalizer).isEqualTo(new Normalizer(Kind.STANDARDIZE, List.of(2.0), List.of(1.0)));
        assertThat(normalizer.apply(Matrix.of(2, 1, 1, 1000))).isEqualTo(Matrix.of(2, 1, -1, 998));
    }

    @Test
    void minMaxTakesTheTrainingRowsToTheRangeFrom0To1AndBack() {
        Normalizer normalizer = Normalizer.fit(Kind.MIN_MAX, column(3, 1000, 5, 7), 0, 2, 3);
        assertThat(normalizer).isEqualTo(new Normalizer(Kind.MIN_MAX, List.of(3.0), List.of(4.0)));
        assertThat(normalizer.apply(Matrix.of(4, 1, 3, 5, 7, 1))).isEqualTo(Matrix.of(4, 1, 0, 0.5, 1, -0.5));
        assertThat(normalizer.invert(Matrix.of(4, 1, 0, 0.5, 1, -0.5))).isEqualTo(Matrix.of(4, 1, 3, 5, 7, 1));
        assertThat(Normalizer.fit(Kind.MIN_MAX, column(2, 2), 0, 1))
                .isEqualTo(new Normalizer(Kind.MIN_MAX, List.of(2.0), List.of(1.0)));
        assertThatThrownBy(() -> Normalizer.fit(Kind.MIN_MAX, column(-1e308, 1e308), 0, 1))
                .hasMessage("column \"x1\": its values are too large or too close together to be scaled to the range "
                        + "from 0 to 1");
    }

    @Test
    void labelsAreScaledForTrainingAndKeepTheirUnitElsewhere() {
        Table table = Table.inline(Matrix.of(3, 1, 1, 2, 3), Matrix.of(3, 2, 10, 0, 20, 5, 30, 9));
        Normalizer labels = Normalizer.fitLabels(Kind.MIN_MAX, table, 0, 2);
        assertThat(labels).isEqualTo(new Normalizer(Kind.MIN_MAX, List.of(10.0, 0.0), List.of(20.0, 9.0)));
        Table scaled = table.with(Normalizer.NONE, labels);
        assertThat(scaled.batch(1).labels()).isEqualTo(Matrix.of(1, 2, 0.5, 5 / 9.0));
        assertThat(scaled.labels(1)).isEqualTo(Matrix.of(1, 2, 20, 5));
        assertThat(labels.invert(Matrix.of(1, 2, 0.25, 2))).isEqualTo(Matrix.of(1, 2, 15, 18));
    }

    @Test
    void valuesFarFromZeroKeepTheirDeviation() {
        assertThat(fit(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).scales().get(0)).isCloseTo(Math.sqrt(22.5), within(1e-15));
        assertThat(fit(-1e200, 1e200).scales()).containsExactly(1e200);
        assertThat(fit(-1e-200, 1e-200).scales()).containsExactly(1e-200);
    }

    @Test
    void constantFeaturesBecomeZero() {
        Normalizer normalizer = fit(0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
        assertThat(normalizer).isEqualTo(new Normalizer(Kind.STANDARDIZE, List.of(0.1), List.of(1.0)));
        assertThat(normalizer.apply(Matrix.of(1, 1, 0.1))).isEqualTo(Matrix.of(1, 1, 0));
    }

    @Test
    void aNormalisedTableHasExactDoublesAndItsLabelsAsTheyWere() {
        Table iris = CsvTables.read(Path.of("data/iris.csv"), "data/iris.csv", List.of("species"));
        Normalizer normalizer =
                new Normalizer(Kind.STANDARDIZE, List.of(5.0, 3.0, 1.0, 0.0), List.of(1.0, 1.0, 1.0, 3.0));
        Table normalised = iris.with(normalizer, Normalizer.NONE);
        assertThat(normalised.batch(0).features()).isEqualTo(Matrix.of(1, 4, 5.1 - 5, 0.5, 1.4 - 1, 0.2 / 3));
        assertThat(normalised.batch(0).features().remainder(0)).isZero();
        assertThat(normalised.batch(0).labels()).isEqualTo(iris.batch(0).labels());
        assertThat(normalised.schema()).isEqualTo(iris.schema());
    }

    @Test
    void noneChangesNothing() {
        Normalizer none = Normalizer.fit(Kind.NONE, column(1, 2), 0, 1);
        Table table = column(1, 2);
        assertThat(table.with(none, none).batch(0, 1)).isEqualTo(table.batch(0, 1));
        assertThat(none.apply(Matrix.of(1, 2, 3, 4))).isEqualTo(Matrix.of(1, 2, 3, 4));
    }

    @Test
    void whatCannotBeStandardisedIsRefused() {
        assertThatThrownBy(() -> fit(1.7e308, 1.7e308, -1))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("column \"x1\": its values are too large or too close together to be standardised");
        Normalizer normalizer = new Normalizer(Kind.STANDARDIZE, List.of(0.0, 0.0), List.of(1.0, 0.5));
        assertThatThrownBy(() -> normalizer.apply(Matrix.of(2, 2, 1, 1, 1, 1e308)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("row 2, number 2: 1.0E308 is too far from 0.0 to be scaled");
        Table table = Table.inline(Matrix.of(2, 2, 1, 1, 1, 1e308), Matrix.of(2, 1, 1, 1));
        assertThatThrownBy(() -> table.with(normalizer, Normalizer.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("row 2, column \"x2\": 1.0E308 is too far from 0.0 to be scaled");
        assertThatThrownBy(() -> normalizer.apply(Matrix.of(1, 1, 1)))
                .hasMessage("a normaliser of 2 columns cannot scale 1");
    }

    @Test
    void jsonBringsEveryBitBack() {
        Normalizer normalizer = new Normalizer(
                Kind.STANDARDIZE, List.of(1 / 3.0, -4.9e-324), List.of(Double.MIN_VALUE, Double.MAX_VALUE));
        assertThat(Normalizer.fromJson(normalizer.toJson(), 2, "input", "m.zip"))
                .isEqualTo(normalizer);
        Normalizer none = new Normalizer(Kind.NONE, List.of(), List.of());
        assertThat(none.toJson()).isEqualTo("{\"kind\":\"none\",\"offsets\":[],\"scales\":[]}");
        assertThat(Normalizer.fromJson(none.toJson(), 2, "input", "m.zip")).isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"max-min\",\"offsets\":[],\"scales\":[]}           | unknown kind \"max-min\"",
                "{\"kind\":1,\"offsets\":[],\"scales\":[]}                     | kind: must be a text",
                "{\"kind\":\"none\",\"offsets\":[\"1\"],\"scales\":[]}         | offsets: must be a list of numbers",
                "{\"kind\":\"none\",\"offsets\":[NaN],\"scales\":[]}           | not JSON at line 1 column 27",
                "{\"kind\":\"none\",\"offsets\":[1],\"scales\":[1]}            | none with 1 offsets",
                "{\"kind\":\"standardize\",\"offsets\":[],\"scales\":[]}       | standardize with 0 offsets",
                "{\"kind\":\"standardize\",\"offsets\":[1],\"scales\":[]}      | 1 offset but 0 scales",
                "{\"kind\":\"standardize\",\"offsets\":[1e999],\"scales\":[1]} | offset 1 is Infinity",
                "{\"kind\":\"standardize\",\"offsets\":[1,2],\"scales\":[1,0]} "
                        + "| scale 2 must be greater than 0, but is 0.0",
                "{\"kind\":\"standardize\",\"offsets\":[1,2],\"scales\":[1,-1]} "
                        + "| scale 2 must be greater than 0, but is -1.0",
                "{\"kind\":\"standardize\",\"offsets\":[1],\"scales\":[1]}     | 1 offsets for 2 inputs",
            })
    void anythingElseIsRefused(String json, String problem) {
        assertThatThrownBy(() -> Normalizer.fromJson(json, 2, "input", "m.zip: normalizer.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip: normalizer.json: " + problem);
    }
}

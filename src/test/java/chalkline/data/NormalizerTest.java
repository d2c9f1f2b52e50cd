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
    private static final Schema TWO = new Schema(List.of("a", "b"), List.of("y"), List.of());

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
        Table iris = Table.readCsv(Path.of("data/iris.csv"), "data/iris.csv", List.of("species"));
        Normalizer normalizer =
                Normalizer.fit(Kind.STANDARDIZE, iris, IntStream.range(0, 150).toArray());
        double[] means = {5.843333333333334, 3.0573333333333332, 3.758, 1.1993333333333334};
        double[] deviations = {0.8253012917851409, 0.43441096773549454, 1.759404065775303, 0.7596926279021594};
        for (int j = 0; j < 4; j++) {
            assertThat(normalizer.means().get(j)).isCloseTo(means[j], within(1e-15 * means[j]));
            assertThat(normalizer.deviations().get(j)).isCloseTo(deviations[j], within(1e-14 * deviations[j]));
        }
    }

    @Test
    void onlyTheTrainingRowsCount() {
        Normalizer normalizer = Normalizer.fit(Kind.STANDARDIZE, column(1, 1000, 3), 0, 2);
        assertThat(normalizer).isEqualTo(new Normalizer(Kind.STANDARDIZE, List.of(2.0), List.of(1.0)));
        assertThat(normalizer.apply(Matrix.of(2, 1, 1, 1000))).isEqualTo(Matrix.of(2, 1, -1, 998));
    }

    @Test
    void valuesFarFromZeroKeepTheirDeviation() {
        assertThat(fit(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).deviations().get(0))
                .isCloseTo(Math.sqrt(22.5), within(1e-15));
        assertThat(fit(-1e200, 1e200).deviations()).containsExactly(1e200);
        assertThat(fit(-1e-200, 1e-200).deviations()).containsExactly(1e-200);
    }

    @Test
    void constantFeaturesBecomeZero() {
        Normalizer normalizer = fit(0.1, 0.1, 0.1, 0.1, 0.1, 0.1);
        assertThat(normalizer).isEqualTo(new Normalizer(Kind.STANDARDIZE, List.of(0.1), List.of(1.0)));
        assertThat(normalizer.apply(Matrix.of(1, 1, 0.1))).isEqualTo(Matrix.of(1, 1, 0));
    }

    @Test
    void aNormalisedTableHasExactDoublesAndItsLabelsAsTheyWere() {
        Table iris = Table.readCsv(Path.of("data/iris.csv"), "data/iris.csv", List.of("species"));
        Normalizer normalizer =
                new Normalizer(Kind.STANDARDIZE, List.of(5.0, 3.0, 1.0, 0.0), List.of(1.0, 1.0, 1.0, 3.0));
        Table normalised = normalizer.apply(iris);
        assertThat(normalised.batch(0).features()).isEqualTo(Matrix.of(1, 4, 5.1 - 5, 0.5, 1.4 - 1, 0.2 / 3));
        assertThat(normalised.batch(0).features().remainder(0)).isZero();
        assertThat(normalised.batch(0).labels()).isEqualTo(iris.batch(0).labels());
        assertThat(normalised.schema()).isEqualTo(iris.schema());
    }

    @Test
    void noneChangesNothing() {
        Normalizer none = Normalizer.fit(Kind.NONE, column(1, 2), 0, 1);
        Table table = column(1, 2);
        assertThat(none.apply(table)).isSameAs(table);
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
                .hasMessage("row 2, feature 2: 1.0E308 is too far from the mean 0.0 to be standardised");
        assertThatThrownBy(() -> normalizer.apply(Matrix.of(1, 1, 1)))
                .hasMessage("a normaliser of 2 features cannot scale 1");
    }

    @Test
    void jsonBringsEveryBitBack() {
        Normalizer normalizer = new Normalizer(
                Kind.STANDARDIZE, List.of(1 / 3.0, -4.9e-324), List.of(Double.MIN_VALUE, Double.MAX_VALUE));
        assertThat(Normalizer.fromJson(normalizer.toJson(), TWO, "m.zip")).isEqualTo(normalizer);
        Normalizer none = new Normalizer(Kind.NONE, List.of(), List.of());
        assertThat(none.toJson()).isEqualTo("{\"kind\":\"none\",\"means\":[],\"deviations\":[]}");
        assertThat(Normalizer.fromJson(none.toJson(), TWO, "m.zip")).isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"min-max\",\"means\":[],\"deviations\":[]}           | unknown kind \"min-max\"",
                "{\"kind\":1,\"means\":[],\"deviations\":[]}                     | \"kind\" must be a text",
                "{\"kind\":\"none\",\"means\":[\"1\"],\"deviations\":[]}         | \"means\" must be a list of numbers",
                "{\"kind\":\"none\",\"means\":[NaN],\"deviations\":[]}           | not well-formed JSON",
                "{\"kind\":\"none\",\"means\":[1],\"deviations\":[1]}            | none with 1 means",
                "{\"kind\":\"standardize\",\"means\":[],\"deviations\":[]}       | standardize with 0 means",
                "{\"kind\":\"standardize\",\"means\":[1],\"deviations\":[]}      | 1 means but 0 deviations",
                "{\"kind\":\"standardize\",\"means\":[1e999],\"deviations\":[1]} | mean 1 is Infinity",
                "{\"kind\":\"standardize\",\"means\":[1,2],\"deviations\":[1,0]} "
                        + "| deviation 2 must be greater than 0, but is 0.0",
                "{\"kind\":\"standardize\",\"means\":[1,2],\"deviations\":[1,-1]} "
                        + "| deviation 2 must be greater than 0, but is -1.0",
                "{\"kind\":\"standardize\",\"means\":[1],\"deviations\":[1]}     | 1 means for 2 features",
            })
    void anythingElseIsRefused(String json, String problem) {
        assertThatThrownBy(() -> Normalizer.fromJson(json, TWO, "m.zip: normalizer.json"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("m.zip: normalizer.json: " + problem);
    }
}

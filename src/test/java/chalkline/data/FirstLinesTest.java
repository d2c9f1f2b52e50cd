package chalkline.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a file is written is seen in its first lines. */
class FirstLinesTest {
    private static FirstLines of(String text) {
        try {
            return FirstLines.of(new BufferedReader(new StringReader(text)), CsvFormat.DEFAULT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> separators() {
        return Stream.of(
                Arguments.of("a,b,c\n1,2,3\n", ','),
                Arguments.of("a;b\n1,5;2,5\n3,5;4,5\n", ';'),
                Arguments.of("1,5;2,5;1,0\n3,5;4,5;2,0\n7,0;8,1;1,1\n", ';'),
                Arguments.of("name\ttext\nx\tone, two, three\ny\tone, two, three\n", '\t'),
                Arguments.of("when,what\n2025-01-01 10:00,1\n2025-01-02 11:00,2\n", ','),
                Arguments.of("a,b\n1 2,3\n4 5,6,7\n8 9,1\n", ','),
                Arguments.of("sep=|\na|b;c\n1|2;3\n", '|'),
                Arguments.of("sep=x\na;b\n1;2\n", ';'),
                Arguments.of(" 0.1  18.0   2\n 0.2   0.0  17\n12.0   1.5   3\n", ' '),
                Arguments.of(
                        "18.0   8   307.0\t\"chevrolet chevelle malibu\"\n15.0   8   350.0\t\"buick skylark 320\"\n",
                        ' '),
                Arguments.of("1\t2\t3\n4\t\t5\t6\n7\t8\t9\n1\t1\t2\n", ' '));
    }

    @ParameterizedTest
    @MethodSource("separators")
    void theSeparatorIsTheOneUnderWhichRowsAreEven(String text, char separator) {
        assertThat(of(text).separator()).isEqualTo(separator);
    }

    static Stream<String> withoutNames() {
        return Stream.of(
                "5.1,3.5,Iris-setosa\n4.9,3.0,Iris-setosa\n6.3,2.9,Iris-virginica\n5.8,2.7,Iris-virginica\n",
                "M,0.455,15\nM,0.35,7\nF,0.53,9\nM,0.44,10\n",
                "30,64,1,1\n30,62,3,1\n30,65,0,1\n31,59,2,1\n",
                "republican,n,y\ndemocrat,n,y\nrepublican,y,n\ndemocrat,n,n\n",
                "AAT_ECOLI  0.49  cp\nACEA_ECOLI  0.07  cp\nACEK_ECOLI  0.56  im\nACKA_ECOLI  0.59  im\n",
                "'40-49','3','yes'\n'50-59','1','no'\n'40-49','2','no'\n'30-39','2','yes'\n");
    }

    @ParameterizedTest
    @MethodSource("withoutNames")
    void aFirstLineOfValuesHasNoNames(String text) {
        assertThat(of(text).header()).isFalse();
    }

    static Stream<String> withNames() {
        return Stream.of(
                "x,y\n1,2\n3,4\n5,6\n7,8\n",
                "town,county\nx,a\ny,a\nx,b\nz,b\n",
                ",a,b\n0,1,2\n1,3,4\n2,5,6\n3,7,8\n",
                "country,1990,1991,1992\nAT,1,2,3\nDE,4,5,6\nIT,7,8,9\nFR,1,1,2\n",
                "1990,1991,1992\n1,2,3\n4,5,6\n7,8,9\n1,1,2\n",
                "wine,400.5,401.0,401.5\na,1,2,3\nb,4,5,6\nc,7,8,9\nd,1,1,2\n",
                "no,yes\nyes,1\nyes,2\nyes,3\nno,4\n");
    }

    @ParameterizedTest
    @MethodSource("withNames")
    void aFirstLineOfNamesIsTheHeader(String text) {
        assertThat(of(text).header()).isTrue();
    }

    @Test
    void titlesComeBeforeTheNames() {
        assertThat(of("Sales of 2025\n\nregion,units,price,day\nN,1,2,3\nS,4,5,6\n")
                        .before())
                .isEqualTo(1);
        assertThat(of("506,13,,,,\na,b,c,d,e,f\n1,2,3,4,5,6\n1,2,3,4,5,6\n").before())
                .isEqualTo(1);
        assertThat(of("a,b\n1,2\n").before()).isZero();
    }

    @Test
    void cellsMayBeInSingleQuotesOrHaveSpacesAroundTheirQuotes() {
        FirstLines single = of("'a'\t'b c'\n1\t2\n3\t4\n");
        assertThat(single.records(new StringReader("'a'\t'b c'\n")).next().getFields())
                .isEqualTo(List.of("a", "b c"));
        FirstLines spaced = of("\"a\", \"b, c\", \"d\"\n1, 2, 3\n");
        assertThat(spaced.records(new StringReader("\"a\", \"b, c\", \"d\"\n"))
                        .next()
                        .getFields())
                .isEqualTo(List.of("a", "b, c", "d"));
        assertThat(of("name,note\nO'Brien,x\nD'Arcy,y\n").quote()).isEqualTo('"');
    }
}

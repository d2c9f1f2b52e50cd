package chalkline.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.network.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the data section, each with its place. */
class DataErrorsTest {
    @TempDir
    private Path directory;

    private List<String> problems(String data) throws IOException {
        Files.writeString(directory.resolve("data.csv"), "a,y,z\n1,2,3\n2,4,5\n3,1,8\n");
        Files.writeString(directory.resolve("x.yaml"), """
                name: x
                network: { layers: [{ output: { activation: identity, loss: mse } }] }
                data:
                """ + data);
        return catchThrowableOfType(InvalidInputException.class, () -> Configuration.read(Path.of("x.yaml"), directory))
                .problems();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "columns: { a: categoric } § :5:17: data.columns.a: unknown column type categoric, did you mean "
                        + "categorical? (known: numeric, categorical, boolean, date, identifier, ignore)",
                "columns: { y: ignore }   § :5:17: data.columns.y: a label cannot be ignored: take it off data.train.labels",
                "columns: { a: ignore, a: numeric } § :5:25: data.columns.a: given twice, first on line 5",
                "columns: [a]             § :5:12: data.columns: must be a map of column names, such as "
                        + "{ zip-code: categorical, id: ignore, sold: { date: dd.MM.yyyy } }, not a list",
                "columns: {}              § :5:12: data.columns: must be a map of column names, such as "
                        + "{ zip-code: categorical, id: ignore, sold: { date: dd.MM.yyyy } }, not an empty map",
                "separator: ab            § :5:14: data.separator: must be one character such as \",\", \";\" or \"|\", "
                        + "or tab, not ab",
                "separator: \".\"         § :5:14: data.separator: must be one character such as \",\", \";\" or \"|\", "
                        + "or tab, not the text \".\"",
                "missing: mode            § :5:12: data.missing: unknown policy for missing values mode "
                        + "(known: refuse, mean, median, most-frequent)",
                "missing: constant        § :5:12: data.missing: a constant needs its value: { constant: 0 }",
                "missing: { constant: x } § :5:24: data.missing.constant: must be a number, not x",
                "missing-values: NA       § :5:19: data.missing-values: must be a list of texts, such as [NA, \"-999\"], "
                        + "not NA",
                "normalize-labels: minmax § :5:21: data.normalize-labels: unknown normalization minmax, did you mean "
                        + "min-max? (known: none, standardize, min-max)",
                "split: { stratify: 1 }   § :5:22: data.split.stratify: must be true or false, not 1",
                "class-weights: even      § :5:18: data.class-weights: must be balanced, or a weight for each class, such as "
                        + "{ benign: 1, malignant: 2 }, not even",
                "class-weights: { a: -1 } § :5:23: data.class-weights.a: must be 0 or greater, not -1",
                "test: { file: none.csv } § :5:17: data.test.file: there is no file none.csv in DIRECTORY",
                "test: none.csv           § :5:9: data.test: must be a map with the key file, not none.csv",
                "colums: { a: ignore }    § :5:3: data.colums: unknown key, did you mean columns?",
            })
    void namesThePlaceOfEveryMistake(String line, String problem) throws IOException {
        assertThat(problems("  train: { file: data.csv, labels: [y] }\n  " + line + "\n"))
                .containsExactly("x.yaml" + problem.replace("DIRECTORY", directory.toString()));
    }

    @Test
    void rowsComeFromAFileOrAreSplitOffButNotBoth() throws IOException {
        assertThat(problems("""
                  train: { file: data.csv, labels: [y, z] }
                  test: { file: data.csv }
                  columns: { z: categorical }
                  split: { validation: 0.1, test: 0.1 }
                """))
                .containsExactly(
                        "x.yaml:6:17: data.columns.z: classes need one label column, not 2",
                        "x.yaml:7:35: data.split.test: the test rows come from data.test, so none can be split off: "
                                + "leave one of the two out");
    }

    @Test
    void examplesInTheConfigurationHaveNoFileToDescribe() throws IOException {
        assertThat(problems("""
                  train: { x: [[1]], y: [[2]] }
                  separator: ";"
                  columns: { x1: numeric }
                """))
                .containsExactly(
                        "x.yaml:5:14: data.separator: is about a file, but the examples are given as x and y",
                        "x.yaml:6:12: data.columns: is about a file, but the examples are given as x and y");
    }
}

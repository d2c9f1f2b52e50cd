package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.data.DataSplit;
import chalkline.data.Imputer;
import chalkline.data.Normalizer;
import chalkline.dl4j.Dl4j;
import chalkline.network.InvalidInputException;
import chalkline.network.Loss;
import chalkline.network.Matrix;
import chalkline.training.Job;
import chalkline.training.Preprocessing;
import chalkline.training.SavedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table with everything that tables have: categories, gaps, columns of no use, files for every part, uneven classes. */
class PreparedDataTest {
    private static final String CONFIGURATION = """
            name: shop
            network:
              layers:
                - dense: { units: 4, activation: tanh }
                - output: { activation: softmax, loss: mcxent }
            data:
              train: { file: train.csv, labels: [paid] }
              test: { file: test.csv }
              separator: ";"
              columns: { customer: ignore, paid: categorical }
              missing: median
              normalize: min-max
              class-weights: balanced
            training: { epochs: 30, batch-size: 3 }
            """;

    @TempDir
    private static Path directory;

    private static Workplace here;

    @BeforeAll
    static void train() throws IOException {
        here = Workplace.in(directory);
        here.write("shop.yaml", CONFIGURATION);
        here.write("train.csv", """
                customer;color;price;paid
                c1;red;10;1
                c2;"blue";;0
                c3;red;30;1
                c4;;20;1
                c5;green;50;1
                c6;blue;40;0
                """);
        here.write("test.csv", """
                paid;price;color;customer
                0;NA;blue;d1
                1;1000;red;d2
                """);
        Outcome train = here.run("train", "shop.yaml", "--run-dir", "run");
        assertThat(train.code()).isZero();
        assertThat(train.out()).contains("Evaluation on 2 test rows\n");
    }

    private static Job job(String... replacements) throws IOException {
        here.edited("shop.yaml", "edited.yaml", replacements);
        return Job.prepare(Configuration.read(Path.of("edited.yaml"), directory));
    }

    @Test
    void isPreparedByTheTrainingRowsAlone() throws IOException {
        Job job = job();
        Preprocessing preprocessing = job.preprocessing();
        assertThat(preprocessing.schema().features()).containsExactly("color", "price");
        assertThat(preprocessing.schema().categories()).isEqualTo(Map.of("color", List.of("", "blue", "green", "red")));
        assertThat(preprocessing.schema().classes()).containsExactly("0", "1");
        // The prices 10, 20, 30, 40, 50 have the median 30, a color that is missing is a category of its own.
        assertThat(preprocessing.imputer()).isEqualTo(new Imputer(Imputer.Policy.MEDIAN, List.of(1.0, 30.0)));
        assertThat(preprocessing.normalizer())
                .isEqualTo(new Normalizer(
                        Normalizer.Kind.MIN_MAX, List.of(0.0, 0.0, 0.0, 0.0, 10.0), List.of(1.0, 1.0, 1.0, 1.0, 40.0)));
        assertThat(job.split()).hasToString("train 6, validation 0, test 2");
        assertThat(job.table().features(1, 3, 6, 7))
                .isEqualTo(Matrix.of(4, 5, 0, 1, 0, 0, 0.5, 1, 0, 0, 0, 0.25, 0, 1, 0, 0, 0.5, 0, 0, 0, 1, 24.75));
        assertThat(job.table().labels(6, 7)).isEqualTo(Matrix.of(2, 2, 1, 0, 0, 1));
        assertThat(job.firstBatch().featureNames())
                .containsExactly("color=", "color=blue", "color=green", "color=red", "price");
    }

    @Test
    void classesCountByTheirWeightsInTheCheckedStep() throws IOException {
        // Two of six rows are of class 0 and four of class 1: 6/(2·2) and 6/(2·4).
        assertThat(job().network().loss()).isEqualTo(new Loss(Loss.Kind.MCXENT, Optional.of(List.of(1.5, 0.75))));
        assertThat(job("class-weights: balanced", "class-weights: { 0: 3 }")
                        .network()
                        .loss())
                .isEqualTo(new Loss(Loss.Kind.MCXENT, Optional.of(List.of(3.0, 1.0))));
        Outcome check = here.run("check", "shop.yaml");
        assertThat(check.code()).isZero();
        assertThat(check.out()).contains("\nAGREES  ");
    }

    @Test
    void theModelCarriesEverythingThatItsInputsNeed() throws IOException {
        SavedModel saved = SavedModel.load(new Dl4j(), here.path("models/shop.zip"));
        assertThat(saved.preprocessing()).contains(job().preprocessing());
        assertThat(here.run("inspect", "models/shop.zip").out())
                .contains("Columns  color (4 categories), price -> paid (classes 0, 1)\n"
                        + "Features normalised  min-max\nMissing values  median\n");
        Outcome check = here.run("check", "models/shop.zip", "--data", "train.csv");
        assertThat(check.err()).isEmpty();
        assertThat(check.code()).isZero();
    }

    @Test
    void gapsAreFilledWhenItPredicts() throws IOException {
        here.write("complete.csv", "price;color\n30;\n10;\n");
        here.write("gaps.csv", "color;price\n;\n;10\n");
        String expected = here.run("predict", "models/shop.zip", "complete.csv").out();
        assertThat(expected.lines()).hasSize(3).first().isEqualTo("paid,p_0,p_1,unseen");
        Outcome predict = here.run("predict", "models/shop.zip", "gaps.csv");
        assertThat(predict.code()).isZero();
        assertThat(predict.out()).isEqualTo(expected);
    }

    @Test
    void unknownCategoriesAndMissingColumnsAreNamedAndFurtherColumnsNoted() throws IOException {
        Path unknown = here.write("unknown.csv", "color;price\nred;1\nmauve;2\n");
        Outcome flagged = here.run("predict", "models/shop.zip", "unknown.csv");
        assertThat(flagged.code()).isZero();
        assertThat(flagged.out().lines().map(line -> line.replaceFirst(".*,", "")))
                .containsExactly("unseen", "", "color");
        assertThat(flagged.err().lines())
                .containsExactly(unknown
                        + ": 1 of 2 rows have a category that no training row had; the column unseen says " + "which");
        Path missing = here.write("missing.csv", "color;prise\nred;1\n");
        refused(
                here.run("predict", "models/shop.zip", "missing.csv"),
                missing + ": no column \"price\"; the columns are \"color\", \"prise\"");
        Path commas = here.write("commas.csv", "color,price\nred,1\n");
        refused(
                here.run("predict", "models/shop.zip", "commas.csv"),
                commas + ": no column \"color\", \"price\"; the columns are \"color,price\"; is the separator ','?");
        Path unlabelled = here.write("unlabelled.csv", "color;price\nred;1\n");
        refused(
                here.run("evaluate", "models/shop.zip", "unlabelled.csv"),
                unlabelled + ": no column \"paid\"; the columns are \"color\", \"price\"");
        Outcome further = here.run("predict", "models/shop.zip", "train.csv");
        assertThat(further.code()).isZero();
        assertThat(further.err().lines())
                .containsExactly(here.path("train.csv") + ": the model does not use the column customer");
    }

    @Test
    void anUnknownClassOfATestFileIsNamedAndWhereAskedForAnUnknownCategoryToo() throws IOException {
        Path other = here.write("other.csv", "paid;price;color\n0;1;mauve\n2;1;red\n");
        InvalidInputException refused = catchThrowableOfType(
                InvalidInputException.class,
                () -> job("file: test.csv", "file: other.csv", "missing: median", "missing: median\n  unseen: refuse"));
        assertThat(refused.problems())
                .containsExactly(
                        other
                                + ":2: column \"color\": \"mauve\" is not one of the categories \"\", \"blue\", \"green\", \"red\"",
                        other + ":3: column \"paid\": \"2\" is not one of the classes \"0\", \"1\"");
    }

    /** 90 rows of 15 customers, the days of which are in no order. */
    @Test
    void rowsArePartedByGroupOrByTime() throws IOException {
        StringBuilder csv = new StringBuilder("customer,day,x,y\n");
        for (int i = 0; i < 90; i++) {
            csv.append("c%d,%s,%d,%d.5%n"
                    .formatted(i * 7 % 15, LocalDate.of(2025, 1, 1).plusDays(i * 37 % 90), i % 11, i % 7));
        }
        here.write("visits.csv", csv.toString());
        here.write("visits.yaml", """
                name: visits
                network: { layers: [{ output: { activation: identity, loss: mse } }] }
                data:
                  train: { file: visits.csv, labels: [y] }
                  columns: { customer: ignore }
                  split: { validation: 0.2, test: 0.2, group: customer }
                """);
        List<Long> days = csv.toString()
                .lines()
                .skip(1)
                .map(line -> LocalDate.parse(line.split(",")[1]).toEpochDay())
                .toList();
        List<String> customers =
                csv.toString().lines().skip(1).map(line -> line.split(",")[0]).toList();
        DataSplit split = visits("visits.yaml").split();
        List<Set<String>> groups = Stream.of(split.train(), split.validation(), split.test())
                .map(rows -> IntStream.of(rows).mapToObj(customers::get).collect(Collectors.toSet()))
                .toList();
        assertThat(groups.get(0)).doesNotContainAnyElementsOf(groups.get(1)).doesNotContainAnyElementsOf(groups.get(2));
        assertThat(groups.get(1)).isNotEmpty().doesNotContainAnyElementsOf(groups.get(2));
        assertThat(split).hasToString("train 54, validation 18, test 18");

        here.edited("visits.yaml", "later.yaml", "group: customer", "time: day");
        DataSplit later = visits("later.yaml").split();
        assertThat(later).hasToString("train 54, validation 18, test 18");
        double lastTrained = IntStream.of(later.train())
                .mapToDouble(row -> days.get(row))
                .max()
                .orElseThrow();
        double firstTested = IntStream.of(later.test())
                .mapToDouble(row -> days.get(row))
                .min()
                .orElseThrow();
        assertThat(IntStream.of(later.validation()).mapToDouble(row -> days.get(row)))
                .allSatisfy(day -> assertThat(day).isBetween(lastTrained, firstTested));
        assertThat(here.run("train", "later.yaml", "--dry-run").out())
                .contains("Data     54 rows to train on, 18 to watch, 18 to test\n");

        here.edited("visits.yaml", "unknown.yaml", "group: customer", "group: client");
        refused(
                here.run("train", "unknown.yaml"),
                "unknown.yaml:6:47: data.split.group: " + here.path("visits.csv")
                        + ": no column \"client\"; the columns are \"customer\", \"day\", \"x\", \"y\"");
        here.edited("visits.yaml", "both.yaml", "group: customer", "group: customer, time: day");
        refused(
                here.run("train", "both.yaml"),
                "both.yaml:6:63: data.split.time: cannot go with group: leave one of them out");
    }

    private static Job visits(String configuration) {
        return Job.prepare(Configuration.read(Path.of(configuration), directory));
    }

    @Test
    void whatDoesNotGoTogetherIsNamedWithItsPlace() {
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> job("class-weights: balanced", "class-weights: { 0: 1, 2: 1 }")))
                .hasMessage("edited.yaml:13:29: data.class-weights.2: there is no such class; the classes are 0, 1");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> job("activation: softmax, loss: mcxent", "activation: sigmoid, loss: xent")))
                .hasMessage("edited.yaml:13:18: data.class-weights: need the loss mcxent, not xent");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> job("loss: mcxent", "loss: { mcxent: { weights: [1, 2] } }")))
                .hasMessage(
                        "edited.yaml:13:18: data.class-weights: the loss has weights of its own: leave one of the two out");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class, () -> job("class-weights: balanced", "normalize-labels: min-max")))
                .hasMessage(
                        "edited.yaml:13:21: data.normalize-labels: the labels are classes, but only labels that are "
                                + "numbers can be scaled");
        assertThat(catchThrowableOfType(
                        InvalidInputException.class,
                        () -> job(
                                "ignore, paid: categorical", "ignore", "softmax, loss: mcxent", "identity, loss: mse")))
                .hasMessage("edited.yaml:13:18: data.class-weights: the labels are numbers, not classes");
    }

    private static void refused(Outcome outcome, String... sentences) {
        assertThat(outcome.err().lines()).containsExactly(sentences);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people have them, each trained and predicted from a configuration of some ten lines. */
class UnseenTablesTest {
    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void workplace() throws IOException {
        here = Workplace.in(directory);
    }

    private JsonObject trained(String configuration) throws IOException {
        here.write("table.yaml", configuration);
        Outcome train = here.run("train", "table.yaml", "--run-dir", "run");
        assertThat(train.err()).doesNotContain("WARNING");
        assertThat(train.code()).as(train.err()).isZero();
        return JsonParser.parseString(here.read("run/evaluation.json")).getAsJsonObject();
    }

    private List<String> predicted(String model, String csv) {
        Outcome predict = here.run("predict", model, csv);
        assertThat(predict.code()).as(predict.err()).isZero();
        return predict.out().lines().toList();
    }

    /** Semicolons between numbers, a class of the words yes and no, a number that is missing now and then. */
    @Test
    void measurementsWithSemicolonsAndGaps() throws IOException {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("temperature;pressure;vibration;fails\n");
        for (int i = 0; i < 300; i++) {
            double temperature = 60 + 15 * random.nextGaussian();
            double vibration = Math.abs(random.nextGaussian());
            String pressure = random.nextInt(10) == 0 ? "n/a" : number(1.01325 + 0.2 * random.nextGaussian());
            boolean fails = temperature / 15 - 4 + 2 * vibration > 1.5;
            csv.append(number(temperature))
                    .append(';')
                    .append(pressure)
                    .append(';')
                    .append(number(vibration))
                    .append(';')
                    .append(fails ? "yes" : "no")
                    .append('\n');
        }
        here.write("machines.csv", csv.toString());
        JsonObject test = trained("""
                name: machines
                network:
                  layers:
                    - dense: { units: 12, activation: tanh }
                    - output: { activation: softmax, loss: mcxent }
                data:
                  train: { file: machines.csv, labels: [fails] }
                  separator: ";"
                  missing: median
                  split: { test: 0.3 }
                training: { updater: { adam: { learning-rate: 0.02 } }, batch-size: 16, epochs: 40 }
                """);
        assertThat(test.get("accuracy").getAsDouble())
                .isGreaterThan(0.9)
                .isGreaterThan(test.get("baselineAccuracy").getAsDouble() + 0.15);
        List<String> lines = predicted("models/machines.zip", "machines.csv");
        assertThat(lines).hasSize(301).first().isEqualTo("fails,p_no,p_yes");
    }

    /** Names in quotes with commas and quotes in them, a key that says nothing, three classes. */
    @Test
    void namesInQuotes() throws IOException {
        List<String> shapes = List.of("\"round, small\"", "\"12\"\" wide\"", "flat", "two lines");
        Random random = new Random(12);
        StringBuilder csv = new StringBuilder("id,\"shape, as seen\",weight,colour,kind\r\n");
        for (int i = 0; i < 240; i++) {
            int shape = random.nextInt(4);
            String colour = random.nextBoolean() ? "été" : "white";
            double weight = 5 * random.nextDouble();
            String kind = shape < 2 ? "bolt" : weight > 2.5 ? "plate" : colour.equals("white") ? "washer" : "plate";
            csv.append("part-%04d,%s,%s,%s,%s\r\n".formatted(i, shapes.get(shape), number(weight), colour, kind));
        }
        here.write("parts.csv", csv.toString());
        JsonObject test = trained("""
                name: parts
                network:
                  layers:
                    - dense: { units: 16, activation: relu }
                    - output: { activation: softmax, loss: mcxent }
                data:
                  train: { file: parts.csv, labels: [kind] }
                  columns: { id: ignore }
                  split: { test: 0.25 }
                training: { updater: { adam: { learning-rate: 0.02 } }, batch-size: 16, epochs: 40 }
                """);
        assertThat(test.get("accuracy").getAsDouble())
                .isGreaterThan(0.85)
                .isGreaterThan(test.get("baselineAccuracy").getAsDouble() + 0.2);
        assertThat(here.run("inspect", "models/parts.zip").out())
                .contains("Columns  shape, as seen (4 categories), weight, colour (2 categories) -> kind"
                        + " (classes bolt, plate, washer)\n");
        // Without the key and the label, in another order of columns.
        here.write("new.csv", "colour,weight,\"shape, as seen\"\nété,1,\"12\"\" wide\"\nwhite,4.5,flat\n");
        assertThat(predicted("models/parts.zip", "new.csv"))
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("bolt,"))
                .satisfies(lines -> assertThat(lines.get(2)).startsWith("plate,"));
    }

    /** Two numbers from tabs, of very different size, each predicted in its own unit. */
    @Test
    void twoOutputsInTheirOwnUnits() throws IOException {
        Random random = new Random(13);
        StringBuilder csv = new StringBuilder("length\twidth\tgrade\tarea\tprice\n");
        for (int i = 0; i < 300; i++) {
            double length = 1 + 2 * random.nextDouble();
            double width = 1 + random.nextDouble();
            boolean fine = random.nextBoolean();
            csv.append("%s\t%s\t%s\t%s\t%s\n"
                    .formatted(
                            number(length),
                            number(width),
                            fine ? "fine" : "plain",
                            number(length * width),
                            number(1e5 * (length + (fine ? 2 : 0)))));
        }
        here.write("cloth.tsv", csv.toString());
        JsonObject test = trained("""
                name: cloth
                network:
                  layers:
                    - dense: { units: 24, activation: tanh }
                    - output: { activation: identity, loss: mse }
                data:
                  train: { file: cloth.tsv, labels: [area, price] }
                  separator: tab
                  normalize-labels: standardize
                  split: { test: 0.3 }
                training: { updater: { adam: { learning-rate: 0.01 } }, batch-size: 16, epochs: 60 }
                """);
        test.getAsJsonArray("outputs")
                .forEach(output -> assertThat(output.getAsJsonObject().get("r2").getAsDouble())
                        .isGreaterThan(0.95));
        List<String> lines = predicted("models/cloth.zip", "cloth.tsv");
        assertThat(lines).hasSize(301).first().isEqualTo("area,price,unseen");
        String[] first = lines.get(1).split(",");
        assertThat(Double.parseDouble(first[0])).isBetween(0.5, 7.0);
        assertThat(Double.parseDouble(first[1])).isBetween(8e4, 6e5);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

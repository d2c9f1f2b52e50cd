package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import chalkline.Browser;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that commands write, opened in a real browser. */
class ReportPagesTest {
    private static final int PHONE = 360;
    private static final int DESKTOP = 1200;
    /** Its width between the margins, in CSS pixels. */
    private static final int A4 = 688;

    private static final String WORKSHEET = "configs/assignment-01.yaml";

    /** Text that would run, load, or turn around what follows if any of it came out as markup. */
    private static final String HOSTILE =
            "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>\"'><svg onload=window.hacked=3>&amp;\u202e";

    private static final String VISIBLE = HOSTILE.replace('\u202e', '\uFFFD');

    @TempDir
    private static Path directory;

    private static Workplace place;
    private static Browser browser;

    @BeforeAll
    static void writePages() throws IOException {
        browser = Browser.start();
        place = Workplace.in(directory);
        place.run("check", WORKSHEET, "--html", "check.html", "--json", "check.json");
        place.run("check", WORKSHEET, "--html", "float32.html", "--precision", "float32");
        place.write("answers.yaml", Files.readString(Path.of("configs/assignment-01.answers.yaml")));
        place.run("mark", WORKSHEET, "answers.yaml", "--html", "answers.html");
        place.write(
                "wrong.yaml",
                "answers: { Z1: [3.9, 12.1, 20.3], A2: 1, loss: 144.5, dW1: [[1, 2, 3], [4, 5, 6], [7, 8, 9]] }");
        place.run("mark", WORKSHEET, "wrong.yaml", "--html", "wrong.html");
        Files.createDirectory(place.path("class"));
        place.write("class/anna.yaml", place.read("answers.yaml"));
        place.write("class/ben.yaml", place.read("wrong.yaml"));
        place.write("class/&lt;b&gt;'.yaml", "answers: { loss: 17 }");
        place.write("class/dora.yaml", "answers: { Z1: [1, 2] }");
        place.run("mark", WORKSHEET, "class", "--html", "class.html");
        place.write("undecided.yaml", """
                name: undecided
                notation: Wx+b
                network:
                  layers:
                    - dense: { units: 2, activation: tanh, weights: [[0.5, -0.3], [0.2, 0.9]], biases: [0.1, 0] }
                    - output: { units: 1, activation: sigmoid, loss: xent, weights: [[30, -20]], biases: [10] }
                data: { train: { x: [[3, 1], [1, -2]], y: [[0], [1]] }, normalize: none }
                training: { updater: { sgd: { learning-rate: 0.1 } }, batch-size: 2, epochs: 1 }
                """);
        place.run("check", "undecided.yaml", "--html", "undecided.html");
        place.edited(
                "configs/iris.yaml",
                "configs/valid.yaml",
                "split: { test: 0.3 }",
                "split: { validation: 0.2, test: 0.3 }");
        place.run("train", "configs/valid.yaml", "--run-dir", "run");
        place.write("hostile.csv", "f\"1,<b>f2</b>,class\n" + rows(HOSTILE));
        place.edited(
                "configs/iris.yaml", "hostile.yaml", "data/iris.csv", "hostile.csv", "species", "class", "100", "2");
        place.run("train", "hostile.yaml", "--run-dir", "hostile");
    }

    private static String rows(String name) {
        StringBuilder csv = new StringBuilder();
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        for (int i = 0; i < 40; i++) {
            csv.append(i % 7)
                    .append(',')
                    .append(i % 5)
                    .append(',')
                    .append(i % 2 == 0 ? quoted : "tame")
                    .append('\n');
        }
        return csv.toString();
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void open(String page, int width, boolean dark) {
        browser.open(place.path(page), width, dark);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "check.html",
                "float32.html",
                "answers.html",
                "wrong.html",
                "class.html",
                "undecided.html",
                "run/report.html",
                "hostile/report.html"
            })
    void opensWithoutScriptRequestOrBarrierOnAPhoneAndOnADesktop(String page) {
        for (boolean dark : new boolean[] {false, true}) {
            for (int width : new int[] {PHONE, DESKTOP}) {
                browser.requests();
                open(page, width, dark);
                assertThat(browser.requests())
                        .contains(place.path(page).toUri().toString())
                        .allMatch(address ->
                                address.equals(place.path(page).toUri().toString()) || address.startsWith("data:"));
                assertThat(browser.console()).isEmpty();
                assertThat(browser.number("return document.documentElement.clientWidth"))
                        .isEqualTo(width);
                assertThat(browser.number("return document.documentElement.scrollWidth"))
                        .as("%s, %d wide", page, width)
                        .isLessThanOrEqualTo(width);
                assertThat(browser.number("return document.scripts.length")).isZero();
                if (dark == (width == PHONE)) {
                    assertThat(browser.barriers())
                            .as("%s, %d wide, dark %s", page, width, dark)
                            .isEmpty();
                }
            }
            assertThat(browser.evaluate(String.class, "return getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark ? "rgb(23, 28, 32)" : "rgb(252, 251, 248)");
        }
    }

    @Test
    void matricesHaveTheirRowsOneBelowTheOther() {
        open("check.html", DESKTOP, false);
        assertThat(browser.texts("""
                const matrices = document.querySelectorAll('#step-dW1 mtable.matrix');
                return [...matrices[matrices.length - 1].rows ?? matrices[matrices.length - 1].children]
                    .map(row => [...row.children].map(cell => cell.textContent).join(' '))"""))
                .containsExactly(
                        "−1.5344399·10−6 −2.3016598·10−7 −3.0688798·10−7",
                        "−3.0688798·10−6 −4.6033197·10−7 −6.1377596·10−7",
                        "−4.6033197·10−6 −6.9049795·10−7 −9.2066393·10−7");
        List<Double> tops = browser
                .texts("const all = document.querySelectorAll('#step-dW1 mtable.matrix');"
                        + "return [...all[all.length - 1].children].map(row => row.getBoundingClientRect().top)")
                .stream()
                .map(Double::parseDouble)
                .toList();
        assertThat(tops).hasSize(3).isSorted();
        assertThat(tops.get(2) - tops.get(0)).isGreaterThan(20);
    }

    @Test
    void theDerivationIsThatOfTheWorksheet() {
        open("check.html", DESKTOP, false);
        assertThat(browser.texts("""
                return [...document.querySelectorAll('#step-dZ2 mtable.steps > mtr')].map(row => row.textContent)"""))
                .containsExactly(
                        "dZ2=dA2∘σ′(Z2)",
                        "σ′(Z2)=σ(Z2)∘(1−σ(Z2))=A2∘(1−A2)",
                        "=0.99999998871735(1−0.999999988717353631801)",
                        "=0.99999998871735·1.1282646368199·10−8",
                        "=1.12826462409·10−8",
                        "dZ2=−34.000000022565·1.12826462409·10−8",
                        "=−3.8360997244521·10−7");
    }

    @Test
    void barsAndMarksHaveTheValuesOfTheCheck() {
        open("check.html", DESKTOP, false);
        List<JsonObject> steps = objects(JsonParser.parseString(place.read("check.json"))
                .getAsJsonObject()
                .getAsJsonArray("steps"));
        double one = browser.number("""
                const limit = document.querySelector('.limit').getBoundingClientRect();
                const axis = document.querySelector('.axis').getBoundingClientRect();
                return limit.left - axis.left""");
        for (JsonObject step : steps) {
            String name = step.get("name").getAsString();
            double ratio = step.get("maxErrorOverBound").getAsDouble();
            assertThat(browser.number(
                            "return +document.querySelector(`rect[data-step='${arguments[0]}']`).dataset.value", name))
                    .isEqualTo(ratio);
            assertThat(browser.number(
                            "return document.querySelector(`rect[data-step='${arguments[0]}']`).getBoundingClientRect().width",
                            name))
                    .as(name)
                    .isCloseTo(Math.max(ratio * one, 1), within(1.5));
        }
        assertThat(
                        browser.texts(
                                "return [...document.querySelectorAll('g[data-series=float64] .mark')].map(m => m.dataset.value)"))
                .containsExactlyElementsOf(steps.stream()
                        .filter(step -> !step.get("section").getAsString().equals("update"))
                        .map(step -> step.get("digits").getAsString())
                        .toList());
        assertThat(browser.texts("return [...document.querySelectorAll('g[data-series=\"on paper, 4 digits\"] .mark')]"
                        + ".map(m => m.dataset.step + m.dataset.value)"))
                .contains("Z217", "dZ20", "db10");
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    @Test
    void curvesHaveTheValuesOfTheMetrics() {
        open("run/report.html", DESKTOP, true);
        List<JsonObject> records = place.read("run/metrics.jsonl")
                .lines()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
        for (String series : List.of("loss", "validationLoss")) {
            String name = series.equals("loss") ? "training loss" : "validation loss";
            List<String> drawn = browser.texts("""
                    const g = document.querySelector(`g[data-series='${arguments[0]}']`), svg = g.ownerSVGElement, d = svg.dataset;
                    const low = Math.log(d.yLow), high = Math.log(d.yHigh), log = d.scale === 'logarithmic';
                    const grid = [...svg.querySelectorAll('.grid')].map(line => line.y1.baseVal.value);
                    const bottom = Math.max(...grid), top = Math.min(...grid);
                    return [...g.querySelector('polyline').points].map(p => {
                        const part = (bottom - p.y) / (bottom - top);
                        return log ? Math.exp(low + part * (high - low)) : +d.yLow + part * (d.yHigh - d.yLow);
                    })""", name);
            assertThat(drawn).hasSize(records.size());
            for (int k = 0; k < drawn.size(); k++) {
                double loss = records.get(k).get(series).getAsDouble();
                assertThat(Double.parseDouble(drawn.get(k))).isCloseTo(loss, within(0.01 * Math.max(loss, 0.1)));
            }
            List<String> marks = browser.texts(
                    "return [...document.querySelectorAll(`g[data-series='${arguments[0]}'] .mark`)]"
                            + ".map(m => m.dataset.x + ' ' + m.dataset.y)",
                    name);
            assertThat(marks).hasSizeGreaterThan(7);
            for (String mark : marks) {
                JsonObject record = records.get((int) Double.parseDouble(mark.split(" ")[0]) - 1);
                assertThat(Double.parseDouble(mark.split(" ")[1]))
                        .isEqualTo(record.get(series).getAsDouble());
            }
        }
        assertThat(browser.texts(
                        "return [...document.querySelectorAll('.confusion tbody tr')].map(r => r.cells.length)"))
                .containsExactly("4", "4", "4");
    }

    @Test
    void hostileNamesComeOutAsText() {
        open("hostile/report.html", PHONE, false);
        assertThat(browser.texts(
                        "return [...document.querySelectorAll('.confusion tbody th')].map(h => h.textContent)"))
                .containsExactlyInAnyOrder(VISIBLE, "tame");
        assertThat(browser.evaluate(String.class, "return document.body.innerText"))
                .contains("<b>f2</b>");
        open("class.html", PHONE, false);
        assertThat(browser.texts("return [...document.querySelectorAll('.class tbody th')].map(h => h.textContent)"))
                .containsExactly("&lt;b&gt;'.yaml", "anna.yaml", "ben.yaml", "dora.yaml");
        for (String page : List.of("hostile/report.html", "class.html")) {
            open(page, PHONE, false);
            assertThat(browser.evaluate(String.class, "return typeof window.hacked"))
                    .isEqualTo("undefined");
            assertThat(browser.number(
                            "return document.querySelectorAll('img, b, script, iframe, [onload], [onerror]').length"))
                    .isZero();
            assertThat(browser.console()).isEmpty();
        }
    }

    @Test
    void marksAreWordsToo() {
        open("class.html", DESKTOP, false);
        assertThat(
                        browser.texts(
                                "return [...document.querySelectorAll('.class tbody tr')].map(r => r.innerText.replace(/\\s+/g, ' '))"))
                .contains("anna.yaml 13 of 17 right right right right right right rounded-to-zero rounded-to-zero"
                        + " rounded-to-zero rounded-to-zero rounded-to-zero rounded-to-zero rounded-to-zero blank blank"
                        + " blank blank none as far as answered")
                .contains(
                        "ben.yaml 2 of 17 right blank blank right wrong, the first mistake blank blank blank blank blank"
                                + " blank wrong blank blank blank blank blank loss: half of the right value: a loss with a ½, or a"
                                + " derivative's 2 forgotten");
    }

    @Test
    void whatCannotBeDecidedHasNoBar() {
        open("undecided.html", PHONE, false);
        assertThat(browser.texts("return [...document.querySelectorAll('.banner strong')].map(e => e.textContent)"))
                .containsExactly("INCONCLUSIVE");
        assertThat(browser.texts("""
                        const bar = document.querySelector("rect[data-step='dA2']");
                        return [bar.dataset.value, bar.getAttribute('width'), bar.parentNode.textContent]""")).containsExactly("NaN", "1", "dA2dA2: no boundno bound");
        assertThat(browser.texts("return [...document.querySelectorAll('.findings li')].map(e => e.textContent)"))
                .anyMatch(text -> text.startsWith("xent-clip (") && text.contains("dA2"));
    }

    @Test
    void onPaperNothingIsCutOff() {
        for (String page : List.of("check.html", "answers.html", "wrong.html", "class.html", "run/report.html")) {
            open(page, A4, true);
            browser.media("print", false);
            List<String> wider = browser.texts("""
                    return [...document.querySelectorAll('main *')]
                        .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
                        .map(e => e.outerHTML.slice(0, 120))""");
            assertThat(wider).as(page).isEmpty();
            assertThat(browser.evaluate(String.class, "return getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo("rgb(255, 255, 255)");
        }
    }
}

package chalkline;

import static org.assertj.core.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * The real Chromium, without a window. Where there is none, tests that need it are skipped; in continuous integration they
 * fail.
 */
public final class Browser implements AutoCloseable {
    private static final int HEIGHT = 900;

    /** Held, so that its level stays: the driver warns of protocols that nothing here uses. */
    private static final Logger PROTOCOLS = Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** A new browser. */
    public static Browser start() {
        Optional<Path> chromedriver = program("chromedriver");
        if (chromedriver.isEmpty()) {
            String missing = "no browser: install chromium and chromium-driver";
            Assumptions.assumeTrue("true".equals(System.getenv("CI")), missing);
            fail(missing);
        }
        PROTOCOLS.setLevel(Level.SEVERE);
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        program("chromium").map(Path::toFile).ifPresent(options::setBinary);
        options.addArguments(
                "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage");
        options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver.orElseThrow().toFile())
                .build();
        return new Browser(new ChromeDriver(service, options));
    }

    private static Optional<Path> program(String name) {
        Stream<String> folders = Stream.concat(
                Stream.ofNullable(System.getenv("CHROMEWEBDRIVER")),
                Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)));
        return folders.flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Opens a file as it looks on a screen of that width, in dark or light. */
    public void open(Path file, int width, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 500));
        media("", dark);
        driver.get(file.toUri().toString());
    }

    /** Shows the page as it is on paper, or on a screen again. */
    public void media(String media, boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What the page's console said since the last question. */
    public List<String> console() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** The addresses that were asked for since the last question. */
    public List<String> requests() {
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> JsonParser.parseString(entry.getMessage())
                        .getAsJsonObject()
                        .getAsJsonObject("message"))
                .filter(message -> message.get("method").getAsString().equals("Network.requestWillBeSent"))
                .map(message -> address(message.getAsJsonObject("params")))
                .toList();
    }

    private static String address(JsonObject parameters) {
        return parameters.getAsJsonObject("request").get("url").getAsString();
    }

    /** Runs a script, whose value is of that type. */
    public <T> T evaluate(Class<T> type, String script, Object... arguments) {
        return type.cast(driver.executeScript(script, arguments));
    }

    /** A number that a script returns. */
    public double number(String script, Object... arguments) {
        return evaluate(Number.class, script, arguments).doubleValue();
    }

    /** A list of texts that a script returns. */
    public List<String> texts(String script, Object... arguments) {
        List<?> list = evaluate(List.class, script, arguments);
        return list.stream().map(Object::toString).toList();
    }

    /**
     * What axe finds that keeps people from reading the page: rule, element and why. Of the steps of a derivation, which are
     * alike, it looks into the formulas of the first.
     */
    public List<String> barriers() {
        try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Object found = driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                axe.run({ exclude: [[".step ~ .step math"]] }).then(result => done(result.violations
                    .filter(v => v.impact === 'serious' || v.impact === 'critical' || v.impact === 'moderate')
                    .flatMap(v => v.nodes.map(n => v.id + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary))));
                """);
        return ((List<?>) found).stream().map(Object::toString).toList();
    }

    /** A picture of the whole page. */
    public void picture(Path file) throws IOException {
        double height = number("return document.documentElement.scrollHeight");
        double width = number("return document.documentElement.clientWidth");
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", (int) width, "height", (int) height, "deviceScaleFactor", 1, "mobile", false));
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}

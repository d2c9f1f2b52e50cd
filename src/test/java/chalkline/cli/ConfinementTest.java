package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --confine}: a stranger's configuration leads to no file outside of its folder. */
@DisabledOnOs(OS.WINDOWS)
class ConfinementTest {
    private static final String OUTSIDE = " is outside of %s, which --confine does not let it leave";

    @TempDir
    private Path directory;

    private Workplace here;

    @BeforeEach
    void strangersFolder() throws IOException {
        here = Workplace.in(directory);
        Files.createDirectories(here.path("job/data"));
        Files.copy(here.path("data/iris.csv"), here.path("job/data/iris.csv"));
        Files.copy(here.path("configs/iris.yaml"), here.path("job/iris.yaml"));
        Files.createSymbolicLink(here.path("job/link.csv"), here.path("data/iris.csv"));
        Files.createSymbolicLink(here.path("job/out"), here.path("data"));
        Files.createDirectory(here.path("job/parts"));
        Files.createSymbolicLink(here.path("job/parts/a.csv"), here.path("data/iris.csv"));
    }

    private Outcome run(String command, String... set) {
        String[] arguments = new String[set.length * 2 + 5];
        arguments[0] = "-C";
        arguments[1] = here.path("job").toString();
        arguments[2] = "iris.yaml";
        arguments[3] = "--confine";
        arguments[4] = ".";
        for (int k = 0; k < set.length; k++) {
            arguments[5 + 2 * k] = "--set";
            arguments[6 + 2 * k] = set[k];
        }
        return Workplace.runAsIs(prepend(command, arguments));
    }

    private static String[] prepend(String command, String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = command;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    @Test
    void trainsWhatStaysInside() throws IOException {
        assertThat(run("train", "training.epochs=1", "publish-if.better-than-baseline=false")
                        .err())
                .doesNotContain("outside");
        assertThat(here.path("job/models/iris.zip")).isRegularFile();
        assertThat(run("check").code()).isZero();
        assertThat(run("derive").code()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "data.train.file, ../data/iris.csv",
        "data.train.file, /etc/passwd",
        "data.train.file, link.csv",
        "data.train.file, out/iris.csv",
        "data.train.file, parts",
        "data.train.file, /etc/nowhere",
        "data.train.file, ../data/*.csv",
        "data.train.file, out/../../data/iris.csv",
        "data.test.file, ../data/iris.csv",
        "data.validation.file, ../data/iris.csv",
        "network.from, ../iris.zip",
        "model, ../iris.zip",
        "model, out/iris.zip",
        "model, /tmp/iris.zip",
        "publish-if.not-worse-than, /etc/passwd"
    })
    void refusesEveryPathThatLeadsOut(String key, String path) throws IOException {
        Outcome outcome = run("train", key + "=" + path);
        assertThat(outcome.code()).as(outcome.err()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err())
                .isEqualTo("--set " + key + "=" + path + ": " + key + ": " + path
                        + OUTSIDE.formatted(here.path("job") + "/.") + "\n");
        assertThat(here.path("job/runs")).doesNotExist();
        assertThat(here.names("data")).containsExactly("assignment-01.csv", "iris.csv");
    }

    /** The person who runs it may write anywhere, but does not know where a stranger's links lead. */
    @Test
    void followsNoLinkInItsFolderToWhereAResultIsWritten() throws IOException {
        String job = here.path("job").toString();
        Files.createSymbolicLink(here.path("job/report.html"), here.path("stolen.html"));
        for (String file : new String[] {"report.html", "out/report.html"}) {
            Outcome written = Workplace.runAsIs("check", "-C", job, "iris.yaml", "--confine", ".", "--html", file);
            assertThat(written.code()).as(written.err()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(written.err()).isEqualTo(job + "/" + file + ":" + OUTSIDE.formatted(job + "/.") + "\n");
        }
        assertThat(here.path("stolen.html")).doesNotExist();
        String own = here.path("own.html").toString();
        assertThat(Workplace.runAsIs("check", "-C", job, "iris.yaml", "--confine", ".", "--html", own)
                        .code())
                .isZero();
        assertThat(here.path("own.html")).isRegularFile();
    }

    @Test
    void resumesNoRunWhoseFilesLeadOut() throws IOException {
        assertThat(run("train", "training.epochs=1", "publish-if.better-than-baseline=false")
                        .err())
                .doesNotContain("outside");
        String job = here.path("job").toString();
        Path run =
                here.path("job/runs/iris").resolve(here.names("job/runs/iris").get(0));
        String[] resume = {
            "train", "-C", job, "iris.yaml", "--confine", ".", "--set", "training.epochs=2", "--resume", run.toString()
        };
        Files.createSymbolicLink(run.resolve("stolen"), here.path("data/iris.csv"));
        Outcome refused = Workplace.runAsIs(resume);
        assertThat(refused.code()).as(refused.err()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(refused.err()).contains(run + "/stolen: is outside of ");
    }

    @Test
    void refusesADirectoryThatIsNone() {
        Outcome outcome =
                Workplace.runAsIs("check", "-C", here.path("job").toString(), "iris.yaml", "--confine", "nowhere");
        assertThat(outcome.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(outcome.err()).isEqualTo("--confine nowhere: there is no such directory\n");
    }

    /** Without a configuration one is written, and so is a model. */
    @Test
    void refusesLinksInThePlaceOfWhatIsMadeOfATable() throws IOException {
        String job = here.path("job").toString();
        Files.copy(here.path("data/iris.csv"), here.path("job/t.csv"));
        Files.createSymbolicLink(here.path("job/t.yaml"), here.path("stolen.yaml"));
        String[] train = {"train", "-C", job, "t.csv", "--label", "species", "--confine", "."};
        Outcome written = Workplace.runAsIs(train);
        assertThat(written.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(written.err())
                .isEqualTo(job + "/t.yaml: " + OUTSIDE.formatted(job + "/.").strip() + "\n");
        assertThat(here.path("stolen.yaml")).doesNotExist();
        Files.delete(here.path("job/t.yaml"));
        Files.createSymbolicLink(here.path("job/models"), here.path("data"));
        Outcome model = Workplace.runAsIs(train);
        assertThat(model.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(model.err()).startsWith(job + "/models/t.zip: is outside of ");
    }

    @Test
    void refusesLinksInThePlaceOfItsOwnFiles() throws IOException {
        Files.createSymbolicLink(here.path("job/models"), here.path("data"));
        Outcome model = run("train");
        assertThat(model.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(model.err()).startsWith("iris.yaml:21:8: model: models/iris.zip is outside of ");
        Files.delete(here.path("job/models"));
        Files.createSymbolicLink(here.path("job/runs"), here.path("data"));
        Outcome run = run("train");
        assertThat(run.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(run.err()).startsWith(here.path("job") + "/runs/iris: is outside of ");
        Files.delete(here.path("job/iris.yaml"));
        Files.createSymbolicLink(here.path("job/iris.yaml"), here.path("configs/iris.yaml"));
        Outcome configuration = run("check");
        assertThat(configuration.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(configuration.err()).startsWith(here.path("job") + "/iris.yaml: is outside of ");
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import chalkline.config.Configuration;
import chalkline.dl4j.Dl4j;
import chalkline.files.Digests;
import chalkline.network.Batch;
import chalkline.network.Notation;
import chalkline.report.CheckJson;
import chalkline.training.CheckedStep;
import chalkline.training.Job;
import chalkline.training.Model;
import chalkline.training.ModelEvaluation;
import chalkline.training.ModelRecord;
import chalkline.training.ModelRecord.CheckRecord;
import chalkline.training.Sample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model file that says where it comes from. */
class RecordedModelTest {
    private static final String MODEL = "models/recorded.zip";

    @TempDir
    private static Path directory;

    private static Workplace here;
    private static Job job;
    private static CheckRecord check;

    @BeforeAll
    static void train() throws IOException {
        here = Workplace.in(directory);
        job = Job.prepare(Configuration.read(Path.of("configs/iris.yaml"), directory));
        Dl4j engine = new Dl4j();
        Model model = engine.build(job.network());
        Batch first = job.firstBatch();
        CheckedStep checked = CheckedStep.of(engine, job.network(), model, Sample.of(job.network(), first), Set.of());
        Files.writeString(here.path("check.json"), CheckJson.of(checked, Notation.XW_PLUS_B));
        check = CheckRecord.of(checked.result());
        model.fit(first);
        ModelEvaluation evaluation = job.evaluate(model, job.split().test());
        Map<String, byte[]> entries = new LinkedHashMap<>(job.preprocessing().toEntries());
        entries.putAll(ModelRecord.of(job, engine, model, Optional.of(check), evaluation, "test")
                .toEntries());
        model.save(here.path(MODEL), entries);
    }

    @Test
    void trainWritesTheRecordAndAResumedRunTheSame() throws IOException {
        here.edited("configs/iris.yaml", "short.yaml", "epochs: 100", "epochs: 4", "models/iris.zip", "models/a.zip");
        assertThat(here.run("train", "short.yaml", "--run-dir", "whole").code()).isZero();
        String whole = here.run("inspect", "models/a.zip").out();
        assertThat(whole)
                .contains("\nEvaluated on  45 test rows: ", "\nFirst step checked  agrees: 16 of 16 steps agree");
        assertThat(here.run("train", "short.yaml", "--run-dir", "parts", "--max-steps", "10")
                        .code())
                .isZero();
        assertThat(here.run(
                                "train",
                                "short.yaml",
                                "--resume",
                                here.path("parts").toString())
                        .code())
                .isZero();
        assertThat(here.run("inspect", "models/a.zip").out()).isEqualTo(whole);
    }

    @Test
    void inspectShowsWhereItComesFrom() throws IOException {
        Outcome inspect = here.run("inspect", MODEL);
        assertThat(inspect.code()).isZero();
        assertThat(inspect.err()).isEmpty();
        assertThat(inspect.out())
                .contains("\nTrained by  Chalkline development, Deeplearning4j 1.0.0-M2.1, Java " + Runtime.version()
                        + ", CPU kernel " + new Dl4j().kernel() + "\n")
                .contains("\nTrained on  data/iris.csv  SHA-256 "
                        + Digests.sha256(Files.readAllBytes(here.path("data/iris.csv"))) + "\n")
                .containsPattern(
                        "\nEvaluated on  45 test rows: accuracy 0\\.[0-9]+, f1 0\\.[0-9]+, weightedF1 0\\.[0-9]+, auc 0\\.[0-9]+,"
                                + " logLoss [0-9.]+, baselineAccuracy 0\\.3333\n")
                .contains("\nFirst step checked  agrees: 16 of 16 steps agree, in float32, bit for bit those of"
                        + " fit()\n")
                .contains(" lines, which inspect --config prints\n");
    }

    @Test
    void aResumedRunFindsWhatItsCheckSaid() throws IOException {
        assertThat(CheckRecord.ofRun(directory)).contains(check);
        assertThat(CheckRecord.ofRun(here.path("models"))).isEmpty();
        Path damaged = Files.createDirectory(here.path("damaged"));
        Files.writeString(damaged.resolve("check.json"), "{\"verdict\": ");
        assertThat(CheckRecord.ofRun(damaged)).isEmpty();
    }

    @Test
    void theConfigurationThatItCarriesTrainsAgain() throws IOException {
        Outcome inspect = here.run("inspect", MODEL, "--config");
        assertThat(inspect.out()).isEqualTo(job.configuration().resolved());
        here.write("again.yaml", inspect.out());
        Configuration again = Configuration.read(Path.of("again.yaml"), directory);
        assertThat(again.resolved()).isEqualTo(job.configuration().resolved());
    }

    @Test
    void aModelWithoutARecordHasNoConfiguration() {
        job.requireModelPlace();
        new Dl4j().build(job.network()).save(here.path("models/bare.zip"), Map.of());
        Outcome inspect = here.run("inspect", "models/bare.zip", "--config");
        assertThat(inspect.code()).isEqualTo(ExitCode.UNUSABLE);
        assertThat(inspect.err().lines())
                .containsExactly(
                        here.path("models/bare.zip") + ": carries no record of its training, and so no configuration");
    }

    /** A changed entry keeps the checksum of the zip format right; only its SHA-256 tells. */
    @Test
    void everyEntryThatWasChangedIsNamed() throws IOException {
        Map<String, byte[]> entries = entries(here.path(MODEL));
        assertThat(entries)
                .containsOnlyKeys(
                        "configuration.json",
                        "coefficients.bin",
                        "normalizer.bin",
                        "chalkline/config.resolved.yaml",
                        "chalkline/csv.json",
                        "chalkline/imputer.json",
                        "chalkline/label-normalizer.json",
                        "chalkline/manifest.json",
                        "chalkline/normalizer.json",
                        "chalkline/record.json",
                        "chalkline/schema.json");
        for (String name : entries.keySet()) {
            if (name.equals("chalkline/manifest.json")) {
                continue;
            }
            Map<String, byte[]> changed = new LinkedHashMap<>(entries);
            byte[] content = entries.get(name).clone();
            content[content.length / 2] ^= 1;
            changed.put(name, content);
            write(here.path("models/changed.zip"), changed);
            Outcome inspect = here.run("predict", "models/changed.zip", "data/iris.csv");
            assertThat(inspect.code()).isEqualTo(ExitCode.UNUSABLE);
            assertThat(inspect.err().lines())
                    .containsExactly(here.path("models/changed.zip") + ": was changed after it was saved: the entry \""
                            + name + "\" has other content");
        }
    }

    private static Map<String, byte[]> entries(Path zip) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(zip)))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        return entries;
    }

    private static void write(Path zip, Map<String, byte[]> entries) throws IOException {
        try (OutputStream out = Files.newOutputStream(zip);
                ZipOutputStream zipped = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zipped.putNextEntry(new ZipEntry(entry.getKey()));
                zipped.write(entry.getValue());
            }
        }
    }
}

package chalkline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same training gives the same files, byte for byte, in whatever time zone, language, calendar and encoding Java runs. */
class SameFileTest {
    private static final List<List<String>> PLACES = List.of(
            List.of("-Duser.timezone=UTC", "-Duser.language=en", "-Duser.country=US"),
            List.of(
                    "-Duser.timezone=Asia/Kathmandu",
                    "-Duser.language=tr",
                    "-Duser.country=TR",
                    "-Dfile.encoding=ISO-8859-9"),
            List.of(
                    "-Duser.timezone=Pacific/Apia",
                    "-Duser.language=ar",
                    "-Duser.country=EG",
                    "-Duser.extensions=u-nu-arab",
                    "-Dfile.encoding=windows-1256"),
            List.of(
                    "-Duser.timezone=Asia/Tokyo",
                    "-Duser.language=ja",
                    "-Duser.country=JP",
                    "-Duser.variant=JP",
                    "-Dfile.encoding=Shift_JIS"));
    /** Those without times and durations. */
    private static final List<String> FILES =
            List.of("model.zip", "run/config.resolved.yaml", "run/check.json", "run/evaluation.json", "run/trace.npz");

    @TempDir
    private Path directory;

    @Test
    void everywhere() throws IOException, InterruptedException {
        StringBuilder csv = new StringBuilder("İlk,ız,Ｚ,التسمية\n");
        for (int i = 0; i < 40; i++) {
            csv.append(i % 7).append(',').append(i * i % 11 / 4.0).append(',').append(i % 3);
            csv.append(i % 3 == i % 2 ? ",İ\n" : ",ß\n");
        }
        Path first = null;
        for (List<String> place : PLACES) {
            Path here = Files.createDirectory(directory.resolve("place" + PLACES.indexOf(place)));
            Workplace work = new Workplace(here);
            work.write("table.csv", csv.toString());
            work.write("job.yaml", """
                    name: INITIAL
                    network: { layers: [ dense: { units: 3, activation: tanh }, output: { activation: softmax, loss: mcxent } ] }
                    data: { train: { file: table.csv, labels: [التسمية] }, split: { test: 0.3 } }
                    training: { epochs: 3, engine: direct }
                    publish-if: { better-than-baseline: false }
                    model: model.zip
                    """);
            run(work, place, "train", "job.yaml", "--run-dir", "run");
            run(work, place, "check", "job.yaml", "--html", "check.html", "--json", "check.json");
            run(work, place, "derive", "job.yaml", "--out", "derivation.md");
            work.write(
                    "predictions.csv",
                    run(work, place, "predict", "model.zip", "table.csv").out());
            for (String file : FILES) {
                if (first != null) {
                    assertThat(here.resolve(file)).as(place.toString()).hasSameBinaryContentAs(first.resolve(file));
                }
            }
            first = first == null ? here : first;
        }
    }

    private static Outcome run(Workplace work, List<String> place, String command, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = work.javaCommand(place, System.getProperty("java.class.path"), command, arguments);
        Outcome outcome = work.process(line);
        assertThat(outcome.code())
                .as(place + " " + command + ": " + outcome.err())
                .isZero();
        return outcome;
    }
}

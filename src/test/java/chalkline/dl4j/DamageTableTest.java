package chalkline.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.ChildProcess;
import chalkline.dl4j.DamagedZipProbe.Loader;
import chalkline.dl4j.DamagedZipProbe.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every flipped bit and every beginning of two zips, given to both loaders: the table of the guarantees. */
class DamageTableTest {
    private static final Map<String, Path> ZIPS = new TreeMap<>(Map.of(
            "of Chalkline", Path.of("src/test/resources/golden/models/exact-float32.zip"),
            "of Deeplearning4j", Path.of("src/test/resources/zips/no-updater-state.zip")));
    private static final long MINUTES = 60;

    @TempDir
    private Path directory;

    @Test
    @Tag("slow")
    void noDamageLoadsAsSomethingElse() throws IOException, InterruptedException {
        StringBuilder table = new StringBuilder(
                "| zip | damage | loader | inputs | refused | what was saved"
                        + " | something else | other failures | virtual machine died | hung |\n|---|---|---|---|---|---|---|---|---|---|\n");
        List<Outcome> ours = new ArrayList<>();
        for (Map.Entry<String, Path> zip : ZIPS.entrySet()) {
            int bits = Math.toIntExact(Files.size(zip.getValue()) * 8);
            for (Loader loader : Loader.values()) {
                List<Outcome> outcomes = outcomes(loader, zip.getValue().toAbsolutePath());
                row(table, zip.getKey(), "one bit flipped", loader, outcomes.subList(0, bits));
                row(table, zip.getKey(), "cut off", loader, outcomes.subList(bits, outcomes.size()));
                if (loader == Loader.CHALKLINE) {
                    ours.addAll(outcomes);
                }
            }
        }
        System.out.println(table);
        if (System.getProperty("damage.page") != null) {
            FaultTableTest.write(Path.of(System.getProperty("damage.page")), "damage", table.toString());
        }
        assertThat(ours).containsOnly(Outcome.REFUSED, Outcome.SAME);
    }

    private static void row(StringBuilder table, String zip, String damage, Loader loader, List<Outcome> outcomes) {
        table.append("| ").append(zip).append(" | ").append(damage).append(" | ");
        table.append(loader == Loader.CHALKLINE ? "Chalkline" : "Deeplearning4j")
                .append(" | ")
                .append(outcomes.size())
                .append(" |");
        for (Outcome outcome : Outcome.values()) {
            table.append(' ')
                    .append(outcomes.stream().filter(outcome::equals).count())
                    .append(" |");
        }
        table.append('\n');
    }

    /** Where the virtual machine ends early, another one goes on behind the input that ended it. */
    private List<Outcome> outcomes(Loader loader, Path zip) throws IOException, InterruptedException {
        int inputs = DamagedZipProbe.inputs(Files.readAllBytes(zip));
        List<Outcome> outcomes = new ArrayList<>();
        while (outcomes.size() < inputs) {
            int before = outcomes.size();
            Path copy = directory.resolve("model.zip");
            Process process = ChildProcess.start(
                    ChildJvm.of(
                                    DamagedZipProbe.class,
                                    loader.name(),
                                    zip.toString(),
                                    copy.toString(),
                                    String.valueOf(before))
                            .directory(directory.toFile()),
                    MINUTES);
            List<String> others = new ArrayList<>();
            try (BufferedReader out = process.inputReader()) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.startsWith(ChildJvm.PROBE)) {
                        outcomes.add(Outcome.values()[line.charAt(ChildJvm.PROBE.length()) - 'a']);
                    } else if (others.size() < 20) {
                        others.add(line);
                    }
                }
            }
            boolean wasHung = outcomes.size() > before && outcomes.get(outcomes.size() - 1) == Outcome.HUNG;
            if (process.waitFor() != 0 && !wasHung) {
                assertThat(outcomes.size()).as(() -> String.join("\n", others)).isGreaterThan(before);
                outcomes.add(Outcome.DIED);
            }
        }
        return outcomes;
    }
}

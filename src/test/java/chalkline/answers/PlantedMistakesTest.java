package chalkline.answers;

import static org.assertj.core.api.Assertions.assertThat;

import chalkline.Seeds;
import chalkline.answers.HandCalculation.Mistake;
import chalkline.answers.HandCalculation.Writing;
import chalkline.answers.PublishedExamplesTest.Task;
import chalkline.network.Conventions;
import chalkline.network.StepId;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sheets that a calculation of its own works, with and without a mistake: nothing honest is lost, and the mistake is named. */
@ExtendWith(Seeds.class)
class PlantedMistakesTest {
    private static final Path PAGE = Path.of("src/site/markdown/marks.md");
    private static final String BEGIN = "<!-- generated: PlantedMistakesTest -->\n";
    private static final String END = "<!-- end -->";

    @TempDir
    private Path directory;

    /** What became of the sheets with one mistake, or without. */
    private static final class Tally {
        private int sheets;
        private int first;
        private int cause;
        private int lost;
        private final List<String> failures = new ArrayList<>();
    }

    @Test
    void aFewMistakesAreNamedAndNothingHonestIsLost() throws IOException {
        Map<String, Tally> tallies = tallies(24, 5);
        require(tallies);
    }

    @Test
    @Tag("slow")
    void aThousandMistakesAreNamedAndNothingHonestIsLost() throws IOException {
        Map<String, Tally> tallies = tallies(200, 5);
        tallies.values().forEach(tally -> tally.failures.forEach(System.out::println));
        require(tallies);
        String page = Files.readString(PAGE);
        int begin = page.indexOf(BEGIN) + BEGIN.length();
        String table = table(tallies);
        if (Boolean.getBoolean("chalkline.write")) {
            Files.writeString(PAGE, page.substring(0, begin) + table + page.substring(page.indexOf(END)));
        }
        assertThat(page.substring(begin, page.indexOf(END))).isEqualTo(table);
    }

    /** The issue that asked for intervals had 35 such sheets, of which 15 lost further points. */
    @Test
    void oneMistakeCostsOneStepAtTwoToEightPlaces() throws IOException {
        List<String> lost = new ArrayList<>();
        int sheets = 0;
        for (long seed : Seeds.upTo(35)) {
            Random random = new Random(1000 + seed);
            HandCalculation student = new HandCalculation(random);
            Files.writeString(directory.resolve("config.yaml"), student.configuration());
            Task task = Task.of(directory);
            Marker marker = new Marker(task.network(), task.batch(), task.parameters());
            Writing writing = new Writing(
                    2 + (int) (seed % 7), true, seed % 2 == 0 ? RoundingMode.HALF_UP : RoundingMode.DOWN, false);
            Optional<Map<StepId, AnswerMatrix>> answers = Optional.empty();
            Mistake mistake = Mistake.NONE;
            for (int tries = 0; tries < 300 && answers.isEmpty(); tries++) {
                mistake = Mistake.values()[1 + random.nextInt(Mistake.values().length - 1)];
                answers = student.work(mistake, 1 + random.nextInt(student.activations.length), writing);
            }
            if (answers.isEmpty()) {
                continue;
            }
            sheets++;
            MarkedSheet marked = marker.mark(sheet(student, answers.get()));
            String further = wrong(marked, student.mistaken());
            if (!further.isEmpty()) {
                Seeds.suspect();
                lost.add("seed " + seed + ", " + mistake + " in " + student.mistaken() + ", " + writing + ": "
                        + further);
            }
        }
        assertThat(lost).isEmpty();
        assertThat(sheets).isGreaterThanOrEqualTo(30);
    }

    private static void require(Map<String, Tally> tallies) {
        int sheets = 0;
        int first = 0;
        int cause = 0;
        int lost = 0;
        List<String> failures = new ArrayList<>();
        for (Tally tally : tallies.values()) {
            failures.addAll(tally.failures);
            lost += tally.lost;
            if (tally.cause >= 0) {
                sheets += tally.sheets;
                first += tally.first;
                cause += tally.cause;
            }
        }
        assertThat(lost).as(String.join("\n", failures)).isZero();
        assertThat(first).as(String.join("\n", failures)).isGreaterThanOrEqualTo((int) Math.ceil(0.99 * sheets));
        assertThat(cause).as(String.join("\n", failures)).isGreaterThanOrEqualTo((int) Math.ceil(0.95 * sheets));
    }

    /** So many networks, and of each so many sheets with a mistake, and as many without. */
    private Map<String, Tally> tallies(int networks, int sheets) throws IOException {
        Map<String, Tally> tallies = new TreeMap<>();
        for (long seed : Seeds.upTo(networks)) {
            Random random = new Random(seed);
            HandCalculation student = new HandCalculation(random);
            Files.writeString(directory.resolve("config.yaml"), student.configuration());
            Task task = Task.of(directory);
            Marker marker = new Marker(task.network(), task.batch(), task.parameters());
            for (int i = 0; i < sheets; i++) {
                honest(student, marker, writing(random), tallies, seed);
                planted(student, marker, random, tallies, seed);
            }
        }
        return tallies;
    }

    private static Writing writing(Random random) {
        RoundingMode mode = random.nextInt(3) == 0 ? RoundingMode.DOWN : RoundingMode.HALF_UP;
        return new Writing(List.of(3, 5, 17).get(random.nextInt(3)), false, mode, random.nextBoolean());
    }

    private static AnswerSheet sheet(HandCalculation student, Map<StepId, AnswerMatrix> answers) {
        return new AnswerSheet("student", Optional.empty(), false, answers, List.of(), student.conventions);
    }

    private static void honest(
            HandCalculation student, Marker marker, Writing writing, Map<String, Tally> tallies, long seed) {
        Tally tally = tallies.computeIfAbsent("without a mistake", name -> new Tally());
        tally.cause = -1;
        tally.sheets++;
        MarkedSheet marked = marker.mark(
                sheet(student, student.work(Mistake.NONE, 0, writing).orElseThrow()));
        if (!marked.passes()) {
            tally.lost++;
            Seeds.suspect();
            tally.failures.add("seed " + seed + ", honest, " + writing + ": " + wrong(marked, ""));
        }
    }

    private static void planted(
            HandCalculation student, Marker marker, Random random, Map<String, Tally> tallies, long seed) {
        Writing writing = writing(random);
        Optional<Map<StepId, AnswerMatrix>> answers = Optional.empty();
        Mistake mistake = Mistake.NONE;
        for (int tries = 0; tries < 200 && answers.isEmpty(); tries++) {
            mistake = Mistake.values()[1 + random.nextInt(Mistake.values().length - 1)];
            answers = student.work(mistake, 1 + random.nextInt(student.activations.length), writing);
        }
        Tally tally =
                tallies.computeIfAbsent(mistake.name().toLowerCase(Locale.ROOT).replace('_', ' '), name -> new Tally());
        tally.sheets++;
        MarkedSheet marked = marker.mark(sheet(student, answers.orElseThrow()));
        Optional<MarkedStep> first = marked.firstWrong();
        boolean isFirst =
                first.filter(step -> step.name().equals(student.mistaken())).isPresent();
        String note = first.flatMap(MarkedStep::note).orElse("nothing");
        boolean isNamed =
                isFirst && Pattern.compile(mistake.named).matcher(note).find();
        boolean isLost = marked.steps().stream()
                .anyMatch(step ->
                        !step.name().equals(student.mistaken()) && step.count(Mark.WRONG) + step.count(Mark.EMPTY) > 0);
        tally.first += isFirst ? 1 : 0;
        tally.cause += isNamed ? 1 : 0;
        tally.lost += isLost ? 1 : 0;
        if (!isFirst || !isNamed || isLost) {
            tally.failures.add("seed " + seed + ", " + mistake + " in " + student.mistaken() + ", " + writing + ", "
                    + student.conventions.line(Conventions.NONE) + ": " + note + "; "
                    + wrong(marked, student.mistaken()));
        }
    }

    /** The first wrong answers but those of a step. */
    private static String wrong(MarkedSheet marked, String but) {
        List<String> wrong = new ArrayList<>();
        for (MarkedStep step : marked.steps()) {
            if (step.name().equals(but)) {
                continue;
            }
            step.entries().stream()
                    .filter(entry -> !entry.mark().earns())
                    .filter(entry -> entry.mark() != Mark.BLANK)
                    .forEach(entry -> wrong.add(
                            step.name() + " " + entry.given().orElseThrow().text() + " is "
                                    + entry.mark().label() + " for " + entry.truth() + ", " + entry.following()));
        }
        return String.join("; ", wrong.subList(0, Math.min(3, wrong.size())));
    }

    private static String table(Map<String, Tally> tallies) {
        StringBuilder table = new StringBuilder(
                "\n| mistake | sheets | first wrong step named | cause named | sheets that lost anything else |\n"
                        + "|---|---|---|---|---|\n");
        Tally all = new Tally();
        tallies.forEach((name, tally) -> {
            boolean honest = tally.cause < 0;
            row(table, name, tally, honest);
            if (!honest) {
                all.sheets += tally.sheets;
                all.first += tally.first;
                all.cause += tally.cause;
                all.lost += tally.lost;
            }
        });
        row(table, "**all mistakes**", all, false);
        return table.append('\n').toString();
    }

    private static void row(StringBuilder table, String name, Tally tally, boolean honest) {
        table.append(String.format(
                Locale.ROOT,
                "| %s | %d | %s | %s | %d of %d |%n",
                name,
                tally.sheets,
                honest ? "" : tally.first + " of " + tally.sheets,
                honest ? "" : tally.cause + " of " + tally.sheets,
                tally.lost,
                tally.sheets));
    }
}

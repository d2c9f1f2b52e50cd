package chalkline.answers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sheets of two students with the same wrong numbers, written the same way, that no known mistake explains. Right numbers are
 * the same by themselves, and so are those of a usual mistake. Wrong numbers of one step may come from one slip that two people
 * make; so they count where they are in two steps, or where all other answers are written the same too.
 *
 * @param first the file of one sheet
 * @param second the file of the other
 * @param numbers how many wrong numbers they share
 * @param identical whether all answers are written the same
 */
public record Alike(String first, String second, int numbers, boolean identical) {
    /** A wrong number that more sheets than this have is a usual mistake that nobody has explained yet. */
    private static final int MOST_SHEETS = 5;
    /** Shorter ones are the same by chance. */
    private static final int FEWEST_DIGITS = 2;
    /** Sheets of fewer answers are the same by chance. */
    private static final int FEWEST_ANSWERS = 8;

    private record Place(String step, int row, int column, String text) {}

    private record Pair(int first, int second) {}

    /** The pairs, those that share most first. */
    static List<Alike> among(List<Submission> sheets) {
        Map<Place, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < sheets.size(); i++) {
            for (Place place : unexplained(sheets.get(i).marked())) {
                places.computeIfAbsent(place, key -> new ArrayList<>()).add(i);
            }
        }
        Map<Pair, List<Place>> shared = new LinkedHashMap<>();
        places.forEach((place, same) -> {
            if (same.size() <= MOST_SHEETS) {
                for (int i = 0; i < same.size(); i++) {
                    for (int j = i + 1; j < same.size(); j++) {
                        shared.computeIfAbsent(new Pair(same.get(i), same.get(j)), key -> new ArrayList<>())
                                .add(place);
                    }
                }
            }
        });
        List<Alike> alike = new ArrayList<>();
        shared.forEach((pair, same) -> {
            Submission first = sheets.get(pair.first());
            Submission second = sheets.get(pair.second());
            boolean own = first.student().key().equals(second.student().key());
            List<Place> answers = all(first.marked());
            boolean identical = answers.size() >= FEWEST_ANSWERS && answers.equals(all(second.marked()));
            if (!own && (identical || same.stream().map(Place::step).distinct().count() > 1)) {
                alike.add(new Alike(first.file(), second.file(), same.size(), identical));
            }
        });
        alike.sort(Comparator.comparingInt(Alike::numbers).reversed());
        return alike;
    }

    private static List<Place> all(Optional<MarkedSheet> marked) {
        List<Place> places = new ArrayList<>();
        marked.ifPresent(sheet -> sheet.steps()
                .forEach(step -> step.entries()
                        .forEach(entry -> entry.given()
                                .ifPresent(given -> places.add(
                                        new Place(step.name(), entry.row(), entry.column(), given.text()))))));
        return places;
    }

    private static List<Place> unexplained(Optional<MarkedSheet> marked) {
        List<Place> places = new ArrayList<>();
        marked.ifPresent(sheet -> sheet.steps().stream()
                .filter(step -> step.note().isEmpty())
                .forEach(step -> step.entries().stream()
                        .filter(entry -> entry.mark() == Mark.WRONG)
                        .forEach(entry -> {
                            String text = entry.given().orElseThrow().text();
                            if (text.chars().filter(Character::isDigit).count() >= FEWEST_DIGITS) {
                                places.add(new Place(step.name(), entry.row(), entry.column(), text));
                            }
                        })));
        return places;
    }
}

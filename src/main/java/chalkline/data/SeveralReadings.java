package chalkline.data;

import chalkline.network.Sentences;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A column whose cells can be read in several ways, of which a person has to choose one.
 *
 * @param complaint what is open
 * @param remedies the ways
 */
record SeveralReadings(ColumnProfile.Cell first, String complaint, List<Remedy> remedies) {
    private static final int SECONDS_A_DAY = 86_400;

    /**
     * Whole columns of dates or numbers.
     *
     * @param telling a cell that differs between the readings; null if there is none
     */
    static SeveralReadings of(ColumnProfile column, List<? extends ColumnType> readings, String telling) {
        String cell = telling == null ? column.firstText().text() : telling;
        return new SeveralReadings(
                column.firstText(),
                named(column) + ": " + Sentences.quoted(cell) + " can be read in more than one way",
                readings.stream()
                        .map(reading -> ColumnDecision.type(
                                column, reading.toYaml(), Sentences.quoted(cell) + " is " + read(reading, cell)))
                        .toList());
    }

    /** Numbers of several units, or with a unit and without. */
    static SeveralReadings ofUnits(ColumnProfile column, NumberEvidence numbers) {
        Map<String, String> units = numbers.units();
        String shown = units.values().stream().map(Sentences::quoted).collect(Collectors.joining(" and "));
        if (units.size() == 1) {
            shown += " but " + Sentences.quoted(numbers.bare()) + ", which has none";
        }
        Map<String, Double> factors = new LinkedHashMap<>(Prefixes.factors(units.keySet()));
        if (numbers.bare() != null) {
            factors.put(
                    "",
                    units.size() == 1
                            ? NumberForm.factor(units.keySet().iterator().next())
                            : 1);
        }
        Stream<Remedy> numeric = numbers.readings().stream()
                .map(form -> new NumberForm(form.decimal(), form.thousands(), factors))
                .map(form -> ColumnDecision.type(
                        column,
                        form.toYaml(),
                        "with what one of each unit counts"
                                + (numbers.bare() == null ? "" : ", and a number without one")));
        Stream<Remedy> others = ColumnDecision.asTexts(column);
        return new SeveralReadings(
                column.firstText(),
                named(column) + " has numbers of several units: " + shown,
                Stream.concat(numeric, others).toList());
    }

    /** Plain numbers that may also have groups of thousands, since other columns have decimal commas. */
    static SeveralReadings besideCommas(ColumnProfile column) {
        ColumnProfile.Cell first = column.firstNumber();
        NumberForm grouped = new NumberForm(',', ".", Map.of());
        return new SeveralReadings(
                first,
                named(column) + ": " + Sentences.quoted(first.text())
                        + " can be read in more than one way, since other columns have decimal commas",
                List.of(
                        ColumnDecision.type(column, ColumnType.NUMERIC.toYaml(), "the point is a decimal point"),
                        ColumnDecision.type(column, grouped.toYaml(), "the point stands between thousands")));
    }

    void addTo(TableProblems problems) {
        problems.add(first.line(), complaint, remedies.toArray(Remedy[]::new));
    }

    private static String named(ColumnProfile column) {
        return "column " + Sentences.name(column.name());
    }

    private static String read(ColumnType reading, String text) {
        double value = reading.parse(text);
        return reading instanceof DateForm date
                ? date.pattern().equals(DateForm.TIME)
                        ? LocalTime.ofSecondOfDay(Math.round(value * SECONDS_A_DAY))
                                .toString()
                        : LocalDate.ofEpochDay((long) Math.floor(value)).toString()
                : NumberText.shown(value);
    }
}

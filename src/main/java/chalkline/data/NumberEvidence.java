package chalkline.data;

import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the ways in which all cells of a column can be read as numbers. */
final class NumberEvidence {
    /** In the order of preference where several give the same numbers. */
    private static final List<NumberForm> FORMS = List.of(
            NumberForm.PLAIN,
            new NumberForm('.', ",", Map.of()),
            new NumberForm('.', "'", Map.of()),
            new NumberForm('.', " ", Map.of()),
            new NumberForm(',', ".", Map.of()),
            new NumberForm(',', " ", Map.of()),
            new NumberForm(',', "'", Map.of()),
            new NumberForm(',', "", Map.of()));

    private static final int FIRST_WITH_COMMA = 4;
    /** What stands before a number, beside the codes and the signs of currencies. */
    private static final Set<String> LEADING = Set.of("Rs", "Rs.", "Fr.", "kr", "kr.", "~", "≈", "<", ">", "≤", "≥");

    private static final int LONGEST_UNIT = 12;
    private static final int MOST_UNITS = 5;
    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());

    private final boolean[] dead = new boolean[FORMS.size()];
    /** Of all numbers under each form: forms with the same one gave the same numbers. */
    private final long[] hashes = new long[FORMS.size()];

    private boolean noNumbers;
    private boolean commaIsDead;
    private final Map<String, String> units = new LinkedHashMap<>();
    /** The first number other than 0 without a unit; null if there is none. */
    private String bare;

    private String telling;

    /** A cell that is a plain decimal. */
    void addPlain(String cell, double value) {
        bare = bare == null && value != 0 ? cell.strip() : bare;
        // Without a point it has only one reading.
        if (!commaIsDead && cell.indexOf('.') >= 0) {
            String number = cell.strip();
            tell(number.charAt(0) == '-' || number.charAt(0) == '+' ? number.substring(1) : number);
        }
    }

    /** Whether another plain decimal can change nothing. */
    boolean isSettled() {
        return bare != null && commaIsDead;
    }

    /** Any other cell that is not missing. */
    void add(String cell) {
        if (noNumbers) {
            return;
        }
        NumberForm.Written written = NumberForm.Written.of(cell);
        if (written.digits().isEmpty() || !isUnit(written) || units.size() > MOST_UNITS) {
            noNumbers = true;
            return;
        }
        if (written.unit().isEmpty()) {
            bare = bare == null ? cell : bare;
        } else {
            units.putIfAbsent(written.unit(), cell);
        }
        tell(written.digits());
        telling = telling == null && readings().size() > 1 ? cell : telling;
        noNumbers = isDead(0, FORMS.size());
    }

    private void tell(String digits) {
        for (int k = 0; k < dead.length; k++) {
            if (!dead[k]) {
                double value = FORMS.get(k).digits(digits);
                dead[k] = !Double.isFinite(value);
                hashes[k] = 31 * hashes[k] + Double.hashCode(value);
            }
        }
        commaIsDead = isDead(FIRST_WITH_COMMA, FORMS.size());
    }

    private boolean isDead(int from, int to) {
        for (int k = from; k < to; k++) {
            if (!dead[k]) {
                return false;
            }
        }
        return true;
    }

    /** Before a number a currency stands, behind it a unit of any kind. */
    private static boolean isUnit(NumberForm.Written written) {
        String unit = written.unit();
        if (unit.isEmpty()) {
            return true;
        }
        // 1. Male is an item of a list.
        if (unit.charAt(0) == '.' && !written.leads()) {
            return false;
        }
        if (written.leads() && LEADING.contains(unit)) {
            return true;
        }
        boolean letters = unit.codePoints()
                .allMatch(c -> Character.isLetter(c) || "%‰°²³/'\"µ. +*†".indexOf(c) >= 0 || isCurrency(c));
        return letters
                && unit.length() <= LONGEST_UNIT
                && (!written.leads()
                        || unit.codePoints().anyMatch(NumberEvidence::isCurrency)
                        || CURRENCIES.contains(unit));
    }

    private static boolean isCurrency(int c) {
        return Character.getType(c) == Character.CURRENCY_SYMBOL;
    }

    /** Whether all cells are numbers, of one unit or of several. */
    boolean isNumbers() {
        return !noNumbers && !isDead(0, FORMS.size());
    }

    /** Whether all cells are plain numbers under the usual reading, but other ones with a decimal comma. */
    boolean couldBeComma() {
        for (int k = FIRST_WITH_COMMA; k < dead.length; k++) {
            if (!dead[k] && hashes[k] != hashes[0]) {
                return true;
            }
        }
        return false;
    }

    /** The units in the order in which they occur, each with the first cell that has it. */
    Map<String, String> units() {
        return units;
    }

    /** The first number other than 0 without a unit; null if there is none. */
    String bare() {
        return bare;
    }

    /** The first cell that is a different number in another way of reading; null if there is none. */
    String telling() {
        return telling;
    }

    /** Whether a number other than 0 has no unit where others have one, or there are several units. */
    boolean hasSeveralUnits() {
        return units.size() > 1 || units.size() == 1 && bare != null;
    }

    /** One form for each way to read the column, with its first unit; those that give the same numbers are one way. */
    List<NumberForm> readings() {
        List<NumberForm> readings = new ArrayList<>();
        List<Long> seen = new ArrayList<>();
        for (int k = 0; k < dead.length; k++) {
            if (!dead[k] && !seen.contains(hashes[k])) {
                seen.add(hashes[k]);
                readings.add(
                        FORMS.get(k).with(units.keySet().stream().findFirst().orElse("")));
            }
        }
        return readings;
    }
}

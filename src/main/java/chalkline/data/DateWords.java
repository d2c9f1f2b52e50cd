package chalkline.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates with names of months, made English: "Freitag, 5. März 2025" becomes "5. Mar 2025", "May 3rd" becomes "May 3". */
final class DateWords {
    /** English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian: no name is that of two months. */
    private static final List<String> NAMES = List.of(
            "Jan january januar jänner janvier janv enero ene gennaio gen janeiro januari",
            "Feb february februar février fevrier févr fevr fév fev febrero febbraio fevereiro februari",
            "Mar march märz maerz mär mrz mars marzo março marco maart mrt marts",
            "Apr april avril avr abril abr aprile",
            "May mai mayo maggio mag maio mei maj",
            "Jun june juni juin junio giugno giu junho",
            "Jul july juli juillet juil julio luglio lug julho",
            "Aug august août aout agosto ago augustus augusti",
            "Sep sept september septembre septiembre settembre set setembro",
            "Oct october oktober okt octobre octubre ottobre ott outubro out",
            "Nov november novembre noviembre novembro",
            "Dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro");

    private static final Set<String> DROPPED = Set.of(
            ("mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday "
                            + "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
                            + "lundi mardi mercredi jeudi vendredi samedi dimanche "
                            + "lunes martes miércoles jueves viernes sábado domingo "
                            + "lunedì martedì mercoledì giovedì venerdì sabato domenica "
                            + "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag of de den")
                    .split(" "));

    private static final Map<String, String> MONTHS = months();
    private static final Pattern WORD = Pattern.compile("\\p{L}+(?:\\.(?= ))?");
    private static final Pattern ORDINAL = Pattern.compile("(?<=[0-9])(?:st|nd|rd|th|er|º)(?= |,|$)");

    private DateWords() {}

    private static Map<String, String> months() {
        Map<String, String> months = new HashMap<>();
        for (String names : NAMES) {
            String[] all = names.split(" ");
            Arrays.stream(all).forEach(name -> months.put(name.toLowerCase(Locale.ROOT), all[0]));
        }
        return months;
    }

    static String english(String text) {
        Matcher words = WORD.matcher(ORDINAL.matcher(text).replaceAll(""));
        String english = words.replaceAll(word -> {
            String name = word.group().replace(".", "").toLowerCase(Locale.ROOT);
            return DROPPED.contains(name) ? "" : MONTHS.getOrDefault(name, Matcher.quoteReplacement(word.group()));
        });
        return english.replaceFirst("^[, ]+", "").replaceAll(" {2,}", " ");
    }
}

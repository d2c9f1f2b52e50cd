package chalkline.modelzip;

import chalkline.modelzip.Danger.Kind;
import chalkline.network.Sentences;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the names of a zip's entries do to who unpacks it. */
final class EntryNames {
    private static final int LONGEST = 1000;
    private static final Pattern DEVICE = Pattern.compile("(?i)(?:.*/)?(?:con|prn|aux|nul|com\\d|lpt\\d) *(?:[.].*)?");
    private static final Pattern PROGRAM = Pattern.compile(
            "(?i).*[.](?:class|jar|war|jmod|so|dll|dylib|exe|com|scr|msi"
                    + "|bat|cmd|ps1|vbs|vbe|wsf|hta|reg|lnk|url|desktop|sh|bash|py|pyc|pl|rb|js|jsp|groovy|bsh|jnlp|pkl|pickle)");
    private static final Pattern SERVICE = Pattern.compile("(?i)META-INF/services/.+");

    private EntryNames() {}

    /** A danger, without its entry. */
    static Optional<Danger> danger(String name) {
        String plain = name.replace('\\', '/');
        boolean leadsOut = plain.startsWith("/")
                || plain.startsWith("~")
                || plain.matches("(?s)[A-Za-z]:.*")
                || List.of(plain.split("/")).contains("..")
                || name.indexOf('\0') >= 0;
        if (leadsOut) {
            return Optional.of(new Danger(Kind.PATH, "", "the entry's name leads out of its folder"));
        }
        if (DEVICE.matcher(plain).matches() || plain.indexOf(':') >= 0) {
            return Optional.of(new Danger(Kind.PATH, "", "the entry's name is that of a device or of a hidden stream"));
        }
        if (name.length() > LONGEST || !name.codePoints().allMatch(Sentences::isPrintable)) {
            return Optional.of(new Danger(Kind.PATH, "", "the entry's name is not shown as it is"));
        }
        if (PROGRAM.matcher(plain).matches() || SERVICE.matcher(plain).matches()) {
            return Optional.of(new Danger(Kind.CODE, "", "is named as a program"));
        }
        return Optional.empty();
    }

    /** What two names have in common that lead to one file on some system. */
    static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFD)
                .replace('\\', '/')
                .replaceAll("[. ]+(?=/|$)", "")
                .replaceAll("(^|/)(?:\\.?/)+", "$1")
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
    }
}

package chalkline.dl4j.known;

import chalkline.check.KnownDifference;
import chalkline.check.KnownDifference.Kind;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The tables of {@code src/site/markdown/known-differences.md}, from the catalogue:
 *
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test -Dmain.class=chalkline.dl4j.known.KnownDifferencesPage
 * </pre>
 */
public final class KnownDifferencesPage {
    private KnownDifferencesPage() {}

    /** Writes both tables to standard output. */
    public static void main(String... arguments) {
        new PrintStream(System.out, true, StandardCharsets.UTF_8).print(tables());
    }

    static String tables() {
        return "## Conventions\n\n" + table(Kind.CONVENTION) + "\n## Defects\n\n" + table(Kind.DEFECT);
    }

    private static String table(Kind kind) {
        return new Catalogue()
                .entries().stream()
                        .filter(entry -> entry.kind() == kind)
                        .map(KnownDifferencesPage::row)
                        .collect(Collectors.joining(
                                "",
                                "| id | textbook | Deeplearning4j | consequence | seen in | report |\n|---|---|---|---|---|---|\n",
                                ""));
    }

    private static String row(KnownDifference entry) {
        String report = entry.report()
                .map(address -> "[" + address.replaceFirst(".*/(\\w+)/\\w+/(\\d+)$", "$1 $2") + "](" + address + ")")
                .orElse("");
        return "| `" + entry.id() + "` | " + cell(entry.textbook()) + " | " + cell(entry.framework()) + " | "
                + cell(entry.consequence()) + " | " + entry.since() + " | " + report + " |\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}

package chalkline.report;

import java.util.regex.Pattern;

/** Tells the files that marks were written to from sheets of answers. */
public final class OwnResults {
    /** The JSON of a sheet or a class, or of an autograder. */
    private static final Pattern JSON =
            Pattern.compile("(?s)\\{\\s*\"(?:command\"\\s*:\\s*\"mark\"|output\"|score\"\\s*:[^,]*,\\s*\"output\").*");

    private OwnResults() {}

    /**
     * Whether a file begins as one of them does.
     *
     * @param beginning its first characters
     */
    public static boolean isOne(String beginning) {
        return beginning.startsWith(ClassReport.FIRST_COLUMNS)
                || beginning.startsWith(MoodleCsv.FIRST_COLUMNS)
                || JSON.matcher(beginning).matches();
    }
}

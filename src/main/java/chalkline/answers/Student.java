package chalkline.answers;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who handed in a sheet, as far as the sheet and its file say.
 *
 * @param name of the person or, where nobody says it, of the file
 * @param id what the sheet says of its student or, where it says nothing, the name
 * @param participant the number that Moodle gives whoever takes part in an assignment, where the file has it
 */
public record Student(String name, String id, Optional<String> participant) {
    /**
     * What Moodle calls the files of "Download all submissions", or the folders they are in:
     * {@code Anna Schmidt_4711_assignsubmission_file_}.
     */
    private static final Pattern MOODLE = Pattern.compile("(?:.*/)?([^/]+?)_([0-9]+)_assignsubmission_[a-z]+_.*");

    private static final Pattern ENDING = Pattern.compile("\\.[A-Za-z]+$");

    /** What tells students apart. */
    String key() {
        return participant.orElse(id);
    }

    /**
     * The student of that file.
     *
     * @param file its path in the folder of sheets, with slashes
     * @param named the name that the sheet itself gives
     */
    public static Student of(String file, Optional<String> named) {
        Matcher moodle = MOODLE.matcher(file);
        if (moodle.matches()) {
            return new Student(moodle.group(1), named.orElse(moodle.group(1)), Optional.of(moodle.group(2)));
        }
        String name = named.orElseGet(() -> ENDING.matcher(file).replaceFirst(""));
        return new Student(name, name, Optional.empty());
    }
}

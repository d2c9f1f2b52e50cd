package chalkline.modelzip;

/**
 * Something in a model zip that is dangerous to load with Deeplearning4j, or hides something dangerous.
 *
 * @param kind what it is
 * @param entry the zip's entry that it is in; empty where it is the zip itself
 * @param what a clause about what was found
 */
public record Danger(Kind kind, String entry, String what) {

    /** The kinds of danger that {@link ZipScan} knows. */
    public enum Kind {
        SERIALIZED_OBJECT(
                "serialized-object", "A serialized Java object: reading one can run any code that its author chose."),
        CLASS_NAME(
                "class-name", "The name of a class that is not Deeplearning4j's: its mapper would load and make one."),
        CODE("code", "A program or a Java class: nothing of a network needs one."),
        NESTED_ARCHIVE("nested-archive", "An archive in the archive, which scanners do not look into."),
        TWO_READINGS("two-readings", "Two programs would read two different files, one of which nobody has looked at."),
        PATH("path", "An entry's name that leads out of the folder where the zip is unpacked."),
        BOMB("bomb", "An entry that inflates to more than any honest one of its length.");

        private final String id;
        private final String description;

        Kind(String id, String description) {
            this.id = id;
            this.description = description;
        }

        /** In reports: "class-name". */
        public String id() {
            return id;
        }

        /** A sentence or two. */
        public String description() {
            return description;
        }
    }
}
